"""What the advisory team brings back: photographs of its visit, tests and their results."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from activity.web import acting
from evaluations import selectors, services
from evaluations.forms import PhotosForm, ResultForm, TestForm
from evaluations.models import Entry
from evaluations.views.advice import writable_entry
from evaluations.views.common import frame


@require_http_methods(["GET", "POST"])
def advice_photos(request: HttpRequest, pk: int) -> HttpResponse:
    """Add photographs of the visit."""
    found = writable_entry(request, pk)
    form = PhotosForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with acting(request, _("The photographs are added.")) as outcome:
            services.add_visit_photos(entry=found, actor=request.user, uploads=data["photos"], caption=data["caption"])
        if outcome.ok:
            return redirect("evaluations:advice", pk=pk)
    return _small(request, found, form, _("Photographs of the visit"))


@require_http_methods(["GET", "POST"])
def advice_test(request: HttpRequest, pk: int) -> HttpResponse:
    """Note a test that the team asks for."""
    found = writable_entry(request, pk)
    form = TestForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with acting(request, _("The test is noted.")) as outcome:
            services.add_test(entry=found, actor=request.user, **form.cleaned_data)
        if outcome.ok:
            return redirect("evaluations:advice", pk=pk)
    return _small(request, found, form, _("Ask for a test"))


@require_http_methods(["GET", "POST"])
def advice_result(request: HttpRequest, pk: int, test: int) -> HttpResponse:
    """Write down what came back of a test."""
    found = writable_entry(request, pk)
    report = selectors.advice_on(found, request.user)
    if report is None:
        raise Http404
    row = get_object_or_404(report.tests, pk=test)
    form = ResultForm(request.POST or None, initial={"received_on": row.received_on, "result": row.result})
    if request.method == "POST" and form.is_valid():
        with acting(request, _("The result is noted.")) as outcome:
            services.note_test_result(entry=found, actor=request.user, test=row, **form.cleaned_data)
        if outcome.ok:
            return redirect("evaluations:advice", pk=pk)
    return _small(request, found, form, _("Result of a test"), lead=row.name)


def _small(request: HttpRequest, found: Entry, form: Any, title: str, lead: str = "") -> HttpResponse:
    context = {"entry": found, "form": form, "title": title, "lead": lead or found.dossier.product.name}
    return render(request, "evaluations/advice_small.html", frame(found.round, **context))


@require_POST
def advice_file_remove(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """Take a photograph or a test's paper away."""
    found = writable_entry(request, pk)
    report = selectors.advice_on(found, request.user)
    if report is None:
        raise Http404
    row = get_object_or_404(report.files, pk=file)
    with acting(request, _("The file is taken away.")):
        services.remove_advice_file(entry=found, actor=request.user, file=row)
    return redirect("evaluations:advice", pk=pk)
