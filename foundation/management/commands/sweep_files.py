"""``manage.py sweep_files``: what beat does every night."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation import files

BAD_INPUT = 2


class Command(BaseCommand):
    help = "Delete stored files that belong to no row of the database, left by processes that were killed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--hours", type=float, default=24, help="only what is older than this (default: 24)")
        parser.add_argument("--dry-run", action="store_true", help="delete nothing")
        parser.add_argument("--json", action="store_true", help="print JSON only")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Sweep and print what was found. Exits 2 for hours that make no sense."""
        if not 0 <= options["hours"] <= 24 * 365:
            raise CommandError("--hours must lie between 0 and 8760", returncode=BAD_INPUT)
        swept = files.sweep_files(grace=timedelta(hours=options["hours"]), dry_run=options["dry_run"])
        if options["json"]:
            self.stdout.write(json.dumps(asdict(swept), ensure_ascii=False))
            return
        for name in swept.names:
            self.stdout.write(name)
        self.stdout.write(f"{len(swept.names)} files, {swept.size} bytes")
