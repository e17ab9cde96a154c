"""The register of outgoing documents (sổ đăng ký văn bản đi; Nghị định 30/2020, Phụ lục IV)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import Office
from directives import rules, selectors
from directives.enums import DocumentState, Register
from directives.forms import RegisterForm
from directives.models import Document
from foundation import clock, formatting
from foundation.exports import workbook_response
from foundation.paging import keyset_page
from foundation.text import slug

# A register of more lines is printed from its workbook.
PRINTED = 5000


@dataclass(frozen=True)
class Chosen:
    """Which register the address asks for."""

    form: RegisterForm
    office: Office
    year: int
    series: str
    rows: QuerySet[Document]


@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """One year of an office's register, newest first."""
    chosen = _chosen(request)
    page = keyset_page(chosen.rows, request, order=("-dated", "-number", "-pk"))
    context = {
        "chosen": chosen,
        "form": chosen.form,
        "page": page,
        "training": chosen.series == Register.TRAINING,
        "query": request.GET.urlencode(),
        "aside": selectors.numbers_set_aside(request.user, chosen.office, chosen.year, chosen.series),
        "may_keep": rules.may_keep_register(request.user, chosen.office),
        "may_set": rules.may_set_letters(request.user, chosen.office),
    }
    return render(request, "directives/register.html", context)


@require_GET
def register_print(request: HttpRequest) -> HttpResponse:
    """The whole year on one page, in the columns of the register's form, for the printer."""
    chosen = _chosen(request)
    rows = list(chosen.rows.order_by("series", "number", "pk")[:PRINTED])
    context = {
        "chosen": chosen,
        "rows": rows,
        "cut": len(rows) == PRINTED,
        "aside": selectors.numbers_set_aside(request.user, chosen.office, chosen.year, chosen.series),
        "training": chosen.series == Register.TRAINING,
    }
    return render(request, "directives/register_print.html", context)


@require_GET
def register_xlsx(request: HttpRequest) -> HttpResponse:
    """The same as a workbook, in the order of the numbers."""
    chosen = _chosen(request)
    headers = [
        _("Number and symbol"),
        _("Date"),
        _("Type"),
        _("Abstract"),
        _("Signer"),
        _("Recipients"),
        _("Drafted by"),
        _("Series"),
        _("State"),
        _("Voided because"),
    ]
    return workbook_response(
        filename=f"so-van-ban-di-{slug(chosen.office.name)}-{chosen.year}",
        title=_("Register %(year)s") % {"year": chosen.year},
        headers=headers,
        rows=chain(_lines(chosen.rows.order_by("series", "number", "pk")), _aside_lines(request, chosen)),
    )


def _lines(rows: QuerySet[Document]) -> Iterator[list[Any]]:
    names = dict(Register.choices)
    for row in rows.iterator(chunk_size=500):
        yield [
            row.full_number,
            formatting.day(row.dated),
            row.get_type_display(),
            row.abstract,
            str(row.signer),
            "; ".join(row.recipient_names),
            row.drafting_office.name,
            names.get(row.series, row.series),
            DocumentState(row.state).label,
            row.voided_because or "–",
        ]


def _aside_lines(request: HttpRequest, chosen: Chosen) -> Iterator[list[Any]]:
    names = dict(Register.choices)
    for row in selectors.numbers_set_aside(request.user, chosen.office, chosen.year, chosen.series):
        series, state = names.get(row.series, row.series), row.get_state_display()
        why = row.voided_because or "–"
        yield [f"{row.number:02d}", "–", "–", row.reason, "–", "–", str(row.by), series, state, why]


def _chosen(request: HttpRequest) -> Chosen:
    offices = selectors.register_offices(request.user)
    wanted = request.GET.get("office", "")
    office = (offices.filter(pk=wanted).first() if wanted.isascii() and wanted.isdigit() else None) or offices.first()
    if office is None:
        raise Http404
    years = sorted({*selectors.register_years(office), clock.today().year}, reverse=True)
    series = selectors.register_series(office)
    form = RegisterForm(request.GET, offices=offices, years=years, series=series)
    data = form.cleaned_data if form.is_valid() else {}
    year, name = data.get("year") or years[0], data.get("series") or ""
    return Chosen(form, office, year, name, selectors.register_entries(request.user, office, year, name))
