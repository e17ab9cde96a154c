"""The columns that the portal knows, under the names that offices give them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.text import search_key
from registrations.enums.imports import ImportKind

WISHES, PRODUCTS, REGISTER = ImportKind.WISHES, ImportKind.PRODUCTS, ImportKind.REGISTER
ALL = (WISHES, PRODUCTS, REGISTER)
REQUIRED = ("product", "producer")
_NOT_A_WORD = re.compile(r"[^a-z0-9@]+")


@dataclass(frozen=True)
class Column:
    """A column that can be read.

    Attributes:
        label: its name on screen.
        heading: how the template names it, and offices usually do.
        names: further names, without accents.
        hint: how the template says to fill it in.
    """

    key: str
    label: str | Promise
    heading: str
    names: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ALL
    hint: str = ""


_PARTS = (
    ("stars", ("hang sao", "sao", "hang", "ket qua", "xep hang", "so sao", "phan hang", "hang dat")),
    ("on", ("ngay", "ngay cong nhan", "ngay qd", "ngay quyet dinh", "ngay thang", "ngay thang nam", "thoi gian")),
    ("year", ("nam", "nam cong nhan")),
    ("decision", ("so qd", "so quyet dinh", "quyet dinh", "quyet dinh so", "qd so", "so qd cong nhan")),
    ("issuer", ("co quan", "co quan ban hanh", "co quan cong nhan", "don vi cong nhan", "cap cong nhan",
                "noi cap", "don vi cap", "co quan cap", "cap ban hanh", "don vi ban hanh")),
)  # fmt: skip
_TIMES = (
    ("first", ("lan dau", "lan 1", "lan thu nhat", "cong nhan lan dau", "danh gia lan dau", "cong nhan lan 1")),
    ("again", ("lan 2", "lan hai", "lan thu hai", "nang hang", "cong nhan lai", "danh gia lai", "cong nhan lan 2",
               "lan 2 nang hang", "lan hai nang hang", "nang hang cong nhan lai", "danh gia lai nang hang")),
)  # fmt: skip
_RECOGNITIONS = (
    Column("first_stars", _("first recognition: stars"), "Lần đầu – Hạng sao", kinds=(REGISTER,)),
    Column("first_on", _("first recognition: day"), "Lần đầu – Ngày", kinds=(REGISTER,), hint="dd/mm/yyyy"),
    Column("first_year", _("first recognition: year"), "Lần đầu – Năm", kinds=(REGISTER,)),
    Column("first_decision", _("first recognition: decision"), "Lần đầu – Số quyết định", kinds=(REGISTER,)),
    Column("first_issuer", _("first recognition: issuer"), "Lần đầu – Cơ quan ban hành", kinds=(REGISTER,)),
    Column("again_stars", _("second recognition: stars"), "Lần hai/nâng hạng – Hạng sao", kinds=(REGISTER,)),
    Column("again_on", _("second recognition: day"), "Lần hai/nâng hạng – Ngày", kinds=(REGISTER,), hint="dd/mm/yyyy"),
    Column("again_year", _("second recognition: year"), "Lần hai/nâng hạng – Năm", kinds=(REGISTER,)),
    Column("again_decision", _("second recognition: decision"), "Lần hai/nâng hạng – Số quyết định", kinds=(REGISTER,)),
    Column("again_issuer", _("second recognition: issuer"), "Lần hai/nâng hạng – Cơ quan ban hành", kinds=(REGISTER,)),
)

COLUMNS: tuple[Column, ...] = (
    Column("number", _("running number (not taken over)"), "TT", ("stt", "so tt", "so thu tu", "no")),
    Column(
        "product",
        _("name of the product"),
        "Tên sản phẩm",
        ("san pham", "san pham ocop", "ten san pham ocop", "ten sp", "san pham dang ky", "y tuong san pham"),
        hint="Bắt buộc. Mỗi dòng một sản phẩm.",
    ),
    Column(
        "group",
        _("product group"),
        "Nhóm sản phẩm",
        ("bo san pham", "bo nhom san pham", "nhom", "nganh hang", "phan nhom", "nganh nhom", "nhom phan nhom",
         "loai san pham", "nganh san pham", "nhom nganh"),
        hint="Đợt có bộ sản phẩm: ghi số hoặc tên bộ theo quyết định.",
    ),
    Column(
        "description", _("description"), "Mô tả sản phẩm", ("mo ta", "gioi thieu san pham"), (PRODUCTS, REGISTER)
    ),
    Column("packing", _("packing"), "Quy cách đóng gói", ("quy cach", "dong goi", "bao bi quy cach")),
    Column(
        "producer",
        _("name of the producer"),
        "Tên chủ thể",
        ("chu the", "chu the san xuat", "chu the ocop", "ten co so", "co so san xuat", "don vi san xuat",
         "ten don vi", "ten chu the san xuat", "chu the dang ky", "to chuc ca nhan", "ten doanh nghiep"),
        hint="Bắt buộc. Ô trống được lấy theo dòng trên.",
    ),
    Column(
        "legal_form",
        _("legal form"),
        "Loại hình",
        ("loai hinh chu the", "loai hinh to chuc", "loai hinh san xuat", "hinh thuc to chuc", "loai chu the"),
        hint="Hợp tác xã; Tổ hợp tác; Doanh nghiệp; Trang trại; Hộ kinh doanh; Hội; Trung tâm.",
    ),
    Column(
        "commune",
        _("commune"),
        "Xã, phường",
        ("xa", "phuong", "xa phuong thi tran", "ten xa", "don vi hanh chinh", "dia ban", "xa phuong dac khu",
         "ubnd xa", "don vi xa", "xa thi tran"),
        hint="Tên xã hiện nay.",
    ),
    Column(
        "address",
        _("address (hamlet, street)"),
        "Địa chỉ",
        ("dia chi san xuat", "dia chi chu the", "thon", "thon ban", "dia chi thon xa", "dia chi co so", "noi san xuat"),
        hint="Thôn, đường.",
    ),
    Column(
        "representative",
        _("legal representative"),
        "Người đại diện",
        ("dai dien", "nguoi dai dien phap luat", "ho ten nguoi dai dien", "ho va ten", "chu co so", "giam doc",
         "nguoi dai dien theo phap luat", "ho ten", "ten nguoi dai dien"),
    ),
    Column(
        "phone",
        _("phone"),
        "Điện thoại",
        ("so dien thoai", "sdt", "dt", "so dt", "dien thoai lien he", "lien he", "di dong"),
        hint="10 số, bắt đầu bằng 0.",
    ),
    Column("email", _("e-mail"), "Thư điện tử", ("email", "e mail", "thu dien tu email", "dia chi email")),
    Column("tax_code", _("tax code"), "Mã số thuế", ("mst", "ma thue", "ma so dn", "ma so doanh nghiep")),
    Column(
        "registration_no",
        _("number of the business registration"),
        "Số đăng ký kinh doanh",
        ("so dkkd", "dkkd", "giay dkkd", "so giay dkkd", "so gcn dkkd", "giay chung nhan dang ky kinh doanh"),
    ),
    Column(
        "kind",
        _("kind"),
        "Lần đầu/nâng hạng/đánh giá lại",
        ("loai dang ky", "hinh thuc dang ky", "hinh thuc", "dang ky moi nang hang", "loai ho so"),
        (WISHES,),
        hint="Lần đầu; Nâng hạng; Đánh giá lại. Để trống: lần đầu.",
    ),
    Column(
        "stars",
        _("expected stars"),
        "Hạng sao dự kiến",
        ("sao du kien", "du kien hang sao", "hang sao", "muc sao", "hang sao dang ky", "dang ky hang sao", "so sao",
         "muc tieu hang sao", "phan hang", "sao"),
        (WISHES,),
        hint="3, 4 hoặc 5. Để trống: 3.",
    ),
    Column(
        "year", _("year in which it should be recognised"), "Năm dự kiến",
        ("nam du kien cong nhan", "nam dang ky", "nam", "nam danh gia"), (WISHES,),
    ),
    Column(
        "help",
        _("help wanted"),
        "Nhu cầu hỗ trợ",
        ("ho tro", "noi dung ho tro", "de nghi ho tro", "noi dung can ho tro", "nhu cau"),
        (WISHES,),
        hint="Cách nhau bằng dấu chấm phẩy.",
    ),
    Column("note", _("note"), "Ghi chú", ("luu y",), (WISHES,)),
    Column(
        "current_stars",
        _("stars today"),
        "Hạng sao hiện tại",
        ("hang sao", "sao hien tai", "xep hang", "hang", "so sao", "phan hang", "sao", "hang sao hien nay"),
        (REGISTER,),
    ),
    Column(
        "expires_on",
        _("recognition ends on"),
        "Ngày hết hạn",
        ("ngay het hieu luc", "thoi han", "het han", "hieu luc den", "han giay chung nhan", "thoi gian het han",
         "ngay het han giay chung nhan", "het hieu luc"),
        (REGISTER,),
        hint="dd/mm/yyyy",
    ),
    *_RECOGNITIONS,
)  # fmt: skip
BY_KEY = {column.key: column for column in COLUMNS}


def columns_for(kind: str) -> list[Column]:
    """Return the columns that an import of this kind reads, in the order of the template."""
    return [column for column in COLUMNS if kind in column.kinds]


def header_key(text: str) -> str:
    """Return a column's title as it is compared: no accents, no punctuation ("Số Đ.T" → "so d t")."""
    return _NOT_A_WORD.sub(" ", search_key(text)).strip()


@cache
def _names_of(key: str) -> tuple[str, ...]:
    column = BY_KEY[key]
    return (header_key(column.heading), *column.names)


def score(title: str, key: str) -> int:
    """Return how well a title names a column: 0 not at all, 100 exactly."""
    text = header_key(title)
    if not text:
        return 0
    if key.startswith(("first_", "again_")):
        return _recognition_score(text, key)
    if _time_of(text) and key in ("current_stars", "expires_on"):
        return 0
    return max(_likeness(text, name) for name in _names_of(key))


def _likeness(text: str, name: str) -> int:
    if text == name:
        return 100
    if len(name) < 4:  # "xa", "dt": too short to be looked for inside other words
        return 0
    if text.startswith(f"{name} "):
        return min(90, 70 + len(name))
    return min(75, 50 + len(name)) if f" {name} " in f" {text} " else 0


def _time_of(text: str) -> str:
    """Return which recognition a title is about: the longest name that it holds decides."""
    found = [(len(name), time) for time, names in _TIMES for name in names if f" {name} " in f" {text} "]
    return max(found)[1] if found else ""


def _recognition_score(text: str, key: str) -> int:
    """Titles such as "Công nhận lần đầu – Ngày"; without the time they mean the first recognition, but less surely."""
    time, _underscore, part = key.partition("_")
    said = _time_of(text)
    if said and said != time:
        return 0
    names = dict(_PARTS)[part]
    if said:
        rest = _without_time(text, said)
        return 95 if rest in names else 85 if any(rest.endswith(f" {name}") for name in names) else 0
    if part in ("stars", "year") or text not in names:
        return 65 if part in ("stars", "year") and text in names else 0
    return 80 if time == "first" else 78


def _without_time(text: str, time: str) -> str:
    for name in sorted(dict(_TIMES)[time], key=len, reverse=True):
        if f" {name} " in f" {text} ":
            text = f" {text} ".replace(f" {name} ", " ", 1).strip()
    return text
