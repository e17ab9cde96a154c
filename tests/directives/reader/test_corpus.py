"""The reader against letters whose right reading is written beside them; the score tables stand in the summary."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.directives.reader.scoring import Score, score_of, table

# The aims: deadlines P 0.95, R 0.9; number and date 0.95; references 0.9; addressees and recipients 0.85.
# "period_ends": the last days of months, quarters and counts of days that a letter names instead of a day.
FOLDERS = {
    "corpus": "Letter reader, corpus",
    "held_out": "Letter reader, held out",
    "later": "Letter reader, later",
    "hands": "Letter reader, many hands",
    "desks": "Letter reader, other desks",
    "offices": "Letter reader, further offices",
    "ordinary": "Letter reader, ordinary letters",
}


@pytest.mark.parametrize("folder", FOLDERS)
def test_reader_reaches_its_aims_on(folder: str, record_property: Callable[[str, object], None]) -> None:
    score = score_of(folder)
    record_property("score_table", table(FOLDERS[folder], score))

    assert score.letters >= 8
    assert_aims(score)


def assert_aims(score: Score) -> None:
    assert score["deadlines"].precision >= 0.95, score.differences
    assert score["deadlines"].recall >= 0.9, score.differences
    assert score["number"].precision >= 0.95, score.differences
    assert score["date"].precision >= 0.95, score.differences
    assert score["references"].f1 >= 0.9, score.differences
    assert "period ends" not in score.counts or score["period ends"].f1 >= 0.9, score.differences
    assert "assignees" not in score.counts or score["assignees"].f1 >= 0.9, score.differences
    assert score["addressees"].f1 >= 0.85, score.differences
    assert score["recipients"].f1 >= 0.85, score.differences
