"""The confirmation of a letter: its text with marks at one side, what was read from it at the other."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from activity.web import acting
from directives import rules, selectors, services
from directives.confirming import day_words, facts_need_a_look, rows_of
from directives.forms.confirm import MOST_READ, Confirmation, confirmation
from directives.highlights import stretches
from directives.incoming_states import IncomingState
from directives.models import IncomingLetter
from directives.proposals import handlers_for


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the proposals; on confirmation register the letter and create what was kept, in one act."""
    letter = get_object_or_404(selectors.incoming_letters_visible_to(request.user), pk=pk)
    if not rules.may_register_letter(request.user, letter):
        raise PermissionDenied
    if letter.state != IncomingState.NEW:
        return redirect("directives:incoming_detail", pk)
    offices = list(selectors.offices_reached(letter.office))
    forms, reading = confirmation(letter, offices, request.POST or None)
    handlers = handlers_for(request.user, letter.office)
    if request.method == "POST" and forms.is_valid():
        with acting(request, _("The letter is in the register; what you confirmed has been created.")) as outcome:
            _register(request, letter, forms, next(iter(handlers), ""))
        if outcome.ok:
            return redirect("directives:incoming_detail", pk)
    context = {
        "letter": letter,
        "forms": forms,
        "reading": reading,
        "stretches": stretches(letter.text, reading.places),
        "dated": day_words(reading.date),
        "facts_open": facts_need_a_look(forms.facts, reading),
        "rows": sorted(rows_of(forms, reading), key=lambda row: not row.to_decide),
        "cut": len(letter.text) > MOST_READ,
        "handler": next(iter(handlers.values()), None),
    }
    return render(request, "directives/incoming_confirm.html", context)


def _register(request: HttpRequest, letter: IncomingLetter, forms: Confirmation, handler: str) -> None:
    services.register_letter(
        letter=letter,
        facts=services.LetterFacts(**forms.facts.cleaned_data),
        tasks=[draft for row in forms.tasks for draft in row.drafts()],
        rounds=[one for row in forms.rounds for one in row.proposals()] if handler else [],
        handler=handler,
        actor=request.user,
    )
