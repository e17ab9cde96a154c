"""The office's own list of common reasons: defaults first, then what its officers make of them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activity.errors import Conflict, NotAllowed, Refused
from registrations import selectors, services
from registrations.enums import DossierState
from registrations.models import CommonReason
from registrations.reasons import COMMON_REASONS
from tests.factories.registrations import make_dossier, make_place, make_producer, owner_of
from tests.registrations.test_pages import check

pytestmark = pytest.mark.django_db
OWN = "Chưa ghi vùng nguyên liệu; đề nghị ghi thôn, diện tích."


def url(office, name="reasons", *args):
    return reverse(f"registrations:{name}", args=[office.pk, *args])


def texts(office):
    return [reason.text for reason in selectors.common_reasons(office)]


def test_office_begins_with_the_defaults_and_reading_writes_nothing(place, enter):
    response = enter(place.commune_officer).get(reverse("registrations:own_reasons"), follow=True)

    assert check(response, "reasons") == 200
    assert texts(place.commune_office) == [text for _code, text in COMMON_REASONS]
    assert all(text in response.content.decode() for text in texts(place.commune_office))
    assert not CommonReason.objects.exists()


def test_officer_adds_rewords_and_retires(place, enter):
    client, office = enter(place.commune_officer), place.commune_office

    client.post(url(office), {"text": OWN})
    client.post(url(office, "reason_edit", "expired"), {"text": "Giấy tờ hết hạn; nộp bản mới trước khi gửi lại."})
    client.post(url(office, "reason_retire", "test"))

    found = texts(office)
    assert found[-1] == OWN
    assert "Giấy tờ hết hạn; nộp bản mới trước khi gửi lại." in found
    assert dict(COMMON_REASONS)["expired"] not in found
    assert dict(COMMON_REASONS)["test"] not in found
    assert len(found) == len(COMMON_REASONS)
    assert OWN in client.get(url(office)).content.decode()
    own = CommonReason.objects.get(text=OWN)
    client.post(url(office, "reason_edit", own.key), {"text": "Chưa ghi vùng nguyên liệu."})
    assert texts(office)[-1] == "Chưa ghi vùng nguyên liệu."


def test_own_reasons_are_chosen_in_the_check_and_in_the_return(place, enter):
    dossier = make_dossier(place, state=DossierState.RECEIVED)
    made = services.add_reason(office=place.commune_office, text=OWN, actor=place.commune_officer)
    services.retire_reason(office=place.commune_office, key="vague", actor=place.commune_officer)
    client = enter(place.commune_officer)

    review = reverse("registrations:dossier_review", args=[dossier.pk])
    page = client.get(review).content.decode()
    assert f'value="{made.key}"' in page
    assert 'value="vague"' not in page
    client.post(f"{review}?noi-dung=story", {"verdict": "to_correct", "common": made.key, "reason": ""})
    assert dossier.checks.get(place="story").reason == OWN
    rows = {"rows-TOTAL_FORMS": 1, "rows-INITIAL_FORMS": 0, "rows-0-place": "papers", "rows-0-common": made.key}
    client.post(reverse("registrations:dossier_return", args=[dossier.pk]), rows)

    assert dossier.corrections.get().reason == OWN


def test_office_that_runs_rounds_has_a_list_of_its_own(place, enter):
    services.add_reason(office=place.commune_office, text=OWN, actor=place.commune_officer)
    dossier = make_dossier(place, state=DossierState.FORWARDED)

    page = enter(place.round_officer).get(reverse("registrations:dossier_return", args=[dossier.pk])).content.decode()

    assert 'value="vague"' in page
    assert OWN not in page
    assert OWN not in texts(place.office)


def test_same_reason_twice_is_refused(place, enter):
    services.add_reason(office=place.commune_office, text=OWN, actor=place.commune_officer)

    page = enter(place.commune_officer).post(url(place.commune_office), {"text": OWN}).content.decode()
    with pytest.raises(Refused):
        services.change_reason(office=place.commune_office, key="vague", text=OWN, actor=place.commune_officer)

    assert "đã có trong danh sách" in page
    assert texts(place.commune_office).count(OWN) == 1


def test_retired_reason_is_not_retired_again(place):
    office, officer = place.commune_office, place.commune_officer
    services.retire_reason(office=office, key="vague", actor=officer)

    for key in ("vague", "r999999", "nonsense", "r²"):
        with pytest.raises(Conflict):
            services.retire_reason(office=office, key=key, actor=officer)


def test_lists_of_other_offices_are_not_reached(place, enter):
    other = make_place()
    office = other.commune_office
    services.add_reason(office=office, text=OWN, actor=other.commune_officer)

    client = enter(place.commune_officer)
    assert client.get(url(office)).status_code == 404
    assert client.post(url(office), {"text": "Lý do lạ"}).status_code == 404
    assert client.post(url(office, "reason_retire", "vague")).status_code == 404
    with pytest.raises(NotAllowed):
        services.add_reason(office=office, text="Lý do lạ", actor=place.commune_officer)
    for user in (owner_of(make_producer(place.commune)), place.commune_leader, place.clerk):
        assert enter(user).get(url(place.commune_office)).status_code == 403


def test_list_takes_the_same_queries_for_one_and_three_reasons(place, enter):
    office, officer = place.commune_office, place.commune_officer
    for code, _text in COMMON_REASONS[1:]:
        services.retire_reason(office=office, key=code, actor=officer)
    client = enter(officer)
    client.get(url(office))
    with CaptureQueriesContext(connection) as one:
        client.get(url(office))
    for number in range(2):
        CommonReason.objects.create(office=office, text=f"Lý do thứ {number}")

    with CaptureQueriesContext(connection) as three:
        client.get(url(office))

    assert len(one) == len(three)
