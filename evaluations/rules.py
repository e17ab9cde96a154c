"""Who may do what in evaluations. States are no business of these predicates: the tables in ``enums`` name those."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts.enums import Role
from accounts.rules import has_role, has_role_at, has_role_in
from evaluations.enums.choices import (
    RESULT_STATES,
    SHEETS_OPEN_STATES,
    TEAM_STATES,
    CouncilRole,
    RoundState,
)
from foundation.memory import remembered

if TYPE_CHECKING:
    from accounts.models import Office
    from evaluations.models import (
        AdvisoryMember,
        Certificate,
        CouncilMember,
        Entry,
        EvaluationRound,
        Recusal,
        Sheet,
        TeamRecusal,
    )

HEADS = (Role.LEADER, Role.COMMUNE_LEADER)


def seat_of(user: Any, evaluation_round: EvaluationRound) -> CouncilMember | None:
    """Return the person's seat on the council of the round."""
    if not user or not user.is_authenticated:
        return None
    seats = evaluation_round.council.members.filter(user=user)
    return remembered(("seat", user.pk, evaluation_round.council_id), seats.first)


# -- Rounds and councils ---------------------------------------------------------------------------------------------
def may_create_rounds(user: Any, _obj: Any = None) -> bool:
    """Officers who run rounds may prepare rounds and set up councils."""
    return has_role(user, Role.ROUND_OFFICER)


def may_create_for(user: Any, office: Office) -> bool:
    """An officer prepares rounds and councils of their own office."""
    return has_role_in(user, office, Role.ROUND_OFFICER)


def may_edit_council(user: Any, council: Any) -> bool:
    """The officers of the office that set the council up."""
    return has_role_in(user, council.office_id, Role.ROUND_OFFICER)


def runs_round(user: Any, evaluation_round: EvaluationRound) -> bool:
    """The officers of the office that runs the round."""
    return has_role_in(user, evaluation_round.office_id, Role.ROUND_OFFICER)


def keeps_round(user: Any, evaluation_round: EvaluationRound) -> bool:
    """The secretary's work: the officers of the round, and the council's own secretary."""
    seat = seat_of(user, evaluation_round)
    return runs_round(user, evaluation_round) or (seat is not None and seat.role == CouncilRole.SECRETARY)


def writes_down_resolutions(user: Any, evaluation_round: EvaluationRound) -> bool:
    """Agreed levels, knock-outs and the like are written down by the chair, a deputy or the secretary."""
    seat = seat_of(user, evaluation_round)
    return keeps_round(user, evaluation_round) or (seat is not None and seat.leads)


def signs_result(user: Any, evaluation_round: EvaluationRound) -> bool:
    """The leader of the office that decides; approving the decision approves the round."""
    return has_role_in(user, evaluation_round.issuing_office_id, *HEADS)


def issues_result(user: Any, evaluation_round: EvaluationRound) -> bool:
    """The clerk of the office that decides; issuing the decision publishes the round."""
    return has_role_in(user, evaluation_round.issuing_office_id, Role.CLERK)


def drops_decision(user: Any, evaluation_round: EvaluationRound) -> bool:
    """Whoever may void the decision: the drafting officers before, the leader after it has a number."""
    return runs_round(user, evaluation_round) or signs_result(user, evaluation_round)


def sees_places(user: Any, evaluation_round: EvaluationRound) -> bool:
    """Places and members' totals are for the council, the office of the round, and leaders; once results exist."""
    if evaluation_round.state not in RESULT_STATES:
        return False
    return (
        has_role_in(user, evaluation_round.office_id, Role.ROUND_OFFICER, *HEADS)
        or has_role_at(user, evaluation_round.office.unit_id, Role.LEADER)
        or seat_of(user, evaluation_round) is not None
    )


# -- Entries and sheets ----------------------------------------------------------------------------------------------
def is_recused(user: Any, entry: Entry) -> bool:
    """Tell whether the entry is closed to the person; a declaration closes it at once."""
    if not user or not user.is_authenticated:
        return False
    from evaluations.seats import recused_entry_ids  # see ``on_team``

    return entry.pk in recused_entry_ids(user)


def may_resolve(user: Any, entry: Entry) -> bool:
    """Chair, deputy or secretary write down what the council resolved on an entry from which they are not recused."""
    return writes_down_resolutions(user, entry.round) and not is_recused(user, entry)


def may_keep(user: Any, entry: Entry) -> bool:
    """The secretary's acts on an entry."""
    return keeps_round(user, entry.round) and not is_recused(user, entry)


def on_team(user: Any, evaluation_round: EvaluationRound) -> bool:
    """The people of the council's advisory team."""
    # Imported here: the models import the tables of ``enums``, and these import this module.
    from evaluations.seats import own_teams

    return bool(user and user.is_authenticated) and evaluation_round.council_id in own_teams(user)


def writes_advice(user: Any, entry: Entry) -> bool:
    """The advisory team's work, with which the officers of the round and the secretary help; nobody recused."""
    if may_keep(user, entry):
        return True
    # Once results exist the team's work is over, and nothing of the round is theirs to see.
    return entry.round.state in TEAM_STATES and on_team(user, entry.round) and not is_recused(user, entry)


def sees_sheets(user: Any, entry: Entry) -> bool:
    """Council and office see the sheets side by side once discussion has begun; nobody recused ever does."""
    if entry.round.state not in SHEETS_OPEN_STATES or is_recused(user, entry):
        return False
    return runs_round(user, entry.round) or seat_of(user, entry.round) is not None


def scores(user: Any, entry: Entry) -> bool:
    """Members with a vote fill a sheet, unless they are recused."""
    seat = seat_of(user, entry.round)
    return seat is not None and seat.counted and not is_recused(user, entry)


def owns_sheet(user: Any, sheet: Sheet) -> bool:
    """Only the member fills, submits or abstains, unless recused."""
    return bool(user) and sheet.member.user_id == user.pk and sheet.member.counted and not is_recused(user, sheet.entry)


def may_reopen(user: Any, sheet: Sheet) -> bool:
    """A submitted sheet is opened again by the secretary, never by the member alone; a recused member's stays shut."""
    return may_keep(user, sheet.entry) and not is_recused(sheet.member.user, sheet.entry)


def answers_short_notice(user: Any, evaluation_round: EvaluationRound) -> bool:
    """The chair or a deputy says whether the council meets although the dossiers came late."""
    return leads_discussion(user, evaluation_round)


def leads_discussion(user: Any, evaluation_round: EvaluationRound) -> bool:
    """The chair or a deputy: they alone are shown which members stand far from the rest."""
    seat = seat_of(user, evaluation_round)
    return seat is not None and seat.leads


def attaches_scan(user: Any, sheet: Sheet) -> bool:
    """The member attaches the signed paper; the secretary does so too once the council's sheets are open anyway."""
    return owns_sheet(user, sheet) or (sees_sheets(user, sheet.entry) and may_keep(user, sheet.entry))


def may_declare(user: Any, entry: Entry) -> bool:
    """Members declare their own conflict of interest."""
    return seat_of(user, entry.round) is not None


def declares_for_team(user: Any, entry: Entry) -> bool:
    """Advisers declare their own conflict of interest; who sits on the council too declares there."""
    return on_team(user, entry.round) and seat_of(user, entry.round) is None


def may_answer_recusal(user: Any, recusal: Recusal | TeamRecusal) -> bool:
    """The secretary confirms or does not accept a declaration: nobody their own, nor while recused from the entry."""
    return recusal.person_id != getattr(user, "pk", None) and may_keep(user, recusal.entry)


def may_declare_ties(user: Any) -> bool:
    """People who are called to councils declare their ties to producers once, for all rounds to come."""
    return has_role(user, Role.COUNCIL_MEMBER)


def may_settle_conflict(user: Any, entry: Entry, member: CouncilMember | AdvisoryMember) -> bool:
    """The secretary answers a known conflict of a member: nobody their own, nor while recused from the entry."""
    if member.council_id != entry.round.council_id or member.user_id == getattr(user, "pk", None):
        return False
    return may_keep(user, entry)


def may_settle_team_conflict(user: Any, entry: Entry, adviser: AdvisoryMember) -> bool:
    """As of a member; the conflict of an adviser who sits on the council too is settled there."""
    if not may_settle_conflict(user, entry, adviser):
        return False
    return not entry.round.council.members.filter(user=adviser.user_id).exists()


# -- After the round -------------------------------------------------------------------------------------------------
def issues_certificate(user: Any, certificate: Certificate) -> bool:
    """A certificate is issued together with the decision that it hangs on."""
    return issues_result(user, certificate.entry.round)


def follows_newer_one(_user: Any, certificate: Certificate) -> bool:
    """A certificate is replaced when a newer one of the same product is issued; nobody does it by hand."""
    return certificate.recognition_id is not None


def withdrawn_by_its_letter(_user: Any, certificate: Certificate) -> bool:
    """A certificate is withdrawn when the decision on it is issued; nobody does it by hand."""
    recognition = certificate.recognition
    return recognition is not None and recognition.withdrawals.filter(document__state="issued").exists()


def may_prolong_certificate(user: Any, certificate: Certificate) -> bool:
    """Whoever recognised prolongs: officers of the round and leaders of the office that decided."""
    evaluation_round = certificate.entry.round
    return runs_round(user, evaluation_round) or signs_result(user, evaluation_round)


def ends_with_the_result(_user: Any, certificate: Certificate) -> bool:
    """A prolongation ends when the re-evaluation came to a result; nobody ends it by hand."""
    return certificate.recognition_id is not None


# -- Menu ------------------------------------------------------------------------------------------------------------
def sees_scoring(user: Any) -> bool:
    """Council members find their sheets under an entry of their own."""
    return has_role(user, Role.COUNCIL_MEMBER)


def sees_rounds(user: Any) -> bool:
    """Officers who run rounds, and leaders."""
    return has_role(user, Role.ROUND_OFFICER, Role.LEADER)


def is_preparing(evaluation_round: EvaluationRound) -> bool:
    """Tell whether the round's facts and dossiers may still be changed."""
    return evaluation_round.state == RoundState.PREPARING
