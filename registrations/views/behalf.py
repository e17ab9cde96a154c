"""The commune on behalf of people without a computer: records, wishes, signed papers, printed slips."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.services import CODE_VALID_FOR
from activity.web import acting
from foundation import clock
from foundation.components import Confirm
from foundation.paging import keyset_page
from foundation.qr import qr_svg
from registrations import rules, selectors, services
from registrations.forms.behalf import BehalfWishForm, EnterProducerForm, HelpedFilter, SignedScansForm
from registrations.links import address_of
from registrations.models import Producer, RegistrationRound, Wish
from registrations.views import keeping
from registrations.views.saving import saved

MOST = 50
DRAFTS_SHOWN = 10


def _check(request: HttpRequest) -> None:
    if not rules.may_enter_on_behalf(request.user):
        raise PermissionDenied


def _helped(request: HttpRequest, pk: int) -> Producer:
    _check(request)
    return get_object_or_404(selectors.helped_producers(request.user), pk=pk)


@require_GET
def behalf(request: HttpRequest) -> HttpResponse:
    """For whom the officer may write, and the drafts that wait for the officer's hand."""
    _check(request)
    form = HelpedFilter(request.GET, seek=partial(selectors.search_producers, request.user))
    rows = form.narrow(selectors.helped_producers(request.user))
    context = {
        "form": form,
        "page": keyset_page(rows, request, order=form.order("search", "pk")),
        "drafts": selectors.drafts_on_behalf(request.user)[:DRAFTS_SHOWN],
        "most": DRAFTS_SHOWN,
        "round": _named_round(request),
    }
    return render(request, "registrations/behalf.html", context)


@require_GET
def behalf_drafts(request: HttpRequest) -> HttpResponse:
    """All drafts that wait for the officer's hand, last saved first."""
    _check(request)
    page = keyset_page(selectors.drafts_on_behalf(request.user), request, order=("-saved_at", "-pk"))
    return render(request, "registrations/behalf_drafts.html", {"page": page})


def _named_round(request: HttpRequest) -> RegistrationRound | None:
    """Return the round that the address names, if the officer may see it."""
    pk = request.GET.get("round", "")
    if not pk.isdecimal() or len(pk) > 18:
        return None
    return selectors.rounds_visible_to(request.user).filter(pk=int(pk)).first()


@require_http_methods(["GET", "POST"])
def behalf_producer(request: HttpRequest) -> HttpResponseBase:
    """Set up a record for somebody without a computer, then go on to the wish."""
    _check(request)
    form = EnterProducerForm(request.POST or None, officer=request.user)
    if request.method == "POST" and form.is_valid():
        made = saved(form, lambda: services.enter_producer(values=form.values, actor=request.user))
        if made:
            messages.success(request, _("The record is set up. Enter the wish now, or print the slip."))
            return keeping.stored(request, redirect(made))
    context = {"form": form, "title": _("Set up a record on behalf"), "cancel_url": reverse("registrations:behalf")}
    context["keep"] = True
    context["lead"] = _("For somebody without a computer. Whatever you enter is marked with your name and office.")
    return render(request, "registrations/form.html", context)


@require_http_methods(["GET", "POST"])
def behalf_wish(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Enter a wish from the paper that the person has signed; its scan goes with it."""
    producer = _helped(request, pk)
    if request.method == "POST" and (done := selectors.wishes_with_key(request.user, request.POST.get("key", ""))):
        return keeping.stored(request, redirect(done[0]))
    rounds = selectors.open_rounds_for(request.user).filter(units=producer.unit_id)
    row = _named_round(request) or (rounds[0] if len(rounds) == 1 else None)
    if row is None:
        context = {"producer": producer, "rounds": rounds}
        return render(request, "registrations/behalf_rounds.html", context)
    producers = selectors.helped_producers(request.user).filter(pk=pk)
    form = BehalfWishForm(request.POST or None, request.FILES or None, registration_round=row, producers=producers)
    if request.method == "POST" and form.is_valid():
        made = saved(form, lambda: _register(request, row, producer, form))
        if made:
            words = _("The wish is registered on behalf of %(producer)s.") % {"producer": producer.name}
            messages.success(request, words)
            return keeping.stored(request, redirect(made))
    context = {"form": form, "producer": producer, "round": row, "training": row.training}
    return render(request, "registrations/behalf_wish.html", context)


def _register(request: HttpRequest, row: RegistrationRound, producer: Producer, form: BehalfWishForm) -> Wish:
    data = form.cleaned_data
    return services.register_wish(
        registration_round=row,
        producer=producer,
        product=data.get("product") or {"name": data["product_name"], "group": data.get("group") or ""},
        facts=form.facts,
        key=form.key_value,
        actor=request.user,
        signed=data["signed"],
    )


@require_http_methods(["GET", "POST"])
def signed_scans(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Add the scan of the dossier as the person has signed it; without it nobody submits on behalf."""
    row = get_object_or_404(selectors.dossiers_visible_to(request.user), pk=pk)
    if not rules.acts_on_behalf(request.user, row.producer):
        raise PermissionDenied
    if not row.is_editable:
        messages.error(request, _("The dossier has been submitted and cannot be changed now."))
        return redirect(row)
    form = SignedScansForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        uploads = form.cleaned_data["signed"]
        with acting(request, _("Scan of the signed paper added")) as outcome:
            services.add_signed(dossier=row, uploads=uploads, actor=request.user)
        if outcome.ok:
            return redirect("registrations:dossier_check", pk=pk)
    context = {"form": form, "title": _("Scan of the signed paper"), "lead": row.producer.name, "dossier": row}
    context |= {"cancel_url": row.get_absolute_url(), "training": row.training}
    return render(request, "registrations/form.html", context)


@require_http_methods(["GET", "POST"])
def behalf_slip(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Print the slip with which the person takes over the record; it is shown once."""
    producer = _helped(request, pk)
    if not rules.may_hand_over_record(request.user, producer):
        raise PermissionDenied
    if request.method == "POST":
        with acting(request) as outcome:
            slip = services.hand_over(producer=producer, actor=request.user)
        return _slip_page(request, slip) if outcome.ok else redirect(producer)
    confirm = Confirm(
        title=_("Print the slip"),
        action=_("Print the slip"),
        cancel_url=producer.get_absolute_url(),
        lead=producer.name,
        what=[
            _("A slip with a one-time code is made for %(name)s; it is shown once, ready to print.")
            % {"name": producer.representative},
            _("Slips printed before no longer work."),
            _("Once the person has taken over the record, the commune writes in it only if the person allows it."),
        ],
    )
    return render(request, "components/confirm.html", {"confirm": confirm})


def _slip_page(request: HttpRequest, slip: services.Slip) -> HttpResponse:
    if slip.invitation is not None:
        link, until = address_of(slip.invitation.seed), slip.invitation.expires_at
    else:
        link, until = settings.PUBLIC_BASE_URL + reverse("accounts:redeem_code"), clock.now() + CODE_VALID_FOR
    producer = slip.producer
    context = {
        "slip": slip,
        "producer": producer,
        "link": link,
        "until": until,
        "qr": qr_svg(link, title=_("QR code of the page for taking over")),
        "wishes": selectors.wishes_visible_to(request.user).filter(producer=producer)[:MOST],
        "drafts": selectors.drafts_on_behalf(request.user).filter(producer=producer)[:MOST],
    }
    response = render(request, "registrations/slip.html", context)
    response["Cache-Control"] = "no-store"
    return response
