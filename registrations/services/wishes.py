"""Writes about wishes: registered by producers, listed by communes, withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from accounts.selectors import reaches
from activity import journal, transitions
from activity.errors import Conflict, NotAllowed, Refused
from activity.notifications import notify
from foundation import clock
from foundation.files import CheckedUpload
from registrations import notices, rules
from registrations.enums import WISH_TRANSITIONS, DossierKind, RoundState
from registrations.models import CommuneList, Producer, Product, RegistrationRound, Wish
from registrations.renewal import renewal_of, why_not
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
    """Register a wish; a producer or product given as values is set up in the same transaction.

    Whoever registers it on behalf of a producer adds the scan of the ``signed`` paper; Refused without one.

    The same key never makes a second wish: a double submit returns the first. Raises Refused where the round does not
    take it: not open, past its hard date, another commune, a kind or product set that it does not accept, or the same
    product registered already.

    ``from_list``: an officer takes the wish over from a list of their office; it is marked as entered by them, and the
    list as a whole is told of instead of every wish.
    """
    try:
        with transaction.atomic():
            return _already(key, actor) or _register(
                registration_round=registration_round,
                producer=producer,
                product=product,
                facts=facts,
                key=key,
                actor=actor,
                from_list=from_list,
                signed=signed,
            )
    except (IntegrityError, Refused) as error:
        # The same form sent twice at once: the first one has just made the producer, the product or the wish.
        if found := _already(key, actor):
            return found
        if isinstance(error, Refused):
            raise
        raise Refused(_("This product is already registered in this round.")) from error


def _already(key: UUID, actor: User) -> Wish | None:
    wish = Wish.objects.filter(key=key).first()
    if wish is not None and wish.created_by_id != actor.pk:
        raise NotAllowed
    return wish


def _register(
    *,
    registration_round: RegistrationRound,
    producer: Producer | Mapping[str, Any],
    product: Product | Mapping[str, Any],
    facts: WishFacts,
    key: UUID,
    actor: User,
    from_list: bool,
    signed: Sequence[CheckedUpload],
) -> Wish:
    _check_round(registration_round, facts)
    producer = _producer(producer, registration_round, actor, from_list=from_list)
    in_time.check_wish(registration_round, producer, actor)
    product = _product(product, producer, actor, from_list=from_list)
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


@transaction.atomic
def list_wishes_of_commune(
    *,
    registration_round: RegistrationRound,
    unit: Unit,
    wishes: Iterable[Wish],
    actor: User,
) -> CommuneList:
    """Put wishes on the commune's list of a round, all or none; what is added later is a list of its own.

    Raises Refused for an empty list, or after the hard date where it is the sending that counts; Conflict where one of
    them has moved meanwhile.
    """
    chosen = list(wishes)
    if not chosen:
        raise Refused(_("Choose at least one product."))
    if any(wish.round_id != registration_round.pk or not reaches(unit.pk, wish.unit_id) for wish in chosen):
        raise NotAllowed
    in_time.check_list(registration_round, unit, chosen, actor)
    made = _next_list(registration_round, unit, actor)
    for wish in chosen:
        changes = {"listed_in": made, "listed_at": made.made_at}
        transitions.apply(WISH_TRANSITIONS, "list", wish, actor=actor, changes=changes, facts={"list": made.ordinal})
    after = {"commune": unit.name, "list": made.ordinal, "wishes": [wish.pk for wish in chosen]}
    journal.record(registration_round, journal.Event("list", _("Commune's list sent"), after=after), actor=actor)
    for notice in notices.list_sent(registration_round, unit, len(chosen)):
        notify(registration_round, notice, occasion=f"list:{made.pk}")
    return made


def _next_list(registration_round: RegistrationRound, unit: Unit, actor: User) -> CommuneList:
    last = CommuneList.objects.filter(round=registration_round, unit=unit).aggregate(last=Max("ordinal"))["last"] or 0
    try:
        with transaction.atomic():
            return CommuneList.objects.create(
                round=registration_round, unit=unit, ordinal=last + 1, made_at=clock.now(), made_by=actor
            )
    except IntegrityError as error:
        raise Conflict(_("Somebody else has just sent a list. Look at it again before you go on.")) from error
