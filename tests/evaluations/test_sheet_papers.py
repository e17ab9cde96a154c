"""The paper sheet, empty and filled, the scan of the signed one, and the versions that are kept."""

from __future__ import annotations

import io

import pdfplumber
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from activity import jobs
from activity.enums import JobState
from activity.models import Job
from evaluations import services
from evaluations.enums import SheetFileKind
from evaluations.models import SheetFile
from evaluations.selectors.files import sheet_files_visible_to, stored_files_visible_to
from foundation import files
from tests.evaluations.test_hiding import others
from tests.factories.evaluations import entry_of, fill_sheet, make_hall, make_round, submit_sheet
from tests.factories.uploads import pdf


@pytest.fixture
def entry(hall):
    return entry_of(make_round(hall))


def words_of(row):
    with pdfplumber.open(io.BytesIO(files.read(row.stored))) as book:
        return " ".join(" ".join((page.extract_text() or "").split()) for page in book.pages)


def address(name, *args):
    return reverse(f"evaluations:{name}", args=args)


def status_of(client, place):
    response = client.get(place)
    for close in response._resource_closers:  # the response itself would close the database with it
        close()
    return response.status_code


def signed(name="ban-ky.pdf"):
    return SimpleUploadedFile(name, pdf(1))


def test_empty_sheet_is_the_whole_official_form_with_nothing_ticked(client, hall, entry):
    client.force_login(hall.members[0])

    client.post(address("blank_paper", entry.pk))
    waiting = client.get(address("blank_paper", entry.pk)).content.decode()
    jobs.run_waiting()
    done = client.get(address("blank_paper", entry.pk)).content.decode()

    row = SheetFile.objects.get()
    words = words_of(row)
    assert "PHIẾU ĐÁNH GIÁ, PHÂN HẠNG" in words
    assert "26/2026/QĐ-TTg" in words
    assert "[x]" not in words
    levels = sum(item.levels.count() + 1 for item in entry.rubric.criteria.filter(is_leaf=True))
    assert words.count("[ ]") == levels
    assert row.get_absolute_url() not in waiting
    assert row.get_absolute_url() in done


def test_filled_sheet_shows_what_was_sealed_its_digest_and_a_place_to_sign(client, hall, entry):
    member = hall.members[0]
    sheet = submit_sheet(entry, member, 83)
    client.force_login(member)

    client.post(address("filled_paper", sheet.pk, 1))
    jobs.run_waiting()

    words = words_of(SheetFile.objects.get())
    assert "83 / 100 điểm" in words
    assert words.count("[x]") == entry.rubric.criteria.filter(is_leaf=True).count()
    assert sheet.sha256 in words.replace(" ", "")
    assert str(member) in words


def test_training_sheet_carries_its_mark(db):
    hall = make_hall(members=2, training=True)
    entry = entry_of(make_round(hall))

    services.ask_for_blank(entry=entry, actor=hall.members[0])
    jobs.run_waiting()

    assert "KHÔNG CÓ GIÁ TRỊ PHÁP LÝ" in words_of(SheetFile.objects.get())


def test_asking_twice_makes_one_paper(hall, entry):
    sheet = submit_sheet(entry, hall.members[0], 80)

    for _time in range(2):
        services.ask_for_filled(version=sheet.versions.get(), actor=hall.members[0])
        jobs.run_waiting()

    assert SheetFile.objects.filter(kind=SheetFileKind.FILLED).count() == 1


def test_scan_is_attached_to_the_submitted_version(client, hall, entry):
    sheet = submit_sheet(entry, hall.members[0], 80)
    client.force_login(hall.members[0])

    client.post(address("signed_paper", sheet.pk, 1), {"upload": signed()})

    row = SheetFile.objects.get(kind=SheetFileKind.SIGNED)
    page = client.get(address("sheet_version", sheet.pk, 1)).content.decode()
    assert row.version == sheet.versions.get()
    assert row.get_absolute_url() in page


def test_scan_does_not_go_to_a_version_that_no_longer_stands(client, hall, entry):
    sheet = submit_sheet(entry, hall.members[0], 80)
    services.reopen_sheet(sheet=sheet, actor=hall.officer, reason="Thành viên đề nghị sửa.")
    client.force_login(hall.members[0])

    client.post(address("signed_paper", sheet.pk, 1), {"upload": signed()})

    assert not SheetFile.objects.exists()


def test_bad_scan_is_an_error_of_the_field(client, hall, entry):
    sheet = submit_sheet(entry, hall.members[0], 80)
    client.force_login(hall.members[0])
    bad = SimpleUploadedFile("ban-ky.pdf", b"MZ no pdf at all")

    page = client.post(address("signed_paper", sheet.pk, 1), {"upload": bad})

    assert page.context["form"].errors["upload"]


def test_reopened_sheet_keeps_both_versions_readable_and_whole(client, hall, entry):
    member = hall.members[0]
    sheet = submit_sheet(entry, member, 80)
    services.reopen_sheet(sheet=sheet, actor=hall.officer, reason="Hội đồng đề nghị chấm lại.")
    submit_sheet(entry, member, 74)
    client.force_login(member)

    pages = [client.get(address("sheet_version", sheet.pk, number)) for number in (1, 2)]

    assert [page.context["content"]["total"] for page in pages] == ["80", "74"]
    assert [page.context["intact"] for page in pages] == [True, True]
    assert [page.context["stands"] for page in pages] == [False, True]


def test_changed_text_of_a_version_is_noticed(client, hall, entry):
    sheet = submit_sheet(entry, hall.members[0], 80)
    version = sheet.versions.get()
    type(version).objects.filter(pk=version.pk).update(canonical=version.canonical.replace('"80"', '"90"'))
    client.force_login(hall.members[0])

    assert client.get(address("sheet_version", sheet.pk, 1)).context["intact"] is False


def test_papers_and_versions_of_a_sheet_are_closed_to_others_before_the_discussion(client, hall, entry):
    member = hall.members[0]
    sheet = submit_sheet(entry, member, 83)
    services.ask_for_filled(version=sheet.versions.get(), actor=member)
    upload = files.check_upload(signed())
    services.attach_signed(version=sheet.versions.get(), actor=member, upload=upload)
    jobs.run_waiting()
    rows = list(SheetFile.objects.all())
    places = [row.get_absolute_url() for row in rows] + [row.page_url(1) for row in rows]
    places += [address(name, sheet.pk, 1) for name in ("sheet_version", "signed_paper")]

    leaks = []
    for who, user in others(hall).items():
        client.force_login(user)
        leaks += [(who, place) for place in places if status_of(client, place) != 404]
        leaks += [(who, "make")] if client.post(address("filled_paper", sheet.pk, 1)).status_code != 404 else []
        leaks += [(who, "door")] if stored_files_visible_to(user).exists() else []
    client.force_login(member)

    assert len(rows) == 2
    assert leaks == []
    assert {status_of(client, place) for place in places} == {200}


def test_papers_open_with_the_discussion_but_never_to_a_recused_member(hall, entry):
    member, recused, secretary = hall.members
    sheet = submit_sheet(entry, member, 83)
    fill_sheet(entry, secretary, 60)
    services.ask_for_filled(version=sheet.versions.get(), actor=member)
    services.declare_recusal(entry=entry, actor=recused, reason="Cháu của chủ thể.")
    services.ask_for_blank(entry=entry, actor=member)
    services.open_discussion(evaluation_round=entry.round, actor=hall.officer)

    seen = {
        who: set(sheet_files_visible_to(user).values_list("kind", flat=True))
        for who, user in {"recused": recused, "secretary": secretary, "commune": hall.commune_officer}.items()
    }

    assert seen == {"recused": set(), "secretary": {"blank", "filled"}, "commune": set()}


def test_papers_that_could_not_be_made_are_asked_for_again(client, hall, entry):
    member = hall.members[0]
    sheet = submit_sheet(entry, member, 80)
    services.ask_for_blank(entry=entry, actor=member)
    services.ask_for_filled(version=sheet.versions.get(), actor=member)
    Job.objects.filter(kind="evaluations.make_sheet_file").update(state=JobState.FAILED)
    client.force_login(member)
    blank, filled = address("blank_paper", entry.pk), address("filled_paper", sheet.pk, 1)

    pages = {blank: client.get(blank), filled: client.get(address("sheet_version", sheet.pk, 1))}
    for place in pages:
        client.post(place)
    jobs.run_waiting()

    for place, page in pages.items():
        assert (page.context["failed"], page.context["waiting"]) == (True, False)
        assert f'action="{place}"' in page.content.decode()
    assert not SheetFile.objects.filter(stored=None).exists()
