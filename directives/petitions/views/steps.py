"""The steps of one petition: sent, returned, answered, decided, withdrawn; and many decided from one list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from activity.transitions import Transition
from activity.web import acting
from directives.forms import PicksForm
from directives.models import Petition
from directives.petitions import rules, selectors, services
from directives.petitions.enums import PETITION_TRANSITIONS, PetitionAction, PetitionState
from directives.petitions.forms import AnswerForm
from directives.views.steps import StepPage
from foundation.components import Confirm
from foundation.forms import ReasonForm
from foundation.paging import keyset_page

_ANSWERS = (PetitionAction.PROPOSE, PetitionAction.DECIDE)


@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Ask before a step (GET), carry it out (POST)."""
    return _STEPS.answer(request, pk, action)


def _form(data: Any, row: Petition, action: str) -> forms.Form:
    if action in _ANSWERS:
        initial = {"outcome": row.proposed_outcome, "answer": row.proposed_answer, "version": row.version}
        return AnswerForm(data, initial=initial)
    return ReasonForm(data) if PETITION_TRANSITIONS[action].needs_reason else forms.Form(data)


def _carry_out(row: Petition, action: str, actor: Any, data: dict[str, Any]) -> None:
    steps: dict[str, Callable[..., Any]] = {
        PetitionAction.SEND: services.send_petition,
        PetitionAction.RETURN: services.return_petition,
        PetitionAction.WITHDRAW: services.withdraw_petition,
        PetitionAction.SEND_BACK: services.send_back,
        PetitionAction.PROPOSE: services.propose_answer,
        PetitionAction.DECIDE: services.decide_petition,
    }
    values = {"seen" if name == "version" else name: value for name, value in data.items()}
    steps[action](petition=row, actor=actor, **values)


def _show(request: HttpRequest, row: Petition, action: str, form: forms.Form) -> HttpResponse:
    transition = PETITION_TRANSITIONS[action]
    if action in _ANSWERS:
        # Shown again after somebody else was quicker, the page says what is proposed now.
        proposed = row.proposed_answer if form.is_bound and row.state == PetitionState.PROPOSED else ""
        deciding = action == PetitionAction.DECIDE
        context = {
            "petition": row, "form": form, "title": transition.label, "deciding": deciding, "proposed": proposed
        }  # fmt: skip
        return render(request, "directives/petitions/answer.html", context)
    context = {"confirm": _question(row, action, transition), "form": form if transition.needs_reason else None}
    return render(request, "components/confirm.html", context)


def _question(row: Petition, action: str, transition: Transition) -> Confirm:
    handling, filing = row.handling_office.name, row.office.name
    told = {
        PetitionAction.SEND: [handling],
        PetitionAction.RETURN: [filing],
        PetitionAction.SEND_BACK: [handling],
        PetitionAction.WITHDRAW: [handling] if row.sent_at else [],
    }
    what = {
        PetitionAction.SEND: [_("From now on it can only be changed after it was returned.")],
        PetitionAction.SEND_BACK: [_("The proposed answer stays, to be reworked.")],
    }
    return Confirm(
        title=transition.label,
        action=transition.label,
        cancel_url=reverse("directives:petition", args=[row.pk]),
        lead=row.title,
        what=list(what.get(PetitionAction(action), [])),
        tells=list(told.get(PetitionAction(action), [])),
        danger=transition.danger,
    )


_STEPS = StepPage(
    page="directives:petition",
    visible_to=selectors.petitions_visible_to,
    table=lambda _row: PETITION_TRANSITIONS,
    actions=selectors.petition_actions_for,
    form=_form,
    carry_out=_carry_out,
    show=_show,
)


@require_http_methods(["GET", "POST"])
def to_decide(request: HttpRequest) -> HttpResponse:
    """Show the proposed answers that wait for this leader; decide as proposed on what is ticked, each by itself."""
    if not rules.decides_petitions(request.user):
        raise PermissionDenied
    if request.method == "POST":
        form = PicksForm(request.POST)
        _decide(request, form.cleaned_data["pick"] if form.is_valid() else {})
        return redirect("directives:petitions_to_decide")
    page = keyset_page(selectors.petitions_to_decide(request.user), request, order=("pk",), per_page=20)
    return render(request, "directives/petitions/to_decide.html", {"page": page})


def _decide(request: HttpRequest, picks: dict[int, int]) -> None:
    done = 0
    for row in selectors.petitions_to_decide(request.user).filter(pk__in=picks).order_by("pk"):
        with acting(request) as outcome:
            services.decide_from_list(petition=row, actor=request.user, version=picks[row.pk])
        done += outcome.ok
    if done:
        text = ngettext("%(n)s petition is answered.", "%(n)s petitions are answered.", done)
        messages.success(request, text % {"n": done})
    if not picks:
        messages.error(request, _("Tick the petitions that you want to answer as proposed."))


@require_POST
def ungroup(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a petition out of its group."""
    row = get_object_or_404(selectors.petitions_visible_to(request.user), pk=pk)
    group = row.group_id if rules.may_handle(request.user, row) else None
    with acting(request, _("The petition is out of its group.")):
        services.ungroup_petition(petition=row, actor=request.user)
    return redirect("directives:petition_group", group) if group else redirect("directives:petition", pk)
