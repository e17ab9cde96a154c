"""``manage.py send_reminders``: what beat does every ten minutes, for any day."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

from directives import services
from foundation import clock

BAD_INPUT = 2
OFFICE_HOURS = timedelta(hours=9)


class Command(BaseCommand):
    help = "Send the reminders that are due; each one is sent once, however often this runs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--date", help="the day (YYYY-MM-DD) whose nine o'clock is taken for now")
        parser.add_argument("--dry-run", action="store_true", help="send nothing")
        parser.add_argument("--json", action="store_true", help="show as JSON what would be sent and why; send nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Send and print what was sent; with ``--json`` show what would be. Exits 2 for something that is no day."""
        sent = services.send_reminders(now=_moment(options["date"]), dry_run=options["dry_run"] or options["json"])
        if options["json"]:
            rows = [asdict(reminder) for reminder in sent]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder))
            return
        for reminder in sent:
            self.stdout.write(
                f"{reminder.recipient:<20} {reminder.last_day:%d/%m/%Y} {reminder.rung:>3}  {reminder.title}"
                f"  ({reminder.why})"
            )
        self.stdout.write(f"{len(sent)} reminders")


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or not 2000 <= day.year <= 2100:
        raise CommandError(f"{text!r} is no day of this century; write it as 2026-10-30", returncode=BAD_INPUT)
    return clock.start_of(day) + OFFICE_HOURS
