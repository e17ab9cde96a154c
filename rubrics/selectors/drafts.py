"""Reads of drafts: only those who enter the law see them."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet

from rubrics import rules
from rubrics.lawfiles.differences import Difference, differences
from rubrics.lawfiles.texts import ReadTexts, read_set, read_texts
from rubrics.models import Decision, LawDraft, LawDraftSet, Rubric
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


def published_without_sets(code: str) -> Decision | None:
    """Return the published decision of this number that has no set yet: one whose text was not at hand."""
    return Decision.objects.filter(code=code, published_at__isnull=False, rubrics=None).first()


def read_draft(draft: LawDraft) -> ReadTexts:
    """Return what the texts of a draft say, and everything that is wrong with them."""
    return read_texts(draft.facts, dict(draft.sets.values_list("number", "text")))


def set_before(row: LawDraftSet) -> Rubric | None:
    """Return the set of the same number in the decision that was copied, else in the newest published one."""
    rows = Rubric.objects.filter(number=row.number, decision__published_at__isnull=False).select_related("decision")
    own = rows.filter(decision=row.draft.base_id).first() if row.draft.base_id else None
    return own or rows.exclude(decision=row.draft.decision_id).order_by("-decision__valid_from").first()


def differences_to_base(row: LawDraftSet) -> tuple[Difference, ...] | None:
    """Return item by item what a set changes in the set before (``set_before``); None where there is none."""
    older = set_before(row)
    if older is None:
        return None
    newer, problems = read_set(row.text, {})
    return None if problems else differences(set_data(older), newer)
