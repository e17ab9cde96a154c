"""Impatient hands, wrong files, colliding colleagues, dying workers, old phones: nothing lost, nothing doubled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from activity import jobs
from activity.enums import JobState
from activity.models import Job, JournalEntry
from directives.enums import DocumentState
from directives.models import Document, RegisterCounter
from directives.rendering import Paragraph
from evaluations.models import Sheet
from foundation import clock
from registrations.models import Evidence, Producer, Wish
from tests.factories.accounts import make_membership
from tests.factories.directives import make_content, make_document, make_house
from tests.factories.evaluations import entry_of, levels_for_total, make_hall, make_round
from tests.factories.registrations import make_place, make_producer, owner_of
from tests.factories.registrations import make_round as make_registration_round
from tests.live_worker import LiveWorker
from tests.walks.people import Person
from tests.walks.wire import Wire, at_once

PHONE = {"width": 360, "height": 740}


# -- Impatient hands ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("newcomer", [False, True], ids=["known", "newcomer"])
def test_wish_sent_three_times_is_one_registration(live_server: Any, transactional_db: None, newcomer: bool) -> None:
    place = make_place()
    round_ = make_registration_round(place)
    user = make_membership(role="producer").user if newcomer else owner_of(make_producer(place.commune))
    wire = Wire(live_server.url, user)
    path = f"{reverse('registrations:wish_create')}?round={round_.pk}"
    form = wire.form(path) | _wish(place.law.rubrics.get().pk)
    form |= _newcomer(place.commune.pk) if newcomer else {"producer": Producer.objects.get().pk}

    places = at_once(*[lambda: wire.post(path, form)] * 2)
    places.append(wire.post(path, form))

    wish = Wish.objects.get()
    assert places == [live_server.url + wish.get_absolute_url()] * 3
    assert Producer.objects.count() == 1


def _wish(rubric: int) -> dict[str, Any]:
    year = clock.today().year
    return {"product_name": "Cà phê bột", "rubric": rubric, "kind": "first", "target_year": year, "expected_stars": 3}


def _newcomer(unit: int) -> dict[str, Any]:
    return {
        "producer-name": "Hộ A Đrin",
        "producer-legal_form": "household",
        "producer-unit": unit,
        "producer-address": "Thôn 1",
        "producer-phone": "0900000123",
        "producer-representative": "A Đrin",
    }


# -- Wrong files -------------------------------------------------------------------------------------------------------
def _empty(folder: Path) -> Path:
    path = folder / "rong.pdf"
    path.touch()
    return path


def _renamed_program(folder: Path) -> Path:
    path = folder / "chuong-trinh.pdf"
    path.write_bytes(b"MZ\x90\x00" + b"\x00" * 2000)
    return path


def _huge(folder: Path) -> Path:
    path = folder / "qua-lon.pdf"
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(200 * 1024 * 1024)  # a hole: it takes no room on the disk
    return path


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (_empty, "Tệp “rong.pdf” không có nội dung"),
        (_renamed_program, "Tệp “chuong-trinh.pdf” không phải"),
        (_huge, "200"),
    ],
)
def test_wrong_file_is_refused_with_the_reason_and_keeps_what_was_typed(
    open_as: Callable[..., Any], tmp_path: Path, make: Callable[[Path], Path], reason: str
) -> None:
    producer = make_producer(make_place().commune)
    person = Person(open_as(owner_of(producer)))

    person.goes_to("registrations:evidence_create", producer.pk)
    person.picks("Loại minh chứng", "Phiếu kiểm nghiệm").fills("Tên", "Phiếu tháng 5").fills("Số", "12/PKN")
    person.main.get_by_label("Bản quét").set_input_files(make(tmp_path))
    person.presses("Lưu").sees(reason)

    assert person.field("Tên").input_value() == "Phiếu tháng 5"
    assert person.field("Số").input_value() == "12/PKN"
    assert not Evidence.objects.exists()


# -- Colliding colleagues ----------------------------------------------------------------------------------------------
def test_sheets_saved_at_the_same_moment_both_survive(live_server: Any, transactional_db: None) -> None:
    hall = make_hall(members=2)
    entry = entry_of(make_round(hall))
    path = reverse("evaluations:sheet", args=[entry.pk])
    forms = {}
    for member, total in zip(hall.members, (84, 61), strict=True):
        ticked = levels_for_total(entry.rubric, total)
        wire = Wire(live_server.url, member)
        forms[wire] = wire.form(path) | {f"c{pk}": level or "0" for pk, level in ticked.items()}

    at_once(*[lambda wire=wire, form=form: wire.post(path, form) for wire, form in forms.items()])

    stored = {sheet.member.user: sheet for sheet in Sheet.objects.select_related("member__user")}
    totals = [sum(item.points for item in stored[member].items.all()) for member in hall.members]
    assert totals == [84, 61]
    assert [stored[member].items.filter(answered=True).count() for member in hall.members] == [34, 34]


# -- Dying workers -----------------------------------------------------------------------------------------------------
@pytest.mark.worker
def test_worker_killed_while_it_renders_loses_nothing(live_worker: LiveWorker) -> None:
    document = _long_letter()
    job = Job.objects.get(key=f"render_document:{document.pk}")
    live_worker.wait_until(lambda: "Creating formatting structure" in live_worker.output())
    live_worker.kill()
    job.refresh_from_db()
    killed_at_work = job.state == JobState.RUNNING and Document.objects.get(pk=document.pk).pdf is None

    Job.objects.filter(pk=job.pk).update(lease_until=clock.now())  # its five minutes are over
    live_worker.start()
    jobs.sweep()
    live_worker.wait_until(lambda: Document.objects.get(pk=document.pk).state == DocumentState.RENDERED, seconds=60)

    finished = Document.objects.get(pk=document.pk)
    assert killed_at_work
    assert (finished.number, finished.dated) == (document.number, document.dated)
    assert RegisterCounter.objects.get().last == document.number
    assert JournalEntry.objects.filter(stream=document.stream, action="render").count() == 1


def _long_letter() -> Document:
    """Approve a letter of some sixty pages, so that there is time to pull the plug."""
    house = make_house()
    words = "Đề nghị các đơn vị rà soát sản phẩm chủ lực, hướng dẫn chủ thể lập hồ sơ và báo cáo kết quả thực hiện. "
    content = replace(make_content(house.committee), body=[Paragraph(words * 8) for _n in range(150)])
    document = make_document(house, content=content, state=DocumentState.APPROVED)
    document.refresh_from_db()
    return document
