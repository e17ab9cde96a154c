"""Workbooks → rows, without a database: what is refused, what is read, and that no row is lost."""

import io
import re
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.datetime import WINDOWS_EPOCH

from registrations.enums import ImportKind
from registrations.imports import headers, reading, rows, values
from registrations.imports.communes import Communes, Place
from registrations.imports.readers import months_after, rubric_named
from tests.registrations import workbooks

PLACES = [Place(1, "xã Bờ Y"), Place(2, "xã Sa Loong"), Place(3, "phường Sa Thầy"), Place(4, "xã Sa Thầy")]


def setting(kind=ImportKind.PRODUCTS, **given):
    communes = Communes(PLACES, [("xã Đắk Kan", [PLACES[1]]), ("xã Chia Đôi", PLACES[:2])])
    return rows.Setting(kind=kind, communes=communes, today=date(2026, 8, 20), epoch=WINDOWS_EPOCH, **given)


def read(content, kind=ImportKind.PRODUCTS, **given):
    """Return the drafts of the first sheet by their row."""
    sheet = reading.read_sheet(content, reading.sheet_names(content).visible[0], max_rows=1000)
    header = headers.find_header(sheet, kind)
    mapping = headers.guess(header.titles, kind)
    return {draft.number: draft for draft in rows.read_rows(sheet, header, mapping, setting(kind, **given))}


def problems(draft):
    return [(item.field, item.code) for item in draft.problems]


# -- The table -------------------------------------------------------------------------------------------------------
def test_formula_counts_by_its_stored_value_and_is_an_error_without_one():
    content = workbooks.simple([HEADER, [1, "Cà phê", '=CONCATENATE("HTX ","Một")', "Bờ Y"]])
    part = "xl/worksheets/sheet1.xml"
    stored = zipfile.ZipFile(io.BytesIO(content)).read(part)
    counted = re.sub(rb"<v ?/>|<v></v>", "<v>HTX Một</v>".encode(), stored.replace(b'"C2">', b'"C2" t="str">'))

    assert problems(read(content)[2]) == [("producer", "formula")]
    assert read(workbooks.repacked(content, change={part: counted}))[2].values["producer"] == "HTX Một"


def test_far_row_costs_nothing_and_is_found():
    book = Workbook()
    book.worksheets[0].append(["Tên sản phẩm", "Chủ thể", "Xã"])
    book.worksheets[0].cell(200_000, 1, "Cà phê")
    book.worksheets[0].cell(200_000, 2, "HTX Một")

    assert list(read(workbooks.saved(book))) == [200_000]


def test_wrong_dimension_hides_nothing():
    content = workbooks.products(3)
    stored = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    lying = stored.replace(b'ref="A1:E4"', b'ref="A1"')
    assert lying != stored

    assert len(read(workbooks.repacked(content, change={"xl/worksheets/sheet1.xml": lying}))) == 3


def test_header_is_found_below_titles_and_over_two_rows():
    content = workbooks.register("Bờ Y")
    sheet = reading.read_sheet(content, "Sheet", max_rows=100)

    header = headers.find_header(sheet, ImportKind.REGISTER)

    assert (header.first, header.rows) == (4, 2)
    assert header.titles[17] == "Công nhận lần 2/nâng hạng – Ngày"
    known = headers.guess(header.titles, ImportKind.REGISTER)
    assert (known["current_stars"], known["first_on"], known["again_on"]) == (9, 12, 17)
    assert len(known) == 21


def test_header_is_none_where_nothing_names_a_product():
    sheet = reading.read_sheet(workbooks.simple([["a", "b"], ["c", "d"]]), "Danh sách", max_rows=10)

    assert headers.find_header(sheet, ImportKind.PRODUCTS) is None


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("TÊN SẢN PHẨM ", "product"),
        ("Sản phẩm", "product"),
        ("Tên chủ thể (HTX, hộ)", "producer"),
        ("Chủ thể", "producer"),
        ("Địa chỉ chủ thể", "address"),
        ("Số ĐT", "phone"),
        ("Số điện thoại chủ thể", "phone"),
        ("Xã/phường", "commune"),
        ("Mã số thuế (MST)", "tax_code"),
        ("Người đại diện", "representative"),
    ],
)
def test_titles_are_known_as_offices_write_them(title, key):
    assert headers.guess([title], ImportKind.PRODUCTS) == {key: 0}


def test_fingerprint_heeds_neither_accents_nor_the_column_of_errors():
    titles = ["Tên sản phẩm", "Chủ thể"]

    assert headers.fingerprint(titles, "products") == headers.fingerprint(
        ["TEN SAN PHAM", "Chủ  thể", "Lỗi"], "products"
    )
    assert headers.fingerprint(titles, "products") != headers.fingerprint(titles, "wishes")


# -- Rows ------------------------------------------------------------------------------------------------------------
HEADER = ["TT", "Tên sản phẩm", "Chủ thể", "Xã"]


def test_rows_that_are_no_products_say_why_they_are_left_out():
    lines = [
        ["I", "Xã Sa Loong"],
        [1, "Cà phê", "HTX Một"],
        [None, "Cộng:", None, None],
        HEADER,
        [2],
        [None, None, "Sa Loong, ngày 20 tháng 8 năm 2026"],
        [None, None, "CHỦ TỊCH"],
        [None, "Người lập biểu", None, "Thủ trưởng đơn vị"],
    ]

    found = read(workbooks.simple([HEADER, *lines]))

    assert {number: draft.skipped for number, draft in found.items()} == {
        2: "heading", 3: "", 4: "footer", 5: "again_header", 6: "only_number", 7: "footer", 8: "footer", 9: "footer",
    }  # fmt: skip
    assert found[3].values["unit"] == 2
    assert [note.code for note in found[3].notes][-1] == "heading_commune"


def test_product_whose_name_begins_like_a_total_is_a_product():
    found = read(
        workbooks.simple([HEADER, [1, "Tổng hợp trà thảo mộc", "HTX Một", "Bờ Y"], [2, "Cộng sinh", "HTX Một", "Bờ Y"]])
    )

    assert [draft.skipped for draft in found.values()] == ["", ""]


def test_row_with_half_of_its_cells_is_an_error_not_a_heading():
    found = read(workbooks.simple([HEADER, [1, "Cà phê", None, "Bờ Y"], [2, None, "HTX Một", "Bờ Y"]]))

    assert [problems(draft) for draft in found.values()] == [
        [("producer", "missing")],
        [("product", "missing")],
    ]


@pytest.mark.parametrize(
    ("line", "unit", "code"),
    [
        ("Bờ Y", 1, None),
        ("XÃ BỜ Y ", 1, None),
        ("x. Bờ Y", 1, None),
        ("Bo\u031b\u0300 Y", 1, None),
        ("Xã Sa Thầy", 4, None),
        ("P. Sa Thầy", 3, None),
        ("Sa Thầy", None, "commune_twice"),
        ("Đắk Kan", 2, None),
        ("Chia Đôi", None, "commune_split"),
        ("Sa Long", None, "commune_like"),
        ("Hà Nội", None, "commune"),
    ],
)
def test_communes(line, unit, code):
    draft = read(workbooks.simple([HEADER, [1, "Cà phê", "HTX Một", line]]))[2]

    assert draft.values["unit"] == unit
    assert [item.code for item in draft.problems] == ([code] if code else [])


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (datetime(2024, 3, 25, 10), date(2024, 3, 25)),
        (45376, date(2024, 3, 25)),
        ("45376", date(2024, 3, 25)),
        ("25/3/2024", date(2024, 3, 25)),
        ("25.03.24", date(2024, 3, 25)),
        (" 25 - 03 - 2024 ", date(2024, 3, 25)),
        ("2024-03-25 00:00:00", date(2024, 3, 25)),
        ("Ngày 25 tháng 3 năm 2024", date(2024, 3, 25)),
        ("", None),
    ],
)
def test_days(value, day):
    assert values.day(value, WINDOWS_EPOCH) == day


@pytest.mark.parametrize(
    "value",
    [
        "31/02/2025",
        "03/25/2024",
        "2024",
        "tháng 3/2024",
        "12",
        True,
        "25/03",
        1e30,
        "31/12/9999",
        "01/01/0999",
        datetime(9999, 12, 31),
    ],
)
def test_no_days(value):
    with pytest.raises(values.Bad) as caught:
        values.day(value, WINDOWS_EPOCH)

    assert caught.value.code == "date"


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (912345678, "0912345678"),
        ("0912.345.678", "0912345678"),
        ("+84 912 345 678", "0912345678"),
        ("84912345678", "0912345678"),
        ("0912345678; 0987654321", "0912345678"),
        ("0260 3831 234", "02603831234"),
    ],
)
def test_phones(value, number):
    assert values.phones(value)[0] == number


@pytest.mark.parametrize("value", ["12345", "không có", "09123456789012"])
def test_no_phones(value):
    with pytest.raises(values.Bad):
        values.phones(value)


@pytest.mark.parametrize(
    ("value", "rank"),
    [(3, 3), ("3 sao", 3), ("****", 4), ("★★★★★", 5), ("4*", 4), ("OCOP 4 sao", 4), ("", None)],
)
def test_stars(value, rank):
    assert values.stars(value) == rank


@pytest.mark.parametrize("value", [0, 6, "ba", "3-4", 3.5, "34"])
def test_no_stars(value):
    with pytest.raises(values.Bad):
        values.stars(value)


@pytest.mark.parametrize(
    ("value", "code"), [(6100123456, "6100123456"), (100123456, "0100123456"), ("6100123456-001", "6100123456-001")]
)
def test_tax_codes(value, code):
    assert values.tax_code(value) == code


@pytest.mark.parametrize(
    ("name", "form"),
    [("HTX Nông nghiệp", "cooperative"), ("Công ty TNHH A", "company"), ("Hộ kinh doanh A", "household"),
     ("Tổ hợp tác dệt", "group"), ("Trang trại B", "farm"), ("Hoàng Văn A", "")],
)  # fmt: skip
def test_legal_form_in_a_name(name, form):
    assert values.form_in_name(name) == form


def test_producers_are_compared_without_abbreviations():
    assert values.producer_key("HTX nông-nghiệp Bờ Y") == values.producer_key("Hợp tác xã Nông nghiệp  BỜ Y")


@pytest.mark.parametrize(
    ("line", "pk"),
    [("13", 7), ("13.", 7), ("Bộ 13", 7), ("cà phê, ca cao", 7), ("Chè", 8), ("sản phẩm", None), ("99", None)],
)
def test_product_sets_are_named_by_number_or_name(line, pk):
    assert rubric_named(line, ((7, 13, "Sản phẩm cà phê, ca cao"), (8, 14, "Sản phẩm chè"))) == pk


def test_last_day_of_a_term_of_months():
    assert months_after(date(2024, 2, 29), 36) == date(2027, 2, 28)


# -- No row is lost --------------------------------------------------------------------------------------------------
CELL = st.one_of(
    st.none(),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12),
    st.sampled_from(["Tổng cộng", "#REF!", "xã Bờ Y", "HTX Một", "Tên sản phẩm", "I", "(1)", "25/3/2024", "091234567"]),
    st.integers(-10, 99_999),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
)
GRID = st.lists(st.lists(CELL, max_size=8), max_size=10)


@settings(max_examples=60, deadline=None)
@given(GRID, st.sampled_from(list(ImportKind)))
def test_every_row_of_any_grid_is_read_or_left_out_with_a_reason(grid, kind):
    titles = ["TT", "Tên sản phẩm", "Chủ thể", "Xã", "Điện thoại", "Hạng sao", "Công nhận lần đầu – Ngày", "Ghi chú"]
    content = workbooks.simple([titles, *grid])

    found = read(content, kind, kinds=("first",), records_stars=True)

    filled = [number for number, line in enumerate(grid, start=2) if any(_says_something(value) for value in line)]
    assert sorted(found) == filled
    for draft in found.values():
        usable = draft.values.get("product") and draft.values.get("producer") and draft.values.get("unit")
        assert draft.skipped or draft.problems or usable


@settings(max_examples=60, deadline=None)
@given(GRID)
def test_no_grid_breaks_the_search_for_column_names(grid):
    sheet = reading.read_sheet(workbooks.simple(grid), "Danh sách", max_rows=100)

    for kind in ImportKind:
        header = headers.find_header(sheet, kind)
        assert header is None or header.first in sheet.rows


def _says_something(value):
    from foundation.text import one_line

    return value is not None and (not isinstance(value, str) or bool(one_line(value)))
