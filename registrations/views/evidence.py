"""The producer's papers: the list, one paper, a new one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from foundation.paging import keyset_page
from registrations import duplicates, rules, selectors, services
from registrations.forms.evidence import EvidenceForm, PaperFilter
from registrations.models import Dossier, Evidence
from registrations.steps import url_of_item, url_of_step
from registrations.views import keeping
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
            _say_repeated(request, duplicates.split(form.cleaned_data["files"], set())[1])
            _say_same_elsewhere(request, made)
            return keeping.stored(request, redirect(back))
    context = {"form": form, "title": _("Add a paper"), "lead": owner.name, "cancel_url": back, "keep": True}
    return render(request, "registrations/form.html", context | back_to_dossier(dossier))


@require_http_methods(["GET", "POST"])
def evidence(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A version of a paper with its files, where it is used, and its other versions.

    Whoever may edit it changes the current version until a dossier was submitted with it; then they make a new one.
    """
    row = get_object_or_404(selectors.evidence_visible_to(request.user), pk=pk)
    may_edit = rules.may_edit_evidence(request.user, row)
    if request.method == "POST" and not may_edit:
        raise PermissionDenied
    submitted = selectors.submitted_with(row) if may_edit and row.is_current else None
    offered = may_edit and row.is_current and submitted is None
    form = EvidenceForm(request.POST or None, request.FILES or None, instance=row) if may_edit else None
    if request.method == "POST" and form is not None and form.is_valid() and _save(request, form, pk):
        messages.success(request, _("Saved."))
        return redirect("registrations:evidence", pk=pk)
    shown = selectors.evidence_visible_to(request.user).get(pk=pk)
    versions = list(selectors.versions_of(request.user, shown))
    context = {
        "evidence": shown,
        "form": form,
        "may_edit": may_edit,
        "may_change": offered,
        "submitted": submitted,
        "versions": versions,
        "newest": versions[0],
        "uses": selectors.uses_of(request.user, shown),
    }
    return render(request, "registrations/evidence.html", context | _places(request, shown))


def _places(request: HttpRequest, row: Evidence) -> dict[str, str]:
    """Where a paper lies; council members see the paper of an entry, not its producer's pages."""
    if not selectors.producers_visible_to(request.user).filter(pk=row.producer_id).exists():
        return {"producer_url": "", "papers_url": ""}
    papers_url = reverse("registrations:evidence_list", args=[row.producer_id])
    return {"producer_url": row.producer.get_absolute_url(), "papers_url": papers_url}


@require_GET
def evidence_list(request: HttpRequest, pk: int) -> HttpResponseBase:
    """All papers of a producer, with filters."""
    owner = get_object_or_404(selectors.producers_visible_to(request.user), pk=pk)
    form = PaperFilter(request.GET)
    rows = form.narrow(selectors.papers_with_uses(request.user, owner))
    context = {
        "producer": owner,
        "form": form,
        "page": keyset_page(rows, request, order=("kind", "title", "pk")),
        "may_edit": rules.may_edit_producer(request.user, owner),
        "filtered": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "registrations/evidence_list.html", context)


def _save(request: HttpRequest, form: EvidenceForm, pk: int) -> bool:
    uploads = form.cleaned_data["files"]
    there = selectors.marks_of_paper(Evidence.objects.get(pk=pk))

    done = saved(
        form,
        lambda: services.update_evidence(
            evidence=Evidence.objects.get(pk=pk),
            values=form.values,
            uploads=uploads,
            seen=form.seen_value,
            actor=request.user,
        ),
        lambda: Evidence.objects.get(pk=pk),
    )
    if done is not None:
        _say_repeated(request, duplicates.split(uploads, there)[1])
    return done is not None


def _say_repeated(request: HttpRequest, names: list[str]) -> None:
    for name in names:
        text = _("The file “%(name)s” is with this paper already; it was not stored a second time.")
        messages.info(request, text % {"name": name})


def _say_same_elsewhere(request: HttpRequest, made: Evidence) -> None:
    for other in selectors.papers_with_same_file(made)[:3]:
        text = _("The same file is with your paper “%(title)s” already. One paper serves all your products.")
        messages.info(request, text % {"title": other.title})


def _way_back(request: HttpRequest, dossier: Dossier) -> str:
    key = request.GET.get("item", "")
    known = (
        bool(key) and dossier.rubric is not None and dossier.rubric.criteria.filter(key=key[:20], is_leaf=True).exists()
    )
    return url_of_item(dossier, key) if known else url_of_step(dossier, "papers")
