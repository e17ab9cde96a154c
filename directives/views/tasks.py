"""Tasks: what letters order, and what came of it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from activity.web import acting, confirm_page
from directives import rules, selectors, services
from directives.enums import TASK_TRANSITIONS, TaskAction, TaskState
from directives.forms import ReportForm, TaskFilter
from directives.models import Task
from directives.reporting import periods_until
from directives.views.taskwork import STEPS
from foundation import calendar, clock, files
from foundation.components import Confirm
from foundation.forms import ReasonForm
from foundation.paging import keyset_page

# What can still be reported on; older periods are history.
MOST_PERIODS = 24
_REPORTING = {TaskAction.REPORT, TaskAction.REPORT_AGAIN}


@require_GET
def tasks(request: HttpRequest) -> HttpResponse:
    """The tasks of the person's offices and those that they gave, the most urgent first and what is done last."""
    form = TaskFilter(request.GET)
    sides = selectors.task_sides(request.user)
    rows = form.narrow(selectors.tasks_visible_to(request.user), ours=sides.ours, given_by=sides.given_by)
    page = keyset_page(selectors.with_done(rows), request, order=("done", "due_sort", "pk"))
    late = selectors.overdue_tasks(request.user).count()
    missing = selectors.tasks_missing_reports(page.items)
    context = {"page": page, "form": form, "late": late, "missing": missing}
    return render(request, "directives/tasks.html", context)


@require_GET
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """One task: its deadline, its state, its reports."""
    row = get_object_or_404(selectors.tasks_visible_to(request.user), pk=pk)
    actions = selectors.task_actions_for(request.user, row)
    parts = list(selectors.parts_of(request.user, row))
    context = {
        "task": row,
        "training": row.training,
        "actions": actions,
        "due_words": calendar.describe_due(row.due_at) if row.due_at else "",
        "reports": selectors.reports_visible_to(request.user).filter(task=row),
        "cooperating": row.cooperating.all(),
        "parts": parts,
        "parts_done": sum(part.state == TaskState.ACCEPTED for part in parts),
        "periods": selectors.reporting_of(request.user, row),
        "steps": [(name, label) for name, label, rule in STEPS if rule(request.user, row)],
        "extensions": selectors.extensions_visible_to(request.user).filter(task=row),
        "may_judge": rules.may_judge(request.user, row),
        "plan": selectors.documents_visible_to(request.user).filter(pk=row.plan_id).first() if row.plan_id else None,
    }
    return render(request, "directives/task.html", context)


@require_http_methods(["GET", "POST"])
def task_act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Take a task on, report on it, accept or return a report."""
    row = get_object_or_404(selectors.tasks_visible_to(request.user), pk=pk)
    transition = TASK_TRANSITIONS.get(action)
    if transition is None or not transition.rule(request.user, row):
        raise PermissionDenied
    if action in _REPORTING:
        return _report(request, row)
    if action == TaskAction.RETURN:
        return _return(request, row)
    if request.method == "POST":
        with acting(request, str(transition.done)):
            step = services.take_task if action == TaskAction.TAKE else services.accept_report
            step(task=row, actor=request.user)
    return redirect("directives:task", pk)


def _report(request: HttpRequest, row: Task) -> HttpResponse:
    today = clock.today()
    periods = list(reversed(periods_until(row, today)))[:MOST_PERIODS]
    form = ReportForm(request.POST or None, request.FILES or None, periods=periods)
    if request.method == "POST" and form.is_valid():
        with acting(request, _("The report is sent.")) as outcome:
            data = form.cleaned_data
            services.report_task(
                task=row,
                actor=request.user,
                text=data["text"],
                uploads=data["file"],
                figures=data["figures"],
                period=data.get("period", ""),
            )
        row.refresh_from_db()
        if outcome.ok or _REPORTING.isdisjoint(selectors.task_actions_for(request.user, row)):
            return redirect("directives:task", row.pk)
    context = {"task": row, "form": form, "training": row.training}
    return render(request, "directives/report.html", context)


def _return(request: HttpRequest, row: Task) -> HttpResponse:
    confirm = Confirm(
        title=_("Return the report"),
        action=_("Return the report"),
        cancel_url=reverse("directives:task", args=[row.pk]),
        lead=row.summary,
        tells=[row.assignee.name],
    )
    return confirm_page(
        request,
        confirm,
        ReasonForm(request.POST or None),
        act=lambda values: services.return_report(task=row, actor=request.user, **values),
        done=_("The report is returned."),
        training=row.training,
    )


@require_GET
def report_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file of a report."""
    row = get_object_or_404(selectors.report_files_visible_to(request.user), pk=pk)
    return files.serve(row.stored)
