"""One policy: its page, and writing it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Office
from activity.web import acting
from directives.models import Policy
from directives.policies import rules, selectors, services
from directives.policies.enums import PolicyState
from directives.policies.forms import PolicyForms
from directives.selectors import documents_visible_to, form_key, made_with
from foundation.components import TimelineItem

both = require_http_methods(["GET", "POST"])


@require_GET
def policy(request: HttpRequest, pk: int) -> HttpResponse:
    """One policy: what it says, its money by source, whom it serves, where it stands."""
    row = get_object_or_404(selectors.policies_visible_to(request.user), pk=pk)
    inside = rules.is_inside(request.user, row)
    documents = documents_visible_to(request.user)
    actions = selectors.policy_actions_for(request.user, row)
    context = {
        "policy": row,
        "actions": actions,
        "may_edit": row.state == PolicyState.DRAFT and rules.may_edit(request.user, row),
        "may_draft": rules.may_draft_decision(request.user, row),
        "budget": list(row.budget_lines.all()),
        "totals": selectors.totals_by_source(selectors.policies_visible_to(request.user).filter(pk=row.pk)),
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
    if request.method == "POST" and (done := made_with(Policy, request.user, key)):
        return redirect("directives:policy", done.pk)
    made = _forms(request, offices, None)
    if request.method == "POST" and made.is_valid():
        with acting(request, _("The policy is saved. Propose it when it is complete.")) as outcome:
            office = made.head.cleaned_data["office"]
            row = services.save_policy(office=office, text=made.text(), actor=request.user, key=key)
        if done := row if outcome.ok else made_with(Policy, request.user, key):
            return redirect("directives:policy", done.pk)
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
    return PolicyForms(data, offices=offices, documents=selectors.grounds_for(request.user, row), policy=row)
