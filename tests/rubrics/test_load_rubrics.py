"""The command that loads the law: what it accepts, and where it says that a file is broken."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from rubrics.lawfiles import DATA_DIR
from rubrics.models import Criterion, Decision, Level

pytestmark = pytest.mark.django_db

SET = """\
set: 1
name: Cà phê
industry: I Thực phẩm

A [40] PHẦN A
1 [40] ĐẦU MỤC
1.1 [30] Mục một
  10 | Mười
  20 *** | Hai mươi
  30 **** | Ba mươi
1.2 [10] Mục hai
  all or nothing

B [25] PHẦN B
2 [25] Mục ba
  case 1: Cộng đồng
  5 | Năm
  25 | Hai mươi lăm
  case 2: Tổ chức
  0 | Không
  25 | Hai mươi lăm

C [35] PHẦN C
3 [35] Mục bốn
  note: Ghi chú
  1 | Một
  =1 | Một nữa
  35 {3 5} | Ba mươi lăm
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small decision of its own: the facts of 26/2026 with one invented set."""
    toml = (DATA_DIR / "26-2026-qd-ttg" / "decision.toml").read_text().replace('"26/2026/QĐ-TTg"', '"1/2030/QĐ-TTg"')
    (tmp_path / "law" / "sets").mkdir(parents=True)
    (tmp_path / "law" / "decision.toml").write_text(toml)
    (tmp_path / "law" / "sets" / "01.txt").write_text(SET)
    return tmp_path / "law"


def refused(*paths: Path) -> str:
    """Load, expect a refusal with exit code 2 and nothing written, and return what was said."""
    with pytest.raises(CommandError) as caught:
        call_command("load_rubrics", *map(str, paths))
    assert caught.value.returncode == 2
    assert not Decision.objects.exists()
    return str(caught.value)


def test_small_decision_is_loaded(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_rubrics", str(folder))

    assert capsys.readouterr().out == "1/2030/QĐ-TTg: 1 sets, published\n"
    assert list(Criterion.objects.values_list("key", "is_leaf", "parent__key", "part__code")) == [
        ("1", False, None, "A"),
        ("1.1", True, "1", "A"),
        ("1.2", True, "1", "A"),
        ("2", True, None, "B"),
        ("3", True, None, "C"),
    ]
    whole = Level.objects.get(criterion__key="1.2")
    assert (whole.points, whole.label, whole.is_printed) == (10, "Mục hai", False)
    rows = Level.objects.filter(criterion__key="2").values_list("order", "points", "case", "case_label")
    assert list(rows.order_by("order")) == [
        (1, 5, 1, "Cộng đồng"),
        (2, 25, 1, "Cộng đồng"),
        (3, 0, 2, "Tổ chức"),
        (4, 25, 2, "Tổ chức"),
    ]
    assert Level.objects.get(criterion__key="3", points=35).printed_points == "3 5"
    assert list(Level.objects.filter(gate_stars__isnull=False).values_list("points", "gate_stars")) == [
        (20, 3),
        (30, 4),
    ]


def test_loading_again_changes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_rubrics", str(folder))
    (folder / "sets" / "01.txt").write_text("# a comment\n" + SET + "\n\n")
    capsys.readouterr()

    call_command("load_rubrics", str(folder / "sets" / "01.txt"))

    assert capsys.readouterr().out == "1/2030/QĐ-TTg: 1 sets, unchanged\n"


def test_changed_file_of_a_published_decision_is_refused(folder: Path) -> None:
    call_command("load_rubrics", str(folder))
    (folder / "sets" / "01.txt").write_text(SET.replace("Mười", "Chín"))

    with pytest.raises(CommandError, match=r"1/2030/QĐ-TTg is published and cannot change; .* set 1") as caught:
        call_command("load_rubrics", str(folder))

    assert caught.value.returncode == 2
    assert Level.objects.filter(label="Mười").exists()


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("  10 | Mười", "  10 Mười", 8, "has no form of a set file"),
        ("  20 *** | Hai mươi", "  5 *** | Hai mươi", 9, "5 stands after 10; points must rise"),
        ("  20 *** | Hai mươi", "  10 *** | Hai mươi", 9, "write '=' before them"),
        ("  =1 | Một nữa", "  =2 | Một nữa", 27, "they do not"),
        ("  1 | Một\n", "  =1 | Một\n", 26, "there is none"),
        ("30 **** |", "30 *** |", 10, "the gate for 3 stars stands after the one for 3"),
        ("20 *** |", "20 ***** |", 10, "the gate for 4 stars stands after the one for 5"),
        ("30 **** |", "31 **** |", 7, "item 1.1 has 30 points, its highest level has 31"),
        ("1 [40] ĐẦU", "1 [39] ĐẦU", 5, "part A has 40 points, its criteria sum to 39"),
        ("1.1 [30]", "1.1 [29]", 6, "criterion 1 has 40 points, the criteria under it sum to 39"),
        ("A [40]", "A [39]", 5, "the decision gives it 40"),
        ("B [25] PHẦN B\n", "", 5, "the parts must be A, B, C, here: A, C"),
        ("  all or nothing\n", "", 11, "item 1.2 has no levels"),
        ("1.2 [10]", "1.1 [10]", 11, "code 1.1 is used again or out of turn; here it must be 1.1#2"),
        ("1.2 [10]", "4.2 [10]", 11, "criterion 4.2 does not stand under 4"),
        ("  case 2: Tổ chức\n", "", 19, "0 stands after 25"),
        ("  case 2: Tổ chức", "  case 3: Tổ chức", 15, "cases must be 1, 2"),
        ("  case 1: Cộng đồng\n", "", 15, "a level stands outside the cases"),
        ("  note: Ghi chú\n", "  all or nothing\n", 24, "has levels and says 'all or nothing'"),
        ("1 [40] ĐẦU MỤC\n", "1 [40] ĐẦU MỤC\n  40 | Bốn mươi\n", 6, "cannot have levels"),
        ("set: 1", "set: một", 1, "must be a number"),
        ("name: Cà phê", "title: Cà phê", 2, "no header line"),
        ("industry: I Thực phẩm\n", "", 1, "the header lacks 'industry'"),
        ("Mười", "Mu\u031bo\u031b\u0300i", 8, "not in Unicode form NFC"),
        ("1 [40] ĐẦU MỤC", "1 [0] ĐẦU MỤC", 6, "at least 1 point"),
        ("A [40] PHẦN A\n", "", 5, "stands before the first part"),
    ],
)
def test_broken_set_is_named_with_line_and_reason(folder: Path, old: str, new: str, line: int, reason: str) -> None:
    assert old in SET
    path = folder / "sets" / "01.txt"
    path.write_text(SET.replace(old, new, 1))

    message = refused(folder)

    found = [entry for entry in message.splitlines() if entry.startswith(f"{path}:{line}: ")]
    assert any(reason in entry for entry in found), message


@pytest.mark.parametrize(
    ("old", "new", "line_of", "reason"),
    [
        ('short_name = "QĐ 26/2026"', "short_name = 26", "short_name", "must be of type str"),
        ('short_name = "QĐ 26/2026"\n', "", None, "the decision lacks 'short_name'"),
        ("holds_gates = true", "holds_gates = 1", "holds_gates", "must be of type bool"),
        ("holds_gates = true", 'holds_gates = true\ngates = "yes"', "gates", "unknown key 'gates'"),
        ("valid_from = 2026-05-22", "valid_from = 2026-05-22\nvalid_to = 2026-05-21", "valid_to", "before valid_from"),
        ("A = 40", "A = 41", "[parts]", "must sum to 100"),
        ("lower = 70", "lower = 95", "[[bands]]", "rise with the rank"),
        ("stars = 4", "stars = 3", "[[bands]]", "one band for each rank"),
        ('level = "commune"', 'level = "xã"', "[[stages]]", "no level 'xã'"),
        ("recognises = [3, 4]", "recognises = [4, 3]", None, "recognises is [lowest, highest]"),
        ("send_up_from = 90", "send_up_from = 900", None, "in points, 0 to 100"),
        ("samples = 5", 'samples = "five"', "samples", "must be a whole number"),
        ("[terms]", "[terms", "[terms", "not TOML"),
    ],
)
def test_broken_decision_is_named_with_line_and_reason(
    folder: Path, old: str, new: str, line_of: str | None, reason: str
) -> None:
    path = folder / "decision.toml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    lines = path.read_text().splitlines()

    message = refused(folder)

    assert reason in message
    if line_of:
        line = next(number for number, entry in enumerate(lines, start=1) if entry.startswith(line_of))
        assert f"{path}:{line}: " in message


def test_gate_in_a_decision_without_gates_is_refused(folder: Path) -> None:
    path = folder / "decision.toml"
    path.write_text(path.read_text().replace("holds_gates = true", "holds_gates = false"))

    assert "01.txt:9: item 1.1: a gate in a decision with holds_gates = false" in refused(folder)


def test_two_files_of_one_number_are_refused(folder: Path) -> None:
    shutil.copy(folder / "sets" / "01.txt", folder / "sets" / "02.txt")

    assert "02.txt:1: set 1 is already in 01.txt" in refused(folder)


def test_every_problem_of_every_folder_is_told_and_nothing_is_written(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    (folder / "sets" / "01.txt").write_text(SET.replace("  10 | Mười", "  50 | Mười"))
    (other / "sets" / "01.txt").write_bytes(b"\xff\xfe")

    message = refused(DATA_DIR / "26-2026-qd-ttg", folder, other)

    assert f"{folder}/sets/01.txt:9" in message
    assert f"{other}/sets/01.txt:1: cannot be read as UTF-8" in message


def test_path_without_decision_is_refused(tmp_path: Path) -> None:
    assert "no such file or folder" in refused(tmp_path / "nothing")
    assert "decision.toml" in refused(tmp_path)


def test_difference_in_one_decision_leaves_the_others_unwritten(folder: Path) -> None:
    call_command("load_rubrics", str(folder))
    (folder / "sets" / "01.txt").write_text(SET.replace("Mười", "Chín"))

    with pytest.raises(CommandError):
        call_command("load_rubrics", str(DATA_DIR / "148-qd-ttg"), str(folder))

    assert Decision.objects.count() == 1
