"""Rounds: opened from a letter, under a decision in force, with dates that mean what they say."""

from datetime import date

import pytest
from django.urls import reverse

from activity.errors import NotAllowed, Refused
from directives.enums import DocumentState
from foundation import clock
from foundation.calendar import describe_due
from registrations import services
from registrations.editing import ChangedElsewhere
from registrations.forms.rounds import round_seen
from registrations.models import RegistrationRound
from tests.factories.accounts import make_unit
from tests.factories.directives import make_document, make_house
from tests.factories.registrations import make_place, make_round, make_wish, moment, owner_of
from tests.factories.rubrics import CODE_2019, CODE_2023, publish_law

LAW_OF_ITS_OWN = True

pytestmark = pytest.mark.django_db


def facts_of(place, row, **changes):
    names = [name for name in services.RoundFacts.__dataclass_fields__ if name != "units"]
    values = {name: getattr(row, name) for name in names} | {"units": list(row.units.all())}
    return services.RoundFacts(**(values | changes))


def test_letter_offers_a_round_and_the_round_names_its_letter(enter):
    publish_law()
    publish_law(CODE_2019)
    house = make_house()
    letter = make_document(house, state=DocumentState.ISSUED, abstract="đăng ký xây dựng sản phẩm OCOP")
    client = enter(house.officer)

    page = client.get(reverse("directives:detail", args=[letter.pk])).content.decode()
    url = reverse("registrations:round_create") + f"?directive={letter.pk}"
    assert f"{reverse('registrations:round_create')}?directive={letter.pk}" in page

    form = client.get(url).context["form"]
    data = {
        "name": form.initial["name"], "law": publish_law(CODE_2019).pk, "year": "2026",
        "units": [house.commune.unit_id],
        "kinds": ["first"], "opens_on": "2026-08-20", "due_at_day": "2026-09-25", "due_at_words": "before",
        "meets_event": "received", "after_return": "restart", "answer_days": "10", "training": "on",
    }  # fmt: skip
    client.post(url, data)

    row = RegistrationRound.objects.get()
    assert (row.directive, row.training, row.answer_days) == (letter, True, 10)
    assert letter.abstract in client.get(row.get_absolute_url()).content.decode()


def test_letter_that_is_a_draft_opens_no_real_round(place):
    house = make_house()
    draft = make_document(house)

    with pytest.raises(Refused, match="chưa được ban hành"):
        make_round(place, directive=draft)


@pytest.mark.parametrize("code", [CODE_2019, CODE_2023])
def test_decision_that_has_ended_runs_training_rounds_only(code):
    place = make_place(law=publish_law(code, sets="all" if code == CODE_2023 else "coffee"), level="district")

    with pytest.raises(Refused, match="không có hiệu lực"):
        make_round(place, training=False)
    assert make_round(place, training=True).training


def test_level_without_part_in_the_decision_is_refused():
    place = make_place(level="district")

    with pytest.raises(Refused, match="không có nhiệm vụ"):
        make_round(place)


def test_real_round_of_its_day_needs_no_training():
    with clock.frozen(date(2024, 3, 5)):
        place = make_place(law=publish_law(CODE_2023, sets="all"), level="district")
        row = make_round(place, training=False, due_at=moment("2024-03-25"), opens_on=date(2024, 3, 5))

        assert describe_due(row.due_at) == "đến hết ngày 24/03/2024"


@pytest.mark.parametrize(
    "changes",
    [
        {"hard_due_at": moment("2026-08-25")},
        {"dossier_hard_due_at": moment("2026-12-01")},
        {"due_at": moment("2026-08-20")},
        {"opens_on": date(2027, 1, 1)},
    ],
)
def test_dates_must_follow_each_other(place, changes):
    with pytest.raises(Refused):
        make_round(place, **changes)


def test_round_without_communes_does_not_open(place):
    with pytest.raises(Refused, match="chọn các xã"):
        make_round(place, units=[])


def test_opening_tells_the_communes_that_take_part(place):
    make_round(place)

    assert place.commune_officer.notifications.filter(kind="round_opened").count() == 1


def test_changed_dates_of_an_open_round_are_told_to_communes_and_to_those_who_registered(place):
    wish = make_wish(place)
    row = wish.round

    services.update_round(
        registration_round=row,
        facts=facts_of(place, row, due_at=moment("2026-10-10")),
        seen=round_seen(row),
        actor=place.round_officer,
    )

    for user in (place.commune_officer, owner_of(wish.producer)):
        assert user.notifications.filter(kind="round_changed").count() == 1


def test_changes_that_would_break_an_open_round_are_refused(place):
    row = make_wish(place).round

    def change(**changes):
        services.update_round(
            registration_round=row, facts=facts_of(place, row, **changes), seen=None, actor=place.round_officer
        )

    with pytest.raises(Refused, match="Không bỏ được xã"):
        change(units=[make_unit(parent=place.area)])
    with pytest.raises(Refused, match="tập huấn"):
        change(training=True)
    change(units=[place.commune, make_unit(parent=place.area)])
    assert row.units.count() == 2


def test_two_officers_change_a_round_and_the_second_sees_both(place, enter):
    row = make_round(place)
    seen = round_seen(row)
    services.update_round(
        registration_round=row, facts=facts_of(place, row, name="Tên mới"), seen=seen, actor=place.round_officer
    )

    with pytest.raises(ChangedElsewhere):
        services.update_round(
            registration_round=row, facts=facts_of(place, row, name="Tên khác"), seen=seen, actor=place.round_officer
        )


def test_others_change_nothing(place):
    row = make_round(place)

    with pytest.raises(NotAllowed):
        services.update_round(registration_round=row, facts=facts_of(place, row), seen=None, actor=place.leader)
    with pytest.raises(NotAllowed):
        services.move_round(registration_round=row, action="close", actor=place.commune_officer)
    with pytest.raises(NotAllowed):
        services.create_round(office=place.commune_office, facts=facts_of(place, row), actor=place.commune_officer)
