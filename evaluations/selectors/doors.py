"""The doors: which rounds, entries and sheets a person may see. Lists, pages, files and counts go through them.

A recusal wins over everything: the entry and its sheets do not exist for that member, whatever other role they hold.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from accounts.enums import Role
from accounts.selectors import office_ids, office_unit_ids, unit_ids_reached_by
from evaluations.enums import (
    COUNCIL_STATES,
    RESULT_STATES,
    SHEETS_OPEN_STATES,
    TEAM_STATES,
    RoundState,
    SheetState,
)
from evaluations.models import (
    Certificate,
    Council,
    CouncilMember,
    Entry,
    EvaluationRound,
    Recusal,
    Sheet,
    TeamRecusal,
)
from evaluations.seats import own_councils, own_teams, recused_entry_ids
from registrations.selectors import dossiers_visible_to

_NOTHING = Q(pk__in=[])
# What every page of an entry reads.
_ENTRY = (
    *("round__office__unit", "round__law", "round__stage", "round__council", "rubric__decision"),
    *("dossier__product", "dossier__producer", "dossier__unit"),
)


def _knows(user: Any) -> bool:
    return bool(user and user.is_authenticated)


def _of_the_office(user: Any, prefix: str = "") -> Q:
    """Rounds that the person's office runs, or that are run at or below a unit that the person leads."""
    condition = _NOTHING
    if offices := office_ids(user, Role.ROUND_OFFICER):
        condition |= Q(**{f"{prefix}office_id__in": offices})
    if units := office_unit_ids(user, Role.LEADER):
        condition |= Q(**{f"{prefix}office__unit_id__in": unit_ids_reached_by(units)})
    if heads := office_ids(user, Role.LEADER, Role.COMMUNE_LEADER):
        condition |= Q(**{f"{prefix}issuing_office_id__in": heads}) | Q(**{f"{prefix}office_id__in": heads})
    return condition


def councils_visible_to(user: Any) -> QuerySet[Council]:
    """Return the councils of the person's offices, and those on which or on whose team the person sits."""
    rows = Council.objects.select_related("office")
    if not _knows(user):
        return rows.none()
    offices = office_ids(user, Role.ROUND_OFFICER, Role.LEADER)
    return rows.filter(Q(office_id__in=offices) | Q(pk__in=[*own_councils(user), *own_teams(user)]))


def rounds_visible_to(user: Any) -> QuerySet[EvaluationRound]:
    """Return the rounds that a person may see: the office's, the leader's, the council's once dossiers are fixed."""
    rows = EvaluationRound.objects.select_related("office__unit", "issuing_office", "law", "stage", "council")
    if not _knows(user):
        return rows.none()
    on_council = Q(state__in=COUNCIL_STATES, council_id__in=own_councils(user))
    return rows.filter(_of_the_office(user) | on_council | Q(state__in=COUNCIL_STATES, council_id__in=own_teams(user)))


def entries_visible_to(user: Any) -> QuerySet[Entry]:
    """Return the entries that a person may see, never one from which they are recused.

    The office and its leaders see all of theirs, the council those of its rounds once dossiers are fixed; producers and
    communes those of their own dossiers, once the result is published.
    """
    rows = Entry.objects.select_related(*_ENTRY)
    if not _knows(user):
        return rows.none()
    published = Q(round__state=RoundState.PUBLISHED, dossier__in=dossiers_visible_to(user).values("pk"))
    return rows.filter(_inside(user) | published).exclude(pk__in=recused_entry_ids(user))


def entries_judged_by(user: Any) -> QuerySet[Entry]:
    """Return the entries that a person sees as a member of the council: those of ``entries_visible_to``, found quickly.

    A sheet that saves itself asks at every tick; who sits on a council needs none of the other ways to see an entry,
    and saving needs its round and its set alone.
    """
    rows = Entry.objects.select_related("round__council", "rubric__decision")
    if not _knows(user):
        return rows.none()
    return rows.filter(_on_council(user)).exclude(pk__in=recused_entry_ids(user))


def entries_seen_inside(user: Any) -> QuerySet[Entry]:
    """Return the entries whose inner papers (advice, empty sheets) a person may see: office, leaders and council."""
    if not _knows(user):
        return Entry.objects.none()
    return Entry.objects.filter(_inside(user)).exclude(pk__in=recused_entry_ids(user))


def _on_council(user: Any) -> Q:
    return Q(round__state__in=COUNCIL_STATES, round__council_id__in=own_councils(user))


def _inside(user: Any) -> Q:
    on_team = Q(round__state__in=TEAM_STATES, round__council_id__in=own_teams(user))
    return _of_the_office(user, "round__") | _on_council(user) | on_team


def entries_with_result_for(user: Any) -> QuerySet[Entry]:
    """Return the entries whose result a person may see: from ``closed`` inside the house, published for others."""
    return entries_visible_to(user).filter(round__state__in=RESULT_STATES).exclude(outcome="")


def sheets_visible_to(user: Any) -> QuerySet[Sheet]:
    """Return the sheets that a person may see.

    Members see their own. Others' submitted sheets open to the council and to the officers of the round together with
    the discussion, and never before; drafts never; nothing of an entry from which the person is recused.
    """
    rows = Sheet.objects.select_related(
        "entry__round__council", "entry__dossier__product", "entry__rubric", "member__user"
    )
    if not _knows(user):
        return rows.none()
    opened = Q(entry__round__state__in=SHEETS_OPEN_STATES) & ~Q(state=SheetState.DRAFT)
    together = Q(entry__round__council_id__in=own_councils(user)) | Q(
        entry__round__office_id__in=office_ids(user, Role.ROUND_OFFICER)
    )
    seen = rows.filter(Q(member__user=user) | (opened & together))
    return seen.exclude(entry_id__in=recused_entry_ids(user))


def recusals_visible_to(user: Any) -> QuerySet[Recusal]:
    """Return the declarations that a person may see: own ones, and those of rounds that they run or keep."""
    rows = Recusal.objects.select_related(
        "entry__round__council", "entry__dossier__product", "member__user", "confirmed_by"
    )
    if not _knows(user):
        return rows.none()
    return rows.filter(Q(member__user=user) | _kept(user))


def team_recusals_visible_to(user: Any) -> QuerySet[TeamRecusal]:
    """Return the advisers' declarations that a person may see: own ones, and those of rounds that they run or keep."""
    rows = TeamRecusal.objects.select_related("entry__round__council", "entry__dossier__product", "user")
    if not _knows(user):
        return rows.none()
    return rows.filter(Q(user=user) | _kept(user))


def _kept(user: Any) -> Q:
    """Return which declarations are the secretary's to answer; those in an entry closed to the person are not."""
    secretary = CouncilMember.objects.filter(user=user, role="secretary").values("council_id")
    kept = Q(entry__round__office_id__in=office_ids(user, Role.ROUND_OFFICER))
    kept |= Q(entry__round__council_id__in=secretary)
    return kept & ~Q(entry_id__in=recused_entry_ids(user))


def certificates_visible_to(user: Any) -> QuerySet[Certificate]:
    """Return the issued certificates that a person may work with: those of the rounds that they see."""
    rows = Certificate.objects.select_related("entry__round", "recognition__product__producer", "document")
    if not _knows(user):
        return rows.none()
    return rows.filter(entry__in=entries_with_result_for(user).values("pk")).exclude(state="drafted")
