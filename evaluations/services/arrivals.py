"""Taking the dossiers of a received package over by a job that may be killed; undone while no round uses them."""

from __future__ import annotations

import logging

from django.core.exceptions import SuspiciousOperation
from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity import jobs, transitions
from activity.errors import Conflict, NotAllowed, Refused
from activity.models import Job
from evaluations import after_rules
from evaluations.enums import PACKAGE_TRANSITIONS, PackageState
from evaluations.models import ReceivedEntry, ReceivedPackage
from evaluations.models.packages import TAKE
from evaluations.packages.archive import BrokenPackage, checked_file
from evaluations.selectors.arrivals import Line, lines_of
from foundation import files
from registrations.services import arriving
from registrations.services.taking_back import remove_arrivals
from rubrics.models import Decision

logger = logging.getLogger(__name__)
# What an odd value of one product raises; a disk or database that is away is tried again with the whole job.
_ODD = (KeyError, TypeError, ValueError, SuspiciousOperation, DataError, IntegrityError)


@transaction.atomic
def take_package(*, package: ReceivedPackage, actor: User) -> Job:
    """Order that producers, products and dossiers are made from a package; what is here already is used.

    Raises:
        NotAllowed: not an officer of the receiving office.
        Conflict: it is taken over already, or being so.
        Refused: nothing in it can be taken over, or the files that it names have not come.
    """
    lines = lines_of(package)
    if not any(line.may_be_taken for line in lines):
        raise Refused(_("Nothing of this package can be taken over."))
    if package.source_id is None and any(line.files for line in lines):
        raise Refused(_("The papers are not there: receive the whole ZIP of the package first."))
    if package.arrivals_id is None:
        law = Decision.objects.get(code=package.data["law"], published_at__isnull=False)
        units = {line.unit.pk: line.unit for line in lines if line.unit is not None}
        name = _("Received from %(sender)s: %(round)s") % {"sender": package.sender, "round": package.title}
        made = arriving.open_arrivals(office=package.office, law=law, name=name, units=units.values(), actor=actor)
        ReceivedPackage.objects.filter(pk=package.pk).update(arrivals=made)
    transitions.apply(PACKAGE_TRANSITIONS, "take_over", package, actor=actor)
    payload = {"package": package.pk, "actor": actor.pk}
    return jobs.enqueue(TAKE, key=package.taking_key, payload=payload, requested_by=actor)


def make_arrivals(*, package_id: int, actor_id: int, progress: jobs.Progress) -> int:
    """Make what is not made yet; return how many. Each product is a transaction of its own: run twice, it goes on.

    Raises Conflict where the package is taken back meanwhile.
    """
    package = ReceivedPackage.objects.select_related("office__unit", "source", "arrivals__law").get(pk=package_id)
    if package.state != PackageState.TAKING:
        return 0
    actor = User.objects.get(pk=actor_id)
    content = files.read(package.source) if package.source is not None else b""
    lines, made = lines_of(package), 0
    done = set(package.rows.values_list("number", flat=True))
    for line in lines:
        if line.number not in done:
            made += _make(package, line, content, actor)
        progress(line.number, len(lines))
    with transaction.atomic():
        _hold(package)
        transitions.apply(PACKAGE_TRANSITIONS, "taken", package, actor=None, facts={"made": made})
    return made


def _hold(package: ReceivedPackage) -> None:
    """Keep the package from being taken back until the transaction ends."""
    same = ReceivedPackage.objects.filter(pk=package.pk, state=PackageState.TAKING, version=package.version)
    if same.update(state=PackageState.TAKING) != 1:
        raise Conflict(_("This was changed meanwhile by somebody else. Look at it again before you go on."))


def _make(package: ReceivedPackage, line: Line, content: bytes, actor: User) -> bool:
    """Make one product, or write down why not; its files are checked before anything is written."""
    try:
        uploads = {
            row["path"]: checked_file(content, path=row["path"], name=row["name"], sha256=row["sha256"])
            for row in line.files
        }
        with files.nothing_left_behind(), transaction.atomic():
            return _write(package, line, uploads, actor)
    except (Refused, BrokenPackage) as error:
        problem = str(error)
    except _ODD:
        # One odd product must not keep the others of its package out for good.
        logger.exception("product %s of received package %s cannot be made", line.number, package.pk)
        problem = _("What the package says of this product cannot be taken over.")
    ReceivedEntry.objects.get_or_create(package=package, number=line.number, defaults={"problem": problem})
    return False


def _write(package: ReceivedPackage, line: Line, uploads: dict[str, files.CheckedUpload], actor: User) -> bool:
    _hold(package)
    # The row first: whoever comes second finds it and writes nothing.
    row, fresh = ReceivedEntry.objects.get_or_create(package=package, number=line.number)
    if not fresh:
        return False
    if line.unit is None or package.arrivals is None or not line.may_be_taken:
        ReceivedEntry.objects.filter(pk=row.pk).update(problem=line.problem)
        return False
    entry = line.entry
    arrived = arriving.take_arrival(
        registration_round=package.arrivals,
        arrival=arriving.Arrival(
            product=entry["product"],
            producer=entry["producer"]["name"],
            unit=line.unit,
            rubric=package.arrivals.law.rubrics.get(number=entry["set"]),
            stars=entry["stars"],
            kind=str(entry.get("kind", "")),
            facts=entry.get("dossier") or {"producer": entry["producer"]},
        ),
        files=uploads,
        actor=actor,
    )
    ReceivedEntry.objects.filter(pk=row.pk).update(dossier=arrived.dossier, made=list(arrived.made))
    return True


@transaction.atomic
def undo_package(*, package: ReceivedPackage, actor: User, reason: str) -> ReceivedPackage:
    """Take back everything that taking the package over has made; it can be taken over again.

    So can one whose job has given up on the way.

    Raises NotAllowed, also while the job works; Conflict where it is not taken over; Refused where a round uses one of
    the dossiers.
    """
    if not after_rules.handles_package(actor, package):
        raise NotAllowed
    transitions.apply(PACKAGE_TRANSITIONS, "undo", package, actor=actor, reason=reason)
    rows = list(package.rows.select_related("dossier__product"))
    arrivals = [(row.dossier, row.made) for row in rows if row.dossier is not None]
    remove_arrivals(arrivals=arrivals, actor=actor)
    package.rows.all().delete()
    return package


def retry_package(*, package: ReceivedPackage, actor: User) -> None:
    """Have the job tried again that has given up. Raises NotAllowed."""
    if not after_rules.handles_package(actor, package):
        raise NotAllowed
    payload = {"package": package.pk, "actor": actor.pk}
    jobs.enqueue(TAKE, key=package.taking_key, payload=payload, requested_by=actor)
