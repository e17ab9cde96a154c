"""Producers and their products."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from registrations import rules, selectors, services
from registrations.forms.producers import ProducerForm, ProductForm
from registrations.models import Producer
from registrations.views import autosave, keeping
from registrations.views.guards import product_guard, record_guard
from registrations.views.places import back_to_dossier, dossier_in_hand
from registrations.views.saving import saved, saves

# On the page of a producer; the lists have all.
MOST = 50


@require_GET
def producer(request: HttpRequest, pk: int) -> HttpResponse:
    """A producer's record with products and papers."""
    row = get_object_or_404(selectors.producers_visible_to(request.user), pk=pk)
    context = {
        "producer": row,
        "products": row.products.all()[:MOST],
        "papers": selectors.papers_of(request.user, row)[:MOST],
        "wishes": selectors.wishes_visible_to(request.user).filter(producer=row)[:MOST],
        "most": MOST,
        "may_edit": rules.may_edit_producer(request.user, row),
        "renewals": selectors.renewals_of_producer(row),
    }
    return render(request, "registrations/producer.html", context)


@require_http_methods(["GET", "POST"])
def producer_create(request: HttpRequest) -> HttpResponseBase:
    """Set up a producer's record."""
    if not rules.may_create_producer(request.user):
        raise PermissionDenied
    form = ProducerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = saved(form, lambda: services.create_producer(values=form.values, actor=request.user))
        if made:
            messages.success(request, _("The record is set up."))
            return keeping.stored(request, redirect(made))
    context = {"form": form, "title": _("Set up a producer's record"), "cancel_url": reverse("registrations:start")}
    context["keep"] = True
    return render(request, "registrations/form.html", context)


@require_http_methods(["GET", "POST"])
def producer_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Change a producer's record; from a dossier the way leads back there."""
    row = _editable_producer(request, pk)
    dossier = dossier_in_hand(request)
    form = ProducerForm(request.POST or None, instance=row)
    guard = record_guard(request, row, form)
    if autosave.wanted(request):
        return autosave.answer(request, None, [guard])
    if saves(request, guard):
        messages.success(request, _("Saved."))
        return redirect(dossier or row)
    cancel = dossier.get_absolute_url() if dossier else row.get_absolute_url()
    context = {"form": form, "title": _("Producer"), "cancel_url": cancel, "dossier": dossier, "autosave": True}
    return render(request, "registrations/form.html", context | back_to_dossier(dossier))


@require_http_methods(["GET", "POST"])
def product_create(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Add a product."""
    owner = _editable_producer(request, pk)
    form = ProductForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = saved(form, lambda: services.create_product(producer=owner, values=form.values, actor=request.user))
        if made:
            messages.success(request, _("The product is added."))
            return keeping.stored(request, redirect(owner))
    context = {"form": form, "title": _("Add a product"), "lead": owner.name, "cancel_url": owner.get_absolute_url()}
    context["keep"] = True
    return render(request, "registrations/form.html", context)


@require_http_methods(["GET", "POST"])
def product_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Change a product."""
    row = get_object_or_404(selectors.products_visible_to(request.user), pk=pk)
    if not rules.may_edit_product(request.user, row):
        return redirect(row.producer)
    form = ProductForm(request.POST or None, instance=row)
    guard = product_guard(request, row, form)
    if autosave.wanted(request):
        return autosave.answer(request, None, [guard])
    if saves(request, guard):
        messages.success(request, _("Saved."))
        return redirect(row.producer)
    renewal = selectors.renewal_of_product(row)
    context = {
        "form": form,
        "title": _("Product"),
        "renewals": [renewal] if renewal else [],
        "cancel_url": row.producer.get_absolute_url(),
        "autosave": True,
    }
    return render(request, "registrations/product.html", context)


def _editable_producer(request: HttpRequest, pk: int) -> Producer:
    row = get_object_or_404(selectors.producers_visible_to(request.user), pk=pk)
    if not rules.may_edit_producer(request.user, row):
        raise PermissionDenied
    return row
