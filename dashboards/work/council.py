"""What a council member finds: the sheets to fill, how far each round is, the dossiers to read."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from dashboards.work.cards import SHOWN, Card, Desk, Progress, card_of, words
from dashboards.work.rounds import evaluation_line
from evaluations.enums import OPEN_STATES, RecusalState, RoundState, SheetState
from evaluations.models import CouncilMember, Entry, Recusal, TeamRecusal
from evaluations.selectors import (
    entries_visible_to,
    recusals_visible_to,
    rounds_visible_to,
    sheets_visible_to,
    team_recusals_visible_to,
)
from foundation.components import TaskItem

_FINISHED = (SheetState.SEALED, SheetState.ABSTAINED)


def desk(user: Any) -> Desk:
    """Return the desk of a council member."""
    return Desk(
        role=Role.COUNCIL_MEMBER.label,
        cards=[_sheets(user), declarations(user), _rounds(user)],
        empty=_(
            "No sheet waits for you. You are told when the dossiers of a round can be read and when its sheets open."
        ),
        url=reverse("rubrics:index"),
        action=_("Read the rubrics"),
    )


def _sheets(user: Any) -> Card:
    """Entries in rounds whose sheets are open, those first that the member has not submitted."""
    entries = list(_to_score(user))
    waiting = [entry for entry in entries if entry.my_state not in _FINISHED]  # type: ignore[attr-defined]
    items = [_entry(entry) for entry in waiting[:SHOWN]]
    empty = _("You have submitted every sheet that is open to you.") if entries else _("No sheets are open.")
    about = {"url": reverse("evaluations:scoring"), "more": _("All sheets"), "left": len(waiting) - len(items)}
    return Card(_("Sheets to fill"), len(waiting), items, empty=empty, progress=_progress(entries), **about)


def _to_score(user: Any) -> QuerySet[Entry]:
    """Return the entries that the member has to score; entries from which the member is recused are not visible."""
    seats = CouncilMember.objects.filter(user=user, counted=True).values("council_id")
    mine = sheets_visible_to(user).filter(member__user=user, entry=OuterRef("pk")).order_by()
    rows = entries_visible_to(user).filter(
        round__state__in=OPEN_STATES, round__council__in=seats, withdrawn_at=None, set_aside_reason=""
    )
    return rows.annotate(my_state=Subquery(mine.values("state")[:1])).order_by("round_id", "order", "pk")


def _entry(entry: Any) -> TaskItem:
    state = _("sheet begun") if entry.my_state == SheetState.DRAFT else _("sheet not begun")
    hint = words(entry.dossier.producer.name, entry.round.name, training=entry.round.training)
    return TaskItem(entry.dossier.product.name, reverse("evaluations:sheet", args=[entry.pk]), state, "waiting", hint)


def _progress(entries: list[Any]) -> list[Progress]:
    """Return how many of the member's sheets of each round are submitted."""
    rounds = {entry.round_id: entry.round for entry in entries}
    lines = []
    for pk, evaluation_round in rounds.items():
        states = [entry.my_state for entry in entries if entry.round_id == pk]
        done = sum(state in _FINISHED for state in states)
        name = words(evaluation_round.name, training=evaluation_round.training)
        lines.append(Progress(name, done, len(states), reverse("evaluations:round", args=[pk])))
    return lines


def _rounds(user: Any) -> Card:
    rows = rounds_visible_to(user).filter(council__members__user=user).exclude(state=RoundState.PUBLISHED)
    return card_of(_("Rounds of your council"), rows.order_by("-opens_on", "-pk"), evaluation_line)


def declarations(user: Any) -> Card:
    """Return the declarations of a conflict of interest that wait for the person as secretary, never their own."""
    council = recusals_visible_to(user).filter(state=RecusalState.DECLARED).exclude(member__user=user)
    team = team_recusals_visible_to(user).filter(state=RecusalState.DECLARED).exclude(user=user)
    rows: list[Recusal | TeamRecusal] = [*council.order_by("declared_at", "pk"), *team.order_by("declared_at", "pk")]
    items = [_declaration(row) for row in rows[:SHOWN]]
    return Card(_("Conflicts of interest to answer"), len(rows), items, left=max(0, len(rows) - SHOWN))


def _declaration(recusal: Recusal | TeamRecusal) -> TaskItem:
    found = recusal.entry.round
    hint = words(recusal.entry.dossier.product.name, found.name, training=found.training)
    state = recusal.get_state_display()
    return TaskItem(str(recusal.member), reverse("evaluations:recusals", args=[found.pk]), state, "waiting", hint)
