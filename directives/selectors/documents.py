"""Reads of documents and registers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Membership, Office
from accounts.selectors import office_ids
from activity.enums import JobState
from activity.journal import stream_of
from activity.models import Job, JournalEntry
from activity.transitions import Transition, available
from directives import hooks, rules, visibility
from directives.enums import SENT, UNNUMBERED, DocumentAction, DocumentState, NumberState
from directives.models import Document, SetAsideNumber, Task
from directives.reach import office_ids_acted_for
from directives.rendering import Certificate, OfficialDocument
from directives.tables import table_for
from foundation import clock
from rubrics.selectors import is_in_force

# The kind of the job that moves what hangs on a document; its keys name the document.
FOLLOW = "follow_document"
# The kind of the job that makes the PDF of a document.
RENDER = "render_document"


def documents_visible_to(user: Any) -> QuerySet[Document]:
    """Return the documents that a person may see, the only door to them.

    Staff of the issuing and of the drafting office see everything from the draft on. Offices that a document is sent
    to, or gives a task to, see it from its issue on. Upper storeys grant and deny (``visibility``); denial wins.
    """
    rows = Document.objects.select_related("office__unit", "drafting_office", "created_by", "law")
    if not user or not user.is_authenticated:
        return rows.none()
    condition = visibility.granted(user)
    if own := office_ids(user, *rules.STAFF):
        mine = office_ids_acted_for(user, *rules.STAFF)
        given = Task.objects.filter(Q(assignee__in=mine) | Q(cooperating__in=mine)).values("document_id")
        sent = Document.sent_to.through.objects.filter(office_id__in=mine).values("document_id")
        condition |= Q(office__in=own) | Q(drafting_office__in=own)
        condition |= Q(state__in=SENT) & (Q(pk__in=given) | Q(pk__in=sent))
    rows = rows.filter(condition)
    denial = visibility.denied(user)
    # A sub-select instead of exclude(condition): the denial may join tables and must not swallow rows with NULL.
    return rows if denial is None else rows.exclude(pk__in=Document.objects.filter(denial).values("pk"))


def as_choices(rows: QuerySet[Document]) -> QuerySet[Document]:
    """Return documents to choose from: with their names alone, for there may be thousands, each with its whole text."""
    return rows.select_related(None).only("type", "number", "symbol", "abstract", "dated")


def without_texts_of(relation: str) -> tuple[str, ...]:
    """Return what a list defers of a document that its rows point to: the text, of which it shows nothing."""
    return tuple(f"{relation}__{column}" for column in ("content", "places", "search"))


def documents_waiting_for(user: Any) -> QuerySet[Document]:
    """Return the documents whose next step is this person's: to write, check, form check, approve or issue.

    What the portal moves by itself waits where its subject waits, not here.
    """
    heads, clerks = office_ids(user, *rules.HEADS), office_ids(user, Role.CLERK)
    state = DocumentState
    condition = Q(state=state.DRAFT, created_by=user, submitted_at=None)
    condition |= Q(state=state.DRAFT, submitted_at__isnull=False) & _checked_by(user, heads)
    condition |= Q(state__in=[state.CHECKED, state.RENDERED, state.SIGNED], office__in=clerks)
    condition |= Q(state=state.FORM_CHECKED, office__in=heads)
    rows = documents_visible_to(user).filter(condition, attached_to=None)
    return rows.exclude(purpose__in=hooks.portal_purposes())


def _checked_by(user: Any, heads: list[int]) -> Q:
    """Return the condition of ``rules.may_check``."""
    today = clock.today()
    held = Membership.objects.filter(role__in=rules.HEADS, starts_on__lte=today, user__is_active=True)
    headed = held.filter(Q(ends_on=None) | Q(ends_on__gte=today)).values("office_id")
    stands_in = Q(drafting_office__in=office_ids(user, *rules.OFFICERS)) & ~Q(created_by=user)
    return Q(drafting_office__in=heads) | (Q(office__in=heads) | stands_in) & ~Q(drafting_office__in=headed)


def actions_for(user: Any, document: Document) -> dict[str, Transition]:
    """Return the actions whose buttons the person gets to see; none on what goes the way of another document."""
    return {} if document.attached_to_id else available(table_for(document), user, document)


def content_of(document: Document) -> OfficialDocument | Certificate:
    """Return what a document says. Raises ``rendering.ContextError`` when the stored values are damaged."""
    kind = Certificate if document.is_certificate else OfficialDocument
    return kind.from_dict(document.content)


def not_in_force(document: Document, on: date) -> str:
    """Return why a document cannot be signed on a day: its decision or unit is not in force. Empty when it can."""
    office = document.office
    for row in (office, office.unit):
        if on < row.valid_from or (row.valid_to is not None and on > row.valid_to):
            return _("%(name)s does not exist on %(day)s.") % {"name": row.name, "day": on.strftime("%d/%m/%Y")}
    if document.law is not None and not is_in_force(document.law, on):
        return _("Decision %(code)s is not in force on %(day)s.") % {
            "code": document.law.code,
            "day": on.strftime("%d/%m/%Y"),
        }
    return ""


def signing_membership(user: Any, office: Office) -> Membership | None:
    """Return the membership by which a person signs for an office today."""
    return next((m for m in user.active_memberships if m.office_id == office.pk and m.role in rules.HEADS), None)


def offices_to_issue_for(user: Any) -> list[tuple[Office, Office]]:
    """Return the pairs (issuing office, drafting office) in which the person may write, one for each issuing office."""
    drafting = Office.objects.filter(pk__in=office_ids(user, *rules.WORKERS))
    pairs: dict[int, tuple[Office, Office]] = {}
    for own in drafting.select_related("unit", "parent__unit", "parent__parent__unit"):
        for issuing in rules.issuers_above(own):
            if issuing.pk not in pairs or issuing == own:
                pairs[issuing.pk] = (issuing, own)
    return list(pairs.values())


def rendering_key(document: Document) -> str:
    """Return the key of the job that makes the PDF of a document."""
    return f"{RENDER}:{document.pk}"


def making_failed(document: Document) -> bool:
    """Tell whether the job that makes the PDF has given up."""
    return Job.objects.filter(key=rendering_key(document), state=JobState.FAILED).exists()


def following_job(document: Document) -> Job | None:
    """Return the job that moves what hangs on a document, while it is not done; None where nothing follows.

    Nothing follows a voided document: what hung on it was voided with it, whatever its job had left undone.
    """
    if document.state == DocumentState.VOIDED:
        return None
    rows = Job.objects.filter(key__startswith=f"{FOLLOW}:{document.pk}:").exclude(state=JobState.DONE)
    return rows.order_by("-pk").first()


def journal_of(document: Document) -> QuerySet[JournalEntry]:
    """Return what happened to a document, newest first. The caller has checked who may see it."""
    return JournalEntry.objects.filter(stream=stream_of(document)).order_by("-seq")


def returned_with(document: Document) -> JournalEntry | None:
    """Return why a draft came back, as long as it has not been submitted or checked again; ``None`` otherwise."""
    moves = journal_of(document).exclude(action__in=["create", "edit", "task"])
    newest = moves.first() if document.state == DocumentState.DRAFT else None
    return newest if newest and newest.action == DocumentAction.RETURN else None


def register_offices(user: Any) -> QuerySet[Office]:
    """Return the offices whose register the person may see; those of abolished units come last."""
    rows = Office.objects.filter(pk__in=office_ids(user, *rules.STAFF))
    return rows.order_by(F("unit__valid_to").desc(nulls_first=True), "name", "pk")


def register_entries(user: Any, office: Office, year: int, series: str = "") -> QuerySet[Document]:
    """Return the outgoing register of an office in a year; without ``series`` all but the training one."""
    rows = documents_visible_to(user).filter(office=office, year=year, number__isnull=False)
    rows = rows.filter(series=series) if series else rows.filter(training=False)
    return rows.select_related("signer")


def numbers_set_aside(user: Any, office: Office, year: int, series: str = "") -> QuerySet[SetAsideNumber]:
    """Return the numbers of a register that no document has: those set aside and those voided, with their reasons."""
    if not rules.may_see_register(user, office):
        return SetAsideNumber.objects.none()
    rows = SetAsideNumber.objects.filter(office=office, year=year).exclude(state=NumberState.USED)
    return (rows.filter(series=series) if series else rows).select_related("document", "by", "office")


def numbers_kept_by(user: Any) -> QuerySet[SetAsideNumber]:
    """Return the numbers set aside in the registers that a person keeps as clerk."""
    return SetAsideNumber.objects.filter(office__in=office_ids(user, Role.CLERK)).select_related("office")


def numbers_for(user: Any, document: Document) -> QuerySet[SetAsideNumber]:
    """Return the free numbers that a clerk may give to a draft, and the one that it has been given."""
    rows = SetAsideNumber.objects.filter(
        office=document.office_id, series=document.series, year=clock.today().year, state=NumberState.RESERVED
    )
    may = rules.may_keep_register(user, document.office) and document.state in UNNUMBERED and not document.training
    return rows.filter(Q(document=None) | Q(document=document)) if may else rows.none()


def register_years(office: Office) -> list[int]:
    """Return the years in which an office has numbered documents, newest first."""
    years = Document.objects.filter(office=office, year__isnull=False)
    return sorted({year for year in years.values_list("year", flat=True).distinct() if year}, reverse=True)


def register_series(office: Office) -> list[str]:
    """Return the series in which an office has numbered documents."""
    series = Document.objects.filter(office=office, number__isnull=False).values_list("series", flat=True)
    return sorted(set(series.order_by().distinct()))
