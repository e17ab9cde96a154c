"""Support policies: the matrix, the way to the issue, money by source, who sees them, the screens."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

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
from tests.factories.accounts import make_office, make_person, make_user
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
