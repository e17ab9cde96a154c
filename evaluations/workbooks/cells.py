"""What was read of a workbook, and the reading of single cells with what is wrong in them."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from openpyxl.worksheet.worksheet import Worksheet

from evaluations.workbooks.layout import Row
from evaluations.workbooks.writing import Form
from foundation.text import nfc, one_line

_MARKS = {"x", "✓", "✔", "v", "☑", "☒"}


@dataclass(frozen=True)
class Fault:
    """What is wrong in one place; ``cell`` is empty where it is the whole worksheet or file."""

    sheet: str
    cell: str
    text: str


@dataclass
class FilledSheet:
    """What a worksheet says: the fields that differ from what the workbook was made from, and their cells."""

    form: Form
    title: str
    seen: str
    values: dict[str, str] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    answered: int = 0


@dataclass
class ReadWorkbook:
    """A read workbook. Where it has faults nothing of it may be written."""

    sheets: list[FilledSheet] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class CellReader:
    """Reads cells of a worksheet and notes what is wrong with them."""

    sheet: Worksheet
    found: ReadWorkbook

    def fault(self, cell: str, text: str) -> None:
        """Note a fault."""
        self.found.faults.append(Fault(self.sheet.title, cell, text))

    def check_labels(self, number: int, row: Row) -> None:
        """Compare the locked texts of a row."""
        for column, text in zip("ABC", row.texts, strict=True):
            value = self.sheet[f"{column}{number}"].value
            if nfc(str("" if value is None else value)).strip() != nfc(text).strip():
                self.fault(
                    f"{column}{number}",
                    _("This label was changed; the portal expects “%(text)s”.") % {"text": text[:80]},
                )

    def must_be_empty(self, cell: str) -> None:
        """Note a fault where something stands that belongs to no item."""
        if str(self.sheet[cell].value or "").strip():
            self.fault(cell, _("Nothing can be chosen in this row."))

    def number(self, number: int, most: int) -> int | None:
        """Return the number of the level in an item's row; None where it is empty or wrong."""
        value = self.sheet[f"D{number}"].value
        if value is None or str(value).strip() == "":
            return None
        text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
        if isinstance(value, bool) or not (text.isascii() and text.isdecimal()) or len(text) > 3 or int(text) > most:
            self.fault(f"D{number}", _("Write a whole number from 0 to %(most)s here.") % {"most": most})
            return None
        return int(text)

    def is_marked(self, number: int) -> bool:
        """Tell whether a level's row is marked."""
        text = str(self.sheet[f"D{number}"].value or "").strip().lower()
        if text and text not in _MARKS:
            self.fault(f"D{number}", _("Mark a level with x, or write its number in the row of the item."))
            return False
        return bool(text)

    def note(self, number: int, longest: int, *, lines: bool) -> str:
        """Return the remark of a row."""
        cell = self.sheet[f"E{number}"]
        value = cell.value
        text = "" if value is None else nfc(str(value)).strip() if lines else one_line(str(value))
        if cell.data_type == "f":
            self.fault(f"E{number}", _("Formulas are not read; write the text itself."))
            return ""
        if len(text) > longest:
            self.fault(f"E{number}", _("This text is too long: at most %(n)s characters.") % {"n": longest})
            return ""
        return text
