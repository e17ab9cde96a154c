"""Read one set file, line by line. What the lines mean together is judged in ``checks_of_sets``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

from rubrics.lawfiles.data import CriterionData, LevelData, PartData, Problem, SetData

_PART = re.compile(r"([A-Z]) \[(\d+)\] (.+)")
_CRITERION = re.compile(r"(\d+(?:\.\d+)*(?:#\d+)?) \[(\d+)(?: \{(.+?)\})?\] (.+)")
_LEVEL = re.compile(r"  (=?)(\d+)(?: \{(.*?)\})?(?: (\*{3,5}))? \| (.+)")
_CASE = re.compile(r"  case (\d+):(?: (.+))?")
_NOTE = re.compile(r"  note: (.+)")
_WHOLE = re.compile(r"  all or nothing()")
_HEADER = re.compile(r"([a-z-]+): (.+)")
HEADER_KEYS = {
    "set", "name", "industry", "group", "ministry", "classification", "code-format", "knockout", "provenance",
}  # fmt: skip
LISTS = {"footer", "oddity"}


class SetReader:
    """Keeps the place in the file: the part, the item and the case that the next line belongs to."""

    def __init__(self, path: Path) -> None:
        self.data = SetData(path=path)
        self.problems: list[Problem] = []
        self.line = 0
        self._in_header = True
        self._open: list[CriterionData] = []
        self._case: tuple[int, str] | None = None
        self._kinds: list[tuple[re.Pattern[str], Callable[[re.Match[str]], None]]] = [
            (_LEVEL, self._level),
            (_CRITERION, self._criterion),
            (_NOTE, self._note),
            (_CASE, self._begin_case),
            (_WHOLE, self._whole),
            (_PART, self._part),
        ]

    def read(self, text: str) -> None:
        """Take in the whole text; problems are collected, not raised."""
        for self.line, raw in enumerate(text.splitlines(), start=1):
            line = raw.rstrip()
            if line.startswith("#"):
                continue
            if unicodedata.normalize("NFC", line) != line:
                self._refuse("the text is not in Unicode form NFC")
            if not line:
                self._in_header = False
            elif self._in_header:
                self._header(line)
            else:
                self._body(line)

    def _refuse(self, reason: str) -> None:
        self.problems.append(Problem(self.data.path, self.line, reason))

    def _header(self, line: str) -> None:
        match = _HEADER.fullmatch(line)
        if match and match[1] in LISTS:
            (self.data.footers if match[1] == "footer" else self.data.oddities).append(match[2])
        elif match and match[1] in HEADER_KEYS and match[1] not in self.data.header:
            self.data.header[match[1]] = match[2]
            self.data.header_lines[match[1]] = self.line
        else:
            self._refuse(f"no header line, or one that is already there: {line[:60]!r}")

    def _body(self, line: str) -> None:
        for pattern, take in self._kinds:
            match = pattern.fullmatch(line)
            if match:
                take(match)
                return
        self._refuse(f"this line has no form of a set file: {line[:60]!r}")

    def _part(self, match: re.Match[str]) -> None:
        self._open, self._case = [], None
        self.data.parts.append(PartData(match[1], match[3], int(match[2]), line=self.line))

    def _criterion(self, match: re.Match[str]) -> None:
        self._case = None
        criterion = CriterionData(match[1], match[4], int(match[2]), match[3] or "", line=self.line)
        parent = criterion.code.rpartition(".")[0]
        while self._open and self._open[-1].code != parent:
            self._open.pop()
        if not self.data.parts:
            self._refuse("a criterion stands before the first part")
        elif parent and not self._open:
            self._refuse(f"criterion {criterion.key} does not stand under {parent}")
        else:
            (self._open[-1].children if parent else self.data.parts[-1].criteria).append(criterion)
        self._open.append(criterion)

    def _level(self, match: re.Match[str]) -> None:
        case, label = self._case or (None, "")
        level = LevelData(
            points=int(match[2]),
            label=match[5],
            printed=match[3],
            gate_stars=len(match[4]) if match[4] else None,
            repeats=bool(match[1]),
            case=case,
            case_label=label,
            line=self.line,
        )
        self._of_item(lambda item: item.levels.append(level))

    def _begin_case(self, match: re.Match[str]) -> None:
        self._case = (int(match[1]), match[2] or "")
        if not self._open:
            self._refuse("a case stands before the first criterion")

    def _note(self, match: re.Match[str]) -> None:
        self._of_item(lambda item: item.notes.append(match[1]))

    def _whole(self, _match: re.Match[str]) -> None:
        self._of_item(lambda item: setattr(item, "all_or_nothing", True))

    def _of_item(self, take: Callable[[CriterionData], None]) -> None:
        if self._open:
            take(self._open[-1])
        else:
            self._refuse("this line stands before the first criterion of its part")
