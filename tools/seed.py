"""Bring the database of this machine up to date and fill it (`make seed`): tables, cache table, rubrics, demo data.

One process for all commands, so that a second start takes a moment. Each command may run again at any time. Demo data
that was broken off half-way is thrown away and made anew; complete demo data stays as it is.
"""

import io
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocop_portal.settings.dev")
    import django
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.core.management import CommandError, call_command

    django.setup()
    unfinished = settings.VAR_DIR / ".seed-unfinished"
    try:
        call_command("migrate", "--noinput", "-v0")
        call_command("createcachetable", "-v0")
        call_command("load_rubrics", stdout=io.StringIO())
        broken_off = unfinished.exists()
        if broken_off or not get_user_model().objects.exists():
            print("Making demo data; this takes a few minutes, once", flush=True)
            unfinished.touch()
        call_command("seed_demo", *(["--reset"] if broken_off else []))
        unfinished.unlink(missing_ok=True)
    except CommandError as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main()
