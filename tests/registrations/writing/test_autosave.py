"""Forms that save themselves: what became of each field of a step, of the record and of the rubric's items."""

import pytest

from activity.models import JournalEntry
from foundation import clock
from registrations import services
from registrations.editing import mark, marks_in
from registrations.models import Producer
from registrations.services.dossiers import seen_of_item
from registrations.steps import url_of_item, url_of_step
from tests.factories.registrations import moment, owner_of
from tests.registrations.writing.posting import autosave, seen

pytestmark = pytest.mark.django_db


def test_marks_survive_hostile_words():
    assert marks_in("a:1 b  :x c:2 a:3 \u202e") == {"a": {"1", "3"}, "c": {"2"}, "": {"x"}}


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
