"""Score one sheet that is written down as points per item."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rubrics.models import Decision, Rubric
from rubrics.report import as_json, as_text
from rubrics.scoring import MissingItemsError, RubricSpec, ScoringError, choices_from_points
from rubrics.selectors import decision_by_code, rubric_by_number, spec_for


class Command(BaseCommand):
    help = (
        "Score a sheet: FILE is a JSON object of item code to points (where a set prints one code twice, code#2 for "
        "the second). Bad input is told on stderr with exit code 2."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--decision", required=True, help='full code, e.g. "26/2026/QĐ-TTg"')
        parser.add_argument("--set", required=True, type=int, dest="number", help="number of the product set")
        parser.add_argument("--choices", required=True, metavar="FILE", help="JSON file; - reads standard input")
        parser.add_argument("--partial", action="store_true", help="an item that is not in FILE counts 0")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print JSON only")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            spec = self._spec(options["decision"], options["number"])
            choices = choices_from_points(spec, self._points(options["choices"]))
            report = as_json if options["as_json"] else as_text
            text = report(spec, choices, partial=options["partial"])
        except MissingItemsError as error:
            raise CommandError(f"{error} (with --partial they count 0)", returncode=2) from error
        except (ScoringError, _BadInputError) as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write(text)

    def _spec(self, code: str, number: int) -> RubricSpec:
        try:
            return spec_for(rubric_by_number(decision_by_code(code), number))
        except Decision.DoesNotExist as error:
            raise _BadInputError(f"no published decision {code!r} (load_rubrics publishes decisions)") from error
        except Rubric.DoesNotExist as error:
            raise _BadInputError(f"decision {code} has no set {number}") from error

    def _points(self, name: str) -> dict[str, int]:
        """Return the points by item code; raise _BadInputError for anything but an object of whole numbers."""
        try:
            text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig")
            data = json.loads(text, object_pairs_hook=_once)
        except (OSError, ValueError, RecursionError) as error:
            raise _BadInputError(f"{name}: {error}") from error
        if not isinstance(data, dict):
            raise _BadInputError(f"{name}: must be an object of item code to points")
        for key, value in data.items():
            if type(value) is not int:
                raise _BadInputError(f"item {key}: points must be a whole number, not {json.dumps(value)[:40]}")
        return data


class _BadInputError(Exception):
    """What was given cannot be scored; the text says why."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a code that stands twice in the file: JSON would silently keep the last one."""
    keys = [key for key, _ in pairs]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise ValueError(f"given twice: {', '.join(twice)} (the second item of a code is code#2)")
    return dict(pairs)
