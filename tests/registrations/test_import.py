"""Lists from Excel: staged, accepted once, undone; nothing is written before it is accepted."""

from datetime import date

import pytest

from activity import jobs, verify
from activity.enums import JobState
from activity.errors import Conflict, NotAllowed, Refused
from activity.models import Job, JournalEntry, Notification
from foundation import files
from registrations import selectors, services
from registrations.enums import ImportKind, ImportState, LegalForm, RowState, WishState
from registrations.models import ImportBatch, ImportRow, Producer, ProducerMember, Product, Wish
from registrations.services.imports import accepting
from registrations.services.imports.intake import Columns
from tests.factories.accounts import make_unit
from tests.factories.imports import accepted, guessed_columns, staged, undone, upload, worked
from tests.factories.registrations import make_dossier, make_producer, make_product, make_round, make_wish, member_of
from tests.registrations import workbooks

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours(place):
    """What every import of the commune needs."""
    return {"office": place.commune_office, "actor": place.commune_officer}


def states(batch):
    return dict(ImportRow.objects.filter(batch=batch).values_list("number", "state"))


def codes(batch, number):
    row = ImportRow.objects.get(batch=batch, number=number)
    return [item["code"] for item in row.problems]


def wishes_of(place, content=None, **given):
    content = content or workbooks.messy_list(place.commune.name)
    return {
        "content": content,
        "office": place.commune_office,
        "actor": place.commune_officer,
        "kind": ImportKind.WISHES,
        "registration_round": make_round(place),
    } | given


# -- Staging ---------------------------------------------------------------------------------------------------------
def test_messy_list_is_staged_row_by_row(place):
    batch = staged(**wishes_of(place))

    assert batch.state == ImportState.STAGED
    assert states(batch) == {
        4: RowState.SKIPPED, 5: RowState.READY, 6: RowState.READY, 7: RowState.ERROR, 8: RowState.ERROR,
        9: RowState.DUPLICATE, 10: RowState.READY, 11: RowState.SKIPPED, 13: RowState.SKIPPED,
    }  # fmt: skip
    assert codes(batch, 7) == ["error_value"]
    assert codes(batch, 8) == ["phone"]
    assert codes(batch, 9) == ["twin"]
    assert codes(batch, 11) == ["footer"]


def test_nothing_is_written_before_the_list_is_accepted(place):
    batch = staged(**wishes_of(place))

    assert Producer.objects.count() == Product.objects.count() == Wish.objects.count() == 0
    assert batch.hidden_sheets == ["Nháp"]


def test_errors_name_the_column_and_how_to_mend_it(place):
    batch = staged(**wishes_of(place))

    row = ImportRow.objects.get(batch=batch, number=8)
    assert selectors.sentences_of(batch, row.problems) == [
        "Điện thoại: “12345” không phải là số điện thoại. Ghi 10 chữ số, bắt đầu bằng 0."
    ]


def test_list_with_too_many_rows_is_refused(ours, settings):
    settings.IMPORT_MAX_ROWS = 3

    batch = staged(workbooks.products(4), **ours)

    assert batch.state == ImportState.FAILED
    assert "hơn 3 dòng" in batch.failure
    assert not batch.rows.exists()


def test_list_without_rows_is_refused(ours):
    batch = staged(workbooks.simple([["Tên sản phẩm", "Chủ thể"], ["Tổng cộng", 0]]), **ours)

    assert batch.state == ImportState.FAILED
    assert "Không có dòng sản phẩm" in batch.failure


def test_list_is_read_anew_with_other_columns(ours):
    content = workbooks.simple([["Tên sản phẩm", "Chủ thể", "Tên cũ"], ["Cà phê", "HTX Một", "Cà phê cũ"]])
    batch = staged(content, **ours)

    columns = guessed_columns(content, batch.kind)
    other = Columns(columns.sheet, columns.header_first, 1, columns.titles, {"product": 2, "producer": 1})
    services.read_import(batch=batch, columns=other, actor=ours["actor"])
    worked(batch)

    assert [row.product_name for row in batch.rows.all()] == ["Cà phê cũ"]


def test_columns_without_a_product_are_refused(ours):
    batch = upload(workbooks.products(1), **ours)

    with pytest.raises(Refused):
        services.read_import(
            batch=batch, columns=Columns("Danh sách", 1, 1, ["a"], {"producer": 0}), actor=ours["actor"]
        )


@pytest.mark.parametrize(("training", "state"), [(False, RowState.ERROR), (True, RowState.READY)])
def test_only_a_recognised_product_can_rise(place, training, state):
    header = ["Tên sản phẩm", "Chủ thể", "Nhóm", "Hình thức đăng ký"]
    content = workbooks.simple([header, ["Cà phê", "HTX Một", 13, "Nâng hạng"]])

    batch = staged(**wishes_of(place, content, registration_round=make_round(place, training=training)))

    assert states(batch) == {2: state}
    assert codes(batch, 2) == (["not_recognised"] if state == RowState.ERROR else [])


def test_rows_of_other_communes_are_errors(place, ours):
    make_unit(name="xã Khác", parent=place.area)
    header = ["Tên sản phẩm", "Chủ thể", "Xã"]

    batch = staged(workbooks.simple([header, ["Cà phê", "HTX Một", "xã Khác"]]), **ours)

    assert states(batch) == {2: RowState.ERROR}
    assert codes(batch, 2) == ["commune"]


def test_old_commune_means_its_successor(place, ours):
    make_unit(name="xã Cũ Kỹ", parent=place.area, valid_to=date(2025, 6, 30), successors=(place.commune,))
    header = ["Tên sản phẩm", "Chủ thể", "Xã"]

    batch = staged(workbooks.simple([header, ["Cà phê", "HTX Một", "Cũ Kỹ"]]), **ours)

    assert states(batch) == {2: RowState.READY}
    assert ImportRow.objects.get(batch=batch).unit == place.commune


def test_known_producer_is_used_and_known_product_is_left(place, ours):
    producer = make_producer(place.commune, name="Hợp tác xã Một", phone="0911111111")
    make_product(producer, name="Cà phê bột")
    header = ["Tên sản phẩm", "Chủ thể"]

    batch = staged(workbooks.simple([header, ["CÀ PHÊ BỘT", "HTX một"], ["Trà", "HTX Một"]]), **ours)

    assert states(batch) == {2: RowState.DUPLICATE, 3: RowState.READY}
    assert codes(batch, 2) == ["known_product"]
    assert set(batch.rows.values_list("producer_id", flat=True)) == {producer.pk}


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [("Mã số thuế", 6100123456, "maybe_tax_code"), ("SĐT", 911111111, "maybe_phone")],
)
def test_same_tax_code_or_phone_under_another_name_asks_a_person(place, ours, column, value, code):
    make_producer(place.commune, name="HTX Một", phone="0911111111", tax_code="6100123456")
    content = workbooks.simple([["Tên sản phẩm", "Chủ thể", column], ["Trà", "HTX Hai", value]])
    batch = staged(content, **ours)

    assert codes(batch, 2) == [code]
    with pytest.raises(Refused):
        services.accept_import(batch=batch, actor=ours["actor"])
    services.take_row_anyway(row=batch.rows.get(), actor=ours["actor"])
    services.accept_import(batch=batch, actor=ours["actor"])
    worked(batch)

    assert Producer.objects.filter(name="HTX Hai", entered_by=ours["actor"]).exists()


def test_all_doubtful_rows_are_taken_at_once_but_no_certain_one(place, ours):
    make_producer(place.commune, name="HTX Một", phone="0911111111")
    rows = [["Tên sản phẩm", "Chủ thể", "SĐT"], ["Trà", "HTX Hai", "0911111111"], ["Trà", "HTX Hai", "0911111111"]]
    batch = staged(workbooks.simple(rows), **ours)

    assert services.take_doubtful_rows(batch=batch, actor=ours["actor"]) == 1
    assert sorted(states(batch).values()) == [RowState.DUPLICATE, RowState.READY]


def test_row_left_out_by_hand_can_be_taken_up_again(ours):
    batch = staged(workbooks.products(2), **ours)
    row = batch.rows.first()

    services.skip_row(row=row, actor=ours["actor"])
    row.refresh_from_db()
    assert row.state == RowState.SKIPPED
    with pytest.raises(Conflict):
        services.skip_row(row=row, actor=ours["actor"])
    services.restore_row(row=row, actor=ours["actor"])

    row.refresh_from_db()
    assert (row.state, row.problems) == (RowState.READY, [])


# -- Accepting -------------------------------------------------------------------------------------------------------
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


# -- Undoing ---------------------------------------------------------------------------------------------------------
def test_undo_removes_everything_that_nobody_used(place):
    batch = accepted(**wishes_of(place))

    undone(batch, place.commune_officer)

    assert batch.state == ImportState.UNDONE
    assert Producer.objects.count() == Product.objects.count() == Wish.objects.count() == 0
    assert [states(batch)[number] for number in (5, 6, 10)] == ["undone"] * 3


def test_undo_keeps_what_was_there_and_what_is_used(place, ours):
    mine = make_producer(place.commune, name="HTX Có sẵn")
    header = ["Tên sản phẩm", "Chủ thể"]
    rows = [header, ["Trà", "HTX Có sẵn"], ["Mật ong", "HTX Ong"], ["Sáp ong", "HTX Ong"], ["Rượu", "HTX Rượu"]]
    batch = accepted(workbooks.simple(rows), **ours)
    used = Product.objects.get(name="Mật ong")
    make_wish(place, product=make_product_owner(used), producer=used.producer)
    services.update_producer(
        producer=Producer.objects.get(name="HTX Rượu"), values={"history": "Mới sửa."}, seen=None, actor=ours["actor"]
    )

    undone(batch, ours["actor"])

    assert set(Producer.objects.values_list("name", flat=True)) == {mine.name, "HTX Ong", "HTX Rượu"}
    assert set(Product.objects.values_list("name", flat=True)) == {"Mật ong"}
    kept = {row.number: row.kept_because for row in batch.rows.filter(state=RowState.KEPT)}
    assert kept == {
        3: [{"what": "product", "why": "used"}, {"what": "producer", "why": "used"}],
        5: [{"what": "producer", "why": "changed"}],
    }


def make_product_owner(product):
    """Let somebody act for the imported product's producer."""
    member_of(product.producer, "edit")
    return product


def test_undo_keeps_wishes_that_were_selected(place):
    batch = accepted(**wishes_of(place))
    wish = Wish.objects.get(product__name="Cà phê chồn")
    services.select_wish(wish=wish, actor=place.round_officer)

    undone(batch, place.commune_officer)

    assert list(Wish.objects.values_list("product__name", "state")) == [("Cà phê chồn", WishState.SELECTED)]
    assert states(batch)[10] == RowState.KEPT
    assert Producer.objects.count() == Product.objects.count() == 1


def test_undo_gives_an_older_recognition_back(place):
    producer = make_producer(place.commune, name="HTX Sâm dây")
    product = make_product(producer, name="Sâm dây khô")
    services.record_recognition(
        product=product, dossier=None, stars=3, recognised_on=date(2021, 1, 5), expires_on=date(2024, 1, 5),
        decision_number="1/QĐ", issuer="UBND huyện",
    )  # fmt: skip
    content = workbooks.register(place.commune.bare_name)
    batch = accepted(content, office=place.office, actor=place.round_officer, kind=ImportKind.REGISTER)
    product.refresh_from_db()
    assert f"{product.recognised_on}" == "2025-06-30"

    undone(batch, place.round_officer)

    product.refresh_from_db()
    assert (product.current_stars, f"{product.recognised_on}", product.recognition_number) == (3, "2021-01-05", "1/QĐ")
    assert list(Product.objects.all()) == [product]


def test_discarded_import_leaves_nothing_but_its_file(ours):
    batch = staged(workbooks.products(2), **ours)

    services.discard_import(batch=batch, actor=ours["actor"])

    assert batch.state == ImportState.DISCARDED
    assert not batch.rows.exists()
    with pytest.raises(Conflict):
        services.accept_import(batch=ImportBatch.objects.get(pk=batch.pk), actor=ours["actor"])


def test_failed_job_can_be_tried_again(ours):
    batch = staged(workbooks.products(2), **ours)
    services.accept_import(batch=batch, actor=ours["actor"])
    Job.objects.filter(pk=batch.job_id).update(state=JobState.FAILED, attempts=5)
    batch.refresh_from_db()

    services.retry_import(batch=ImportBatch.objects.get(pk=batch.pk), actor=ours["actor"])
    worked(batch)

    assert batch.state == ImportState.ACCEPTED


# -- The file with the errors ----------------------------------------------------------------------------------------
def test_marked_file_is_the_same_workbook_with_a_column(place):
    content = workbooks.messy_list(place.commune.name)
    batch = staged(**wishes_of(place, content))

    marked = files.read(batch.marked)

    before, after = workbooks.cells(content), workbooks.cells(marked)
    assert after[2][12] == "Lỗi"
    assert [line[:12] for line in after] == [line[:12] for line in before]
    told = {number: line[12] for number, line in enumerate(after, start=1) if line[12] and number > 3}
    assert set(told) == {7, 8, 9}
    assert told[7] == "Chủ thể: đang là giá trị lỗi #REF!. Gõ giá trị đúng vào ô."
    assert workbooks.cells(marked, "Nháp") == workbooks.cells(content, "Nháp")


def test_mended_file_is_read_with_the_same_columns_and_its_errors_are_written_anew(place):
    batch = staged(**wishes_of(place))
    content = files.read(batch.marked)

    again = staged(**wishes_of(place, content, registration_round=batch.round))

    assert again.fingerprint == batch.fingerprint
    assert selectors.remembered_mapping(batch.office, again.fingerprint) == batch.mapping
    assert workbooks.cells(files.read(again.marked))[2].count("Lỗi") == 1


def test_nobody_waits_for_a_marked_file_without_errors(ours):
    batch = staged(workbooks.products(2), **ours)

    assert batch.marked is None
    assert not selectors.marking_waits(batch)
    assert jobs.run_waiting() == 0


def test_dossiers_stop_the_removal_of_their_product(place, ours):
    batch = accepted(workbooks.simple([["Tên sản phẩm", "Chủ thể"], ["Cà phê", "HTX Một"]]), **ours)
    product = Product.objects.get()
    make_dossier(place, product=make_product_owner(product), producer=product.producer, fill=False)

    undone(batch, ours["actor"])

    assert states(batch) == {2: RowState.KEPT}
    assert Product.objects.get() == product
