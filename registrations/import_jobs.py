"""Background work on imported lists: read, take over, take back, mark the errors."""

from __future__ import annotations

from activity import jobs
from activity.models import Job
from registrations.services.imports import make_rows, mark_workbook, stage_rows, unmake_rows
from registrations.services.imports.intake import ACCEPT, MARK, STAGE, UNDO


@jobs.handler(STAGE)
def stage(job: Job, progress: jobs.Progress) -> None:
    """Read the rows of a list."""
    stage_rows(batch_id=job.payload["batch"], progress=progress)


@jobs.handler(ACCEPT)
def accept(job: Job, progress: jobs.Progress) -> None:
    """Take the rows of an accepted list over."""
    make_rows(batch_id=job.payload["batch"], progress=progress)


@jobs.handler(UNDO)
def undo(job: Job, progress: jobs.Progress) -> None:
    """Take an import back."""
    unmake_rows(batch_id=job.payload["batch"], progress=progress)


@jobs.handler(MARK)
def mark(job: Job, progress: jobs.Progress) -> None:
    """Write the errors of a list into a copy of it."""
    moment = {name: job.payload.get(name, 0) for name in ("version", "touched")}
    mark_workbook(batch_id=job.payload["batch"], progress=progress, **moment)
