"""Drafts of decisions: begun empty or as a copy, written, handed in, published by a second person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from activity import journal, transitions
from activity.errors import Conflict, NotAllowed, Refused
from foundation import clock
from foundation.text import search_key
from rubrics import rules, selectors
from rubrics.enums import DraftState
from rubrics.enums.tables import DRAFT_TRANSITIONS
from rubrics.lawfiles.texts import ReadTexts, read_set
from rubrics.lawfiles.writing import facts_text, set_text
from rubrics.models import Decision, LawDraft, LawDraftSet
from rubrics.published import decision_data
from rubrics.selectors import is_published, read_draft
from rubrics.services.publishing import (
    DecisionDiffersError,
    add_sets,
    publish_decision,
    what_differs_besides_sets,
)


@transaction.atomic
def begin_draft(*, name: str, actor: User, base: Decision | None = None) -> LawDraft:
    """Begin a draft: a copy of a published decision with all its sets, or an empty one. Raises NotAllowed."""
    if not rules.may_enter_law(actor):
        raise NotAllowed
    data = decision_data(base) if base else None
    facts = facts_text(data.facts) if data else ""
    draft = LawDraft.objects.create(name=name, base=base, facts=facts, saved_by=actor)
    sets = data.sets if data else []
    LawDraftSet.objects.bulk_create(LawDraftSet(draft=draft, number=one.number, text=set_text(one)) for one in sets)
    event = journal.Event("create", _("Draft of a decision begun"), after={"base": base.code if base else ""})
    journal.record(draft, event, actor=actor)
    return draft


@transaction.atomic
def save_facts(*, draft: LawDraft, facts: Mapping[str, Any], actor: User, version: int) -> LawDraft:
    """Save what ``decision.toml`` holds: dates, bands, parts, terms, stages, dossier items.

    What is wrong is kept too and shown; only handing in asks for everything to be right.

    Raises NotAllowed; Conflict where the draft was saved or handed in meanwhile.
    """
    _write(draft, actor, version, facts=facts_text(facts))
    _note(draft, "edit", _("Facts of the draft saved"), actor)
    return draft


@transaction.atomic
def save_set(*, draft: LawDraft, text: str, actor: User, version: int, number: int | None = None) -> LawDraftSet:
    """Save the text of a set; ``number`` is the one that it takes the place of, None for a new one.

    Raises NotAllowed; Conflict as ``save_facts``; Refused where the text names no number, or one that another has.
    """
    data, _problems = read_set(text, {})
    if not data.number:
        raise Refused(_("The first lines must say the number of the set: set: 13"))
    if data.number != number and draft.sets.filter(number=data.number).exists():
        raise Refused(_("Set %(number)s is in this draft already.") % {"number": data.number})
    _write(draft, actor, version)
    if number is not None and number != data.number:
        draft.sets.filter(number=number).delete()
    row, _created = LawDraftSet.objects.update_or_create(draft=draft, number=data.number, defaults={"text": text})
    _note(draft, "save_set", _("Set %(number)s of the draft saved") % {"number": data.number}, actor)
    return row


@transaction.atomic
def drop_set(*, draft: LawDraft, number: int, actor: User, version: int) -> None:
    """Take a set out of a draft. Raises as ``save_facts``."""
    _write(draft, actor, version)
    draft.sets.filter(number=number).delete()
    _note(draft, "drop_set", _("Set %(number)s taken out of the draft") % {"number": number}, actor)


@transaction.atomic
def hand_in(*, draft: LawDraft, actor: User) -> LawDraft:
    """Hand the draft in for a second person to publish. Raises NotAllowed; Refused while anything is wrong in it."""
    _refuse_wrong(draft)
    return transitions.apply(DRAFT_TRANSITIONS, "hand_in", draft, actor=actor, changes={"handed_in_by": actor})


@transaction.atomic
def return_draft(*, draft: LawDraft, actor: User, reason: str) -> LawDraft:
    """Give the draft back to be written on. Raises NotAllowed, Refused without a reason, Conflict."""
    changes = {"handed_in_by": None}
    return transitions.apply(DRAFT_TRANSITIONS, "return", draft, actor=actor, reason=reason, changes=changes)


@transaction.atomic
def publish_draft(*, draft: LawDraft, actor: User) -> LawDraft:
    """Publish the decision for good. Rounds that were begun keep their own decision.

    A draft of a decision that was published without sets, because its text was not at hand, adds the sets to it.

    Raises NotAllowed for who wrote last or handed it in; Refused while anything is wrong, or where the code is taken;
    Conflict where it is published from another draft at the same moment.
    """
    if not rules.may_publish_draft(actor, draft):
        raise NotAllowed
    _refuse_wrong(draft)
    found = read_draft(draft)
    data = found.decision(slugify(search_key(str(found.facts["code"]).replace("/", " "))))
    if Decision.objects.exclude(code=data.code).filter(slug=data.slug).exists():
        raise Refused(_("Another decision has the same address; write the code in full."))
    without_sets = selectors.published_without_sets(data.code)
    try:
        with transaction.atomic():
            if without_sets is not None:
                add_sets(decision=without_sets, data=data)
            else:
                publish_decision(data=data)
    except DecisionDiffersError as error:
        raise Refused(_("This decision is published already and cannot change.")) from error
    except IntegrityError as error:
        raise Conflict(_("Somebody else has published this decision, or its sets, at the same moment.")) from error
    changes = {"published_by": actor, "decision": Decision.objects.get(code=data.code)}
    return transitions.apply(
        DRAFT_TRANSITIONS, "publish", draft, actor=actor, changes=changes, facts={"code": data.code}
    )


def _refuse_wrong(draft: LawDraft) -> None:
    found = read_draft(draft)
    if found.problems:
        raise Refused(_("%(n)s things are still wrong in this draft.") % {"n": len(found.problems)})
    _refuse_taken(found)


def _refuse_taken(found: ReadTexts) -> None:
    """Raise Refused where the decision is published, unless it has no set yet and the draft brings only those."""
    code = str(found.facts["code"])
    without_sets = selectors.published_without_sets(code)
    if without_sets is None:
        if is_published(code):
            raise Refused(_("This decision is published already and cannot change."))
        return
    if not found.sets:
        raise Refused(_("This decision is published already; add the sets that it lacks."))
    if keys := what_differs_besides_sets(without_sets, found.decision(without_sets.slug)):
        text = _("This decision is published; a draft only adds its sets. Put back as published: %(keys)s.")
        raise Refused(text % {"keys": ", ".join(keys)})


def _write(draft: LawDraft, actor: User, version: int, **values: Any) -> None:
    if not rules.may_edit_draft(actor, draft):
        raise NotAllowed
    rows = LawDraft.objects.filter(pk=draft.pk, version=version, state=DraftState.DRAFTING)
    if rows.update(version=F("version") + 1, saved_by=actor, saved_at=clock.now(), **values) != 1:
        raise Conflict
    draft.refresh_from_db()


def _note(draft: LawDraft, name: str, label: str, actor: User) -> None:
    journal.record(draft, journal.Event(name, label), actor=actor)
