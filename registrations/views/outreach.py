"""The communes' outreach: their log, and its figures by commune and period."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Unit
from activity.web import acting
from foundation import clock, exports
from foundation.components import Confirm
from foundation.formatting import day
from foundation.paging import keyset_page
from registrations import rules, selectors, services
from registrations.enums import OutreachForm
from registrations.forms.outreach import OutreachEntryForm, OutreachFilter
from registrations.models import Outreach
from registrations.views.saving import saved

HEADERS = (
    "TT", "Xã", "Ngày", "Hình thức", "Nội dung", "Địa điểm", "Số người tham dự", "Đợt đăng ký", "Ghi chú",
)  # fmt: skip


@require_GET
def outreach(request: HttpRequest) -> HttpResponse:
    """The log, newest first."""
    rows, form = _rows(request)
    context = {
        "form": form,
        "page": keyset_page(rows, request, order=("-on", "-pk")),
        "may_log": rules.may_log_outreach(request.user),
        "query": request.GET.urlencode(),
    }
    return render(request, "registrations/outreach.html", context)


@require_GET
def outreach_workbook(request: HttpRequest) -> HttpResponseBase:
    """The log as a workbook."""
    rows, _form = _rows(request)
    lines = (
        [
            number, row.unit.name, day(row.on), str(row.get_form_display()), row.topic, row.place, row.people,
            row.round.name if row.round else "", row.note,
        ]
        for number, row in enumerate(rows.order_by("unit__search", "on", "pk"), start=1)
    )  # fmt: skip
    return exports.workbook_response(
        filename=f"tuyen-truyen-{clock.today():%Y%m%d}", title="Tuyên truyền, vận động", headers=HEADERS, rows=lines
    )


@require_GET
def outreach_summary(request: HttpRequest) -> HttpResponse:
    """The figures of every commune in a period; who did nothing stands there with zeros."""
    rows, form = _rows(request)
    communes = selectors.outreach_by_commune(request.user, rows)
    context = {
        "form": form,
        "rows": communes,
        "times": sum(row.times for row in communes),
        "people": sum(row.people for row in communes),
        "without": sum(not row.times for row in communes),
        "query": request.GET.urlencode(),
    }
    return render(request, "registrations/outreach_summary.html", context)


@require_GET
def outreach_summary_workbook(request: HttpRequest) -> HttpResponseBase:
    """The same figures as a workbook, with a column for each form."""
    rows, _form = _rows(request)
    forms = OutreachForm.choices
    lines = (
        [number, row.unit.name, row.times, row.people, *(row.by_form.get(value, 0) for value, _label in forms)]
        for number, row in enumerate(selectors.outreach_by_commune(request.user, rows), start=1)
    )
    return exports.workbook_response(
        filename=f"tong-hop-tuyen-truyen-{clock.today():%Y%m%d}",
        title="Tổng hợp tuyên truyền",
        headers=("TT", "Xã", "Số lượt", "Số người tham dự", *(str(label) for _value, label in forms)),
        rows=lines,
    )


def _rows(request: HttpRequest) -> tuple[Any, OutreachFilter]:
    """Return the entries that the person may see and has asked for; 403 for whoever has nothing to do with any."""
    if not rules.sees_outreach(request.user):
        raise PermissionDenied
    seen = selectors.outreach_visible_to(request.user)
    units = Unit.objects.filter(pk__in=seen.values("unit_id")).order_by("search", "pk")
    form = OutreachFilter(request.GET, user=request.user, units=units)
    return form.narrow(seen), form


@require_http_methods(["GET", "POST"])
def outreach_create(request: HttpRequest) -> HttpResponseBase:
    """Log what the commune did."""
    office = selectors.offices_logging_for(request.user).first()
    if office is None:
        raise PermissionDenied
    form = OutreachEntryForm(request.POST or None, request.FILES or None, user=request.user, office=office)
    if request.method == "POST" and form.is_valid():
        done = saved(
            form,
            lambda: services.add_outreach(
                office=office, values=form.values, upload=form.cleaned_data["upload"], actor=request.user
            ),
        )
        if done:
            messages.success(request, _("The outreach is logged."))
            return redirect("registrations:outreach")
    return _form_page(request, form, title=_("Log outreach"), lead=office.name)


@require_http_methods(["GET", "POST"])
def outreach_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """An entry; the commune's officers change it, others read it."""
    row = get_object_or_404(selectors.outreach_visible_to(request.user), pk=pk)
    if not rules.may_edit_outreach(request.user, row):
        if request.method == "POST":
            raise PermissionDenied
        return render(request, "registrations/outreach_entry.html", {"row": row})
    form = OutreachEntryForm(
        request.POST or None, request.FILES or None, instance=row, user=request.user, office=row.office
    )
    if request.method == "POST" and form.is_valid():
        done = saved(
            form,
            lambda: services.update_outreach(
                outreach=Outreach.objects.get(pk=pk),
                values=form.values,
                seen=form.seen_value,
                upload=form.cleaned_data["upload"],
                actor=request.user,
            ),
            lambda: Outreach.objects.get(pk=pk),
        )
        if done:
            messages.success(request, _("Saved."))
            return redirect("registrations:outreach")
    return _form_page(request, form, title=_("Change the entry"), lead=row.unit.name, row=row)


@require_http_methods(["GET", "POST"])
def outreach_delete(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Ask, then take an entry out of the log."""
    row = get_object_or_404(selectors.outreach_visible_to(request.user), pk=pk)
    if not rules.may_edit_outreach(request.user, row):
        raise PermissionDenied
    if request.method == "POST":
        with acting(request, _("The entry is deleted.")):
            services.delete_outreach(outreach=row, actor=request.user)
        return redirect("registrations:outreach")
    confirm = Confirm(
        title=_("Delete the entry"),
        lead=row.topic,
        action=_("Delete"),
        cancel_url=row.get_absolute_url(),
        what=[_("The entry leaves the log and its figures. The journal keeps what it said.")],
        facts=[(_("Day"), day(row.on)), (_("Form"), row.get_form_display()), (_("Place"), row.place)],
        danger=True,
    )
    return render(request, "components/confirm.html", {"confirm": confirm, "form": None})


def _form_page(
    request: HttpRequest, form: OutreachEntryForm, *, title: str, lead: str, row: Outreach | None = None
) -> HttpResponseBase:
    context = {"form": form, "title": title, "lead": lead, "row": row}
    return render(request, "registrations/outreach_form.html", context)
