"""Wiring only: settings, urls, celery, wsgi. No domain code lives here."""

from ocop_portal.celery import app as celery_app

__all__ = ["celery_app"]
