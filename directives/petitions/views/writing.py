"""One petition: its page, and writing it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from activity.web import acting
from directives.models import Petition
from directives.petitions import rules, selectors, services
from directives.petitions.enums import WRITABLE
from directives.petitions.forms import PetitionForm
from directives.selectors import documents_visible_to, form_key, made_with
from foundation import calendar, files
from foundation.components import TimelineItem


@require_GET
def petition(request: HttpRequest, pk: int) -> HttpResponse:
    """One petition: what it says, where it stands, what is to be done next, its answer, its history."""
    row = get_object_or_404(selectors.petitions_visible_to(request.user), pk=pk)
    inside = rules.sees_the_way(request.user, row)
    may_write = row.state in WRITABLE and rules.may_write(request.user, row)
    context = {
        "petition": row,
        "inside": inside,
        "actions": selectors.petition_actions_for(request.user, row),
        "may_write": may_write,
        "files": list(row.files.select_related("stored")),
        "due_words": calendar.describe_due(row.due_at) if row.due_at else "",
        "returned_because": selectors.returned_because(row),
        "other_because": selectors.other_answer_because(row) if inside else "",
        "may_handle": rules.may_handle(request.user, row),
        "reports": documents_visible_to(request.user).filter(petition_report__petitions=row) if inside else (),
        "history": [
            TimelineItem(entry.at, entry.label, who=entry.actor_name, office=entry.office_name, text=entry.reason)
            for entry in selectors.history_of(request.user, row)
        ],
    }
    return render(request, "directives/petitions/detail.html", context)


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Write a petition."""
    offices = [row for row in selectors.filing_offices(request.user) if selectors.handling_offices_for(row)]
    if not offices:
        raise PermissionDenied
    key = form_key(request.POST.get("key", ""))
    if request.method == "POST" and (done := made_with(Petition, request.user, key)):
        return redirect("directives:petition", done.pk)
    form = PetitionForm(request.POST or None, request.FILES or None, offices=offices)
    if request.method == "POST" and form.is_valid():
        with acting(request, _("The petition is saved. Send it when it is complete.")) as outcome:
            made = services.save_petition(
                office=form.cleaned_data["office"],
                text=form.text(),
                actor=request.user,
                uploads=form.cleaned_data["file"],
                key=key,
            )
        if done := made if outcome.ok else made_with(Petition, request.user, key):
            return redirect("directives:petition", done.pk)
    return _form_page(request, form, None)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a petition that was not sent, or that came back."""
    row = get_object_or_404(selectors.petitions_visible_to(request.user), pk=pk)
    if not rules.may_write(request.user, row):
        raise PermissionDenied
    if row.state not in WRITABLE:
        return redirect("directives:petition", pk)
    form = PetitionForm(request.POST or None, request.FILES or None, offices=[row.office], petition=row)
    if request.method == "POST" and form.is_valid():
        with acting(request, _("The petition is saved. Send it when it is complete.")) as outcome:
            services.save_petition(
                office=row.office,
                petition=row,
                text=form.text(),
                actor=request.user,
                seen=form.cleaned_data["version"],
                uploads=form.cleaned_data["file"],
            )
        if outcome.ok:
            return redirect("directives:petition", pk)
    return _form_page(request, form, row)


def _form_page(request: HttpRequest, form: PetitionForm, row: Any) -> HttpResponse:
    return render(request, "directives/petitions/form.html", {"form": form, "petition": row})


@require_GET
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file of a petition."""
    row = get_object_or_404(selectors.petition_files_visible_to(request.user), pk=pk)
    return files.serve(row.stored)


@require_POST
def remove_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file off a petition that is still being written."""
    row = get_object_or_404(selectors.petition_files_visible_to(request.user).select_related("petition"), pk=pk)
    with acting(request, _("The file is taken off.")):
        services.remove_file(file=row, actor=request.user)
    return redirect("directives:petition", row.petition_id)
