"""The journal cannot be changed unseen."""

import json
import threading

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from activity import journal, triggers, verify
from activity.models import JournalAnchor, JournalEntry


def write(stream, count=1):
    for number in range(count):
        journal.record(stream, journal.Event("act", f"việc {number}", reason="vì thế"), actor=None)


@pytest.fixture
def unguarded(db):
    """A database whose triggers somebody has taken down."""
    triggers.remove()
    yield
    triggers.install()


def test_chain_of_a_clean_journal_has_no_problem(db):
    write("a:1", 3)
    write("b:2", 2)
    journal.seal()
    write("a:1", 1)
    journal.seal()

    assert verify.problems() == []
    assert JournalAnchor.objects.count() == 2


def test_nothing_new_makes_no_seal(db):
    write("a:1")
    journal.seal()

    assert journal.seal() is None


@pytest.mark.parametrize("model", [JournalEntry, JournalAnchor])
@pytest.mark.parametrize("how", ["update", "delete"])
def test_database_refuses_to_change_the_journal(db, model, how):
    write("a:1")
    journal.seal()
    rows = model.objects.all()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(at="2020-01-01T00:00:00Z") if how == "update" else rows._raw_delete(rows.db)


def test_changed_entry_is_found(unguarded):
    write("a:1", 3)
    JournalEntry.objects.filter(seq=2).update(reason="vì khác")

    assert any("a:1#2" in problem for problem in verify.problems())


def test_rewritten_chain_is_found_by_the_seal(unguarded):
    write("a:1", 2)
    journal.seal()
    last = JournalEntry.objects.get(seq=2)
    last.reason = "vì khác"
    last.canonical = journal.canonical_text(last)
    last.hash = journal.chained_hash(last.previous_hash, last.canonical)
    last.save()

    assert any("sealed by seal 1" in problem for problem in verify.problems())


@pytest.mark.parametrize("seq", [1, 2, 3])
def test_removed_entry_is_found(unguarded, seq):
    write("a:1", 3)
    journal.seal()
    JournalEntry.objects.filter(seq=seq).delete()

    assert verify.problems() != []


def test_reordered_entries_are_found(unguarded):
    write("a:1", 2)
    first, second = JournalEntry.objects.order_by("seq")
    JournalEntry.objects.filter(pk=first.pk).update(seq=99)
    JournalEntry.objects.filter(pk=second.pk).update(seq=1)
    JournalEntry.objects.filter(pk=first.pk).update(seq=2)

    assert verify.problems() != []


def test_removed_seal_is_found(unguarded):
    write("a:1")
    journal.seal()
    write("a:1")
    journal.seal()
    JournalAnchor.objects.filter(seq=1).delete()

    assert verify.problems() != []


def test_missing_trigger_is_named_by_the_command(unguarded, capsys):
    with pytest.raises(SystemExit):
        call_command("verify_audit", "--json")

    assert "is missing" in " ".join(json.loads(capsys.readouterr().out)["problems"])


def test_verify_audit_is_clean(db, capsys):
    write("a:1", 2)

    call_command("verify_audit", "--json")

    assert json.loads(capsys.readouterr().out) == {"entries": 2, "seals": 0, "problems": []}


@pytest.mark.django_db(transaction=True)
def test_two_writers_on_one_chain_lose_nothing():
    def work():
        try:
            write("a:1", 10)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert list(JournalEntry.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, 41))
    assert verify.problems() == []
