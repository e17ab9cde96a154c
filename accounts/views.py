"""Accounts: making them for producers, handing them over, taking them over, and the list of people."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import rules, selectors, services
from accounts.forms import AccountFilterForm, OpenAccountForm, RedeemCodeForm
from activity.web import acting
from foundation.limits import too_many
from foundation.paging import keyset_page

REDEEM_TRIES_PER_HOUR = 20


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """List the accounts with which this person may help."""
    if not rules.may_help_with_accounts(request.user):
        raise PermissionDenied
    form = AccountFilterForm(request.GET)
    found = selectors.accounts_visible_to(request.user)
    if form.is_valid() and form.cleaned_data["q"]:
        found = selectors.accounts_matching(found, form.cleaned_data["q"])
    page = keyset_page(found.prefetch_related("memberships__office"), request, order=("sort", "pk"))
    context = {"page": page, "form": form, "administers": rules.may_administer(request.user)}
    return render(request, "accounts/people.html", context)


@require_http_methods(["GET", "POST"])
def open_account(request: HttpRequest) -> HttpResponse:
    """Make an account for a producer without a computer and show its printed code once."""
    if not rules.may_help_with_accounts(request.user):
        raise PermissionDenied
    form = OpenAccountForm(request.POST or None, officer=request.user)
    if request.method == "POST" and form.is_valid():
        with acting(request) as outcome:
            account, code = services.open_producer_account(actor=request.user, **form.cleaned_data)
        if outcome.ok:
            return _code_page(request, account, code)
    return render(request, "accounts/open_account.html", {"form": form})


@require_POST
def hand_out_code(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a new one-time code for an account and show it once, ready to print."""
    account = get_object_or_404(selectors.accounts_visible_to(request.user), pk=pk)
    with acting(request) as outcome:
        code = services.make_one_time_code(user=account, actor=request.user)
    return _code_page(request, account, code) if outcome.ok else redirect("accounts:people")


def _code_page(request: HttpRequest, account: object, code: str) -> HttpResponse:
    context = {"account": account, "code": code, "valid_days": services.CODE_VALID_FOR.days, "next": None}
    response = render(request, "accounts/code.html", context)
    response["Cache-Control"] = "no-store"
    return response


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def redeem_code(request: HttpRequest) -> HttpResponse:
    """Take over an account with its printed code and set an own password."""
    form = RedeemCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _too_many_tries(request):
            form.add_error(None, _("Too many tries. Wait an hour and try again."))
        else:
            data = form.cleaned_data
            user = services.redeem_code(login=data["login"], code=data["code"], password=data["password1"])
            if user:
                login(request, user, backend="accounts.backends.AnyNameBackend")
                messages.success(request, _("The account is yours now. Log in with your new password next time."))
                return redirect("dashboards:home")
            form.add_error(
                "code", _("Name and code do not match, or the code has expired. Ask your commune for a new one.")
            )
    return render(request, "accounts/redeem_code.html", {"form": form})


def _too_many_tries(request: HttpRequest) -> bool:
    return too_many(f"redeem:{request.META.get('REMOTE_ADDR')}", most=REDEEM_TRIES_PER_HOUR, seconds=3600)
