"""Score sheets through their services: saved, sealed, opened again, and everything that is refused."""

from __future__ import annotations

import hashlib
import json

import pytest

from activity.errors import Conflict, NotAllowed, Refused
from activity.models import JournalEntry, Notification
from evaluations import services
from evaluations.enums import RoundState, SheetState
from evaluations.models import Sheet, SheetItem, SheetVersion
from evaluations.services import Answer
from rubrics.models import Level
from tests.factories.evaluations import (
    entry_of,
    fill_sheet,
    make_hall,
    make_round,
    submit_sheet,
)
from tests.factories.rubrics import CODE_2019, publish_law


@pytest.fixture
def entry(hall):
    return entry_of(make_round(hall))


def first_item(entry):
    return entry.rubric.criteria.filter(is_leaf=True).order_by("order").first()


# -- Saving ----------------------------------------------------------------------------------------------------------
def test_saved_item_copies_label_and_points_of_the_law(hall, entry):
    item = first_item(entry)
    level = item.levels.order_by("-points").first()

    services.save_sheet(entry=entry, actor=hall.members[0], answers={item.pk: Answer(level.pk)}, version=0)

    stored = SheetItem.objects.get()
    assert (stored.label, stored.points, stored.level) == (level.label, level.points, level)


def test_not_reached_is_an_answer_without_level(hall, entry):
    item = first_item(entry)

    services.save_sheet(entry=entry, actor=hall.members[0], answers={item.pk: Answer(None)}, version=0)

    stored = SheetItem.objects.get()
    assert (stored.answered, stored.level, stored.points, stored.label) == (True, None, 0, "Không đạt")


def test_remark_without_answer_is_kept_and_is_no_answer(hall, entry):
    item = first_item(entry)
    answer = Answer(None, "xem lại giấy tờ", given=False)

    services.save_sheet(entry=entry, actor=hall.members[0], answers={item.pk: answer}, version=0)

    stored = SheetItem.objects.get()
    assert (stored.answered, stored.note) == (False, "xem lại giấy tờ")


def test_second_device_with_an_old_version_is_refused(hall, entry):
    item = first_item(entry)
    high, low = item.levels.order_by("-points")[:2]
    services.save_sheet(entry=entry, actor=hall.members[0], answers={item.pk: Answer(high.pk)}, version=0)

    with pytest.raises(Conflict):
        services.save_sheet(entry=entry, actor=hall.members[0], answers={item.pk: Answer(low.pk)}, version=0)

    assert SheetItem.objects.get().level == high


def test_level_of_another_decision_is_refused(hall, entry):
    foreign = Level.objects.filter(criterion__rubric__decision=publish_law(CODE_2019)).first()
    answers = {first_item(entry).pk: Answer(foreign.pk)}

    with pytest.raises(Refused):
        services.save_sheet(entry=entry, actor=hall.members[0], answers=answers, version=0)


def test_item_of_another_decision_is_refused(hall, entry):
    foreign = Level.objects.filter(criterion__rubric__decision=publish_law(CODE_2019)).first()
    answers = {foreign.criterion_id: Answer(foreign.pk)}

    with pytest.raises(Refused):
        services.save_sheet(entry=entry, actor=hall.members[0], answers=answers, version=0)


def test_level_of_another_item_is_refused(hall, entry):
    one, other = entry.rubric.criteria.filter(is_leaf=True).order_by("order")[:2]
    answers = {one.pk: Answer(other.levels.first().pk)}

    with pytest.raises(Refused):
        services.save_sheet(entry=entry, actor=hall.members[0], answers=answers, version=0)


def test_member_of_another_council_may_not_save(hall, entry):
    stranger = make_hall(members=1).members[0]

    with pytest.raises(NotAllowed):
        services.save_sheet(entry=entry, actor=stranger, answers={}, version=0)


def test_member_without_vote_may_not_save(hall, entry):
    seat = hall.seats[1]
    type(seat).objects.filter(pk=seat.pk).update(counted=False)

    with pytest.raises(NotAllowed):
        services.save_sheet(entry=entry, actor=seat.user, answers={}, version=0)


@pytest.mark.parametrize("state", [RoundState.DOSSIERS_FIXED, RoundState.CLOSED])
def test_sheet_of_a_round_that_is_not_open_is_refused(hall, state):
    entry = entry_of(make_round(hall, state=state))

    with pytest.raises(Conflict):
        services.save_sheet(entry=entry, actor=hall.members[0], answers={}, version=0)


def test_sheet_of_a_withdrawn_entry_is_refused(hall, entry):
    services.withdraw_entry(entry=entry, reason="Chủ thể rút.", actor=hall.officer)

    with pytest.raises(Conflict):
        services.save_sheet(entry=entry, actor=hall.members[0], answers={}, version=0)


# -- Sealing ---------------------------------------------------------------------------------------------------------
def test_sealed_sheet_keeps_total_and_digest_of_its_canonical_text(hall, entry):
    sheet = submit_sheet(entry, hall.members[0], 83)

    version = SheetVersion.objects.get(sheet=sheet)
    content = json.loads(version.canonical)
    assert (sheet.state, sheet.total) == (SheetState.SEALED, 83)
    assert sheet.sha256 == hashlib.sha256(version.canonical.encode()).hexdigest()
    assert content["total"] == "83"
    assert sum(int(item["points"]) for item in content["items"]) == 83
    assert version.canonical == json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_journal_of_a_sealed_sheet_names_the_digest_and_no_points(hall, entry):
    sheet = submit_sheet(entry, hall.members[0], 83)

    row = JournalEntry.objects.get(stream=sheet.stream, action="seal")
    assert sheet.sha256 in row.after
    assert "83" not in json.loads(row.after).values()
    assert "total" not in row.after


def test_sheet_with_open_items_is_not_sealed_and_the_items_are_named(hall, entry):
    item = first_item(entry)
    sheet = services.save_sheet(entry=entry, actor=hall.members[0], answers={item.pk: Answer(None)}, version=0)

    with pytest.raises(Refused, match=r"33"):
        services.seal_sheet(sheet=sheet, actor=hall.members[0], version=sheet.version)

    sheet.refresh_from_db()
    assert (sheet.state, sheet.version) == (SheetState.DRAFT, 1)


def test_sealing_twice_makes_one_version(hall, entry):
    sheet = fill_sheet(entry, hall.members[0], 80)
    again = Sheet.objects.get(pk=sheet.pk)
    services.seal_sheet(sheet=sheet, actor=hall.members[0], version=sheet.version)

    with pytest.raises(Conflict):
        services.seal_sheet(sheet=again, actor=hall.members[0], version=again.version)

    assert SheetVersion.objects.count() == 1


def test_sheet_changed_on_another_device_is_not_sealed_unseen(hall, entry):
    sheet = fill_sheet(entry, hall.members[0], 80)
    seen = sheet.version
    fill_sheet(entry, hall.members[0], 70)

    with pytest.raises(Conflict):
        services.seal_sheet(sheet=sheet, actor=hall.members[0], version=seen)


def test_nobody_seals_somebody_elses_sheet(hall, entry):
    sheet = fill_sheet(entry, hall.members[0], 80)

    with pytest.raises(NotAllowed):
        services.seal_sheet(sheet=sheet, actor=hall.members[1], version=sheet.version)


def test_sheet_sealed_after_the_round_closed_is_refused(hall):
    found = make_round(hall, quorum_percent=60)
    sheet = fill_sheet(entry_of(found), hall.members[2], 80)
    for member in hall.members[:2]:
        submit_sheet(entry_of(found), member, 80)
    services.open_discussion(evaluation_round=found, actor=hall.officer)
    services.close_round(evaluation_round=found, actor=hall.officer, count_missing=True)

    with pytest.raises(Conflict):
        services.seal_sheet(sheet=sheet, actor=hall.members[2], version=sheet.version)


# -- Opening again, abstaining ---------------------------------------------------------------------------------------
def test_reopened_sheet_leaves_both_versions_and_tells_its_member(hall, entry):
    sheet = submit_sheet(entry, hall.members[0], 83)

    services.reopen_sheet(sheet=sheet, actor=hall.officer, reason="Chấm lại sau thảo luận.")
    told = Notification.objects.filter(kind="sheet_reopened", recipient=hall.members[0])
    again = submit_sheet(entry, hall.members[0], 78)

    assert told.exists()
    assert list(again.versions.values_list("number", "total")) == [(1, 83), (2, 78)]
    assert again.total == 78


def test_reopening_needs_a_reason(hall, entry):
    sheet = submit_sheet(entry, hall.members[0], 83)

    with pytest.raises(Refused):
        services.reopen_sheet(sheet=sheet, actor=hall.officer, reason=" ")


def test_member_may_not_reopen_their_own_sheet(hall, entry):
    sheet = submit_sheet(entry, hall.members[0], 83)

    with pytest.raises(NotAllowed):
        services.reopen_sheet(sheet=sheet, actor=hall.members[0], reason="Tôi muốn sửa.")


def test_abstention_has_no_total_and_can_be_taken_back_by_the_secretary(hall, entry):
    sheet = services.abstain(entry=entry, actor=hall.members[0], reason="Không đủ chuyên môn.")
    before = (sheet.state, sheet.total)

    services.reopen_sheet(sheet=sheet, actor=hall.members[2], reason="Thành viên đề nghị.")

    assert before == (SheetState.ABSTAINED, None)
    assert sheet.state == SheetState.DRAFT


def test_submitted_sheet_cannot_become_an_abstention(hall, entry):
    submit_sheet(entry, hall.members[0], 83)

    with pytest.raises(Conflict):
        services.abstain(entry=entry, actor=hall.members[0], reason="Đổi ý.")
