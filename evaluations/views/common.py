"""What the pages of evaluations share."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from evaluations import selectors
from evaluations.models import Entry, EvaluationRound


def visible_round(request: HttpRequest, pk: int) -> EvaluationRound:
    """Return a round that the person may see, else 404."""
    return get_object_or_404(selectors.rounds_visible_to(request.user), pk=pk)


def visible_entry(request: HttpRequest, pk: int) -> Entry:
    """Return an entry that the person may see, else 404; one from which they are recused does not exist for them."""
    return get_object_or_404(selectors.entries_visible_to(request.user), pk=pk)


def judged_entry(request: HttpRequest, pk: int) -> Entry:
    """Return the same for saving what a member of the council ticks: with its round and its set, nothing beside."""
    return selectors.entries_judged_by(request.user).filter(pk=pk).order_by("pk").first() or visible_entry(request, pk)


def frame(evaluation_round: EvaluationRound, **context: Any) -> dict[str, Any]:
    """Return the context of a page about a round: the round, the training banner, and what the page adds."""
    return {"round": evaluation_round, "training": evaluation_round.training, **context}
