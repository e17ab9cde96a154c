"""Writes about wishes: registered by producers, one or several at once, and withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity import journal, transitions
from activity.errors import NotAllowed, Refused
from activity.notifications import notify
from foundation import clock
from foundation.files import CheckedUpload, nothing_left_behind
from registrations import notices, rules
from registrations.enums import WISH_TRANSITIONS, DossierKind, RoundState
from registrations.models import Producer, Product, RegistrationRound, Wish
from registrations.renewal import renewal_of, why_not
from registrations.selectors.producers import key_of_row
from registrations.selectors.renewals import last_day_for_dossiers
from registrations.services import in_time
from registrations.services.behalf import keep_signed, on_behalf_of
from registrations.services.producers import check_commune, create_producer, create_product
from rubrics.models import Rubric


@dataclass(frozen=True)
class WishFacts:
    """What a producer says on the one screen of a wish."""

    target_year: int
    expected_stars: int
    rubric: Rubric | None = None
    group: str = ""
    kind: str = DossierKind.FIRST
    help_wanted: Sequence[str] = ()
    note: str = ""


@dataclass(frozen=True)
class WishDraft:
    """One product of a form: a product that exists or the values of a new one, and what is said about it."""

    product: Product | Mapping[str, Any]
    facts: WishFacts


class RowRefused(Refused):
    """One product of several cannot be registered; ``row`` counts from 0."""

    def __init__(self, message: str, *, row: int) -> None:
        super().__init__(message)
        self.row = row


def register_wish(
    *,
    registration_round: RegistrationRound,
    producer: Producer | Mapping[str, Any],
    product: Product | Mapping[str, Any],
    facts: WishFacts,
    key: UUID,
    actor: User,
    from_list: bool = False,
    signed: Sequence[CheckedUpload] = (),
) -> Wish:
    """Register one wish; all else as ``register_wishes``."""
    return register_wishes(
        registration_round=registration_round,
        producer=producer,
        drafts=[WishDraft(product, facts)],
        key=key,
        actor=actor,
        from_list=from_list,
        signed=signed,
    )[0]


@nothing_left_behind()
def register_wishes(
    *,
    registration_round: RegistrationRound,
    producer: Producer | Mapping[str, Any],
    drafts: Sequence[WishDraft],
    key: UUID,
    actor: User,
    from_list: bool = False,
    signed: Sequence[CheckedUpload] = (),
) -> list[Wish]:
    """Register several products of one producer, all or none; what is given as values is set up with them.

    The same key never makes a second set: a double submit returns the first. Raises Refused where the round does not
    take them: not open, past its hard date, another commune, a kind or product set that it does not accept, or the same
    product registered already; ``RowRefused`` names the product where there are several.

    ``from_list``: an officer takes the wishes over from a list of their office; they are marked as entered by them, and
    the list as a whole is told of instead of every wish.

    ``signed``: whoever registers on behalf of a producer adds the scans of the signed paper; Refused without one.
    """
    try:
        with transaction.atomic():
            return _already(key, actor) or _register_all(
                registration_round, producer, drafts, key, actor, from_list=from_list, signed=signed
            )
    except (IntegrityError, Refused) as error:
        # The same form sent twice at once: the first one has just made the producer, the products or the wishes.
        if found := _already(key, actor):
            return found
        if isinstance(error, Refused):
            raise
        raise Refused(_("This product is already registered in this round.")) from error


def _register_all(
    registration_round: RegistrationRound,
    producer: Producer | Mapping[str, Any],
    drafts: Sequence[WishDraft],
    key: UUID,
    actor: User,
    *,
    from_list: bool,
    signed: Sequence[CheckedUpload],
) -> list[Wish]:
    made: list[Wish] = []
    for row, draft in enumerate(drafts):
        try:
            with transaction.atomic():
                wish = _register(
                    registration_round,
                    producer,
                    draft,
                    key_of_row(key, row),
                    actor,
                    from_list=from_list,
                    signed=signed,
                )
        except (IntegrityError, Refused) as error:
            if len(drafts) == 1:
                raise
            said = isinstance(error, Refused)
            message = str(error) if said else _("This product is already registered in this round.")
            raise RowRefused(message, row=row) from error
        made.append(wish)
        producer = wish.producer
    return made


def _already(key: UUID, actor: User) -> list[Wish]:
    """Return the wishes that a form has made already. Raises NotAllowed for the form of somebody else."""
    found: list[Wish] = []
    while wish := Wish.objects.filter(key=key_of_row(key, len(found))).first():
        if wish.created_by_id != actor.pk:
            raise NotAllowed
        found.append(wish)
    return found


def _register(
    registration_round: RegistrationRound,
    producer: Producer | Mapping[str, Any],
    draft: WishDraft,
    key: UUID,
    actor: User,
    *,
    from_list: bool,
    signed: Sequence[CheckedUpload],
) -> Wish:
    facts = draft.facts
    _check_round(registration_round, facts)
    producer = _producer(producer, registration_round, actor, from_list=from_list)
    in_time.check_wish(registration_round, producer, actor)
    product = _product(draft.product, producer, actor, from_list=from_list)
    _check_kind(registration_round, product, facts)
    behalf = "" if from_list else on_behalf_of(actor, producer)
    wish = Wish.objects.create(
        round=registration_round,
        producer=producer,
        product=product,
        unit=producer.unit,
        key=key,
        created_at=clock.now(),
        created_by=actor,
        entered_by=actor if from_list or behalf else None,
        **_columns(facts),
    )
    if behalf:
        keep_signed(wish, signed, actor)
    after = {"product": product.name, "expected_stars": facts.expected_stars, "kind": facts.kind}
    event = journal.Event("register", _("Wish registered"), after=after, on_behalf_of=behalf, for_producer=True)
    entry = journal.record(wish, event, actor=actor)
    for notice in () if from_list else notices.wish_registered(wish, actor):
        notify(wish, notice, occasion=str(entry.seq))
    return wish


def _columns(facts: WishFacts) -> dict[str, Any]:
    """Return the columns of a wish that the producer fills in."""
    names = ("rubric", "group", "kind", "target_year", "expected_stars", "note")
    return {name: getattr(facts, name) for name in names} | {"help_wanted": list(facts.help_wanted)}


def _producer(
    given: Producer | Mapping[str, Any], registration_round: RegistrationRound, actor: User, *, from_list: bool
) -> Producer:
    """Return the producer, set up from values where it is new; refuse one whose commune takes no part."""
    producer = given if isinstance(given, Producer) else create_producer(values=given, actor=actor, from_list=from_list)
    allowed = rules.may_enter_from_list(actor, producer.unit_id) if from_list else False
    if not (allowed or rules.may_edit_producer(actor, producer)):
        raise NotAllowed
    check_commune(producer.unit)
    if not registration_round.units.filter(pk=producer.unit_id).exists():
        raise Refused(_("%(unit)s does not take part in this round.") % {"unit": producer.unit.name})
    return producer


def _product(given: Product | Mapping[str, Any], producer: Producer, actor: User, *, from_list: bool) -> Product:
    """Return the product; a new name makes a new one, a name that the producer has already means that product."""
    if not isinstance(given, Product):
        same = Product.objects.filter(producer=producer, name=given["name"]).first()
        return same or create_product(producer=producer, values=given, actor=actor, from_list=from_list)
    if given.producer_id != producer.pk:
        raise NotAllowed
    return given


def _check_round(registration_round: RegistrationRound, facts: WishFacts) -> None:
    """The dates and the state are read anew: the form may have been open for days."""
    registration_round.refresh_from_db()
    if registration_round.state != RoundState.OPEN or registration_round.opens_on > clock.today():
        raise Refused(_("The round is not open. Your text was not lost: keep this page and ask your commune."))
    if facts.kind not in registration_round.kinds:
        raise Refused(_("This round does not take this kind of registration."))
    if facts.rubric is not None and facts.rubric.decision_id != registration_round.law_id:
        raise Refused(_("The product set belongs to another decision."))
    if facts.rubric is None and not facts.group:
        raise Refused(_("Say to which product set or group the product belongs."))


def _check_kind(registration_round: RegistrationRound, product: Product, facts: WishFacts) -> None:
    """Only a recognised product can rise or be evaluated again. A training round runs any procedure with anything."""
    if registration_round.training:
        return
    renewal = renewal_of(product, registration_round.law, clock.today())
    reason = why_not(facts.kind, renewal, last_dossier_day=last_day_for_dossiers(registration_round))
    if reason:
        raise Refused(reason)
    if facts.kind == DossierKind.UPGRADE and renewal is not None and facts.expected_stars <= renewal.stars:
        raise Refused(_("The product has %(stars)s stars: an upgrade aims higher.") % {"stars": renewal.stars})


@transaction.atomic
def withdraw_wish(*, wish: Wish, actor: User) -> Wish:
    """Withdraw a wish that has not been decided on."""
    behalf = on_behalf_of(actor, wish.producer)
    return transitions.apply(WISH_TRANSITIONS, "withdraw", wish, actor=actor, on_behalf_of=behalf)
