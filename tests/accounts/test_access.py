"""Ways in: user name, e-mail, phone, sign-up, printed code; and login everywhere else."""

import re
from datetime import date, timedelta

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts import services
from accounts.enums import OfficeKind, Role
from accounts.models import OneTimeCode, User
from activity.errors import NotAllowed
from activity.models import JournalEntry
from foundation import clock

pytestmark = pytest.mark.django_db
PASSWORD = "mot-mat-khau-dai"


@pytest.fixture
def commune():
    province = services.create_unit(level="province", code="51", name="tỉnh Thử Nghiệm", valid_from=date(2020, 1, 1))
    unit = services.create_unit(level="commune", code="1", name="xã Một", valid_from=date(2020, 1, 1), parent=province)
    services.rebuild_reach()
    return unit


@pytest.fixture
def officer(commune):
    office = services.create_office(
        unit=commune,
        kind=OfficeKind.PEOPLES_COMMITTEE,
        name="Ủy ban nhân dân xã Một",
        abbreviation="UBND",
        seat="Một",
        valid_from=date(2020, 1, 1),
    )
    user = services.create_user(username="canbo", full_name="Trần Thị Cán", password=PASSWORD)
    services.grant(user=user, role=Role.COMMUNE_OFFICER, office=office)
    return user


@pytest.fixture
def person():
    return services.create_user(
        username="nguyenan", full_name="Nguyễn Văn An", password=PASSWORD, email="an@vidu.example", phone="0900000001"
    )


@pytest.mark.parametrize("name", ["nguyenan", "an@vidu.example", "AN@VIDU.EXAMPLE", "0900000001", " nguyenan "])
def test_login_by_any_name(client, person, name):
    response = client.post("/accounts/login/", {"login": name, "password": PASSWORD})

    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.parametrize("login", ["nguyenan", "nobody"])
def test_wrong_login_says_the_same_for_known_and_unknown_names(client, person, login):
    page = client.post("/accounts/login/", {"login": login, "password": "sai-mat-khau"})

    assert page.status_code == 200
    assert "_auth_user_id" not in client.session


def test_sign_up_makes_a_producer_named_by_the_phone(client):
    data = {"full_name": "Y Thị Lan", "phone": "+84 900 000 002", "password1": PASSWORD, "password2": PASSWORD}

    response = client.post("/accounts/signup/", data)

    user = User.objects.get(phone="0900000002")
    assert response.status_code == 302
    assert user.username == "0900000002"
    assert user.email is None
    assert set(user.roles) == {Role.PRODUCER}


@pytest.mark.parametrize(
    ("field", "value"),
    [("full_name", ""), ("full_name", "x" * 121), ("phone", "12"), ("phone", "0900000001"), ("email", "không phải")],
)
def test_sign_up_names_the_wrong_field_and_keeps_what_was_typed(client, person, field, value):
    data = {"full_name": "Y Thị Lan", "phone": "0900000002", "password1": PASSWORD, "password2": PASSWORD}

    page = client.post("/accounts/signup/", data | {field: value})

    assert page.status_code == 200
    assert field in page.context["form"].errors
    assert 'value="0900000002"' in page.content.decode() or field == "phone"
    assert User.objects.count() == 1


def test_printed_code_hands_over_an_account_once_and_is_in_the_journal(client, officer, commune):
    client.force_login(officer)
    page = client.post(
        reverse("accounts:open_account"), {"full_name": "A Thút", "phone": "0900000003", "home_unit": commune.pk}
    )
    code = re.search(r"\b([2-9A-Z]{5}-[2-9A-Z]{5})\b", page.content.decode()).group(1)
    client.logout()
    data = {"login": "0900000003", "code": code.lower(), "password1": PASSWORD, "password2": PASSWORD}

    first = client.post(reverse("accounts:redeem_code"), data)
    client.logout()
    second = client.post(reverse("accounts:redeem_code"), data)

    account = User.objects.get(phone="0900000003")
    assert first.status_code == 302
    assert account.check_password(PASSWORD)
    assert second.status_code == 200
    actions = JournalEntry.objects.filter(stream=f"accounts.user:{account.pk}").values_list("action", flat=True)
    assert list(actions) == ["create", "grant", "code", "redeem"]
    assert code.replace("-", "") not in OneTimeCode.objects.get().digest


def test_wrong_codes_end_a_code(officer, commune):
    account, code = services.open_producer_account(
        full_name="A Thút", phone="0900000003", home_unit=commune, actor=officer
    )
    for _n in range(services.CODE_MAX_FAILURES):
        services.redeem_code(login=account.username, code="AAAAA-AAAAA", password=PASSWORD)

    assert services.redeem_code(login=account.username, code=code, password=PASSWORD) is None


def test_code_expires(officer, commune):
    account, code = services.open_producer_account(
        full_name="A Thút", phone="0900000003", home_unit=commune, actor=officer
    )

    with clock.frozen(clock.now() + services.CODE_VALID_FOR + timedelta(seconds=1)):
        assert services.redeem_code(login=account.username, code=code, password=PASSWORD) is None


def test_officer_cannot_take_over_accounts_of_other_communes_or_officials(client, officer, person):
    with pytest.raises(NotAllowed):
        services.make_one_time_code(user=person, actor=officer)
    client.force_login(officer)

    assert client.post(reverse("accounts:hand_out_code", args=[person.pk])).status_code == 404
    assert "Nguyễn Văn An" not in client.get(reverse("accounts:people")).content.decode()


def test_role_that_has_ended_opens_nothing(officer):
    membership = officer.memberships.get()
    membership.ends_on = clock.today() - timedelta(days=1)
    membership.save()

    assert User.objects.get(pk=officer.pk).roles == frozenset()


def test_successor_commune_reaches_its_predecessors(commune):
    merged = services.create_unit(
        level="commune", code="2", name="xã Hai", valid_from=date(2025, 7, 1), parent=commune.parent
    )
    services.name_successors(unit=commune, successors=[merged])
    services.rebuild_reach()

    assert set(merged.reaches.values_list("unit", flat=True)) == {merged.pk, commune.pk}
    assert set(commune.reaches.values_list("unit", flat=True)) == {commune.pk}


def every_url(resolver, prefix=""):
    for pattern in resolver.url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from every_url(pattern, path)
        elif isinstance(pattern, URLPattern):
            yield path, pattern


# What anybody may open; everything else asks for a login.
PUBLIC_PREFIXES = (
    "healthz",
    "bo-tieu-chi/",
    "san-pham",
    "chung-nhan",
    "accounts/",
    "i18n/",
    "tai-khoan/nhan-tai-khoan/",
    "dang-ky/loi-moi/",
    "van-ban/cong-bo/",
    "van-ban/nhan/",
    "van-ban/han/lich/<slug:token>.ics",
)


def test_every_other_address_asks_for_a_login(client):
    shown = []
    for path, _pattern in every_url(get_resolver()):
        if path == "" or path.startswith((*PUBLIC_PREFIXES, "admin/")):
            continue
        sample = "/" + re.sub(r"<int:\w+>", "1", path)
        sample = re.sub(r"<(?:str|slug|uuid)?:?\w+>", "x", sample)
        response = client.get(sample)
        if response.status_code not in {302, 405} or (
            response.status_code == 302 and "/accounts/login/" not in response["Location"]
        ):
            shown.append((sample, response.status_code))

    assert shown == []


def test_expired_session_reaches_htmx_as_an_event(client):
    response = client.get(reverse("activity:notifications"), headers={"HX-Request": "true"})

    assert response.status_code == 401
    assert response["HX-Trigger"] == "session-ended"
