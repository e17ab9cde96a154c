"""Celery's side: beat asks for the reminders every ten minutes."""

from __future__ import annotations

from celery import shared_task

from directives import services


@shared_task
def send_reminders() -> int:
    """Send the reminders that are due; return how many. Safe to run twice."""
    return services.run_reminders()
