"""The running office reviews, selects and supports."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from foundation.paging import keyset_page
from registrations import rules, selectors, services
from registrations.forms.review import WishFilter
from registrations.forms.wishes import SupportForm
from registrations.views.saving import saved


@require_GET
def selection(request: HttpRequest, pk: int) -> HttpResponse:
    """The wishes of a round, product by product, with what can be decided about each."""
    registration_round = get_object_or_404(selectors.rounds_visible_to(request.user), pk=pk)
    rows = selectors.wishes_visible_to(request.user).filter(round=registration_round)
    form = WishFilter(request.GET, units=registration_round.units.order_by("search", "pk"))
    context = {
        "round": registration_round,
        "training": registration_round.training,
        "form": form,
        "page": keyset_page(form.narrow(rows), request, order=("unit__search", "pk")),
        "runs": rules.runs_round(request.user, registration_round),
        "undecided": selectors.undecided_states(),
    }
    return render(request, "registrations/selection.html", context)


@require_POST
def support_create(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Note support for a product."""
    row = get_object_or_404(selectors.wishes_visible_to(request.user), pk=pk)
    if not rules.may_support(request.user, row):
        raise PermissionDenied
    form = SupportForm(request.POST)
    if form.is_valid() and saved(form, lambda: services.add_support(wish=row, values=form.values, actor=request.user)):
        messages.success(request, _("The support is noted."))
        return redirect(row)
    context = {"form": form, "title": _("Note support"), "lead": row.product.name, "cancel_url": row.get_absolute_url()}
    return render(request, "registrations/form.html", context)
