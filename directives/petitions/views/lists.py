"""Petitions as a list, for the printer, and as a workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from directives.models import Petition
from directives.petitions import rules, selectors
from directives.petitions.forms import PetitionFilter
from directives.reach import office_ids_acted_for
from directives.rules import WORKERS
from foundation import clock, formatting
from foundation.exports import workbook_response
from foundation.paging import keyset_page

# A longer list is printed from its workbook.
PRINTED = 2000
# What the rows of the list do not show.
_UNLISTED = ("content", "wish", "answer", "proposed_answer", "search")


@dataclass(frozen=True)
class Chosen:
    """What the address asks for."""

    form: PetitionFilter
    rows: QuerySet[Petition]
    waiting: QuerySet[Petition]
    sees_the_way: Callable[[Petition], bool]


@require_GET
def petitions(request: HttpRequest) -> HttpResponse:
    """The petitions that the person may see, newest first."""
    chosen = _chosen(request)
    page = keyset_page(chosen.rows.defer(*_UNLISTED), request, order=("-pk",))
    context = {
        "form": chosen.form,
        "page": page,
        "inside": [row.pk for row in page.items if chosen.sees_the_way(row)],
        "waiting_count": chosen.waiting.count(),
        "may_file": any(selectors.handling_offices_for(office) for office in selectors.filing_offices(request.user)),
        "handles": selectors.handling_offices(request.user).exists(),
        "sets_term": selectors.offices_whose_term_is_set_by(request.user).exists(),
        "decides": selectors.petitions_to_decide(request.user).count(),
        "query": request.GET.urlencode(),
    }
    return render(request, "directives/petitions/list.html", context)


@require_GET
def petitions_print(request: HttpRequest) -> HttpResponse:
    """The same rows on one page, in the order of arrival."""
    chosen = _chosen(request)
    rows = list(chosen.rows.order_by("pk")[:PRINTED])
    lines = [Line(row, *_told(row, inside=chosen.sees_the_way(row))) for row in rows]
    context = {"lines": lines, "cut": len(rows) == PRINTED, "today": clock.today()}
    return render(request, "directives/petitions/print.html", context)


@require_GET
def petitions_xlsx(request: HttpRequest) -> HttpResponse:
    """The same rows as a workbook."""
    chosen = _chosen(request)
    headers = [
        _("Sent on"), _("Filed by"), _("Sent to"), _("Matter of the petition"), _("What happened and why"),
        _("What is proposed"), _("Group"), _("State"), _("Answer in time until"), _("Result"), _("Answer"),
        _("Decided by"), _("Decided on"),
    ]  # fmt: skip
    return workbook_response(
        filename=f"kien-nghi-{clock.today():%Y-%m-%d}",
        title=_("Petitions"),
        headers=headers,
        rows=_lines(chosen),
    )


@dataclass(frozen=True)
class Line:
    """A petition as the print shows it to this reader: group and answer may be nothing to them yet."""

    petition: Petition
    group: str
    result: str
    answer: str


def _told(row: Petition, *, inside: bool) -> tuple[str, str, str]:
    """Return group, result and answer as far as this person may read them: before the decision they stay inside."""
    if row.answer:
        result, answer = row.get_outcome_display(), row.answer
    else:
        result, answer = "", ""
    if inside and not row.answer and row.state == "proposed":
        result, answer = _("proposed: %(result)s") % {"result": row.get_proposed_outcome_display()}, row.proposed_answer
    return (row.group.title if row.group and inside else ""), result, answer


def _lines(chosen: Chosen) -> Iterator[list[Any]]:
    for row in chosen.rows.order_by("pk").iterator(chunk_size=500):
        group, result, answer = _told(row, inside=chosen.sees_the_way(row))
        yield [
            formatting.day(row.sent_at),
            row.office.name,
            row.handling_office.name,
            row.title,
            row.content,
            row.wish,
            group,
            row.get_state_display(),
            formatting.day(row.last_day),
            result,
            answer,
            row.decided_by.full_name if row.decided_by else "",
            formatting.day(row.decided_at),
        ]


def _chosen(request: HttpRequest) -> Chosen:
    if not rules.sees_petitions(request.user):
        raise PermissionDenied
    visible = selectors.petitions_visible_to(request.user)
    offices = selectors.offices_that_filed(request.user)
    form = PetitionFilter(request.GET, groups=selectors.groups_shown_to(request.user), offices=offices)
    waiting = selectors.petitions_waiting_for(request.user)
    mine = office_ids_acted_for(request.user, *WORKERS)
    return Chosen(form, form.narrow(visible, mine=mine, waiting=waiting), waiting, rules.way_seen_by(request.user))
