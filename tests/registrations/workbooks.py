"""Workbooks as offices keep them, written for the tests of importing."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

LIST_HEADERS = (
    "TT", "Tên sản phẩm", "Bộ/nhóm sản phẩm", "Chủ thể", "Loại hình", "Người đại diện", "Địa chỉ", "Điện thoại",
    "Lần đầu/nâng hạng/đánh giá lại", "Hạng sao dự kiến", "Nhu cầu hỗ trợ", "Ghi chú",
)  # fmt: skip


def saved(book: Workbook) -> bytes:
    """Return the bytes of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def simple(rows: list[list[Any]], title: str = "Danh sách") -> bytes:
    """Return a workbook with one sheet."""
    book = Workbook()
    book.worksheets[0].title = title
    for row in rows:
        book.worksheets[0].append(row)
    return saved(book)


def products(count: int, **given: Any) -> bytes:
    """Return a plain list of so many products, ten of each producer."""
    rows: list[list[Any]] = [["Tên sản phẩm", "Chủ thể", "Địa chỉ", "Điện thoại", "Người đại diện"]]
    for number in range(count):
        owner = number // 10
        rows.append([f"Sản phẩm {number}", f"HTX Số {owner}", "Thôn 1", f"09{owner:08d}", "Nguyễn Văn A"])
    return simple(rows)


def messy_list(commune: str) -> bytes:
    """Return a commune's list with everything that real ones have; three of its products are ready.

    Rows: 1 title, 3 header, 4 column numbers, 5 ready, 6 the same producer (merged), 7 #REF!, 8 a bad phone, 9 the same
    as 5, 10 ready with NFD text and a lost zero, 11 a total, 13 a signature.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "DS đăng ký"
    sheet["A1"] = "DANH SÁCH ĐĂNG KÝ SẢN PHẨM OCOP"
    sheet.merge_cells("A1:L1")
    for column, title in enumerate(LIST_HEADERS, start=1):
        sheet.cell(3, column, title)
        sheet.cell(4, column, f"({column})")
    first = "HTX Nông nghiệp Bờ Y"
    place, group = f"Thôn 1, {commune}", "Cà phê, ca cao"
    lines: list[list[Any]] = [
        [1, "Cà phê bột ", group, first, "HTX", "Y Lan", place, "0912 345 671", "Lần đầu", "4 sao", "bao bì"],
        [2, "Cà phê hạt", group, None, None, None, None, None, "lần đầu", 3, "tem; máy bay"],
        [3, "Mật ong", group, "#REF!", "HTX", "A Đrin", place, "0912345672", "", "3", ""],
        [4, "Măng khô", group, "Hộ kinh doanh A Thiu", "", "A Thiu", place, "12345", "", "***", ""],
        [5, "cà phê  bột", group, "Hợp tác xã nông nghiệp Bờ Y", "HTX", "Y Lan", place, "0912345671", "", 3],
        [6, "Ca\u0300 phe\u0302 chồn", "13", "Cty TNHH Sa Loong", "", "Y Bích", place, 912345673, "Mới", 5, ""],
        ["Tổng cộng: 6 sản phẩm"],
    ]  # fmt: skip
    for number, line in enumerate(lines, start=5):
        for column, value in enumerate(line, start=1):
            sheet.cell(number, column, value)
    for letter in "DEFGH":
        sheet.merge_cells(f"{letter}5:{letter}6")
    sheet["D7"].data_type = "e"
    sheet.merge_cells("A11:E11")
    sheet["J13"] = "TM. ỦY BAN NHÂN DÂN"
    hidden = book.create_sheet("Nháp")
    hidden.sheet_state = "hidden"
    hidden.append(["Tên sản phẩm", "Chủ thể"])
    hidden.append(["Sản phẩm ẩn", "HTX ẩn"])
    return saved(book)


def register(commune: str) -> bytes:
    """Return a provincial register with 22 columns in a header of two rows.

    Rows: 4 and 5 header, 6 recognised once (a date), 7 twice (a serial number and text), 8 stars that differ, 9 a day
    that is none, 10 an unknown commune.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A2"] = "SỔ THEO DÕI SẢN PHẨM OCOP"
    single = ("TT", "Tên sản phẩm", "Nhóm sản phẩm", "Loại hình", "Chủ thể", "Xã", "Địa chỉ", "Người đại diện", "SĐT",
              "Hạng sao", "Ngày hết hạn")  # fmt: skip
    for column, title in enumerate(single, start=1):
        sheet.cell(4, column, title)
        sheet.merge_cells(start_row=4, end_row=5, start_column=column, end_column=column)
    for start, title in ((12, "Công nhận lần đầu"), (17, "Công nhận lần 2/nâng hạng")):
        sheet.cell(4, start, title)
        sheet.merge_cells(start_row=4, end_row=4, start_column=start, end_column=start + 4)
        for offset, part in enumerate(("Hạng sao", "Ngày", "Năm", "Số QĐ", "Cơ quan ban hành")):
            sheet.cell(5, start + offset, part)
    sheet.cell(4, 22, "Ghi chú")
    sheet.merge_cells(start_row=4, end_row=5, start_column=22, end_column=22)
    who = ["Hợp tác xã", "HTX Sâm dây", commune, "Thôn 2", "Y Ngân", "0912345674"]
    issuer, far = "UBND tỉnh", "xã Không Có"
    day = datetime(2025, 6, 30)
    serial = (date(2025, 11, 5) - date(1899, 12, 30)).days
    lines: list[list[Any]] = [
        [1, "Sâm dây khô", "Thảo dược", *who, 3, datetime(2028, 6, 30), 3, day, 2024, "12/QĐ", issuer],
        [2, "Trà sâm", "", *who, "4 sao", "", 3, "05.11.2022", 2022, "7/QĐ", issuer, 4, serial, 2025, "9/QĐ", issuer],
        [3, "Rượu sâm", "Đồ uống", *who, 5, "30/6/2028", 3, "30/06/2025", 2025, "12/QĐ", issuer],
        [4, "Cao sâm", "Thảo dược", *who, 3, "30/6/2028", 3, "31/02/2025", 2025, "12/QĐ", issuer],
        [5, "Mật ong", "", "HTX", "HTX Ong", far, "Thôn 3", "A Thiu", "0912345675", 3, "", 3, "1/7/2025"],
    ]  # fmt: skip
    for number, line in enumerate(lines, start=6):
        for column, value in enumerate(line, start=1):
            sheet.cell(number, column, value)
    return saved(book)


def as_upload(content: bytes, name: str = "danh-sach.xlsx") -> SimpleUploadedFile:
    """Return the bytes as a browser sends them."""
    return SimpleUploadedFile(name, content)


def repacked(content: bytes, *, change: dict[str, bytes], drop: tuple[str, ...] = ()) -> bytes:
    """Return the workbook with parts replaced, added or dropped."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part not in change and part not in drop:
                new.writestr(part, old.read(part))
        for part, data in change.items():
            new.writestr(part, data)
    return out.getvalue()


def cells(content: bytes, sheet: str | None = None) -> list[list[Any]]:
    """Return what a workbook holds."""
    book = load_workbook(io.BytesIO(content))
    table = book[sheet] if sheet else book.worksheets[0]
    return [[cell.value for cell in row] for row in table.iter_rows()]
