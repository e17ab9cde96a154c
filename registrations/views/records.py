"""The producers and the products that a person may see, to look something up."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from foundation.paging import keyset_page
from registrations import selectors
from registrations.forms.records import ProducerFilter, ProductFilter


@require_GET
def producers(request: HttpRequest) -> HttpResponse:
    """The producers that the person may see, by name."""
    seek = partial(selectors.search_producers, request.user)
    form = ProducerFilter(request.GET, seek=seek, units=selectors.units_with_producers(request.user))
    rows = form.narrow(selectors.producers_with_counts(request.user))
    page = keyset_page(rows, request, order=form.order("search", "pk"))
    return render(request, "registrations/producers.html", {"form": form, "page": page, "q": request.GET.get("q", "")})


@require_GET
def products(request: HttpRequest) -> HttpResponse:
    """The products of these producers, by name."""
    form = ProductFilter(
        request.GET,
        seek=partial(selectors.search_products, request.user),
        units=selectors.units_with_producers(request.user),
        producers=selectors.producers_visible_to(request.user),
    )
    rows = form.narrow(selectors.products_visible_to(request.user))
    context = {
        "form": form,
        "page": keyset_page(rows, request, order=form.order("search", "pk")),
        "producer": form.of_producer,
        "q": request.GET.get("q", ""),
    }
    return render(request, "registrations/products.html", context)
