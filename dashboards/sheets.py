"""In which columns the rows behind a number are shown, on the page and in the exported file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.formatting import day


@dataclass(frozen=True)
class Column:
    """A column: its name, and how its value is read from a row."""

    label: str | Promise
    value: Callable[[Any], Any]


@dataclass(frozen=True)
class Sheet:
    """The columns of one kind of rows; the first one links to the row's own page."""

    columns: tuple[Column, ...]
    url: Callable[[Any], str]

    def values(self, row: Any) -> list[Any]:
        """Return what stands in the row."""
        return [column.value(row) for column in self.columns]

    def cells(self, row: Any) -> list[dict[str, Any]]:
        """Return the same with the name of each column, for the page."""
        return [{"label": column.label, "value": column.value(row)} for column in self.columns]


def page_of(dossier: Any) -> str:
    """Return the page on which a dossier can be followed: its own once it was sent up, before that the wish's."""
    if dossier.forwarded_at is None and dossier.wish_id:
        return reverse("registrations:wish", args=[dossier.wish_id])
    return reverse("registrations:dossier", args=[dossier.pk])


_FILED = (
    Column(_("Product"), lambda row: row.product.name),
    Column(_("Producer"), lambda row: row.producer.name),
    Column(_("Commune"), lambda row: row.unit.name),
    Column(_("Product group"), lambda row: row.group_key),
    Column(_("Round"), lambda row: row.round.name),
    Column(_("State"), lambda row: row.get_state_display()),
)
WISH = Sheet(
    (
        *_FILED,
        Column(_("Expected stars"), lambda row: row.expected_stars),
        Column(_("Registered on"), lambda row: day(row.created_at)),
    ),
    lambda row: row.get_absolute_url(),
)
DOSSIER = Sheet(
    (
        *_FILED,
        Column(_("Submitted on"), lambda row: day(row.submitted_at)),
        Column(_("Answer due"), lambda row: day(row.due_on)),
        Column(_("Sent up on"), lambda row: day(row.forwarded_at)),
    ),
    page_of,
)
RECOGNITION = Sheet(
    (
        Column(_("Product"), lambda row: row.product.name),
        Column(_("Producer"), lambda row: row.product.producer.name),
        Column(_("Commune"), lambda row: row.entry.dossier.unit.name),
        Column(_("Product group"), lambda row: row.group_key),
        Column(_("Stars"), lambda row: row.stars),
        Column(_("Recognised on"), lambda row: day(row.recognised_on)),
        Column(_("Valid until"), lambda row: day(row.certificate.last_day)),
        Column(_("Certificate"), lambda row: row.certificate.number),
    ),
    lambda row: reverse("catalogue:certificate", args=[row.certificate.token]),
)
TASK = Sheet(
    (
        Column(_("Task"), lambda row: row.summary),
        Column(_("Office in charge"), lambda row: row.assignee.name),
        Column(_("Document"), lambda row: row.letter_number),
        Column(_("Last day"), lambda row: day(row.last_day)),
        Column(_("State"), lambda row: row.get_state_display()),
    ),
    lambda row: reverse("directives:task", args=[row.pk]),
)
SHEETS = {"wish": WISH, "dossier": DOSSIER, "recognition": RECOGNITION, "task": TASK}
