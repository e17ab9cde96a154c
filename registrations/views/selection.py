"""The running office reviews and selects."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from foundation.components import Confirm
from foundation.paging import keyset_page
from registrations import rules, selectors, services
from registrations.forms.review import SelectionFilter, SelectionReasonForm
from registrations.models import RegistrationRound, Wish
from registrations.views.ticked import ticked


@require_GET
def selection(request: HttpRequest, pk: int) -> HttpResponse:
    """The wishes of a round, product by product, with what can be decided about each, and how many are left."""
    registration_round = get_object_or_404(selectors.rounds_visible_to(request.user), pk=pk)
    rows = selectors.wishes_visible_to(request.user).filter(round=registration_round)
    whole = selectors.sees_whole_round(request.user, registration_round)
    groups = selectors.groups_of_round(registration_round) if whole else []
    units = registration_round.units.order_by("search", "pk")
    seek = partial(selectors.search_wishes, request.user)
    form = SelectionFilter(request.GET, seek=seek, units=units, groups=groups)
    found = form.narrow(rows)
    context = {
        "round": registration_round,
        "training": registration_round.training,
        "form": form,
        "counts": selectors.selection_counts(found),
        "page": keyset_page(found, request, order=form.order("unit__search", "pk")),
        "runs": rules.runs_round(request.user, registration_round),
        "whole": whole,
        "undecided": selectors.undecided_states(),
    }
    return render(request, "registrations/selection.html", context)


@require_http_methods(["GET", "POST"])
def selection_several(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Ask for one common reason, naming each product, then select them; each has its own result."""
    registration_round = get_object_or_404(selectors.rounds_visible_to(request.user), pk=pk)
    if not rules.runs_round(request.user, registration_round):
        raise PermissionDenied
    rows = _ticked(request, registration_round)
    if not rows:
        messages.error(request, _("Tick at least one product that is still to be decided."))
        if request.method == "GET":
            return redirect("registrations:selection", pk=pk)
    form = SelectionReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and rows:
        _tell(request, services.select_wishes(wishes=rows, actor=request.user, reason=form.cleaned_data["reason"]))
        return redirect("registrations:selection", pk=pk)
    context = {"confirm": _confirm(rows, registration_round), "form": form, "training": registration_round.training}
    return render(request, "components/confirm.html", context)


def _ticked(request: HttpRequest, registration_round: RegistrationRound) -> list[Wish]:
    rows = selectors.wishes_visible_to(request.user).filter(round=registration_round)
    rows = rows.filter(pk__in=ticked(request.GET, "wish"))
    return list(rows.filter(state__in=selectors.undecided_states()).order_by("unit__search", "pk"))


def _confirm(rows: list[Wish], registration_round: RegistrationRound) -> Confirm:
    n = len(rows)
    return Confirm(
        title=ngettext("Select %(n)s product", "Select %(n)s products", n) % {"n": n},
        action=_("Select all of them"),
        lead=registration_round.name,
        cancel_url=reverse("registrations:selection", args=[registration_round.pk]),
        facts=[(f"{place}. {row.product.name}", f"{row.producer.name} · {row.unit.name}")
               for place, row in enumerate(rows, start=1)],
        what=[_("Each product gets its dossier, with the data of its wish carried over."),
              _("The reason is the same for all; a product with a reason of its own is selected by itself.")],
        tells=[_("The producers"), _("The communes")],
    )  # fmt: skip


def _tell(request: HttpRequest, results: list[tuple[Wish, str]]) -> None:
    done = sum(not problem for _wish, problem in results)
    if done:
        messages.success(
            request, ngettext("%(n)s product is selected.", "%(n)s products are selected.", done) % {"n": done}
        )
    for wish, problem in results:
        if problem:
            text = _("Not selected: %(product)s. %(problem)s")
            messages.error(request, text % {"product": wish.product.name, "problem": problem})
