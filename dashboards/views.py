"""What each login lands on, and the leader's page with the rows behind its numbers."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dashboards import rules, selectors, work
from dashboards.charts import GOLD, GREEN, RED, Bar, bar_chart
from dashboards.forms import RowsForm, ScopeForm, scope_words
from dashboards.sheets import SHEETS
from foundation import clock
from foundation.exports import workbook_response
from foundation.formatting import moment
from foundation.paging import keyset_page
from foundation.text import slug


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the person's work of today, role by role."""
    desks = work.desks_of(request.user)
    context = {"desks": desks, "sees_leaders_page": rules.sees_leaders_page(request.user)}
    return render(request, "dashboards/home.html", context)


@require_safe
def leader(request: HttpRequest) -> HttpResponse:
    """Show how far everything is in the person's area, on one page that prints."""
    if not rules.sees_leaders_page(request.user):
        raise PermissionDenied
    form = ScopeForm(request.GET, user=request.user)
    scope = form.scope()
    funnel, standing = selectors.funnel(scope), selectors.standing(scope)
    context = {
        "form": form,
        "as_of": " · ".join([_("as of %(moment)s") % {"moment": moment(clock.now())}, *scope_words(scope)]),
        "funnel": funnel,
        "funnel_chart": _chart(funnel.totals, _("From the wish to the recognition")),
        "by_stars": funnel.by_stars,
        "stars_chart": _chart(funnel.by_stars, _("Recognised products by stars"), GOLD),
        "late_offices": standing.late_offices,
        "late_chart": _chart(standing.late_offices, _("Overdue tasks by office"), RED),
        "late_communes": standing.late_communes,
        "near": standing.totals,
        "upcoming": selectors.upcoming(scope),
    }
    return render(request, "dashboards/leader.html", context)


def _chart(figures: list[selectors.Figure], title: str, colour: str = GREEN) -> str:
    return bar_chart([Bar(figure.label, figure.value, figure.url) for figure in figures], title=title, colour=colour)


@require_safe
def rows(request: HttpRequest, key: str) -> HttpResponse:
    """List the rows behind a number of the leader's page."""
    measure, form, found = _rows(request, key)
    page = keyset_page(found, request, order=measure.order)
    sheet = SHEETS[measure.sheet]
    context: dict[str, Any] = {
        "measure": measure,
        "scope_words": _cell_words(form),
        "total": found.count(),
        "columns": [column.label for column in sheet.columns],
        "page": page,
        "lines": [{"url": sheet.url(row), "cells": sheet.cells(row)} for row in page],
        "back_url": _with_query("dashboards:leader", [], request, ("year", "law", "unit")),
        "xlsx_url": _with_query(
            "dashboards:rows_xlsx", [key], request, ("year", "law", "unit", "at", "group", "stars")
        ),
    }
    return render(request, "dashboards/rows.html", context)


@require_safe
def rows_xlsx(request: HttpRequest, key: str) -> HttpResponse:
    """Give the rows behind a number as a file."""
    measure, _form, found = _rows(request, key)
    sheet = SHEETS[measure.sheet]
    return workbook_response(
        filename=slug(str(measure.label)),
        title=str(measure.label),
        headers=[str(column.label) for column in sheet.columns],
        rows=(sheet.values(row) for row in found.order_by(*measure.order)),
    )


def _rows(request: HttpRequest, key: str) -> tuple[selectors.Measure, RowsForm, Any]:
    if not rules.sees_leaders_page(request.user):
        raise PermissionDenied
    measure = selectors.MEASURES.get(key)
    if measure is None:
        raise Http404
    form = RowsForm(request.GET, user=request.user)
    return measure, form, selectors.narrowed(measure.rows(form.scope()), measure, **form.cell())


def _cell_words(form: RowsForm) -> list[str]:
    """Return in words what the rows are narrowed to; the unit or office of a cell stands in its rows already."""
    cell = form.cell()
    group = _("Group not stated") if cell["group"] == selectors.NO_GROUP else cell["group"]
    return [*scope_words(form.scope()), *([group] if group else []), *([f"{cell['stars']} ★"] if cell["stars"] else [])]


def _with_query(name: str, args: list[str], request: HttpRequest, kept: tuple[str, ...]) -> str:
    query = request.GET.copy()
    for parameter in list(query):
        if parameter not in kept:
            del query[parameter]
    address = reverse(name, args=args)
    return f"{address}?{query.urlencode()}" if query else address
