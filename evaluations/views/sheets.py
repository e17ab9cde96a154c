"""Score sheets: filling, submitting, abstaining; reading and reopening those that are open."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from activity.errors import NotAllowed
from activity.web import acting, confirm_page
from evaluations import rules, selectors, services
from evaluations.enums import SHEET_TRANSITIONS, SheetState
from evaluations.forms import ScoreForm
from evaluations.marks import OPINION, seen_of_sheet
from evaluations.models import Entry, Sheet
from evaluations.selectors.sheets import own_sheet, sheet_form
from evaluations.selectors.written import own_request
from evaluations.views.common import frame, judged_entry, visible_entry
from foundation.components import Confirm
from foundation.forms import ReasonForm
from registrations.views import autosave
from registrations.views.saving import Guard, saves
from rubrics.selectors import item_nodes


@require_GET
def scoring(request: HttpRequest) -> HttpResponse:
    """The council member's page: the rounds in which sheets wait, and the rounds before."""
    work = selectors.open_work_of(request.user)
    advice_work = selectors.advice_work_of(request.user)
    context = {"work": work, "advice_work": advice_work, "rounds": selectors.rounds_of_council(request.user)[:50]}
    return render(request, "evaluations/scoring.html", context)


@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The member's own sheet, which saves itself; the buttons save it too, ``submit`` goes on to the page that seals.

    Two windows do not disturb each other: only a field that both have changed is shown in both versions.
    """
    saving = request.method == "POST"
    found = judged_entry(request, pk) if saving else visible_entry(request, pk)
    if not rules.scores(request.user, found):
        raise NotAllowed
    mine = own_sheet(found, request.user, with_items=not saving)
    fixed = not (found.is_judged and selectors.is_open(found.round)) or (mine and mine.state != SheetState.DRAFT)
    if fixed and (autosave.wanted(request) or not saving):
        return _fixed(request, found, mine)
    if autosave.wanted(request):
        return _saved_by_itself(request, found, mine)
    items = item_nodes(found.rubric)
    if not saving:
        seen = seen_of_sheet(mine, [node.criterion.pk for node in items])
        initial = {"seen": seen, "opinion": mine.opinion if mine else ""}
        return _show(request, found, mine, ScoreForm(items=items, initial=initial))
    form = ScoreForm(request.POST, items=items)
    if not saves(request, _guard(request, found, form)):
        return _show(request, visible_entry(request, pk), own_sheet(found, request.user), form)
    if "submit" in request.POST:
        return redirect("evaluations:sheet_seal", pk=pk)
    messages.success(request, _("Saved."))
    return redirect("evaluations:sheet", pk=pk)


def _saved_by_itself(request: HttpRequest, found: Entry, mine: Sheet | None) -> HttpResponse:
    """Save the fields that were sent and show how far the sheet is now."""
    form = ScoreForm(request.POST, items=item_nodes(found.rubric), only=request.POST.getlist("autosave"))

    def progress() -> dict[str, Any]:
        stored = mine or own_sheet(found, request.user)
        return {"page": sheet_form(found, stored, beside=False), "entry": found}

    guard = _guard(request, found, form)
    return autosave.answer(request, None, [guard], template="evaluations/_autosaved.html", more=progress)


def _guard(request: HttpRequest, found: Entry, form: ScoreForm) -> Guard:
    """How the sheet is saved: the fields that were changed here, everything else as it is stored."""

    def save(names: list[str]) -> Sheet:
        return services.save_sheet(
            entry=found,
            actor=request.user,
            answers=form.answers(names),
            opinion=form.cleaned_data[OPINION] if OPINION in names else None,
            seen=form.seen_value,
        )

    return Guard(form, save, lambda: own_sheet(found, request.user))


def _fixed(request: HttpRequest, found: Entry, mine: Sheet | None) -> HttpResponse:
    """A submitted sheet is read on its own page; without one there is nothing to fill in any more."""
    if answer := autosave.closed(request, _("This sheet can no longer be changed.")):
        return answer
    if mine and mine.state == SheetState.SEALED:
        return redirect("evaluations:sheet_read", pk=mine.pk)
    return redirect("evaluations:entry", pk=found.pk)


def _show(request: HttpRequest, found: Entry, mine: Sheet | None, form: ScoreForm) -> HttpResponse:
    page = sheet_form(found, mine, advice=selectors.advice_by_item(found, request.user))
    parts = [
        (part, [(line, *form.shown(line)) if line.is_item else (line, "", "", []) for line in part.lines])
        for part in page.parts
    ]
    context = {
        "entry": found,
        "sheet": mine,
        "page": page,
        "form": form,
        "parts": parts,
        "address": request.get_full_path(),
        "advice": selectors.advice_visible_to(request.user).filter(entry=found).exists(),
        # They stand for a sheet that was opened again; one submitted in another window is shown for its words alone.
        "versions": mine.versions.all() if mine and mine.state == SheetState.DRAFT else [],
    }
    status = 409 if form.theirs else 200
    return render(request, "evaluations/sheet.html", frame(found.round, **context), status=status)


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
    return confirm_page(
        request,
        confirm,
        ReasonForm(request.POST or None),
        act=lambda values: services.abstain(entry=found, actor=request.user, **values),
        done=_("You abstained. Your sheet does not count for this product."),
        back=reverse("evaluations:round", args=[found.round_id]),
        **frame(found.round),
    )


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
        "asked": own_request(found.entry, request.user)[0],
        "versions": found.versions.all(),
    }
    return render(request, "evaluations/sheet_read.html", frame(found.entry.round, **context))


@require_http_methods(["GET", "POST"])
def sheet_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a submitted sheet again, with a reason. The secretary may do it without ever seeing the sheet."""
    kept = selectors.sheets_to_reopen if request.method == "GET" else selectors.sheets_kept_by
    found = get_object_or_404(kept(request.user), pk=pk)
    confirm = Confirm(
        title=SHEET_TRANSITIONS["reopen"].label,
        action=SHEET_TRANSITIONS["reopen"].label,
        lead=f"{found.entry.dossier.product.name} – {found.member}",
        cancel_url=reverse("evaluations:round", args=[found.entry.round_id]),
        what=[_("The member can change the sheet and must submit it again."), _("The submitted version is kept.")],
        tells=[str(found.member)],
    )
    return confirm_page(
        request,
        confirm,
        ReasonForm(request.POST or None),
        act=lambda values: services.reopen_sheet(sheet=found, actor=request.user, **values),
        done=str(SHEET_TRANSITIONS["reopen"].done),
        **frame(found.entry.round),
    )
