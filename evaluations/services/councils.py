"""Setting up councils. Once a council has begun to score, it stays as it is."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import Office, User
from activity import journal
from activity.errors import NotAllowed, Refused
from directives.models import Document
from evaluations import rules
from evaluations.enums import CouncilRole, RoundState
from evaluations.models import Council, CouncilMember
from evaluations.services import recusal_moves


@transaction.atomic
def create_council(
    *,
    office: Office,
    name: str,
    actor: User,
    training: bool = False,
    decision_document: Document | None = None,
    decision_text: str = "",
) -> Council:
    """Set up a council without members. Raises NotAllowed for people who run no rounds for the office."""
    if not rules.may_create_for(actor, office):
        raise NotAllowed
    council = Council.objects.create(
        office=office, name=name, training=training, decision_document=decision_document, decision_text=decision_text
    )
    journal.record(council, journal.Event("create", _("Council set up"), after={"name": name}), actor=actor)
    return council


@transaction.atomic
def add_member(
    *,
    council: Council,
    user: User,
    actor: User,
    role: str = CouncilRole.MEMBER,
    title: str = "",
    office_name: str = "",
    counted: bool = True,
) -> CouncilMember:
    """Put a person on a council, in the order of the list. What closes an entry to an adviser closes it to the member.

    Raises:
        NotAllowed: the person does not run rounds for the council's office.
        Refused: the council has begun to score, the person sits on it, or it has a chair already.
    """
    check_changeable(council, actor)
    if council.members.filter(user=user).exists():
        raise Refused(_("%(name)s sits on this council already.") % {"name": user})
    if role == CouncilRole.CHAIR and council.members.filter(role=CouncilRole.CHAIR).exists():
        raise Refused(_("This council has a chair already."))
    last = council.members.aggregate(last=Max("order"))["last"] or 0
    member = CouncilMember.objects.create(
        council=council, user=user, role=role, title=title, office_name=office_name, counted=counted, order=last + 1
    )
    after = {"member": str(user), "role": role, "counted": counted, "recused": recusal_moves.take_to_council(member)}
    journal.record(council, journal.Event("add_member", _("Member added to the council"), after=after), actor=actor)
    return member


@transaction.atomic
def remove_member(*, member: CouncilMember, actor: User) -> None:
    """Take a person off a council that has not begun to score. Errors as in ``add_member``."""
    council = member.council
    check_changeable(council, actor)
    before = {"member": str(member), "role": member.role, "recused": recusal_moves.leave_with_person(member)}
    member.delete()
    journal.record(
        council, journal.Event("remove_member", _("Member taken off the council"), before=before), actor=actor
    )


def check_changeable(council: Council, actor: User) -> None:
    """Raise NotAllowed for people of other offices, Refused once the council has begun to score."""
    if not rules.may_edit_council(actor, council):
        raise NotAllowed
    if council.rounds.exclude(state__in=(RoundState.PREPARING, RoundState.DOSSIERS_FIXED)).exists():
        raise Refused(_("This council has begun to score and stays as it is. Set up another one."))
