"""The answer to a form that saves itself while somebody writes: the same forms and services as the button "Save".

The script names the fields that it sends (``autosave``), and the texts that it has sent before without an answer
(``sent-<field>``). The answer is a few words for the state line; what became of each field stands in the event
``autosaved`` of the header, so that the page can carry the new marks along.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

from activity.errors import Conflict, Refused
from foundation import clock
from registrations import selectors
from registrations.editing import ChangedElsewhere
from registrations.forms.seen import Theirs
from registrations.models import Dossier
from registrations.views.saving import Guard

TRIES = 3  # how often a save is tried again without the fields that turned out to be changed elsewhere


@dataclass
class Kept:
    """What became of the fields that were sent; names are those of the page."""

    saved: dict[str, str] = field(default_factory=dict)  # name → mark of what is stored now
    errors: dict[str, str] = field(default_factory=dict)
    labels: dict[str, tuple[str, str]] = field(default_factory=dict)  # name → label, id
    theirs: list[Theirs] = field(default_factory=list)
    problem: str = ""

    @property
    def wrong(self) -> list[tuple[str, str, str]]:
        """Label, id and sentence of each field that was not saved for its format."""
        return [(*self.labels[name], text) for name, text in self.errors.items()]


def wanted(request: HttpRequest) -> bool:
    """Tell whether a form saves itself, rather than that somebody pressed a button."""
    return request.method == "POST" and bool(request.htmx) and "autosave" in request.POST  # type: ignore[attr-defined]


def answer(
    request: HttpRequest,
    dossier: Dossier | None,
    guards: Iterable[Guard],
    *,
    tally: Callable[[], Any] | None = None,
    template: str = "registrations/_autosaved.html",
    more: Callable[[], dict[str, Any]] | None = None,
) -> HttpResponse:
    """Save the fields that were sent and say what became of each.

    ``template`` and ``more`` (called after saving) are for pages that show something of their own with the answer.
    """
    kept = Kept()
    for guard in guards:
        _keep(request, guard, kept)
    context = {
        "kept": kept,
        "at": clock.now(),
        "standing": selectors.notice_for_dossier(request.user, dossier) if dossier else None,
        "shows_standing": dossier is not None,
        "tally": tally() if tally else None,
        "shows_tally": tally is not None,
    }
    response = render(request, template, context | (more() if more else {}))
    theirs = {each.name: each.mark for each in kept.theirs}
    detail = {"saved": kept.saved, "errors": kept.errors, "theirs": theirs, "problem": kept.problem}
    return trigger_client_event(response, "autosaved", detail, after="swap")


def closed(request: HttpRequest, problem: str = "") -> HttpResponse | None:
    """Answer that the dossier (or what ``problem`` says) cannot be changed any more; None after pressing a button."""
    if not wanted(request):
        return None
    kept = Kept(problem=problem or _("The dossier has been submitted and cannot be changed now."))
    context = {"kept": kept, "at": clock.now(), "shows_standing": False, "shows_tally": False}
    response = render(request, "registrations/_autosaved.html", context)
    detail = {"saved": {}, "errors": {}, "theirs": {}, "problem": kept.problem}
    return trigger_client_event(response, "autosaved", detail, after="swap")


def _keep(request: HttpRequest, guard: Guard, kept: Kept) -> None:
    form = guard.form
    sent = set(request.POST.getlist("autosave"))
    names = [name for name in form.guarded if form.add_prefix(name) in sent]
    form.is_valid()
    form.note_sent(request.POST)
    for name in (name for name in names if name in form.errors):
        html_name = form.add_prefix(name)
        kept.errors[html_name] = " ".join(form.errors[name])
        kept.labels[html_name] = (str(form.fields[name].label), form[name].auto_id)
    _save(guard, [name for name in names if name not in form.errors], kept)


def _save(guard: Guard, names: list[str], kept: Kept) -> None:
    """Save the fields that differ from what their writer has seen; a conflict in one does not hold up the others."""
    form = guard.form
    changed = [name for name in form.changed_names if name in names]
    stale: set[str] = set()
    for _attempt in range(TRIES):
        going = [name for name in changed if name not in stale]
        if not going:
            break
        try:
            guard.save(going)
            break
        except ChangedElsewhere as error:
            stale |= set(error.names or going)
        except (Conflict, Refused) as error:
            kept.problem = str(error)
            return
    if stale:
        form.show_theirs(guard.stored())
        kept.theirs += [each for each in form.theirs if each.name in {form.add_prefix(name) for name in stale}]
    for name in names:
        if name not in stale:
            kept.saved[form.add_prefix(name)] = form.mark_of(name, form.cleaned_data[name])
