"""The commune's list of a round: choose, send, print, export."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.enums import Role
from accounts.models import Unit
from accounts.rules import has_commune_role_for
from activity.web import acting
from foundation import clock, exports
from foundation.text import slug
from registrations import rules, selectors, services
from registrations.enums import WishState
from registrations.models import RegistrationRound

HEADERS = (
    "TT", "Sản phẩm", "Bộ/nhóm sản phẩm", "Chủ thể", "Loại hình", "Người đại diện", "Địa chỉ", "Điện thoại",
    "Lần đầu/nâng hạng/đánh giá lại", "Hạng sao dự kiến", "Nhu cầu hỗ trợ", "Đợt", "Danh sách số", "Ghi chú",
)  # fmt: skip


@require_http_methods(["GET", "POST"])
def list_of_round(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A commune's list: what was sent, and what can be put on the next one."""
    registration_round, unit = _place(request, pk)
    rows = selectors.list_wishes(registration_round, unit, request.user)
    may_send = has_commune_role_for(request.user, unit, Role.COMMUNE_OFFICER)
    if request.method == "POST":
        if not may_send:
            raise PermissionDenied
        chosen = [int(pk) for pk in request.POST.getlist("wish") if pk.isdecimal() and len(pk) < 19]
        with acting(request, _("The list is sent.")):
            services.list_wishes_of_commune(
                registration_round=registration_round, unit=unit, wishes=rows.filter(pk__in=chosen), actor=request.user
            )
        return redirect(f"{request.path}?unit={unit.pk}")
    wishes = list(rows.exclude(state=WishState.WITHDRAWN))
    context = {
        "round": registration_round,
        "training": registration_round.training,
        "unit": unit,
        "waiting": [wish for wish in wishes if wish.state == WishState.REGISTERED],
        "listed": [wish for wish in wishes if wish.listed_in_id],
        "direct": [wish for wish in wishes if wish.state != WishState.REGISTERED and not wish.listed_in_id],
        "may_send": may_send,
        "runs": rules.runs_round(request.user, registration_round),
    }
    return render(request, "registrations/commune_list.html", context)


@require_GET
def list_workbook(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The list as a workbook: what the commune has sent."""
    registration_round, unit = _place(request, pk)
    rows = (
        selectors.list_wishes(registration_round, unit, request.user)
        .filter(listed_in__isnull=False)
        .order_by("listed_in__ordinal", "pk")
    )
    name = f"danh-sach-{slug(unit.name)}-{slug(registration_round.name)[:40]}-{clock.today():%Y%m%d}"
    return exports.workbook_response(
        filename=name,
        title="Danh sách đăng ký",
        headers=HEADERS,
        rows=selectors.rows_of_list(rows, training=registration_round.training),
    )


def _place(request: HttpRequest, pk: int) -> tuple[RegistrationRound, Unit]:
    """Return round and commune: the one that ``?unit=`` names, else the person's own."""
    registration_round = get_object_or_404(selectors.rounds_visible_to(request.user), pk=pk)
    own = {unit.pk: unit for unit in selectors.communes_worked_for(request.user)}
    wanted = request.GET.get("unit", "")
    if wanted.isdecimal() and len(wanted) < 19:
        unit = own.get(int(wanted)) or (
            registration_round.units.filter(pk=int(wanted)).first()
            if selectors.sees_whole_round(request.user, registration_round)
            else None
        )
    else:
        unit = next((unit for unit in own.values()), None)
    if unit is None:
        raise Http404
    return registration_round, unit
