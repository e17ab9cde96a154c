"""Petitions and support policies in every state, moved along their way by the people of a house."""

from __future__ import annotations

from typing import Any

from accounts.models import Office
from directives.models import Petition, PetitionGroup, Policy
from directives.petitions import services
from directives.petitions.enums import PetitionOutcome, PetitionState
from directives.petitions.services import PetitionText
from directives.policies import services as policies
from directives.policies.enums import PolicyState
from directives.policies.services import Money, PolicyText, Served
from foundation import clock
from tests.factories.directives import House, make_house

TITLE = "Hỗ trợ kinh phí in tem, nhãn sản phẩm"
ANSWER = "Đưa vào kế hoạch hỗ trợ năm tới, xã lập danh sách gửi về phòng."


def make_petition(
    house: House | None = None, *, state: str = PetitionState.SENT, office: Office | None = None, **given: Any
) -> Petition:
    """Make a petition of the commune to the agriculture office and bring it to a state."""
    house = house or make_house()
    writer = given.pop("writer", house.commune_officer)
    words = {
        "title": TITLE,
        "content": "Các chủ thể chưa có kinh phí in tem, nhãn mới.",
        "wish": "Hỗ trợ 50 % chi phí.",
    }
    text = PetitionText(handling_office=house.agriculture, **(words | given))
    petition = services.save_petition(office=office or house.commune, text=text, actor=writer)
    return move_petition(house, petition, state, writer)


def move_petition(house: House, petition: Petition, state: str, writer: Any = None) -> Petition:
    """Move a draft along its way up to a state."""
    writer = writer or house.commune_officer
    if state == PetitionState.DRAFT:
        return petition
    if state == PetitionState.WITHDRAWN:
        return services.withdraw_petition(petition=petition, actor=writer, reason="Không còn cần nữa.")
    services.send_petition(petition=petition, actor=writer)
    if state == PetitionState.RETURNED:
        return services.return_petition(petition=petition, actor=house.officer, reason="Ghi rõ số sản phẩm.")
    if state == PetitionState.SENT:
        return petition
    answer = {"outcome": PetitionOutcome.ACCEPTED, "answer": ANSWER}
    services.propose_answer(petition=petition, actor=house.officer, **answer)
    return (
        petition
        if state == PetitionState.PROPOSED
        else services.decide_petition(petition=petition, actor=house.leader, **answer)
    )


def make_group(house: House, petitions: list[Petition], title: str = "Kinh phí tem, nhãn") -> PetitionGroup:
    """Put petitions into a new group."""
    group = services.group_petitions(office=house.agriculture, petitions=petitions, title=title, actor=house.officer)
    for petition in petitions:
        petition.refresh_from_db()
    return group


def make_policy(house: House | None = None, *, state: str = PolicyState.PROPOSED, **given: Any) -> Policy:
    """Make a policy of the agriculture office and bring it to a state; issued by a document from outside."""
    house = house or make_house()
    values = {
        "title": "Hỗ trợ thiết kế bao bì, tem nhãn sản phẩm OCOP",
        "content": "Hỗ trợ 50 % chi phí, tối đa 30 triệu đồng cho một sản phẩm.",
        "legal_grounds": "Căn cứ Luật Tổ chức chính quyền địa phương",
        "budget": [Money("province", 2026, 1_500_000_000), Money("own", 2026, 500_000_000)],
        "beneficiaries": [
            Served("cooperative", count=12),
            Served("household", name="Hộ A Thiu", unit=house.commune.unit),
        ],
    }
    policy = policies.save_policy(office=house.agriculture, text=PolicyText(**(values | given)), actor=house.officer)
    if state == PolicyState.DRAFT:
        return policy
    if state == PolicyState.DROPPED:
        return policies.drop_policy(policy=policy, actor=house.officer, reason="Trùng với chính sách của tỉnh.")
    policies.propose_policy(policy=policy, actor=house.officer)
    if state == PolicyState.PROPOSED:
        return policy
    policies.record_issue(
        policy=policy,
        actor=house.officer,
        number="12/2026/NQ-HĐND",
        issuer="Hội đồng nhân dân tỉnh",
        issued_on=clock.today(),
    )
    if state == PolicyState.ISSUED:
        return policy
    return policies.end_policy(policy=policy, actor=house.officer, reason="Hết thời gian thực hiện.")
