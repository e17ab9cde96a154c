"""Numbers set aside, given, and voided; how an office numbers and signs."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from activity.web import acting, confirm_page
from directives import rules, selectors, services
from directives.forms.numbers import ChosenNumberForm, LetterSettingsForm, SetAsideForm
from foundation import clock
from foundation.components import Confirm
from foundation.forms import ReasonForm


def _register_url(office: int) -> str:
    return f"{reverse('directives:register')}?office={office}"


@require_http_methods(["GET", "POST"])
def set_aside(request: HttpRequest, office: int) -> HttpResponse:
    """Take a number out of the register for a document to come."""
    row = get_object_or_404(selectors.register_offices(request.user), pk=office)
    if not rules.may_keep_register(request.user, row):
        raise PermissionDenied
    external = selectors.letter_settings(row).external_numbers
    form = SetAsideForm(request.POST or None, external=external, series=selectors.register_series(row))
    if request.method == "POST" and form.is_valid():
        with acting(request) as outcome:
            made = services.set_number_aside(office=row, actor=request.user, **form.cleaned_data)
        if outcome.ok:
            return redirect(f"{_register_url(office)}&year={made.year}")
    return _form_page(request, form, title=_("Set a number aside"), office=office)


@require_http_methods(["GET", "POST"])
def settings_of(request: HttpRequest, office: int) -> HttpResponse:
    """How an office numbers and signs."""
    row = get_object_or_404(selectors.register_offices(request.user), pk=office)
    if not rules.may_set_letters(request.user, row):
        raise PermissionDenied
    now = selectors.letter_settings(row)
    initial = {"external_numbers": now.external_numbers, "signing": now.signing}
    form = LetterSettingsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with acting(request, _("Saved.")) as outcome:
            services.change_letter_settings(office=row, actor=request.user, **form.cleaned_data)
        if outcome.ok:
            return redirect(_register_url(office))
    return _form_page(request, form, title=_("Numbering and signing"), office=office)


def _form_page(request: HttpRequest, form: object, *, title: str, office: int) -> HttpResponse:
    context = {"form": form, "title": title, "back": _register_url(office)}
    return render(request, "directives/number_form.html", context)


@require_http_methods(["GET", "POST"])
def void(request: HttpRequest, pk: int) -> HttpResponse:
    """Void a number that no document has taken."""
    number = get_object_or_404(selectors.numbers_kept_by(request.user), pk=pk)
    confirm = Confirm(
        title=_("Void number %(number)s") % {"number": number},
        action=_("Void"),
        cancel_url=_register_url(number.office_id),
        what=[_("The number stays taken and is marked in the register with the reason.")],
        danger=True,
    )
    return confirm_page(
        request,
        confirm,
        ReasonForm(request.POST or None),
        act=lambda values: services.void_number(number=number, actor=request.user, **values),
        done=_("The number is voided and stays in the register."),
    )


@require_POST
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which number that was set aside a document gets."""
    document = get_object_or_404(selectors.documents_visible_to(request.user), pk=pk)
    form = ChosenNumberForm(request.POST)
    wanted = form.cleaned_data["number"] if form.is_valid() else ""
    rows = selectors.numbers_for(request.user, document)
    number = get_object_or_404(rows, pk=wanted if wanted.isascii() and wanted.isdigit() else 0)
    with acting(request, _("The document gets number %(number)s of %(year)s.") % _words(number.number)):
        services.give_number(document=document, number=number, actor=request.user)
    return redirect("directives:detail", pk)


def _words(number: int) -> dict[str, str]:
    return {"number": f"{number:02d}", "year": str(clock.today().year)}
