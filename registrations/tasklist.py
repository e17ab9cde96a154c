"""The task list of a dossier: every step, how far it is, and at the end the way to the commune."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.components import TaskItem
from registrations.enums import DossierState
from registrations.models import Dossier
from registrations.selectors import Gap, gaps_of, tally_of
from registrations.steps import PAPERS, PART_PREFIX, RECORD_STEPS, STORY, Step, steps_of, url_of_step


@dataclass(frozen=True)
class TaskGroup:
    """Tasks that belong together, under a heading."""

    title: str | Promise
    items: list[TaskItem]


def task_groups(dossier: Dossier) -> list[TaskGroup]:
    """Return the steps with their state (done, begun, to do), and what comes after them."""
    gaps = gaps_of(dossier)
    tasks = dict(_tasks(dossier, gaps))
    record = [task for key, task in tasks.items() if key in RECORD_STEPS]
    parts = [task for key, task in tasks.items() if key.startswith(PART_PREFIX)]
    papers = [tasks[PAPERS.key]]
    product = [task for task in tasks.values() if task not in (*record, *parts, *papers)]
    groups = [
        TaskGroup(_("Producer"), record),
        TaskGroup(_("Product, production and plan"), product),
        TaskGroup(_("Self-assessment by criteria"), parts),
        TaskGroup(_("Evidence"), papers),
        TaskGroup(_("Check, sign, submit"), _last_tasks(dossier, gaps)),
    ]
    return [group for group in groups if group.items]


def _tasks(dossier: Dossier, gaps: list[Gap]) -> Iterable[tuple[str, TaskItem]]:
    tally = tally_of(dossier)
    parts = {f"{PART_PREFIX}{part.code.lower()}": part for part in tally.parts} if tally else {}
    lacking = {gap.url.partition("#")[0] for gap in gaps}
    papers = dossier.papers.count()
    for step in steps_of(dossier):
        url = url_of_step(dossier, step.key)
        if step.key in dossier.carried:
            status, tone = _("carried over – look at it"), "waiting"
        elif step.key in parts:
            status, tone = _of_part(parts[step.key].answered, parts[step.key].items)
        elif step.key == PAPERS.key:
            status = ngettext("%(n)s paper", "%(n)s papers", papers) % {"n": papers}
            tone = "waiting" if url in lacking or not papers else "good"
        else:
            status, tone = _of_step(dossier, step, lacks=url in lacking)
        yield step.key, TaskItem(title=step.title, url=url, hint=step.hint, status=status, tone=tone)


def _last_tasks(dossier: Dossier, gaps: list[Gap]) -> list[TaskItem]:
    """Checking is always possible; submitting is no link as long as something lacks."""
    again = dossier.state == DossierState.RETURNED
    unanswered = dossier.corrections.filter(answered_at=None).count() if again else 0
    lacking = len(gaps) + unanswered
    words = ngettext("%(n)s thing lacks", "%(n)s things lack", lacking) % {"n": lacking}
    check = (words, "waiting") if lacking else (_("complete"), "good")
    signed = (_("done"), "good") if dossier.undertaken_at else (_("to do"), "neutral")
    if dossier.undertaken_at and dossier.undertaken_at < dossier.saved_at:
        signed = (_("changed since: once more"), "waiting")
    ready = (_("ready"), "waiting") if not lacking else (_("not yet possible"), "neutral")
    return [
        _last("dossier_check", dossier, _("Check your answers"), check),
        _last("dossier_undertake", dossier, _("Undertake and sign"), signed, _("Here by name, digitally, or on paper")),
        _last("dossier_submit", dossier, _("Submit again") if again else _("Submit"), ready, opens=not lacking),
    ]


def _last(
    name: str,
    dossier: Dossier,
    title: str,
    state: tuple[str, str],
    hint: str = "",
    *,
    opens: bool = True,
) -> TaskItem:
    url = reverse(f"registrations:{name}", args=[dossier.pk]) if opens else ""
    return TaskItem(title=title, url=url, hint=hint, status=state[0], tone=state[1])


def _of_part(answered: int, items: int) -> tuple[str, str]:
    text = _("%(done)s of %(all)s items") % {"done": answered, "all": items}
    return text, "good" if answered == items else "waiting" if answered else "neutral"


def _of_step(dossier: Dossier, step: Step, *, lacks: bool) -> tuple[str, str]:
    source: Any = dossier.producer if step.of_producer else dossier
    written = any(getattr(source, name) not in ("", None) for name in step.fields)
    if step.fields and not written:
        # The story is asked for by every decision's list but demanded by none.
        return (_("to do"), "waiting") if lacks or step.key == STORY.key else (_("to do"), "neutral")
    return (_("something lacks"), "waiting") if lacks else (_("done"), "good")
