"""The steps in which a producer writes a dossier."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from registrations import rules, selectors, services
from registrations.contents import contents_of
from registrations.forms.dossiers import SetForm, step_form
from registrations.forms.producers import ProductForm
from registrations.models import Dossier, Product
from registrations.steps import PAPERS, PART_PREFIX, PRODUCER, PRODUCT, TEXT_STEPS, Step, steps_of, url_of_step
from registrations.views.places import back_to_dossier
from registrations.views.saving import saved


def writable(request: HttpRequest, pk: int) -> Dossier | None:
    """Return a dossier that the person may write in now; None when it was submitted, with a message that says so."""
    row = get_object_or_404(selectors.dossiers_visible_to(request.user), pk=pk)
    if not rules.files_for(request.user, row):
        raise PermissionDenied
    if not row.is_editable:
        messages.error(request, _("The dossier has been submitted and cannot be changed now."))
        return None
    return row


@require_http_methods(["GET", "POST"])
def dossier_step(request: HttpRequest, pk: int, step: str) -> HttpResponseBase:
    """One step of a dossier."""
    row = writable(request, pk)
    if row is None:
        return redirect("registrations:dossier", pk=pk)
    steps = steps_of(row)
    here = next((known for known in steps if known.key == step), None)
    if here is None:
        raise Http404
    if here.key == PRODUCER.key:
        return redirect(f"{reverse('registrations:producer_edit', args=[row.producer_id])}?dossier={row.pk}")
    following = steps[steps.index(here) + 1].key if here is not steps[-1] else ""
    if here.key == PRODUCT.key:
        return _product(request, row, here, following)
    if here.key == PAPERS.key:
        return _papers(request, row)
    if here.key.startswith(PART_PREFIX):
        return _part(request, row, here, following)
    return _texts(request, row, TEXT_STEPS[here.key], following)


def _texts(request: HttpRequest, row: Dossier, here: Step, following: str) -> HttpResponseBase:
    form = step_form(here)(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        fresh = Dossier.objects.get(pk=row.pk)
        done = saved(
            form,
            lambda: services.save_fields_of_dossier(
                dossier=fresh, values=form.values, seen=form.seen_value, actor=request.user
            ),
            lambda: Dossier.objects.get(pk=row.pk),
        )
        if done:
            return _onward(request, row, following)
    return render(request, "registrations/step.html", _context(row, here, following) | {"form": form})


def _product(request: HttpRequest, row: Dossier, here: Step, following: str) -> HttpResponseBase:
    """The product itself, and its product set where the decision's sets are held."""
    form = ProductForm(request.POST or None, instance=row.product, prefix="product")
    set_form = SetForm(request.POST or None, instance=row, prefix="set") if row.law.rubrics.exists() else None
    if request.method == "POST" and form.is_valid() and (set_form is None or set_form.is_valid()):
        fresh, product = Dossier.objects.get(pk=row.pk), Product.objects.get(pk=row.product_id)
        done = saved(
            form,
            lambda: services.update_product(
                product=product, values=form.values, seen=form.seen_value, actor=request.user
            ),
            lambda: Product.objects.get(pk=row.product_id),
        )
        if done and set_form is not None:
            done = saved(
                set_form,
                lambda: services.save_fields_of_dossier(
                    dossier=fresh, values=set_form.values, seen=set_form.seen_value, actor=request.user
                ),
                lambda: Dossier.objects.get(pk=row.pk),
            )
        if done:
            return _onward(request, row, following)
    context = _context(row, here, following) | {"form": form, "set_form": set_form}
    return render(request, "registrations/step.html", context)


def _part(request: HttpRequest, row: Dossier, here: Step, following: str) -> HttpResponseBase:
    """A part of the rubric: its items, each on a page of its own, and what they come to so far."""
    if request.method == "POST":
        return redirect(url_of_step(row, here.key))
    code = here.key.removeprefix(PART_PREFIX)
    blocks = contents_of(row).parts
    block = next(block for block in blocks if block.code.lower() == code)
    context = _context(row, here, following) | {"part": block, "tally": selectors.tally_of(row)}
    return render(request, "registrations/part.html", context)


def _papers(request: HttpRequest, row: Dossier) -> HttpResponseBase:
    """The papers of the dossier, and the producer's other papers that could go with it."""
    if request.method == "POST":
        pk = request.POST.get("paper", "")
        own = selectors.evidence_visible_to(request.user).filter(producer=row.producer)
        paper = get_object_or_404(own, pk=int(pk) if pk.isdecimal() and len(pk) < 19 else 0)
        act = services.detach_paper if request.POST.get("act") == "detach" else services.attach_paper
        act(dossier=row, evidence=paper, actor=request.user)
        return redirect(url_of_step(row, PAPERS.key))
    attached = list(row.papers.prefetch_related("files__stored").order_by("kind", "title", "pk"))
    others = selectors.evidence_visible_to(request.user).filter(producer=row.producer)
    context = _context(row, PAPERS, "") | {
        "papers": attached,
        "others": others.exclude(pk__in=[paper.pk for paper in attached]),
        "list_items": row.law.dossier_items,
    }
    return render(request, "registrations/papers.html", context)


def _context(row: Dossier, here: Step, following: str) -> dict[str, Any]:
    return back_to_dossier(row) | {"step": here, "following": following}


def _onward(request: HttpRequest, row: Dossier, following: str) -> HttpResponseBase:
    messages.success(request, _("Saved."))
    if request.POST.get("next") == "on" and following:
        return redirect(url_of_step(row, following))
    return redirect(row)
