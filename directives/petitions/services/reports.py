"""The synthesis report: a draft in the documents pipeline, made from the petitions of some weeks."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Office, User
from activity import journal
from activity.errors import NotAllowed, Refused
from directives.body import MOST_ANNEXES
from directives.models import PetitionReport
from directives.petitions import rules, selectors
from directives.petitions.synthesis import Span, report_content
from directives.rules import issuers_above
from directives.services import create_document


@transaction.atomic
def report_petitions(
    *, office: Office, issuing: Office, since: date, until: date, actor: User, key: UUID | None = None
) -> PetitionReport:
    """Draft the report on what came to an office from one day to another; the draft is edited like any letter.

    Args:
        office: who has handled the petitions, and drafts the report.
        issuing: in whose name it goes out: that office, or one above it.
        key: of the form; the same form sent twice makes one report.

    Raises:
        NotAllowed: the person does not handle petitions for the office, or may not write for the issuing one.
        Refused: nothing came in these days, more than one report holds, or the days are the wrong way round.
        Conflict: the form has made a report already.
    """
    if not rules.may_handle_for(actor, office) or issuing not in issuers_above(office):
        raise NotAllowed
    if until < since:
        raise Refused(_("The last day lies before the first one."))
    petitions = selectors.petitions_between(actor, office, since, until)
    if not petitions:
        raise Refused(_("No petition came in these days."))
    content = report_content(
        petitions, office=office, issuing=issuing, deciding=office.parent or office, span=Span(since, until)
    )
    if len(content.annexes) > MOST_ANNEXES:
        raise Refused(_("There are too many petitions for one report. Choose fewer days."))
    document = create_document(
        office=issuing,
        drafting_office=office,
        type=content.type,
        abstract=content.abstract,
        content=content,
        created_by=actor,
        key=key,
    )
    report = PetitionReport.objects.create(office=office, document=document, since=since, until=until, made_by=actor)
    report.petitions.set(petitions)
    after = {"since": since, "until": until, "petitions": len(petitions), "document": document.pk}
    journal.record(report, journal.Event("create", _("Synthesis report drafted"), after=after), actor=actor)
    return report
