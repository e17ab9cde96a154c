"""The support of a round: its plan with totals, and each piece of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from activity.transitions import may
from activity.web import confirm_page
from foundation import clock, exports
from foundation.components import Confirm
from foundation.forms import ReasonForm
from foundation.paging import keyset_page
from foundation.text import slug
from registrations import rules, selectors, services
from registrations.enums import SUPPORT_TRANSITIONS, SupportState
from registrations.forms.support import GivenForm, SupportFilter, SupportForm
from registrations.models import RegistrationRound, Support
from registrations.views.saving import saved

HEADERS = (
    "TT", "Sản phẩm", "Chủ thể", "Xã", "Nhu cầu hỗ trợ", "Loại hỗ trợ", "Nội dung hỗ trợ", "Cơ quan hỗ trợ",
    "Người hỗ trợ", "Đơn vị hỗ trợ khác", "Ngày", "Nguồn kinh phí", "Số tiền (đồng)", "Tình trạng",
    "Nhu cầu chưa có hỗ trợ",
)  # fmt: skip


@require_GET
def support_plan(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The plan of a round: totals by budget line, kind and commune, and every product with what it gets."""
    row, context = _plan(request, pk)
    rows = context["form"].narrow(selectors.plan_wishes(request.user, row)).order_by("unit__search", "pk")
    page = keyset_page(rows, request, order=("unit__search", "pk"))
    lines = [(wish, selectors.unmet_help(wish)) for wish in page.items]
    return render(request, "registrations/support_plan.html", context | {"page": page, "lines": lines})


@require_GET
def support_print(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same plan with all its rows on one page, for the printer."""
    row, context = _plan(request, pk)
    rows = context["form"].narrow(selectors.plan_wishes(request.user, row)).order_by("unit__search", "pk")
    lines = [(wish, selectors.unmet_help(wish)) for wish in rows]
    context |= {"lines": lines, "today": clock.today(), "page": None}
    return render(request, "registrations/support_print.html", context)


@require_GET
def support_workbook(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The plan as a workbook: a row for each piece of support."""
    row, context = _plan(request, pk)
    rows = context["form"].narrow(selectors.plan_wishes(request.user, row)).order_by("unit__search", "pk")
    name = f"ke-hoach-ho-tro-{slug(row.name)[:40]}-{clock.today():%Y%m%d}"
    return exports.workbook_response(
        filename=name, title="Kế hoạch hỗ trợ", headers=HEADERS, rows=selectors.plan_rows(rows)
    )


def _plan(request: HttpRequest, pk: int) -> tuple[RegistrationRound, dict[str, Any]]:
    """Return the round and what all forms of its plan show; 404 for whoever neither runs it nor works for a commune."""
    row = get_object_or_404(selectors.rounds_visible_to(request.user), pk=pk)
    if not selectors.sees_whole_round(request.user, row) and not selectors.communes_worked_for(request.user):
        raise Http404
    units = selectors.units_with_wishes(request.user).filter(registration_rounds=row)
    context = {
        "round": row,
        "training": row.training,
        "form": SupportFilter(request.GET, units=units),
        "plan": selectors.support_plan(request.user, row),
        "runs": rules.runs_round(request.user, row),
        "query": request.GET.urlencode(),
    }
    return row, context


@require_http_methods(["GET", "POST"])
def support_create(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Note support for a product."""
    row = get_object_or_404(selectors.wishes_visible_to(request.user), pk=pk)
    if not rules.may_support(request.user, row):
        raise PermissionDenied
    form = SupportForm(request.POST or None, wish=row)
    if (
        request.method == "POST"
        and form.is_valid()
        and saved(form, lambda: services.add_support(wish=row, values=form.values, actor=request.user))
    ):
        messages.success(request, _("The support is noted."))
        return redirect(row)
    return _form_page(request, form, row.round, title=_("Note support"), lead=row.product.name, back=row)


@require_http_methods(["GET", "POST"])
def support_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Change what is said about support."""
    row = _support(request, pk)
    if row.state == SupportState.CANCELLED and request.method == "GET":
        messages.error(request, _("This support is cancelled. Plan it again first."))
        return redirect(row.wish)
    form = SupportForm(request.POST or None, instance=row, wish=row.wish)
    if request.method == "POST" and form.is_valid():
        done = saved(
            form,
            lambda: services.update_support(
                support=Support.objects.get(pk=pk), values=form.values, seen=form.seen_value, actor=request.user
            ),
            lambda: Support.objects.get(pk=pk),
        )
        if done:
            messages.success(request, _("Saved."))
            return redirect(row.wish)
    title = _("Change the support")
    return _form_page(request, form, row.round, title=title, lead=row.wish.product.name, back=row.wish)


@require_http_methods(["GET", "POST"])
def support_act(request: HttpRequest, pk: int, action: str) -> HttpResponseBase:
    """Note support as given, cancel it, or plan it again."""
    row = _support(request, pk)
    if action not in SUPPORT_TRANSITIONS:
        raise Http404
    transition = SUPPORT_TRANSITIONS[action]
    if request.method == "GET" and not may(SUPPORT_TRANSITIONS, action, request.user, row):
        messages.error(request, _("This was changed meanwhile by somebody else. Look at it again before you go on."))
        return redirect(row.wish)
    confirm = Confirm(
        title=transition.label,
        lead=row.given,
        action=transition.label,
        cancel_url=row.wish.get_absolute_url(),
        facts=[(_("Product"), row.wish.product.name), (_("Given by"), row.giver)],
    )
    return confirm_page(
        request,
        confirm,
        _act_form(request, row, action),
        act=lambda values: _act(action, row, request, values),
        done=str(transition.done),
        training=row.round.training,
    )


def _act_form(request: HttpRequest, row: Support, action: str) -> GivenForm | ReasonForm | None:
    if action == "give":
        planned = row.on if row.on and row.on <= clock.today() else clock.today()
        return GivenForm(request.POST or None, initial={"on": planned, "amount": row.amount})
    return ReasonForm(request.POST or None) if SUPPORT_TRANSITIONS[action].needs_reason else None


def _act(action: str, row: Support, request: HttpRequest, values: dict[str, Any]) -> None:
    if action == "give":
        services.give_support(support=row, on=values["on"], amount=values["amount"], actor=request.user)
    elif action == "cancel":
        services.cancel_support(support=row, actor=request.user, reason=values["reason"])
    else:
        services.replan_support(support=row, actor=request.user)


def _support(request: HttpRequest, pk: int) -> Support:
    """Return support that the person may see and change; 404 for strangers, 403 for who only reads it."""
    row = get_object_or_404(selectors.supports_visible_to(request.user), pk=pk)
    if not rules.may_support(request.user, row):
        raise PermissionDenied
    return row


def _form_page(
    request: HttpRequest, form: SupportForm, registration_round: RegistrationRound, *, title: str, lead: str, back: Any
) -> HttpResponseBase:
    context = {"form": form, "title": title, "lead": lead, "cancel_url": back.get_absolute_url()}
    return render(request, "registrations/form.html", context | {"training": registration_round.training})
