"""The recognised products and one certificate as data, for whoever wants to show or check them (docs/api.md)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from catalogue import places, selectors
from catalogue.facts import Facts, facts_of
from catalogue.forms import ProductFilterForm
from catalogue.shown import Shown
from catalogue.views import ORDER
from evaluations.selectors import certificate_by_token
from foundation.paging import keyset_page

SECONDS_FRESH = 300
PER_PAGE = 100


def public_data(view: Callable[..., JsonResponse]) -> Any:
    """Make a view public, cacheable for five minutes, answerable with 304, and readable from other sites."""

    def answer(request: HttpRequest, **parameters: Any) -> JsonResponse:
        response = view(request, **parameters)
        response["Access-Control-Allow-Origin"] = "*"
        return response

    answer.__name__, answer.__doc__ = view.__name__, view.__doc__
    return login_not_required(require_safe(conditional_page(cache_control(public=True, max_age=SECONDS_FRESH)(answer))))


@public_data
def products(request: HttpRequest) -> JsonResponse:
    """Return a page of the recognised products in force, or 400 and what was not understood."""
    form = ProductFilterForm(request.GET)
    if not form.is_valid():
        return _json({"errors": form.errors.get_json_data()}, status=400)
    page = keyset_page(selectors.search_recognised(**form.values()).rows, request, order=ORDER, per_page=PER_PAGE)
    address = settings.PUBLIC_BASE_URL + reverse("catalogue:api_products")
    return _json(
        {
            "items": [_item(row) for row in selectors.shown(page.items)],
            "next": address + page.next_url if page.next_url else None,
        }
    )


@public_data
def certificate(request: HttpRequest, token: str) -> JsonResponse:  # noqa: ARG001 -- a view
    """Return how one certificate stands, or 404."""
    found = certificate_by_token(token)
    facts = facts_of(found) if found else None
    return _json(_certificate(facts)) if facts else _json({"error": "not found"}, status=404)


def _json(data: dict[str, Any], status: int = 200) -> JsonResponse:
    return JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})


def _address(name: str, *args: Any) -> str:
    return str(settings.PUBLIC_BASE_URL) + reverse(name, args=args)


def _item(row: Shown) -> dict[str, Any]:
    home = row.product.producer.unit
    return {
        "product": row.product.name,
        "producer": row.product.producer.name,
        "commune": home.name,
        "province": places.province(home),
        "group": row.group,
        "set": row.product_set,
        "stars": row.stars,
        "recognised_on": row.recognised_on,
        "valid_until": row.last_day,
        "state": row.public_state,
        "source": "portal" if row.certificate else "list",
        "certificate": row.certificate.number if row.certificate else None,
        "url": _address("catalogue:product", row.product_id),
        "certificate_url": _address("catalogue:certificate", row.certificate.token) if row.certificate else None,
    }


def _certificate(facts: Facts) -> dict[str, Any]:
    return {
        "state": facts.state,
        "number": facts.number,
        "product": facts.product,
        "producer": facts.producer,
        "place": facts.place,
        "group": facts.group,
        "stars": facts.stars,
        "issued_on": facts.issued_on,
        "valid_until": facts.last_day,
        "withdrawn_on": facts.withdrawn_on,
        "decision": facts.decision_number or None,
        "decision_date": facts.decision_date,
        "issuer": facts.issuer,
        "law": facts.law,
        "replaced_by": _address("catalogue:certificate", facts.newer_token) if facts.newer_token else None,
        "url": _address("catalogue:certificate", facts.token),
    }
