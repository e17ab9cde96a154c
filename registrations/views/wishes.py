"""Wishes: register, look up, withdraw, decide."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from activity.transitions import available, may
from activity.web import confirm_page
from foundation.components import Confirm
from foundation.forms import ReasonForm
from foundation.paging import keyset_page
from registrations import rules, selectors, services
from registrations.enums import WISH_TRANSITIONS
from registrations.forms.producers import NewProducerForm
from registrations.forms.review import SelectionReasonForm, WishFilter
from registrations.forms.several import WishForms
from registrations.forms.support import SupportForm
from registrations.models import RegistrationRound, Wish
from registrations.services.wishes import RowRefused
from registrations.views import keeping
from registrations.views.saving import saved
from registrations.views.timelines import timeline_items

# A wish is listed on the page of the commune's list, or by the letter that carries it.
LISTED_BY = ("list", "list_by_letter")


@require_GET
def wishes(request: HttpRequest) -> HttpResponse:
    """The wishes that the person may see, newest first."""
    seek = partial(selectors.search_wishes, request.user)
    form = WishFilter(request.GET, seek=seek, units=selectors.units_with_wishes(request.user))
    rows = selectors.wish_lines(form.narrow(selectors.wishes_visible_to(request.user)))
    page = keyset_page(rows, request, order=form.order("-pk"))
    return render(request, "registrations/wishes.html", {"page": page, "form": form})


@require_http_methods(["GET", "POST"])
def wish_create(request: HttpRequest) -> HttpResponseBase:
    """Register a wish on one screen; whoever has no record yet sets it up on the same screen."""
    if not rules.may_create_producer(request.user):
        raise PermissionDenied
    if request.method == "POST" and (done := selectors.wishes_with_key(request.user, request.POST.get("key", ""))):
        return keeping.stored(request, _after(done))
    registration_round = _chosen_round(request)
    if registration_round is None:
        context = {
            "rounds": selectors.rounds_offered_to(request.user),
            "drafts": selectors.drafts_of(request.user),
            "wanted": urlencode(_wanted(request)),
        }
        return render(request, "registrations/choose_round.html", context)
    producers = selectors.editable_producers(request.user)
    data = request.POST if request.method == "POST" else None
    page = WishForms(data, registration_round=registration_round, producers=producers, initial=_wanted(request))
    newcomer = None if page.first.known else NewProducerForm(data)
    if newcomer is not None and page.asks_for_more:
        newcomer.keep_quiet()
    if request.method == "POST" and not page.asks_for_more and _valid(page, newcomer):
        made = _register(request, registration_round, page, newcomer)
        if made:
            messages.success(request, _said(made))
            return keeping.stored(request, _after(made))
    context = {"page": page, "form": page.first, "newcomer": newcomer, "round": registration_round}
    context["training"] = registration_round.training
    context["drafts"] = selectors.drafts_of(request.user)
    return render(request, "registrations/wish_form.html", context)


def _valid(page: WishForms, newcomer: NewProducerForm | None) -> bool:
    """Check every part, so that all errors show at once."""
    return all([page.is_valid(), newcomer is None or newcomer.is_valid()])


def _wanted(request: HttpRequest) -> dict[str, str]:
    """Return what a link from a recognised product has chosen already."""
    return {name: request.GET[name] for name in ("product", "kind") if name in request.GET}


def _register(
    request: HttpRequest, registration_round: RegistrationRound, page: WishForms, newcomer: NewProducerForm | None
) -> list[Wish] | None:
    """Register all products or none; what is refused stands at its product, with everything that was typed."""
    first = page.first

    def save() -> list[Wish]:
        return services.register_wishes(
            registration_round=registration_round,
            producer=newcomer.values if newcomer else first.cleaned_data["producer"],
            drafts=page.drafts,
            key=first.key_value,
            actor=request.user,
        )

    try:
        return saved(first, save, passing=RowRefused)
    except RowRefused as error:
        page.rows[error.row].add_error(None, str(error))
    return None


def _said(made: list[Wish]) -> str:
    words = _("The wish is registered. Commune and office see it now.")
    if len(made) > 1:
        words = _("%(n)s wishes are registered. Commune and office see them now.") % {"n": len(made)}
    return words + (" " + _("It came after the date and is marked as late.") if made[0].is_late else "")


def _after(made: list[Wish]) -> HttpResponseBase:
    """Go to the wish, or to the person's own list where there are several."""
    return redirect(made[0]) if len(made) == 1 else redirect("registrations:start")


def _chosen_round(request: HttpRequest) -> RegistrationRound | None:
    """Return the round that the address names, or the only open one; None asks the person to choose."""
    rows = selectors.rounds_offered_to(request.user)
    pk = request.GET.get("round", "")
    if pk.isdecimal() and len(pk) < 19:
        # A round that has closed while the form was open is still shown: what was typed is not lost.
        return get_object_or_404(selectors.rounds_visible_to(request.user), pk=int(pk))
    found = list(rows[:2])
    return found[0] if len(found) == 1 else None


@require_GET
def wish(request: HttpRequest, pk: int) -> HttpResponse:
    """A wish: what was registered, what was decided, what support it has."""
    row = get_object_or_404(selectors.wishes_visible_to(request.user).select_related("listed_in"), pk=pk)
    context = {
        "wish": row,
        "training": row.round.training,
        "actions": {k: v for k, v in available(WISH_TRANSITIONS, request.user, row).items() if k not in LISTED_BY},
        "supports": row.supports.select_related("given_by_office", "given_by_user"),
        "support_form": SupportForm(wish=row) if rules.may_support(request.user, row) else None,
        "dossier": selectors.dossiers_visible_to(request.user).filter(wish=row).first(),
        "reason": selectors.reason_for(row),
        "history": timeline_items(selectors.timeline_of_wish(row)),
    }
    return render(request, "registrations/wish.html", context)


@require_http_methods(["GET", "POST"])
def wish_act(request: HttpRequest, pk: int, action: str) -> HttpResponseBase:
    """Select, decline or withdraw a wish."""
    row = get_object_or_404(selectors.wishes_visible_to(request.user), pk=pk)
    if action not in ("select", "decline", "withdraw"):
        raise Http404
    transition = WISH_TRANSITIONS[action]
    if not transition.rule(request.user, row):
        raise PermissionDenied
    if request.method == "GET" and not may(WISH_TRANSITIONS, action, request.user, row):
        messages.error(request, _("This was changed meanwhile by somebody else. Look at it again before you go on."))
        return redirect(row)
    confirm = Confirm(
        title=transition.label,
        lead=row.product.name,
        action=transition.label,
        cancel_url=_cancel_url(row, request),
        facts=[(_("Producer"), row.producer.name), (_("Commune"), row.unit.name), (_("Round"), row.round.name)],
        danger=transition.danger,
    )
    return confirm_page(
        request,
        confirm,
        _reason_form(action, request),
        act=lambda values: _act(action, row, request, values.get("reason", "")),
        done=str(transition.done),
        back=_cancel_url(row, request),
        training=row.round.training,
    )


def _cancel_url(row: Wish, request: HttpRequest) -> str:
    back = "selection" in (request.POST.get("next"), request.GET.get("next"))
    return reverse("registrations:selection", args=[row.round_id]) if back else row.get_absolute_url()


def _reason_form(action: str, request: HttpRequest) -> ReasonForm | None:
    """Return the form that asks why, where it may or must be said."""
    data = request.POST if request.method == "POST" else None
    if action == "select":
        return SelectionReasonForm(data)
    return ReasonForm(data) if WISH_TRANSITIONS[action].needs_reason else None


def _act(action: str, row: Wish, request: HttpRequest, reason: str) -> None:
    if action == "select":
        services.select_wish(wish=row, actor=request.user, reason=reason)
    elif action == "decline":
        services.decline_wish(wish=row, actor=request.user, reason=reason)
    else:
        services.withdraw_wish(wish=row, actor=request.user)
