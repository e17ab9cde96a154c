"""The running office reviews and selects."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from foundation.paging import keyset_page
from registrations import rules, selectors
from registrations.forms.review import SelectionFilter


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
