"""A letter whose file is being read by a job, or that nothing could read."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from activity import jobs
from activity.web import acting
from directives import rules, selectors, services
from directives.forms import TextForm
from directives.incoming_states import IncomingState
from directives.models import IncomingLetter

_UNREAD = (IncomingState.READING, IncomingState.UNREADABLE)


@require_GET
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """Wait for the reader, or learn why nothing could read the file and go on without it."""
    letter = _letter(request, pk)
    if letter.state not in _UNREAD:
        answer = redirect("directives:incoming_detail", pk)
        return HttpResponseClientRedirect(answer.url) if request.htmx else answer  # type: ignore[attr-defined]
    failed = letter.state == IncomingState.READING and selectors.reading_failed(letter)
    busy = letter.state == IncomingState.READING and not failed
    if request.htmx and not busy:  # type: ignore[attr-defined]
        # The part that asked is not on the page of a letter that could not be read: show the whole page.
        return HttpResponseClientRedirect(request.path)
    context = {
        "letter": letter,
        "form": TextForm(),
        "busy": busy,
        "failed": failed,
        "worker_alive": not busy or jobs.worker_alive(),
    }
    return render(request, "directives/incoming_reading.html", context)


@require_http_methods(["GET", "POST"])
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on without the reader: with the letter's text typed or pasted, or by hand.

    This page never asks for itself again, so that nothing that is being typed is lost.
    """
    letter = _letter(request, pk)
    if request.method == "GET" and letter.state not in _UNREAD:
        return redirect("directives:incoming_detail", pk)
    form = TextForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with acting(request) as outcome:
            services.enter_text(letter=letter, text=form.cleaned_data["text"], actor=request.user)
        if outcome.ok or not form.cleaned_data["text"]:
            return redirect("directives:incoming_detail", pk)
    return render(request, "directives/incoming_text.html", {"letter": letter, "form": form})


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a file read again whose job has failed."""
    letter = _letter(request, pk)
    with acting(request):
        services.read_again(letter=letter, actor=request.user)
    return redirect("directives:incoming_reading", pk)


def _letter(request: HttpRequest, pk: int) -> IncomingLetter:
    letter = get_object_or_404(selectors.incoming_letters_visible_to(request.user), pk=pk)
    if not rules.may_register_letter(request.user, letter):
        raise PermissionDenied
    return letter
