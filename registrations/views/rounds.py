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
from activity.transitions import available
from activity.web import acting
from directives.models import Document
from directives.selectors import documents_visible_to
from foundation.calendar import describe_due
from foundation.components import Confirm
from foundation.forms import ReasonForm
from foundation.paging import keyset_page
from registrations import rules, selectors, services
from registrations.enums import ROUND_TRANSITIONS, DossierKind
from registrations.forms.rounds import RoundForm
from registrations.models import RegistrationRound
from registrations.views.saving import saved


@require_GET
def rounds(request: HttpRequest) -> HttpResponse:
    """The rounds that the person may see, newest first."""
    page = keyset_page(selectors.rounds_visible_to(request.user), request, order=("-opens_on", "-pk"))
    may = {"may_create": rules.may_create_rounds(request.user), "may_import": rules.may_import(request.user)}
    return render(request, "registrations/rounds.html", {"page": page} | may)


@require_GET
def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A round: its dates, where papers go, and how far each commune is."""
    row = get_object_or_404(selectors.rounds_visible_to(request.user).select_related("directive"), pk=pk)
    runs = rules.runs_round(request.user, row)
    context = {
        "round": row,
        "training": row.training,
        "dates": _dates(row),
        "kinds": [label for value, label in DossierKind.choices if value in row.kinds],
        "letter": documents_visible_to(request.user).filter(pk=row.directive_id).first() if row.directive_id else None,
        "runs": runs,
        "actions": available(ROUND_TRANSITIONS, request.user, row),
        "communes": selectors.communes_worked_for(request.user),
        "counts": selectors.counts_visible_to(request.user, row),
        "may_import": rules.may_import(request.user) and row.state == "open",
        "may_wish": rules.may_create_producer(request.user) and row.state == "open",
    }
    return render(request, "registrations/round.html", context)


def _dates(row: RegistrationRound) -> list[tuple[str, str]]:
    named = (
        (_("Wishes are due"), row.due_at),
        (_("No wishes after"), row.hard_due_at),
        (_("Communes' lists are due"), row.commune_list_due),
        (_("Dossiers are due"), row.dossier_due_at),
        (_("No dossiers after"), row.dossier_hard_due_at),
    )
    return [(label, describe_due(moment)) for label, moment in named if moment]


@require_http_methods(["GET", "POST"])
def round_create(request: HttpRequest) -> HttpResponseBase:
    """Prepare a round, as a rule from an issued letter (``?directive=``)."""
    office = _office(request)
    letter = _letter(request)
    form = RoundForm(request.POST or None, office=office, initial={"name": letter.abstract[:200]} if letter else None)
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
        "letters": _letters(request)[:10] if letter is None else [],
        "cancel_url": reverse("registrations:rounds"),
    }
    return render(request, "registrations/round_form.html", context)


@require_http_methods(["GET", "POST"])
def round_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Change a round until it is closed."""
    row = get_object_or_404(selectors.rounds_visible_to(request.user), pk=pk)
    if not rules.runs_round(request.user, row) or row.state == "closed":
        raise PermissionDenied
    form = RoundForm(request.POST or None, office=row.office, registration_round=row)
    if request.method == "POST" and form.is_valid():
        done = saved(
            form,
            lambda: services.update_round(
                registration_round=row, facts=form.facts, seen=form.seen_value, actor=request.user
            ),
            lambda: RegistrationRound.objects.get(pk=pk),
        )
        if done:
            messages.success(request, _("Saved."))
            return redirect(row)
    context = {"form": form, "title": _("Change the round"), "lead": row.name, "letter": None, "letters": []}
    context |= {"cancel_url": row.get_absolute_url(), "training": row.training}
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
    form = ReasonForm(request.POST or None) if transition.needs_reason else None
    if request.method == "POST" and (form is None or form.is_valid()):
        reason = form.cleaned_data["reason"] if form else ""
        with acting(request, str(transition.done)):
            services.move_round(registration_round=row, action=action, actor=request.user, reason=reason)
        return redirect(row)
    tells = [_("The officers of %(count)s communes") % {"count": row.units.count()}] if action == "open" else []
    confirm = Confirm(
        title=transition.label,
        lead=row.name,
        action=transition.label,
        cancel_url=row.get_absolute_url(),
        tells=tells,
        facts=_dates(row),
    )
    return render(request, "components/confirm.html", {"confirm": confirm, "form": form, "training": row.training})


def _office(request: HttpRequest) -> Office:
    found = offices_with_role(request.user, Role.ROUND_OFFICER).filter(runs_rounds=True).order_by("pk").first()
    if found is None:
        raise PermissionDenied
    return found


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
