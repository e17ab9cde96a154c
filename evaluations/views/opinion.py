"""A member's own written opinion on one product."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from activity.errors import NotAllowed
from activity.web import acting
from evaluations import rules, services
from evaluations.enums import SHEETS_OPEN_STATES, SheetState
from evaluations.forms import OpinionForm
from evaluations.forms.written import AGREE, DISAGREE
from evaluations.selectors.sheets import own_sheet
from evaluations.selectors.written import own_request
from evaluations.views.common import frame, visible_entry


@require_http_methods(["GET", "POST"])
def opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """The member's own opinion on one product."""
    found = visible_entry(request, pk)
    asked, own = own_request(found, request.user)
    if asked is None:
        raise Http404
    if not rules.scores(request.user, found):
        raise NotAllowed
    initial = {"opinion": AGREE if own.agrees else DISAGREE, "reason": own.reason} if own else {}
    form = OpinionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with acting(request, _("Your opinion is written down.")) as outcome:
            services.give_opinion(
                request=asked,
                agrees=form.cleaned_data["opinion"] == AGREE,
                reason=form.cleaned_data["reason"],
                actor=request.user,
            )
        if outcome.ok:
            return redirect("evaluations:round", pk=found.round_id)
    sheet = own_sheet(found, request.user, with_items=False)
    sealed = sheet is not None and sheet.state == SheetState.SEALED
    stale = own is not None and (not sealed or sheet is None or own.sheet_sha256 != sheet.sha256)
    fixed = found.round.state in SHEETS_OPEN_STATES and not stale
    context = {
        "entry": found,
        "asked": asked,
        "own": own,
        "form": form,
        "sealed": sealed,
        "stale": stale,
        "fixed": fixed,
        "answers": sealed and not fixed and asked.to_meeting_at is None,
    }
    return render(request, "evaluations/opinion.html", frame(found.round, **context))
