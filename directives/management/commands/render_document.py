"""``manage.py render_document ID OUT.pdf``: the stored PDF, or what a draft would look like."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from directives import selectors, services
from directives.models import Document
from directives.rendering import ContextError, RenderingError
from foundation import files

BAD_INPUT = 2


class Command(BaseCommand):
    help = "Write the stored PDF of a document to a file; where there is none yet, make one without storing it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id", type=int)
        parser.add_argument("out", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the file and say its size. Exits 2 for an unknown id, a damaged content or a bad path."""
        document = Document.objects.select_related("pdf").filter(pk=options["id"]).first()
        if document is None:
            raise CommandError(f"there is no document {options['id']}", returncode=BAD_INPUT)
        try:
            content = files.read(held) if (held := selectors.current_file(document)) else services.pdf_of(document)
            options["out"].write_bytes(content)
        except (ContextError, RenderingError, OSError) as error:
            raise CommandError(str(error), returncode=BAD_INPUT) from error
        self.stdout.write(f"{options['out']}: {len(content)} bytes")
