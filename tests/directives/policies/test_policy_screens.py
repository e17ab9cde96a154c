"""Support policies on their screens: written, changed, proposed, issued, listed, printed."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from directives.models import Policy
from directives.policies.enums import PolicyState
from directives.policies.services import Money
from foundation import clock
from tests.directives.pages import page
from tests.factories.accounts import make_unit
from tests.factories.directives import make_house
from tests.factories.petitions import make_policy

pytestmark = pytest.mark.django_db

S = PolicyState


def url(name: str, *args: object) -> str:
    return reverse(f"directives:{name}", args=args)


def posted(house, **given) -> dict[str, Any]:
    values = {
        "office": house.agriculture.pk,
        "title": "Hỗ trợ phí kiểm nghiệm lần đầu",
        "content": "Hỗ trợ 70 % phí kiểm nghiệm.",
        "legal_grounds": "Căn cứ Luật Ngân sách nhà nước",
        "budget-TOTAL_FORMS": "3", "budget-INITIAL_FORMS": "0",
        "budget-0-source": "province", "budget-0-year": "2026", "budget-0-amount": "1.200.000.000 đ",
        "budget-2-source": "own", "budget-2-year": "2026", "budget-2-amount": "300000000",
        "served-TOTAL_FORMS": "3", "served-INITIAL_FORMS": "0",
        "served-0-kind": "household", "served-0-count": "60",
        "served-1-kind": "cooperative", "served-1-name": "Hợp tác xã Sơn Lâm", "served-1-unit": house.commune.unit.pk,
    }  # fmt: skip
    return values | given


def test_policy_is_written_changed_proposed_and_issued_on_the_screens(client):
    house = make_house()
    client.force_login(house.officer)
    key = str(client.get(url("policy_new")).context["forms"].head.initial["key"])

    answers = [client.post(url("policy_new"), posted(house, key=key)) for _click in range(2)]
    policy = Policy.objects.get()
    assert {answer["Location"] for answer in answers} == {url("policy", policy.pk)}
    lines = list(policy.budget_lines.order_by("source").values_list("source", "amount"))
    assert lines == [("own", 300_000_000), ("province", 1_200_000_000)]

    assert "1.200.000.000" in page(client, "policy_edit", policy.pk)
    changed = posted(house, version=policy.version) | {
        "budget-2-source": "",
        "budget-2-year": "",
        "budget-2-amount": "",
    }
    client.post(url("policy_edit", policy.pk), changed)
    client.post(url("policy_act", policy.pk, "propose"))
    shown = page(client, "policy", policy.pk)
    made = client.post(url("policy_decision", policy.pk), {"issuing": house.committee.pk})

    policy.refresh_from_db()
    assert policy.state == S.PROPOSED
    assert "1.200.000.000" in shown
    assert f"Hợp tác xã Sơn Lâm, {house.commune.unit.name}" in shown
    assert made["Location"] == url("detail", policy.document_id)
    assert client.get(url("edit", policy.document_id)).status_code == 200
    assert url("detail", policy.document_id) in page(client, "policy", policy.pk)


@pytest.mark.parametrize(
    "wrong",
    [
        {"budget-0-amount": "-5"},
        {"budget-0-amount": "một tỷ"},
        {"budget-0-amount": "1500000.00"},
        {"budget-0-year": ""},
        {"budget-2-source": "province"},
        {"served-0-kind": ""},
        {"served-1-unit": "999999"},
        {"title": ""},
    ],
)
def test_wrong_rows_are_said_and_nothing_is_stored(client, wrong):
    house = make_house()
    client.force_login(house.officer)

    response = client.post(url("policy_new"), posted(house, **wrong))

    assert response.status_code == 200
    assert not Policy.objects.exists()
    assert "Hợp tác xã Sơn Lâm" in response.content.decode()


def test_issue_outside_is_recorded_and_policy_ended_on_the_screens(client):
    house = make_house()
    policy = make_policy(house)
    client.force_login(house.officer)
    today = clock.today().isoformat()

    assert client.post(url("policy_act", policy.pk, "issue"), {"number": "x"}).status_code == 200
    issued = {"number": "12/2026/NQ-HĐND", "issuer": "Hội đồng nhân dân tỉnh", "issued_on": today}
    client.post(url("policy_act", policy.pk, "issue"), issued)
    assert "12/2026/NQ-HĐND" in page(client, "policies", q="nq-hdnd")
    client.post(url("policy_act", policy.pk, "end"), {"reason": "Hết thời gian thực hiện."})

    policy.refresh_from_db()
    assert (policy.state, policy.ended_on) == (S.ENDED, clock.today())
    client.force_login(house.commune_officer)
    assert "đã hết hiệu lực" in page(client, "policy", policy.pk)
    assert "Lịch sử" not in page(client, "policy", policy.pk)


def test_list_is_narrowed_and_totalled_and_goes_into_print_and_workbook(client):
    house = make_house()
    make_policy(house, state=S.ISSUED)
    make_policy(house, title="Hỗ trợ hội chợ", budget=[Money("credit", 2027, 7_000_000)])
    make_policy(house, state=S.DROPPED, title="Bị bỏ", budget=[Money("credit", 2027, 9_000_000)])
    client.force_login(house.officer)

    found = client.get(url("policies"), {"q": "hoi cho", "year": 2027, "source": "credit"})
    rows = list(load_workbook(io.BytesIO(client.get(url("policies_xlsx")).content)).active.iter_rows(values_only=True))

    assert [row.title for row in found.context["page"].items] == ["Hỗ trợ hội chợ"]
    assert [(row.source, row.amount) for row in found.context["totals"]] == [("credit", 7_000_000)]
    assert [row[-1] for row in rows[1:]] == [500_000_000, 1_500_000_000, 7_000_000, 9_000_000]
    assert "Hộ A Thiu" in page(client, "policies_print")
    assert client.get(url("policies"), {"year": "x", "state": "?"}).status_code == 200


@pytest.mark.parametrize("name", ["policies", "policies_print"])
def test_pages_ask_the_database_as_often_for_three_rows_as_for_one(client, queries_of, name):
    house = make_house()
    make_policy(house)
    client.force_login(house.officer)
    one = queries_of(url(name))

    make_policy(house, state=S.ISSUED)
    make_policy(house)

    assert queries_of(url(name)) == one


def test_empty_list_says_what_to_do_next(client):
    house = make_house()
    client.force_login(house.officer)
    assert url("policy_new") in page(client, "policies")

    client.force_login(house.commune_officer)
    assert url("policy_new") not in page(client, "policies")


def test_unit_outside_the_area_is_not_offered(client):
    house = make_house()
    foreign = make_unit(name="xã Ở Nơi Khác")
    client.force_login(house.officer)

    shown = page(client, "policy_new")

    assert house.commune.unit.name in shown
    assert foreign.name not in shown
