"""The task list of a dossier: every step, and how far it is."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.components import TaskItem
from registrations.models import Dossier
from registrations.selectors import gaps_of, tally_of
from registrations.steps import PAPERS, PART_PREFIX, STORY, Step, steps_of, url_of_step


def task_items(dossier: Dossier) -> list[TaskItem]:
    """Return the steps with their state: done, begun, to do."""
    tally = tally_of(dossier)
    parts = {f"{PART_PREFIX}{part.code.lower()}": part for part in tally.parts} if tally else {}
    lacking = [gap.url for gap in gaps_of(dossier)]
    papers = dossier.papers.count()
    items = []
    for step in steps_of(dossier):
        url = url_of_step(dossier, step.key)
        lacks = any(found.partition("#")[0] == url for found in lacking)
        if step.key in parts:
            status, tone = _of_part(parts[step.key].answered, parts[step.key].items)
        elif step.key == PAPERS.key:
            status, tone = (
                ngettext("%(n)s paper", "%(n)s papers", papers) % {"n": papers},
                "waiting" if lacks or not papers else "good",
            )
        else:
            status, tone = _of_step(dossier, step, lacks=lacks)
        items.append(TaskItem(title=step.title, url=url, hint=step.hint, status=status, tone=tone))
    return items


def _of_part(answered: int, items: int) -> tuple[str, str]:
    text = _("%(done)s of %(all)s items") % {"done": answered, "all": items}
    return text, "good" if answered == items else "waiting" if answered else "neutral"


def _of_step(dossier: Dossier, step: Step, *, lacks: bool) -> tuple[str, str]:
    written = any(getattr(dossier, name) not in ("", None) for name in step.fields)
    if step.fields and not written:
        # The story is asked for by every decision's list but demanded by none.
        return (_("to do"), "waiting") if lacks or step.key == STORY.key else (_("to do"), "neutral")
    return (_("something lacks"), "waiting") if lacks else (_("done"), "good")
