"""A staged list is accepted once, whatever is killed or pressed twice on the way."""

import pytest

from activity import verify
from activity.enums import JobState
from activity.errors import Conflict, NotAllowed
from activity.models import Job, JournalEntry, Notification
from registrations import services
from registrations.enums import ImportKind, ImportState, LegalForm, RowState
from registrations.models import ImportBatch, Producer, ProducerMember, Product, Wish
from registrations.services.imports import accepting
from tests.factories.accounts import make_unit
from tests.factories.imports import accepted, staged, undone, upload, worked
from tests.registrations import workbooks
from tests.registrations.imports.lists import codes, states, wishes_of

pytestmark = pytest.mark.django_db


# -- Lists of communes -----------------------------------------------------------------------------------------------
def test_accepted_list_becomes_wishes_entered_by_the_officer(place):
    batch = accepted(**wishes_of(place))

    assert batch.state == ImportState.ACCEPTED
    wishes = {wish.product.name: wish for wish in Wish.objects.select_related("product", "producer")}
    assert set(wishes) == {"Cà phê bột", "Cà phê hạt", "Cà phê chồn"}
    first = wishes["Cà phê bột"]
    assert (first.producer.name, first.producer.phone) == ("HTX Nông nghiệp Bờ Y", "0912345671")
    assert (first.expected_stars, first.help_wanted, first.rubric.number) == (4, ["packaging"], 13)
    assert wishes["Cà phê hạt"].note == "máy bay"
    assert wishes["Cà phê hạt"].help_wanted == ["trace", "other"]
    assert (wishes["Cà phê chồn"].kind, wishes["Cà phê chồn"].expected_stars) == ("first", 5)
    assert wishes["Cà phê chồn"].producer.legal_form == LegalForm.COMPANY
    assert {wish.entered_by for wish in wishes.values()} == {place.commune_officer}
    assert set(Producer.objects.values_list("entered_by", flat=True)) == {place.commune_officer.pk}
    assert Producer.objects.count() == 2
    assert not ProducerMember.objects.exists()


def test_office_that_runs_the_round_is_told_once(place):
    batch = accepted(**wishes_of(place))

    told = Notification.objects.filter(kind="wishes_imported")
    assert [(row.recipient, row.subject) for row in told] == [(place.round_officer, batch.stream)]
    assert not Notification.objects.filter(kind="wish_registered").exists()


def test_accepting_and_undoing_stand_in_the_journal(ours):
    batch = undone(accepted(workbooks.products(1), **ours), ours["actor"])

    actions = JournalEntry.objects.filter(stream=batch.stream).values_list("action", flat=True)
    assert list(actions) == ["upload", "read", "stage", "accept", "finish", "undo", "end_undo"]
    assert verify.problems() == []


def test_second_accept_is_told_that_it_came_late(ours):
    batch = staged(workbooks.products(3), **ours)
    other_tab = ImportBatch.objects.get(pk=batch.pk)
    services.accept_import(batch=batch, actor=ours["actor"])

    with pytest.raises(Conflict):
        services.accept_import(batch=other_tab, actor=ours["actor"])
    worked(batch)

    assert Product.objects.count() == 3


def test_same_list_twice_makes_one_set(ours):
    content = workbooks.products(5)
    accepted(content, **ours)

    again = staged(content, **ours)

    assert set(states(again).values()) == {RowState.DUPLICATE}
    assert Product.objects.count() == 5


def test_job_that_runs_twice_makes_one_set(ours):
    batch = accepted(workbooks.products(12), **ours)
    Job.objects.filter(pk=batch.job_id).update(state=JobState.WAITING)
    ImportBatch.objects.filter(pk=batch.pk).update(state=ImportState.ACCEPTING)

    worked(batch)

    assert batch.state == ImportState.ACCEPTED
    assert Product.objects.count() == 12


def test_killed_worker_goes_on_where_it_was(ours, monkeypatch):
    batch = staged(workbooks.products(60), **ours)
    services.accept_import(batch=batch, actor=ours["actor"])

    class Killed(BaseException):
        """The process ends in the middle of a portion."""

    def dies(done, total):
        if done:
            raise Killed

    with pytest.raises(Killed):
        accepting.make_rows(batch_id=batch.pk, progress=dies)
    assert Product.objects.count() == accepting.AT_ONCE
    worked(batch)

    assert batch.state == ImportState.ACCEPTED
    assert Product.objects.count() == 60
    assert Producer.objects.count() == 6
    assert (batch.job.done, batch.job.total) == (60, 60)


def test_killed_in_the_middle_of_a_portion_leaves_nothing_half(ours, monkeypatch):
    batch = staged(workbooks.products(10), **ours)
    services.accept_import(batch=batch, actor=ours["actor"])
    calls = []

    def dies_at_the_seventh(**given):
        calls.append(given)
        if len(calls) == 7:
            raise KeyboardInterrupt
        return services.create_product(**given)

    monkeypatch.setattr(accepting, "create_product", dies_at_the_seventh)
    with pytest.raises(KeyboardInterrupt):
        accepting.make_rows(batch_id=batch.pk, progress=lambda done, total: None)
    assert Product.objects.count() == Producer.objects.count() == 0
    monkeypatch.undo()
    worked(batch)

    assert Product.objects.count() == 10


def test_row_that_is_refused_by_now_keeps_the_reason(place):
    given = wishes_of(place)
    batch = staged(**given)
    services.move_round(registration_round=given["registration_round"], action="close", actor=place.round_officer)

    services.accept_import(batch=batch, actor=place.commune_officer)
    worked(batch)

    assert batch.state == ImportState.ACCEPTED
    assert Wish.objects.count() == Producer.objects.count() == 0
    assert codes(batch, 5) == ["refused"]


def test_five_hundred_rows_pass_through_jobs(ours):
    batch = accepted(workbooks.products(500), **ours)

    assert (batch.state, Product.objects.count(), Producer.objects.count()) == (ImportState.ACCEPTED, 500, 50)


def test_failed_job_can_be_tried_again(ours):
    batch = staged(workbooks.products(2), **ours)
    services.accept_import(batch=batch, actor=ours["actor"])
    Job.objects.filter(pk=batch.job_id).update(state=JobState.FAILED, attempts=5)
    batch.refresh_from_db()

    services.retry_import(batch=ImportBatch.objects.get(pk=batch.pk), actor=ours["actor"])
    worked(batch)

    assert batch.state == ImportState.ACCEPTED


# -- The register ----------------------------------------------------------------------------------------------------
def test_register_records_the_newest_recognition(place):
    make_unit(name="xã Bên Cạnh", parent=place.area)
    content = workbooks.register(place.commune.bare_name)

    batch = accepted(content, office=place.office, actor=place.round_officer, kind=ImportKind.REGISTER)

    assert states(batch) == {6: "done", 7: "done", 8: "error", 9: "error", 10: "error"}
    once, twice = Product.objects.order_by("pk")
    assert (once.current_stars, f"{once.recognised_on}", f"{once.expires_on}") == (3, "2025-06-30", "2028-06-30")
    assert (twice.current_stars, f"{twice.recognised_on}", twice.recognition_number) == (4, "2025-11-05", "9/QĐ")
    assert f"{twice.expires_on}" == "2028-11-05"
    assert [codes(batch, number) for number in (8, 9, 10)] == [["stars_differ"], ["date"], ["commune"]]


def test_register_is_not_for_communes(place, ours):
    with pytest.raises(NotAllowed):
        upload(workbooks.register("Bờ Y"), kind=ImportKind.REGISTER, **ours)
