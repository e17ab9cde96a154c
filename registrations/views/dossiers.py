"""One dossier: where it is, what is in it, what can be done with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from activity import jobs
from activity.transitions import available, may
from activity.web import confirm_page
from foundation.components import Confirm
from foundation.forms import ReasonForm
from registrations import rules, selectors, services
from registrations.contents import contents_of
from registrations.enums import DOSSIER_TRANSITIONS, DossierState, FileKind
from registrations.forms.desk import CodeForm
from registrations.models import Dossier
from registrations.procedure import asks_opinions
from registrations.tasklist import task_groups
from registrations.views.panels import desk_panel
from registrations.views.timelines import timeline_items

# Actions with a screen of their own; the others ask on a page of confirmation.
_SCREENS = {
    "submit": "registrations:dossier_check",
    "resubmit": "registrations:dossier_check",
    "resubmit_up": "registrations:dossier_check",
    "receive": "registrations:dossier_receive",
    "return": "registrations:dossier_return",
    "send_back": "registrations:dossier_return",
    "to_commune": "registrations:dossier_to_commune",
    "ask_approval": "registrations:dossier_opinion",
}
CONFIRMED = ("refuse", "give_back", "approve", "forward", "take_in", "accept", "withdraw")


@require_GET
def dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a dossier: a task list for whoever writes it, everything in it for everybody else."""
    row = selectors.dossier_page_of(request.user, pk)
    if row is None:
        raise Http404
    writes = row.is_editable and rules.files_for(request.user, row)
    context = _common(request, row) | {"writes": writes}
    if writes:
        context |= {
            "tasks": task_groups(row),
            "tally": selectors.tally_of(row),
            "gaps": len(selectors.gaps_of(row)),
            "standing": selectors.notice_for_dossier(request.user, row),
        }
        return render(request, "registrations/dossier_write.html", context)
    contents = contents_of(row)
    if any(file.kind == FileKind.E_SIGNED for file in context["files"]):
        context["signed"] = selectors.signed_forms_of(row, exact=False)
    context |= {"contents": contents, "tally": selectors.tally_of(row, contents.answers)} | desk_panel(
        request, row, contents
    )
    if row.state == DossierState.OPINION_WAITING:
        services.note_opening(dossier=row, user=request.user, letter=context["letter"])
    return render(request, "registrations/dossier.html", context)


def _common(request: HttpRequest, row: Dossier) -> dict[str, Any]:
    files = selectors.files_to_show(row, request.user)
    being_made = any(file.stored_id is None and not file.making_failed for file in files)
    inside = _sees_opinion(request, row)
    opinion = getattr(row, "opinion", None)
    return {
        "dossier": row,
        "training": row.training,
        "whereabouts": selectors.whereabouts_of(row),
        "files": files,
        "signed": None,
        "copies": [("whole", _("Whole dossier as PDF")), ("package", _("All papers as ZIP"))],
        "being_made": being_made,
        "worker_alive": not being_made or jobs.worker_alive(),
        "corrections": _corrections(request, row),
        "actions": _actions(request, row),
        "opinion": opinion if opinion and (inside or opinion.approved_at) else None,
        "opinion_rows": _opinion_rows(row, opinion) if opinion and asks_opinions(row) else [],
        "history": timeline_items(selectors.timeline_of(row, request.user)),
    }


def _sees_opinion(request: HttpRequest, row: Dossier) -> bool:
    """The producer and the office read the commune's opinion once its leader has approved it."""
    return rules.is_commune_officer_for(request.user, row) or rules.is_commune_leader_for(request.user, row)


def _opinion_rows(row: Dossier, opinion: Any) -> list[tuple[str, str, str]]:
    from registrations.papers import CONTENTS

    return [(title, getattr(row, f"local_{name}"), getattr(opinion, name)) for name, title in CONTENTS]


def _corrections(request: HttpRequest, row: Dossier) -> list[dict[str, Any]]:
    from registrations.steps import url_of_place

    back = row.state not in (DossierState.RETURNED, DossierState.SUBMITTED)
    found = []
    for correction in row.corrections.all():
        may_settle = (
            correction.is_open and correction.answered_at and back and rules.may_settle(request.user, correction)
        )
        found.append({"row": correction, "url": url_of_place(row, correction.place), "may_settle": may_settle})
    return found


def _actions(request: HttpRequest, row: Dossier) -> list[dict[str, Any]]:
    """Return the buttons, in the order of the table; the first one that moves the dossier forward is the main one."""
    open_points = any(correction.is_open for correction in row.corrections.all())
    found: list[dict[str, Any]] = []
    if row.state == DossierState.RECEIVED and rules.is_commune_officer_for(request.user, row):
        url = reverse("registrations:dossier_review", args=[row.pk])
        found.append({"url": url, "label": _("Check place by place"), "tone": "primary"})
    for action, transition in available(DOSSIER_TRANSITIONS, request.user, row).items():
        if open_points and action in ("ask_approval", "forward", "accept"):
            continue
        if action == "take_in" and row.office_slip_number:
            continue
        name = _SCREENS.get(action)
        url = reverse(name, args=[row.pk]) if name else reverse("registrations:dossier_act", args=[row.pk, action])
        label = _("Write the opinion") if action == "ask_approval" else transition.label
        aside = action in ("return", "send_back", "to_commune", "refuse", "give_back", "withdraw")
        found.append({"url": url, "label": label, "tone": "secondary" if aside else "primary"})
    return found


@require_http_methods(["GET", "POST"])
def dossier_act(request: HttpRequest, pk: int, action: str) -> HttpResponseBase:
    """Ask before an act, then do it."""
    row = get_object_or_404(selectors.dossiers_visible_to(request.user), pk=pk)
    if action not in CONFIRMED:
        raise Http404
    transition = DOSSIER_TRANSITIONS[action]
    if not transition.rule(request.user, row):
        raise PermissionDenied
    if request.method == "GET" and not may(DOSSIER_TRANSITIONS, action, request.user, row):
        messages.error(request, _("This was changed meanwhile by somebody else. Look at it again before you go on."))
        return redirect(row)
    form = _form(action, row, request)
    return confirm_page(
        request,
        _confirm(row, action),
        form,
        act=lambda _values: _act(action, row, request, form),
        done=str(transition.done),
        training=row.training,
    )


def _form(action: str, row: Dossier, request: HttpRequest) -> Form | None:
    """Return what an act asks for: a reason, or the running number of a product code that is not given yet."""
    data = request.POST if request.method == "POST" else None
    if DOSSIER_TRANSITIONS[action].needs_reason:
        return ReasonForm(data)
    if action == "forward" and not row.code:
        coming = selectors.coming_code_of(row, request.user)
        number = coming.number if coming else None
        return CodeForm(data, initial={"number": number, "offered": number})
    return None


def _confirm(row: Dossier, action: str) -> Confirm:
    transition = DOSSIER_TRANSITIONS[action]
    signs_letter = asks_opinions(row)
    what = {
        "refuse": [_("A written refusal with this reason is made; the producer finds it on the dossier's page.")],
        "approve": [
            _("The opinion is the commune's from now on; the officer sends the dossier up."),
            *([_("The request letter is signed with it and gets number and date.")] if signs_letter else []),
        ],
        "forward": [
            _("The dossier goes to: %(office)s.") % {"office": row.round.office.name},
            *([_("The signed request letter is issued with it.")] if signs_letter else []),
        ],
        "withdraw": [
            _("The dossier leaves the procedure. Its content is kept and can be read."),
            _("The product can be registered again in another round."),
        ],
        "take_in": [_("The dossier gets the office's own slip number; commune and producer are told.")],
        "accept": [_("The dossier can be taken into an evaluation round.")],
    }
    facts = [
        (_("Product"), row.product.name),
        (_("Producer"), row.producer.name),
        (_("Commune"), row.unit.name),
        (_("Slip number"), row.slip_number),
        *([(_("Product code"), row.code)] if row.code else []),
    ]
    return Confirm(
        title=transition.label,
        action=transition.label,
        cancel_url=row.get_absolute_url(),
        what=list(what.get(action, [])),
        tells=_told(row, action),
        facts=list(facts),
        danger=transition.danger,
    )


def _told(row: Dossier, action: str) -> list[str]:
    """Return who hears of an act; a draft that nobody had is withdrawn without telling anybody."""
    if action == "withdraw":
        commune = [_("People's Committee of %(commune)s") % {"commune": row.unit.name}] if row.submitted_at else []
        return [*commune, *([row.round.office.name] if row.forwarded_at else [])]
    return [_("The producer")] if DOSSIER_TRANSITIONS[action].for_producer else []


def _act(action: str, row: Dossier, request: HttpRequest, form: Form | None) -> None:
    user = request.user
    reason = form.cleaned_data["reason"] if isinstance(form, ReasonForm) else ""
    number = form.given if isinstance(form, CodeForm) else None
    acts: dict[str, Any] = {
        "refuse": lambda: services.refuse_dossier(dossier=row, reason=reason, actor=user),
        "give_back": lambda: services.give_back_opinion(dossier=row, reason=reason, actor=user),
        "approve": lambda: services.approve_opinion(dossier=row, actor=user),
        "forward": lambda: services.forward_dossier(dossier=row, actor=user, code_number=number),
        "take_in": lambda: services.take_in_dossier(dossier=row, actor=user),
        "accept": lambda: services.accept_dossier(dossier=row, actor=user),
        "withdraw": lambda: services.withdraw_dossier(dossier=row, reason=reason, actor=user),
    }
    acts[action]()
