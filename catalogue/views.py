"""Public pages; nothing here needs a login and nothing can be changed."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue import selectors
from catalogue.facts import facts_of
from catalogue.forms import NumberForm, ProductFilterForm, SearchForm
from evaluations.enums import PublicState
from evaluations.selectors import certificate_by_token
from evaluations.selectors.history import public_promotions
from foundation.paging import keyset_page
from foundation.search import Slips

NEWEST_SHOWN = 6
PER_PAGE = 50
ORDER = ("-stars", "search", "pk")


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what OCOP is, what is recognised where, the newest products, and the ways in."""
    by_stars = selectors.tallies_by_stars()
    context = {
        "search": SearchForm(),
        "number_form": NumberForm(),
        "by_stars": by_stars,
        "total": sum(tally.count for tally in by_stars),
        "by_province": selectors.tallies_by_province(),
        "newest": selectors.newest_products(NEWEST_SHOWN),
    }
    return render(request, "catalogue/home.html", context)


@login_not_required
@require_safe
def products(request: HttpRequest) -> HttpResponse:
    """List the recognised products."""
    form = ProductFilterForm(request.GET)
    found = selectors.search_recognised(**form.values(), slips=Slips.ALONE)
    page = keyset_page(found.rows, request, order=found.order(*ORDER), per_page=PER_PAGE)
    context = {
        "form": form,
        "page": page,
        "rows": selectors.shown(page.items),
        "total": found.counted(),
        "nothing_exact": found.nothing_exact,
    }
    return render(request, "catalogue/products.html", context)


@login_not_required
@require_safe
def product(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one product with its present recognition and those before."""
    recognitions = selectors.recognitions_of(pk)
    if not recognitions:
        raise Http404
    newest = recognitions[0]
    context = {
        "product": newest.product,
        "newest": newest,
        "earlier": recognitions[1:],
        "promotions": public_promotions(pk),
    }
    return render(request, "catalogue/product.html", context)


@login_not_required
@require_safe
def certificate(request: HttpRequest, token: str) -> HttpResponse:
    """Show how a certificate stands: where its QR code leads."""
    found = certificate_by_token(token)
    facts = facts_of(found) if found else None
    if facts is None:
        context = {"form": NumberForm(), "missing": _("No certificate has this address"), "asked": ""}
        return render(request, "catalogue/verify.html", context, status=404)
    context = {"facts": facts, "training": facts.state == PublicState.TRAINING}
    return render(request, "catalogue/certificate.html", context)


@login_not_required
@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Find a certificate by the number that somebody typed; one match leads straight to its page."""
    form = NumberForm(request.GET if "so" in request.GET else None)
    context: dict[str, Any] = {"form": form, "missing": "", "asked": ""}
    if form.is_bound and form.is_valid():
        asked = form.cleaned_data["so"]
        found = selectors.recognitions_by_number(asked)
        if len(found) == 1 and found[0].certificate:
            return redirect("catalogue:certificate", token=found[0].certificate.token)
        context |= {"asked": asked, "found": found}
        if not found:
            context["missing"] = _("No certificate has the number “%(number)s”") % {"number": asked}
    return render(request, "catalogue/verify.html", context)
