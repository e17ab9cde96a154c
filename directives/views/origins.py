"""What the address of a new letter says that it begins with."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from directives import rules, selectors
from directives.enums import DocumentType, Relation
from directives.forms.compose import Start
from directives.forms.origins import Origin, correcting, from_template, like


def origin_of(request: HttpRequest, start: Start) -> Origin | None:
    """Return the letter, template or mended document that the address names; ``None`` where it names none."""
    documents = selectors.documents_visible_to(request.user)
    if pk := _number(request, "mends"):
        mended = get_object_or_404(documents, pk=pk, office=start.office)
        if not rules.may_mend(request.user, mended):
            raise PermissionDenied
        if request.GET.get("relation") == Relation.CORRECTS and start.type == DocumentType.CONG_VAN:
            return correcting(mended)
        return like(mended, replacing=True)
    if pk := _number(request, "like"):
        return like(get_object_or_404(documents, pk=pk))
    if pk := _number(request, "template"):
        template = get_object_or_404(selectors.templates_visible_to(request.user), pk=pk)
        return from_template(template, start.office, start.drafting_office)
    return None


def _number(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0
