"""``manage.py list_rounds [--json]``: the evaluation rounds."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from evaluations.selectors import all_rounds


class Command(BaseCommand):
    help = "Lists the evaluation rounds with their decision, level and state."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print JSON only")

    def handle(self, *_args: Any, **options: Any) -> None:
        rows = [
            {
                "id": found.pk,
                "name": found.name,
                "decision": found.law.code,
                "level": found.stage.level,
                "state": found.state,
            }
            for found in all_rounds()
        ]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False))
            return
        for row in rows:
            self.stdout.write(
                f"{row['id']:>5}  {row['state']:<15} {row['level']:<9} {row['decision']:<18} {row['name']}"
            )
