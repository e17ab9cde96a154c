"""Complaints about results: filed by the producer in time, answered by the office of the round."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity import journal, transitions
from activity.errors import Conflict, NotAllowed, Refused
from activity.notifications import notify
from evaluations import after_notices, after_rules, rules
from evaluations.enums import COMPLAINT_TRANSITIONS, ComplaintVerdict, RoundState
from evaluations.models import Complaint, ComplaintTerms, Entry, EvaluationRound
from evaluations.selectors.complaints import last_day_to_file, terms_of
from foundation import clock
from foundation.formatting import day


@transaction.atomic
def set_complaint_terms(
    *, evaluation_round: EvaluationRound, file_days: int | None, answer_days: int | None, source: str, actor: User
) -> ComplaintTerms:
    """Write down the terms of the round's regulation for complaints, with where they are laid down.

    Raises NotAllowed for anybody but the round's officers; Refused where the result is published and the
    term for filing would become shorter than it was.
    """
    if not rules.runs_round(actor, evaluation_round):
        raise NotAllowed
    before = terms_of(evaluation_round)
    shorter = file_days is not None and (before.file_days is None or file_days < before.file_days)
    if evaluation_round.state == RoundState.PUBLISHED and shorter:
        raise Refused(_("The result is published: the term for filing can be made longer, not shorter."))
    values = {
        "file_days": file_days, "answer_days": answer_days, "source": source, "set_by": actor, "set_at": clock.now()
    }  # fmt: skip
    row, _created = ComplaintTerms.objects.update_or_create(round=evaluation_round, defaults=values)
    after = {"file_days": file_days, "answer_days": answer_days, "source": source}
    event = journal.Event("complaint_terms", _("Terms for complaints laid down"), after=after)
    journal.record(evaluation_round, event, actor=actor)
    return row


@transaction.atomic
def file_complaint(*, entry: Entry, text: str, wanted: str, actor: User) -> Complaint:
    """File a complaint about the published result of an own dossier.

    Raises:
        NotAllowed: the person does not write for the producer.
        Refused: the result is not published, the term is over, or nothing is said.
        Conflict: a complaint waits for its answer already.
    """
    if not after_rules.edits_for(actor, entry.dossier.producer):
        raise NotAllowed
    found = entry.round
    if found.state != RoundState.PUBLISHED or not entry.outcome:
        raise Refused(_("There is no published result yet."))
    last = last_day_to_file(found)
    if last is not None and clock.today() > last:
        raise Refused(_("The term for complaints ended on %(day)s.") % {"day": day(last)})
    if not text.strip():
        raise Refused(_("Say what you hold against the result."))
    days = terms_of(found).answer_days
    due = clock.today() + timedelta(days=days) if days is not None else None
    complaint = _write(entry=entry, text=text.strip(), wanted=wanted.strip(), filed_by=actor, answer_due_on=due)
    event = journal.Event("file", _("Complaint filed"), after={"due": due}, reason=text, for_producer=True)
    journal.record(complaint, event, actor=actor)
    notify(complaint, after_notices.complaint_filed(complaint), occasion="filed")
    return complaint


def _write(**columns: object) -> Complaint:
    try:
        with transaction.atomic():
            return Complaint.objects.create(**columns)
    except IntegrityError as error:
        raise Conflict(_("A complaint about this result waits for its answer already.")) from error


@transaction.atomic
def answer_complaint(*, complaint: Complaint, verdict: str, answer: str, actor: User) -> Complaint:
    """Answer a complaint. The answer alters no points: a result changes only in a round.

    Raises NotAllowed for anybody but the office of the round, and for whoever is recused from the entry; Refused
    without an answer; Conflict where it is answered or taken back already.
    """
    if rules.is_recused(actor, complaint.entry):
        raise NotAllowed
    if not answer.strip() or verdict not in ComplaintVerdict.values:
        raise Refused(_("Give a finding and an answer."))
    changes = {
        "verdict": verdict, "answer": answer.strip(), "answered_by": actor, "answered_at": clock.now()
    }  # fmt: skip
    return transitions.apply(
        COMPLAINT_TRANSITIONS, "answer", complaint, actor=actor, changes=changes, facts={"verdict": verdict}
    )


@transaction.atomic
def take_complaint_back(*, complaint: Complaint, actor: User) -> Complaint:
    """Take an own complaint back before it is answered. Raises NotAllowed, Conflict."""
    return transitions.apply(COMPLAINT_TRANSITIONS, "take_back", complaint, actor=actor)
