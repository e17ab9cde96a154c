"""``manage.py rank_round ID [--json]``: the stored results of a closed round; no points before it is closed."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from evaluations.selectors import has_results, ranking, round_by_id


class Command(BaseCommand):
    help = (
        "Prints the results of an evaluation round. Exit code 3 while it is not closed, 2 when there is no such round."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("round", help="id of the round, as list_rounds prints it")
        parser.add_argument("--json", action="store_true", help="print JSON only")

    def handle(self, *_args: Any, **options: Any) -> None:
        found = round_by_id(options["round"])
        if found is None:
            raise CommandError(f"there is no evaluation round {options['round']!r}", returncode=2)
        if not has_results(found):
            self.stderr.write(f"round {found.pk} is {found.state}: there are no results before it is closed")
            sys.exit(3)
        entries = ranking(found)
        if options["json"]:
            report = {"round": found.pk, "decision": found.law.code, "state": found.state, "entries": entries}
            self.stdout.write(json.dumps(report, ensure_ascii=False))
            return
        for entry in entries:
            self.stdout.write(
                f"{entry['place'] or '-':>4}  {entry['stars'] if entry['stars'] is not None else '-'}  "
                f"{entry['mean'] or '-':>7}  {entry['outcome']:<12} {entry['product']}"
            )
