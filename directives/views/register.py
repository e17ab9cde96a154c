"""The register of outgoing documents (sổ đăng ký văn bản đi; Nghị định 30/2020, Phụ lục IV)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import Office
from directives import selectors
from directives.enums import DocumentState, Register
from directives.forms import RegisterForm
from directives.models import Document
from foundation import clock, formatting
from foundation.exports import workbook_response
from foundation.paging import keyset_page
from foundation.text import slug


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
    }
    return render(request, "directives/register.html", context)


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
    ]
    return workbook_response(
        filename=f"so-van-ban-di-{slug(chosen.office.name)}-{chosen.year}",
        title=_("Register %(year)s") % {"year": chosen.year},
        headers=headers,
        rows=_lines(chosen.rows.order_by("series", "number", "pk")),
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
            "; ".join([*row.content.get("addressees", []), *row.content.get("recipients", [])]),
            row.drafting_office.name,
            names.get(row.series, row.series),
            DocumentState(row.state).label,
        ]


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
