"""Two people at one policy: a decision that is drafted while somebody else moves the policy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from activity.errors import Conflict
from directives import services as documents
from directives.models import Policy
from directives.policies import services
from directives.policies.enums import PolicyState
from foundation import clock
from tests.factories.directives import House, make_house
from tests.factories.petitions import make_policy

pytestmark = pytest.mark.django_db

S = PolicyState
REASON = "Làm lại phần kinh phí."


def give_back(house: House, policy: Policy) -> Any:
    return services.return_policy(policy=policy, actor=house.leader, reason=REASON)


def drop(house: House, policy: Policy) -> Any:
    return services.drop_policy(policy=policy, actor=house.officer, reason=REASON)


def record(house: House, policy: Policy) -> Any:
    day = clock.today()
    return services.record_issue(policy=policy, actor=house.head, number="1/NQ", issuer="HĐND", issued_on=day)


@pytest.mark.parametrize("step", [give_back, drop, record])
def test_policy_whose_decision_was_drafted_meanwhile_does_not_move(step: Callable[[House, Policy], Any]):
    house = make_house()
    policy = make_policy(house)
    read_before = Policy.objects.get(pk=policy.pk)
    document = services.draft_decision(policy=policy, issuing=house.committee, actor=house.officer)

    with pytest.raises(Conflict):
        step(house, read_before)

    policy.refresh_from_db()
    assert (policy.state, policy.document) == (S.PROPOSED, document)


@pytest.mark.parametrize(("step", "state"), [(give_back, S.DRAFT), (drop, S.DROPPED), (record, S.ISSUED)])
def test_decision_of_a_policy_that_moved_meanwhile_is_not_drafted(step: Callable[[House, Policy], Any], state: str):
    house = make_house()
    policy = make_policy(house)
    read_before = Policy.objects.get(pk=policy.pk)
    step(house, policy)

    with pytest.raises(Conflict):
        services.draft_decision(policy=read_before, issuing=house.committee, actor=house.officer)

    policy.refresh_from_db()
    assert (policy.state, policy.document) == (state, None)


@pytest.mark.parametrize("state", [S.DRAFT, S.PROPOSED])
def test_voided_decision_sets_every_unissued_policy_free(state):
    house = make_house()
    policy = make_policy(house)
    document = services.draft_decision(policy=policy, issuing=house.committee, actor=house.officer)
    Policy.objects.filter(pk=policy.pk).update(state=state)

    documents.act(document=document, action="void", actor=house.officer, reason="Bỏ bản thảo này.")

    policy.refresh_from_db()
    assert policy.document is None


def test_second_click_on_the_draft_of_a_decision_leads_to_it(client):
    house = make_house()
    policy = make_policy(house)
    client.force_login(house.officer)
    address = reverse("directives:policy_decision", args=[policy.pk])

    clicks = [client.post(address, {"issuing": house.committee.pk}) for _click in range(2)]

    policy.refresh_from_db()
    assert [answer["Location"] for answer in clicks] == [reverse("directives:detail", args=[policy.document_id])] * 2
    assert client.get(address).status_code == 403
