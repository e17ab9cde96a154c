"""One document mends another: it replaces its content, or corrects its form (Nghị định 30/2020, Điều 18).

What was issued is never made anew; both documents name each other from then on.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from activity import journal
from activity.errors import Refused
from activity.transitions import apply
from directives.enums import TRANSITIONS, DocumentAction, DocumentState, Relation
from directives.models import Document


def mend(document: Document) -> None:
    """Say on the mended document what mends it, in the transaction of the issue.

    Raises:
        Refused: another document has replaced it meanwhile.
    """
    mended = document.relates_to
    if mended is None:
        return
    facts = {"by": document.full_number}
    if document.relation == Relation.CORRECTS:
        event = journal.Event("corrected", _("Corrected by another document"), after=facts)
        journal.record(mended, event, actor=None)
        return
    if mended.state != DocumentState.ISSUED:
        raise Refused(_("%(number)s was replaced already.") % {"number": mended.full_number})
    apply(TRANSITIONS, DocumentAction.REPLACE, mended, actor=None, facts=facts)
