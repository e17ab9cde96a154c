"""What the papers of a round say about conflicts of interest on its advisory team."""

from __future__ import annotations

from evaluations.enums import RecusalState
from evaluations.models import EvaluationRound, TeamRecusal


def advisers_recused_in(evaluation_round: EvaluationRound) -> dict[int, list[str]]:
    """Return by entry who of the advisory team stood aside, in the words of the minutes."""
    team = evaluation_round.council.advisers.values("user_id")
    rows = TeamRecusal.objects.filter(entry__round=evaluation_round, state=RecusalState.CONFIRMED, user__in=team)
    names: dict[int, list[str]] = {}
    for row in rows.select_related("user").order_by("entry_id", "pk"):
        names.setdefault(row.entry_id, []).append(row.member)
    return {pk: [f"không tham gia thẩm tra do có xung đột lợi ích: {', '.join(found)}"] for pk, found in names.items()}
