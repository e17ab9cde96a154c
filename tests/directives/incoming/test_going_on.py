"""Going on without the reader: nothing that is being typed is lost, and no second click is an error."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from activity import jobs
from activity.errors import Conflict, NotAllowed
from directives import services
from directives.incoming_states import IncomingState
from directives.models import IncomingLetter
from foundation.files import CheckedUpload
from tests.directives.incoming.letters import LETTER, make_incoming
from tests.factories.directives import House, make_house

pytestmark = pytest.mark.django_db

WORDS = "Nội dung văn bản mà cán bộ đã gõ tay."


def url(name: str, letter: IncomingLetter) -> str:
    return reverse(f"directives:{name}", args=[letter.pk])


def make_waiting(house: House, *, readable: bool = True) -> IncomingLetter:
    """Keep a file that is to be read; one that is not readable has been tried already."""
    upload = CheckedUpload("a.txt", "text/plain", (LETTER if readable else " ").encode(), pages=1)
    letter = services.receive_letter(office=house.agriculture, upload=upload, actor=house.officer)
    if not readable:
        jobs.run_waiting()
        letter.refresh_from_db()
    return letter


def test_page_to_type_on_does_not_ask_for_itself(client):
    house = make_house()
    letter = make_waiting(house)
    client.force_login(house.officer)

    waiting = client.get(url("incoming_reading", letter)).content.decode()
    typing = client.get(url("incoming_text", letter)).content.decode()

    assert 'http-equiv="refresh"' in waiting
    assert "<textarea" not in waiting
    assert url("incoming_text", letter) in waiting
    assert "<textarea" in typing
    assert 'http-equiv="refresh"' not in typing
    assert "hx-trigger" not in typing


def test_typed_text_goes_on_to_the_confirmation(client):
    house = make_house()
    letter = make_waiting(house)
    client.force_login(house.officer)

    answer = client.post(url("incoming_text", letter), {"text": WORDS})

    letter.refresh_from_db()
    assert answer["Location"] == url("incoming_detail", letter)
    assert (letter.state, letter.text) == (IncomingState.NEW, WORDS)


def test_text_typed_while_the_file_was_read_is_shown_again(client):
    house = make_house()
    letter = make_waiting(house)
    client.force_login(house.officer)
    jobs.run_waiting()

    answer = client.post(url("incoming_text", letter), {"text": WORDS})

    letter.refresh_from_db()
    assert WORDS in answer.content.decode()
    assert url("incoming_detail", letter) in answer.content.decode()
    assert letter.text == LETTER
    assert client.get(url("incoming_text", letter))["Location"] == url("incoming_detail", letter)


def test_unreadable_letter_is_typed_on_its_page(client):
    house = make_house()
    letter = make_waiting(house, readable=False)
    client.force_login(house.officer)

    shown = client.get(url("incoming_reading", letter)).content.decode()

    assert letter.state == IncomingState.UNREADABLE
    assert f'action="{url("incoming_text", letter)}"' in shown


def test_stranger_does_not_find_the_page_to_type_on(client):
    letter = make_waiting(make_house())
    client.force_login(make_house().officer)

    assert client.get(url("incoming_text", letter)).status_code == 404
    assert client.post(url("incoming_text", letter), {"text": WORDS}).status_code == 404


# -- Second clicks ---------------------------------------------------------------------------------------------------
def test_try_again_after_the_job_is_done_leads_to_the_letter(client):
    house = make_house()
    letter = make_waiting(house)
    jobs.run_waiting()
    client.force_login(house.officer)

    answer = client.post(url("incoming_read_again", letter), follow=True)

    assert answer.status_code == 200
    assert answer.redirect_chain[-1][0] == url("incoming_confirm", letter)
    letter.refresh_from_db()
    with pytest.raises(Conflict):
        services.read_again(letter=letter, actor=house.officer)
    with pytest.raises(NotAllowed):
        services.read_again(letter=letter, actor=house.commune_officer)


def test_one_form_keeps_one_letter():
    house = make_house()
    values = {"office": house.agriculture, "text": LETTER, "key": uuid4(), "actor": house.officer}
    services.receive_letter(**values)

    with pytest.raises(Conflict):
        services.receive_letter(**values)

    assert IncomingLetter.objects.count() == 1


def test_key_of_a_letter_of_somebody_else_is_said_and_not_an_error(client):
    house, other = make_house(), make_house()
    key = uuid4()
    services.receive_letter(office=other.agriculture, text=LETTER, key=key, actor=other.officer)
    client.force_login(house.officer)

    posted = {"office": house.agriculture.pk, "text": WORDS, "key": str(key)}
    answer = client.post(reverse("directives:incoming_receive"), posted)

    assert answer.status_code == 200
    assert WORDS in answer.content.decode()
    assert IncomingLetter.objects.count() == 1


def test_note_of_an_entry_that_was_changed_meanwhile_keeps_its_words(client):
    house = make_house()
    letter = make_incoming(house, registered=True)
    client.force_login(house.officer)

    posted = {"direction": WORDS, "version": letter.version + 5}
    answer = client.post(url("incoming_note", letter), posted)

    letter.refresh_from_db()
    assert WORDS in answer.content.decode()
    assert letter.direction == ""
