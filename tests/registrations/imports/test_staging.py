"""Lists from Excel are staged row by row; nothing is written before they are accepted."""

from datetime import date

import pytest

from activity.errors import Conflict, Refused
from registrations import selectors, services
from registrations.enums import ImportState, RowState
from registrations.models import ImportRow, Producer, Product, Wish
from registrations.services.imports.intake import Columns
from tests.factories.accounts import make_unit
from tests.factories.imports import guessed_columns, staged, upload, worked
from tests.factories.registrations import make_producer, make_product, make_round
from tests.registrations import workbooks
from tests.registrations.imports.lists import codes, states, wishes_of

pytestmark = pytest.mark.django_db


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
