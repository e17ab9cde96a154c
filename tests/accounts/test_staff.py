"""Administrators set up units, offices, officials and roles; nobody else does, and nobody for themselves."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import services as plain
from accounts.enums import OfficeKind, Role
from accounts.models import Membership, Office, OneTimeCode, Unit, User
from accounts.staff import services
from activity.errors import Conflict, NotAllowed, Refused
from activity.models import JournalEntry, Notification
from foundation import clock
from tests.factories.accounts import make_membership, make_office, make_person, make_unit, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "mot-mat-khau-dai"
LONG_AGO = date(2020, 1, 1)


@pytest.fixture
def boss():
    return make_person(Role.ADMINISTRATOR)


@pytest.fixture
def admin(client, boss):
    client.force_login(boss)
    return client


def test_new_installation_gets_its_province_communes_offices_and_officials(admin, client):
    create = reverse("accounts:units_create")
    admin.post(create, {"level": "province", "valid_from": "2025-07-01", "lines": "51 tỉnh Quảng Ngãi"})
    province = Unit.objects.get(code="51")
    lines = "23425 xã Bờ Y\n23426, xã Sa Loong\n"
    common = {"valid_from": "2025-07-01", "with_committees": "on"}
    admin.post(create, {"level": "commune", "parent": province.pk, "lines": lines, **common})
    office = Office.objects.get(unit__code="23425")

    page = admin.post(reverse("accounts:open_staff"), {"full_name": "Y Bình", "username": "ybinh"})
    person = User.objects.get(username="ybinh")
    role = {"role": Role.COMMUNE_OFFICER, "office": office.pk, "title": "Công chức", "starts_on": "2026-01-05"}
    admin.post(reverse("accounts:person", args=[person.pk]), role)

    assert (office.name, office.seat) == ("Ủy ban nhân dân xã Bờ Y", "Bờ Y")
    assert set(province.reaches.values_list("unit__code", flat=True)) == {"51", "23425", "23426"}
    assert Membership.objects.get(user=person).title == "Công chức"
    assert Notification.objects.filter(recipient=person, kind="role_given").count() == 1
    assert JournalEntry.objects.filter(action="grant", stream=f"accounts.user:{person.pk}").count() == 1
    taken = {"login": "ybinh", "code": page.context["code"], "password1": PASSWORD, "password2": PASSWORD}
    client.logout()
    client.post(reverse("accounts:redeem_code"), taken)
    assert client.get(reverse("registrations:queue")).status_code == 200


def test_role_ends_after_its_last_day_and_the_person_hears_of_it(admin):
    role = make_membership()

    admin.post(reverse("accounts:role_end", args=[role.pk]), {"on": (clock.today() - timedelta(days=1)).isoformat()})

    assert User.objects.get(pk=role.user_id).roles == frozenset()
    assert Notification.objects.get(recipient=role.user).kind == "role_ended"


def test_role_that_ended_meanwhile_is_not_prolonged(boss):
    role = make_membership()
    services.end_role(membership=Membership.objects.get(pk=role.pk), on=clock.today(), actor=boss)

    with pytest.raises(Conflict):
        services.end_role(membership=role, on=clock.today() + timedelta(days=9), actor=boss)


@pytest.mark.parametrize(
    ("role", "facts", "reason"),
    [
        (Role.COMMUNE_LEADER, {}, "commune"),
        (Role.ROUND_OFFICER, {}, "rounds"),
        (Role.LEADER, {"starts_on": LONG_AGO - timedelta(days=1)}, "exist"),
        (Role.LEADER, {"ends_on": LONG_AGO}, "before"),
        (Role.CLERK, {}, "already"),
    ],
)
def test_role_that_does_not_fit_is_refused(boss, role, facts, reason, settings):
    settings.LANGUAGE_CODE = "en"
    office = make_office(unit=make_unit(level="province"), valid_from=LONG_AGO)
    user = make_membership(role=Role.CLERK, office=office, starts_on=LONG_AGO).user

    with pytest.raises(Refused):
        services.give_role(user=user, role=role, office=office, actor=boss, **({"starts_on": clock.today()} | facts))

    assert user.memberships.count() == 1


def test_nobody_changes_their_own_roles_and_nobody_else_changes_any(client, boss, admin):
    office = make_office()
    form = {"role": Role.LEADER, "office": office.pk, "starts_on": "2026-01-05"}
    officer = make_person(Role.COMMUNE_OFFICER, office)

    assert admin.post(reverse("accounts:person", args=[boss.pk]), form).status_code == 403
    assert admin.get(reverse("accounts:role_end", args=[boss.memberships.get().pk])).status_code == 404
    with pytest.raises(NotAllowed):
        services.give_role(user=boss, role=Role.LEADER, office=office, starts_on=clock.today(), actor=officer)
    client.force_login(officer)
    role = make_membership(office=office)
    pages = {
        "person": [role.user_id],
        "role_end": [role.pk],
        "open_staff": [],
        "units": [],
        "units_create": [],
        "unit": [office.unit_id],
        "unit_end": [office.unit_id],
        "office_create": [office.unit_id],
    }
    for name, args in pages.items():
        assert client.get(reverse(f"accounts:{name}", args=args)).status_code == 403
    assert Membership.objects.filter(role=Role.LEADER).count() == 0


def test_officials_account_is_opened_by_administrators_until_it_has_a_password(boss):
    officer = make_person(Role.COMMUNE_OFFICER)
    account, code = services.open_staff_account(username="moi", full_name="Mới", email=None, phone=None, actor=boss)
    services.give_role(user=account, role=Role.CLERK, office=make_office(), starts_on=clock.today(), actor=boss)

    with pytest.raises(NotAllowed):
        plain.make_one_time_code(user=account, actor=officer)
    assert plain.redeem_code(login="moi", code=code, password=PASSWORD) == account
    with pytest.raises(Refused):
        plain.make_one_time_code(user=User.objects.get(pk=account.pk), actor=boss)


def test_code_of_a_commune_does_not_open_the_account_of_who_became_an_official(boss):
    office = make_office()
    officer = make_person(Role.COMMUNE_OFFICER, office)
    producer, code = plain.open_producer_account(
        full_name="Y Lan", phone="0900000044", home_unit=office.unit, actor=officer
    )

    services.give_role(user=producer, role=Role.CLERK, office=office, starts_on=clock.today(), actor=boss)

    assert not OneTimeCode.objects.filter(user=producer).exists()
    assert plain.redeem_code(login=producer.username, code=code, password=PASSWORD) is None


@pytest.mark.parametrize("name", ["username", "email", "phone"])
def test_account_that_is_there_already_is_named_and_the_form_keeps_what_was_typed(admin, name):
    make_user(username="co-roi", email="co@vidu.example", phone="0900000045")
    taken = {"username": "CO-ROI", "email": "CO@vidu.example", "phone": "0900 000 045"}
    data = {"full_name": "Trần Sơn", "username": "khac"} | {name: taken[name]}

    page = admin.post(reverse("accounts:open_staff"), data)

    assert page.context["form"].non_field_errors()
    assert "Trần Sơn" in page.content.decode()
    assert User.objects.filter(full_name="Trần Sơn").count() == 0


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"lines": ""}, "lines"),
        ({"lines": "xã không mã"}, "lines"),
        ({"lines": "1 xã Một\n1 xã Hai"}, "lines"),
        ({"lines": f"1 {'x' * 121}"}, "lines"),
        ({"parent": ""}, "parent"),
        ({"level": "province"}, "parent"),
        ({"level": "làng"}, "level"),
        ({"valid_from": "hôm qua"}, "valid_from"),
    ],
)
def test_units_that_make_no_sense_name_their_field_and_set_up_nothing(admin, change, field):
    province = make_unit(level="province")
    data = {"level": "commune", "parent": province.pk, "valid_from": "2025-07-01", "lines": "1 xã Một"} | change

    page = admin.post(reverse("accounts:units_create"), data)

    assert field in page.context["form"].errors
    assert Unit.objects.filter(parent=province).count() == 0


def test_code_in_use_is_named_and_no_unit_is_set_up(admin):
    there = make_unit(level="province", code="51")
    before = Unit.objects.count()
    data = {"level": "province", "valid_from": "2025-07-01", "lines": f"52 tỉnh Mới\n{there.code} tỉnh Cũ"}

    page = admin.post(reverse("accounts:units_create"), data)

    assert "51" in str(page.context["form"].non_field_errors())
    assert Unit.objects.count() == before


def test_merged_commune_ends_with_its_offices_and_the_new_one_reaches_it(admin):
    province = make_unit(level="province")
    old, new = (make_unit(name=f"xã {n}", parent=province) for n in ("Cũ", "Mới"))
    office = make_office(unit=old)

    data = {"on": "2025-06-30", "successors": [new.pk]}
    admin.post(reverse("accounts:unit_end", args=[old.pk]), data)

    office.refresh_from_db()
    assert office.valid_to == date(2025, 6, 30)
    assert set(new.reaches.values_list("unit", flat=True)) == {new.pk, old.pk}
    assert admin.get(reverse("accounts:unit_end", args=[old.pk])).status_code == 404
    assert "xã Mới" in admin.get(reverse("accounts:unit", args=[old.pk])).content.decode()


def test_office_is_set_up_once_with_its_facts(admin):
    unit = make_unit(level="province", name="tỉnh Thử")
    data = {
        "kind": OfficeKind.AGRICULTURE,
        "name": "Sở Nông nghiệp",
        "abbreviation": "SNN",
        "seat": "Thử",
        "runs_rounds": "on",
        "valid_from": "2025-07-01",
    }

    first = admin.post(reverse("accounts:office_create", args=[unit.pk]), data)
    again = admin.post(reverse("accounts:office_create", args=[unit.pk]), data)

    assert first.status_code == 302
    assert again.context["form"].non_field_errors()
    assert Office.objects.get(unit=unit).runs_rounds


@pytest.mark.parametrize("name", ["people", "units", "unit"])
def test_lists_cost_the_same_for_one_row_and_three(admin, name):
    unit = make_unit(level="province")

    def more():
        make_unit(parent=unit)
        make_membership(office=make_office(unit=unit))

    def cost():
        address = reverse(f"accounts:{name}", args=[unit.pk] if name == "unit" else [])
        admin.get(address)
        with CaptureQueriesContext(connection) as found:
            assert admin.get(address).status_code == 200
        return len(found)

    more()
    one = cost()
    more()
    more()

    assert cost() == one
