"""An empty list to fill in: every column that an import of its kind reads, and how."""

from __future__ import annotations

from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from registrations.imports.columns import REQUIRED, columns_for


def template_workbook(kind: str) -> bytes:
    """Return a workbook with the column names, and a second sheet that says how to fill them in."""
    book = Workbook()
    table = book.worksheets[0]
    table.title = "Danh sách"
    columns = columns_for(kind)
    table.append([column.heading for column in columns])
    ground = PatternFill("solid", fgColor="E2EFDA")
    for index, column in enumerate(columns, start=1):
        cell = table.cell(1, index)
        cell.font = Font(bold=True)
        cell.fill = ground
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        table.column_dimensions[get_column_letter(index)].width = max(12, min(32, len(column.heading) + 6))
        if column.key in ("phone", "tax_code", "registration_no"):
            for row in range(2, 202):
                table.cell(row, index).number_format = "@"  # text: leading zeros stay
    table.freeze_panes = "A2"
    guide = book.create_sheet("Cách điền")
    guide.append(["Cột", "Bắt buộc", "Cách điền"])
    for column in columns:
        guide.append([column.heading, "có" if column.key in REQUIRED else "", column.hint])
    for cell in guide[1]:
        cell.font = Font(bold=True)
    guide.column_dimensions["A"].width, guide.column_dimensions["C"].width = 34, 80
    out = BytesIO()
    book.save(out)
    return out.getvalue()
