"""Drafts of the law: what was typed stays on the page where another administrator was quicker."""

from __future__ import annotations

import pytest
from django.urls import reverse

from rubrics import services
from rubrics.enums import DraftState
from rubrics.models import LawDraft
from tests.rubrics.test_drafts import COFFEE, copy, first, second, text_of
from tests.typed import TYPED, Case, check

__all__ = ["copy", "first", "second"]
pytestmark = pytest.mark.django_db


def fresh(draft):
    return LawDraft.objects.get(pk=draft.pk)


def page(name, *args):
    return reverse(f"rubrics:{name}", args=args)


def returned(draft, first, second):
    services.hand_in(draft=draft, actor=first)

    def quicker():
        services.return_draft(draft=fresh(draft), actor=second, reason="Sửa bậc điểm.")

    return Case(second, page("draft_act", draft.pk, "return"), {"reason": TYPED}, quicker)


def set_of_a_draft_handed_in(draft, first, second):
    data = {"text": f"{text_of(draft)}\n{TYPED}", "version": draft.version}
    address = page("set_edit", draft.pk, COFFEE)
    return Case(first, address, data, lambda: LawDraft.objects.filter(pk=draft.pk).update(state=DraftState.HANDED_IN))


def set_taken_out(draft, first, second):
    data = {"text": f"{text_of(draft)}\n{TYPED}", "version": draft.version}

    def quicker():
        services.drop_set(draft=fresh(draft), number=COFFEE, actor=second, version=draft.version)

    return Case(first, page("set_edit", draft.pk, COFFEE), data, quicker)


@pytest.mark.parametrize("make", [returned, set_of_a_draft_handed_in, set_taken_out])
def test_words_stay_on_the_page_with_the_reason(client, copy, first, second, make):
    check(client, make(copy, first, second))
