"""Check the law's files and publish what is new."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rubrics.lawfiles import LawFileError, Problem, decision_folder, decision_folders, read_decision
from rubrics.lawfiles.data import DecisionData
from rubrics.services import DecisionDiffersError, publish_decisions


class Command(BaseCommand):
    help = (
        "Check the decisions in the given folders (default: all that the project brings along) and publish what is "
        "new. Safe to run again. A broken file is named with line and reason; then nothing is written and the exit "
        "code is 2."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="*", metavar="PATH", help="a decision's folder, or a file in it")

    def handle(self, *_args: Any, paths: list[str], **_options: Any) -> None:
        try:
            decisions = self._read([Path(path) for path in paths])
            outcomes = publish_decisions(decisions=decisions)
        except (LawFileError, DecisionDiffersError) as error:
            raise CommandError(f"nothing was loaded.\n{error}", returncode=2) from error
        for data in decisions:
            self.stdout.write(f"{data.code}: {len(data.sets)} sets, {outcomes[data.code].value}")

    def _read(self, paths: list[Path]) -> list[DecisionData]:
        """Read all folders; raise LawFileError with the problems of all of them."""
        folders = list(dict.fromkeys(map(decision_folder, paths))) or decision_folders()
        decisions: list[DecisionData] = []
        problems: list[Problem] = []
        for folder in folders:
            try:
                decisions.append(read_decision(folder))
            except LawFileError as error:
                problems += error.problems
        if problems:
            raise LawFileError(problems)
        return decisions
