"""Registration rounds."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.enums import Role
from accounts.models import Office
from accounts.selectors import offices_with_role
from activity.web import confirm_page
from directives.models import Document
from directives.selectors import documents_visible_to
from foundation import clock
from foundation.components import Confirm
from foundation.forms import ReasonForm
from foundation.paging import keyset_page
from registrations import rules, selectors, services
from registrations.enums import ROUND_TRANSITIONS
from registrations.forms.rounds import RoundForm
from registrations.models import RegistrationRound
from registrations.views.round_page import dates_of
from registrations.views.saving import saved


@require_GET
def rounds(request: HttpRequest) -> HttpResponse:
    """The rounds that the person may see, newest first."""
    page = keyset_page(selectors.rounds_visible_to(request.user), request, order=("-opens_on", "-pk"))
    context = {
        "page": page,
        "may_create": rules.may_create_rounds(request.user),
        "may_import": rules.may_import(request.user),
        "sees_outreach": rules.sees_outreach(request.user),
    }
    return render(request, "registrations/rounds.html", context)


@require_http_methods(["GET", "POST"])
def round_create(request: HttpRequest) -> HttpResponseBase:
    """Prepare a round, as a rule from an issued letter (``?directive=``)."""
    office = _office(request)
    letter = _letter(request)
    form = RoundForm(request.POST or None, office=office, initial=_from_letter(letter))
    if request.method == "POST" and form.is_valid():
        made = saved(
            form, lambda: services.create_round(office=office, facts=form.facts, actor=request.user, directive=letter)
        )
        if made:
            messages.success(request, _("The round is prepared. Open it when everything is right."))
            return redirect(made)
    context = {
        "form": form,
        "title": _("Prepare a registration round"),
        "lead": office.name,
        "letter": letter,
        "orders": letter.tasks.filter(due_at__isnull=False).order_by("due_at", "pk") if letter else [],
        "letters": _letters(request)[:10] if letter is None else [],
        "cancel_url": reverse("registrations:rounds"),
    }
    return render(request, "registrations/round_form.html", context)


@require_http_methods(["GET", "POST"])
def round_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Change a round until it is closed."""
    row = get_object_or_404(selectors.rounds_visible_to(request.user), pk=pk)
    if not rules.runs_round(request.user, row) or (row.state == "closed" and request.method == "GET"):
        raise PermissionDenied
    form = RoundForm(request.POST or None, office=row.office, registration_round=row)
    if request.method == "POST" and form.is_valid():
        done = saved(
            form,
            lambda: services.update_round(
                registration_round=row,
                facts=form.facts,
                seen=form.seen_value,
                actor=request.user,
                reason=form.reason_value,
            ),
            lambda: RegistrationRound.objects.get(pk=pk),
        )
        if done:
            messages.success(request, _("Saved."))
            return redirect(row)
    context = {"form": form, "title": _("Change the round"), "lead": row.name, "letter": None, "letters": []}
    context |= {"orders": [], "cancel_url": row.get_absolute_url(), "training": row.training}
    return render(request, "registrations/round_form.html", context)


@require_http_methods(["GET", "POST"])
def round_act(request: HttpRequest, pk: int, action: str) -> HttpResponseBase:
    """Open, close or reopen a round."""
    row = get_object_or_404(selectors.rounds_visible_to(request.user), pk=pk)
    if action not in ROUND_TRANSITIONS:
        raise Http404
    transition = ROUND_TRANSITIONS[action]
    if not transition.rule(request.user, row):
        raise PermissionDenied
    tells = [_("The officers of %(count)s communes") % {"count": row.units.count()}] if action == "open" else []
    confirm = Confirm(
        title=transition.label,
        lead=row.name,
        action=transition.label,
        cancel_url=row.get_absolute_url(),
        tells=tells,
        facts=dates_of(row),
    )
    return confirm_page(
        request,
        confirm,
        ReasonForm(request.POST or None) if transition.needs_reason else None,
        act=lambda values: services.move_round(registration_round=row, action=action, actor=request.user, **values),
        done=str(transition.done),
        training=row.training,
    )


def _office(request: HttpRequest) -> Office:
    found = offices_with_role(request.user, Role.ROUND_OFFICER).filter(runs_rounds=True).order_by("pk").first()
    if found is None:
        raise PermissionDenied
    return found


def _from_letter(letter: Document | None) -> dict[str, Any] | None:
    """Return what a letter says already: its subject, and the first deadline to come among what it orders."""
    if letter is None:
        return None
    due = letter.tasks.filter(due_at__gt=clock.now()).order_by("due_at").values_list("due_at", flat=True).first()
    return {"name": letter.abstract[:200]} | ({"due_at": due} if due else {})


def _letters(request: HttpRequest) -> Any:
    """Issued letters that the person may see and that have opened no round yet."""
    return (
        documents_visible_to(request.user)
        .filter(issued_at__isnull=False, registration_rounds=None)
        .order_by("-issued_at", "-pk")
    )


def _letter(request: HttpRequest) -> Document | None:
    pk = request.GET.get("directive", "")
    if not pk.isdecimal() or len(pk) > 18:
        return None
    return documents_visible_to(request.user).filter(pk=int(pk)).first()
