"""Somebody else was quicker: nothing that was not looked at is moved, and nothing that was typed is lost."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from directives.models import Petition, PetitionGroup
from directives.petitions import services
from directives.petitions.enums import PetitionState
from tests.directives.pages import page
from tests.factories.directives import make_house
from tests.factories.petitions import make_group, make_petition

pytestmark = pytest.mark.django_db

S = PetitionState
WORDS = "Câu trả lời dài mà cán bộ đã gõ."


def url(name: str, *args: object) -> str:
    return reverse(f"directives:{name}", args=args)


def picks_on(text: str) -> list[str]:
    return re.findall(r'name="pick" value="(\d+:\d+)"', text)


# -- One answer for a group ------------------------------------------------------------------------------------------
def test_answer_for_a_group_goes_only_to_what_stood_on_the_page(client):
    house = make_house()
    seen, later = make_petition(house), make_petition(house)
    group = make_group(house, [seen])
    client.force_login(house.officer)
    picks = picks_on(page(client, "petition_group_answer", group.pk))
    services.group_petitions(office=house.agriculture, petitions=[later], group=group, actor=house.head)

    client.post(url("petition_group_answer", group.pk), {"outcome": "accepted", "answer": WORDS, "pick": picks})

    states = dict(Petition.objects.values_list("pk", "state"))
    assert picks == [f"{seen.pk}:{seen.version}"]
    assert states == {seen.pk: S.PROPOSED, later.pk: S.SENT}


@pytest.mark.parametrize("what", ["withdrawn", "rewritten", "taken out"])
def test_answer_for_a_group_of_which_one_was_changed_is_asked_again_with_its_words(client, what):
    house = make_house()
    two = [make_petition(house), make_petition(house)]
    group = make_group(house, two)
    client.force_login(house.officer)
    picks = picks_on(page(client, "petition_group_answer", group.pk))
    if what == "withdrawn":
        services.withdraw_petition(petition=two[0], actor=house.commune_officer, reason="Không còn cần nữa.")
    elif what == "taken out":
        services.ungroup_petition(petition=two[0], actor=house.head)
    else:
        services.return_petition(petition=two[0], actor=house.head, reason="Ghi rõ số sản phẩm.")
        services.send_petition(petition=two[0], actor=house.commune_officer)

    posted = {"outcome": "accepted", "answer": WORDS, "pick": picks}
    answer = client.post(url("petition_group_answer", group.pk), posted)

    text = answer.content.decode()
    assert not Petition.objects.filter(state=S.PROPOSED).exists()
    assert WORDS in text
    client.post(url("petition_group_answer", group.pk), posted | {"pick": picks_on(text)})
    assert Petition.objects.filter(state=S.PROPOSED).count() == (2 if what == "rewritten" else 1)


def test_answer_for_a_group_without_any_petition_moves_nothing(client):
    house = make_house()
    group = make_group(house, [make_petition(house)])
    client.force_login(house.officer)

    for picks in ([], ["x"]):
        posted = {"outcome": "accepted", "answer": WORDS, "pick": picks}
        assert WORDS in client.post(url("petition_group_answer", group.pk), posted).content.decode()

    assert not Petition.objects.filter(state=S.PROPOSED).exists()


# -- What was typed stays --------------------------------------------------------------------------------------------
def test_answer_to_a_petition_that_was_changed_meanwhile_keeps_its_words(client):
    house = make_house()
    petition = make_petition(house)
    client.force_login(house.officer)
    version = petition.version
    make_group(house, [petition])

    posted = {"outcome": "accepted", "answer": WORDS, "version": version}
    first = client.post(url("petition_act", petition.pk, "propose"), posted)
    now = first.context["form"]["version"].value()
    client.post(url("petition_act", petition.pk, "propose"), posted | {"version": now})

    petition.refresh_from_db()
    assert WORDS in first.content.decode()
    assert "thay đổi" in first.content.decode()
    assert (petition.state, petition.proposed_answer) == (S.PROPOSED, WORDS)


def test_leader_reads_the_new_proposal_beside_the_own_words(client):
    house = make_house()
    petition = make_petition(house, state=S.PROPOSED)
    version = petition.version
    services.propose_answer(petition=petition, outcome="declined", answer="Chưa có nguồn kinh phí.", actor=house.head)
    client.force_login(house.leader)

    posted = {"outcome": "partly", "answer": WORDS, "version": version}
    text = client.post(url("petition_act", petition.pk, "decide"), posted).content.decode()

    petition.refresh_from_db()
    assert petition.state == S.PROPOSED
    assert WORDS in text
    assert "Chưa có nguồn kinh phí." in text


def test_second_click_on_an_answer_says_nothing_of_others(client):
    house = make_house()
    petition = make_petition(house)
    client.force_login(house.officer)
    posted = {"outcome": "accepted", "answer": WORDS, "version": petition.version}

    answers = [client.post(url("petition_act", petition.pk, "propose"), posted) for _click in range(2)]

    petition.refresh_from_db()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert petition.proposed_answer == WORDS


def test_step_that_is_not_open_any_more_leads_back_to_the_petition(client):
    house = make_house()
    petition = make_petition(house)
    client.force_login(house.officer)
    posted = {"reason": "Ghi rõ số sản phẩm."}

    answers = [client.post(url("petition_act", petition.pk, "return_"), posted) for _click in range(2)]

    assert [answer["Location"] for answer in answers] == [url("petition", petition.pk)] * 2


def test_title_and_ticks_stay_where_a_group_of_this_title_exists(client):
    house = make_house()
    make_group(house, [make_petition(house)], title="Tập huấn")
    petition = make_petition(house)
    group = make_group(house, [make_petition(house)], title="Tem, nhãn")
    client.force_login(house.officer)

    made = client.post(url("petition_groups"), {"title": "Tập huấn", "pick": [petition.pk]})
    renamed = client.post(url("petition_group", group.pk), {"title": "Tập huấn"})

    assert f'value="{petition.pk}" checked' in made.content.decode()
    assert [answer.context["form"]["title"].value() for answer in (made, renamed)] == ["Tập huấn", "Tập huấn"]
    assert PetitionGroup.objects.count() == 2
