"""What a round sends up to the next level, and packages received from below."""

from __future__ import annotations

import json

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from activity import jobs
from activity.web import acting
from evaluations import after_rules, rules, selectors, services
from evaluations.enums import RoundState
from evaluations.forms.packages import ReceiveForm, TickForm
from evaluations.models import EvaluationRound
from evaluations.packages.reading import MOST_BYTES
from evaluations.selectors.packages import checklist, newest_package, received_visible_to
from evaluations.views.common import frame, visible_round
from foundation import files
from foundation.paging import keyset_page


def _own(request: HttpRequest, pk: int) -> EvaluationRound:
    """Return a published round that the person runs, else 404."""
    found = visible_round(request, pk)
    if not rules.runs_round(request.user, found) or found.state != RoundState.PUBLISHED:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def package(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the decision lists for each product that goes up, and what is missing; a POST orders the ZIP."""
    found = _own(request, pk)
    if request.method == "POST":
        with acting(request, _("The package is being made.")):
            services.ask_for_package(evaluation_round=found, actor=request.user)
        return redirect("evaluations:package", pk=pk)
    rows = checklist(found, request.user)
    newest = newest_package(found)
    waiting = newest is not None and newest.stored_id is None
    context = {
        "rows": rows,
        "missing": sum(len(row.missing) for row in rows),
        "package": newest,
        "waiting": waiting,
        "worker_alive": jobs.worker_alive() if waiting else True,
    }
    return render(request, "evaluations/after/package.html", frame(found, **context))


@require_POST
def package_tick(request: HttpRequest, pk: int, entry: int) -> HttpResponse:
    """Tick or untick a thing that only people know of."""
    found = _own(request, pk)
    row = get_object_or_404(selectors.entries_with_result_for(request.user).filter(round=found), pk=entry)
    form = TickForm(request.POST)
    if form.is_valid():
        with acting(request):
            services.tick_item(entry=row, actor=request.user, **form.cleaned_data)
    return redirect("evaluations:package", pk=pk)


@require_GET
def package_download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The ZIP that was made last."""
    newest = newest_package(_own(request, pk))
    if newest is None or newest.stored is None:
        raise Http404
    return files.serve(newest.stored)


@require_GET
def package_json(request: HttpRequest, pk: int) -> HttpResponse:
    """The data file alone."""
    newest = newest_package(_own(request, pk))
    if newest is None:
        raise Http404
    response = HttpResponse(json.dumps(newest.data, ensure_ascii=False, indent=1), content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="du-lieu.json"'
    return response


@require_http_methods(["GET", "POST"])
def received(request: HttpRequest) -> HttpResponse:
    """The packages that the office has received, and the form to receive another."""
    may = after_rules.starts_campaigns(request.user)
    form = ReceiveForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and may and form.is_valid():
        made = None
        with acting(request, _("Package received")):
            content = form.cleaned_data["file"].read(MOST_BYTES + 1)
            made = services.receive_package(office=form.cleaned_data["office"], content=content, actor=request.user)
        if made is not None:
            return redirect("evaluations:received_one", pk=made.pk)
        return redirect("evaluations:received")
    page = keyset_page(received_visible_to(request.user), request, order=("-pk",))
    return render(request, "evaluations/after/received.html", {"page": page, "form": form, "may": may})


@require_GET
def received_one(request: HttpRequest, pk: int) -> HttpResponse:
    """What a received package holds."""
    found = get_object_or_404(received_visible_to(request.user), pk=pk)
    return render(request, "evaluations/after/received_one.html", {"package": found, "entries": found.data["entries"]})
