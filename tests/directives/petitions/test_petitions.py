"""Petitions on their way: written, sent, grouped, answered; who is told; terms and reminders."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accounts.enums import UnitLevel
from activity.errors import Conflict, NotAllowed, Refused
from activity.models import JournalEntry, Notification
from directives.models import Petition, PetitionGroup
from directives.petitions import selectors, services
from directives.petitions.enums import PetitionState
from directives.petitions.services import PetitionText
from directives.services import send_reminders
from foundation import calendar, clock
from foundation.files import CheckedUpload
from tests.factories.accounts import make_office, make_unit
from tests.factories.directives import make_house
from tests.factories.petitions import ANSWER, make_group, make_petition

pytestmark = pytest.mark.django_db

S = PetitionState


def told(petition) -> set[tuple[str, str]]:
    rows = Notification.objects.filter(subject=petition.stream).values_list("kind", "recipient__username")
    return set(rows)


def actions(petition) -> list[str]:
    return list(JournalEntry.objects.filter(stream=petition.stream).order_by("seq").values_list("action", flat=True))


def text(house, **given) -> PetitionText:
    words = {"title": "Mở lớp tập huấn tại xã", "content": "Cán bộ mới chưa được tập huấn.", "wish": "Mở 01 lớp."}
    return PetitionText(handling_office=house.agriculture, **(words | given))


def test_petition_goes_its_whole_way_and_everybody_concerned_is_told():
    house = make_house()
    petition = services.save_petition(office=house.commune, text=text(house), actor=house.commune_officer)
    services.send_petition(petition=petition, actor=house.commune_officer)
    services.return_petition(petition=petition, actor=house.officer, reason="Ghi rõ số người.")
    services.save_petition(
        office=house.commune, petition=petition, text=text(house, wish="Mở 01 lớp cho 12 người."),
        actor=house.commune_leader, seen=petition.version,
    )  # fmt: skip
    services.send_petition(petition=petition, actor=house.commune_leader)
    services.propose_answer(petition=petition, outcome="partly", answer="Mở lớp trong quý tới.", actor=house.officer)
    services.send_back(petition=petition, actor=house.leader, reason="Nêu rõ tháng.")
    services.propose_answer(petition=petition, outcome="accepted", answer=ANSWER, actor=house.head)
    services.decide_petition(petition=petition, outcome="accepted", answer=ANSWER, actor=house.leader)

    petition.refresh_from_db()
    assert (petition.state, petition.answer, petition.decided_by) == (S.ANSWERED, ANSWER, house.leader)
    assert actions(petition) == [
        "create", "send", "return_", "edit", "send", "propose", "send_back", "propose", "decide",
    ]  # fmt: skip
    assert told(petition) == {
        ("petition_sent", house.officer.username),
        ("petition_sent", house.head.username),
        ("petition_returned", house.commune_officer.username),
        ("petition_returned", house.commune_leader.username),
        ("petition_to_decide", house.leader.username),
        ("petition_sent_back", house.officer.username),
        ("petition_sent_back", house.head.username),
        ("petition_answered", house.commune_officer.username),
        ("petition_answered", house.commune_leader.username),
        ("petition_decided", house.officer.username),
        ("petition_decided", house.head.username),
    }
    assert set(Notification.objects.filter(kind="petition_answered").values_list("body", flat=True)) == {ANSWER}


def test_petition_goes_only_to_an_office_that_runs_the_programme_above():
    house, other = make_house(), make_house()
    province = house.committee.unit.parent
    department = make_office(unit=province, name="Sở Nông nghiệp", runs_rounds=True)
    make_office(unit=province, name="Sở Công Thương")

    above = selectors.handling_offices_for(house.commune)

    assert above == [house.agriculture, department]
    assert selectors.handling_offices_for(house.agriculture) == [department]
    with pytest.raises(Refused):
        services.save_petition(
            office=house.commune, text=PetitionText(other.agriculture, "Kiến nghị", "Nội dung dài."),
            actor=house.commune_officer,
        )  # fmt: skip
    with pytest.raises(NotAllowed):
        services.save_petition(office=other.commune, text=text(other), actor=house.commune_officer)


def test_decision_lies_with_the_committee_above_or_with_the_office_itself():
    house = make_house()
    alone = make_office(unit=house.committee.unit.parent, name="Văn phòng điều phối", runs_rounds=True)

    near = make_petition(house, state=S.DRAFT)
    far = services.save_petition(
        office=house.commune, text=PetitionText(alone, "Kiến nghị", "Nội dung dài."), actor=house.commune_officer
    )

    assert (near.deciding_office, far.deciding_office) == (house.committee, alone)


def test_two_windows_do_not_overwrite_each_other():
    house = make_house()
    petition = make_petition(house, state=S.DRAFT)
    seen = petition.version
    kwargs = {"office": house.commune, "petition": petition, "actor": house.commune_officer, "seen": seen}
    services.save_petition(text=text(house, title="Bản thứ nhất"), **kwargs)

    with pytest.raises(Conflict):
        services.save_petition(text=text(house, title="Bản thứ hai"), **kwargs)

    petition.refresh_from_db()
    assert petition.title == "Bản thứ nhất"


def test_leader_decides_only_on_the_answer_that_was_read():
    house = make_house()
    petition = make_petition(house, state=S.PROPOSED)
    seen = petition.version
    services.propose_answer(petition=petition, outcome="declined", answer="Chưa có nguồn kinh phí.", actor=house.head)

    with pytest.raises(Conflict):
        services.decide_from_list(petition=Petition.objects.get(pk=petition.pk), actor=house.leader, version=seen)

    assert Petition.objects.get(pk=petition.pk).state == S.PROPOSED


def test_sent_petition_takes_no_more_files_and_its_files_stay():
    house = make_house()
    petition = make_petition(house, state=S.DRAFT)
    upload = CheckedUpload("bang-ke.pdf", "application/pdf", b"%PDF-1.4")
    services.add_files(petition=petition, uploads=[upload, upload], actor=house.commune_officer)
    services.remove_file(file=petition.files.first(), actor=house.commune_officer)
    services.send_petition(petition=petition, actor=house.commune_officer)

    with pytest.raises(NotAllowed):
        services.add_files(petition=petition, uploads=[upload], actor=house.commune_officer)
    with pytest.raises(NotAllowed):
        services.remove_file(file=petition.files.get(), actor=house.commune_officer)
    assert petition.files.count() == 1


def test_file_stays_with_a_petition_that_was_sent_in_the_same_moment():
    house = make_house()
    petition = make_petition(house, state=S.DRAFT)
    upload = CheckedUpload("bang-ke.pdf", "application/pdf", b"%PDF-1.4")
    services.add_files(petition=petition, uploads=[upload], actor=house.commune_officer)
    slower = Petition.objects.get(pk=petition.pk)
    file = slower.files.select_related("petition").get()
    services.send_petition(petition=petition, actor=house.commune_officer)

    with pytest.raises(Conflict, match="người khác thay đổi"):
        services.remove_file(file=file, actor=house.commune_officer)
    with pytest.raises(Conflict):
        services.add_files(petition=slower, uploads=[upload], actor=house.commune_officer)

    assert petition.files.count() == 1


# -- Groups ----------------------------------------------------------------------------------------------------------
def test_one_answer_serves_a_group_and_leaves_what_is_answered_alone():
    house = make_house()
    two = [make_petition(house), make_petition(house)]
    earlier = make_petition(house, state=S.PROPOSED)
    group = make_group(house, [*two, earlier])

    count = services.propose_for_group(group=group, outcome="upward", answer="Chuyển tỉnh xem xét.", actor=house.head)

    assert count == 2
    assert set(group.petitions.values_list("proposed_answer", flat=True)) == {"Chuyển tỉnh xem xét.", ANSWER}
    with pytest.raises(Refused):
        services.propose_for_group(group=group, outcome="upward", answer="Lần nữa cho nhóm.", actor=house.head)


def test_group_takes_only_petitions_of_its_office_that_wait():
    house, other = make_house(), make_house()
    waiting, foreign, answered = make_petition(house), make_petition(other), make_petition(house, state=S.ANSWERED)
    kwargs = {"office": house.agriculture, "actor": house.officer, "title": "Nhóm thử"}

    with pytest.raises(NotAllowed):
        services.group_petitions(petitions=[waiting, foreign], **kwargs)
    with pytest.raises(Conflict):
        services.group_petitions(petitions=[waiting, answered], **kwargs)
    with pytest.raises(Refused):
        services.group_petitions(petitions=[], **kwargs)
    with pytest.raises(Refused):
        services.group_petitions(petitions=[waiting], **(kwargs | {"title": " "}))
    with pytest.raises(NotAllowed):
        services.group_petitions(petitions=[waiting], **(kwargs | {"actor": house.leader}))

    waiting.refresh_from_db()
    assert waiting.group is None
    assert not PetitionGroup.objects.exists()


def test_group_is_renamed_and_emptied_but_keeps_what_is_answered():
    house = make_house()
    open_one, done = make_petition(house), make_petition(house, state=S.PROPOSED)
    group = make_group(house, [open_one, done])
    make_group(house, [make_petition(house)], title="Tập huấn")
    services.decide_petition(petition=done, outcome="accepted", answer=ANSWER, actor=house.leader)

    services.ungroup_petition(petition=open_one, actor=house.officer)
    services.rename_group(group=group, title="Tem, nhãn, bao bì", actor=house.officer)

    assert (open_one.group, group.title) == (None, "Tem, nhãn, bao bì")
    with pytest.raises(Conflict):
        services.ungroup_petition(petition=done, actor=house.officer)
    with pytest.raises(Conflict):
        services.rename_group(group=group, title="Tập huấn", actor=house.officer)
    with pytest.raises(NotAllowed):
        services.rename_group(group=group, title="Khác", actor=house.commune_officer)


def test_withdrawn_petition_leaves_its_group():
    house = make_house()
    petition = make_petition(house)
    make_group(house, [petition])

    services.withdraw_petition(petition=petition, actor=house.commune_leader, reason="Đã tự giải quyết.")

    assert (petition.state, petition.group) == (S.WITHDRAWN, None)


# -- Terms -----------------------------------------------------------------------------------------------------------
MONDAY = date(2026, 3, 2)


def test_without_a_set_term_a_petition_has_no_deadline_and_nobody_is_reminded():
    house = make_house()
    with clock.frozen(MONDAY):
        petition = make_petition(house)

    with clock.frozen(MONDAY + timedelta(days=400)):
        sent = send_reminders()

    assert petition.due_at is None
    assert sent == []


def test_term_is_counted_in_working_days_and_reminds_who_has_the_next_step():
    house = make_house()
    with clock.frozen(MONDAY):
        services.set_term(office=house.agriculture, days=10, actor=house.head)
        petition = make_petition(house)
    last = date(2026, 3, 16)

    with clock.frozen(last - timedelta(days=3)):
        first = {row.recipient for row in send_reminders()}
    with clock.frozen(last):
        services.propose_answer(petition=petition, outcome="accepted", answer=ANSWER, actor=house.officer)
        second = {row.recipient for row in send_reminders()}
    with clock.frozen(last + timedelta(days=1)):
        services.decide_petition(petition=petition, outcome="accepted", answer=ANSWER, actor=house.leader)
        third = send_reminders()

    assert petition.due_at == calendar.due_until(last)
    assert first == {house.officer.username}
    assert second == {house.leader.username}
    assert third == []


def test_returned_petition_has_no_deadline_until_it_is_sent_again():
    house = make_house()
    with clock.frozen(MONDAY):
        services.set_term(office=house.agriculture, days=5, actor=house.leader)
        petition = make_petition(house, state=S.RETURNED)
    assert petition.due_at is None

    with clock.frozen(MONDAY + timedelta(days=7)):
        services.send_petition(petition=petition, actor=house.commune_officer)

    assert petition.last_day == date(2026, 3, 16)


def test_term_is_set_by_heads_alone_and_taken_away_again():
    house = make_house()

    for user in (house.officer, house.commune_leader, house.clerk, make_house().leader):
        with pytest.raises(NotAllowed):
            services.set_term(office=house.agriculture, days=3, actor=user)
    services.set_term(office=house.agriculture, days=3, actor=house.head)
    assert selectors.answer_days(house.agriculture) == 3

    services.set_term(office=house.agriculture, days=None, actor=house.head)
    assert selectors.answer_days(house.agriculture) is None


def test_merged_commune_goes_on_with_the_petitions_of_its_predecessors():
    house = make_house()
    petition = make_petition(house, state=S.RETURNED)
    province = house.committee.unit.parent
    merged = make_unit(level=UnitLevel.COMMUNE, parent=province)
    house.commune.unit.successors.set([merged])
    from accounts.enums import Role
    from accounts.services import rebuild_reach
    from tests.factories.accounts import make_person

    rebuild_reach()
    heir = make_person(Role.COMMUNE_OFFICER, make_office(unit=merged))

    assert selectors.petitions_visible_to(heir).get() == petition
    assert services.send_petition(petition=petition, actor=heir).state == S.SENT
