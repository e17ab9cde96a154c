"""Reads of where documents went, and of what the public sees of them."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.selectors import office_ids
from directives import dispatch, rules
from directives.enums import SENT, DocumentState
from directives.models import Delivery, Document, Reading
from directives.reach import office_ids_acted_for
from directives.selectors.documents import documents_waiting_for


def published_documents() -> QuerySet[Document]:
    """Return what the public announcements page shows, newest first: the only documents that strangers see."""
    rows = Document.objects.filter(published_at__isnull=False, state__in=SENT, training=False)
    return rows.select_related("office__unit", "pdf").order_by("-published_at", "-pk")


def deliveries_of(document: Document) -> QuerySet[Delivery]:
    """Return where a document went. The caller has checked who may see it."""
    return document.deliveries.select_related("office__unit", "opened_by").order_by("pk")


def reader_office(user: Any, document: Document) -> int | None:
    """Return the office for which a person receives a document; ``None`` when it was not sent to any of theirs."""
    mine = office_ids_acted_for(user, *rules.STAFF)
    found = Delivery.objects.filter(document=document, office_id__in=mine).order_by("pk").first() if mine else None
    return found.office_id if found else None


def dispatch_plan(document: Document) -> list[dispatch.Line]:
    """Return what the list of recipients will do when the document is issued."""
    content = document.content
    return dispatch.lines_of(content.get("recipients", []), content.get("addressees", []), document.office)


def documents_to_sign(user: Any) -> QuerySet[Document]:
    """Return what waits for this leader's signature; ``was_read`` says which were opened as they stand now."""
    rows = documents_waiting_for(user).filter(
        state=DocumentState.FORM_CHECKED, office__in=office_ids(user, *rules.HEADS)
    )
    read = Reading.objects.filter(document=OuterRef("pk"), user=user, version=OuterRef("version"))
    return rows.annotate(was_read=Exists(read)).order_by("pk")
