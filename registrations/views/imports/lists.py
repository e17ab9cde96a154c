"""The imports of an office, and a new one."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from foundation.paging import keyset_page
from registrations import rules, selectors, services
from registrations.enums import ImportKind
from registrations.forms.imports import UploadForm
from registrations.views.saving import saved


@require_GET
def imports(request: HttpRequest) -> HttpResponse:
    """The imports of the person's office, newest first."""
    if not rules.may_import(request.user):
        raise PermissionDenied
    page = keyset_page(selectors.imports_visible_to(request.user), request, order=("-pk",))
    return render(request, "registrations/imports.html", {"page": page, "templates": _templates(request)})


@require_http_methods(["GET", "POST"])
def import_create(request: HttpRequest) -> HttpResponseBase:
    """Upload a list; the next page asks what its columns mean."""
    if not rules.may_import(request.user):
        raise PermissionDenied
    offices = selectors.offices_that_import(request.user)
    rounds = selectors.rounds_for_import(request.user)
    asked = request.GET.get("round", "")
    named = int(asked) if asked.isdecimal() and len(asked) < 19 else None
    initial = {"round": next((row for row in rounds if row.pk == named or len(rounds) == 1), None)}
    form = UploadForm(request.POST or None, request.FILES or None, offices=offices, rounds=rounds, initial=initial)
    if request.method == "POST" and form.is_valid() and form.sheets:
        data, names = form.cleaned_data, form.sheets
        made = saved(
            form,
            lambda: services.upload_list(
                office=data["office"],
                kind=data["kind"],
                registration_round=data["round"],
                upload=data["file"],
                sheets=names.visible,
                hidden_sheets=names.hidden,
                actor=request.user,
            ),
        )
        if made:
            return redirect("registrations:import_columns", pk=made.pk)
    context = {"form": form, "templates": _templates(request)}
    return render(request, "registrations/import_upload.html", context)


def _templates(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the empty lists that this person can use: address and name."""
    stars = any(office.runs_rounds for office in selectors.offices_that_import(request.user))
    return [
        (reverse("registrations:import_template", args=[kind]), str(kind.label))
        for kind in ImportKind
        if stars or kind != ImportKind.REGISTER
    ]
