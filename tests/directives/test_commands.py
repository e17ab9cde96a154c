"""The commands that the outside relies on: their output, and exit code 2 for bad input."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from activity.models import Notification
from directives.enums import DocumentState, DocumentType
from directives.models import Document
from foundation import calendar, clock, files
from tests.factories.directives import make_document, make_house, make_task

pytestmark = pytest.mark.django_db

S = DocumentState


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_list_documents_as_json_leaves_training_out():
    house = make_house()
    draft = make_document(house, abstract="dự thảo")
    issued = make_document(house, state=S.ISSUED, type=DocumentType.QUYET_DINH, abstract="công nhận")
    make_document(house, state=S.ISSUED, training=True)

    assert json.loads(run("list_documents", "--json")) == [
        {"id": draft.pk, "type": "cong_van", "number": None, "state": "draft", "subject": "dự thảo"},
        {"id": issued.pk, "type": "quyet_dinh", "number": "01/QĐ-UBND", "state": "issued", "subject": "công nhận"},
    ]


def test_list_documents_for_people_names_every_document():
    make_document(abstract="dự thảo")

    assert "dự thảo" in run("list_documents")


def test_render_document_writes_the_stored_bytes(tmp_path):
    document = make_document(state=S.ISSUED)

    run("render_document", str(document.pk), str(tmp_path / "a.pdf"))

    assert (tmp_path / "a.pdf").read_bytes() == files.read(document.pdf)


@pytest.mark.parametrize("kind", [DocumentType.CONG_VAN, DocumentType.GIAY_CHUNG_NHAN])
def test_render_document_shows_a_draft_and_stores_nothing(tmp_path, kind):
    document = make_document(type=kind)

    run("render_document", str(document.pk), str(tmp_path / "a.pdf"))

    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    document.refresh_from_db()
    assert (document.state, document.pdf) == (S.DRAFT, None)


def test_render_document_refuses_bad_input_with_exit_code_2(tmp_path):
    document = make_document()
    damaged = make_document()
    Document.objects.filter(pk=damaged.pk).update(content={"type": "cong_van"})
    cases = [("999999", "a.pdf"), (str(document.pk), "missing/a.pdf"), (str(damaged.pk), "b.pdf")]

    for pk, name in cases:
        with pytest.raises(CommandError) as error:
            run("render_document", pk, str(tmp_path / name))
        assert error.value.returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_send_reminders_as_json_shows_what_it_would_send_and_why():
    house = make_house()
    with clock.frozen(date(2026, 9, 1)):
        task = make_task(house, due_at=calendar.due_before(date(2026, 10, 30)))

    first = json.loads(run("send_reminders", "--date", "2026-10-26", "--json"))
    again = json.loads(run("send_reminders", "--date", "2026-10-26", "--json"))

    assert first == again
    assert not Notification.objects.filter(kind="reminder").exists()
    [row] = first
    assert (row["recipient"], row["rung"], row["last_day"]) == (house.commune_officer.username, 3, "2026-10-29")
    assert (row["subject"], row["audience"]) == (task.stream, "worker")
    assert "29/10/2026" in row["why"]


def test_send_reminders_sends_once_and_what_was_sent_is_not_shown_again():
    with clock.frozen(date(2026, 9, 1)):
        make_task(due_at=calendar.due_before(date(2026, 10, 30)))

    assert "1 reminders" in run("send_reminders", "--date", "2026-10-29", "--dry-run")
    assert "1 reminders" in run("send_reminders", "--date", "2026-10-29")
    assert run("send_reminders", "--date", "2026-10-29").strip() == "0 reminders"
    assert json.loads(run("send_reminders", "--date", "2026-10-29", "--json")) == []


@pytest.mark.parametrize("day", ["30/10/2026", "2026-02-30", "tomorrow", "", "0001-01-01"])
def test_send_reminders_refuses_what_is_no_day_with_exit_code_2(day):
    with pytest.raises(CommandError) as error:
        run("send_reminders", "--date", day)

    assert error.value.returncode == 2
