"""``manage.py verify_audit [--json]``: checks the journal; exit 1 when anything was tampered with."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from activity import triggers, verify
from activity.models import JournalAnchor, JournalEntry


class Command(BaseCommand):
    help = "Checks every journal chain, every seal and the triggers that guard them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print JSON only")

    def handle(self, *_args: Any, **options: Any) -> None:
        from django.db import connection

        problems = verify.problems()
        problems += [
            f"the trigger {name} is missing" for name in sorted(triggers.names(connection.vendor) - triggers.standing())
        ]
        report = {
            "entries": JournalEntry.objects.count(),
            "seals": JournalAnchor.objects.count(),
            "problems": problems,
        }
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False))
        else:
            self.stdout.write(f"{report['entries']} entries, {report['seals']} seals, {len(problems)} problems")
            for problem in problems:
                self.stdout.write(f"- {problem}")
        if problems:
            sys.exit(1)
