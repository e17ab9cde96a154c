"""Support policies: the matrix, the way to the issue, money by source, who sees them, the screens."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from accounts.enums import Role
from activity.errors import Conflict, NotAllowed, Refused
from activity.models import Notification
from activity.transitions import may
from directives.enums import DocumentState
from directives.models import Policy, PolicyBudgetLine
from directives.policies import rules, selectors, services
from directives.policies.enums import POLICY_TRANSITIONS, PolicyAction, PolicyState
from directives.policies.services import Money, PolicyText, Served
from directives.rendering import OfficialDocument
from foundation import clock
from tests.directives.pages import page
from tests.factories.accounts import make_office, make_person, make_unit, make_user
from tests.factories.directives import House, bring_to, make_house
from tests.factories.petitions import make_policy

pytestmark = pytest.mark.django_db

S, A = PolicyState, PolicyAction
PREPARES, DECIDES = {"officer", "head"}, {"leader"}
ALLOWED: dict[tuple[str, str], set[str]] = {
    (S.DRAFT, A.PROPOSE): PREPARES,
    (S.DRAFT, A.DROP): PREPARES,
    (S.PROPOSED, A.RETURN): DECIDES,
    (S.PROPOSED, A.ISSUE): PREPARES,
    (S.PROPOSED, A.DROP): PREPARES,
    (S.PROPOSED, A.FOLLOW): {"system"},
    (S.ISSUED, A.END): PREPARES,
}


def everybody(house: House) -> dict[str, Any]:
    other = make_house()
    return {
        "officer": house.officer,
        "head": house.head,
        "leader": house.leader,
        "clerk": house.clerk,
        "commune officer": house.commune_officer,
        "commune leader": house.commune_leader,
        "council member": make_person(Role.COUNCIL_MEMBER, house.agriculture),
        "administrator": make_person(Role.ADMINISTRATOR, house.committee),
        "other officer": other.officer,
        "other leader": other.leader,
        "producer": make_person(Role.PRODUCER),
        "nobody": make_user(),
        "system": None,
    }


def text(**given: Any) -> PolicyText:
    values = {"title": "Hỗ trợ phí kiểm nghiệm", "content": "Hỗ trợ 70 % phí kiểm nghiệm lần đầu."}
    return PolicyText(**(values | {"beneficiaries": [Served("household", count=60)]} | given))


def url(name: str, *args: object) -> str:
    return reverse(f"directives:{name}", args=args)


@pytest.mark.parametrize("state", S.values)
def test_policy_matrix_holds_for_every_action_and_person(state):
    house = make_house()
    policy = make_policy(house, state=state)
    people = everybody(house)

    found = {
        (state, action): names
        for action in A.values
        if (names := {name for name, user in people.items() if may(POLICY_TRANSITIONS, action, user, policy)})
    }

    assert found == {pair: names for pair, names in ALLOWED.items() if pair[0] == state}


@pytest.mark.parametrize("state", S.values)
def test_services_agree_with_the_matrix(state):
    house = make_house()
    policy = make_policy(house, state=state)
    people = {name: user for name, user in everybody(house).items() if user is not None}
    issue = {"number": "1/NQ-HĐND", "issuer": "Hội đồng nhân dân", "issued_on": clock.today()}
    steps = {
        A.PROPOSE: (services.propose_policy, {}),
        A.RETURN: (services.return_policy, {"reason": "Rà soát kinh phí."}),
        A.ISSUE: (services.record_issue, issue),
        A.END: (services.end_policy, {"reason": "Hết hạn thực hiện."}),
        A.DROP: (services.drop_policy, {"reason": "Trùng chính sách."}),
    }

    for action, (service, values) in steps.items():
        for name, user in people.items():
            copy = Policy.objects.get(pk=policy.pk)
            with transaction.atomic():
                try:
                    service(policy=copy, actor=user, **values)
                    went = True
                except (Conflict, NotAllowed):
                    went = False
                transaction.set_rollback(True)

            assert went == (name in ALLOWED.get((state, action), set())), (state, action, name)


def test_policy_is_issued_by_its_decision_and_freed_when_that_is_voided():
    house = make_house()
    policy = make_policy(house)

    first = services.draft_decision(policy=policy, issuing=house.committee, actor=house.officer)
    with pytest.raises(NotAllowed):
        services.draft_decision(policy=policy, issuing=house.committee, actor=house.officer)
    with pytest.raises(Refused):
        services.return_policy(policy=policy, actor=house.leader, reason="Rà soát lại.")
    bring_to(house, first, DocumentState.VOIDED)
    policy.refresh_from_db()
    assert (policy.state, policy.document) == (S.PROPOSED, None)

    second = services.draft_decision(policy=policy, issuing=house.committee, actor=house.head)
    content = OfficialDocument.from_dict(second.content)
    bring_to(house, second, DocumentState.ISSUED)

    policy.refresh_from_db()
    assert (policy.state, policy.issued_number, policy.issued_on) == (S.ISSUED, second.full_number, second.dated)
    assert "1.500.000.000" in str(content.to_dict())
    assert "Hộ A Thiu" in str(content.to_dict())
    told = set(Notification.objects.filter(kind="policy_issued").values_list("recipient", flat=True))
    assert {house.officer.pk, house.commune_officer.pk, house.commune_leader.pk} <= told


def test_way_of_a_policy_with_its_decision_offers_no_return(client):
    house = make_house()
    policy = make_policy(house)
    before = rules.may_return(house.leader, policy)
    services.draft_decision(policy=policy, issuing=house.committee, actor=house.officer)
    policy.refresh_from_db()

    client.force_login(house.leader)
    page = client.get(url("policy", policy.pk))

    assert before
    assert not rules.may_return(house.leader, policy)
    assert rules.is_inside(house.leader, policy)
    assert "return_" not in page.context["actions"]


def test_decision_on_a_policy_whose_title_begins_with_a_name_keeps_the_name():
    house = make_house()
    policy = make_policy(house, title="OCOP: hỗ trợ bao bì")

    document = services.draft_decision(policy=policy, issuing=house.committee, actor=house.officer)

    assert document.abstract == "Ban hành chính sách OCOP: hỗ trợ bao bì"


def test_policy_that_serves_nobody_is_not_proposed_and_sources_stand_once():
    house = make_house()
    nobody = make_policy(house, state=S.DRAFT, beneficiaries=[])
    twice = [Money("central", 2026, 1), Money("central", 2026, 2)]

    with pytest.raises(Refused):
        services.propose_policy(policy=nobody, actor=house.officer)
    with pytest.raises(Refused):
        services.save_policy(office=house.agriculture, text=text(budget=twice), actor=house.officer)
    with pytest.raises(NotAllowed):
        services.save_policy(office=house.commune, text=text(), actor=house.commune_officer)


@pytest.mark.parametrize(
    "given",
    [
        {"number": " "},
        {"issuer": ""},
        {"issued_on": clock.today().replace(year=2099)},
        {"valid_to": clock.today().replace(year=2000)},
    ],
)
def test_issue_outside_the_portal_names_a_document_that_can_be(given):
    house = make_house()
    policy = make_policy(house)
    values = {"number": "1/NQ-HĐND", "issuer": "Hội đồng nhân dân", "issued_on": clock.today()}

    with pytest.raises(Refused):
        services.record_issue(policy=policy, actor=house.officer, **(values | given))


@pytest.mark.parametrize(
    ("state", "values"),
    [
        (S.PROPOSED, {"state": S.ISSUED}),
        (S.ISSUED, {"issued_on": None}),
        (S.ISSUED, {"state": S.ENDED}),
        (S.DRAFT, {"issued_number": "1/NQ"}),
    ],
)
def test_database_refuses_policies_that_contradict_themselves(state, values):
    policy = make_policy(state=state)

    with pytest.raises(IntegrityError), transaction.atomic():
        Policy.objects.filter(pk=policy.pk).update(**values)


def test_database_refuses_money_that_is_none():
    policy = make_policy()

    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyBudgetLine.objects.create(policy=policy, source="credit", year=2026, amount=0)


def test_totals_are_exact_by_source():
    house = make_house()
    most = 9_007_199_254_740_993  # a float would lose its last digit
    make_policy(house, budget=[Money("province", 2026, 1), Money("central", 2026, 5)])
    make_policy(house, budget=[Money("province", 2026, most), Money("province", 2027, 1)])

    totals = selectors.totals_by_source(selectors.policies_visible_to(house.officer))

    assert [(row.source, row.amount) for row in totals] == [("central", 5), ("province", most + 2)]


def test_policy_is_seen_by_who_prepares_and_decides_and_once_issued_by_the_whole_area():
    house = make_house()
    draft, proposed, issued = (make_policy(house, state=state) for state in (S.DRAFT, S.PROPOSED, S.ISSUED))
    people = everybody(house)
    ids = {draft.pk: "draft", proposed.pk: "proposed", issued.pk: "issued"}

    seen = {
        name: {ids[pk] for pk in selectors.policies_visible_to(user).values_list("pk", flat=True)}
        for name, user in people.items()
        if user is not None
    }

    everything = {"draft", "proposed", "issued"}
    assert {name: what for name, what in seen.items() if what} == {
        "officer": everything,
        "head": everything,
        "leader": {"proposed", "issued"},
        "commune officer": {"issued"},
        "commune leader": {"issued"},
    }


def test_policy_of_the_province_reaches_communes_and_not_another_province():
    house, other = make_house(), make_house()
    department = make_office(unit=house.committee.unit.parent, name="Sở Nông nghiệp", runs_rounds=True)
    officer = make_person(Role.ROUND_OFFICER, department)
    policy = services.save_policy(office=department, text=text(), actor=officer)
    services.propose_policy(policy=policy, actor=officer)
    services.record_issue(
        policy=policy, actor=officer, number="1/NQ-HĐND", issuer="Hội đồng nhân dân", issued_on=clock.today()
    )

    assert selectors.policies_visible_to(house.commune_officer).get() == policy
    assert not selectors.policies_visible_to(other.commune_officer).exists()


def test_strangers_get_404_and_insiders_without_the_step_403(client):
    house = make_house()
    policy = make_policy(house)

    for user in (make_house().officer, house.commune_officer, make_person(Role.PRODUCER)):
        client.force_login(user)
        for name, *args in (("policy",), ("policy_edit",), ("policy_decision",), ("policy_act", "propose")):
            assert client.get(url(name, policy.pk, *args)).status_code == 404
    client.force_login(house.leader)
    for name, *args in (("policy_edit",), ("policy_decision",), ("policy_act", "end"), ("policy_act", "explode")):
        assert client.get(url(name, policy.pk, *args)).status_code == 403
    assert client.get(url("policy_new")).status_code == 403


# -- Screens ---------------------------------------------------------------------------------------------------------
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
