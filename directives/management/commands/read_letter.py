"""``manage.py read_letter FILE --json``: what the letter reader proposes; ``-`` reads from standard input."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from directives.reader import Reading, Unreadable, as_json, read, text_of

BAD_INPUT = 2


class Command(BaseCommand):
    help = "Read an official letter (PDF with text, DOCX, TXT) and print what it says; nothing is stored."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the file, or - for standard input")
        parser.add_argument("--json", action="store_true", help="print JSON only")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the reading. Exits 2 for a file that is not there or has no text."""
        name = options["file"]
        try:
            content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
            text = text_of(content, name)
        except OSError as error:
            raise CommandError(f"Không mở được tệp. / Cannot open the file: {error}", returncode=BAD_INPUT) from error
        except Unreadable as error:
            raise CommandError(str(error), returncode=BAD_INPUT) from error
        reading = read(text)
        if options["json"]:
            self.stdout.write(json.dumps(as_json(reading, text), ensure_ascii=False, indent=1))
        else:
            self._tell(reading)

    def _tell(self, reading: Reading) -> None:
        self.stdout.write(
            f"{reading.doc_type or '?'} {reading.number or '?'} {reading.date or '?'}: {reading.subject or ''}"
        )
        for task in reading.tasks:
            self.stdout.write(
                f"- {task.assignee or '?'}: {task.summary[:100]} [{task.deadline_text or 'thường xuyên'}]"
            )
        for warning in reading.warnings:
            self.stdout.write(f"! {warning}")
