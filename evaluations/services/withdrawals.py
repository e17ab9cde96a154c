"""Taking a recognition back: proposed by the office, decided by a letter of whoever recognised."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Office, User
from activity import journal, transitions
from activity.errors import Conflict, NotAllowed, Refused
from activity.notifications import notify
from directives import services as directives
from directives.models import Document
from evaluations import after_notices, after_rules
from evaluations.enums import CERTIFICATE_TRANSITIONS, WITHDRAWAL_TRANSITIONS, WithdrawalState
from evaluations.models import Certificate, Recognition, Withdrawal
from evaluations.papers.withdrawal import withdrawal_content
from evaluations.selectors.recognised import recognition_to_withdraw
from evaluations.services.papers import offices_of
from foundation import clock
from registrations import services as registrations
from registrations.models import Product
from rubrics.models import Decision
from rubrics.selectors import decision_in_force

PURPOSE = "evaluations.withdrawal"


def law_of_withdrawals() -> Decision:
    """Return the decision in force; raise Refused where it names no grounds for a withdrawal."""
    law = decision_in_force(clock.today())
    if law is None or not law.withdrawal_grounds:
        raise Refused(_("The decision in force names no grounds on which a recognition is withdrawn."))
    return law


@transaction.atomic
def propose_withdrawal(*, product: Product, ground: str, facts: str, known_on: date, actor: User) -> Withdrawal:
    """Propose to withdraw a product's recognition and draft the decision on it.

    Args:
        ground: code of one of the grounds of the decision in force (26/2026/QĐ-TTg names six).
        facts: what was found; it stands in the decision.
        known_on: the day on which it was found; the decision's term in calendar days runs from the day after.

    Raises:
        NotAllowed: the person's office neither recognised the product nor took over from who did.
        Refused: the product is not recognised today, the law names no such ground, or the day lies ahead.
        Conflict: a proposal is open already.
    """
    law = law_of_withdrawals()
    recognition = recognition_to_withdraw(product)
    drafting = after_rules.drafting_office(actor, product)
    office = after_rules.withdrawing_office(actor, product, recognition)
    if drafting is None or office is None:
        raise NotAllowed
    _refuse_unfit(product, facts, known_on)
    withdrawal = _write(
        product=product,
        recognition=recognition,
        decision_number=product.recognition_number,
        stars=product.current_stars,
        office=office,
        drafting_office=drafting,
        law=law,
        ground=ground,
        ground_title=_title_of(law, ground),
        facts=facts.strip(),
        known_on=known_on,
        due_on=_last_day(law, known_on),
        proposed_by=actor,
    )
    event = journal.Event("propose", _("Withdrawal proposed"), after={"ground": ground}, reason=withdrawal.facts)
    journal.record(withdrawal, event, actor=actor)
    _draft(withdrawal, actor)
    notify(withdrawal, after_notices.withdrawal_proposed(withdrawal, actor), occasion="proposed")
    return withdrawal


def _refuse_unfit(product: Product, facts: str, known_on: date) -> None:
    last = product.prolonged_until or product.expires_on
    if not product.current_stars or last is None or last < clock.today():
        raise Refused(_("The product is not recognised today: there is nothing to withdraw."))
    if not facts.strip():
        raise Refused(_("Say what was found."))
    if known_on > clock.today():
        raise Refused(_("The day on which it was found cannot lie ahead."))


def _title_of(law: Decision, ground: str) -> str:
    titles = {row["code"]: row["title"] for row in law.withdrawal_grounds}
    if ground not in titles:
        raise Refused(_("The decision in force does not name this ground."))
    return str(titles[ground])


def _last_day(law: Decision, known_on: date) -> date | None:
    days = law.term("withdrawal_days")
    return None if days is None else known_on + timedelta(days=days)


def _write(**columns: object) -> Withdrawal:
    try:
        with transaction.atomic():
            return Withdrawal.objects.create(**columns)
    except IntegrityError as error:
        raise Conflict(_("A withdrawal of this recognition is proposed already.")) from error


def _draft(withdrawal: Withdrawal, actor: User) -> None:
    with override("vi"):
        content = withdrawal_content(withdrawal, certificate_number=_number_of(withdrawal.recognition))
    document = directives.create_document(
        office=withdrawal.office,
        drafting_office=withdrawal.drafting_office,
        type="quyet_dinh",
        abstract=content.abstract,
        content=content,
        created_by=actor,
        purpose=PURPOSE,
        subject=withdrawal.stream,
        law=withdrawal.law,
        sent_to=_commune_offices(withdrawal.product),
    )
    Withdrawal.objects.filter(pk=withdrawal.pk).update(document=document)
    withdrawal.document = document


def _number_of(recognition: Recognition | None) -> str:
    row = Certificate.objects.filter(recognition=recognition).first() if recognition else None
    return row.number if row else ""


def _commune_offices(product: Product) -> list[Office]:
    return list(offices_of(product.producer.unit))


# -- What the letter does ----------------------------------------------------------------------------------------------
@transaction.atomic
def withdrawal_issued(document: Document, actor: User) -> None:
    """The decision is issued: certificate and product lose the stars from this day on, and everybody near is told.

    Raises Refused where the recognition has been replaced or has ended since it was proposed.
    """
    withdrawal = Withdrawal.objects.select_related("recognition", "product__producer").get(document=document)
    withdrawal.document = document
    today = clock.today()
    transitions.apply(
        WITHDRAWAL_TRANSITIONS, "decide", withdrawal, actor=actor,
        changes={"decided_on": today}, facts={"decision": document.full_number, "ground": withdrawal.ground},
    )  # fmt: skip
    product = withdrawal.product
    if product.recognition_number != withdrawal.decision_number:
        raise Refused(_("The recognition was replaced by a newer one. Void this decision."))
    reason = f"{withdrawal.ground_title}: {withdrawal.facts}"
    if withdrawal.recognition is not None:
        changes = {"withdrawn_on": today, "withdrawn_reason": reason}
        transitions.apply(
            CERTIFICATE_TRANSITIONS, "withdraw", withdrawal.recognition.certificate,
            actor=actor, reason=reason, changes=changes, facts={"decision": document.full_number},
        )  # fmt: skip
    registrations.end_recognition(
        product=product, decision_number=withdrawal.decision_number, actor=actor, reason=reason
    )
    notify(withdrawal, after_notices.recognition_withdrawn(withdrawal), occasion="decided")


@transaction.atomic
def withdrawal_voided(document: Document, actor: User) -> None:
    """The decision will never be issued: the proposal is dropped, and another one can be made."""
    withdrawal = Withdrawal.objects.filter(document=document, state=WithdrawalState.PROPOSED).first()
    if withdrawal is None:
        return
    withdrawal.document = document
    reason = _("Voided: %(what)s") % {"what": document}
    transitions.apply(WITHDRAWAL_TRANSITIONS, "drop", withdrawal, actor=actor, reason=reason)
