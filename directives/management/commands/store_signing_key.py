"""``manage.py store_signing_key (--user NAME | --office ID) FILE.p12 [--image PNG]``: keep a key, encrypted."""

from __future__ import annotations

import getpass
import os
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Office, User
from directives import services, signing
from foundation.files import check_upload
from foundation.files.types import PNG

BAD_INPUT = 2


class Command(BaseCommand):
    help = (
        "Store the PKCS#12 key of a person or an office, encrypted with SIGNING_STORE_KEY. The passphrase is read from "
        "SIGNING_PASSPHRASE or asked for; it is never an argument."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        owner = parser.add_mutually_exclusive_group(required=True)
        owner.add_argument("--user", help="user name of the person who signs")
        owner.add_argument("--office", type=int, help="id of the office")
        parser.add_argument("file", type=Path)
        parser.add_argument("--image", type=Path, help="PNG with transparent ground: the signature, or the stamp")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Store the key and say whose it is and how long it is good. Exits 2 for bad input."""
        user = User.objects.filter(username=options["user"]).first() if options["user"] else None
        office = Office.objects.filter(pk=options["office"]).first() if options["office"] else None
        if user is None and office is None:
            raise CommandError("there is no such person or office", returncode=BAD_INPUT)
        passphrase = os.environ.get("SIGNING_PASSPHRASE") or getpass.getpass("Passphrase: ")
        try:
            content, image = options["file"].read_bytes(), self._image(options["image"])
            row = services.store_key(content=content, passphrase=passphrase, user=user, office=office, image=image)
        except (OSError, signing.KeyProblem, ValidationError) as error:
            raise CommandError(str(error), returncode=BAD_INPUT) from error
        self.stdout.write(f"{row.subject}: {row.valid_to:%d/%m/%Y}")

    def _image(self, path: Path | None) -> Any:
        return check_upload(SimpleUploadedFile(path.name, path.read_bytes()), accept=(PNG,)) if path else None
