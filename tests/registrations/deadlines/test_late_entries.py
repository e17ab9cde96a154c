"""Late entries: what they open and for whom, how they are granted and taken back."""

import pytest
from django.urls import reverse

from activity.errors import Refused
from registrations import services
from registrations.deadlines import Window
from registrations.enums import Covers
from tests.factories.accounts import make_office, make_person, make_unit
from tests.factories.registrations import make_place, make_producer, make_round, owner_of
from tests.registrations.deadlines.dates import HARD, LEAVE, SECOND, SOFT
from tests.registrations.deadlines.doors import DOORS, WORDS, door_of, grant, outcome_of

pytestmark = pytest.mark.django_db


# -- What they open --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", DOORS)
@pytest.mark.parametrize("at", [HARD, LEAVE - SECOND, LEAVE])
def test_late_entry_of_the_producer_opens_the_door_until_its_end(place, name, at):
    producer, row, act = door_of(name, place)
    grant(place, row, producer)

    assert outcome_of(act, at) == WORDS[Window(SOFT, HARD, LEAVE).standing(at)]


@pytest.mark.parametrize("name", DOORS)
def test_late_entry_of_somebody_else_opens_nothing(place, name):
    _producer, row, act = door_of(name, place)
    grant(place, row, make_producer(place.commune))

    assert outcome_of(act, HARD) == "refused"


@pytest.mark.parametrize("name", DOORS)
def test_late_entry_of_the_commune_opens_the_door_to_all_of_it(place, name):
    _producer, row, act = door_of(name, place)
    grant(place, row, place.commune)

    assert outcome_of(act, LEAVE - SECOND) == "late"


EXTRA = {
    "wish": {"dossier_due_at": SOFT, "dossier_hard_due_at": HARD},
    "dossier": {"due_at": SOFT, "hard_due_at": HARD},
}


@pytest.mark.parametrize(("name", "other"), [("wish", Covers.DOSSIERS), ("dossier", Covers.WISHES)])
def test_late_entry_opens_only_what_it_covers(place, name, other):
    producer, row, act = door_of(name, place, **(EXTRA[name]))
    grant(place, row, producer, covers=other)

    assert outcome_of(act, HARD) == "refused"


@pytest.mark.parametrize("name", DOORS)
def test_late_entry_that_was_taken_back_opens_nothing(place, name):
    producer, row, act = door_of(name, place)
    entry = grant(place, row, producer)
    services.revoke_late_entry(entry=entry, reason="Nhầm chủ thể.", actor=place.round_officer)

    assert outcome_of(act, HARD) == "refused"


# -- Granting and taking back ----------------------------------------------------------------------------------------
def test_late_entry_is_told_and_kept_in_the_history_of_the_office(place, enter):
    row = make_round(place, due_at=SOFT, hard_due_at=HARD)
    producer = make_producer(place.commune)
    stranger = make_producer(place.commune)
    client = enter(place.round_officer)
    data = {
        "unit": place.commune.pk, "producer_name": producer.name.lower(), "covers": "wishes",
        "until_at_day": "2026-10-09", "until_at_words": "until", "reason": "Lũ chia cắt thôn.",
    }  # fmt: skip

    done = client.post(reverse("registrations:late_entries", args=[row.pk]), data)

    entry = row.late_entries.get()
    assert done.status_code == 302
    assert (entry.producer, entry.unit, entry.until_at) == (producer, None, LEAVE)
    for user in (owner_of(producer), place.commune_officer, place.commune_leader):
        assert user.notifications.filter(kind="late_entry").count() == 1
    assert "Lũ chia cắt thôn." in client.get(row.get_absolute_url()).content.decode()
    for user in (owner_of(stranger), make_person("commune_officer", make_office(unit=_another(place, row)))):
        page = enter(user).get(row.get_absolute_url()).content.decode()
        assert producer.name not in page
        assert "Lũ chia cắt thôn." not in page


def _another(place, row):
    """A second commune of the round, of which data could leak."""
    unit = make_unit(parent=place.area)
    row.units.add(unit)
    return unit


@pytest.mark.parametrize(
    ("changes", "match"),
    [
        ({"until_at": HARD}, "phải sau hạn cuối"),
        ({"until_at": SOFT}, "phải sau hạn cuối"),
        ({"covers": Covers.DOSSIERS}, "không có hạn cuối"),
    ],
)
def test_late_entry_that_opens_nothing_is_refused(place, changes, match):
    row = make_round(place, due_at=SOFT, hard_due_at=HARD)

    with pytest.raises(Refused, match=match):
        grant(place, row, place.commune, **changes)


def test_late_entry_is_granted_once_and_only_to_those_who_take_part(place):
    row = make_round(place, due_at=SOFT, hard_due_at=HARD)
    grant(place, row, place.commune)

    with pytest.raises(Refused, match="đã được phép"):
        grant(place, row, place.commune, until_at=LEAVE + SECOND)
    with pytest.raises(Refused):
        grant(place, row, make_place().commune)


def test_taking_back_needs_a_reason_and_is_told(place, enter):
    row = make_round(place, due_at=SOFT, hard_due_at=HARD)
    entry = grant(place, row, place.commune)
    client = enter(place.round_officer)
    url = reverse("registrations:late_entry_revoke", args=[row.pk, entry.pk])

    client.post(url, {"reason": ""})
    entry.refresh_from_db()
    assert entry.holds
    client.post(url, {"reason": "Nhầm xã."})

    entry.refresh_from_db()
    assert (entry.holds, entry.revoked_because) == (False, "Nhầm xã.")
    assert place.commune_officer.notifications.filter(kind="late_entry_revoked").count() == 1


def test_only_the_office_of_the_round_grants_and_takes_back(place, enter):
    row = make_round(place, due_at=SOFT, hard_due_at=HARD)
    entry = grant(place, row, place.commune)
    url = reverse("registrations:late_entries", args=[row.pk])
    revoke = reverse("registrations:late_entry_revoke", args=[row.pk, entry.pk])
    elsewhere = make_place()

    for user in (place.commune_officer, place.leader):
        client = enter(user)
        assert client.post(url, {}).status_code == 403
        assert client.post(revoke, {"reason": "Không được."}).status_code == 403
    client = enter(elsewhere.round_officer)
    assert client.get(url).status_code == client.get(revoke).status_code == 404
    entry.refresh_from_db()
    assert entry.holds
