"""Settings of the test suite. ``TEST_DATABASE_URL`` and ``TEST_REDIS_URL`` choose PostgreSQL and Redis."""

import atexit
import os
import shutil
import tempfile


def _run_folder() -> str:
    """Return the folder of this test run: its first process makes and removes it, its children inherit it."""
    if "OCOP_TEST_DIR" not in os.environ:
        os.environ["OCOP_TEST_DIR"] = tempfile.mkdtemp(prefix="ocop-test-")
        atexit.register(shutil.rmtree, os.environ["OCOP_TEST_DIR"], ignore_errors=True)
    return os.environ["OCOP_TEST_DIR"]


# Each pytest-xdist worker has uploads, a broker and a Redis database of its own; pytest-django gives it its own tables.
_worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
os.environ["OCOP_VAR_DIR"] = os.path.join(_run_folder(), _worker)
os.environ["REDIS_URL"] = f"{url}/{_worker[2:]}" if (url := os.environ.get("TEST_REDIS_URL")) else ""
if os.environ.get("TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]
else:
    os.environ.pop("DATABASE_URL", None)

from ocop_portal.settings.base import *  # noqa: E402,F403 -- the variables above must be set first
from ocop_portal.settings.base import BASE_DIR, DATABASES, STORAGES, VAR_DIR  # noqa: E402

SECRET_KEY = "only-for-tests-" + "x" * 50
DEBUG = False
ALLOWED_HOSTS = ["*"]
DEMO_ALLOWED = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# The style sheet and the fonts are those that set-up made.
STATICFILES_DIRS = [BASE_DIR / "static", ("vendor", BASE_DIR / "var" / "vendor")]
(BASE_DIR / "var" / "vendor").mkdir(parents=True, exist_ok=True)
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: tests with threads, a worker process or a browser share it.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
else:
    # A connection that a server thread keeps open would hold up the end of the test.
    DATABASES["default"]["CONN_MAX_AGE"] = 0
