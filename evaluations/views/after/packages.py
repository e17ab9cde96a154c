"""What a round sends up to the next level, and packages received from below."""

from __future__ import annotations

import json

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from activity import jobs
from activity.enums import JobState
from activity.transitions import available
from activity.web import acting, confirm_page
from evaluations import after_rules, rules, selectors, services
from evaluations.enums import PACKAGE_TRANSITIONS, PackageState, RoundState
from evaluations.forms.packages import ReceiveForm, TickForm
from evaluations.models import EvaluationRound, PackageFile, ReceivedPackage
from evaluations.packages.archive import MOST_ZIP_BYTES
from evaluations.selectors.arrivals import lines_of, lines_shown_to, taking_job
from evaluations.selectors.packages import checklist, newest_package, received_visible_to
from evaluations.services.packages import MAKE
from evaluations.views.common import frame, visible_round
from foundation import files
from foundation.components import Confirm
from foundation.forms import ReasonForm
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
    sends = after_rules.sends_package(request.user, found)
    newest = newest_package(found) if sends else None
    unmade = newest is not None and newest.stored_id is None
    failed = newest is not None and unmade and jobs.has_failed(f"{MAKE}:{newest.pk}")
    waiting = unmade and not failed
    context = {
        "rows": rows,
        "sends": sends,
        "missing": sum(len(row.missing) for row in rows),
        "package": newest,
        "failed": failed,
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


def _newest(request: HttpRequest, pk: int) -> PackageFile:
    """Return the package that was asked for last; 404 where a product in it is closed to the person."""
    found = _own(request, pk)
    newest = newest_package(found) if after_rules.sends_package(request.user, found) else None
    if newest is None:
        raise Http404
    return newest


@require_GET
def package_download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The ZIP that was made last."""
    newest = _newest(request, pk)
    if newest.stored is None:
        raise Http404
    return files.serve(newest.stored)


@require_GET
def package_json(request: HttpRequest, pk: int) -> HttpResponse:
    """The data file alone."""
    newest = _newest(request, pk)
    if newest.stored_id is None:
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
            content = form.cleaned_data["file"].read(MOST_ZIP_BYTES + 1)
            made = services.receive_package(office=form.cleaned_data["office"], content=content, actor=request.user)
        if made is not None:
            return redirect("evaluations:received_one", pk=made.pk)
        return redirect("evaluations:received")
    page = keyset_page(received_visible_to(request.user), request, order=("-pk",))
    return render(request, "evaluations/after/received.html", {"page": page, "form": form, "may": may})


@require_GET
def received_one(request: HttpRequest, pk: int) -> HttpResponse:
    """What a received package holds, what taking it over would make, and what it has made."""
    found = get_object_or_404(received_visible_to(request.user), pk=pk)
    lines = lines_shown_to(request.user, found)
    job = taking_job(found) if found.state == PackageState.TAKING else None
    stuck = job is not None and job.state == JobState.FAILED
    context = {
        "package": found,
        "lines": lines,
        "ready": sum(line.may_be_taken and line.row is None for line in lines),
        "lacks_files": found.source_id is None and any(line.files for line in lines),
        "actions": available(PACKAGE_TRANSITIONS, request.user, found),
        "waiting": found.state == PackageState.TAKING and not stuck,
        "stuck": stuck,
        "job": job,
        "worker_alive": jobs.worker_alive() if found.state == PackageState.TAKING else True,
        "may": after_rules.handles_package(request.user, found),
    }
    return render(request, "evaluations/after/received_one.html", context)


@require_http_methods(["GET", "POST"])
def received_take(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what taking the package over will make, and order it."""
    found = _handled(request, pk)
    back = reverse("evaluations:received_one", args=[pk])
    if request.method == "POST":
        with acting(request, _("The dossiers are being taken over.")):
            if found.state == PackageState.TAKING:
                services.retry_package(package=found, actor=request.user)
            else:
                services.take_package(package=found, actor=request.user)
        return redirect(back)
    lines = lines_of(found)
    ready = [line for line in lines if line.may_be_taken]
    label = PACKAGE_TRANSITIONS["take_over"].label
    confirm = Confirm(
        title=label,
        action=label,
        lead=found.title,
        cancel_url=back,
        what=[
            _("%(n)s dossiers are made, with their results, self-assessments and papers.") % {"n": len(ready)},
            _("%(n)s producers and %(m)s products are new here; the others are used as they are.")
            % {
                "n": len({line.entry["producer"]["name"] for line in ready if line.producer is None}),
                "m": sum(line.product is None for line in ready),
            },
            _("%(n)s products are left out; the page says why.") % {"n": len(lines) - len(ready)},
            _("It can be undone until a round uses one of the dossiers."),
        ],
    )
    return render(request, "components/confirm.html", {"confirm": confirm, "form": None})


@require_http_methods(["GET", "POST"])
def received_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo taking over, with the reason."""
    found = _handled(request, pk)
    label = PACKAGE_TRANSITIONS["undo"].label
    confirm = Confirm(
        title=label,
        action=label,
        lead=found.title,
        cancel_url=reverse("evaluations:received_one", args=[pk]),
        what=[
            _("The dossiers that were made are removed, and producers and products that were new and are not used."),
            _("The package stays and can be taken over again."),
        ],
    )
    return confirm_page(
        request,
        confirm,
        ReasonForm(request.POST or None),
        act=lambda values: services.undo_package(package=found, actor=request.user, **values),
        done=str(PACKAGE_TRANSITIONS["undo"].done),
    )


def _handled(request: HttpRequest, pk: int) -> ReceivedPackage:
    """Return a package that the person's office has received and may work with, else 404 or 403."""
    found = get_object_or_404(received_visible_to(request.user), pk=pk)
    if not after_rules.handles_package(request.user, found):
        raise PermissionDenied
    return found
