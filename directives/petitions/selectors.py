"""Reads of petitions, groups and reports. What a person may see goes through ``…_visible_to`` alone."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.enums import Role, UnitLevel
from accounts.models import Office, UnitReach
from accounts.selectors import office_ids, offices_in_force, people_of_office
from activity.models import JournalEntry
from activity.transitions import Transition, available
from directives.models import Petition, PetitionFile, PetitionGroup, PetitionReport, PetitionTerm
from directives.petitions import rules
from directives.petitions.enums import OPEN_HISTORY, PETITION_TRANSITIONS, WAITING, PetitionState
from directives.reach import office_ids_acted_for
from directives.rules import HEADS, WORKERS, issuers_above
from directives.selectors.documents import documents_visible_to, without_texts_of
from foundation import clock

_OFFICES = ("office__unit", "handling_office__unit", "deciding_office__unit", "group", "decided_by")


def petitions_visible_to(user: Any) -> QuerySet[Petition]:
    """Return the petitions that a person may see, the only door to them.

    Officers and leaders of an office see what it has filed; the handling office and the leader who decides see what was
    sent to them, never a draft of others.
    """
    rows = Petition.objects.select_related(*_OFFICES)
    if not rules.sees_petitions(user):
        return rows.none()
    mine, led = office_ids_acted_for(user, *WORKERS), office_ids_acted_for(user, *HEADS)
    sent = Q(handling_office__in=mine) | Q(deciding_office__in=led)
    return rows.filter(Q(office__in=mine) | Q(sent_at__isnull=False) & sent)


def petitions_waiting_for(user: Any, *roles: str) -> QuerySet[Petition]:
    """Return the petitions whose next step is this person's: to complete, to answer, or to decide.

    ``roles``: those in which it is; without any, all that the person holds.
    """
    held = [role for role in WORKERS if not roles or role in roles]
    mine = office_ids_acted_for(user, *held)
    led = office_ids_acted_for(user, *(role for role in held if role in HEADS))
    state = PetitionState
    own = Q(state=state.DRAFT, created_by_id=user.pk, office__in=mine)
    condition = Q(state=state.RETURNED, office__in=mine) | own
    condition |= Q(state=state.SENT, handling_office__in=mine) | Q(state=state.PROPOSED, deciding_office__in=led)
    return petitions_visible_to(user).filter(condition)


def petitions_to_decide(user: Any) -> QuerySet[Petition]:
    """Return the petitions with a proposed answer that wait for this leader."""
    led = office_ids_acted_for(user, *HEADS)
    return petitions_visible_to(user).filter(state=PetitionState.PROPOSED, deciding_office__in=led)


def petitions_handled_by(user: Any, office: Office) -> QuerySet[Petition]:
    """Return the petitions that were sent to an office."""
    return petitions_visible_to(user).filter(handling_office=office, sent_at__isnull=False)


def ungrouped_petitions(user: Any, office: Office) -> QuerySet[Petition]:
    """Return the petitions that wait for an answer of this office and belong to no group."""
    return petitions_handled_by(user, office).filter(group=None, state=PetitionState.SENT)


def petition_files_visible_to(user: Any) -> QuerySet[PetitionFile]:
    """Return the files of the petitions that a person may see."""
    rows = PetitionFile.objects.filter(petition__in=petitions_visible_to(user).order_by().values("pk"))
    return rows.select_related("stored")


def groups_visible_to(user: Any) -> QuerySet[PetitionGroup]:
    """Return the groups of the offices that a person handles petitions for; those who filed do not see them."""
    mine = office_ids_acted_for(user, *WORKERS) if rules.sees_petitions(user) else []
    return PetitionGroup.objects.filter(office__in=mine).select_related("office__unit")


def groups_with_counts(user: Any, office: Office) -> QuerySet[PetitionGroup]:
    """Return the groups of an office with the number of their petitions: all, not answered yet."""
    waiting = Q(petitions__state__in=WAITING)
    counted = {"all_petitions": Count("petitions"), "open_petitions": Count("petitions", filter=waiting)}
    return groups_visible_to(user).filter(office=office).annotate(**counted)


def groups_shown_to(user: Any) -> QuerySet[PetitionGroup]:
    """Return the groups by which a person may narrow the list: of the offices that handle or decide."""
    sent = Petition.objects.filter(deciding_office__in=office_ids_acted_for(user, *HEADS)).values("group_id")
    mine = office_ids_acted_for(user, *WORKERS)
    return PetitionGroup.objects.filter(Q(office__in=mine) | Q(pk__in=sent)).select_related("office")


def petition_reports_visible_to(user: Any) -> QuerySet[PetitionReport]:
    """Return the synthesis reports whose document a person may see and whose office is theirs."""
    documents = documents_visible_to(user).order_by().values("pk")
    own = office_ids_acted_for(user, *WORKERS) if rules.sees_petitions(user) else []
    rows = PetitionReport.objects.filter(document__in=documents)
    return (
        rows.filter(Q(office__in=own) | Q(document__office__in=own))
        .select_related("document")
        .defer(*without_texts_of("document"))
    )


def history_of(user: Any, petition: Petition) -> QuerySet[JournalEntry]:
    """Return what happened to a petition, newest first; the way to the answer only for those who handle or decide."""
    rows = JournalEntry.objects.filter(stream=petition.stream).order_by("-seq")
    return rows if rules.sees_the_way(user, petition) else rows.filter(action__in=OPEN_HISTORY)


def petition_actions_for(user: Any, petition: Petition) -> dict[str, Transition]:
    """Return the actions whose buttons the person gets to see."""
    return available(PETITION_TRANSITIONS, user, petition)


def returned_because(petition: Petition) -> str:
    """Return why a petition came back, as long as it has not been sent again."""
    if petition.state != PetitionState.RETURNED:
        return ""
    entry = JournalEntry.objects.filter(stream=petition.stream, action="return_").order_by("-seq").first()
    return entry.reason if entry else ""


def other_answer_because(petition: Petition) -> str:
    """Return why the leader asked for another answer, as long as none was proposed."""
    newest = JournalEntry.objects.filter(stream=petition.stream, action__in=["send_back", "propose"]).order_by("-seq")
    entry = newest.first() if petition.state == PetitionState.SENT else None
    return entry.reason if entry and entry.action == "send_back" else ""


# -- Offices ---------------------------------------------------------------------------------------------------------
def filing_offices(user: Any) -> QuerySet[Office]:
    """Return the offices in force in whose name a person files petitions."""
    return offices_in_force().filter(pk__in=office_ids(user, *WORKERS)).order_by("name", "pk")


def offices_that_filed(user: Any) -> QuerySet[Office]:
    """Return the offices whose petitions a person may see."""
    filed = petitions_visible_to(user).order_by().values("office_id")
    return Office.objects.filter(pk__in=filed).select_related("unit")


def handling_offices_for(office: Office) -> list[Office]:
    """Return the offices that run the programme above an office or beside it, the nearest first.

    Only offices above the commune handle petitions, and a committee files none to an office of its own.
    """
    tops = UnitReach.objects.filter(unit_id=office.unit_id).values("top_id")
    rows = offices_in_force().filter(unit_id__in=tops, runs_rounds=True).exclude(pk=office.pk)
    found = rows.exclude(unit__level=UnitLevel.COMMUNE).exclude(parent=office).select_related("unit", "parent__unit")
    near = [UnitLevel.DISTRICT, UnitLevel.PROVINCE, UnitLevel.CENTRE]
    return sorted(found, key=lambda row: (near.index(UnitLevel(row.unit.level)), row.name, row.pk))


def handling_offices(user: Any) -> QuerySet[Office]:
    """Return the offices that run the programme and for which the person handles petitions."""
    rows = Office.objects.filter(pk__in=office_ids_acted_for(user, *WORKERS), runs_rounds=True)
    return rows.exclude(unit__level=UnitLevel.COMMUNE).select_related("unit", "parent__unit").order_by("name", "pk")


def offices_whose_term_is_set_by(user: Any) -> QuerySet[Office]:
    """Return the handling offices for which a person sets the term: those that they lead, and those right below.

    ``rules.may_set_term`` says the same about one office.
    """
    led = office_ids(user, *HEADS)
    rows = offices_in_force().filter(Q(pk__in=led) | Q(parent__in=led), runs_rounds=True)
    return rows.exclude(unit__level=UnitLevel.COMMUNE).select_related("unit").order_by("name", "pk")


def reporting_issuers(office: Office) -> list[Office]:
    """Return the offices in whose name the synthesis report of an office may be issued: its own, and those above.

    Those that have both a leader who signs and a clerk who issues in the portal come first.
    """
    needed = (HEADS, (Role.CLERK,))
    return sorted(
        issuers_above(office), key=lambda row: not all(people_of_office(row, *roles).exists() for roles in needed)
    )


def answer_days(office: Office) -> int | None:
    """Return in how many working days an office answers petitions; ``None`` where it has set no term."""
    return PetitionTerm.objects.filter(office=office).values_list("answer_days", flat=True).first()


def petitions_between(user: Any, office: Office, since: date, until: date) -> list[Petition]:
    """Return the petitions that came to an office from one day to another, both included, in the order of groups."""
    first, last = clock.start_of(since), clock.start_of(date.fromordinal(until.toordinal() + 1))
    rows = petitions_handled_by(user, office).filter(sent_at__gte=first, sent_at__lt=last)
    found = rows.exclude(state=PetitionState.WITHDRAWN).order_by("sent_at", "pk")
    return sorted(found, key=lambda row: (row.group is None, row.group.title if row.group else "", row.pk))
