"""``manage.py seed_volume --products N [--score-rows M] [--today D]``: fills the database with products, for measuring."""

from __future__ import annotations

import sys
import time
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from accounts.models import User
from demo import volume
from foundation import clock
from rubrics.models import Decision

LEAST = 60
MOST = 200_000


class Command(BaseCommand):
    help = (
        "Adds N products with producers, communes, wishes, dossiers, sheets, results and certificates. Rows are written"
        " in batches: there are no journal entries and notices. Refused outside demo settings, and a second time."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--products", type=int, required=True, metavar="N", help=f"{LEAST} to {MOST}")
        parser.add_argument(
            "--score-rows",
            type=int,
            default=0,
            metavar="M",
            help="items of score sheets to write for earlier rounds too, as far as M reaches (default: closed round only)",
        )
        parser.add_argument("--today", metavar="YYYY-MM-DD", help="the day to which the data leads (default: today)")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not settings.DEMO_ALLOWED:
            self._fail("seed_volume is refused: these are not demo settings.")
        count = options["products"]
        if not LEAST <= count <= MOST:
            self._fail(f"--products: {LEAST} to {MOST}, not {count}.")
        if User.objects.filter(username__startswith="kl_").exists():
            self._fail("The database holds a volume already; start with an empty one (seed_demo --reset).")
        if not Decision.objects.exists():
            call_command("load_rubrics", verbosity=0)
        start = time.monotonic()

        def say(words: str) -> None:
            self.stdout.write(f"{time.monotonic() - start:6.1f} s  {words}")

        with clock.frozen(self._day(options["today"])):
            volume.tell(count, score_rows=options["score_rows"], say=say)
        say("done")

    def _day(self, text: str | None) -> date:
        try:
            return date.fromisoformat(text) if text else clock.today()
        except ValueError:
            self._fail(f"--today: {text!r} is not a day such as 2026-11-22.")

    def _fail(self, message: str) -> None:
        self.stderr.write(message)
        sys.exit(2)
