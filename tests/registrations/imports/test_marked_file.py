"""The file with the errors: the same workbook with a column that says what to mend."""

import pytest

from activity import jobs
from foundation import files
from registrations import selectors
from tests.factories.imports import staged
from tests.registrations import workbooks
from tests.registrations.imports.lists import wishes_of

pytestmark = pytest.mark.django_db


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
