"""Documents that wait for somebody's next step, and the desks of clerks and leaders."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.enums import Role
from dashboards.selectors import MEASURES, Scope, rows_url
from dashboards.work.cards import Card, Desk, card_of, words
from dashboards.work.petitions import waiting_petitions
from dashboards.work.tasks import task_line
from directives.enums import DocumentState as State
from directives.models import Document
from directives.selectors import documents_waiting_for
from evaluations.models import Recognition
from foundation.components import TaskItem
from foundation.formatting import day


def clerks_desk(user: Any) -> Desk:
    """Return the desk of a clerk."""
    return Desk(
        role=Role.CLERK.label,
        cards=[
            waiting_documents(
                user,
                _("Forms to check"),
                State.CHECKED,
                empty=_("A document comes to you when its content is confirmed."),
            ),
            waiting_documents(
                user,
                _("Documents to issue"),
                State.RENDERED,
                State.SIGNED,
                empty=_("A document comes back to you when it is signed and made."),
            ),
        ],
        empty=_("No document waits for you."),
        url=reverse("directives:register"),
        action=_("The register"),
    )


def leaders_desk(user: Any) -> Desk:
    """Return the desk of a leader."""
    scope = Scope(user)
    return Desk(
        role=Role.LEADER.label,
        cards=[
            waiting_documents(
                user,
                _("Documents to approve"),
                State.FORM_CHECKED,
                empty=_("A document comes to you when the clerk has checked its form."),
            ),
            waiting_documents(user, _("Drafts to read"), State.DRAFT),
            waiting_petitions(user, Role.LEADER),
            card_of(
                _("Overdue tasks of the offices"),
                MEASURES["late-tasks"].rows(scope).order_by("due_sort", "pk"),
                task_line,
                late=True,
                url=rows_url("late-tasks", scope),
                more=_("All of them"),
                empty=_("No office is late with a task."),
            ),
            card_of(
                _("Certificates that end within 180 days"),
                MEASURES["ending"].rows(scope).order_by("expires_on", "pk"),
                _ending,
                url=rows_url("ending", scope),
                more=_("All of them"),
            ),
        ],
        empty=_("Nothing waits for your decision."),
        url=reverse("dashboards:leader"),
        action=_("The whole picture"),
    )


def waiting_documents(user: Any, title: str | Promise, *states: str, empty: str | Promise = "") -> Card:
    """Return the documents whose next step is the person's, in these states (all when none is named)."""
    rows = documents_waiting_for(user).order_by("state_changed_at", "pk")
    rows = rows.filter(state__in=states) if states else rows
    return card_of(title, rows, _document, url=reverse("directives:list"), more=_("All documents"), empty=empty)


def _document(document: Document) -> TaskItem:
    title = f"{document.full_number}: {document.abstract}" if document.number else document.abstract
    hint = words(document.get_type_display(), document.drafting_office.name, training=document.training)
    return TaskItem(
        title, reverse("directives:detail", args=[document.pk]), document.get_state_display(), "waiting", hint
    )


def _ending(recognition: Recognition) -> TaskItem:
    hint = words(
        recognition.product.producer.name, _("ends on %(day)s") % {"day": day(recognition.certificate.last_day)}
    )
    url = reverse("catalogue:certificate", args=[recognition.certificate.token])
    return TaskItem(recognition.product.name, url, f"{recognition.stars} ★", "neutral", hint)
