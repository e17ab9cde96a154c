"""Importing lists: the words of its columns, and who may move an import from where to where."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from activity.transitions import Transition
from registrations import rules


class ImportKind(TextChoices):
    """What a list is about."""

    WISHES = "wishes", _("a commune's list of registrations in a round")
    PRODUCTS = "products", _("producers and their products")
    REGISTER = "register", _("the provincial register of recognised products (22 columns)")


class ImportState(TextChoices):
    UPLOADED = "uploaded", _("columns to be confirmed")
    STAGING = "staging", _("rows are being read")
    STAGED = "staged", _("to be accepted")
    ACCEPTING = "accepting", _("being taken over")
    ACCEPTED = "accepted", _("taken over")
    UNDOING = "undoing", _("being undone")
    UNDONE = "undone", _("undone")
    FAILED = "failed", _("cannot be read")
    DISCARDED = "discarded", _("discarded")


class RowState(TextChoices):
    READY = "ready", _("ready")
    ERROR = "error", _("with errors")
    DUPLICATE = "duplicate", _("there already")
    SKIPPED = "skipped", _("left out")
    DONE = "done", _("taken over")
    UNDONE = "undone", _("undone")
    KEPT = "kept", _("stays after undoing")


_S = ImportState
IMPORT_TRANSITIONS: Mapping[str, Transition] = {
    "read": Transition(
        (_S.UPLOADED, _S.STAGED, _S.FAILED),
        _S.STAGING,
        rules.works_on_import,
        _("Read the rows"),
        _("Columns confirmed"),
    ),
    "stage": Transition((_S.STAGING,), _S.STAGED, rules.is_the_portal, _("Show the rows"), _("Rows read")),
    "fail": Transition((_S.STAGING,), _S.FAILED, rules.is_the_portal, _("Stop"), _("The list cannot be read")),
    "accept": Transition(
        (_S.STAGED,), _S.ACCEPTING, rules.works_on_import, _("Take the rows over"), _("List accepted")
    ),
    "finish": Transition((_S.ACCEPTING,), _S.ACCEPTED, rules.is_the_portal, _("Finish"), _("Rows taken over")),
    "undo": Transition(
        (_S.ACCEPTED,),
        _S.UNDOING,
        rules.works_on_import,
        _("Undo the import"),
        _("Undoing of the import begun"),
        danger=True,
    ),
    "end_undo": Transition((_S.UNDOING,), _S.UNDONE, rules.is_the_portal, _("Finish"), _("Import undone")),
    "discard": Transition(
        (_S.UPLOADED, _S.STAGED, _S.FAILED),
        _S.DISCARDED,
        rules.works_on_import,
        _("Discard the import"),
        _("Import discarded"),
    ),
}
