"""Pages of administrators: officials and their roles, units and their offices."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts import rules
from accounts.selectors import accounts_visible_to
from accounts.services import CODE_VALID_FOR
from accounts.staff import forms, selectors, services
from activity.errors import Conflict, Refused
from activity.selectors import history
from activity.web import confirm_page
from foundation import clock
from foundation.components import Confirm, TimelineItem
from foundation.paging import keyset_page


def _administrators_only(request: HttpRequest) -> None:
    if not rules.may_administer(request.user):
        raise PermissionDenied


def _did(form: Form, act: Any) -> Any:
    """Do it and return what came of it; a refusal becomes an error above the form."""
    try:
        return act()
    except (Conflict, Refused) as error:
        form.add_error(None, str(error))
        return None


def _timeline(subject: Any) -> list[TimelineItem]:
    return [TimelineItem(e.at, e.label, who=e.actor_name, office=e.office_name) for e in history(subject)[:50]]


# -- People ------------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def open_staff(request: HttpRequest) -> HttpResponse:
    """Make an official's account and show the code that opens it, once."""
    _administrators_only(request)
    form = forms.StaffAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = _did(form, lambda: services.open_staff_account(actor=request.user, **form.cleaned_data))
        if made:
            context = {"account": made[0], "code": made[1], "valid_days": CODE_VALID_FOR.days, "next": made[0].pk}
            response = render(request, "accounts/code.html", context)
            response["Cache-Control"] = "no-store"
            return response
    return render(request, "accounts/open_staff.html", {"form": form})


@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a person's account and roles; an administrator gives a role here."""
    _administrators_only(request)
    account = get_object_or_404(accounts_visible_to(request.user), pk=pk)
    may_change = rules.may_change_roles_of(request.user, account)
    form = forms.RoleForm(request.POST or None) if may_change else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if form.is_valid() and _did(
            form, lambda: services.give_role(user=account, actor=request.user, **form.cleaned_data)
        ):
            messages.success(request, _("The role was given."))
            return redirect("accounts:person", pk=account.pk)
    context = {
        "account": account,
        "roles": account.memberships.select_related("office").order_by("-starts_on", "-pk"),
        "today": clock.today(),
        "form": form,
        "may_print_code": rules.may_hand_out_first_code(request.user, account),
        "history": _timeline(account),
    }
    return render(request, "accounts/person.html", context)


@require_http_methods(["GET", "POST"])
def role_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the last day of a role and end it."""
    _administrators_only(request)
    row = get_object_or_404(selectors.roles_administered_by(request.user), pk=pk)
    confirm = Confirm(
        title=_("End a role"),
        action=_("End the role"),
        cancel_url=reverse("accounts:person", args=[row.user_id]),
        facts=[(_("Name"), row.user), (_("Role"), row.get_role_display()), (_("Office"), row.office)],
        what=[_("From the next day on the person sees and does nothing more for this office.")],
        tells=[str(row.user)],
    )
    return confirm_page(
        request,
        confirm,
        forms.RoleEndForm(request.POST or None, membership=row),
        act=lambda values: services.end_role(membership=row, actor=request.user, **values),
        done=_("The role ends."),
    )


# -- Units and offices -------------------------------------------------------------------------------------------------
@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """List the administrative units."""
    _administrators_only(request)
    form = forms.UnitFilterForm(request.GET)
    rows = selectors.units_administered_by(request.user)
    if form.is_valid():
        data = form.cleaned_data
        rows = selectors.units_matching(rows, data["q"], data["level"], ended=data["ended"])
    page = keyset_page(rows, request, order=("search", "pk"))
    return render(request, "accounts/units.html", {"page": page, "form": form})


@require_http_methods(["GET", "POST"])
def units_create(request: HttpRequest) -> HttpResponse:
    """Set up units, one a line."""
    _administrators_only(request)
    form = forms.UnitsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        named = data.pop("lines")
        made = _did(form, lambda: services.add_units(named=named, actor=request.user, **data))
        if made:
            text = ngettext("%(n)s unit was set up.", "%(n)s units were set up.", len(made))
            messages.success(request, text % {"n": len(made)})
            return redirect("accounts:units")
    return render(request, "accounts/units_create.html", {"form": form})


@require_safe
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a unit: its validity, its offices and who works in them."""
    _administrators_only(request)
    row = get_object_or_404(selectors.units_administered_by(request.user), pk=pk)
    offices = selectors.offices_administered_by(request.user).filter(unit=row).order_by("name", "pk")
    context = {
        "unit": row,
        "offices": selectors.with_people(offices),
        "successors": row.successors.order_by("search", "pk"),
        "history": _timeline(row),
    }
    return render(request, "accounts/unit.html", context)


@require_http_methods(["GET", "POST"])
def unit_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the last day of a unit and for those that take over, and end it."""
    _administrators_only(request)
    row = get_object_or_404(selectors.units_administered_by(request.user).filter(valid_to=None), pk=pk)
    page = reverse("accounts:unit", args=[row.pk])
    form = forms.UnitEndForm(request.POST or None, unit=row)
    if request.method == "POST" and form.is_valid():
        done = _did(form, lambda: services.end_unit(unit=row, actor=request.user, **form.cleaned_data) or True)
        if done:
            messages.success(request, _("The unit ends on that day."))
            return redirect(page)
    confirm = Confirm(
        title=_("End a unit"),
        action=_("End the unit"),
        cancel_url=page,
        facts=[(_("Unit"), row)],
        what=[
            _("Its offices end on the same day."),
            _("The officers of the units that take over see and go on with its dossiers."),
        ],
        danger=True,
    )
    return render(request, "components/confirm.html", {"confirm": confirm, "form": form})


@require_http_methods(["GET", "POST"])
def office_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Set up an office of a unit."""
    _administrators_only(request)
    row = get_object_or_404(selectors.units_administered_by(request.user), pk=pk)
    form = forms.OfficeForm(request.POST or None, unit=row)
    if request.method == "POST" and form.is_valid():
        made = _did(form, lambda: services.add_office(unit=row, actor=request.user, **form.cleaned_data))
        if made:
            messages.success(request, _("The office is set up."))
            return redirect("accounts:unit", pk=row.pk)
    return render(request, "accounts/office_create.html", {"form": form, "unit": row})
