"""Background work of evaluations; each job takes ids, calls a service, and may run twice."""

from __future__ import annotations

from activity import jobs
from activity.errors import Conflict
from activity.models import Job
from evaluations.models.packages import MAKE as MAKE_PACKAGE
from evaluations.models.packages import TAKE
from evaluations.services.arrivals import make_arrivals
from evaluations.services.packages import make_package
from evaluations.services.papers import JOB, draft_papers
from evaluations.services.publishing import TELL, tell_dossiers
from evaluations.services.sheet_files import MAKE, make_sheet_file
from evaluations.services.sheet_signing import SIGN, give_up_sheet_signature, make_sheet_signature


@jobs.handler(JOB)
def run_papers(job: Job, progress: jobs.Progress) -> None:
    """Draft the papers of a round. A round that has moved on meanwhile needs none: the job is done."""
    payload = job.payload
    try:
        draft_papers(round_id=payload["round"], only=payload["only"], actor_id=payload["actor"], progress=progress)
    except Conflict:
        return


@jobs.handler(MAKE)
def run_sheet_file(job: Job, progress: jobs.Progress) -> None:  # noqa: ARG001 -- one file, one step
    """Make the PDF of a score sheet."""
    make_sheet_file(file_id=job.payload["file"])


@jobs.handler(SIGN)
def run_sheet_signature(job: Job, progress: jobs.Progress) -> None:  # noqa: ARG001 -- one signature, one step
    """Sign the PDF of a score sheet with its member's key."""
    try:
        make_sheet_signature(signature_id=job.payload["signature"])
    except Exception:
        if jobs.is_last_attempt(job):
            give_up_sheet_signature(signature_id=job.payload["signature"])
        raise


@jobs.handler(MAKE_PACKAGE)
def run_package(job: Job, progress: jobs.Progress) -> None:
    """Make the ZIP of what a round sends up."""
    payload = job.payload
    make_package(package_id=payload["package"], entry_ids=payload["entries"], progress=progress)


@jobs.handler(TELL)
def run_telling(job: Job, progress: jobs.Progress) -> None:
    """Let the dossiers of a published round learn their outcome."""
    tell_dossiers(round_id=job.payload["round"], actor_id=job.payload["actor"], progress=progress)


@jobs.handler(TAKE)
def run_taking(job: Job, progress: jobs.Progress) -> None:
    """Make the dossiers of a received package. One that was taken back meanwhile needs none: the job is done."""
    try:
        make_arrivals(package_id=job.payload["package"], actor_id=job.payload["actor"], progress=progress)
    except Conflict:
        return
