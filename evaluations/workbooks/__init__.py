"""Score sheets as a workbook: one worksheet for each product, filled anywhere, read again cell by cell.

The labels are locked; ``reading`` compares them all the same, because a lock is only a request. Nothing here writes.
"""

from evaluations.workbooks.cells import Fault, FilledSheet, ReadWorkbook
from evaluations.workbooks.layout import META, Row, rows_of, titles_of
from evaluations.workbooks.reading import read_workbook
from evaluations.workbooks.writing import Form, workbook_of

__all__ = [
    "META",
    "Fault",
    "FilledSheet",
    "Form",
    "ReadWorkbook",
    "Row",
    "read_workbook",
    "rows_of",
    "titles_of",
    "workbook_of",
]
