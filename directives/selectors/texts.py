"""Reads of templates and lists of lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from accounts.models import Office
from accounts.selectors import office_ids
from directives import rules
from directives.models import LetterTemplate, TextList


def offices_of_texts(user: Any) -> QuerySet[Office]:
    """Return the offices whose texts a person keeps."""
    return Office.objects.filter(pk__in=office_ids(user, *rules.STAFF)).select_related("unit").order_by("name", "pk")


def templates_visible_to(user: Any) -> QuerySet[LetterTemplate]:
    """Return the templates of a person's offices."""
    rows = LetterTemplate.objects.filter(office__in=office_ids(user, *rules.STAFF))
    return rows.select_related("office").order_by("office__name", "type", "name", "pk")


def text_lists_visible_to(user: Any) -> QuerySet[TextList]:
    """Return the lists of a person's offices."""
    rows = TextList.objects.filter(office__in=office_ids(user, *rules.STAFF))
    return rows.select_related("office").order_by("office__name", "kind", "name", "pk")


def text_lists_of(offices: Iterable[Office]) -> list[TextList]:
    """Return the lists that a letter of these offices may take in."""
    return list(TextList.objects.filter(office__in=[office.pk for office in offices]).order_by("kind", "name", "pk"))
