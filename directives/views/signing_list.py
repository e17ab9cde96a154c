"""The leader signs many documents from one list, having opened each."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from activity.errors import NotAllowed
from activity.web import acting
from directives import rules, selectors, services
from directives.forms import PicksForm
from foundation.paging import keyset_page


@require_http_methods(["GET", "POST"])
def to_sign(request: HttpRequest) -> HttpResponse:
    """Show what waits for this leader; sign what is ticked, each by itself."""
    if not rules.signs_documents(request.user):
        raise PermissionDenied
    rows = selectors.documents_to_sign(request.user)
    if request.method == "POST":
        form = PicksForm(request.POST)
        picks = form.cleaned_data["pick"] if form.is_valid() else {}
        _sign(request, picks)
        return redirect("directives:to_sign")
    page = keyset_page(rows, request, order=("pk",))
    return render(request, "directives/to_sign.html", {"page": page})


def _sign(request: HttpRequest, picks: dict[int, int]) -> None:
    """Approve what was picked, each in a transaction of its own; what is refused is said by name and waits."""
    done = 0
    for document in selectors.documents_to_sign(request.user).filter(pk__in=picks):
        with acting(request) as outcome:
            try:
                services.approve_from_list(document=document, actor=request.user, version=picks[document.pk])
            except NotAllowed:
                messages.error(request, _("You may not sign “%(what)s”.") % {"what": document.abstract})
                continue
        done += outcome.ok
    if done:
        text = ngettext("%(n)s document is approved.", "%(n)s documents are approved.", done)
        messages.success(request, text % {"n": done})
    if not picks:
        messages.error(request, _("Tick the documents that you want to sign."))
