"""The doors that the dates of a round govern, and the acts of the office that open them again."""

from uuid import uuid4

from activity.errors import Refused
from foundation import clock
from registrations import services
from registrations.deadlines import Standing
from registrations.enums import Covers, DossierState, MeetsEvent
from registrations.models import Dossier, Wish
from registrations.services.wishes import WishFacts
from tests.factories.registrations import (
    make_dossier,
    make_producer,
    make_product,
    make_round,
    make_wish,
    owner_of,
    write_opinion,
)
from tests.registrations.deadlines.dates import HARD, LEAVE, SOFT


def register(place, row, producer):
    sets = place.law.rubrics.order_by("number")
    facts = WishFacts(target_year=2027, expected_stars=3, rubric=sets.first())
    return services.register_wish(
        registration_round=row,
        producer=producer,
        product=make_product(producer),
        facts=facts,
        key=uuid4(),
        actor=owner_of(producer),
    )


def submit(dossier):
    dossier = Dossier.objects.get(pk=dossier.pk)  # as a page reads it, with the round as it stands then
    return services.submit_dossier(dossier=dossier, undertaken_by="Nguyễn Thị Hoa", actor=owner_of(dossier.producer))


def send_list(place, wish):
    wish = Wish.objects.get(pk=wish.pk)
    services.list_wishes_of_commune(
        registration_round=wish.round, unit=place.commune, wishes=[wish], actor=place.commune_officer
    )
    wish.refresh_from_db()
    return wish


def forward(place, dossier):
    dossier = Dossier.objects.get(pk=dossier.pk)
    return services.forward_dossier(dossier=dossier, actor=place.commune_officer)


def send_up(place, dossier):
    """Bring a dossier that the commune has received through opinion and approval, and send it up."""
    write_opinion(place, dossier)
    services.ask_approval(dossier=dossier, actor=place.commune_officer)
    services.approve_opinion(dossier=dossier, actor=place.commune_leader)
    return services.forward_dossier(dossier=dossier, actor=place.commune_officer)


DOORS = ("wish", "dossier", "list", "forward")


def door_of(name, place, **dates):
    """Return the act that the dates of a round govern, with everything before it done in time."""
    if name == "wish":
        row = make_round(place, due_at=SOFT, hard_due_at=HARD, **dates)
        producer = make_producer(place.commune)
        return producer, row, lambda: register(place, row, producer)
    if name == "dossier":
        row = make_round(place, dossier_due_at=SOFT, dossier_hard_due_at=HARD, **dates)
        draft = make_dossier(place, registration_round=row)
        return draft.producer, row, lambda: submit(draft)
    if name == "list":
        row = make_round(place, due_at=SOFT, hard_due_at=HARD, meets_event=MeetsEvent.SENT, **dates)
        wish = make_wish(place, registration_round=row)
        return wish.producer, row, lambda: send_list(place, wish)
    row = make_round(place, dossier_due_at=SOFT, dossier_hard_due_at=HARD, meets_event=MeetsEvent.SENT, **dates)
    dossier = make_dossier(place, registration_round=row, state=DossierState.OPINION_APPROVED)
    return dossier.producer, row, lambda: forward(place, dossier)


def outcome_of(act, at):
    """Return how the portal judged an act at a moment."""
    with clock.frozen(at):
        try:
            done = act()
        except Refused as error:
            return "refused" if "Đã hết hạn" in str(error) else str(error)
    return "late" if done.is_late else "on time"


WORDS = {Standing.ON_TIME: "on time", Standing.LATE: "late", Standing.BY_LEAVE: "late", Standing.CLOSED: "refused"}


def grant(place, row, named, *, covers=Covers.BOTH, until_at=LEAVE):
    return services.grant_late_entry(
        registration_round=row,
        named=named,
        covers=covers,
        until_at=until_at,
        reason="Lũ chia cắt thôn từ ngày 20/9.",
        actor=place.round_officer,
    )


def change(place, row, **changes):
    names = [name for name in services.RoundFacts.__dataclass_fields__ if name != "units"]
    row.refresh_from_db()
    values = {name: getattr(row, name) for name in names} | {"units": list(row.units.all())} | changes
    services.update_round(
        registration_round=row, facts=services.RoundFacts(**values), seen=None, actor=place.round_officer
    )
