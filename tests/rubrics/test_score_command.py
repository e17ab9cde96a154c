"""``manage.py score``: what others may rely on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from rubrics.selectors import spec_for
from tests.factories.rubrics import CODE_2019, CODE_2026, COFFEE_2019, COFFEE_2026, coffee_rubric, coffee_rubric_2019
from tests.rubrics.test_worked_examples import COFFEE, best


def write(path: Path, choices: Any) -> str:
    text = choices if isinstance(choices, str) else json.dumps(choices)
    (path / "choices.json").write_text(text)
    return str(path / "choices.json")


def run(
    capsys: pytest.CaptureFixture[str], file: str, *extra: str, code: str = CODE_2026, number: int = COFFEE_2026
) -> str:
    capsys.readouterr()
    call_command("score", f"--decision={code}", f"--set={number}", f"--choices={file}", *extra)
    return capsys.readouterr().out


@pytest.mark.django_db
def test_json_of_a_sheet_that_loses_two_stars(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = best(spec_for(coffee_rubric())) | {"3.5": 1, "4.1": 2}

    out = run(capsys, write(tmp_path, sheet), "--json")

    assert json.loads(out) == {
        "parts": {"A": "38", "B": "22", "C": "35"},
        "total": "95",
        "stars_by_points": 5,
        "stars": 3,
        "unmet_gates": [
            {"item": "3.5", "for_stars": 4, "needs_points": "2"},
            {"item": "4.1", "for_stars": 4, "needs_points": "3"},
            {"item": "4.1", "for_stars": 5, "needs_points": "5"},
        ],
        "next_star": {
            "stars": 4,
            "points_needed": "70",
            "points_missing": "0",
            "gates": [
                {"item": "3.5", "for_stars": 4, "needs_points": "2"},
                {"item": "4.1", "for_stars": 4, "needs_points": "3"},
            ],
            "changes": [
                {"item": "3.5", "from_points": "1", "to_points": "2"},
                {"item": "4.1", "from_points": "2", "to_points": "3"},
            ],
            "total_after": "97",
        },
    }


@pytest.mark.django_db
def test_json_of_five_stars_has_no_next_star(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = run(capsys, write(tmp_path, best(spec_for(coffee_rubric()))), "--json")

    assert json.loads(out)["next_star"] is None


@pytest.mark.django_db
def test_1048_says_that_gates_are_not_considered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = best(spec_for(coffee_rubric_2019())) | {"6.1.3#2": 0, "9": 0}
    file = write(tmp_path, sheet)

    facts = json.loads(run(capsys, file, "--json", code=CODE_2019, number=COFFEE_2019))
    text = run(capsys, file, code=CODE_2019, number=COFFEE_2019)

    assert (facts["total"], facts["stars"], facts["unmet_gates"]) == ("93", 5, [])
    assert facts["note"] == "chưa xét yêu cầu tối thiểu"
    assert "chưa xét yêu cầu tối thiểu" in text


@pytest.mark.django_db
def test_table_can_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    coffee_rubric()

    out = run(capsys, write(tmp_path, COFFEE))

    assert "  A   23 / 40   SẢN PHẨM VÀ SỨC MẠNH CỦA CỘNG ĐỒNG" in out
    assert "      60 / 100" in out
    assert "Stars:           3" in out
    assert "To 4 stars: 10 points missing to 70" in out
    assert "raise 9 from 1 to 3: ĐẢM BẢO CHẤT LƯỢNG SẢN PHẨM" in out


@pytest.mark.django_db
def test_partial_counts_missing_items_as_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    coffee_rubric()

    facts = json.loads(run(capsys, write(tmp_path, {"1.1": 3, "7": 5}), "--json", "--partial"))

    assert (facts["parts"], facts["total"], facts["stars"]) == ({"A": "3", "B": "0", "C": "5"}, "8", 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"9": None}, "item 9: points must be a whole number, not null"),
        ({"9": 1.5}, "item 9: points must be a whole number, not 1.5"),
        ({"9": True}, "item 9: points must be a whole number, not true"),
        ({"9": "1"}, 'item 9: points must be a whole number, not "1"'),
        ({"9": 2}, "item 9: 2 is no level (allowed: 0, 1, 3, 5)"),
        ({"9": -1}, "item 9: -1 is no level"),
        ({"99": 1}, "no item of this set: 99"),
        ({"1": 18}, "no item of this set: 1"),
        ({"9#2": 1}, "no item of this set: 9#2"),
        ('{"9": 1, "9": 3}', "given twice: 9"),
        ("[1]", "must be an object"),
        ("{", "Expecting"),
        ("", "Expecting"),
    ],
)
def test_bad_choices_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], choices: Any, message: str
) -> None:
    coffee_rubric()
    file = write(tmp_path, choices if isinstance(choices, str) else COFFEE | choices)

    with pytest.raises(CommandError) as caught:
        run(capsys, file, "--json")

    assert message in str(caught.value)
    assert caught.value.returncode == 2
    assert capsys.readouterr().out == ""


@pytest.mark.django_db
def test_missing_items_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    coffee_rubric()
    sheet = {key: value for key, value in COFFEE.items() if key not in {"1.4", "9"}}

    with pytest.raises(CommandError, match=r"not answered: 1\.4, 9 \(with --partial") as caught:
        run(capsys, write(tmp_path, sheet))

    assert caught.value.returncode == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "number", "message"),
    [("1/2030/QĐ-TTg", 13, "no published decision"), (CODE_2026, 27, "has no set 27"), ("26/2026", 13, "no published")],
)
def test_unknown_law_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], code: str, number: int, message: str
) -> None:
    coffee_rubric()

    with pytest.raises(CommandError, match=message) as caught:
        run(capsys, write(tmp_path, COFFEE), code=code, number=number)

    assert caught.value.returncode == 2


@pytest.mark.django_db
def test_missing_and_foreign_files_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    coffee_rubric()
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")

    for name in ("nothing.json", "bytes", "."):
        with pytest.raises(CommandError) as caught:
            run(capsys, str(tmp_path / name))
        assert caught.value.returncode == 2


def test_process_ends_with_exit_code_2_and_says_why_on_stderr(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "score", "--decision", CODE_2026, "--set", "mười ba", "--choices", "x", "--json"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "ocop_portal.settings.test", "OCOP_VAR_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert done.stdout == ""
    assert "--set" in done.stderr
