"""Templates and lists of an office."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from activity.web import acting
from directives import rules, selectors, services
from directives.forms.texts import TemplateForm, TextListForm
from directives.models import LetterTemplate, TextList

_KINDS: dict[str, Any] = {
    "mau": (LetterTemplate, TemplateForm, selectors.templates_visible_to),
    "danh-sach": (TextList, TextListForm, selectors.text_lists_visible_to),
}


@require_GET
def texts(request: HttpRequest) -> HttpResponse:
    """The templates and lists of the person's offices."""
    if not rules.handles_letters(request.user):
        raise PermissionDenied
    context = {
        "templates": selectors.templates_visible_to(request.user),
        "lists": selectors.text_lists_visible_to(request.user),
    }
    return render(request, "directives/texts.html", context)


@require_http_methods(["GET", "POST"])
def text(request: HttpRequest, kind: str, pk: int | None = None) -> HttpResponse:
    """Write a template or a list, or change one."""
    if not rules.handles_letters(request.user):
        raise PermissionDenied
    model, form_class, visible = _kind(kind)
    row = get_object_or_404(visible(request.user), pk=pk) if pk else None
    initial = {name: getattr(row, name) for name in form_class.base_fields} if row else {}
    form = form_class(request.POST or None, initial=initial, offices=selectors.offices_of_texts(request.user))
    if request.method == "POST" and form.is_valid():
        with acting(request, _("Saved.")) as outcome:
            services.save_text(kind=model, actor=request.user, pk=pk, **form.cleaned_data)
        if outcome.ok:
            return redirect("directives:texts")
    title = _("Template of a letter") if kind == "mau" else _("List of lines")
    context = {"form": form, "title": title, "row": row, "kind": kind, "back": reverse("directives:texts")}
    return render(request, "directives/text_form.html", context)


@require_POST
def delete(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Take a template or a list out."""
    _model, _form, visible = _kind(kind)
    with acting(request, _("Taken out.")):
        services.delete_text(row=get_object_or_404(visible(request.user), pk=pk), actor=request.user)
    return redirect("directives:texts")


def _kind(kind: str) -> Any:
    if kind not in _KINDS:
        raise Http404
    return _KINDS[kind]
