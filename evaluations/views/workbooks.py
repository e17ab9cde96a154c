"""Score sheets away from the portal: download a workbook, fill it anywhere, look at what it changes, write it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods

from activity.errors import NotAllowed
from activity.web import acting
from evaluations import rules, selectors, services
from evaluations.forms import WorkbookForm
from evaluations.models import CouncilMember, EvaluationRound
from evaluations.selectors.workbooks import by_place, changes_of, forms_of, read_upload, upload_of
from evaluations.views.common import frame, visible_round
from evaluations.workbooks import workbook_of
from foundation.exports import XLSX
from foundation.text import slug

_MOST_FAULTS = 200


def _member(request: HttpRequest, found: EvaluationRound) -> CouncilMember:
    """Return the person's voting seat; 403 for others in the room, 404 where sheets are not open."""
    if not selectors.is_open(found):
        raise Http404
    seat = rules.seat_of(request.user, found)
    if seat is None or not seat.counted:
        raise NotAllowed
    return seat


@require_http_methods(["GET", "POST"])
def workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """Download the workbook of one's sheets, and upload it again."""
    found = visible_round(request, pk)
    _member(request, found)
    form = WorkbookForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with acting(request) as outcome:
            row = services.upload_workbook(
                evaluation_round=found, actor=request.user, upload=form.cleaned_data["upload"]
            )
        if outcome.ok:
            return redirect("evaluations:workbook_check", pk=pk, upload=row.pk)
    return render(request, "evaluations/workbook.html", frame(found, form=form))


@require_GET
def workbook_download(request: HttpRequest, pk: int) -> HttpResponse:
    """The member's own sheets that are not submitted, one worksheet for each product."""
    found = visible_round(request, pk)
    seat = _member(request, found)
    forms = list(forms_of(found, seat).values())
    if not forms:
        messages.info(request, _("You have no open sheet in this round."))
        return redirect("evaluations:workbook", pk=pk)
    with override("vi"):
        content = workbook_of(found, seat.pk, forms)
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="phieu-{slug(found.name)[:60]}.xlsx"'
    return response


@require_http_methods(["GET", "POST"])
def workbook_check(request: HttpRequest, pk: int, upload: int) -> HttpResponse:
    """Show what an uploaded workbook would change or what is wrong in it; a POST writes it as a whole."""
    found = visible_round(request, pk)
    _member(request, found)
    row = upload_of(found, request.user, upload)
    if row is None:
        raise Http404
    if request.method == "POST":
        with acting(request, _("The workbook is written into your sheets. They are not submitted yet.")) as outcome:
            services.write_workbook(upload=row, actor=request.user)
        return redirect("evaluations:round", pk=pk) if outcome.ok else redirect(request.path)
    read = read_upload(row)
    sheets = [(one, len(one.form.form.items), changes_of(one)) for one in read.sheets] if not read.faults else []
    context = {
        "upload": row,
        "faults": list(by_place(read.faults[:_MOST_FAULTS]).items()),
        "fault_count": len(read.faults),
        "sheets": sheets,
        "changes": sum(len(changes) for _one, _items, changes in sheets),
    }
    return render(request, "evaluations/workbook_check.html", frame(found, **context))
