"""The floor: a page of 50 rows behind a login, with the middleware of a new Django project, on the same database."""

from bench_site.settings import *  # noqa: F403 -- settings modules extend each other by star import
from bench_site.settings import INSTALLED_APPS

INSTALLED_APPS = [app for app in INSTALLED_APPS if not app.startswith("allauth")]
MIDDLEWARE = [
    "bench_site.counting.CountingMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "bench_site.urls"
LOGIN_URL = "/login/"
