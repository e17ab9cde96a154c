"""The page of a year's rest days."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts import rules
from accounts.rest_days import selectors, services
from accounts.rest_days.forms import RestDaysForm
from activity.errors import Conflict, Refused
from activity.web import acting
from foundation import clock
from foundation.components import TimelineItem


@require_http_methods(["GET", "POST"])
def rest_days(request: HttpRequest) -> HttpResponse:
    """Show a year's rest days to everybody who works with terms; an administrator adds days."""
    if not rules.may_see_rest_days(request.user):
        raise PermissionDenied
    year = _year(request)
    may_change = rules.may_change_rest_days(request.user)
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    missing = selectors.fixed_days_missing(year)
    offered = "\n".join(f"{day:%d/%m/%Y} {name}" for day, name in missing)
    form = RestDaysForm(request.POST or None, initial={"lines": offered}) if may_change else None
    if form is not None and request.method == "POST" and form.is_valid() and _added(request, form):
        return redirect(f"{request.path}?year={min(form.days).year}")
    context = {
        "year": year,
        "years": (year - 1, year + 1),
        "days": selectors.rest_days_of(year),
        "form": form,
        "without": selectors.year_without_rest_days(),
        "history": [
            TimelineItem(e.at, e.label, who=e.actor_name, office=e.office_name) for e in selectors.history_of_year(year)
        ],
    }
    return render(request, "accounts/rest_days.html", context)


def _added(request: HttpRequest, form: RestDaysForm) -> bool:
    try:
        count = services.add_rest_days(days=form.days, actor=request.user)
    except (Conflict, Refused) as error:
        form.add_error(None, str(error))
        return False
    text = ngettext("%(n)s rest day was added.", "%(n)s rest days were added.", count)
    messages.success(request, text % {"n": count})
    return True


@require_POST
def rest_day_remove(request: HttpRequest, day: str) -> HttpResponse:
    """Take a day out of the table."""
    if not rules.may_change_rest_days(request.user):
        raise PermissionDenied
    try:
        found = date.fromisoformat(day)
    except ValueError as error:
        raise Http404 from error
    with acting(request, _("The rest day was removed.")):
        services.remove_rest_day(day=found, actor=request.user)
    return redirect(f"{reverse('accounts:rest_days')}?year={found.year}")


def _year(request: HttpRequest) -> int:
    wanted = request.GET.get("year", "")
    return int(wanted) if wanted.isdecimal() and 2015 <= int(wanted[:6]) <= 2100 else clock.today().year
