"""The portal as `make demo` runs it, with a counter in front; the environment names database, broker and uploads."""

from ocop_portal.settings.dev import *  # noqa: F403 -- settings modules extend each other by star import
from ocop_portal.settings.dev import MIDDLEWARE

DEBUG = False
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
MIDDLEWARE = ["bench_site.counting.CountingMiddleware", *MIDDLEWARE]
