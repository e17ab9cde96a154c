"""Evaluation rounds as lines of cards."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from dashboards.work.cards import words
from evaluations.models import EvaluationRound
from foundation.components import TaskItem
from foundation.formatting import day


def evaluation_line(row: EvaluationRound) -> TaskItem:
    """Return an evaluation round as a line of a card."""
    meets = _("council meets on %(day)s") % {"day": day(row.meeting_on)} if row.meeting_on else ""
    hint = words(row.law.code, meets, training=row.training)
    return TaskItem(row.name, reverse("evaluations:round", args=[row.pk]), row.get_state_display(), "waiting", hint)
