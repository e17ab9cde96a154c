"""One item of the rubric on one screen: pick a level, describe, attach evidence."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from registrations import selectors, services
from registrations.editing import marks_for
from registrations.expiry import warned
from registrations.forms.dossiers import ItemForm, answer_of
from registrations.models import Dossier, DossierItem
from registrations.services.dossiers import seen_of_item
from registrations.steps import part_key, url_of_item, url_of_step
from registrations.views import autosave
from registrations.views.places import back_to_dossier
from registrations.views.saving import Guard, saves
from registrations.views.steps import writable
from rubrics.models import Criterion
from rubrics.selectors import leaf_criteria


@require_http_methods(["GET", "POST"])
def dossier_item(request: HttpRequest, pk: int, key: str) -> HttpResponseBase:
    """Answer one item; from here to the next one, to the part, or to a new paper without losing a word."""
    row = writable(request, pk, typed=True)
    if row is None:
        return autosave.closed(request) or redirect("registrations:dossier", pk=pk)
    leaves = list(leaf_criteria(row.rubric)) if row.rubric else []
    leaf = get_object_or_404(Criterion, rubric=row.rubric_id, key=key, is_leaf=True)
    place = next(index for index, each in enumerate(leaves) if each.pk == leaf.pk)
    leaf = leaves[place]
    papers = selectors.papers_for(request.user, row)
    stored = _stored(row, leaf)
    form = ItemForm(
        request.POST or None,
        criterion=leaf,
        levels=list(leaf.levels.all()),
        papers=papers,
        registration_round=row.round,
        initial=answer_of(stored),
    )
    guard = _guard(request, row, leaf, form)
    if autosave.wanted(request):
        return autosave.answer(request, row, [guard], tally=lambda: selectors.tally_of(row))
    if row.is_editable and saves(request, guard):
        messages.success(request, _("Saved."))
        following = leaves[place + 1] if place + 1 < len(leaves) else None
        return redirect(_next_place(request, row, leaf, following))
    context = back_to_dossier(row) | {
        "form": form,
        "criterion": leaf,
        "place": place + 1,
        "items": len(leaves),
        "part_url": url_of_step(row, part_key(leaf.part)),
        "previous_url": url_of_item(row, leaves[place - 1].key) if place else "",
        "tally": selectors.tally_of(row),
        "standing": selectors.notice_for_dossier(request.user, row),
        "expiring": warned(stored.evidence.all(), row) if stored else [],
    }
    return render(request, "registrations/item.html", context)


def _stored(row: Dossier, leaf: Criterion) -> DossierItem | None:
    return row.items.filter(criterion=leaf).prefetch_related("evidence").first()


def _guard(request: HttpRequest, row: Dossier, leaf: Criterion, form: ItemForm) -> Guard:
    """How the form is saved: what was not changed here stays as it is stored, also when it was changed elsewhere."""

    def save(names: list[str]) -> DossierItem:
        stored, mine = _stored(row, leaf), form.cleaned_data
        seen = " ".join([marks_for(form.seen_value, names), marks_for(seen_of_item(stored), names, others=True)])
        papers = list(stored.evidence.all()) if stored else []
        answered, level = (stored.answered, stored.level) if stored else (False, None)
        return services.save_item(
            dossier=row,
            criterion=leaf,
            answered=form.answered if "choice" in names else answered,
            level=form.level if "choice" in names else level,
            description=mine["description"] if "description" in names else stored.description if stored else "",
            evidence=mine["evidence"] if "evidence" in names else papers,
            seen=seen,
            actor=request.user,
        )

    return Guard(form, save, lambda: _stored(row, leaf))


def _next_place(request: HttpRequest, row: Dossier, leaf: Criterion, following: Criterion | None) -> str:
    wish = request.POST.get("next")
    if wish == "paper":
        query = urlencode({"dossier": row.pk, "item": leaf.key})
        return f"{reverse('registrations:evidence_create', args=[row.producer_id])}?{query}"
    if wish == "on" and following is not None:
        return url_of_item(row, following.key)
    return url_of_step(row, part_key(leaf.part))
