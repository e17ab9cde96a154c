"""Work on one task: parts for offices below, hand-over, later deadlines, reporting periods."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from activity.web import acting
from directives import rules, selectors, services
from directives.enums import SENT, DocumentType, ExtensionState
from directives.forms.tasks import ExtensionAnswerForm, ExtensionForm, HandOverForm, ReportingForm, SplitForm
from directives.models import Task

both = require_http_methods(["GET", "POST"])

# Address, words of the button, who sees it.
STEPS: tuple[tuple[str, str | Promise, Callable[[Any, Task], bool]], ...] = (
    ("directives:task_split", gettext_lazy("Hand parts to offices below"), rules.may_split),
    ("directives:task_hand_over", gettext_lazy("Hand over in the office"), rules.may_hand_over),
    ("directives:task_extend", gettext_lazy("Ask for a later deadline"), rules.may_ask_extension),
    ("directives:task_reporting", gettext_lazy("Set the reporting period"), rules.may_set_reporting),
)


def _task(request: HttpRequest, pk: int, rule: Callable[[Any, Task], bool]) -> Task:
    row = get_object_or_404(selectors.tasks_visible_to(request.user), pk=pk)
    if not rule(request.user, row):
        raise PermissionDenied
    return row


def _own_task(request: HttpRequest, pk: int, rule: Callable[[Any, Task], bool]) -> Task:
    """Return a task for typing about: once it is sent, the service says whether the task is still open."""
    return _task(request, pk, rules.may_work_on if request.method == "POST" else rule)


def _page(request: HttpRequest, task: Task, form: forms.Form, title: str, submit: str) -> HttpResponse:
    context = {"task": task, "form": form, "title": title, "submit": submit, "training": task.training}
    return render(request, "directives/task_form.html", context)


@both
def split(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand parts of a task to offices below."""
    task = _own_task(request, pk, rules.may_split)
    initial = {"summary": task.summary, "until": task.last_day}
    form = SplitForm(request.POST or None, initial=initial, offices=selectors.offices_below(task.assignee))
    if request.method == "POST" and form.is_valid():
        with acting(request, _("The parts are handed on.")) as outcome:
            services.split_task(task=task, actor=request.user, **form.cleaned_data)
        if outcome.ok:
            return redirect("directives:task", pk)
    return _page(request, task, form, _("Hand parts to offices below"), _("Hand on"))


@both
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who in the office works on a task."""
    task = _task(request, pk, rules.may_hand_over)
    people = selectors.workers_of(task.assignee)
    form = HandOverForm(request.POST or None, initial={"person": task.handler_id}, people=people)
    if request.method == "POST" and form.is_valid():
        with acting(request, _("The task is handed over.")) as outcome:
            services.hand_over(task=task, actor=request.user, **form.cleaned_data)
        if outcome.ok:
            return redirect("directives:task", pk)
    return _page(request, task, form, _("Hand over in the office"), _("Hand over"))


@both
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a later deadline."""
    task = _own_task(request, pk, rules.may_ask_extension)
    form = ExtensionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with acting(request, _("The request is sent.")) as outcome:
            services.ask_extension(task=task, actor=request.user, **form.cleaned_data)
        if outcome.ok:
            return redirect("directives:task", pk)
    return _page(request, task, form, _("Ask for a later deadline"), _("Send the request"))


@both
def answer_extension(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant or refuse a later deadline."""
    asked = get_object_or_404(selectors.extensions_visible_to(request.user), pk=pk)
    if not rules.may_judge(request.user, asked.task):
        raise PermissionDenied
    if asked.state != ExtensionState.ASKED and request.method == "GET":
        messages.info(request, _("This was answered meanwhile."))
        return redirect("directives:task", asked.task_id)
    form = ExtensionAnswerForm(request.POST or None, initial={"until": asked.asked_until})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        until = data["until"] if data["decision"] == form.GRANT else None
        with acting(request, _("The answer is sent.")) as outcome:
            services.answer_extension(extension=asked, granted_until=until, answer=data["answer"], actor=request.user)
        if outcome.ok:
            return redirect("directives:task", asked.task_id)
    return _page(request, asked.task, form, _("Answer the request for a later deadline"), _("Send the answer"))


@both
def reporting(request: HttpRequest, pk: int) -> HttpResponse:
    """Set how often a regular task wants a report."""
    task = _task(request, pk, rules.may_set_reporting)
    found = selectors.documents_visible_to(request.user).filter(type=DocumentType.KE_HOACH, state__in=SENT)
    plans = selectors.as_choices(found)
    initial = {
        "every": task.report_every,
        "day": task.report_day,
        "month": task.report_month,
        "plan": task.plan_id,
    }
    form = ReportingForm(request.POST or None, initial=initial, plans=plans)
    if request.method == "POST" and form.is_valid():
        with acting(request, _("The reporting period is set.")) as outcome:
            services.set_reporting(task=task, actor=request.user, **form.cleaned_data)
        if outcome.ok:
            return redirect("directives:task", pk)
    return _page(request, task, form, _("Set the reporting period"), _("Save"))
