"""Score sheets: filling, submitting, abstaining; reading and reopening those that are open."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget

from activity.errors import Conflict, NotAllowed, Refused
from activity.web import acting
from evaluations import rules, selectors, services
from evaluations.enums import SHEET_TRANSITIONS, SheetState
from evaluations.forms import ScoreForm
from evaluations.models import Entry, Sheet
from evaluations.selectors.sheets import own_sheet, sheet_form
from evaluations.views.common import frame, visible_entry
from foundation.components import Confirm
from foundation.forms import ReasonForm


@require_GET
def scoring(request: HttpRequest) -> HttpResponse:
    """The council member's page: the rounds in which sheets wait, and the rounds before."""
    work = selectors.open_work_of(request.user)
    context = {"work": work, "rounds": selectors.rounds_of_council(request.user)[:50]}
    return render(request, "evaluations/scoring.html", context)


@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The member's own sheet. A POST saves it as it stands; ``submit`` goes on to the page that seals it.

    With htmx the buttons wait for the saving that runs by itself, so that they never race with it.
    """
    found = visible_entry(request, pk)
    if not rules.scores(request.user, found):
        raise NotAllowed
    mine = own_sheet(found, request.user)
    fixed = not (found.is_judged and selectors.is_open(found.round)) or (mine and mine.state != SheetState.DRAFT)
    if fixed:
        return _fixed(request, found, mine)
    form = ScoreForm(request.POST or None, sheet_form=sheet_form(found, mine), initial=_initial(mine))
    if request.method == "POST":
        return _save(request, found, mine, form)
    return _show(request, found, mine, form)


def _initial(mine: Sheet | None) -> dict[str, object]:
    return {"version": mine.version if mine else 0, "opinion": mine.opinion if mine else ""}


def _fixed(request: HttpRequest, found: Entry, mine: Sheet | None) -> HttpResponse:
    """A submitted sheet is read on its own page; without one there is nothing to fill in any more."""
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "evaluations/_sheet_state.html", {"problem": _("This sheet can no longer be changed.")})
    if mine and mine.state == SheetState.SEALED:
        return redirect("evaluations:sheet_read", pk=mine.pk)
    return redirect("evaluations:entry", pk=found.pk)


def _save(request: HttpRequest, found: Entry, mine: Sheet | None, form: ScoreForm) -> HttpResponse:
    problem = ""
    if form.is_valid():
        try:
            mine = services.save_sheet(
                entry=found,
                actor=request.user,
                answers=form.answers(),
                opinion=form.cleaned_data["opinion"],
                version=form.cleaned_data["version"],
            )
        except (Conflict, Refused) as error:
            problem = str(error)
    saved = form.is_valid() and not problem
    pressed = {"save", "submit"} & request.POST.keys()
    if request.htmx and (not pressed or (saved and "submit" not in pressed)):  # type: ignore[attr-defined]
        return _saved_alone(request, found, mine, form, problem)
    if saved:
        here, onward = reverse("evaluations:sheet", args=[found.pk]), reverse("evaluations:sheet_seal", args=[found.pk])
        place = onward if "submit" in pressed else f"{here}#da-luu"
        return HttpResponseClientRedirect(place) if request.htmx else redirect(place)  # type: ignore[attr-defined]
    # What was ticked stays on the page; saving again from here is a decision of the person who sees both.
    response = _show(request, found, own_sheet(found, request.user), form, problem=problem)
    if request.htmx:  # type: ignore[attr-defined]
        response.status_code = 200  # htmx shows nothing of other answers
        return reswap(retarget(response, "body"), "innerHTML show:window:top")
    return response


def _saved_alone(request: HttpRequest, found: Entry, mine: Sheet | None, form: ScoreForm, problem: str) -> HttpResponse:
    """Answer a page that stays as it is: how far the sheet is, or why it was not saved."""
    done = form.is_valid() and not problem
    context = {
        "sheet": mine,
        "page": sheet_form(found, mine) if done else form.page,
        # After a conflict the old version stays, so that only a decision of the person overwrites the other device.
        "version": (mine.version if mine else 0) if done else form["version"].value(),
        "problem": problem or ("" if done else _("Not saved: look at the marked items.")),
    }
    return render(request, "evaluations/_sheet_state.html", context)


def _show(
    request: HttpRequest, found: Entry, mine: Sheet | None, form: ScoreForm, *, problem: str = ""
) -> HttpResponse:
    parts = [
        (part, [(line, *form.shown(line)) if line.is_item else (line, "", "", []) for line in part.lines])
        for part in form.page.parts
    ]
    context = {
        "entry": found,
        "sheet": mine,
        "page": form.page,
        "form": form,
        "parts": parts,
        "problem": problem,
        "version": mine.version if mine else 0,
        "versions": mine.versions.all() if mine else [],
    }
    return render(request, "evaluations/sheet.html", frame(found.round, **context), status=409 if problem else 200)


@require_http_methods(["GET", "POST"])
def sheet_seal(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the whole sheet once more with its total, then seal it."""
    found = visible_entry(request, pk)
    mine = own_sheet(found, request.user)
    if mine is None or not rules.owns_sheet(request.user, mine):
        raise NotAllowed
    if mine.state != SheetState.DRAFT:
        return redirect("evaluations:sheet", pk=pk)
    if request.method == "POST":
        version = request.POST.get("version", "")
        with acting(request, _("Your sheet is submitted.")) as outcome:
            seen = int(version) if version.isdecimal() and len(version) < 10 else -1
            services.seal_sheet(sheet=mine, actor=request.user, version=seen)
        return redirect("evaluations:round", pk=found.round_id) if outcome.ok else redirect("evaluations:sheet", pk=pk)
    page = sheet_form(found, mine)
    return render(request, "evaluations/sheet_seal.html", frame(found.round, entry=found, sheet=mine, page=page))


@require_http_methods(["GET", "POST"])
def sheet_abstain(request: HttpRequest, pk: int) -> HttpResponse:
    """Abstain from an entry, with a reason."""
    found = visible_entry(request, pk)
    if not rules.scores(request.user, found):
        raise NotAllowed
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with acting(request, _("You abstained. Your sheet does not count for this product.")):
            services.abstain(entry=found, actor=request.user, reason=form.cleaned_data["reason"])
        return redirect("evaluations:round", pk=found.round_id)
    confirm = Confirm(
        title=SHEET_TRANSITIONS["abstain"].label,
        action=SHEET_TRANSITIONS["abstain"].label,
        lead=found.dossier.product.name,
        cancel_url=reverse("evaluations:sheet", args=[pk]),
        what=[
            _("Your sheet does not count for this product. Abstaining is not zero points."),
            _("The secretary can open the sheet again while the round is open."),
        ],
    )
    return render(request, "components/confirm.html", frame(found.round, confirm=confirm, form=form))


@require_GET
def sheet_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a submitted sheet with its digest; fit for printing."""
    found = get_object_or_404(selectors.sheets_visible_to(request.user).prefetch_related("items"), pk=pk)
    context = {
        "sheet": found,
        "entry": found.entry,
        "page": sheet_form(found.entry, found),
        "may_reopen": selectors.is_open(found.entry.round) and rules.may_reopen(request.user, found),
        "is_own": found.member.user_id == request.user.pk,
    }
    return render(request, "evaluations/sheet_read.html", frame(found.entry.round, **context))


@require_http_methods(["GET", "POST"])
def sheet_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a submitted sheet again, with a reason. The secretary may do it without ever seeing the sheet."""
    found = get_object_or_404(selectors.sheets_to_reopen(request.user), pk=pk)
    form = ReasonForm(request.POST or None)
    back = reverse("evaluations:round", args=[found.entry.round_id])
    if request.method == "POST" and form.is_valid():
        with acting(request, str(SHEET_TRANSITIONS["reopen"].done)):
            services.reopen_sheet(sheet=found, actor=request.user, reason=form.cleaned_data["reason"])
        return redirect(back)
    confirm = Confirm(
        title=SHEET_TRANSITIONS["reopen"].label,
        action=SHEET_TRANSITIONS["reopen"].label,
        lead=f"{found.entry.dossier.product.name} – {found.member}",
        cancel_url=back,
        what=[_("The member can change the sheet and must submit it again."), _("The submitted version is kept.")],
        tells=[str(found.member)],
    )
    return render(request, "components/confirm.html", frame(found.entry.round, confirm=confirm, form=form))
