"""Saving by itself is refused to strangers, after the session, after submitting; a date that passes is said."""

import pytest
from django.urls import reverse

from foundation import clock
from registrations.enums import DossierState
from registrations.models import Dossier
from registrations.steps import url_of_item, url_of_step
from tests.factories.accounts import make_user
from tests.factories.registrations import make_dossier, make_round, member_of, moment, owner_of
from tests.registrations.writing.posting import autosave, seen

pytestmark = pytest.mark.django_db


def test_ended_session_answers_401_as_an_event(draft, writer):
    url = url_of_step(draft, "story")
    writer.logout()

    response, _event = autosave(writer, url, {"story": "Chuyện"}, seen="")

    assert response.status_code == 401
    assert response["HX-Trigger"] == "session-ended"
    assert response.content == b""
    assert Dossier.objects.get().story == ""


def test_login_leads_back_to_the_step(draft, client):
    url = url_of_step(draft, "story")
    owner = owner_of(draft.producer)
    owner.set_password("mat-khau-thu-nghiem")
    owner.save()

    login = client.get(url, follow=True)
    data = {"login": owner.username, "password": "mat-khau-thu-nghiem", "next": url}
    response = client.post(reverse("account_login"), data)

    assert f'value="{url}"' in login.content.decode()
    assert response["Location"] == url


def test_strangers_and_viewers_save_nothing(draft, enter):
    url = url_of_step(draft, "story")

    stranger, _none = autosave(enter(make_user()), url, {"story": "x"}, seen="")
    viewer, _none = autosave(enter(member_of(draft.producer, "view")), url, {"story": "x"}, seen="")

    assert (stranger.status_code, viewer.status_code) == (404, 403)
    assert Dossier.objects.get().story == ""


def test_submitted_dossier_says_so_in_the_state_line(place, enter):
    dossier = make_dossier(place, state=DossierState.SUBMITTED)
    client = enter(owner_of(dossier.producer))

    for url in (url_of_step(dossier, "story"), url_of_item(dossier, "1.1")):
        response, event = autosave(client, url, {"story": "Sửa lén", "choice": "0"}, seen="")

        assert response.status_code == 200
        assert "không sửa được" in event["problem"] or "không thể sửa" in event["problem"]
    assert Dossier.objects.get().story == "Nội dung story."


@pytest.mark.parametrize(
    ("now", "words"), [("2026-10-29 23:59", ""), ("2026-10-30", "Đã quá hạn"), ("2026-11-05", "xin nộp muộn")]
)
def test_deadline_passes_while_the_form_is_open(place, enter, now, words):
    dates = {"dossier_due_at": moment("2026-10-30"), "dossier_hard_due_at": moment("2026-11-05")}
    draft = make_dossier(place, fill=False, registration_round=make_round(place, contact="0260 3 822 000", **dates))
    client = enter(owner_of(draft.producer))
    url = url_of_step(draft, "story")

    with clock.frozen(moment(now)):
        response, event = autosave(client, url, {"story": "Chuyện"}, seen=seen(client, url))

    draft.refresh_from_db()
    page = response.content.decode()
    assert draft.story == "Chuyện"
    assert set(event["saved"]) == {"story"}
    assert words in page
    assert ("Đã quá hạn" in page or "Đã hết hạn cuối" in page) is bool(words)
    assert ("0260 3 822 000" in page) is (now == "2026-11-05")


def test_submitting_after_the_hard_date_says_what_can_be_done(place, enter):
    dates = {"dossier_due_at": moment("2026-10-30"), "dossier_hard_due_at": moment("2026-10-30")}
    draft = make_dossier(place, registration_round=make_round(place, contact="0260 3 822 000", **dates))
    client = enter(owner_of(draft.producer))

    with clock.frozen(moment("2026-10-30")):
        url = reverse("registrations:dossier_submit", args=[draft.pk])
        response = client.post(url, {"undertaken_by": "Nguyễn Thị Hoa", "confirmed": "on"})

    draft.refresh_from_db()
    page = response.content.decode()
    assert draft.state == DossierState.DRAFT
    assert "0260 3 822 000" in page
    assert "xin nộp muộn" in page
    assert "đợt tiếp theo" in page
