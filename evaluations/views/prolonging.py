"""The page on that a certificate or an older recognition is prolonged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from activity.errors import Refused
from activity.web import confirm_page
from evaluations.forms import ProlongForm
from foundation.components import Confirm

T = TypeVar("T")


def prolong_page(
    request: HttpRequest,
    confirm: Confirm,
    *,
    latest_day: Callable[[], date],
    prolong: Callable[..., object],
    done: str,
    training: bool = False,
) -> HttpResponse:
    """Ask until when and why, and prolong. ``latest_day`` raises Refused when there is nothing to wait for."""
    latest = None
    try:
        latest = latest_day()
    except Refused as error:
        if request.method == "GET":
            messages.error(request, str(error))
            return redirect(confirm.cancel_url)
    form = ProlongForm(request.POST or None, latest=latest)
    return confirm_page(
        request, confirm, form, act=lambda values: prolong(actor=request.user, **values), done=done, training=training
    )


def goes_through(check: Callable[[T], object], subject: T) -> bool:
    """Tell whether a check of the services refuses nothing, for pages that offer a step only where it can be done."""
    try:
        check(subject)
    except Refused:
        return False
    return True
