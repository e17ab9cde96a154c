"""Celery's side of the ground: beat has the storage swept every night."""

from __future__ import annotations

from celery import shared_task

from foundation import files


@shared_task
def sweep_files() -> int:
    """Delete stored bytes that belong to no row; return how many files that were. Safe to run twice."""
    return len(files.sweep_files().names)
