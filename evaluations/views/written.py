"""Written opinions on re-evaluations: who has answered, asking, and products that go to a meeting."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from activity.errors import Conflict, Refused
from activity.web import confirm_page
from evaluations import rules, services, written_notices
from evaluations.enums import OPEN_STATES, SHEETS_OPEN_STATES, RoundState
from evaluations.forms import AskForm
from evaluations.models import EvaluationRound
from evaluations.selectors.written import own_request, written_entries, written_of
from evaluations.views.common import frame, visible_entry, visible_round
from evaluations.views.telling import people_named
from foundation.components import Confirm
from foundation.forms import ReasonForm


@require_http_methods(["GET", "POST"])
def opinions(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who has answered on which re-evaluation, and ask for opinions; what was answered opens with the sheets."""
    found = visible_round(request, pk)
    keeps = rules.keeps_round(request.user, found)
    if not keeps and rules.seat_of(request.user, found) is None:
        raise Http404
    entries = [entry for entry in written_entries(found) if not rules.is_recused(request.user, entry)]
    asks = keeps and (request.method == "POST" or (found.state == RoundState.SCORING and bool(entries)))
    form = AskForm(request.POST or None, entries=entries) if asks else None
    if request.method == "POST" and form is not None and form.is_valid() and _asked(request, found, form):
        return redirect("evaluations:opinions", pk=pk)
    asked = written_of(found, entries)
    context = {
        "form": form,
        "rows": [(entry, asked.get(entry.pk)) for entry in entries],
        "keeps": keeps,
        "allowed": found.law.reevaluation_in_writing,
        "opened": found.state in SHEETS_OPEN_STATES,
        "may_move": found.state in OPEN_STATES,
    }
    return render(request, "evaluations/opinions.html", frame(found, **context))


def _asked(request: HttpRequest, found: EvaluationRound, form: AskForm) -> bool:
    data: dict[str, Any] = form.cleaned_data
    chosen = data["entries"].select_related("round__council", "round__office", "dossier__product")
    try:
        services.ask_opinions(
            evaluation_round=found,
            entries=list(chosen),
            answers_by=data["answers_by"],
            proposal=data["proposal"],
            actor=request.user,
        )
    except (Refused, Conflict) as error:
        form.add_error(None, str(error))
        return False
    return True


@require_http_methods(["GET", "POST"])
def opinions_to_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a product to a meeting, with the reason."""
    found = visible_entry(request, pk)
    asked, _own = own_request(found, request.user)
    if asked is None or (asked.to_meeting_at is not None and request.method == "GET"):
        raise Http404
    if not rules.may_resolve(request.user, found):
        raise PermissionDenied
    confirm = Confirm(
        title=_("Take the product to a meeting"),
        action=_("Take to a meeting"),
        lead=found.dossier.product.name,
        cancel_url=reverse("evaluations:opinions", args=[found.round_id]),
        what=[
            _("Nobody can answer in writing any more; opinions given so far are kept."),
            _("The round closes only when a meeting with a quorum is noted."),
        ],
        tells=people_named([written_notices.opinions_to_meeting(asked, request.user)]),
    )
    return confirm_page(
        request,
        confirm,
        ReasonForm(request.POST or None),
        act=lambda values: services.take_to_meeting(request=asked, actor=request.user, **values),
        done=_("The council meets about this product."),
        **frame(found.round),
    )
