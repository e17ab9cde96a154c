"""Production settings: everything from environment variables (docs/deployment.md, deploy/env.example).

Refuses to start when a secret, the host names, the database or the public address is missing or still a placeholder.
"""

from django.core.exceptions import ImproperlyConfigured

from ocop_portal.settings.base import *  # noqa: F403 -- settings modules extend each other by star import
from ocop_portal.settings.base import DATABASES, env

PLACEHOLDERS = ("change-me", "changeme", "django-insecure")


def _required(name: str, need: str) -> str:
    """Return a variable that must be set to something of the site's own; ``need`` says what."""
    value = env(name, default="").strip()
    if not value or any(word in value.lower() for word in PLACEHOLDERS):
        raise ImproperlyConfigured(f"{name} {need}")
    return value


DEBUG = False
SECRET_KEY = _required(
    "SECRET_KEY", "must be set to 50 or more random characters (or SECRET_KEY_FILE to a file of them)."
)
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10:
    raise ImproperlyConfigured(
        "SECRET_KEY must be 50 or more random characters; this one is too short or repeats itself."
    )
_required("ALLOWED_HOSTS", "must name the host names of this portal, separated by commas.")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must not be '*': links in mails would go wherever a visitor says.")
_required("DATABASE_URL", "must point to PostgreSQL with a password of your own: postgres://user:password@host/name.")
if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    raise ImproperlyConfigured("DATABASE_URL must point to PostgreSQL; SQLite is for trying out and for tests.")
# QR codes on certificates carry this address for as long as the paper lasts.
PUBLIC_BASE_URL = _required("PUBLIC_BASE_URL", "must be the public address, e.g. https://ocop.example.vn.").rstrip("/")
if not PUBLIC_BASE_URL.startswith("https://"):
    raise ImproperlyConfigured("PUBLIC_BASE_URL must begin with https://.")
_origins = [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS]
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=_origins)

# The reverse proxies in front (deploy/nginx.conf): only they may say who the client is and that it came by https.
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=["127.0.0.1", "::1"])
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31536000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=True)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Secure-sessionid"
CSRF_COOKIE_NAME = "__Secure-csrftoken"

# User, password and host in one: smtp+tls://user:password@host:587.
if env("EMAIL_URL", default=""):
    _required("EMAIL_URL", "still holds a placeholder.")
vars().update(env.email_url("EMAIL_URL", default="smtp://localhost:25"))
