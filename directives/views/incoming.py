"""Letters in: received, read, confirmed, registered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Office
from activity.web import acting
from directives import rules, selectors, services
from directives.forms import IncomingFilter, NoteForm, ReceiveForm
from directives.incoming_states import IncomingState
from directives.models import IncomingLetter
from directives.proposals import made_from
from foundation import clock, files, formatting
from foundation.components import Confirm
from foundation.exports import workbook_response
from foundation.forms import ReasonForm
from foundation.paging import keyset_page
from foundation.text import search_key, slug

PRINTED = 5000


@dataclass(frozen=True)
class Chosen:
    """Which register the address asks for, and its rows."""

    form: IncomingFilter
    office: Office
    year: int
    rows: QuerySet[IncomingLetter]


@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """One year of an office's register of incoming documents, newest first, and what waits to be confirmed."""
    chosen = _chosen(request)
    context = {
        "chosen": chosen,
        "form": chosen.form,
        "page": keyset_page(chosen.rows, request, order=("-number", "-pk")),
        "waiting": selectors.letters_to_confirm(request.user, chosen.office)[:20],
        "query": request.GET.urlencode(),
    }
    return render(request, "directives/incoming_register.html", context)


@require_GET
def register_print(request: HttpRequest) -> HttpResponse:
    """The whole year on one page, in the columns of the register's form, for the printer."""
    chosen = _chosen(request)
    rows = list(chosen.rows.order_by("number")[:PRINTED])
    context = {"chosen": chosen, "rows": rows, "cut": len(rows) == PRINTED}
    return render(request, "directives/incoming_register_print.html", context)


@require_GET
def register_xlsx(request: HttpRequest) -> HttpResponse:
    """The same as a workbook, in the order of arrival."""
    chosen = _chosen(request)
    headers = [
        _("Day of arrival"), _("Number of arrival"), _("Sender"), _("Number and symbol"), _("Date of the letter"),
        _("Type of letter"), _("Subject"), _("Enclosures"), _("Leader's direction"), _("Unit in charge"), _("Deadline"),
        _("Answered by"),
    ]  # fmt: skip
    return workbook_response(
        filename=f"so-van-ban-den-{slug(chosen.office.name)}-{chosen.year}",
        title=_("Incoming %(year)s") % {"year": chosen.year},
        headers=headers,
        rows=_lines(chosen.rows.order_by("number")),
    )


def _lines(rows: QuerySet[IncomingLetter]) -> Iterator[list[Any]]:
    for row in rows.iterator(chunk_size=500):
        yield [
            formatting.day(row.received_on),
            row.number,
            row.sender,
            row.symbol,
            formatting.day(row.dated),
            row.kind,
            row.subject,
            row.enclosures,
            row.direction,
            row.in_charge.name if row.in_charge else "",
            formatting.day(row.due_on),
            row.answered_by.full_number if row.answered_by else "",
        ]


def _chosen(request: HttpRequest) -> Chosen:
    offices = selectors.receiving_offices(request.user)
    wanted = request.GET.get("office", "")
    office = (offices.filter(pk=wanted).first() if wanted.isascii() and wanted.isdigit() else None) or offices.first()
    if office is None:
        raise Http404
    years = sorted({*selectors.incoming_years(office), clock.today().year}, reverse=True)
    form = IncomingFilter(request.GET, offices=offices, years=years)
    data = form.cleaned_data if form.is_valid() else {}
    year = data.get("year") or years[0]
    rows = selectors.incoming_register(request.user, office, year).defer("text")
    if words := data.get("q"):
        rows = rows.filter(search__contains=search_key(words))
    return Chosen(form, office, year, rows)


@require_http_methods(["GET", "POST"])
def receive(request: HttpRequest) -> HttpResponse:
    """Upload or paste a letter. A pasted text is shown for confirmation at once; a file is read by a job first."""
    offices = selectors.receiving_offices(request.user)
    if not rules.handles_letters(request.user):
        raise PermissionDenied
    form = ReceiveForm(request.POST or None, request.FILES or None, offices=offices)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        known = selectors.made_with(IncomingLetter, request.user, data["key"])
        if known is not None:
            return _onwards(known)
        with acting(request) as outcome:
            letter = services.receive_letter(
                office=data["office"],
                text=data["text"],
                upload=data["file"],
                trouble=getattr(data["file"], "trouble", ""),
                key=data["key"],
                actor=request.user,
            )
        if made := letter if outcome.ok else selectors.made_with(IncomingLetter, request.user, data["key"]):
            return _onwards(made)
    return render(request, "directives/incoming_receive.html", {"form": form})


def _onwards(letter: IncomingLetter) -> HttpResponse:
    page = "incoming_confirm" if letter.state == IncomingState.NEW else "incoming_reading"
    return redirect(f"directives:{page}", letter.pk)


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A registered letter: its entry, its tasks, what it made, what answered it."""
    letter = get_object_or_404(selectors.incoming_letters_visible_to(request.user), pk=pk)
    may_note = rules.may_register_letter(request.user, letter)
    if letter.is_open and may_note:
        return _onwards(letter)
    context = {
        "letter": letter,
        "tasks": selectors.tasks_of_letter(request.user, letter),
        "made": made_from(request.user, letter),
        "may_note": may_note and letter.is_registered,
    }
    return render(request, "directives/incoming_detail.html", context)


@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Complete the entry: the leader's direction, the unit in charge, the deadline, what answered it."""
    letter = get_object_or_404(selectors.incoming_letters_visible_to(request.user), pk=pk)
    if not letter.is_registered or not rules.may_register_letter(request.user, letter):
        raise PermissionDenied
    form = NoteForm(
        request.POST or None,
        letter=letter,
        offices=selectors.offices_reached(letter.office),
        answers=selectors.possible_answers(request.user, letter),
    )
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        with acting(request, _("The entry is completed.")) as outcome:
            services.note_letter(letter=letter, actor=request.user, seen=data.pop("version"), **data)
        if outcome.ok:
            return redirect("directives:incoming_detail", pk)
    return render(request, "directives/incoming_note.html", {"letter": letter, "form": form})


@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Set aside a letter that was entered by mistake."""
    letter = get_object_or_404(selectors.incoming_letters_visible_to(request.user), pk=pk)
    if not letter.is_open or not rules.may_register_letter(request.user, letter):
        raise PermissionDenied
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with acting(request, _("The letter is set aside.")) as outcome:
            services.discard_letter(letter=letter, actor=request.user, reason=form.cleaned_data["reason"])
        return redirect("directives:incoming") if outcome.ok else redirect("directives:incoming_detail", pk)
    confirm = Confirm(
        title=_("Set the letter aside"),
        action=_("Set aside"),
        cancel_url=reverse("directives:incoming_detail", args=[pk]),
        lead=_("It gets no number and creates nothing."),
    )
    return render(request, "components/confirm.html", {"confirm": confirm, "form": form})


@require_GET
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The letter's file as it arrived."""
    letter = get_object_or_404(selectors.incoming_letters_visible_to(request.user), pk=pk)
    if letter.file is None:
        raise Http404
    return files.serve(letter.file)
