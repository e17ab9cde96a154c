"""What somebody has to do next in a round, and until when, in plain words; one list for each of the person's roles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Role
from accounts.rest_days.selectors import year_without_rest_days
from foundation import clock
from foundation.calendar import describe_due
from foundation.formatting import day
from registrations import rules
from registrations.deadlines import ROUND_DATES, Standing, in_force_today
from registrations.enums import DossierState as D
from registrations.enums import RoundState, WishState
from registrations.models import Dossier, RegistrationRound, Wish
from registrations.round_words import labels
from registrations.selectors.lists import sees_whole_round
from registrations.selectors.progress import Progress
from registrations.selectors.queue import approvals_for, communes_worked_for, queue_of
from registrations.selectors.windows import what_can_still_be_done, window_of_person


@dataclass(frozen=True)
class Guide:
    """One thing to do: what, until when in words, and where."""

    text: str
    until: str = ""
    url: str = ""
    tone: str = "waiting"


def guides_for(user: Any, row: RegistrationRound, progress: Progress) -> list[Guide]:
    """Return what the person has to do next in a round; ``progress`` is what ``progress_visible_to`` returned."""
    found: list[Guide] = []
    if rules.runs_round(user, row):
        found += _office(row, progress)
    elif sees_whole_round(user, row):
        found += _leader(row, progress)
    if Role.COMMUNE_OFFICER in user.roles and communes_worked_for(user):
        found += _commune(user, row, progress)
    if Role.COMMUNE_LEADER in user.roles:
        found += _commune_leader(user, row)
    if rules.may_create_producer(user):
        found += _producer(user, row)
    return found


def _due(moment: Any) -> str:
    return describe_due(moment) if moment else ""


def _page(name: str, row: RegistrationRound) -> str:
    return reverse(f"registrations:{name}", args=[row.pk])


# -- The office ------------------------------------------------------------------------------------------------------
def _office(row: RegistrationRound, progress: Progress) -> Iterator[Guide]:
    if row.state != RoundState.CLOSED and (year := year_without_rest_days()):
        text = _("No rest days of %(year)s are in the table: ask an administrator to bring them.")
        yield Guide(text % {"year": year}, url=f"{reverse('accounts:rest_days')}?year={year}", tone="late")
    if row.state == RoundState.PREPARING:
        act = reverse("registrations:round_act", args=[row.pk, "open"])
        yield Guide(_("Look through dates and communes, then open the round: its communes are told."), url=act)
        return
    waiting = Wish.objects.filter(round=row, state__in=(WishState.REGISTERED, WishState.LISTED)).count()
    if waiting:
        text = ngettext("Review and select: %(n)s wish.", "Review and select: %(n)s wishes.", waiting)
        yield Guide(text % {"n": waiting}, url=_page("selection", row))
    arrived = Dossier.objects.filter(round=row, state=D.FORWARDED).aggregate(
        new=Count("pk", filter=Q(office_slip_number="")), taken=Count("pk", filter=~Q(office_slip_number=""))
    )
    dossiers = f"{reverse('registrations:office_dossiers')}?round={row.pk}&state={D.FORWARDED}"
    if arrived["new"]:
        text = ngettext("Receive %(n)s dossier.", "Receive %(n)s dossiers.", arrived["new"])
        yield Guide(text % {"n": arrived["new"]}, url=dossiers)
    if arrived["taken"]:
        text = ngettext(
            "Check %(n)s dossier that was received: accept it or ask for completion.",
            "Check %(n)s dossiers that were received: accept them or ask for completion.",
            arrived["taken"],
        )
        yield Guide(text % {"n": arrived["taken"]}, url=dossiers)
    lagging = [entry for entry in progress.rows if entry.lags and entry.takes_part]
    if lagging and row.state == RoundState.OPEN:
        text = ngettext(
            "%(n)s commune lags behind: remind it.", "%(n)s communes lag behind: remind them.", len(lagging)
        )
        yield Guide(text % {"n": len(lagging)}, _due(row.dossier_due_at or row.due_at), _page("round_progress", row))
    last = row.dossier_hard_due_at or row.hard_due_at
    if row.state == RoundState.OPEN and last and last <= clock.now():
        yield Guide(
            _("The last moment has passed: close the round, or grant late entries."),
            _due(last),
            _page("late_entries", row),
        )


def _leader(row: RegistrationRound, progress: Progress) -> Iterator[Guide]:
    if row.state == RoundState.PREPARING:
        yield Guide(_("The office prepares this round; its communes do not see it yet."), tone="neutral")
        return
    total = progress.total
    text = _("%(up)s of %(selected)s selected products have a dossier sent up; %(missing)s are missing.")
    words = {"up": total["forwarded"], "selected": total["selected"], "missing": total["missing"]}
    yield Guide(text % words, _due(row.dossier_due_at), _page("round_progress", row), tone="neutral")


# -- The commune -----------------------------------------------------------------------------------------------------
def _commune(user: Any, row: RegistrationRound, progress: Progress) -> Iterator[Guide]:
    to_list = sum(entry.to_list for entry in progress.rows)
    registered = sum(entry.numbers["registered"] for entry in progress.rows)
    open_now = row.state == RoundState.OPEN
    if open_now and not registered:
        yield Guide(
            _("Tell your producers about this round; nobody of your commune has registered yet."), _due(row.due_at)
        )
    if open_now and to_list:
        text = ngettext(
            "Put %(n)s wish on your list and send it.", "Put %(n)s wishes on your list and send it.", to_list
        )
        due = _due(row.commune_list_due or row.due_at)
        yield Guide(text % {"n": to_list}, due, _page("list_of_round", row))
    queue = f"{reverse('registrations:queue')}?round={row.pk}"
    waiting = queue_of(user).filter(round=row, state__in=(D.SUBMITTED, D.RECEIVED, D.OPINION_APPROVED))
    first = waiting.values_list("due_on", flat=True).exclude(due_on=None).first()
    if count := waiting.count():
        text = ngettext(
            "%(n)s dossier waits for you: receive, check and send it up.",
            "%(n)s dossiers wait for you: receive, check and send them up.",
            count,
        )
        until = _("the first until the end of %(day)s") % {"day": day(first)} if first else ""
        yield Guide(text % {"n": count}, until, queue)
    writing = sum(entry.numbers["writing"] for entry in progress.rows)
    if writing:
        text = ngettext(
            "%(n)s selected producer is still writing: help where it is needed.",
            "%(n)s selected producers are still writing: help where it is needed.",
            writing,
        )
        yield Guide(text % {"n": writing}, _due(row.dossier_due_at), tone="neutral")


def _commune_leader(user: Any, row: RegistrationRound) -> Iterator[Guide]:
    waiting = approvals_for(user).filter(round=row)
    if count := waiting.count():
        first = min(filter(None, waiting.values_list("due_on", flat=True)), default=None)
        text = ngettext("Approve %(n)s opinion.", "Approve %(n)s opinions.", count)
        until = _("the first until the end of %(day)s") % {"day": day(first)} if first else ""
        yield Guide(text % {"n": count}, until, reverse("registrations:approvals"))
    else:
        yield Guide(_("No opinion waits for your approval now."), tone="neutral")


# -- The producer ----------------------------------------------------------------------------------------------------
def _producer(user: Any, row: RegistrationRound) -> Iterator[Guide]:
    wishes = list(
        Wish.objects.filter(round=row, producer__members__user=user)
        .exclude(state=WishState.WITHDRAWN)
        .select_related("product", "dossier")
        .order_by("pk")
    )
    for wish in wishes:
        yield from _wish(wish, row)
    if row.state != RoundState.OPEN:
        return
    if row.opens_on > clock.today():
        yield Guide(_("Registration begins on %(day)s.") % {"day": day(row.opens_on)}, tone="neutral")
        return
    window = window_of_person(user, row)
    found = window.standing(clock.now())
    form = f"{reverse('registrations:wish_create')}?round={row.pk}"
    if found is Standing.CLOSED:
        if not wishes:
            yield Guide(what_can_still_be_done(user, row), tone="late")
    elif found is Standing.ON_TIME:
        text = _("Register another product.") if wishes else _("Register the product that you want to build.")
        yield Guide(text, _due(row.due_at), form, tone="neutral" if wishes else "waiting")
    else:
        text = _("The date has passed; you can still register and it is marked as late.")
        yield Guide(text, _due(window.closes_at), form)


def _wish(wish: Wish, row: RegistrationRound) -> Iterator[Guide]:
    name = {"product": wish.product.name}
    dossier = getattr(wish, "dossier", None)
    if dossier is not None and dossier.state in (D.DRAFT, D.RETURNED):
        text = _("Write the dossier and submit it: %(product)s.")
        if dossier.state == D.RETURNED:
            text = _("Answer what has to be corrected and submit again: %(product)s.")
        due = _due(row.dossier_due_at) if dossier.state == D.DRAFT else ""
        yield Guide(text % name, due, dossier.get_absolute_url())
    elif dossier is not None:
        text = _("Nothing to do for you now: %(product)s (%(state)s).")
        state = dossier.get_state_display()
        yield Guide(text % (name | {"state": state}), url=dossier.get_absolute_url(), tone="neutral")
    elif wish.state in (WishState.REGISTERED, WishState.LISTED):
        text = _("Your wish waits for the commune's list and the office's choice: %(product)s.")
        yield Guide(text % name, url=wish.get_absolute_url(), tone="neutral")
    else:
        yield Guide(
            _("Not selected: %(product)s. The reason is on its page.") % name,
            url=wish.get_absolute_url(),
            tone="neutral",
        )


def dates_to_look_at(row: RegistrationRound) -> list[tuple[str, str]]:
    """Return the dates that today's table of rest days would put elsewhere: name, and the new date in words.

    A date that was told stays until its office saves the round again; this says that the table has changed since.
    """
    names = labels()
    found = []
    for name in ROUND_DATES:
        kept = getattr(row, name)
        if kept is None:
            continue
        written = datetime.fromisoformat(row.written[name]) if name in row.written else kept
        then = in_force_today(written, policy=row.rest_days)
        if then != kept:
            found.append((names[name], describe_due(then)))
    return found
