"""Public pages: what the law asks. Nothing here needs a login and nothing can be changed."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from foundation import clock
from rubrics import rules, selectors


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the decisions with their procedure and their product sets, the one in force first."""
    context = {
        "decisions": selectors.decisions_with_sets(),
        "in_force": selectors.decisions_in_force(clock.today()),
        "may_enter": rules.may_enter_law(request.user),
    }
    return render(request, "rubrics/index.html", context)


@login_not_required
@require_safe
def rubric(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show the sheet of one product set: parts, items, levels and gates; also meant for paper."""
    found = get_object_or_404(selectors.published_rubrics(), decision__slug=slug, number=number)
    return render(
        request,
        "rubrics/rubric.html",
        {"rubric": found, "decision": found.decision, "parts": selectors.rubric_tree(found)},
    )
