"""The steps of one policy, and the draft of the decision that issues it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from activity.web import acting
from directives.models import Policy
from directives.policies import rules, selectors, services
from directives.policies.enums import POLICY_TRANSITIONS, PolicyAction
from directives.policies.forms import IssueForm, IssuerForm
from directives.rules import issuers_above
from directives.views.steps import StepPage
from foundation.components import Confirm
from foundation.forms import ReasonForm

both = require_http_methods(["GET", "POST"])


@both
def act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Ask before a step (GET), carry it out (POST)."""
    return _STEPS.answer(request, pk, action)


def _form(data: Any, _row: Policy, action: str) -> forms.Form:
    if action == PolicyAction.ISSUE:
        return IssueForm(data)
    return ReasonForm(data) if POLICY_TRANSITIONS[action].needs_reason else forms.Form(data)


def _carry_out(row: Policy, action: str, actor: Any, data: dict[str, Any]) -> None:
    steps: dict[str, Callable[..., Any]] = {
        PolicyAction.PROPOSE: services.propose_policy,
        PolicyAction.RETURN: services.return_policy,
        PolicyAction.ISSUE: services.record_issue,
        PolicyAction.END: services.end_policy,
        PolicyAction.DROP: services.drop_policy,
    }
    steps[action](policy=row, actor=actor, **data)


def _show(request: HttpRequest, row: Policy, action: str, form: forms.Form) -> HttpResponse:
    transition = POLICY_TRANSITIONS[action]
    told = {PolicyAction.PROPOSE: [row.deciding_office.name], PolicyAction.RETURN: [row.office.name]}
    below = [_("officers and leaders of all units in the area")]
    confirm = Confirm(
        title=transition.label,
        action=transition.label,
        cancel_url=reverse("directives:policy", args=[row.pk]),
        lead=row.title,
        tells=told.get(PolicyAction(action), below if action in (PolicyAction.ISSUE, PolicyAction.END) else []),
        danger=transition.danger,
    )
    return render(request, "components/confirm.html", {"confirm": confirm, "form": form if form.fields else None})


_STEPS = StepPage(
    page="directives:policy",
    visible_to=selectors.policies_visible_to,
    table=lambda _row: POLICY_TRANSITIONS,
    actions=selectors.policy_actions_for,
    form=_form,
    carry_out=_carry_out,
    show=_show,
)


@both
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the decision that issues the policy."""
    row = get_object_or_404(selectors.policies_visible_to(request.user), pk=pk)
    if request.method == "POST" and row.document_id and rules.may_edit(request.user, row):
        return redirect("directives:detail", row.document_id)  # a second click: the first one has drafted it
    if not rules.may_draft_decision(request.user, row):
        raise PermissionDenied
    form = IssuerForm(request.POST or None, issuers=issuers_above(row.office))
    if request.method == "POST" and form.is_valid():
        with acting(request, _("The decision is drafted. Read and complete it.")) as outcome:
            made = services.draft_decision(policy=row, actor=request.user, **form.cleaned_data)
        if outcome.ok:
            return redirect("directives:detail", made.pk)
        row.refresh_from_db(fields=["document"])
        return redirect("directives:detail", row.document_id) if row.document_id else redirect("directives:policy", pk)
    confirm = Confirm(
        title=_("Draft the decision"),
        action=_("Draft the decision"),
        cancel_url=reverse("directives:policy", args=[pk]),
        lead=row.title,
        what=[_("The policy counts as issued when this decision is issued.")],
    )
    return render(request, "components/confirm.html", {"confirm": confirm, "form": form})
