"""Re-checks of recognised products."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from activity.errors import Refused
from activity.transitions import available
from activity.web import acting
from evaluations import after_rules, services
from evaluations.enums import CAMPAIGN_TRANSITIONS, CampaignState, CheckVerdict
from evaluations.forms import FindingForm, RecheckForm, RecheckProductsForm, RemedyForm, WithdrawalForm
from evaluations.models import RecheckCampaign, RecheckItem
from evaluations.selectors.recognised import recheck_items, rechecks_visible_to, recognised_now
from evaluations.services import Plan
from foundation import clock
from foundation.exports import workbook_response
from foundation.formatting import day
from foundation.paging import keyset_page
from foundation.text import slug
from rubrics.selectors import decision_in_force


@require_GET
def rechecks(request: HttpRequest) -> HttpResponse:
    """List the re-checks that the person may see."""
    rows = rechecks_visible_to(request.user).annotate(
        chosen=Count("items"), found=Count("items", filter=~Q(items__verdict=""))
    )
    page = keyset_page(rows, request, order=("-starts_on", "-pk"))
    context = {"page": page, "may_plan": after_rules.starts_campaigns(request.user)}
    return render(request, "evaluations/after/rechecks.html", context)


@require_http_methods(["GET", "POST"])
def recheck_plan(request: HttpRequest) -> HttpResponse:
    """Plan a re-check."""
    if not after_rules.starts_campaigns(request.user):
        raise PermissionDenied
    form = RecheckForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        office = data.pop("office")
        with acting(request, _("Re-check planned. Choose its products.")) as outcome:
            made = services.plan_recheck(office=office, plan=Plan(**data), actor=request.user)
        if outcome.ok:
            return redirect("evaluations:recheck_products", pk=made.pk)
    return render(request, "evaluations/after/recheck_form.html", {"form": form})


def _campaign(request: HttpRequest, pk: int) -> RecheckCampaign:
    return get_object_or_404(rechecks_visible_to(request.user), pk=pk)


@require_GET
def recheck(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a re-check: its products, what was found, what is proposed."""
    found = _campaign(request, pk)
    rows = list(recheck_items(found))
    context = {
        "campaign": found,
        "rows": rows,
        "counts": [(label, sum(row.verdict == value for row in rows)) for value, label in CheckVerdict.choices],
        "done": sum(bool(row.verdict) for row in rows),
        "actions": available(CAMPAIGN_TRANSITIONS, request.user, found).items(),
        "runs": after_rules.runs_campaign(request.user, found),
        "today": clock.today(),
    }
    return render(request, "evaluations/after/recheck.html", context)


@require_GET
def recheck_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The same table as a workbook."""
    found = _campaign(request, pk)
    headers = [
        _("Product"), _("Producer"), _("Commune"), _("Stars"), _("Checked on"), _("What was found"), _("Proposal"),
        _("To be put right by"), _("Put right on"), _("Decision document"),
    ]  # fmt: skip
    rows = ([*_facts(row), *_outcome(row)] for row in recheck_items(found))
    return workbook_response(filename=slug(found.name), title=_("Re-check"), headers=headers, rows=rows)


def _facts(row: RecheckItem) -> list[object]:
    product = row.product
    where = [product.name, product.producer.name, product.producer.unit.name, row.stars]
    return [*where, day(row.checked_on) if row.checked_on else None]


def _outcome(row: RecheckItem) -> list[object]:
    document = row.withdrawal.document if row.withdrawal else None
    remedy = [day(on) if on else None for on in (row.remedy_by, row.remedied_on)]
    return [row.finding, row.get_verdict_display(), *remedy, document.full_number if document else None]


@require_http_methods(["GET", "POST"])
def recheck_products(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the products of a re-check that has not started."""
    found = _campaign(request, pk)
    if not after_rules.runs_campaign(request.user, found) or found.state != CampaignState.PREPARING:
        raise Http404
    rows = recognised_now(request.user).order_by("producer__unit__search", "search", "pk")
    initial = {"products": list(found.items.values_list("product_id", flat=True))}
    form = RecheckProductsForm(request.POST or None, rows=rows, initial=initial)
    if request.method == "POST" and form.is_valid():
        with acting(request, _("Products chosen.")):
            services.choose_products(campaign=found, products=form.cleaned_data["products"], actor=request.user)
        return redirect("evaluations:recheck", pk=pk)
    return render(request, "evaluations/after/recheck_products.html", {"campaign": found, "form": form})


@require_POST
def recheck_act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Start or finish a re-check."""
    found = _campaign(request, pk)
    acts = {"start": services.start_recheck, "finish": services.finish_recheck}
    if action not in acts:
        raise Http404
    with acting(request, str(CAMPAIGN_TRANSITIONS[action].done)):
        acts[action](campaign=found, actor=request.user)
    return redirect("evaluations:recheck", pk=pk)


def _item(request: HttpRequest, pk: int, item: int) -> RecheckItem:
    found = _campaign(request, pk)
    if not after_rules.runs_campaign(request.user, found):
        raise Http404
    row = get_object_or_404(recheck_items(found), pk=item)
    row.campaign = found
    return row


@require_http_methods(["GET", "POST"])
def recheck_finding(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Write down what was found about a product."""
    row = _item(request, pk, item)
    if request.method == "GET" and (row.verdict or row.campaign.state != CampaignState.RUNNING):
        raise Http404
    form = FindingForm(request.POST or None, law=decision_in_force(clock.today()))
    if request.method == "POST" and form.is_valid():
        with acting(request, _("Finding recorded; the producer is told.")) as outcome:
            services.record_finding(item=row, actor=request.user, **form.cleaned_data)
        if outcome.ok:
            return redirect("evaluations:recheck", pk=pk)
    return _item_page(request, row, form, _("Record a finding"))


@require_http_methods(["GET", "POST"])
def recheck_remedy(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Confirm that something was put right."""
    row = _item(request, pk, item)
    if request.method == "GET" and not row.waits_for_remedy:
        raise Http404
    form = RemedyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with acting(request, _("Put right, confirmed by the office")) as outcome:
            services.record_remedy(item=row, note=form.cleaned_data["note"], actor=request.user)
        if outcome.ok:
            return redirect("evaluations:recheck", pk=pk)
    return _item_page(request, row, form, _("Confirm that it was put right"))


@require_http_methods(["GET", "POST"])
def recheck_withdraw(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Propose the withdrawal, where the day has passed and nothing was put right."""
    row = _item(request, pk, item)
    if request.method == "GET" and (not row.waits_for_remedy or row.withdrawal_id is not None):
        raise Http404
    try:
        law = services.law_of_withdrawals()
    except Refused as error:
        messages.error(request, str(error))
        return redirect("evaluations:recheck", pk=pk)
    form = WithdrawalForm(request.POST or None, law=law, initial={"facts": row.finding})
    del form.fields["known_on"]
    if request.method == "POST" and form.is_valid():
        with acting(request, _("Withdrawal proposed; its decision is drafted.")) as outcome:
            services.propose_after_remedy(item=row, actor=request.user, **form.cleaned_data)
        if outcome.ok:
            return redirect("evaluations:recheck", pk=pk)
    return _item_page(request, row, form, _("Propose the withdrawal"))


def _item_page(request: HttpRequest, row: RecheckItem, form: object, title: str) -> HttpResponse:
    context = {
        "campaign": row.campaign, "row": row, "form": form, "heading": title,
        "back": reverse("evaluations:recheck", args=[row.campaign_id]),
    }  # fmt: skip
    return render(request, "evaluations/after/recheck_item.html", context)
