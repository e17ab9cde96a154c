"""The file with the errors: the same workbook with a column that says what to mend."""

import pytest
from django.db import connection
from django.urls import reverse

from activity import jobs
from activity.errors import NotAllowed
from foundation import files
from registrations import selectors, services
from registrations.enums import RowState
from registrations.models import ImportBatch, ImportRow
from registrations.selectors.imports import mark_key
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


def told_by(batch):
    """Return by row what the column of errors says, and what the row's first cells say."""
    lines = workbooks.cells(files.read(batch.marked))
    return {number: line[12] for number, line in enumerate(lines, start=1) if line[12] and number > 3}, lines


def test_file_made_after_rows_were_put_right_says_only_what_is_still_wrong(place, enter):
    batch = staged(**wishes_of(place))
    url, page = reverse("registrations:import_marked", args=[batch.pk]), batch.get_absolute_url()
    old = batch.marked_id
    row = ImportRow.objects.get(batch=batch, number=7)
    services.mend_row(row=row, cells={"producer": "HTX Gõ Lại"}, seen=0, actor=place.commune_officer)
    client = enter(place.commune_officer)
    assert client.get(url).status_code == 404
    assert url in client.get(page).content.decode()

    response = client.post(url)
    waiting = client.get(page)
    jobs.run_waiting()
    batch.refresh_from_db()

    told, lines = told_by(batch)
    assert response["Location"] == f"{page}#marked"
    assert waiting.context["marking"]
    assert batch.marked_id not in (None, old)
    assert set(told) == {8, 9}
    assert "HTX Gõ Lại" in lines[6]
    assert client.get(url).status_code == 200


def test_row_that_is_still_wrong_says_its_present_error(place):
    batch = staged(**wishes_of(place))
    row = ImportRow.objects.get(batch=batch, number=7)
    services.mend_row(row=row, cells={"producer": ""}, seen=0, actor=place.commune_officer)

    services.mark_anew(batch=batch, actor=place.commune_officer)
    jobs.run_waiting()
    batch.refresh_from_db()

    told, _lines = told_by(batch)
    assert "#REF!" not in told[7]
    assert set(told) == {7, 8, 9}


def test_file_of_a_moment_before_the_last_change_is_not_kept(place):
    batch = staged(**wishes_of(place))
    row = ImportRow.objects.get(batch=batch, number=7)
    services.mend_row(row=row, cells={"producer": "HTX Một"}, seen=0, actor=place.commune_officer)
    services.mark_anew(batch=batch, actor=place.commune_officer)
    row.refresh_from_db()
    services.mend_row(row=row, cells={"producer": "HTX Hai"}, seen=1, actor=place.commune_officer)

    jobs.run_waiting()

    assert ImportBatch.objects.get(pk=batch.pk).marked_id is None
    with pytest.raises(NotAllowed):
        services.mark_anew(batch=batch, actor=place.clerk)


def test_file_after_taking_over_tells_the_rows_that_were_refused_there(place):
    """The file that was made at staging knows nothing of them: it is made anew."""
    batch = staged(**wishes_of(place))
    services.move_round(registration_round=batch.round, action="close", actor=place.round_officer)
    services.accept_import(batch=batch, actor=batch.created_by)
    jobs.run_waiting()
    refused = set(ImportRow.objects.filter(batch=batch, state=RowState.ERROR).values_list("number", flat=True))
    assert refused - {7, 8, 9}

    batch.refresh_from_db()
    assert batch.marked is None
    services.mark_anew(batch=batch, actor=place.commune_officer)
    jobs.run_waiting()
    batch.refresh_from_db()

    assert set(told_by(batch)[0]) >= refused


def test_file_that_comes_while_its_page_is_made_stands_on_it(place, enter):
    batch = staged(**wishes_of(place))
    row = ImportRow.objects.get(batch=batch, number=7)
    services.mend_row(row=row, cells={"producer": ""}, seen=0, actor=place.commune_officer)
    services.mark_anew(batch=batch, actor=place.commune_officer)
    client = enter(place.commune_officer)
    key, done = mark_key(ImportBatch.objects.get(pk=batch.pk)), []

    def finish(execute, sql, params, many, context):
        if not done and key in map(str, params or ()):
            done.append(sql)
            jobs.run_waiting()  # between what the page has read of the list and what it asks of the job
        return execute(sql, params, many, context)

    with connection.execute_wrapper(finish):
        page = client.get(batch.get_absolute_url())

    assert done
    assert page.context["batch"].marked_id is not None
    assert not page.context["marking"]
    assert reverse("registrations:import_marked", args=[batch.pk]) in page.content.decode()
    assert "Tải tệp có ghi lỗi" in page.content.decode()
