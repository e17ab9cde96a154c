"""Settings of `make demo` and of daily work: SQLite, filesystem broker, demo data allowed."""

from django.core.management.utils import get_random_secret_key

from ocop_portal.settings.base import *  # noqa: F403 -- settings modules extend each other by star import
from ocop_portal.settings.base import VAR_DIR, env

DEBUG = env.bool("DEBUG", default=False)


def _secret_of_this_machine() -> str:
    """Return the key kept in ``var/``, made at the first start, so that no secret is ever committed."""
    path = VAR_DIR / "secret_key"
    if not path.exists():
        path.write_text(get_random_secret_key())
        path.chmod(0o600)
    return path.read_text()


SECRET_KEY = env("SECRET_KEY", default="") or _secret_of_this_machine()
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
DEMO_ALLOWED = True
# Mails of the demo are files that one can read.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
