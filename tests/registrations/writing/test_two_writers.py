"""The same field in two tabs: both texts are shown, nothing is overwritten, a lost answer is no conflict."""

import pytest

from registrations.editing import mark
from registrations.models import Dossier
from registrations.steps import url_of_step
from tests.registrations.writing.posting import autosave, seen

pytestmark = pytest.mark.django_db


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
