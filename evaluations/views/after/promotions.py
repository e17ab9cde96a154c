"""Trade promotion of recognised products."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from activity.web import acting
from evaluations import after_rules, services
from evaluations.forms import FiguresForm, PromoteForm, PromotionForm
from evaluations.models import PromotedProduct, Promotion
from evaluations.selectors.recognised import promoted_of, promotion_totals, promotions_visible_to, recognised_now
from evaluations.services import PromotionFacts
from foundation.exports import workbook_response
from foundation.formatting import day
from foundation.paging import keyset_page


@require_GET
def promotions(request: HttpRequest) -> HttpResponse:
    """List trade promotion with what it brought, newest first, and the totals of all of it."""
    rows = promotions_visible_to(request.user)
    counted = rows.annotate(
        taken=Count("products"), contracts=Sum("products__contracts"), revenue=Sum("products__revenue")
    )
    context = {
        "page": keyset_page(counted, request, order=("-starts_on", "-pk")),
        "totals": promotion_totals(rows),
        "may_note": after_rules.starts_campaigns(request.user),
    }
    return render(request, "evaluations/after/promotions.html", context)


@require_GET
def promotions_export(request: HttpRequest) -> HttpResponse:
    """One row for each product in each promotion, as a workbook."""
    headers = [
        _("Kind"), _("Promotion"), _("Partner"), _("Place or address"), _("From"), _("Until"), _("Product"),
        _("Producer"), _("Commune"), _("Stars"), _("Contracts signed"), _("Revenue in đồng"),
    ]  # fmt: skip
    rows = (_line(row) for row in promoted_of(promotions_visible_to(request.user)))
    return workbook_response(filename="xuc-tien-thuong-mai", title=_("Trade promotion"), headers=headers, rows=rows)


def _line(row: PromotedProduct) -> list[Any]:
    one, product = row.promotion, row.product
    period = [day(one.starts_on), day(one.ends_on) if one.ends_on else None]
    who = [product.name, product.producer.name, product.producer.unit.name, row.stars]
    return [one.get_kind_display(), one.name, one.partner, one.place, *period, *who, row.contracts, row.revenue]


@require_http_methods(["GET", "POST"])
def promotion_create(request: HttpRequest) -> HttpResponse:
    """Note a promotion."""
    if not after_rules.starts_campaigns(request.user):
        raise PermissionDenied
    form = PromotionForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        office = data.pop("office")
        with acting(request, _("Promotion noted. Add its products.")) as outcome:
            made = services.create_promotion(office=office, facts=PromotionFacts(**data), actor=request.user)
        if outcome.ok:
            return redirect("evaluations:promotion", pk=made.pk)
    return render(request, "evaluations/after/promotion_form.html", {"form": form, "promotion": None})


def _promotion(request: HttpRequest, pk: int) -> Promotion:
    return get_object_or_404(promotions_visible_to(request.user), pk=pk)


def _kept(request: HttpRequest, pk: int) -> Promotion:
    """Return a promotion that the person keeps, else 404."""
    found = _promotion(request, pk)
    if not after_rules.keeps_promotion(request.user, found):
        raise Http404
    return found


@require_GET
def promotion(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a promotion with its products and figures."""
    found = _promotion(request, pk)
    only = promotions_visible_to(request.user).filter(pk=pk)
    context = {
        "promotion": found,
        "rows": promoted_of(only),
        "totals": promotion_totals(only),
        "keeps": after_rules.keeps_promotion(request.user, found),
    }
    return render(request, "evaluations/after/promotion.html", context)


@require_http_methods(["GET", "POST"])
def promotion_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a promotion is."""
    found = _kept(request, pk)
    initial = {name: getattr(found, name) for name in PromotionFacts.__dataclass_fields__}
    form = PromotionForm(request.POST or None, user=request.user, new=False, initial=initial)
    if request.method == "POST" and form.is_valid():
        with acting(request, _("Promotion changed")) as outcome:
            facts = PromotionFacts(**form.cleaned_data)
            services.update_promotion(promotion=found, facts=facts, actor=request.user)
        if outcome.ok:
            return redirect("evaluations:promotion", pk=pk)
    return render(request, "evaluations/after/promotion_form.html", {"form": form, "promotion": found})


@require_http_methods(["GET", "POST"])
def promotion_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a product to a promotion."""
    found = _kept(request, pk)
    rows = recognised_now(request.user).exclude(promotions__promotion=found).order_by("search", "pk")
    form = PromoteForm(request.POST or None, rows=rows)
    if request.method == "POST" and form.is_valid():
        with acting(request, _("Figures noted")) as outcome:
            services.promote_product(promotion=found, actor=request.user, **form.cleaned_data)
        if outcome.ok:
            return redirect("evaluations:promotion", pk=pk)
    context = {"promotion": found, "form": form, "heading": _("Add a product")}
    return render(request, "evaluations/after/promotion_product.html", context)


@require_http_methods(["GET", "POST"])
def promotion_figures(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Note newer figures of a product."""
    found = _kept(request, pk)
    line = get_object_or_404(found.products.select_related("product"), pk=row)
    initial = {"contracts": line.contracts, "revenue": line.revenue}
    form = FiguresForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with acting(request, _("Figures noted")) as outcome:
            services.promote_product(promotion=found, product=line.product, actor=request.user, **form.cleaned_data)
        if outcome.ok:
            return redirect("evaluations:promotion", pk=pk)
    context = {"promotion": found, "form": form, "heading": line.product.name}
    return render(request, "evaluations/after/promotion_product.html", context)


@require_POST
def promotion_drop(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Take a product out of a promotion."""
    line = get_object_or_404(_kept(request, pk).products, pk=row)
    with acting(request, _("Product taken out")):
        services.drop_promoted(row=line, actor=request.user)
    return redirect("evaluations:promotion", pk=pk)
