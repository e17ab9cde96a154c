"""WSGI entry point for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocop_portal.settings.production")

django_application = get_wsgi_application()

from django.conf import settings  # noqa: E402 -- settings exist from here on
from django.template import engines  # noqa: E402
from django.urls import get_resolver  # noqa: E402

from ocop_portal.proxy import TrustedProxies  # noqa: E402

application = TrustedProxies(django_application, settings.TRUSTED_PROXIES)

# Views, forms and template tags are read while a worker starts, not while its first visitor waits.
get_resolver().reverse_dict  # noqa: B018
engines.all()
