"""Support policies as a list with totals, for the printer, and as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from directives.models import Policy
from directives.policies import rules, selectors
from directives.policies.enums import PolicyState
from directives.policies.forms import PolicyFilter
from foundation import clock, formatting
from foundation.exports import workbook_response
from foundation.paging import keyset_page

# A longer list is printed from its workbook.
PRINTED = 2000


def _chosen(request: HttpRequest) -> tuple[PolicyFilter, QuerySet[Policy]]:
    if not rules.sees_policies(request.user):
        raise PermissionDenied
    form = PolicyFilter(request.GET)
    return form, form.narrow(selectors.policies_visible_to(request.user))


@require_GET
def policies(request: HttpRequest) -> HttpResponse:
    """The policies that the person may see, newest first, and what each source gives to them."""
    form, rows = _chosen(request)
    lean = rows.defer("content", "legal_grounds", "search")
    page = keyset_page(lean.annotate(amount=Sum("budget_lines__amount")), request, order=("-pk",))
    counted = rows.exclude(state=PolicyState.DROPPED)
    context = {
        "form": form,
        "page": page,
        "totals": selectors.totals_by_source(counted),
        "may_prepare": selectors.preparing_offices(request.user).exists(),
        "query": request.GET.urlencode(),
    }
    return render(request, "directives/policies/list.html", context)


@require_GET
def policies_print(request: HttpRequest) -> HttpResponse:
    """The same rows on one page, with budget and beneficiaries."""
    _form, rows = _chosen(request)
    lean = rows.defer("content", "legal_grounds", "search")
    found = list(lean.prefetch_related("budget_lines", "beneficiaries__unit").order_by("pk")[:PRINTED])
    context = {
        "rows": found,
        "cut": len(found) == PRINTED,
        "today": clock.today(),
        "totals": selectors.totals_by_source(rows.exclude(state=PolicyState.DROPPED)),
    }
    return render(request, "directives/policies/print.html", context)


@require_GET
def policies_xlsx(request: HttpRequest) -> HttpResponse:
    """The same rows as a workbook, one line for each source and year."""
    _form, rows = _chosen(request)
    headers = [
        _("Policy"), _("State"), _("Prepared by"), _("Number and symbol"), _("Issued by"), _("Date of issue"),
        _("In force from"), _("In force until"), _("Beneficiaries"), _("Source"), _("Year"), _("Amount in đồng"),
    ]  # fmt: skip
    title = _("Support policies")
    name = f"chinh-sach-{clock.today():%Y-%m-%d}"
    return workbook_response(filename=name, title=title, headers=headers, rows=_lines(rows))


def _lines(rows: QuerySet[Policy]) -> Iterator[list[Any]]:
    rows = rows.defer("content", "legal_grounds", "search")
    for row in rows.prefetch_related("budget_lines", "beneficiaries__unit").order_by("pk").iterator(chunk_size=200):
        served = "; ".join(str(line) for line in row.beneficiaries.all())
        days = [formatting.day(day) for day in (row.issued_on, row.valid_from, row.ended_on or row.valid_to)]
        start = [row.title, row.get_state_display(), row.office.name, row.issued_number, row.issuer_name, *days, served]
        for line in row.budget_lines.all() or [None]:
            money = [line.get_source_display(), line.year, line.amount] if line else ["", "", ""]
            yield [*start, *money]
