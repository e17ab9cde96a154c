"""Who may do what with recognised products. Where an office was abolished, the one that took its area over acts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts.enums import Role, UnitLevel
from accounts.models import Office
from accounts.rules import has_role, has_role_at, has_role_in
from accounts.selectors import offices_with_role, reaches
from directives.rules import issuers_above
from evaluations.enums.choices import Outcome
from foundation import clock

if TYPE_CHECKING:
    from evaluations.models import (
        Complaint,
        EvaluationRound,
        Promotion,
        ReceivedPackage,
        RecheckCampaign,
        Recognition,
        Withdrawal,
    )
    from registrations.models import Product

HEADS = (Role.LEADER, Role.COMMUNE_LEADER)


def in_force(office: Office) -> bool:
    """Tell whether an office exists today."""
    return office.valid_to is None or office.valid_to >= clock.today()


def cares_for(user: Any, product: Product) -> bool:
    """Officers who run rounds for the area in which the producer is; communes do not recognise, so they do not care."""
    return drafting_office(user, product) is not None


def drafting_office(user: Any, product: Product) -> Office | None:
    """Return the office in which the person works on recognised products of this area."""
    if not user or not user.is_authenticated:
        return None
    for office in offices_with_role(user, Role.ROUND_OFFICER).order_by("pk"):
        if office.unit.level != UnitLevel.COMMUNE and reaches(office.unit_id, product.producer.unit_id):
            return office
    return None


def withdrawing_office(user: Any, product: Product, recognition: Recognition | None) -> Office | None:
    """Return the office in whose name the person may propose to withdraw: the one that recognised, or its successor.

    A recognition of an older list names no office of the portal: the committee above the person's office decides. None
    where somebody else recognised.
    """
    drafting = drafting_office(user, product)
    if drafting is None:
        return None
    above = issuers_above(drafting)
    if recognition is None:
        return above[-1]
    issuer = recognition.issuer
    if issuer in above and in_force(issuer):
        return issuer
    taken_over = not in_force(issuer) and any(reaches(office.unit_id, issuer.unit_id) for office in above)
    return above[-1] if taken_over else None


def prolongs_older(user: Any, product: Product) -> bool:
    """A recognition of an older list names no office of the portal: officers and leaders above the commune prolong."""
    if cares_for(user, product):
        return True
    if not user or not user.is_authenticated:
        return False
    offices = offices_with_role(user, Role.LEADER).select_related("unit")
    return any(
        office.unit.level != UnitLevel.COMMUNE and reaches(office.unit_id, product.producer.unit_id)
        for office in offices
    )


def follows_its_letter(_user: Any, withdrawal: Withdrawal) -> bool:
    """A proposal is decided or dropped by its letter, whose own rules were asked."""
    return withdrawal.document is not None and withdrawal.document.state in ("issued", "voided")


def sees_after(user: Any) -> bool:
    """Officers who run rounds and leaders look after what was recognised."""
    return has_role(user, Role.ROUND_OFFICER, Role.LEADER)


# -- Re-checks and promotion -----------------------------------------------------------------------------------------
def starts_campaigns(user: Any) -> bool:
    """Officers who run rounds plan re-checks and promotion."""
    return has_role(user, Role.ROUND_OFFICER)


def starts_campaign_for(user: Any, office: Office) -> bool:
    """An officer plans for their own office."""
    return has_role_in(user, office, Role.ROUND_OFFICER)


def runs_campaign(user: Any, campaign: RecheckCampaign) -> bool:
    """The officers of the office that planned the re-check."""
    return has_role_in(user, campaign.office_id, Role.ROUND_OFFICER)


def keeps_promotion(user: Any, promotion: Promotion) -> bool:
    """The officers of the office that noted it."""
    return has_role_in(user, promotion.office_id, Role.ROUND_OFFICER)


# -- Complaints ------------------------------------------------------------------------------------------------------
def answers_complaint(user: Any, complaint: Complaint) -> bool:
    """The office of the round answers; where it was abolished, officers of the unit that took its area over."""
    office = complaint.entry.round.office
    if has_role_in(user, office, Role.ROUND_OFFICER, *HEADS):
        return True
    return not in_force(office) and has_role_at(user, office.unit_id, Role.ROUND_OFFICER)


def takes_complaint_back(user: Any, complaint: Complaint) -> bool:
    """The producer's people with the right to edit."""
    return edits_for(user, complaint.entry.dossier.producer)


def edits_for(user: Any, producer: Any) -> bool:
    """Tell whether the person writes for the producer."""
    if not user or not user.is_authenticated:
        return False
    return bool(producer.members.filter(user=user, role="edit").exists())


# -- Packages --------------------------------------------------------------------------------------------------------
def sends_package(user: Any, evaluation_round: EvaluationRound) -> bool:
    """Officers of the round who are recused from no product that goes up: a package holds all of them, whole."""
    # Imported here: the models import the tables of ``enums``, and these import this module.
    from evaluations.seats import recused_entry_ids

    if not has_role_in(user, evaluation_round.office_id, Role.ROUND_OFFICER):
        return False
    closed = recused_entry_ids(user)
    return not (closed and evaluation_round.entries.filter(pk__in=closed, outcome=Outcome.PROPOSED_UP).exists())


def handles_package(user: Any, package: ReceivedPackage) -> bool:
    """The officers of the office that received a package."""
    return has_role_in(user, package.office_id, Role.ROUND_OFFICER)


def undoes_package(user: Any, package: ReceivedPackage) -> bool:
    """Those officers, not while the job works; where it has given up, what it made can be taken back."""
    return handles_package(user, package) and not package.is_being_taken


def by_the_portal(user: Any, _obj: Any = None) -> bool:
    """Only the job ends its own work."""
    return user is None
