"""Forms that save themselves: what became of each field, conflicts, lost answers, ended sessions, closed dossiers."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from activity.models import JournalEntry
from foundation import clock
from registrations import services
from registrations.editing import mark, marks_in
from registrations.enums import DossierState, FileKind
from registrations.models import Dossier, Producer
from registrations.services.dossiers import seen_of_item
from registrations.steps import url_of_item, url_of_step
from tests.factories.accounts import make_user
from tests.factories.registrations import (
    PNG,
    make_dossier,
    make_round,
    member_of,
    moment,
    owner_of,
)

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def draft(place):
    return make_dossier(place, fill=False)


@pytest.fixture
def writer(draft, enter):
    return enter(owner_of(draft.producer))


def seen(client, url):
    return client.get(url).context["form"].initial["seen"]


def autosave(client, url, fields, *, names=None, **more):
    """Post as the script does: the fields that changed, their names, and what the page has seen."""
    data = fields | more | {"autosave": list(names or fields)}
    response = client.post(url, data, headers=HTMX)
    event = json.loads(response.get("HX-Trigger-After-Swap", "{}")).get("autosaved")
    return response, event


# -- Steps -----------------------------------------------------------------------------------------------------------
def test_field_saves_itself_and_its_mark_moves_on(draft, writer):
    url = url_of_step(draft, "results")
    first = seen(writer, url)

    with clock.frozen(moment("2026-08-20 14:05")):
        response, event = autosave(writer, url, {"materials": "20 ha"}, seen=first)
    again, second = autosave(writer, url, {"materials": "25 ha"}, seen=f"materials:{event['saved']['materials']}")

    draft.refresh_from_db()
    page = response.content.decode()
    assert (response.status_code, again.status_code) == (200, 200)
    assert "Đã lưu lúc 14:05" in page
    assert "<html" not in page
    assert event == {"saved": {"materials": mark("20 ha")}, "errors": {}, "theirs": {}, "problem": ""}
    assert second["saved"] == {"materials": mark("25 ha")}
    assert draft.materials == "25 ha"


def test_only_named_fields_are_touched(draft, writer):
    services.save_fields_of_dossier(
        dossier=draft, values={"technology": "Rang củi"}, seen=None, actor=owner_of(draft.producer)
    )
    url = url_of_step(draft, "results")

    autosave(writer, url, {"materials": "20 ha"}, seen=seen(writer, url))

    draft.refresh_from_db()
    assert (draft.materials, draft.technology) == ("20 ha", "Rang củi")


def test_wrong_format_loses_neither_its_text_nor_other_fields(draft, writer):
    url = url_of_step(draft, "results")

    response, event = autosave(writer, url, {"revenue": "nhiều lắm", "materials": "20 ha"}, seen=seen(writer, url))

    draft.refresh_from_db()
    assert response.status_code == 200
    assert set(event["errors"]) == {"revenue"}
    assert event["saved"] == {"materials": mark("20 ha")}
    assert (draft.revenue, draft.materials) == (None, "20 ha")
    assert 'href="#div_id_revenue"' in response.content.decode()


def test_nothing_is_required_while_writing(draft, writer):
    url = url_of_step(draft, "plan")

    _response, event = autosave(writer, url, {"plan_market": ""}, seen=seen(writer, url))

    assert event["errors"] == {}
    assert set(event["saved"]) == {"plan_market"}


def test_text_is_cleaned_on_its_way(draft, writer):
    url = url_of_step(draft, "story")

    _response, event = autosave(writer, url, {"story": "Cà phe\u0302 ☕ \u202engon\u0007"}, seen=seen(writer, url))

    draft.refresh_from_db()
    assert draft.story == "Cà phê ☕ ngon"
    assert event["saved"]["story"] == mark("Cà phê ☕ ngon")


# -- Two writers -----------------------------------------------------------------------------------------------------
def test_same_field_in_two_tabs_shows_both_and_overwrites_nothing(draft, writer):
    url = url_of_step(draft, "story")
    old = seen(writer, url)
    autosave(writer, url, {"story": "Chuyện một"}, seen=old)

    response, event = autosave(writer, url, {"story": "Chuyện hai"}, seen=old)

    draft.refresh_from_db()
    page = response.content.decode()
    assert draft.story == "Chuyện một"
    assert event["theirs"] == {"story": mark("Chuyện một")}
    assert event["saved"] == {}
    assert "Chuyện một" in page
    assert "Chuyện hai" in page
    assert "đã được sửa ở nơi khác" in page


def test_mine_is_kept_after_both_were_seen(draft, writer):
    url = url_of_step(draft, "story")
    old = seen(writer, url)
    autosave(writer, url, {"story": "Chuyện một"}, seen=old)
    _response, event = autosave(writer, url, {"story": "Chuyện hai"}, seen=old)

    _response, event = autosave(writer, url, {"story": "Chuyện hai"}, seen=f"story:{event['theirs']['story']}")

    draft.refresh_from_db()
    assert event["saved"] == {"story": mark("Chuyện hai")}
    assert draft.story == "Chuyện hai"


def test_conflict_in_one_field_does_not_hold_up_another(draft, writer):
    url = url_of_step(draft, "results")
    old = seen(writer, url)
    autosave(writer, url, {"materials": "Tab một"}, seen=old)

    _response, event = autosave(writer, url, {"materials": "Tab hai", "markets": "Chợ huyện"}, seen=old)

    draft.refresh_from_db()
    assert set(event["theirs"]) == {"materials"}
    assert set(event["saved"]) == {"markets"}
    assert (draft.materials, draft.markets) == ("Tab một", "Chợ huyện")


def test_different_fields_in_two_tabs_both_stay(draft, writer):
    url = url_of_step(draft, "results")
    old = seen(writer, url)
    autosave(writer, url, {"materials": "Tab một"}, seen=old)

    # The second tab presses its button: it still shows the empty field that the first one has filled.
    response = writer.post(url, {"materials": "", "markets": "Chợ huyện", "seen": old})

    draft.refresh_from_db()
    assert response.status_code == 302
    assert (draft.materials, draft.markets) == ("Tab một", "Chợ huyện")


def test_text_whose_answer_was_lost_is_no_conflict(draft, writer):
    url = url_of_step(draft, "story")
    old = seen(writer, url)
    autosave(writer, url, {"story": "Chuyện"}, seen=old)  # saved, but the answer never arrived

    _same, first = autosave(writer, url, {"story": "Chuyện"}, seen=old)
    _more, second = autosave(
        writer, url, {"story": "Chuyện dài"}, seen=old, names=["story"], **{"sent-story": "Chuyện"}
    )

    draft.refresh_from_db()
    assert (first["theirs"], second["theirs"]) == ({}, {})
    assert draft.story == "Chuyện dài"


def test_button_pressed_while_a_text_is_on_its_way_is_no_conflict(draft, writer):
    url = url_of_step(draft, "story")
    old = seen(writer, url)
    autosave(writer, url, {"story": "Chuyện"}, seen=old)

    response = writer.post(url, {"story": "Chuyện dài", "seen": old, "sent-story": "Chuyện"})

    assert response.status_code == 302
    assert Dossier.objects.get().story == "Chuyện dài"


def test_without_javascript_the_stored_version_can_be_taken(draft, writer):
    url = url_of_step(draft, "results")
    old = seen(writer, url)
    autosave(writer, url, {"materials": "Tab một"}, seen=old)
    mine = {"materials": "Tab hai", "markets": "Chợ huyện"}
    shown = writer.post(url, mine | {"seen": old})

    taken = writer.post(url, mine | {"seen": shown.context["form"]["seen"].value(), "take": "materials"})
    form = taken.context["form"]
    saved = writer.post(url, {name: form[name].value() for name in ("materials", "markets", "seen")})

    draft.refresh_from_db()
    assert 'name="take"' in shown.content.decode()
    assert "Tab hai" in shown.content.decode()
    assert form["materials"].value() == "Tab một"
    assert form["markets"].value() == "Chợ huyện"
    assert saved.status_code == 302
    assert (draft.materials, draft.markets) == ("Tab một", "Chợ huyện")


def test_button_says_that_a_carried_step_was_looked_at_without_a_change(draft, writer):
    Dossier.objects.update(carried=["story", "plan"])
    url = url_of_step(draft, "story")

    writer.post(url, {"story": "", "seen": seen(writer, url)})

    assert Dossier.objects.get().carried == ["plan"]


# -- The record and the product --------------------------------------------------------------------------------------
def test_record_saves_itself_with_one_line_in_the_journal(draft, writer):
    url = url_of_step(draft, "history")
    lines = JournalEntry.objects.filter(stream=f"registrations.producer:{draft.producer_id}")
    before = lines.count()

    _response, event = autosave(writer, url, {"history": "Từ năm"}, seen=seen(writer, url))
    autosave(writer, url, {"history": "Từ năm 2015"}, seen=f"history:{event['saved']['history']}")

    assert Producer.objects.get().history == "Từ năm 2015"
    assert lines.count() == before + 1


def test_name_that_is_too_long_says_so_and_is_not_cut(draft, writer):
    url = url_of_step(draft, "producer")
    name = Producer.objects.get().name

    _response, event = autosave(writer, url, {"name": "x" * 500, "address": "Thôn 2"}, seen=seen(writer, url))

    producer = Producer.objects.get()
    assert "500" in event["errors"]["name"]
    assert "200" in event["errors"]["name"]
    assert (producer.name, producer.address) == (name, "Thôn 2")
    assert "maxlength" not in writer.get(url).content.decode()


def test_product_and_its_set_save_themselves(draft, writer):
    url = url_of_step(draft, "product")
    seen_product = writer.get(url).context["form"].initial["seen"]

    _response, event = autosave(
        writer, url, {"product-description": "Rang mộc."}, **{"product-seen": seen_product, "set-seen": "x"}
    )

    draft.product.refresh_from_db()
    assert set(event["saved"]) == {"product-description"}
    assert draft.product.description == "Rang mộc."


# -- Items of the rubric ---------------------------------------------------------------------------------------------
def test_level_saves_itself_and_the_running_totals_come_back(draft, writer):
    leaf = draft.rubric.criteria.get(key="1.1")
    level = leaf.levels.order_by("-points").first()

    response, event = autosave(writer, url_of_item(draft, "1.1"), {"choice": level.pk}, seen=seen_of_item(None))

    page = response.content.decode()
    item = draft.items.get()
    assert (item.answered, item.level) == (True, level)
    assert set(event["saved"]) == {"choice"}
    assert 'id="tally" hx-swap-oob="innerHTML"' in page
    assert f"{level.points} điểm" in page


def test_description_in_one_tab_and_level_in_another_both_stay(draft, writer):
    url, old = url_of_item(draft, "1.1"), seen_of_item(None)
    level = draft.rubric.criteria.get(key="1.1").levels.first()
    autosave(writer, url, {"description": "Có hợp đồng."}, seen=old)

    _response, event = autosave(writer, url, {"choice": level.pk}, seen=old)

    item = draft.items.get()
    assert event["theirs"] == {}
    assert (item.description, item.level) == ("Có hợp đồng.", level)


def test_level_in_two_tabs_shows_both(draft, writer):
    url, old = url_of_item(draft, "1.1"), seen_of_item(None)
    first, second = draft.rubric.criteria.get(key="1.1").levels.order_by("order")[:2]
    autosave(writer, url, {"choice": first.pk}, seen=old)

    response, event = autosave(writer, url, {"choice": second.pk}, seen=old)

    assert set(event["theirs"]) == {"choice"}
    assert draft.items.get().level == first
    assert first.label in response.content.decode()
    assert second.label in response.content.decode()


# -- Who, when -------------------------------------------------------------------------------------------------------
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


# -- Undertake and sign ----------------------------------------------------------------------------------------------
def test_signed_paper_goes_with_the_dossier_and_is_read_by_the_commune(place, enter):
    draft = make_dossier(place)
    client = enter(owner_of(draft.producer))
    url = reverse("registrations:dossier_undertake", args=[draft.pk])

    printed = client.get(reverse("registrations:undertaking_print", args=[draft.pk])).content.decode()
    scan = SimpleUploadedFile("ky.png", PNG)
    response = client.post(url, {"way": "paper", "signed_by": "Nguyễn Thị Hoa", "scan": scan})
    submitted = client.post(response["Location"], {})

    draft.refresh_from_db()
    file = draft.files.get(kind=FileKind.UNDERTAKING)
    assert "CAM KẾT CỦA CHỦ THỂ OCOP" in printed
    assert draft.producer.name in printed
    assert submitted["Location"] == reverse("registrations:dossier_sent", args=[draft.pk])
    assert (draft.state, draft.undertaken_by) == (DossierState.SUBMITTED, "Nguyễn Thị Hoa")
    address = reverse("registrations:file", args=[file.stored_id])
    read = enter(place.commune_officer).get(address)
    assert read.getvalue()[:4] == b"\x89PNG"
    assert enter(make_user()).get(address).status_code == 404


def test_change_after_the_undertaking_asks_for_it_again(place, enter):
    draft = make_dossier(place)
    actor = owner_of(draft.producer)
    services.undertake(dossier=draft, undertaken_by="Nguyễn Thị Hoa", actor=actor)
    with clock.frozen(moment("2026-08-21")):
        services.save_fields_of_dossier(dossier=draft, values={"story": "Khác"}, seen=None, actor=actor)

        response = enter(actor).post(reverse("registrations:dossier_submit", args=[draft.pk]), {})

    draft.refresh_from_db()
    assert response.status_code == 200
    assert draft.state == DossierState.DRAFT
    assert "confirmed" in response.context["form"].errors


def test_task_list_names_the_steps_in_their_order(draft, writer):
    page = writer.get(draft.get_absolute_url()).content.decode()
    titles = [
        "Lịch sử hình thành", "Kế hoạch sản xuất", "Câu chuyện sản phẩm", "Tự đánh giá, phần A", "Kiểm tra lại hồ sơ",
        "Cam kết và ký", "Nộp hồ sơ",
    ]  # fmt: skip

    places = [page.index(title) for title in titles]

    assert places == sorted(places)
    assert f'href="{reverse("registrations:dossier_submit", args=[draft.pk])}"' not in page


def test_marks_survive_hostile_words():
    assert marks_in("a:1 b  :x c:2 a:3 \u202e") == {"a": {"1", "3"}, "c": {"2"}, "": {"x"}}
