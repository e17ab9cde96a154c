"""The producer's papers and their files."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from foundation import files
from registrations import rules, selectors, services
from registrations.forms.evidence import EvidenceForm
from registrations.models import Dossier, Evidence
from registrations.steps import url_of_item, url_of_step
from registrations.views.places import back_to_dossier, dossier_in_hand
from registrations.views.saving import saved


@require_http_methods(["GET", "POST"])
def evidence_create(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Add a paper; from a dossier it goes with it, and the way leads back to the item that needs it."""
    owner = get_object_or_404(selectors.producers_visible_to(request.user), pk=pk)
    if not rules.may_edit_producer(request.user, owner):
        raise PermissionDenied
    dossier = dossier_in_hand(request)
    if dossier is not None and dossier.producer_id != owner.pk:
        raise PermissionDenied
    form = EvidenceForm(request.POST or None, request.FILES or None)
    back = _way_back(request, dossier) if dossier else owner.get_absolute_url()
    if request.method == "POST" and form.is_valid():
        made = saved(
            form,
            lambda: services.add_evidence(
                producer=owner,
                values=form.values,
                uploads=form.cleaned_data["files"],
                actor=request.user,
                dossier=dossier,
            ),
        )
        if made:
            messages.success(request, _("The paper “%(title)s” is stored.") % {"title": made.title})
            return redirect(back)
    context = {"form": form, "title": _("Add a paper"), "lead": owner.name, "cancel_url": back}
    return render(request, "registrations/form.html", context | back_to_dossier(dossier))


@require_http_methods(["GET", "POST"])
def evidence(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A paper with its files; whoever may edit it changes what is said about it and adds files."""
    row = get_object_or_404(selectors.evidence_visible_to(request.user), pk=pk)
    may_edit = rules.may_edit_evidence(request.user, row)
    if request.method == "POST" and not may_edit:
        raise PermissionDenied
    form = EvidenceForm(request.POST or None, request.FILES or None, instance=row) if may_edit else None
    if request.method == "POST" and form is not None and form.is_valid() and _save(request, form, pk):
        messages.success(request, _("Saved."))
        return redirect("registrations:evidence", pk=pk)
    shown = selectors.evidence_visible_to(request.user).get(pk=pk)
    return render(request, "registrations/evidence.html", {"evidence": shown, "form": form})


def _save(request: HttpRequest, form: EvidenceForm, pk: int) -> bool:
    def save() -> Evidence:
        row = Evidence.objects.get(pk=pk)
        services.update_evidence(evidence=row, values=form.values, seen=form.seen_value, actor=request.user)
        if form.cleaned_data["files"]:
            services.add_files(evidence=row, uploads=form.cleaned_data["files"], actor=request.user)
        return row

    return saved(form, save, lambda: Evidence.objects.get(pk=pk)) is not None


@require_GET
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A stored file, for whoever sees the paper or dossier that it belongs to."""
    return files.serve(get_object_or_404(selectors.stored_file_visible_to(request.user), pk=pk))


@require_GET
def file_page(request: HttpRequest, pk: int, page: int) -> HttpResponseBase:
    """A page of a stored file as a picture, for whoever may see the file."""
    stored = get_object_or_404(selectors.stored_file_visible_to(request.user), pk=pk)
    return files.serve_page(request, stored, page, files.PAGE)


@require_GET
def file_thumbnail(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The first page of a stored file as a small picture, for whoever may see the file."""
    stored = get_object_or_404(selectors.stored_file_visible_to(request.user), pk=pk)
    return files.serve_page(request, stored, 1, files.THUMBNAIL)


def _way_back(request: HttpRequest, dossier: Dossier) -> str:
    key = request.GET.get("item", "")
    known = (
        bool(key) and dossier.rubric is not None and dossier.rubric.criteria.filter(key=key[:20], is_leaf=True).exists()
    )
    return url_of_item(dossier, key) if known else url_of_step(dossier, "papers")
