"""The advisory team's report: written, handed over, read beside the items, and by nobody else."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from activity.errors import Conflict, NotAllowed, Refused
from activity.models import Notification
from evaluations import selectors, services
from evaluations.enums import AdviceVerdict, RoundState
from evaluations.models import AdvisoryFile, AdvisoryNote, AdvisoryReport
from evaluations.selectors.files import stored_files_visible_to
from evaluations.services import Finding
from registrations.editing import mark
from registrations.models import DossierItem
from tests.factories.evaluations import bring_to, entry_of, make_round
from tests.factories.uploads import picture

SECRET = "Kho không có nhiệt kế."


@pytest.fixture
def entry(hall):
    return entry_of(make_round(hall))


def address(name, *args):
    return reverse(f"evaluations:{name}", args=args)


def photo(name="kho.jpg"):
    return SimpleUploadedFile(name, picture(size=(60, 40)))


def leaf(entry, key="1.4"):
    return entry.rubric.criteria.get(key=key)


def posted(entry, **more):
    return {"seen": "", "summary": "", "visited_on": "", "visited_by": "", "visit": ""} | more


def write(hall, entry, *, handed=True):
    item = leaf(entry)
    finding = Finding(AdviceVerdict.DIFFERS, SECRET, item.levels.first().pk)
    report = services.save_advice(
        entry=entry,
        actor=hall.officer,
        facts={"summary": "Hồ sơ tốt.", "visited_on": date(2026, 9, 10), "visited_by": "Tổ tư vấn", "visit": SECRET},
        findings={item.pk: finding},
        version=0,
    )
    return services.hand_over_advice(entry=entry, actor=hall.officer) if handed else report


def test_report_is_written_item_by_item_and_handed_over(client, hall, entry):
    item = leaf(entry)
    DossierItem.objects.create(dossier=entry.dossier, criterion=item, answered=True, level=item.levels.last())
    client.force_login(hall.officer)
    data = posted(
        entry,
        summary="Hồ sơ đủ.",
        visited_on="2026-09-10",
        **{f"v{item.pk}": "differs", f"l{item.pk}": item.levels.first().pk, f"t{item.pk}": SECRET},
    )

    saved = client.post(address("advice_write", entry.pk), data)
    client.post(address("advice_hand_over", entry.pk))

    page = client.get(address("advice", entry.pk)).content.decode()
    report = AdvisoryReport.objects.get()
    assert saved.status_code == 302
    assert report.is_handed_over
    assert (SECRET in page, item.levels.last().label in page, "10/09/2026" in page) == (True, True, True)
    assert set(Notification.objects.filter(kind="advice_handed_over").values_list("recipient", flat=True)) == {
        member.pk for member in hall.members
    }


def test_handed_over_note_stands_beside_the_item_on_the_sheet(client, hall, entry):
    write(hall, entry)
    client.force_login(hall.members[0])

    page = client.get(address("sheet", entry.pk)).content.decode()

    assert SECRET in page
    assert address("advice", entry.pk) in page


def test_draft_is_read_by_its_writers_alone(client, hall, entry):
    write(hall, entry, handed=False)

    seen = {}
    for who, user in {"member": hall.members[0], "secretary": hall.members[2], "officer": hall.officer}.items():
        client.force_login(user)
        seen[who] = client.get(address("advice", entry.pk)).status_code
    client.force_login(hall.members[0])

    assert seen == {"member": 404, "secretary": 200, "officer": 200}
    assert SECRET not in client.get(address("sheet", entry.pk)).content.decode()


def test_report_never_reaches_producer_commune_stranger_or_a_recused_member(client, hall, entry):
    write(hall, entry)
    services.declare_recusal(entry=entry, actor=hall.members[1], reason="Cháu của chủ thể.")
    bring_to(hall, entry.round, RoundState.DISCUSSION)
    producer = entry.dossier.created_by

    people = {"recused": hall.members[1], "producer": producer, "commune": hall.commune_officer}
    seen = {}
    for who, user in people.items():
        client.force_login(user)
        seen[who] = (client.get(address("advice", entry.pk)).status_code, selectors.advice_visible_to(user).count())

    assert seen == dict.fromkeys(people, (404, 0))


def test_report_stays_inside_after_the_result_is_published(client, hall, entry):
    write(hall, entry)
    bring_to(hall, entry.round, RoundState.PUBLISHED)
    client.force_login(entry.dossier.created_by)

    page = client.get(address("entry", entry.pk)).content.decode()

    assert client.get(address("advice", entry.pk)).status_code == 404
    assert (SECRET in page, address("advice", entry.pk) in page) == (False, False)


def test_recused_member_is_not_told_about_the_report(hall, entry):
    services.declare_recusal(entry=entry, actor=hall.members[1], reason="Cháu của chủ thể.")

    write(hall, entry)

    told = Notification.objects.filter(kind="advice_handed_over").values_list("recipient", flat=True)
    assert set(told) == {hall.members[0].pk, hall.members[2].pk}


def test_photographs_and_tests_are_kept_behind_the_reports_door(client, hall, entry):
    client.force_login(hall.officer)

    client.post(address("advice_photos", entry.pk), {"photos": [photo(), photo("xuong.jpg")], "caption": "Kho hàng"})
    client.post(
        address("advice_test", entry.pk),
        {"name": "Vi sinh", "asked_on": "2026-09-01", "received_on": "", "result": "", "upload": photo("phieu.jpg")},
    )
    test = AdvisoryReport.objects.get().tests.get()
    client.post(address("advice_result", entry.pk, test.pk), {"received_on": "2026-09-09", "result": "Đạt."})

    page = client.get(address("advice", entry.pk)).content.decode()
    rows = list(AdvisoryFile.objects.all())
    assert len(rows) == 3
    assert all(row.get_absolute_url() in page for row in rows)
    assert "Đạt." in page
    assert client.get(rows[0].page_url(1)).status_code == 200
    client.force_login(hall.members[0])  # not handed over yet
    assert client.get(rows[0].get_absolute_url()).status_code == 404
    assert not stored_files_visible_to(entry.dossier.created_by).exists()


def test_photograph_is_taken_away_with_its_bytes(client, hall, entry):
    client.force_login(hall.officer)
    client.post(address("advice_photos", entry.pk), {"photos": [photo()], "caption": ""})
    row = AdvisoryFile.objects.get()

    client.post(address("advice_file_remove", entry.pk, row.pk))

    assert not AdvisoryFile.objects.exists()
    assert not stored_files_visible_to(hall.officer).exists()


@pytest.mark.parametrize(
    ("bad", "kept"),
    [
        ({"v": "unproven", "t": ""}, ("unproven", "")),
        ({"v": "", "t": "Chữ."}, ("", "Chữ.")),
        ({"v": "agrees", "t": "", "l": "1"}, ("agrees", "")),
    ],
)
def test_half_a_finding_is_kept_as_a_draft_and_never_handed_over(client, hall, entry, bad, kept):
    item = leaf(entry)
    client.force_login(hall.officer)
    level = {f"l{item.pk}": item.levels.first().pk} if "l" in bad else {}

    client.post(
        address("advice_write", entry.pk), posted(entry, **{f"v{item.pk}": bad["v"], f"t{item.pk}": bad["t"]}, **level)
    )

    note = AdvisoryNote.objects.get()
    assert (note.verdict, note.text) == kept
    with pytest.raises(Refused, match=r"1\.4"):
        services.hand_over_advice(entry=entry, actor=hall.officer)


def autosave(client, entry, fields, *, seen=""):
    """Post as the script does: the fields that changed, their names, and what the page has seen."""
    data = fields | {"seen": seen, "autosave": list(fields)}
    response = client.post(address("advice_write", entry.pk), data, HTTP_HX_REQUEST="true")
    return response, json.loads(response["HX-Trigger-After-Swap"])["autosaved"]


def seen_by(client, entry):
    """Return what a page that is opened now carries along."""
    return client.get(address("advice_write", entry.pk)).context["form"].initial["seen"]


def test_field_saves_itself_and_the_answer_carries_its_mark(client, hall, entry):
    item = leaf(entry)
    client.force_login(hall.officer)
    first = seen_by(client, entry)

    response, event = autosave(client, entry, {f"v{item.pk}": "unproven"}, seen=first)
    again, then = autosave(client, entry, {f"t{item.pk}": SECRET, "visited_on": "2026-09-10"}, seen=first)

    note = AdvisoryNote.objects.get()
    assert event["saved"] == {f"v{item.pk}": mark("unproven")}
    assert set(then["saved"]) == {f"t{item.pk}", "visited_on"}
    assert (note.verdict, note.text) == ("unproven", SECRET)
    assert AdvisoryReport.objects.get().visited_on == date(2026, 9, 10)
    assert "<html" not in response.content.decode() + again.content.decode()


def test_field_that_was_emptied_is_empty_and_its_note_is_gone(client, hall, entry):
    item = leaf(entry)
    client.force_login(hall.officer)
    autosave(client, entry, {f"t{item.pk}": "Nháp."}, seen=seen_by(client, entry))

    autosave(client, entry, {f"t{item.pk}": ""}, seen=seen_by(client, entry))

    assert not AdvisoryNote.objects.exists()


def test_two_people_on_different_items_lose_nothing(client, hall, entry):
    one, other = leaf(entry), leaf(entry, "3.3")
    client.force_login(hall.officer)
    both = seen_by(client, entry)
    autosave(client, entry, {f"t{one.pk}": "Của người thứ nhất."}, seen=both)
    client.force_login(hall.members[2])

    _response, event = autosave(client, entry, {f"t{other.pk}": "Của người thứ hai."}, seen=both)

    assert event["theirs"] == {}
    texts = set(AdvisoryNote.objects.values_list("text", flat=True))
    assert texts == {"Của người thứ nhất.", "Của người thứ hai."}


def test_same_field_from_two_people_shows_both_versions_and_keeps_the_first(client, hall, entry):
    item = leaf(entry)
    client.force_login(hall.officer)
    both = seen_by(client, entry)
    autosave(client, entry, {f"t{item.pk}": "Của người thứ nhất."}, seen=both)
    client.force_login(hall.members[2])

    response, event = autosave(client, entry, {f"t{item.pk}": "Của người thứ hai."}, seen=both)

    page = response.content.decode()
    assert list(event["theirs"]) == [f"t{item.pk}"]
    assert ("Của người thứ nhất." in page, "Của người thứ hai." in page) == (True, True)
    assert AdvisoryNote.objects.get().text == "Của người thứ nhất."


def test_report_that_was_handed_over_meanwhile_tells_the_open_page(client, hall, entry):
    client.force_login(hall.officer)
    seen = seen_by(client, entry)
    write(hall, entry)

    _response, event = autosave(client, entry, {"summary": "Muộn."}, seen=seen)

    assert event["problem"]
    assert AdvisoryReport.objects.get().summary == "Hồ sơ tốt."


def test_two_writers_do_not_overwrite_each_other(client, hall, entry):
    write(hall, entry, handed=False)
    client.force_login(hall.members[2])

    page = client.post(address("advice_write", entry.pk), posted(entry, summary="Bản của tôi"))

    assert page.status_code == 409
    assert "Bản của tôi" in page.content.decode()
    assert AdvisoryReport.objects.get().summary == "Hồ sơ tốt."


def test_handed_over_report_changes_only_after_it_is_taken_back_with_a_reason(hall, entry):
    report = write(hall, entry)
    change = {"entry": entry, "actor": hall.officer, "facts": {}, "findings": {}}

    with pytest.raises(Conflict):
        services.save_advice(**change, version=report.version)
    with pytest.raises(Refused):
        services.take_advice_back(entry=entry, actor=hall.officer, reason=" ")
    back = services.take_advice_back(entry=entry, actor=hall.officer, reason="Bổ sung kết quả kiểm nghiệm.")

    assert not back.is_handed_over
    assert services.save_advice(**change, version=back.version).version == back.version + 1


def test_plain_member_does_not_write(hall, entry):
    with pytest.raises(NotAllowed):
        services.save_advice(entry=entry, actor=hall.members[0], facts={}, findings={}, version=0)


def test_empty_report_is_not_handed_over(hall, entry):
    services.save_advice(entry=entry, actor=hall.officer, facts={}, findings={}, version=0)

    with pytest.raises(Refused):
        services.hand_over_advice(entry=entry, actor=hall.officer)


def test_closed_round_takes_no_report(hall, entry):
    bring_to(hall, entry.round, RoundState.CLOSED)

    with pytest.raises(Conflict):
        write(hall, entry)


def test_level_of_another_item_is_refused(hall, entry):
    foreign = leaf(entry, "3.3").levels.first().pk
    finding = Finding(AdviceVerdict.DIFFERS, "Khác.", foreign)

    with pytest.raises(Refused):
        services.save_advice(entry=entry, actor=hall.officer, facts={}, findings={leaf(entry).pk: finding}, version=0)
