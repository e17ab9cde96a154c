"""Rounds: the list, a round's own page, preparing one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from activity.errors import Conflict, Refused
from activity.transitions import available
from evaluations import rules, selectors, services
from evaluations.enums import OPEN_STATES, RESULT_STATES, ROUND_TRANSITIONS, WITH_THE_DECISION, RoundState
from evaluations.forms import DossiersForm, RoundForm
from evaluations.models import EvaluationRound
from evaluations.selectors.conflicts import KnownConflict, conflicts_shown_to, open_conflicts
from evaluations.selectors.deviations import deviations_of
from evaluations.selectors.meetings import short_notice
from evaluations.selectors.next_steps import next_steps
from evaluations.services.meetings import PLANNING_STATES
from evaluations.views.common import frame, visible_round
from foundation.paging import keyset_page


@require_GET
def rounds(request: HttpRequest) -> HttpResponse:
    """List the rounds that the person may see."""
    page = keyset_page(selectors.rounds_list(request.user), request, order=("-year", "-ordinal", "-pk"))
    return render(
        request, "evaluations/rounds.html", {"page": page, "may_create": rules.may_create_rounds(request.user)}
    )


@require_GET
def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a round as far as it has come, with the work of whoever looks."""
    found = visible_round(request, pk)
    seat = rules.seat_of(request.user, found)
    keeps = rules.keeps_round(request.user, found)
    actions = available(ROUND_TRANSITIONS, request.user, found)
    context = {
        "seat": seat,
        "keeps": keeps,
        "runs": rules.runs_round(request.user, found),
        "actions": [(name, step) for name, step in actions.items() if name not in WITH_THE_DECISION],
        "steps": RoundState.labels,
        "step": RoundState.values.index(found.state),
        "deviations": deviations_of(found),
        "members": found.council.members.select_related("user"),
        "has_results": rules.sees_places(request.user, found),
        "in_discussion": found.state == RoundState.DISCUSSION and (seat is not None or keeps),
        "meetings": found.meetings.order_by("starts_at"),
        "to_do": next_steps(found) if keeps else [],
        "late": short_notice(found),
        "answers_late": rules.answers_short_notice(request.user, found),
        "plans": keeps and found.state in PLANNING_STATES,
        "waiting_recusals": selectors.waiting_recusals(found) if keeps else 0,
        "conflicts": _open_conflicts(request, found, keeps=keeps),
        **_work(request, found, scores=seat is not None and seat.counted, keeps=keeps),
    }
    return render(request, "evaluations/round.html", frame(found, **context))


def _open_conflicts(request: HttpRequest, found: EvaluationRound, *, keeps: bool) -> list[KnownConflict]:
    """Return the supporters among the members that are still to be answered for, as far as the person may know."""
    if found.state not in (RoundState.DOSSIERS_FIXED, *OPEN_STATES):
        return []
    return conflicts_shown_to(request.user, open_conflicts(found), keeps=keeps)


def _work(request: HttpRequest, found: EvaluationRound, *, scores: bool, keeps: bool) -> dict[str, Any]:
    """Return what the person has to do in this round: own sheets, who has submitted, or the plain list of entries."""
    open_now = found.state in OPEN_STATES
    own = selectors.own_entries(found, request.user) if scores and open_now else []
    work: dict[str, Any] = {"own": own, "own_done": sum(row.is_submitted for row in own), "presence": [], "entries": []}
    if keeps and open_now:
        work["presence"] = selectors.presence(found, request.user)
    if not own and not work["presence"] and found.state not in RESULT_STATES:
        work["entries"] = list(selectors.entries_of(found, request.user))
    return work


@require_http_methods(["GET", "POST"])
def round_create(request: HttpRequest) -> HttpResponse:
    """Prepare a round; a letter may bring its id along."""
    if not rules.may_create_rounds(request.user):
        raise PermissionDenied
    directive, council = request.GET.get("directive", ""), request.GET.get("council", "")
    initial: dict[str, Any] = {"directive": directive} if directive.isdecimal() else {}
    if council.isdecimal():
        # A council brings its office and its regulation along.
        chosen = get_object_or_404(selectors.councils_visible_to(request.user), pk=int(council))
        initial |= {"council": chosen.pk, "office": chosen.office_id, "training": chosen.training}
        initial |= chosen.regulation_values()
    form = RoundForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            found = services.create_round(
                office=data["office"], facts=form.facts(), actor=request.user, training=data["training"]
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The round is prepared. Now choose its dossiers."))
            return redirect("evaluations:round", pk=found.pk)
    return render(request, "evaluations/round_form.html", {"form": form, "round": None})


@require_http_methods(["GET", "POST"])
def round_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the facts of a round that is being prepared."""
    found = visible_round(request, pk)
    if not rules.runs_round(request.user, found):
        raise PermissionDenied
    if not rules.is_preparing(found) and request.method == "GET":
        messages.error(request, _("The round is at another step now; this can no longer be changed here."))
        return redirect("evaluations:round", pk=pk)
    form = RoundForm(request.POST or None, user=request.user, evaluation_round=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.update_round(
                evaluation_round=found,
                facts=form.facts(),
                actor=request.user,
                version=form.cleaned_data["version"],
            )
        except (Refused, Conflict) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("evaluations:round", pk=pk)
    return render(request, "evaluations/round_form.html", frame(found, form=form))


@require_http_methods(["GET", "POST"])
def round_dossiers(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the accepted dossiers that become the round's entries."""
    found = visible_round(request, pk)
    if not rules.runs_round(request.user, found):
        raise PermissionDenied
    if not rules.is_preparing(found):
        messages.error(request, _("The round is at another step now; this can no longer be changed here."))
        return redirect("evaluations:round", pk=pk)
    free = services.dossiers_free_for(found)
    chosen = set(found.entries.values_list("dossier_id", flat=True))
    form = DossiersForm(request.POST or None, free=free)
    if request.method == "POST" and form.is_valid():
        try:
            services.choose_dossiers(evaluation_round=found, dossiers=form.cleaned_data["dossiers"], actor=request.user)
        except (Refused, Conflict) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The dossiers of the round are saved."))
            return redirect("evaluations:round", pk=pk)
    # Where nothing was chosen yet, everything that can come is ticked: that is the usual case.
    ticked = chosen or {dossier.pk for dossier in free}
    rows = [(dossier, dossier.pk in ticked) for dossier in free]
    return render(request, "evaluations/round_dossiers.html", frame(found, form=form, rows=rows))
