"""A council's regulation, its decision, its advisory team; and a person's own ties to producers."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from activity.errors import Conflict, Refused
from activity.web import acting
from evaluations import rules, selectors, services
from evaluations.forms import AdviserForm, CouncilDecisionForm, RegulationForm, TieForm
from evaluations.models import AdvisoryMember, Council
from evaluations.selectors.conflicts import producers_before_councils_of, ties_visible_to


def _own_council(request: HttpRequest, pk: int) -> Council:
    """Return a council that the person's office may change, else 404 or 403."""
    found = get_object_or_404(selectors.councils_visible_to(request.user), pk=pk)
    if not rules.may_edit_council(request.user, found):
        raise PermissionDenied
    return found


@require_http_methods(["GET", "POST"])
def council_regulation(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit the regulation of a council that has not begun to score."""
    found = _own_council(request, pk)
    form = RegulationForm(request.POST or None, initial=found.regulation_values())
    if request.method == "POST" and form.is_valid():
        try:
            services.set_regulation(council=found, facts=form.facts(), actor=request.user)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The regulation is saved."))
            return redirect("evaluations:council", pk=pk)
    rounds = selectors.rounds_taking_over(found)
    context = {"council": found, "form": form, "rounds": rounds, "training": found.training}
    return render(request, "evaluations/council_regulation.html", context)


@require_http_methods(["GET", "POST"])
def council_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the council's name and the decision that set it up."""
    found = _own_council(request, pk)
    form = CouncilDecisionForm(request.POST or None, user=request.user, council=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.describe_council(council=found, actor=request.user, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("evaluations:council", pk=pk)
    return render(request, "evaluations/council_edit.html", {"council": found, "form": form})


@require_http_methods(["GET", "POST"])
def adviser_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a person on the advisory team."""
    found = _own_council(request, pk)
    form = AdviserForm(request.POST or None, council=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_adviser(council=found, actor=request.user, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The member is added."))
            return redirect("evaluations:council", pk=pk)
    return render(request, "evaluations/adviser_form.html", {"council": found, "form": form})


@require_POST
def adviser_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a person off the advisory team."""
    rows = AdvisoryMember.objects.filter(council__in=selectors.councils_visible_to(request.user).values("pk"))
    found = get_object_or_404(rows.select_related("council", "user"), pk=pk)
    with acting(request, _("Taken off the team.")):
        services.remove_adviser(adviser=found, actor=request.user)
    return redirect("evaluations:council", pk=found.council_id)


@require_http_methods(["GET", "POST"])
def ties(request: HttpRequest) -> HttpResponse:
    """The person's own ties to producers: declared once, remembered in every round."""
    if not rules.may_declare_ties(request.user):
        raise PermissionDenied
    form = TieForm(request.POST or None, producers=producers_before_councils_of(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            services.declare_tie(user=request.user, **form.cleaned_data)
        except (Refused, Conflict) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your declaration is kept."))
            return redirect("evaluations:ties")
    return render(request, "evaluations/ties.html", {"form": form, "ties": ties_visible_to(request.user)})


@require_POST
def tie_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an own declaration back."""
    found = get_object_or_404(ties_visible_to(request.user), pk=pk)
    with acting(request, _("The declaration is taken back.")):
        services.end_tie(tie=found, actor=request.user)
    return redirect("evaluations:ties")
