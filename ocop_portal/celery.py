"""The Celery application.

A broker message is only a nudge: the work itself is a row in ``activity.Job`` (see ``activity/jobs.py``), so a lost or
doubled message loses or doubles nothing.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocop_portal.settings.dev")

app = Celery("ocop_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
