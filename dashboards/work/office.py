"""What an officer who runs rounds finds: letters, wishes to choose from, dossiers to accept, rounds to move on."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Role
from accounts.selectors import office_ids
from dashboards.work.cards import SHOWN, Card, Desk, card_of, words
from dashboards.work.council import declarations
from dashboards.work.machinery import rest_days
from dashboards.work.papers import waiting_documents
from dashboards.work.petitions import waiting_petitions
from dashboards.work.rounds import evaluation_line
from dashboards.work.tasks import reports_to_judge, tasks_of_my_offices
from directives.enums import DocumentState
from evaluations import selectors as evaluations
from evaluations.enums import RoundState as EvaluationState
from foundation.calendar import describe_due
from foundation.components import TaskItem
from foundation.formatting import day
from registrations.enums import DossierState, RoundState, WishState
from registrations.models import Dossier, RegistrationRound
from registrations.selectors import dossiers_visible_to, rounds_visible_to, wishes_visible_to


def desk(user: Any) -> Desk:
    """Return the desk of an officer who runs rounds."""
    drafts_empty = _("No draft of yours waits to be finished.")
    return Desk(
        role=Role.ROUND_OFFICER.label,
        cards=[
            waiting_documents(user, _("Letters to finish or to check"), DocumentState.DRAFT, empty=drafts_empty),
            _wishes(user),
            _dossiers(
                user, DossierState.FORWARDED, _("Dossiers to accept"), _("Communes have sent up nothing that waits.")
            ),
            _dossiers(user, DossierState.ACCEPTED, _("Accepted, for the next evaluation round")),
            declarations(user),
            _evaluations(user),
            _registrations(user),
            reports_to_judge(user, Role.ROUND_OFFICER),
            tasks_of_my_offices(user, Role.ROUND_OFFICER),
            waiting_petitions(user, Role.ROUND_OFFICER),
            rest_days(),
        ],
        empty=_("Nothing waits. A new round begins with a letter that calls for it."),
        url=reverse("registrations:rounds"),
        action=_("Registration rounds"),
    )


def _wishes(user: Any) -> Card:
    """Wishes on the communes' lists that nobody has decided on, by round: choosing is done round by round."""
    mine = office_ids(user, Role.ROUND_OFFICER)
    waiting = wishes_visible_to(user).filter(state=WishState.LISTED, round__office__in=mine)
    counts: dict[int, int] = dict(waiting.order_by().values_list("round").annotate(n=Count("pk")))
    rounds = rounds_visible_to(user).filter(pk__in=counts).order_by("due_at", "pk")
    items = [_selection(row, counts[row.pk]) for row in rounds[:SHOWN]]
    return Card(
        _("Wishes to choose from"), sum(counts.values()), items, empty=_("No commune's list waits for a choice.")
    )


def _selection(row: RegistrationRound, number: int) -> TaskItem:
    waiting = ngettext("%(n)s wish waits", "%(n)s wishes wait", number) % {"n": number}
    return TaskItem(
        row.name, reverse("registrations:selection", args=[row.pk]), hint=words(waiting, training=row.training)
    )


def _dossiers(user: Any, state: str, title: str, empty: str = "") -> Card:
    mine = office_ids(user, Role.ROUND_OFFICER)
    rows = dossiers_visible_to(user).filter(state=state, round__office__in=mine).order_by("forwarded_at", "pk")
    about = {"url": reverse("registrations:office_dossiers"), "more": _("All dossiers sent up")}
    return card_of(title, rows, _dossier, empty=empty, **about)


def _dossier(dossier: Dossier) -> TaskItem:
    sent = _("sent up on %(day)s") % {"day": day(dossier.forwarded_at)}
    hint = words(dossier.unit.name, dossier.producer.name, sent, training=dossier.training)
    return TaskItem(dossier.product.name, dossier.get_absolute_url(), dossier.get_state_display(), "waiting", hint)


def _evaluations(user: Any) -> Card:
    rows = evaluations.rounds_visible_to(user).filter(office__in=office_ids(user, Role.ROUND_OFFICER))
    rows = rows.exclude(state=EvaluationState.PUBLISHED).order_by("-opens_on", "-pk")
    return card_of(
        _("Evaluation rounds at work"), rows, evaluation_line, url=reverse("evaluations:rounds"), more=_("All rounds")
    )


def _registrations(user: Any) -> Card:
    rows = (
        rounds_visible_to(user).filter(office__in=office_ids(user, Role.ROUND_OFFICER)).exclude(state=RoundState.CLOSED)
    )
    rows = rows.order_by("due_at", "pk")
    return card_of(
        _("Registration rounds at work"), rows, _registration, url=reverse("registrations:rounds"), more=_("All rounds")
    )


def _registration(row: RegistrationRound) -> TaskItem:
    hint = words(_("wishes %(due)s") % {"due": describe_due(row.due_at)}, row.law.code, training=row.training)
    return TaskItem(row.name, row.get_absolute_url(), row.get_state_display(), "waiting", hint)
