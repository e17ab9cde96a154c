"""Support policies: list with totals, page, writing, issue."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Office
from activity.transitions import Transition
from activity.web import acting
from directives.models import Policy
from directives.policies import rules, selectors, services
from directives.policies.enums import POLICY_TRANSITIONS, PolicyAction, PolicyState
from directives.policies.forms import IssueForm, IssuerForm, PolicyFilter, PolicyForms
from directives.rules import issuers_above
from directives.selectors import documents_visible_to, form_key
from foundation import clock, formatting
from foundation.components import Confirm, TimelineItem
from foundation.exports import workbook_response
from foundation.forms import ReasonForm
from foundation.paging import keyset_page

both = require_http_methods(["GET", "POST"])
PRINTED = 2000


def _chosen(request: HttpRequest) -> tuple[PolicyFilter, QuerySet[Policy]]:
    if not rules.sees_policies(request.user):
        raise PermissionDenied
    form = PolicyFilter(request.GET)
    return form, form.narrow(selectors.policies_visible_to(request.user))


@require_GET
def policies(request: HttpRequest) -> HttpResponse:
    """The policies that the person may see, newest first, and what each source gives to them."""
    form, rows = _chosen(request)
    page = keyset_page(rows.annotate(amount=Sum("budget_lines__amount")), request, order=("-pk",))
    counted = rows.exclude(state=PolicyState.DROPPED)
    context = {
        "form": form,
        "page": page,
        "totals": selectors.totals_by_source(counted),
        "may_prepare": selectors.preparing_offices(request.user).exists(),
        "query": request.GET.urlencode(),
    }
    return render(request, "directives/policies/list.html", context)


@require_GET
def policies_print(request: HttpRequest) -> HttpResponse:
    """The same rows on one page, with budget and beneficiaries."""
    _form, rows = _chosen(request)
    found = list(rows.prefetch_related("budget_lines", "beneficiaries__unit").order_by("pk")[:PRINTED])
    context = {
        "rows": found,
        "cut": len(found) == PRINTED,
        "today": clock.today(),
        "totals": selectors.totals_by_source(rows.exclude(state=PolicyState.DROPPED)),
    }
    return render(request, "directives/policies/print.html", context)


@require_GET
def policies_xlsx(request: HttpRequest) -> HttpResponse:
    """The same rows as a workbook, one line for each source and year."""
    _form, rows = _chosen(request)
    headers = [
        _("Policy"), _("State"), _("Prepared by"), _("Number and symbol"), _("Issued by"), _("Date of issue"),
        _("In force from"), _("In force until"), _("Beneficiaries"), _("Source"), _("Year"), _("Amount in đồng"),
    ]  # fmt: skip
    title = _("Support policies")
    name = f"chinh-sach-{clock.today():%Y-%m-%d}"
    return workbook_response(filename=name, title=title, headers=headers, rows=_lines(rows))


def _lines(rows: QuerySet[Policy]) -> Iterator[list[Any]]:
    for row in rows.prefetch_related("budget_lines", "beneficiaries__unit").order_by("pk").iterator(chunk_size=200):
        served = "; ".join(str(line) for line in row.beneficiaries.all())
        days = [formatting.day(day) for day in (row.issued_on, row.valid_from, row.ended_on or row.valid_to)]
        start = [row.title, row.get_state_display(), row.office.name, row.issued_number, row.issuer_name, *days, served]
        for line in row.budget_lines.all() or [None]:
            money = [line.get_source_display(), line.year, line.amount] if line else ["", "", ""]
            yield [*start, *money]


@require_GET
def policy(request: HttpRequest, pk: int) -> HttpResponse:
    """One policy: what it says, its money by source, whom it serves, where it stands."""
    row = get_object_or_404(selectors.policies_visible_to(request.user), pk=pk)
    inside = rules.is_inside(request.user, row)
    documents = documents_visible_to(request.user)
    actions = selectors.policy_actions_for(request.user, row)
    if rules.has_decision_on_its_way(row):
        actions.pop(PolicyAction.RETURN, None)
    context = {
        "policy": row,
        "actions": actions,
        "may_edit": row.state == PolicyState.DRAFT and rules.may_edit(request.user, row),
        "may_draft": rules.may_draft_decision(request.user, row),
        "budget": list(row.budget_lines.all()),
        "totals": selectors.totals_by_source(Policy.objects.filter(pk=row.pk)),
        "served": list(row.beneficiaries.select_related("unit")),
        "ground": documents.filter(pk=row.ground_document_id).first() if row.ground_document_id else None,
        "decision": documents.filter(pk=row.document_id).first() if row.document_id else None,
        "returned_because": selectors.returned_because(row) if inside else "",
        "history": [
            TimelineItem(entry.at, entry.label, who=entry.actor_name, office=entry.office_name, text=entry.reason)
            for entry in selectors.history_of(row)
        ]
        if inside
        else [],
    }
    context["total"] = sum(line.amount for line in context["budget"])
    return render(request, "directives/policies/detail.html", context)


@both
def create(request: HttpRequest) -> HttpResponse:
    """Write a policy."""
    offices = list(selectors.preparing_offices(request.user))
    if not offices:
        raise PermissionDenied
    key = form_key(request.POST.get("key", ""))
    if request.method == "POST" and (done := selectors.policy_with_key(request.user, key)):
        return redirect("directives:policy", done.pk)
    made = _forms(request, offices, None)
    if request.method == "POST" and made.is_valid():
        with acting(request, _("The policy is saved. Propose it when it is complete.")) as outcome:
            office = made.head.cleaned_data["office"]
            row = services.save_policy(office=office, text=made.text(), actor=request.user, key=key)
        if outcome.ok:
            return redirect("directives:policy", row.pk)
    return render(request, "directives/policies/form.html", {"forms": made, "policy": None})


@both
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a policy that is still being prepared."""
    row = get_object_or_404(selectors.policies_visible_to(request.user), pk=pk)
    if not rules.may_edit(request.user, row):
        raise PermissionDenied
    if row.state != PolicyState.DRAFT:
        return redirect("directives:policy", pk)
    made = _forms(request, [row.office], row)
    if request.method == "POST" and made.is_valid():
        with acting(request, _("The policy is saved. Propose it when it is complete.")) as outcome:
            seen = made.head.cleaned_data["version"]
            services.save_policy(office=row.office, policy=row, text=made.text(), actor=request.user, seen=seen)
        if outcome.ok:
            return redirect("directives:policy", pk)
    return render(request, "directives/policies/form.html", {"forms": made, "policy": row})


def _forms(request: HttpRequest, offices: list[Office], row: Policy | None) -> PolicyForms:
    data = request.POST if request.method == "POST" else None
    grounds = documents_visible_to(request.user).filter(issued_at__isnull=False, training=False, attached_to=None)
    return PolicyForms(data, offices=offices, documents=grounds.order_by("-dated", "-pk"), policy=row)


@both
def act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Ask before a step (GET), carry it out (POST)."""
    row = get_object_or_404(selectors.policies_visible_to(request.user), pk=pk)
    transition = POLICY_TRANSITIONS.get(action)
    if transition is None or not transition.rule(request.user, row):
        raise PermissionDenied
    form = _step_form(request, action, transition)
    if request.method == "POST" and form.is_valid():
        with acting(request, str(transition.done)):
            _carry_out(row, action, request.user, form.cleaned_data)
        return redirect("directives:policy", pk)
    if action not in selectors.policy_actions_for(request.user, row):
        return redirect("directives:policy", pk)
    told = {PolicyAction.PROPOSE: [row.deciding_office.name], PolicyAction.RETURN: [row.office.name]}
    below = [_("officers and leaders of all units in the area")]
    confirm = Confirm(
        title=transition.label,
        action=transition.label,
        cancel_url=reverse("directives:policy", args=[pk]),
        lead=row.title,
        tells=told.get(PolicyAction(action), below if action in (PolicyAction.ISSUE, PolicyAction.END) else []),
        danger=transition.danger,
    )
    shown = form if form.fields else None
    return render(request, "components/confirm.html", {"confirm": confirm, "form": shown})


def _step_form(request: HttpRequest, action: str, transition: Transition) -> forms.Form:
    data = request.POST if request.method == "POST" else None
    if action == PolicyAction.ISSUE:
        return IssueForm(data)
    return ReasonForm(data) if transition.needs_reason else forms.Form(data)


def _carry_out(row: Policy, action: str, actor: Any, data: dict[str, Any]) -> None:
    steps: dict[str, Callable[..., Any]] = {
        PolicyAction.PROPOSE: services.propose_policy,
        PolicyAction.RETURN: services.return_policy,
        PolicyAction.ISSUE: services.record_issue,
        PolicyAction.END: services.end_policy,
        PolicyAction.DROP: services.drop_policy,
    }
    steps[action](policy=row, actor=actor, **data)


@both
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the decision that issues the policy."""
    row = get_object_or_404(selectors.policies_visible_to(request.user), pk=pk)
    if not rules.may_draft_decision(request.user, row):
        raise PermissionDenied
    form = IssuerForm(request.POST or None, issuers=issuers_above(row.office))
    if request.method == "POST" and form.is_valid():
        with acting(request, _("The decision is drafted. Read and complete it.")) as outcome:
            made = services.draft_decision(policy=row, actor=request.user, **form.cleaned_data)
        return redirect("directives:detail", made.pk) if outcome.ok else redirect("directives:policy", pk)
    confirm = Confirm(
        title=_("Draft the decision"),
        action=_("Draft the decision"),
        cancel_url=reverse("directives:policy", args=[pk]),
        lead=row.title,
        what=[_("The policy counts as issued when this decision is issued.")],
    )
    return render(request, "components/confirm.html", {"confirm": confirm, "form": form})
