"""``manage.py seed_demo [--today D] [--reset]``: makes the demo data, through the services of the house."""

from __future__ import annotations

import sys
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from accounts.models import User
from activity import triggers as journal_triggers
from demo import live, story
from foundation import clock
from rubrics import triggers as rubric_triggers
from rubrics.models import Decision


class Command(BaseCommand):
    help = "Makes the demo data of three stories. The same day makes the same data. Refused outside demo settings."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--today", metavar="YYYY-MM-DD", help="the day to which the data leads (default: today)")
        parser.add_argument("--reset", action="store_true", help="empty the database first")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not settings.DEMO_ALLOWED:
            self._fail("seed_demo is refused: these are not demo settings.")
        today = self._day(options["today"])
        if options["reset"]:
            self._reset()
        if User.objects.exists():
            self.stdout.write("The database has accounts already; nothing was changed. Use --reset to start anew.")
            return
        if not Decision.objects.exists():
            call_command("load_rubrics", verbosity=0)
        story.tell(today)
        self.stdout.write(f"Demo data as of {today:%d/%m/%Y} is in place. Password of every demo login: ocop-demo")

    def _day(self, text: str | None) -> date:
        try:
            day = date.fromisoformat(text) if text else clock.today()
        except ValueError:
            self._fail(f"--today: {text!r} is not a day such as 2026-11-22.")
        if day < live.EARLIEST_TODAY:
            self._fail(f"--today: the stories lead to {live.EARLIEST_TODAY} or later.")
        return day

    def _fail(self, message: str) -> None:
        self.stderr.write(message)
        sys.exit(2)

    def _reset(self) -> None:
        """Empty every table. The guards of the database are taken down for it and put up again."""
        journal_triggers.remove()
        rubric_triggers.remove()
        call_command("flush", interactive=False, verbosity=0)
