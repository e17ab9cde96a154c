"""A petition that came back stays with the office that it was sent to."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import Office
from activity.errors import Conflict, Refused
from directives.models import Petition
from directives.petitions import services
from directives.petitions.enums import PetitionState
from directives.petitions.services import PetitionText
from tests.factories.accounts import make_office
from tests.factories.directives import House, make_house
from tests.factories.petitions import ANSWER, make_group, make_petition

pytestmark = pytest.mark.django_db

S = PetitionState


def make_department(house: House) -> Office:
    return make_office(unit=house.committee.unit.parent, name="Sở Nông nghiệp", runs_rounds=True)


def posted(house: House, petition: Petition, office: Office) -> dict[str, object]:
    return {
        "office": house.commune.pk,
        "handling_office": office.pk,
        "title": "Hỗ trợ phí kiểm nghiệm",
        "content": "Phí kiểm nghiệm cao, chủ thể chậm nộp.",
        "version": petition.version,
    }


def test_draft_may_still_go_to_another_office(client):
    house = make_house()
    department = make_department(house)
    petition = make_petition(house, state=S.DRAFT)
    client.force_login(house.commune_officer)

    client.post(reverse("directives:petition_edit", args=[petition.pk]), posted(house, petition, department))

    petition.refresh_from_db()
    assert petition.handling_office == department


def test_returned_petition_does_not_go_to_another_office():
    house = make_house()
    department = make_department(house)
    petition = make_petition(house, state=S.RETURNED)
    text = PetitionText(department, "Kiến nghị khác", "Nội dung dài hơn.")

    with pytest.raises(Refused):
        services.save_petition(office=house.commune, petition=petition, text=text, actor=house.commune_officer)

    petition.refresh_from_db()
    assert petition.handling_office == house.agriculture


def test_page_read_before_the_sending_does_not_move_a_returned_petition():
    house = make_house()
    department = make_department(house)
    petition = make_petition(house, state=S.DRAFT)
    old = Petition.objects.get(pk=petition.pk)
    services.send_petition(petition=petition, actor=house.commune_officer)
    services.return_petition(petition=petition, actor=house.officer, reason="Ghi rõ số sản phẩm.")
    text = PetitionText(department, "Kiến nghị khác", "Nội dung dài hơn.")

    with pytest.raises(Conflict):
        services.save_petition(office=house.commune, petition=old, text=text, actor=house.commune_officer)

    petition.refresh_from_db()
    assert petition.handling_office == house.agriculture


def test_page_read_before_another_office_was_chosen_does_not_send():
    house = make_house()
    petition = make_petition(house, state=S.DRAFT)
    old = Petition.objects.get(pk=petition.pk)
    text = PetitionText(make_department(house), "Kiến nghị khác", "Nội dung dài hơn.")
    services.save_petition(office=house.commune, petition=petition, text=text, actor=house.commune_officer)

    with pytest.raises(Conflict):
        services.send_petition(petition=old, actor=house.commune_officer)

    petition.refresh_from_db()
    assert petition.state == S.DRAFT


def test_form_of_a_returned_petition_keeps_its_office_and_changes_the_rest(client):
    house = make_house()
    department = make_department(house)
    petition = make_petition(house, state=S.RETURNED)
    client.force_login(house.commune_officer)
    address = reverse("directives:petition_edit", args=[petition.pk])

    shown = client.get(address).context["form"]
    client.post(address, posted(house, petition, department))

    petition.refresh_from_db()
    assert shown.fields["handling_office"].disabled
    assert (petition.handling_office, petition.title) == (house.agriculture, "Hỗ trợ phí kiểm nghiệm")


def test_returned_petition_whose_office_runs_the_programme_no_more_says_so(client):
    house = make_house()
    make_department(house)
    petition = make_petition(house, state=S.RETURNED)
    Office.objects.filter(pk=house.agriculture.pk).update(runs_rounds=False)
    client.force_login(house.commune_officer)

    response = client.post(
        reverse("directives:petition_edit", args=[petition.pk]), posted(house, petition, house.agriculture)
    )

    assert response.status_code == 200
    assert "handling_office" in response.context["form"].errors


def test_answer_for_a_group_leaves_petitions_of_other_offices_alone():
    house = make_house()
    two = [make_petition(house), make_petition(house)]
    group = make_group(house, two)
    Petition.objects.filter(pk=two[1].pk).update(handling_office=make_department(house))

    count = services.propose_for_group(group=group, outcome="accepted", answer=ANSWER, actor=house.officer)

    two[1].refresh_from_db()
    assert (count, two[1].state) == (1, S.SENT)
