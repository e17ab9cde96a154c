"""The steps in which a producer writes a dossier."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from activity.web import acting
from registrations import rules, selectors, services
from registrations.contents import contents_of
from registrations.forms.dossiers import SetForm, step_form
from registrations.forms.producers import ProductForm, record_form
from registrations.models import Dossier
from registrations.steps import PAPERS, PART_PREFIX, PRODUCT, RECORD_STEPS, TEXT_STEPS, Step, steps_of, url_of_step
from registrations.views import autosave
from registrations.views.guards import dossier_guard, product_guard, record_guard
from registrations.views.papers import papers_step
from registrations.views.places import back_to_dossier
from registrations.views.saving import Guard, saves


def writable(request: HttpRequest, pk: int, *, typed: bool = False) -> Dossier | None:
    """Return a dossier that the person may write in now; None when it was submitted, with a message that says so.

    ``typed``: a page of typed words gets the submitted dossier too when its button was pressed, to show them again.
    """
    row = get_object_or_404(selectors.dossiers_visible_to(request.user), pk=pk)
    if not rules.files_for(request.user, row):
        raise PermissionDenied
    if not row.is_editable:
        if autosave.wanted(request):
            return None
        messages.error(request, _("The dossier has been submitted and cannot be changed now."))
        return row if typed and request.method == "POST" else None
    return row


@require_http_methods(["GET", "POST"])
def dossier_step(request: HttpRequest, pk: int, step: str) -> HttpResponseBase:
    """One step of a dossier."""
    row = writable(request, pk, typed=True)
    if row is None:
        return autosave.closed(request) or redirect("registrations:dossier", pk=pk)
    steps = steps_of(row)
    here = next((known for known in steps if known.key == step), None)
    if here is None:
        raise Http404
    following = steps[steps.index(here) + 1].key if here is not steps[-1] else ""
    if not row.is_editable and (here.key == PAPERS.key or here.key.startswith(PART_PREFIX)):
        return redirect(row)
    if here.key == PAPERS.key:
        return papers_step(request, row)
    if here.key.startswith(PART_PREFIX):
        return _part(request, row, here, following)
    return _forms(request, row, here, following)


def _forms(request: HttpRequest, row: Dossier, here: Step, following: str) -> HttpResponseBase:
    """A step with forms: it saves itself as somebody writes, and with a button."""
    guards = _guards(request, row, here)
    if autosave.wanted(request):
        return autosave.answer(request, row, guards)
    if row.is_editable and saves(request, *guards):
        # The button says that somebody has looked at the step, also when nothing was changed in it.
        if here.key in row.carried:
            with acting(request):
                services.mark_reviewed(dossier=row, step=here.key, actor=request.user)
        return _onward(request, row, following)
    context = _context(request, row, here, following) | {
        "form": guards[-1].form,
        "set_form": guards[0].form if len(guards) > 1 else None,
    }
    return render(request, "registrations/step.html", context)


def _guards(request: HttpRequest, row: Dossier, here: Step) -> list[Guard]:
    if here.key in RECORD_STEPS:
        return [record_guard(request, row.producer, record_form(here)(request.POST or None, instance=row.producer))]
    if here.key == PRODUCT.key:
        sets = row.law.rubrics.exists()
        own = product_guard(
            request, row.product, ProductForm(request.POST or None, instance=row.product, prefix="product")
        )
        chosen = (
            [dossier_guard(request, row, SetForm(request.POST or None, instance=row, prefix="set"))] if sets else []
        )
        return [*chosen, own]
    return [dossier_guard(request, row, step_form(TEXT_STEPS[here.key])(request.POST or None, instance=row))]


def _part(request: HttpRequest, row: Dossier, here: Step, following: str) -> HttpResponseBase:
    """A part of the rubric: its items, each on a page of its own, and what they come to so far."""
    if request.method == "POST":
        return _reviewed(request, row, here)
    code = here.key.removeprefix(PART_PREFIX)
    blocks = contents_of(row).parts
    block = next(block for block in blocks if block.code.lower() == code)
    context = _context(request, row, here, following) | {"part": block, "tally": selectors.tally_of(row)}
    return render(request, "registrations/part.html", context)


def _reviewed(request: HttpRequest, row: Dossier, here: Step) -> HttpResponseBase:
    """Take note that what was carried over into a step has been looked at."""
    if request.POST.get("act") != "reviewed":
        return redirect(url_of_step(row, here.key))
    with acting(request):
        services.mark_reviewed(dossier=row, step=here.key, actor=request.user)
    return redirect(row)


def _context(request: HttpRequest, row: Dossier, here: Step, following: str) -> dict[str, Any]:
    return back_to_dossier(row) | {
        "step": here,
        "following": following,
        "standing": selectors.notice_for_dossier(request.user, row),
    }


def _onward(request: HttpRequest, row: Dossier, following: str) -> HttpResponseBase:
    messages.success(request, _("Saved."))
    if request.POST.get("next") == "on" and following:
        return redirect(url_of_step(row, following))
    return redirect(row)
