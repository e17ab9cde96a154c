"""Groups: petitions about one matter, answered together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import Office, User
from activity import journal
from activity.errors import Conflict, NotAllowed, Refused
from directives.models import Petition, PetitionGroup
from directives.petitions import rules
from directives.petitions.enums import WAITING, PetitionState
from directives.petitions.services.handling import propose_answer
from foundation import clock


@transaction.atomic
def group_petitions(
    *, office: Office, petitions: Iterable[Petition], actor: User, group: PetitionGroup | None = None, title: str = ""
) -> PetitionGroup:
    """Put petitions that wait for an answer into a group: an existing one, or a new one of this year by its title.

    Raises:
        NotAllowed: the person does not handle petitions for the office, or one was sent to another office.
        Refused: neither group nor title is given, or no petition.
        Conflict: one of the petitions is answered or withdrawn already; a group of this title exists.
    """
    chosen = list(petitions)
    if not rules.may_handle_for(actor, office) or any(row.handling_office_id != office.pk for row in chosen):
        raise NotAllowed
    if not chosen:
        raise Refused(_("Tick the petitions that belong together."))
    if group is None:
        group = _new_group(office, title, actor)
    elif group.office_id != office.pk:
        raise NotAllowed
    rows = Petition.objects.filter(pk__in=[row.pk for row in chosen], handling_office=office, state__in=WAITING)
    if rows.update(group=group, version=F("version") + 1) != len(chosen):
        raise Conflict(_("One of the petitions was changed meanwhile. Look at them again before you go on."))
    _note_each(chosen, _("Put into the group “%(group)s”") % {"group": group.title}, actor)
    return group


def _new_group(office: Office, title: str, actor: User) -> PetitionGroup:
    if not title.strip():
        raise Refused(_("Choose a group, or write the title of a new one."))
    try:
        with transaction.atomic():
            made = PetitionGroup.objects.create(
                office=office, year=clock.today().year, title=title.strip(), created_by=actor
            )
    except IntegrityError as error:
        raise Conflict(_("There is a group with this title already. Choose it from the list.")) from error
    journal.record(made, journal.Event("create", _("Group made"), after={"title": made.title}), actor=actor)
    return made


def _note_each(petitions: Iterable[Petition], label: str, actor: User) -> None:
    for petition in petitions:
        journal.record(petition, journal.Event("group", label), actor=actor)
        petition.refresh_from_db()


@transaction.atomic
def ungroup_petition(*, petition: Petition, actor: User) -> Petition:
    """Take a petition out of its group. Raises NotAllowed, or Conflict once it is answered."""
    if not rules.may_handle(actor, petition):
        raise NotAllowed
    rows = Petition.objects.filter(pk=petition.pk, group__isnull=False).exclude(state=PetitionState.ANSWERED)
    if rows.update(group=None, version=F("version") + 1) != 1:
        raise Conflict(_("This was changed meanwhile by somebody else. Look at it again before you go on."))
    _note_each([petition], _("Taken out of its group"), actor)
    return petition


@transaction.atomic
def rename_group(*, group: PetitionGroup, title: str, actor: User) -> PetitionGroup:
    """Give a group another title.

    Raises NotAllowed for strangers, Refused for none, Conflict where another group of the year has this title.
    """
    if not rules.may_edit_group(actor, group):
        raise NotAllowed
    if not title.strip():
        raise Refused(_("Write the title of the group."))
    before = group.title
    try:
        with transaction.atomic():
            PetitionGroup.objects.filter(pk=group.pk).update(title=title.strip())
    except IntegrityError as error:
        raise Conflict(_("There is a group with this title already. Choose it from the list.")) from error
    group.refresh_from_db()
    event = journal.Event("edit", _("Group renamed"), before={"title": before}, after={"title": group.title})
    journal.record(group, event, actor=actor)
    return group


@transaction.atomic
def propose_for_group(
    *, group: PetitionGroup, outcome: str, answer: str, actor: User, seen: Mapping[int, int] | None = None
) -> int:
    """Propose one answer to the petitions of a group that wait for one; return how many there were.

    What has a proposed answer already is left as it is.

    Args:
        seen: the petitions that the person has looked at, each with its version: only they get the answer. ``None``
            stands for all.

    Raises:
        NotAllowed: the person does not handle petitions for the office of the group.
        Refused: none waits.
        Conflict: one of them was changed, answered or taken out since it was looked at.
    """
    if not rules.may_edit_group(actor, group):
        raise NotAllowed
    rows = group.petitions.filter(state=PetitionState.SENT, handling_office=group.office)
    if seen is not None:
        rows = rows.filter(pk__in=seen)
    waiting = list(rows.select_related("office", "handling_office", "deciding_office").order_by("pk"))
    if not waiting:
        raise Refused(_("No petition of this group waits for an answer."))
    if seen is not None and {row.pk: row.version for row in waiting} != seen:
        raise Conflict(_("One of the petitions was changed meanwhile. Look at them again before you go on."))
    for petition in waiting:
        propose_answer(petition=petition, outcome=outcome, answer=answer, actor=actor)
    return len(waiting)
