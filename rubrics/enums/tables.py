"""Which action leads a draft of a decision where, and who may do it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from activity.transitions import Table, Transition
from rubrics import rules
from rubrics.enums.choices import DraftState as D

DRAFT_TRANSITIONS: Mapping[str, Transition] = {
    "hand_in": Transition(
        (D.DRAFTING,), D.HANDED_IN, rules.may_edit_draft, _("Hand in for publishing"), _("Draft handed in")
    ),
    "return": Transition(
        (D.HANDED_IN,), D.DRAFTING, rules.may_edit_draft, _("Return for correction"), _("Draft returned"),
        needs_reason=True,
    ),
    "publish": Transition(
        (D.HANDED_IN,), D.PUBLISHED, rules.may_publish_draft, _("Publish the decision"), _("Decision published"),
        danger=True,
    ),
}  # fmt: skip

TRANSITIONS: Mapping[str, Table] = {"lawdraft": DRAFT_TRANSITIONS}
