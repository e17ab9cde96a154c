"""Reads of incoming letters and of the offices that their tasks may go to."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet

from accounts.models import Office
from accounts.selectors import office_ids, offices_in_force, unit_ids_reached_by
from activity.enums import JobState
from activity.models import Job
from directives import rules
from directives.incoming_states import OPEN, IncomingState
from directives.models import Document, IncomingLetter, Task
from directives.reach import office_ids_acted_for
from directives.selectors.documents import as_choices, documents_visible_to, without_texts_of
from directives.selectors.tasks import tasks_visible_to
from foundation.text import search_key

# The kind of the job that reads the file of a letter.
READ = "read_letter"


def incoming_letters_visible_to(user: Any) -> QuerySet[IncomingLetter]:
    """Return the incoming letters that a person may see, the only door to them.

    Staff of the receiving office see all of its letters; offices that are in charge, or have a task from one, see it
    once it is registered.
    """
    rows = IncomingLetter.objects.select_related("office__unit", "in_charge__unit", "answered_by", "created_by", "file")
    rows = rows.defer(*without_texts_of("answered_by"))
    if not user or not user.is_authenticated:
        return rows.none()
    own = office_ids(user, *rules.STAFF)
    if not own:
        return rows.none()
    mine = office_ids_acted_for(user, *rules.STAFF)
    given = Task.objects.filter(Q(assignee__in=mine) | Q(cooperating__in=mine), incoming__isnull=False)
    involved = Q(in_charge__in=mine) | Q(pk__in=given.values("incoming_id"))
    return rows.filter(Q(office__in=own) | (Q(state=IncomingState.REGISTERED) & involved))


def incoming_register(user: Any, office: Office, year: int) -> QuerySet[IncomingLetter]:
    """Return a year of an office's register of incoming documents."""
    return incoming_letters_visible_to(user).filter(office=office, year=year, state=IncomingState.REGISTERED)


def letters_to_confirm(user: Any, office: Office) -> QuerySet[IncomingLetter]:
    """Return the letters of an office that are being read or wait to be confirmed."""
    return incoming_letters_visible_to(user).filter(office=office, state__in=OPEN).defer("text")


def reading_key(letter: IncomingLetter) -> str:
    """Return the key of the job that reads a letter."""
    return f"{READ}:{letter.pk}"


def reading_failed(letter: IncomingLetter) -> bool:
    """Tell whether the job that reads the letter's file has given up."""
    return Job.objects.filter(key=reading_key(letter), state=JobState.FAILED).exists()


def incoming_years(office: Office) -> list[int]:
    """Return the years in which an office has registered letters, newest first."""
    rows = IncomingLetter.objects.filter(office=office, year__isnull=False)
    return [year for year in rows.order_by("-year").values_list("year", flat=True).distinct() if year is not None]


def receiving_offices(user: Any) -> QuerySet[Office]:
    """Return the offices whose letters a person handles; those of abolished units come last."""
    rows = Office.objects.filter(pk__in=office_ids(user, *rules.STAFF)).select_related("unit")
    return rows.order_by(F("unit__valid_to").desc(nulls_first=True), "name", "pk")


def offices_reached(office: Office) -> QuerySet[Office]:
    """Return the offices that a letter to this one may give tasks to: its own and those of the units it reaches."""
    rows = offices_in_force().filter(unit_id__in=unit_ids_reached_by([office.unit_id]))
    return rows.order_by("unit__level", "name", "pk")


def tasks_of_letter(user: Any, letter: IncomingLetter) -> QuerySet[Task]:
    """Return the tasks of a registered letter that the person may see."""
    return tasks_visible_to(user).filter(incoming=letter)


def possible_answers(user: Any, letter: IncomingLetter) -> QuerySet[Document]:
    """Return the documents that may have answered a letter: the newest that its office has issued."""
    rows = documents_visible_to(user).filter(office=letter.office, number__isnull=False, attached_to=None)
    return as_choices(rows).order_by("-dated", "-pk")


_LONG = (
    ("uy ban nhan dan", "ubnd"), ("phat trien nong thon", "ptnt"), ("nong nghiep va ptnt", "nn ptnt"),
    ("nong nghiep & ptnt", "nn ptnt"), ("nn&ptnt", "nn ptnt"), ("nong nghiep", "nn"), ("van phong", "vp"),
    ("cac xa, thi tran", "cac xa"), ("cac xa, phuong", "cac xa"), ("dieu phoi", "dp"), ("nong thon moi", "ntm"),
    ("va ", ""),
)  # fmt: skip


def _key(name: str) -> str:
    key = search_key(name)
    for long, short in _LONG:
        key = key.replace(long, short)
    return " ".join(key.replace("&", " ").split())


def offices_named(text: str, offices: list[Office]) -> list[Office]:
    """Return the offices that words of a letter name without doubt; none where it has to be asked.

    "UBND các xã" names the committees of all communes among them.
    """
    found: list[Office] = []
    for name in text.split(";"):
        key = _key(name)
        if key.startswith("ubnd cac xa") or key in ("ubnd xa", "cac xa"):
            found += [office for office in offices if office.kind == "ubnd" and office.unit.level == "commune"]
            continue
        exact = [office for office in offices if key in (_key(office.name), _key(f"{office.name} {office.unit.name}"))]
        near = [office for office in offices if len(key) > 8 and (key.startswith(_key(office.name) + " "))]
        if len(exact or near) == 1:
            found += exact or near
    return list(dict.fromkeys(found))
