"""Templates of letters and lists of lines: written and taken out by the staff of their office."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Office, User
from activity import journal
from activity.errors import NotAllowed, Refused
from directives import rules
from directives.models import LetterTemplate, TextList


@transaction.atomic
def save_text(
    *, kind: type[LetterTemplate] | type[TextList], office: Office, actor: User, pk: int | None = None, **values: Any
) -> LetterTemplate | TextList:
    """Write a template or a list, or change the one with this id.

    Raises:
        NotAllowed: the person does not work in the office.
        Refused: the office has one of this name already.
    """
    if not rules.may_keep_texts(actor, office):
        raise NotAllowed
    try:
        with transaction.atomic():
            row: Any = kind.objects.get(pk=pk) if pk else kind(office=office)
            if pk and not rules.may_keep_texts(actor, row.office):
                raise NotAllowed
            for name, value in {**values, "office": office}.items():
                setattr(row, name, value)
            row.save()
    except IntegrityError as error:
        raise Refused(_("The office has a text of this name already.")) from error
    journal.record(row, journal.Event("save", _("Text saved"), after={"name": row.name}), actor=actor)
    return row  # type: ignore[no-any-return]


@transaction.atomic
def delete_text(*, row: LetterTemplate | TextList, actor: User) -> None:
    """Take a template or a list out; letters that began with it keep their text. Raises NotAllowed."""
    if not rules.may_keep_texts(actor, row.office):
        raise NotAllowed
    journal.record(row, journal.Event("delete", _("Text taken out"), before={"name": row.name}), actor=actor)
    row.delete()
