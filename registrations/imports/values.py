"""One cell → one value: phone numbers, days, ranks, tax codes as people write them.

Every function returns the value, or raises ``Bad`` with the code of what is wrong.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from foundation.calendar import EARLIEST, LATEST
from foundation.formatting import day as written
from foundation.text import one_line, search_key
from registrations.enums import DossierKind, HelpKind, LegalForm
from registrations.imports.reading import Broken, Value

_DAY = re.compile(r"^(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})$")
_ISO = re.compile(r"^(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?$")
_WORDS = re.compile(r"^(?:ngay\s*)?(\d{1,2})\s*thang\s*(\d{1,2})\s*(?:nam\s*)?(\d{4})$")
_TAX = re.compile(r"^\d{10}(-\d{3})?$|^\d{12}$")
_PHONE = re.compile(r"^0\d{9,10}$")
_SERIALS = range(20_000, 80_000)  # 1954 to 2119
_FORMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (LegalForm.COOPERATIVE, ("hop tac xa", "htx", "lien hiep hop tac xa", "lien hiep htx")),
    (LegalForm.GROUP, ("to hop tac", "tht", "to san xuat", "nhom san xuat")),
    (LegalForm.ASSOCIATION, ("hoi", "hiep hoi", "cau lac bo")),
    (LegalForm.CENTRE, ("trung tam", "ban quan ly")),
    (LegalForm.FARM, ("trang trai", "nong trai", "chu trang trai")),
    (LegalForm.COMPANY, ("doanh nghiep", "cong ty", "cty", "dn", "dntn", "dnnvv", "cong ty tnhh", "cong ty cp",
                         "doanh nghiep nho va vua", "doanh nghiep tu nhan", "cong ty co phan", "tnhh", "cp")),
    (LegalForm.HOUSEHOLD, ("ho kinh doanh", "hkd", "ho san xuat", "ho gia dinh", "ho ca the", "co so san xuat", "cssx",
                           "co so", "ho", "ho sxkd", "ca nhan", "ho san xuat kinh doanh",
                           "ho kinh doanh ca the", "ho gia dinh co dang ky kinh doanh")),
)  # fmt: skip
_KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (DossierKind.FIRST, ("lan dau", "moi", "dang ky moi", "danh gia moi", "dang ky lan dau", "first time")),
    (DossierKind.UPGRADE, ("nang hang", "nang hang sao", "nang sao", "dang ky nang hang")),
    (DossierKind.AGAIN, ("danh gia lai", "cong nhan lai", "lai", "gia han", "danh gia cong nhan lai")),
)
_HELP: tuple[tuple[str, tuple[str, ...]], ...] = (
    (HelpKind.DOSSIER, ("ho so", "hoan thien ho so", "tu van")),
    (HelpKind.PACKAGING, ("bao bi", "nhan mac", "nhan hang")),
    (HelpKind.TESTING, ("kiem nghiem", "cong bo", "xet nghiem", "chi tieu")),
    (HelpKind.TRADEMARK, ("nhan hieu", "so huu tri tue", "thuong hieu")),
    (HelpKind.STORY, ("cau chuyen",)),
    (HelpKind.EQUIPMENT, ("may moc", "thiet bi", "cong nghe", "nha xuong")),
    (HelpKind.TRACE, ("tem", "truy xuat", "ma vach", "ma qr")),
    (HelpKind.MARKET, ("thi truong", "quang ba", "xuc tien", "tieu thu", "hoi cho", "san thuong mai")),
    (HelpKind.TRAINING, ("tap huan", "dao tao", "lop hoc")),
)


class Bad(Exception):
    """The cell cannot be understood; ``code`` is one of ``problems.TEXTS``."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def text(value: Value, limit: int = 200) -> str:
    """Return the cell as one clean line. Raises Bad for an error value, or when it is too long."""
    if value is None:
        return ""
    if isinstance(value, Broken):
        raise Bad("formula") if value.text == "=" else Bad("error_value", text=value.text)
    line = written(value) if isinstance(value, date) else one_line(str(value))
    if len(line) > limit:
        raise Bad("too_long", length=len(line), limit=limit)
    return line


def phones(value: Value) -> list[str]:
    """Return the numbers in the cell; Excel has often eaten the leading zero."""
    line = text(value)
    if not line:
        return []
    found = [_phone(part) for part in re.split(r"[;,/\n|]| và | hoặc | - ", line) if re.search(r"\d", part)]
    good = [number for number in found if number]
    if not good:
        raise Bad("phone", text=line)
    return good


def _phone(part: str) -> str:
    digits = re.sub(r"\D", "", part)
    if digits.startswith("84") and len(digits) in (11, 12):
        digits = f"0{digits[2:]}"
    elif len(digits) == 9 and not digits.startswith("0"):
        digits = f"0{digits}"
    return digits if _PHONE.match(digits) else ""


def email(value: Value) -> str:
    """Return an e-mail address in lower case, or nothing."""
    line = text(value, 254).lower()
    if line:
        try:
            validate_email(line)
        except ValidationError as error:
            raise Bad("email", text=line) from error
    return line


def tax_code(value: Value) -> str:
    """Return a tax code; a number that has lost its leading zero gets it back."""
    line = text(value).replace(" ", "").replace(".", "")
    if not line:
        return ""
    if line.isdecimal() and len(line) in (9, 11):
        line = f"0{line}"
    elif line.isdecimal() and len(line) == 13:
        line = f"{line[:10]}-{line[10:]}"
    if not _TAX.match(line):
        raise Bad("tax_code", text=line)
    return line


def day(value: Value, epoch: datetime) -> date | None:
    """Return a day from a date, a serial number, or text: 25/3/2024, 25.03.24, 2024-03-25, ngày 25 tháng 3 năm 2024."""
    found = _day_of(value, epoch)
    if found is not None and not EARLIEST <= found <= LATEST:
        raise Bad("date", text=f"{found:%d/%m/%Y}")
    return found


def _day_of(value: Value, epoch: datetime) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    line = text(value)
    if not line:
        return None
    if re.fullmatch(r"\d{5}(\.\d+)?", line) and int(float(line)) in _SERIALS:
        return (epoch + timedelta(days=int(float(line)))).date()
    found = _parts_of_day(line)
    try:
        return date(*found) if found else _no_day(line)
    except ValueError as error:
        raise Bad("date", text=line) from error


def _no_day(line: str) -> date:
    raise Bad("date", text=line)


def _parts_of_day(line: str) -> tuple[int, int, int] | None:
    plain = search_key(line).strip(" .,'")
    if match := _ISO.match(plain):
        year, month, number = (int(part) for part in match.groups()[:3])
        return year, month, number
    match = _DAY.match(plain) or _WORDS.match(plain)
    if match is None:
        return None
    number, month, year = (int(part) for part in match.groups())
    return (year + 2000 if year < 100 else year), month, number


def stars(value: Value, least: int = 1) -> int | None:
    """Return a rank from 4, "4 sao", "4*", "OCOP 4 sao", "****", "★★★★"."""
    line = text(value)
    if not line:
        return None
    drawn = re.sub(r"[\s*★⭐\ufe0f]", "", line)
    count = sum(line.count(mark) for mark in "*★⭐")
    numbers = re.findall(r"\d+", line)
    rank = count if count and not drawn else int(numbers[0]) if len(numbers) == 1 and len(numbers[0]) == 1 else 0
    if not least <= rank <= 5 or (not count and re.search(r"\d[.,]\d", line)):
        raise Bad("stars", text=line, least=least)
    return rank


def year(value: Value, least: int, most: int) -> int | None:
    """Return a year, also out of a day or of text such as "năm 2027"."""
    if isinstance(value, date):
        found = value.year
    else:
        line = text(value)
        if not line:
            return None
        numbers = re.findall(r"\d{4}", line)
        found = int(numbers[0]) if len(numbers) == 1 else 0
    if not least <= found <= most:
        raise Bad("year", text=text(value), least=least, most=most)
    return found


def legal_form(line: str) -> str:
    """Return the legal form that a cell names; empty where it names none."""
    key = _words(line)
    for value, names in _FORMS:
        if key in names or key == _words(str(LegalForm(value).label)):
            return value
    return form_in_name(line)


def form_in_name(name: str) -> str:
    """Return the legal form with which a producer's name begins: "HTX Nông nghiệp Bờ Y" is a cooperative."""
    key = _words(name)
    for value, names in _FORMS:
        if any(key == word or key.startswith(f"{word} ") for word in names):
            return value
    return ""


def dossier_kind(line: str) -> str:
    """Return first, upgrade or again. Raises Bad for other words."""
    key = _words(line)
    for value, names in _KINDS:
        if key in names or any(key.startswith(name) for name in names if len(name) > 4):
            return value
    raise Bad("kind", text=line)


def help_wanted(line: str) -> tuple[list[str], str]:
    """Return the kinds of help that a cell names, and the parts that none of them covers."""
    kinds: list[str] = []
    rest: list[str] = []
    for part in filter(None, (one_line(part) for part in re.split(r"[;,\n+]", line))):
        key = _words(part)
        found = [value for value, names in _HELP if any(name in key for name in names)]
        kinds += [kind for kind in found if kind not in kinds]
        rest += [] if found or key in ("khong", "khong co") else [part]
    return ([*kinds, HelpKind.OTHER.value] if rest else kinds), "; ".join(rest)


def producer_key(name: str) -> str:
    """Return the form in which producers' names are compared: "HTX Bờ Y" is "Hợp tác xã Bờ Y"."""
    key = _words(name)
    for short, long in (("htx", "hop tac xa"), ("tht", "to hop tac"), ("hkd", "ho kinh doanh"), ("cty", "cong ty"),
                        ("cssx", "co so san xuat"), ("dntn", "doanh nghiep tu nhan")):  # fmt: skip
        key = re.sub(rf"\b{short}\b", long, key)
    return key


def product_key(name: str) -> str:
    """Return the form in which products' names are compared."""
    return _words(name)


def _words(line: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", search_key(line)).strip()
