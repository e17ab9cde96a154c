"""What waits for the commune leader: one by one, or several from the list."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from foundation.components import Confirm
from foundation.paging import keyset_page
from registrations import rules, selectors, services
from registrations.models import Dossier
from registrations.views.ticked import ticked


@require_GET
def approvals(request: HttpRequest) -> HttpResponse:
    """The dossiers that wait for the leader's signature; only those that were opened can be ticked."""
    if not rules.sees_queue(request.user):
        raise PermissionDenied
    page = keyset_page(selectors.approvals_for(request.user), request, order=("sort_day", "pk"))
    opened, left = selectors.opened_by(request.user, page.items), selectors.days_left(page.items)
    for dossier in page.items:
        dossier.was_opened = dossier.pk in opened
        dossier.days_left = left.get(dossier.pk)
    return render(request, "registrations/approvals.html", {"page": page, "can_sign": bool(opened)})


@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest) -> HttpResponseBase:
    """Ask once, naming each dossier, then sign them; every dossier has its own result."""
    if not rules.sees_queue(request.user):
        raise PermissionDenied
    rows = _chosen(request)
    if not rows:
        messages.error(request, _("Tick at least one dossier that you have opened and that still waits for you."))
        return redirect("registrations:approvals")
    if request.method == "POST":
        _tell(request, services.sign_opinions(dossiers=rows, actor=request.user))
        return redirect("registrations:approvals")
    context = {"confirm": _confirm(rows), "form": None, "training": all(row.training for row in rows)}
    return render(request, "components/confirm.html", context)


def _chosen(request: HttpRequest) -> list[Dossier]:
    return list(selectors.approvals_for(request.user).filter(pk__in=ticked(request.GET, "dossier")))


def _confirm(rows: list[Dossier]) -> Confirm:
    title = ngettext("Sign %(n)s dossier", "Sign %(n)s dossiers", len(rows)) % {"n": len(rows)}
    facts = [
        (f"{number}. {row.product.name}", " · ".join(filter(None, (_mark(row), row.producer.name, row.slip_number))))
        for number, row in enumerate(rows, start=1)
    ]
    return Confirm(
        title=title,
        action=_("Sign all of them"),
        cancel_url="../",
        facts=list(facts),
        what=[
            _("Your name stands under the commune's opinion on each dossier."),
            _("Where the decision asks for Form 03 and a request letter, you sign these with it."),
            _("Each dossier is signed by itself: if one cannot be signed, the others are."),
        ],
        tells=[_("The officers of the commune")],
    )


def _mark(row: Dossier) -> str:
    return "TẬP HUẤN" if row.training else ""


def _tell(request: HttpRequest, results: list[tuple[Dossier, str]]) -> None:
    for dossier, problem in results:
        name = dossier.product.name
        if problem:
            text = _("Not signed: %(product)s. %(problem)s") % {"product": name, "problem": problem}
            messages.error(request, text)
        else:
            messages.success(request, _("Signed: %(product)s.") % {"product": name})
