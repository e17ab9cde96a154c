"""The commune's list of a round: choose, send with a letter or without, print, export."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.enums import Role
from accounts.models import Unit
from accounts.rules import has_commune_role_for
from activity.web import acting
from directives.selectors import documents_visible_to
from foundation import clock, exports
from foundation.text import slug
from registrations import selectors, services
from registrations.enums import ListState, WishState
from registrations.forms.lists import ListForm
from registrations.listing import HEADERS
from registrations.models import RegistrationRound
from registrations.views.ticked import ticked

MORE_HEADERS = ("Đợt", "Danh sách số", "Tình trạng hiện nay")


@require_http_methods(["GET", "POST"])
def list_of_round(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A commune's lists: what was sent, what is on its way, and what can be put on the next one."""
    registration_round, unit = _place(request, pk)
    may_send = has_commune_role_for(request.user, unit, Role.COMMUNE_OFFICER)
    form = ListForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not may_send:
            raise PermissionDenied
        if form.is_valid() and (place := _send(request, registration_round, unit, form)):
            return redirect(place)
    wishes = list(selectors.list_wishes(registration_round, unit, request.user))
    sheets = selectors.list_sheets(request.user, registration_round, unit)
    shown = {sheet.list.pk for sheet in sheets}
    free = [wish for wish in wishes if wish.listed_in_id not in shown]
    letters = {sheet.list.letter_id for sheet in sheets if sheet.list.letter_id}
    seen = documents_visible_to(request.user).filter(pk__in=letters)
    context = {
        "round": registration_round,
        "training": registration_round.training,
        "unit": unit,
        "waiting": [wish for wish in free if wish.state == WishState.REGISTERED],
        "sheets": sheets,
        "any_sent": any(sheet.list.state == ListState.SENT for sheet in sheets),
        "direct": [wish for wish in free if wish.state not in (WishState.REGISTERED, WishState.WITHDRAWN)],
        "may_send": may_send,
        "by_letter": may_send and selectors.office_for_letters(unit) is not None,
        "form": form,
        "ticked": set(ticked(request.POST, "wish")) if form.is_bound else None,
        "letters": set(seen.values_list("pk", flat=True)) if letters else set(),
    }
    return render(request, "registrations/commune_list.html", context)


def _send(request: HttpRequest, registration_round: RegistrationRound, unit: Unit, form: ListForm) -> str:
    """Send what is ticked at once, or make its covering letter; return where to go, nothing where it was refused."""
    rows = selectors.list_wishes(registration_round, unit, request.user).filter(pk__in=ticked(request.POST, "wish"))
    act = {"registration_round": registration_round, "unit": unit, "wishes": rows, "actor": request.user}
    if "letter" in request.POST:
        with acting(request, _("The letter with the list is with the commune leader.")) as outcome:
            made = services.send_list_by_letter(**act)
        return reverse("directives:detail", args=[made.letter_id]) if outcome.ok else ""
    with acting(request, _("The list is sent.")) as outcome:
        services.list_wishes_of_commune(**act, paper_letter=form.cleaned_data["paper_letter"])
    return f"{request.path}?unit={unit.pk}" if outcome.ok else ""


@require_GET
def list_workbook(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The commune's lists as a workbook, or the one that ``?list=`` names: the same rows as the letter's annex."""
    registration_round, unit = _place(request, pk)
    sheets = selectors.list_sheets(request.user, registration_round, unit)
    wanted = request.GET.get("list", "")
    if wanted:
        sheets = [sheet for sheet in sheets if str(sheet.list.pk) == wanted]
        if not sheets:
            raise Http404
    name = f"danh-sach-{slug(unit.name)}-{slug(registration_round.name)[:40]}-{clock.today():%Y%m%d}"
    return exports.workbook_response(
        filename=name,
        title="Danh sách đăng ký",
        headers=(*HEADERS, *MORE_HEADERS),
        rows=selectors.workbook_rows(sheets),
    )


@require_GET
def list_of_letter(request: HttpRequest) -> HttpResponseBase:
    """From a covering letter (``?directive=``) to the list that goes with it, for whoever may see it."""
    pk = request.GET.get("directive", "")
    letter = int(pk) if pk.isdecimal() and len(pk) < 19 else 0
    row = get_object_or_404(selectors.lists_visible_to(request.user), letter_id=letter)
    page = reverse("registrations:list_of_round", args=[row.round_id])
    return redirect(f"{page}?unit={row.unit_id}")


def _place(request: HttpRequest, pk: int) -> tuple[RegistrationRound, Unit]:
    """Return round and commune: the one that ``?unit=`` names, else the person's own."""
    registration_round = get_object_or_404(selectors.rounds_visible_to(request.user), pk=pk)
    own = {unit.pk: unit for unit in selectors.communes_worked_for(request.user)}
    wanted = request.GET.get("unit", "")
    if wanted.isdecimal() and len(wanted) < 19:
        unit = own.get(int(wanted)) or (
            registration_round.units.filter(pk=int(wanted)).first()
            if selectors.sees_whole_round(request.user, registration_round)
            else None
        )
    else:
        unit = next((unit for unit in own.values()), None)
    if unit is None:
        raise Http404
    return registration_round, unit
