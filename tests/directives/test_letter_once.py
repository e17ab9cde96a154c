"""A letter whose form is sent twice is one draft."""

import re
from uuid import uuid4

import pytest

from activity.errors import Conflict
from directives import services
from directives.enums import DocumentType
from directives.models import Document
from tests.directives.test_letter_forms import address, filled
from tests.factories.accounts import make_user
from tests.factories.directives import make_content, make_house

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(client):
    house = make_house()
    client.force_login(house.officer)
    return house


def key_on(page):
    return re.search(r'name="key" value="([^"]+)"', page)[1]


def test_double_click_makes_one_draft(client, house):
    key = key_on(client.get(address(house)).content.decode())

    first = client.post(address(house), filled(house, key=key))
    second = client.post(address(house), filled(house, key=key))

    assert Document.objects.count() == 1
    assert first["Location"] == second["Location"]


def test_two_letters_of_two_forms_are_two(client, house):
    for _number in range(2):
        key = key_on(client.get(address(house)).content.decode())
        client.post(address(house), filled(house, key=key))

    assert Document.objects.count() == 2


def test_refused_form_keeps_its_key(client, house):
    key = key_on(client.get(address(house)).content.decode())

    page = client.post(address(house), filled(house, key=key, **{"head-abstract": ""})).content.decode()

    assert key_on(page) == key


def test_bent_or_missing_key_makes_a_draft_all_the_same(client, house):
    client.post(address(house), filled(house, key="x"))
    client.post(address(house), filled(house))

    assert Document.objects.count() == 2


def test_key_of_somebody_else_leads_nowhere(client, house):
    key = key_on(client.get(address(house)).content.decode())
    client.post(address(house), filled(house, key=key))
    other = make_house()
    client.force_login(other.officer)

    response = client.post(address(other), filled(other, key=key))

    assert response.status_code == 200
    assert Document.objects.filter(created_by=other.officer).count() == 0
    client.force_login(make_user())
    assert client.post(address(house), filled(house, key=key)).status_code == 403


def test_service_refuses_the_same_key(house):
    given = {
        "office": house.committee,
        "drafting_office": house.agriculture,
        "type": DocumentType.CONG_VAN,
        "abstract": "đăng ký",
        "created_by": house.officer,
        "key": uuid4(),
    }
    content = make_content(house.committee)
    services.create_document(content=content, **given)

    with pytest.raises(Conflict):
        services.create_document(content=content, **given)
