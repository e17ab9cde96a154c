"""Reads of drafts: only those who enter the law see them."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet

from rubrics import rules
from rubrics.lawfiles.differences import Difference, differences
from rubrics.lawfiles.texts import ReadTexts, read_set, read_texts
from rubrics.models import Decision, LawDraft, LawDraftSet
from rubrics.published import set_data


def drafts_visible_to(user: Any) -> QuerySet[LawDraft]:
    """Return the drafts that a person may see, newest first, each with its number of sets."""
    rows = LawDraft.objects.select_related("base", "saved_by", "handed_in_by", "published_by", "decision")
    if not rules.may_enter_law(user):
        return rows.none()
    return rows.annotate(set_count=Count("sets")).order_by("-pk")


def is_published(code: str) -> bool:
    """Tell whether a decision of this number and symbol is published; it can then not be published again."""
    return Decision.objects.filter(code=code, published_at__isnull=False).exists()


def read_draft(draft: LawDraft) -> ReadTexts:
    """Return what the texts of a draft say, and everything that is wrong with them."""
    return read_texts(draft.facts, dict(draft.sets.values_list("number", "text")))


def differences_to_base(row: LawDraftSet) -> tuple[Difference, ...] | None:
    """Return item by item what a set changes in the set of the same number before; None where there is none."""
    base = row.draft.base
    older = base.rubrics.filter(number=row.number).first() if base else None
    if older is None:
        return None
    newer, problems = read_set(row.text, {})
    return None if problems else differences(set_data(older), newer)
