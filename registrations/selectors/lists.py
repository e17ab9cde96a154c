"""Reads of rounds as a whole: who sees all of one, the commune's list as rows, the words of a decision about a wish."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from accounts.models import Unit
from activity.models import JournalEntry
from registrations import rules
from registrations.enums import WishState
from registrations.models import RegistrationRound, Wish
from registrations.selectors.doors import of_the_office, rounds_visible_to, wishes_visible_to


def sees_whole_round(user: Any, registration_round: RegistrationRound) -> bool:
    """Tell whether the person runs the round or leads the office that does."""
    if rules.runs_round(user, registration_round):
        return True
    return rounds_visible_to(user).filter(of_the_office(user, ""), pk=registration_round.pk).exists()


def undecided_states() -> tuple[str, ...]:
    """Return the states of wishes that the office has still to decide."""
    return (WishState.REGISTERED, WishState.LISTED)


def units_with_wishes(user: Any) -> QuerySet[Unit]:
    """Return the communes whose wishes the person may see."""
    return Unit.objects.filter(pk__in=wishes_visible_to(user).values("unit_id")).order_by("search", "pk")


def timeline_of_wish(wish: Wish) -> QuerySet[JournalEntry]:
    """Return what happened to a wish, newest first; all of it is the producer's business."""
    return JournalEntry.objects.filter(stream=wish.stream).order_by("-seq")


def reason_for(wish: Wish) -> str:
    """Return why the office declined a wish; empty otherwise."""
    if wish.state != WishState.DECLINED:
        return ""
    entry = JournalEntry.objects.filter(stream=wish.stream, action="decline").order_by("-seq").first()
    return entry.reason if entry else ""


def rows_of_list(wishes: Iterable[Wish], *, training: bool) -> Iterator[list[Any]]:
    """Yield a commune's list as rows of the workbook; a training list says so in every row."""
    mark = "TẬP HUẤN – không có giá trị" if training else ""
    for number, wish in enumerate(wishes, start=1):
        producer = wish.producer
        yield [
            number,
            wish.product.name,
            wish.group_name,
            producer.name,
            str(producer.get_legal_form_display()),
            producer.representative,
            f"{producer.address}, {wish.unit.name}",
            producer.phone,
            str(wish.get_kind_display()),
            wish.expected_stars,
            "; ".join(wish.help_names),
            wish.round.name,
            wish.listed_in.ordinal if wish.listed_in else "",
            "; ".join(filter(None, (mark, wish.note))),
        ]
