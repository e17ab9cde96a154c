"""``manage.py list_documents``: all documents but those of training."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from directives.models import Document


class Command(BaseCommand):
    help = "List official documents and certificates with type, number, state and subject; training is left out."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print JSON only")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print one entry per document in the order in which they were written; ``number`` is null before approval."""
        rows = [
            {
                "id": document.pk,
                "type": document.type,
                "number": document.full_number or None,
                "state": document.state,
                "subject": document.abstract,
            }
            for document in Document.objects.filter(training=False).order_by("pk").iterator(chunk_size=500)
        ]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        for row in rows:
            self.stdout.write(
                f"{row['id']:>6}  {row['type']:<16} {row['number'] or '–':<20} {row['state']:<13} {row['subject']}"
            )
