"""Results that the level above has left: which there are, and using them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.enums import Role
from accounts.selectors import offices_with_role
from activity.web import acting
from evaluations import rules, services
from evaluations.forms.adopting import AdoptForm
from evaluations.selectors.adopting import left_to_user


@require_http_methods(["GET", "POST"])
def left_results(request: HttpRequest) -> HttpResponse:
    """List the results left to the person's offices by round above; a POST makes the round that uses some of them."""
    if not rules.may_create_rounds(request.user):
        raise PermissionDenied
    groups = left_to_user(request.user)
    if request.method == "POST":
        form = AdoptForm(request.POST, rows=[row for _office, rows in groups for row in rows])
        if form.is_valid():
            offices = offices_with_role(request.user, Role.ROUND_OFFICER)
            office = get_object_or_404(offices, pk=form.cleaned_data["office"])
            made = None
            with acting(request, _("The results are used. Now propose them.")):
                made = services.adopt_results(office=office, entries=form.chosen(), actor=request.user)
            if made is not None:
                return redirect("evaluations:results", pk=made.pk)
        else:
            messages.error(request, _("Choose results of one round that were left to your office."))
        return redirect("evaluations:left_results")
    return render(request, "evaluations/after/left_results.html", {"groups": groups})
