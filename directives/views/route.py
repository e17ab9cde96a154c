"""Moving a document along its route."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from activity.transitions import Transition
from activity.web import acting
from directives import rules, selectors, services
from directives.enums import DocumentAction, Purpose
from directives.forms import StepForm, StepWithReasonForm
from directives.models import Document
from directives.rendering import PREVIEW_STYLESHEETS
from directives.tables import table_for
from directives.views.sheets import article_of
from directives.views.steps import StepPage
from foundation.components import Confirm


@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Ask before an action (GET), carry it out (POST)."""
    return _STEPS.answer(request, pk, action)


def _form(data: Any, document: Document, action: str) -> StepForm:
    form_class = StepWithReasonForm if table_for(document)[action].needs_reason else StepForm
    return form_class(data, initial={"version": document.version})


def _carry_out(document: Document, action: str, actor: Any, data: dict[str, Any]) -> None:
    services.act(document=document, action=action, actor=actor, **data)


def _show(request: HttpRequest, document: Document, action: str, form: StepForm) -> HttpResponse:
    context = _question(document, action, table_for(document)[action]) | {"form": form}
    if context["article"]:
        services.note_reading(document=document, user=request.user)
    return render(request, "directives/act.html", context)


def _question(document: Document, action: str, transition: Transition) -> dict[str, Any]:
    """Return what the page says before the action."""
    what, tells = _consequences(document, action)
    confirm = Confirm(
        title=transition.label,
        action=transition.label,
        cancel_url=reverse("directives:detail", args=[document.pk]),
        facts=[
            (_("Document"), document.get_type_display()),
            (_("Abstract"), document.abstract),
            (_("Issued by"), document.office.name),
        ],
        what=what,
        tells=tells,
        danger=transition.danger,
    )
    reads_first = action in (DocumentAction.CHECK, DocumentAction.FORM_CHECK, DocumentAction.APPROVE)
    return {
        "confirm": confirm,
        "document": document,
        "training": document.training,
        "article": article_of(document) if reads_first and not document.is_certificate else "",
        "stylesheets": PREVIEW_STYLESHEETS,
    }


def _consequences(document: Document, action: str) -> tuple[list[str], list[str]]:
    if action == DocumentAction.APPROVE:
        what = [
            _("The register gives it the next number and today's date, for good."),
            _("Your name stands under it; its text can no longer be changed."),
            _("The portal makes its PDF in the background."),
        ]
        return what, [_("the author and the clerk")]
    if action == DocumentAction.ISSUE:
        offices = [task.assignee.name for task in document.tasks.select_related("assignee")]
        offices += [office.name for office in document.sent_to.all()]
        plan = selectors.dispatch_plan(document)
        offices += [office.name for line in plan for office in line.offices]
        what = [_("The offices below see it from now on, and their tasks begin."), _("It cannot be called back.")]
        if any(line.purpose == Purpose.PUBLISH for line in plan) and not document.training:
            what.append(_("It appears on the public announcements page."))
        for line in plan:
            if line.asks_in_vain:
                text = _("“%(line)s” names no office of the portal: nobody there gets a task. Send it yourself.")
                what.append(text % {"line": line.text})
        return what, [*dict.fromkeys(offices), *document.mail_to]
    if action == DocumentAction.VOID and document.number:
        return [_("Its number stays taken and is marked in the register.")], [_("the author")]
    return [], []


_STEPS = StepPage(
    page="directives:detail",
    visible_to=selectors.documents_visible_to,
    table=table_for,
    actions=selectors.actions_for,
    form=_form,
    carry_out=_carry_out,
    show=_show,
)


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a PDF made again that has failed."""
    document = get_object_or_404(selectors.documents_visible_to(request.user), pk=pk)
    if not rules.may_retry(request.user, document):
        raise PermissionDenied
    with acting(request, _("The portal tries again.")):
        services.retry_rendering(document=document, actor=request.user)
    return redirect("directives:detail", pk)


@require_POST
def retry_following(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the job tried again that moves the attached documents."""
    document = get_object_or_404(selectors.documents_visible_to(request.user), pk=pk)
    if not rules.may_retry_following(request.user, document):
        raise PermissionDenied
    with acting(request, _("The portal tries again.")):
        services.retry_following(document=document, actor=request.user)
    return redirect("directives:detail", pk)
