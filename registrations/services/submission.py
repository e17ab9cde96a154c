"""Writes of the producer that hand a dossier over: submit, submit again, withdraw."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from activity import transitions
from activity.errors import NotAllowed, Refused
from foundation import clock
from foundation.formatting import day
from registrations import rules
from registrations.deadlines import answer_due, answer_due_again
from registrations.enums import DOSSIER_TRANSITIONS
from registrations.models import Dossier, Submission
from registrations.renewal import RenewalState
from registrations.selectors import gaps_of, renewal_of_dossier
from registrations.services.behalf import check_signed, on_behalf_of
from registrations.services.digital import mark_signed_forms
from registrations.services.in_time import check_submission
from registrations.services.letters import drop_letter
from registrations.services.undertaking import since
from registrations.snapshot import snapshot_of
from rubrics.selectors import transition_of


@transaction.atomic
def submit_dossier(*, dossier: Dossier, undertaken_by: str, actor: User) -> Dossier:
    """Submit a complete dossier. The law gives what is uploaded the same value as paper.

    Args:
        undertaken_by: who undertakes that the dossier is true, by name.

    Raises Refused while something lacks, without the undertaking, on behalf of a producer without the scan of the
    signed paper, at or after the hard date for dossiers, and where a later decision has begun.
    """
    if not rules.files_for(actor, dossier):
        raise NotAllowed
    check_signed(dossier, actor)
    _check_complete(dossier)
    _check_window(dossier)
    if not undertaken_by.strip():
        raise Refused(_("Confirm the undertaking with the name of the representative."))
    check_submission(dossier, actor)
    _check_law(dossier)
    now = clock.now()
    changes = {
        "submitted_at": now,
        "undertaken_by": undertaken_by.strip(),
        "undertaken_at": since(dossier, undertaken_by),
        "sort_day": answer_due(clock.today(), dossier.round.answer_days),
    }
    behalf = on_behalf_of(actor, dossier.producer)
    dossier = transitions.apply(
        DOSSIER_TRANSITIONS, "submit", dossier, actor=actor, changes=changes, on_behalf_of=behalf
    )
    _keep(dossier, actor)
    return dossier


def _check_law(dossier: Dossier) -> None:
    """What is filed from the day on which a later decision begins is judged under that one, never under the old."""
    found = None if dossier.training else transition_of(dossier.law, reevaluation=False)
    if found is not None and clock.today() >= found.begins:
        text = _("Decision %(later)s has replaced %(law)s since %(day)s: new dossiers are filed under it.")
        raise Refused(text % {"later": found.later.code, "law": dossier.law.code, "day": day(found.begins)})


@transaction.atomic
def resubmit_dossier(*, dossier: Dossier, actor: User, undertaken_by: str = "") -> Dossier:
    """Hand a corrected dossier back to whoever returned it. Raises Refused while an answer or anything else lacks.

    Args:
        undertaken_by: who undertakes again that the corrected dossier is true; the earlier undertaking stays without.
    """
    if not rules.files_for(actor, dossier):
        raise NotAllowed
    waiting = dossier.corrections.filter(answered_at=None).count()
    if waiting:
        text = ngettext("%(n)s point is not answered yet.", "%(n)s points are not answered yet.", waiting)
        raise Refused(text % {"n": waiting})
    check_signed(dossier, actor)
    _check_complete(dossier)
    action = "resubmit_up" if dossier.returned_from == "office" else "resubmit"
    changes = _clock_goes_on(dossier) if action == "resubmit" else {}
    if name := undertaken_by.strip():
        changes |= {"undertaken_by": name, "undertaken_at": since(dossier, name)}
    behalf = on_behalf_of(actor, dossier.producer)
    dossier = transitions.apply(DOSSIER_TRANSITIONS, action, dossier, actor=actor, changes=changes, on_behalf_of=behalf)
    _keep(dossier, actor)
    return dossier


def _clock_goes_on(dossier: Dossier) -> dict[str, Any]:
    """Return the commune's answer day of a dossier that is back today, by the round's rule for returns.

    It counts from the day on which the producer sends it, so that it does not depend on when an officer takes it up.
    """
    if dossier.due_on is None or dossier.returned_at is None:
        return {"sort_day": answer_due(clock.today(), dossier.round.answer_days)}
    due = answer_due_again(
        policy=dossier.round.after_return,
        due_on=dossier.due_on,
        returned_on=clock.local(dossier.returned_at).date(),
        back_on=clock.today(),
        days=dossier.round.answer_days,
    )
    return {"due_on": due, "sort_day": due}


@transaction.atomic
def withdraw_dossier(*, dossier: Dossier, reason: str, actor: User) -> Dossier:
    """Withdraw a dossier with the reason, until its evaluation has begun. A letter that is not out goes with it."""
    behalf = on_behalf_of(actor, dossier.producer)
    dossier = transitions.apply(
        DOSSIER_TRANSITIONS, "withdraw", dossier, actor=actor, reason=reason, on_behalf_of=behalf
    )
    drop_letter(dossier=dossier, reason=reason)
    return dossier


def _check_complete(dossier: Dossier) -> None:
    gaps = gaps_of(dossier)
    if gaps:
        text = ngettext(
            "The dossier is not complete: %(n)s thing lacks.",
            "The dossier is not complete: %(n)s things lack.",
            len(gaps),
        )
        raise Refused(text % {"n": len(gaps)})


def _check_window(dossier: Dossier) -> None:
    """A re-evaluation dossier is not sent before its days begin, nor when the recognition ended too long ago.

    Sent after its days it is late: the certificate can then be prolonged until there is a result.
    """
    renewal = renewal_of_dossier(dossier, clock.today())
    if renewal is None or renewal.window is None:
        return
    if renewal.state is RenewalState.NOT_YET:
        raise Refused(
            _("A re-evaluation dossier can be sent from %(first)s to %(last)s. Your draft is kept.")
            % {"first": day(renewal.window.opens_on), "last": day(renewal.window.closes_on)}
        )
    if renewal.state is RenewalState.LAPSED:
        raise Refused(
            _("The recognition ended on %(day)s, too long ago: register the product for the first time.")
            % {"day": day(renewal.last_day)}
        )


def _keep(dossier: Dossier, actor: User) -> None:
    ordinal = dossier.submissions.count() + 1
    content = snapshot_of(dossier)
    row = Submission.objects.create(dossier=dossier, ordinal=ordinal, at=clock.now(), by=actor, content=content)
    mark_signed_forms(row)
