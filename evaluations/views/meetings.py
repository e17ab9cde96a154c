"""Meetings of the council: planning, agenda, invitations, attendance; late dossiers."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from activity.errors import Conflict, Refused
from activity.notifications import Notice
from activity.web import acting, confirm_page
from evaluations import notices, rules, selectors, services
from evaluations.forms import AgendaForm, AttendanceForm, LayOutForm, MeetingForm
from evaluations.models import Entry, Meeting
from evaluations.selectors.meetings import (
    agenda_for,
    attendance_of,
    day_has_come,
    last_day_for_dossiers,
    meetings_visible_to,
    quorum_of,
    short_notice,
)
from evaluations.services.meetings import PLANNING_STATES
from evaluations.views.common import frame, visible_round
from evaluations.views.telling import people_named
from foundation.components import Confirm
from foundation.forms import ReasonForm


def _kept_meeting(request: HttpRequest, pk: int) -> Meeting:
    """Return a meeting that the secretary may change, else 404 or 403."""
    found = get_object_or_404(meetings_visible_to(request.user), pk=pk)
    if not rules.keeps_round(request.user, found.round):
        raise PermissionDenied
    return found


def _judged(meeting: Meeting, request: HttpRequest) -> list[Entry]:
    rows = selectors.entries_of(meeting.round, request.user)
    return list(rows.filter(in_round=True, withdrawn_at=None, set_aside_reason=""))


@require_GET
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a meeting: agenda, who is there, whether the council can resolve, product by product."""
    found = get_object_or_404(meetings_visible_to(request.user), pk=pk)
    keeps = rules.keeps_round(request.user, found.round)
    inside = keeps or rules.seat_of(request.user, found.round) is not None
    quorums = quorum_of(found, _judged(found, request)) if inside else []
    context = {
        "meeting": found,
        "keeps": keeps,
        "changeable": keeps and found.round.state in PLANNING_STATES,
        "begun": day_has_come(found),
        "agenda": agenda_for(found, request.user),
        "people": attendance_of(found) if inside else [],
        "whole": quorums[0] if quorums else None,
        "short": [one for one in quorums[1:] if not one.reached],
    }
    return render(request, "evaluations/meeting.html", frame(found.round, **context))


@require_http_methods(["GET", "POST"])
def meeting_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan a meeting of a round."""
    found = visible_round(request, pk)
    if not rules.keeps_round(request.user, found):
        raise PermissionDenied
    form = MeetingForm(request.POST or None, initial={"day": found.meeting_on, "place": found.place})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.plan_meeting(evaluation_round=found, facts=form.facts(), actor=request.user)
        except (Refused, Conflict) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The meeting is planned. Now set the agenda and send the invitations."))
            return redirect("evaluations:meeting", pk=made.pk)
    context = {"form": form, "meeting": None, "last_day": last_day_for_dossiers(found)}
    return render(request, "evaluations/meeting_form.html", frame(found, **context))


@require_http_methods(["GET", "POST"])
def meeting_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a meeting, or change place and subject."""
    found = _kept_meeting(request, pk)
    form = MeetingForm(request.POST or None, meeting=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_meeting(
                meeting=found, facts=form.facts(), actor=request.user, version=form.cleaned_data["version"]
            )
        except (Refused, Conflict) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("evaluations:meeting", pk=pk)
    context = {"form": form, "meeting": found, "last_day": last_day_for_dossiers(found.round)}
    return render(request, "evaluations/meeting_form.html", frame(found.round, **context))


@require_http_methods(["GET", "POST"])
def meeting_agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the times of the products; a small form lays them out one after the other."""
    found = _kept_meeting(request, pk)
    entries = _judged(found, request)
    lay_out = LayOutForm(request.GET if "begin" in request.GET else None)
    times = {item.entry_id: item.starts_at for item in found.agenda.all()}
    if lay_out.is_bound and lay_out.is_valid():
        times = lay_out.times(entries)
    form = AgendaForm(request.POST or None, entries=entries, times=times)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_agenda(meeting=found, times=form.times(), actor=request.user)
        except (Refused, Conflict) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("evaluations:meeting", pk=pk)
    context = {"form": form, "meeting": found, "lay_out": lay_out, "entries": entries}
    return render(request, "evaluations/meeting_agenda.html", frame(found.round, **context))


@require_http_methods(["GET", "POST"])
def meeting_invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who will be told of the meeting, and tell them."""
    found = _kept_meeting(request, pk)
    back = reverse("evaluations:meeting", args=[pk])
    if request.method == "POST":
        with acting(request, _("The invitations are sent.")):
            services.invite(meeting=found, actor=request.user)
        return redirect(back)
    confirm = Confirm(
        title=_("Send the invitations"),
        action=_("Send"),
        lead=f"{found} · {found.place}",
        cancel_url=back,
        what=[
            _("Council and advisory team are told day, hour and place."),
            _("Each producer on the agenda is told the own time and nothing else."),
        ],
        tells=people_named(_shown_invitations(found, request)),
    )
    return render(request, "components/confirm.html", frame(found.round, confirm=confirm, form=None))


def _shown_invitations(found: Meeting, request: HttpRequest) -> list[Notice]:
    """Return the invitations without those to producers whose product is closed to the secretary."""
    closed = {f"presentation:{pk}" for pk in selectors.recused_entry_ids(request.user)}
    return [notice for notice in notices.meeting_invitations(found, request.user) if notice.kind not in closed]


@require_http_methods(["GET", "POST"])
def meeting_attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Note who is there."""
    found = _kept_meeting(request, pk)
    people, everybody = attendance_of(found), "all" in request.GET
    form = AttendanceForm(request.POST or None, people=people, everybody=everybody)
    if request.method == "POST" and form.is_valid():
        try:
            services.note_attendance(meeting=found, marks=form.marks(), actor=request.user)
        except (Refused, Conflict) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("evaluations:meeting", pk=pk)
    context = {"form": form, "meeting": found, "begun": day_has_come(found), "everybody": everybody}
    return render(request, "evaluations/meeting_attendance.html", frame(found.round, **context))


@require_http_methods(["GET", "POST"])
def short_notice_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The chair says why the council meets although the dossiers came late."""
    found = visible_round(request, pk)
    if not rules.answers_short_notice(request.user, found):
        raise PermissionDenied
    late, back = short_notice(found), reverse("evaluations:round", args=[pk])
    if request.method == "GET" and (late is None or late.answered):
        return redirect(back)
    confirm = Confirm(
        title=_("Dossiers came late"),
        action=_("The council meets all the same"),
        lead=found.name,
        cancel_url=back,
        what=[*([late.sentence] if late else []), _("Your reason stands in the journal of the round.")],
        tells=people_named([notices.short_notice_accepted(found, request.user)]),
    )
    return confirm_page(
        request,
        confirm,
        ReasonForm(request.POST or None),
        act=lambda values: services.accept_short_notice(evaluation_round=found, actor=request.user, **values),
        done=_("Your answer is written down."),
        **frame(found),
    )


@require_http_methods(["GET", "POST"])
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who owes a sheet, and remind them."""
    found = visible_round(request, pk)
    if not rules.keeps_round(request.user, found):
        raise PermissionDenied
    back = reverse("evaluations:round", args=[pk])
    if request.method == "POST":
        with acting(request, _("The members are reminded.")):
            services.remind_members(evaluation_round=found, actor=request.user)
        return redirect(back)
    confirm = Confirm(
        title=_("Remind members of their sheets"),
        action=_("Remind"),
        lead=found.name,
        cancel_url=back,
        what=[_("Each member who owes a sheet is told. No points and no products are named.")],
        tells=people_named([notices.sheets_owed(found)]),
    )
    return render(request, "components/confirm.html", frame(found, confirm=confirm, form=None))
