"""Recognised products, the whole way of one of them, and the proposal to withdraw a recognition."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from activity.errors import NotAllowed, Refused
from activity.web import acting
from evaluations import after_rules, services
from evaluations.enums import WithdrawalState
from evaluations.forms import RecognisedFilterForm, WithdrawalForm
from evaluations.selectors.history import history_of, places_of
from evaluations.selectors.recognised import recognised_visible_to, recognition_to_withdraw, withdrawals_visible_to
from evaluations.selectors.recognised import search_recognised as search
from evaluations.views.prolonging import goes_through, prolong_page
from foundation.components import Confirm
from foundation.formatting import day
from foundation.paging import keyset_page
from registrations.models import Product


@require_GET
def recognised(request: HttpRequest) -> HttpResponse:
    """List the products that carry stars today, those whose recognition ends first at the top."""
    form = RecognisedFilterForm(request.GET)
    page = keyset_page(search(request.user, **form.values()), request, order=("expires_on", "search", "pk"))
    works = after_rules.sees_after(request.user)
    waiting = withdrawals_visible_to(request.user).filter(state=WithdrawalState.PROPOSED) if works else []
    context = {"form": form, "page": page, "withdrawals": waiting, "works": works}
    return render(request, "evaluations/after/recognised.html", context)


def _product(request: HttpRequest, pk: int) -> Product:
    return get_object_or_404(recognised_visible_to(request.user), pk=pk)


@require_GET
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the whole way of a product: rounds, decisions, stars, re-checks, promotion, and the units of those days."""
    found = _product(request, pk)
    context = {
        "product": found,
        "happenings": history_of(found, request.user),
        "places": places_of(found),
        "may_withdraw": _may_withdraw(request.user, found),
        "may_prolong": _may_prolong(request.user, found),
    }
    return render(request, "evaluations/after/history.html", context)


def _may_withdraw(user: Any, product: Product) -> bool:
    if not product.current_stars or not after_rules.cares_for(user, product):
        return False
    if product.withdrawals.filter(state=WithdrawalState.PROPOSED).exists():
        return False
    return after_rules.withdrawing_office(user, product, recognition_to_withdraw(product)) is not None


def _may_prolong(user: Any, product: Product) -> bool:
    return after_rules.prolongs_older(user, product) and goes_through(services.check_older_prolongation, product)


@require_http_methods(["GET", "POST"])
def older_prolong(request: HttpRequest, pk: int) -> HttpResponse:
    """Prolong a recognition of an older list until there is a result, within the decision's limit."""
    found = _product(request, pk)
    if not after_rules.prolongs_older(request.user, found):
        raise NotAllowed
    label = _("Prolong the recognition")
    last = found.prolonged_until or found.expires_on
    facts = [(_("Product"), found.name), (_("Recognised by"), found.recognition_issuer), (_("Valid until"), day(last))]
    confirm = Confirm(
        title=label,
        action=label,
        lead=found.recognition_number,
        cancel_url=reverse("evaluations:history", args=[pk]),
        facts=facts,
        what=[_("The public page of the product says that it was prolonged, and until when.")],
        tells=[_("the producer"), _("the commune")],
    )
    return prolong_page(
        request,
        confirm,
        latest_day=partial(services.check_older_prolongation, found),
        prolong=partial(services.prolong_older_recognition, product=found),
        done=_("The recognition is prolonged."),
    )


@require_http_methods(["GET", "POST"])
def withdrawal_propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose to withdraw a recognition on one of the law's grounds; the decision on it is drafted at once."""
    found = _product(request, pk)
    back = reverse("evaluations:history", args=[pk])
    if not after_rules.cares_for(request.user, found):
        raise Http404
    office = after_rules.withdrawing_office(request.user, found, recognition_to_withdraw(found))
    if office is None:
        raise NotAllowed
    try:
        law = services.law_of_withdrawals()
    except Refused as error:
        messages.error(request, str(error))
        return redirect(back)
    form = WithdrawalForm(request.POST or None, law=law)
    if request.method == "POST" and form.is_valid():
        with acting(request, _("Withdrawal proposed; its decision is drafted.")) as outcome:
            services.propose_withdrawal(product=found, actor=request.user, **form.cleaned_data)
        if outcome.ok:
            return redirect(back)
    context = {"product": found, "form": form, "law": law, "office": office, "days": law.term("withdrawal_days")}
    return render(request, "evaluations/after/withdrawal.html", context)
