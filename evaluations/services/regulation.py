"""The regulation of a council, and its advisory team."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from accounts.models import User
from activity import journal
from activity.errors import NotAllowed, Refused
from directives.models import Document
from evaluations import rules
from evaluations.enums import GatesMode, QuorumBase, RoundState
from evaluations.models import AdvisoryMember, Council
from evaluations.services.councils import check_changeable

_BEFORE_SCORING = (RoundState.PREPARING, RoundState.DOSSIERS_FIXED)


@dataclass(frozen=True)
class RegulationFacts:
    """A council's regulation: shares in percent, the spread in points (None: no limit)."""

    quorum_percent: int = 75
    quorum_base: str = QuorumBase.COUNCIL
    chair_required: bool = True
    max_spread: int | None = 10
    gates_mode: str = GatesMode.AGREED
    missing_allowed: bool = True
    names_to_producer: bool = False
    written_opinions: bool = False


@transaction.atomic
def set_regulation(*, council: Council, facts: RegulationFacts, actor: User) -> Council:
    """Set the regulation of a council that has not begun to score; its rounds that are being prepared take it over.

    Raises NotAllowed for other offices; Refused where the council has begun to score.
    """
    check_changeable(council, actor)
    before, values = council.regulation_values(), asdict(facts)
    Council.objects.filter(pk=council.pk).update(**values)
    rounds = council.rounds.filter(state__in=_BEFORE_SCORING)
    rounds.update(version=F("version") + 1, writes=F("writes") + 1, deviation_reason="", **values)
    council.refresh_from_db()
    event = journal.Event("set_regulation", _("Regulation of the council set"), before=before, after=values)
    journal.record(council, event, actor=actor)
    return council


@transaction.atomic
def describe_council(
    *, council: Council, name: str, actor: User, decision_document: Document | None = None, decision_text: str = ""
) -> Council:
    """Change the council's name and the decision that set it up. Errors as in ``set_regulation``."""
    check_changeable(council, actor)
    values: dict[str, Any] = {"name": name, "decision_text": decision_text, "decision_document": decision_document}
    Council.objects.filter(pk=council.pk).update(**values)
    council.refresh_from_db()
    after = {"name": name, "decision": str(decision_document or decision_text)}
    journal.record(council, journal.Event("edit", _("Council changed"), after=after), actor=actor)
    return council


@transaction.atomic
def add_adviser(
    *, council: Council, user: User, actor: User, title: str = "", office_name: str = "", leads: bool = False
) -> AdvisoryMember:
    """Put a person on the advisory team. The team may change until the council's rounds are closed.

    Raises NotAllowed for other offices; Refused where the person is on the team, or it has a head already.
    """
    if not rules.may_edit_council(actor, council):
        raise NotAllowed
    if council.advisers.filter(user=user).exists():
        raise Refused(_("%(name)s is on this team already.") % {"name": user})
    if leads and council.advisers.filter(leads=True).exists():
        raise Refused(_("This team has a head already."))
    last = council.advisers.aggregate(last=Max("order"))["last"] or 0
    adviser = AdvisoryMember.objects.create(
        council=council, user=user, title=title, office_name=office_name, leads=leads, order=last + 1
    )
    event = journal.Event("add_adviser", _("Added to the advisory team"), after={"member": str(user), "leads": leads})
    journal.record(council, event, actor=actor)
    return adviser


@transaction.atomic
def remove_adviser(*, adviser: AdvisoryMember, actor: User) -> None:
    """Take a person off the advisory team; the reports written so far stay. Raises NotAllowed."""
    if not rules.may_edit_council(actor, adviser.council):
        raise NotAllowed
    before = {"member": str(adviser)}
    council = adviser.council
    adviser.delete()
    journal.record(
        council, journal.Event("remove_adviser", _("Taken off the advisory team"), before=before), actor=actor
    )
