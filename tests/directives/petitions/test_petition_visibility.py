"""Nobody sees a petition, a proposed answer, a group or a file of others. In every test there is something to leak."""

from __future__ import annotations

import io

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from openpyxl import load_workbook

from accounts.enums import Role
from directives.petitions import selectors, services
from directives.petitions.enums import PetitionState
from foundation import clock
from foundation.files import CheckedUpload
from tests.directives.pages import page
from tests.factories.accounts import make_membership, make_person, make_user
from tests.factories.directives import make_house
from tests.factories.petitions import ANSWER, make_group, make_petition

pytestmark = pytest.mark.django_db

S = PetitionState
SECRET = "Không bố trí được kinh phí năm nay."


def people_of(house, other) -> dict:
    return {
        "commune": house.commune_officer,
        "commune leader": house.commune_leader,
        "officer": house.officer,
        "head": house.head,
        "leader": house.leader,
        "clerk": house.clerk,
        "council member": make_person(Role.COUNCIL_MEMBER, house.agriculture),
        "officer of the committee": make_person(Role.ROUND_OFFICER, house.committee),
        "other commune": other.commune_officer,
        "other office": other.officer,
        "other leader": other.leader,
        "producer": make_person(Role.PRODUCER),
        "nobody": make_user(),
    }


@pytest.mark.parametrize("state", S.values)
def test_petition_is_seen_by_who_filed_it_and_once_sent_by_who_handles_and_decides(state):
    house, other = make_house(), make_house()
    petition = make_petition(house, state=state)
    inside = {"commune", "commune leader"}
    beyond = {"officer", "head", "leader"} if petition.sent_at else set()

    seen = {
        name
        for name, user in people_of(house, other).items()
        if selectors.petitions_visible_to(user).filter(pk=petition.pk).exists()
    }

    assert seen == inside | beyond
    assert not selectors.petitions_visible_to(AnonymousUser()).exists()


def test_communes_do_not_see_each_other():
    house = make_house()
    neighbour = make_house()
    make_petition(house)

    assert not selectors.petitions_visible_to(neighbour.commune_officer).exists()


def test_proposed_answer_and_group_stay_inside_until_the_decision(client):
    house = make_house()
    petition = make_petition(house)
    make_group(house, [petition], title="Nhóm nội bộ")
    services.propose_answer(petition=petition, outcome="declined", answer=SECRET, actor=house.officer)
    services.send_back(petition=petition, actor=house.leader, reason="Tìm nguồn khác rồi trình lại.")
    services.propose_answer(petition=petition, outcome="declined", answer=SECRET, actor=house.officer)
    hidden = (SECRET, "Nhóm nội bộ", "Tìm nguồn khác")

    client.force_login(house.commune_officer)
    outside = [
        page(client, "petition", petition.pk),
        page(client, "petitions"),
        page(client, "petitions_print"),
        _cells(client.get(reverse("directives:petitions_xlsx")).content),
    ]
    client.force_login(house.officer)
    inside = page(client, "petition", petition.pk)
    printed = page(client, "petitions_print")

    assert not [words for text in outside for words in hidden if words in text]
    assert all(words in inside for words in hidden)
    assert SECRET in printed

    services.decide_petition(petition=petition, outcome="accepted", answer=ANSWER, actor=house.leader)
    client.force_login(house.commune_officer)
    answered = page(client, "petition", petition.pk)
    assert ANSWER in answered
    assert not [words for words in hidden if words in answered]


@pytest.mark.parametrize("post", ["officer", "leader"])
def test_person_with_two_posts_reads_the_way_in_list_print_and_workbook(client, post):
    house = make_house()
    petition = make_petition(house, state=S.PROPOSED)
    make_group(house, [petition], title="Nhóm nội bộ")
    user = getattr(house, post)
    make_membership(user=user, role=Role.COMMUNE_OFFICER, office=house.commune)
    client.force_login(user)

    book = io.BytesIO(client.get(reverse("directives:petitions_xlsx")).content)
    [_headers, row] = load_workbook(book).active.iter_rows(values_only=True)

    assert "Nhóm nội bộ" in page(client, "petitions").split("<tbody>")[1]
    assert all(words in page(client, "petitions_print") for words in ("Nhóm nội bộ", ANSWER))
    assert {"Nhóm nội bộ", ANSWER} <= set(row)
    assert "Nhóm nội bộ" in page(client, "petition", petition.pk)


def _cells(content: bytes) -> str:
    rows = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    return " ".join(str(cell) for row in rows for cell in row)


def test_groups_and_reports_are_seen_by_the_handling_office_alone(client):
    house, other = make_house(), make_house()
    group = make_group(house, [make_petition(house)])
    report = services.report_petitions(
        office=house.agriculture, issuing=house.agriculture, since=clock.today(), until=clock.today(),
        actor=house.officer,
    )  # fmt: skip

    for user in (house.commune_officer, other.officer, house.clerk, make_user()):
        assert not selectors.groups_visible_to(user).exists()
        assert not selectors.petition_reports_visible_to(user).exists()
        client.force_login(user)
        assert client.get(reverse("directives:petition_group", args=[group.pk])).status_code == 404
        assert client.get(reverse("directives:petition_group_answer", args=[group.pk])).status_code == 404
        assert client.get(reverse("directives:detail", args=[report.document_id])).status_code == 404
    assert selectors.groups_visible_to(house.head).get() == group
    assert selectors.petition_reports_visible_to(house.head).get() == report


def test_strangers_get_404_on_every_page_of_a_petition(client):
    house, other = make_house(), make_house()
    petition = make_petition(house, state=S.DRAFT)
    upload = CheckedUpload("bang-ke.pdf", "application/pdf", b"%PDF-1.4")
    services.add_files(petition=petition, uploads=[upload], actor=house.commune_officer)
    file = petition.files.get()
    services.send_petition(petition=petition, actor=house.commune_officer)
    gets = [
        ("petition", petition.pk), ("petition_edit", petition.pk), ("petition_file", file.pk),
    ]  # fmt: skip
    posts = [("petition_ungroup", petition.pk), ("petition_file_remove", file.pk)]

    for user in (other.commune_officer, other.officer, other.leader, house.clerk, make_person(Role.PRODUCER)):
        client.force_login(user)
        answers = {client.get(reverse(f"directives:{name}", args=[pk])).status_code for name, pk in gets}
        answers |= {client.post(reverse(f"directives:{name}", args=[pk])).status_code for name, pk in posts}
        step = reverse("directives:petition_act", args=[petition.pk, "propose"])
        answers |= {client.get(step).status_code, client.post(step).status_code}
        assert answers == {404}

    client.force_login(house.leader)
    served = client.get(reverse("directives:petition_file", args=[file.pk]))
    assert b"".join(served.streaming_content) == b"%PDF-1.4"
    assert served["Content-Disposition"].startswith("attachment")


def test_insiders_without_the_step_get_403(client):
    house = make_house()
    petition = make_petition(house, state=S.PROPOSED)

    client.force_login(house.commune_officer)
    assert client.get(reverse("directives:petition_act", args=[petition.pk, "decide"])).status_code == 403
    assert client.get(reverse("directives:petition_act", args=[petition.pk, "explode"])).status_code == 403
    assert client.post(reverse("directives:petition_ungroup", args=[petition.pk])).status_code == 403
    client.force_login(house.officer)
    assert client.get(reverse("directives:petition_act", args=[petition.pk, "decide"])).status_code == 403
    assert client.get(reverse("directives:petition_edit", args=[petition.pk])).status_code == 403
    assert client.get(reverse("directives:petitions_to_decide")).status_code == 403
    assert client.get(reverse("directives:petition_term")).status_code == 403


@pytest.mark.parametrize(
    ("who", "shown"), [("commune_officer", True), ("officer", True), ("leader", True), ("clerk", False)]
)
def test_menu_offers_petitions_to_those_whose_roles_have_them(client, who, shown):
    house = make_house()
    client.force_login(getattr(house, who))

    text = client.get(reverse("directives:list")).content.decode()

    assert (f'href="{reverse("directives:petitions")}"' in text) is shown
    assert client.get(reverse("directives:petitions")).status_code == (200 if shown else 403)
