"""The commune leader's signature: under one opinion, under several from one list, or under the letter itself."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace

from django.db import IntegrityError
from django.utils.translation import gettext as _

from accounts.models import User
from activity.errors import Refused
from directives.models import Document
from directives.rendering import OfficialDocument
from directives.selectors import signature_block
from foundation import clock
from registrations import rules
from registrations.enums import DossierState
from registrations.models import Dossier, DossierOpening
from registrations.selectors.signing import seen_now, seen_with
from registrations.services.each import each_by_itself
from registrations.services.letters import dossier_of
from registrations.services.opinions import approve_opinion, approve_with_form


def note_opening(*, dossier: Dossier, user: User, letter: Document | None = None) -> None:
    """Note that the commune leader has opened a dossier that waits for the signature, as it stands now.

    ``letter`` is the request letter that was shown with it, where the caller has read it. One statement, mostly: it is
    a transaction by itself.
    """
    if dossier.state != DossierState.OPINION_WAITING or not rules.is_commune_leader_for(user, dossier):
        return
    seen = seen_with(dossier, letter) if letter is not None else seen_now([dossier])[dossier.pk]
    now = clock.now()
    known = getattr(dossier, "viewer_opened", True)  # read with the page (``selectors.dossier_page_of``)
    if not known or not DossierOpening.objects.filter(dossier=dossier, user=user).update(seen=seen, at=now):
        # A second window may have been a moment faster: then it has noted the same.
        with suppress(IntegrityError):
            DossierOpening.objects.create(dossier=dossier, user=user, seen=seen, at=now)


def sign_opinions(*, dossiers: Iterable[Dossier], actor: User) -> list[tuple[Dossier, str]]:
    """Sign several dossiers that the leader has opened; return each with why it was not signed, empty where it was.

    What goes wrong with one stops no other. A dossier that the leader has not opened as it stands now is not signed.
    """
    return each_by_itself(dossiers, lambda row: _sign(row, actor), forbidden=_("You may not sign this one."))


def _sign(dossier: Dossier, actor: User) -> None:
    opening = DossierOpening.objects.filter(dossier=dossier, user=actor).first()
    if opening is None or opening.seen != seen_now([dossier])[dossier.pk]:
        raise Refused(_("You have not opened it as it stands now."))
    approve_opinion(dossier=dossier, actor=actor)


def letter_approved(document: Document) -> OfficialDocument:
    """Hook of the request letter: whoever signs it signs the commune's opinion with it, from either page.

    Raises Refused where the dossier does not wait for the signature any more.
    """
    dossier, signer = dossier_of(document), document.signer
    if dossier is None or signer is None or dossier.state not in _SIGNED_IN:
        raise Refused(_("The dossier of this letter does not wait for the commune leader's signature."))
    if dossier.state == DossierState.OPINION_WAITING:
        approve_with_form(dossier=dossier, actor=signer)
    block = signature_block(document.office, document.type, document.signer_membership)
    content = OfficialDocument.from_dict(document.content)
    return replace(content, signature=replace(block, name=str(signer)))


_SIGNED_IN = (DossierState.OPINION_WAITING, DossierState.OPINION_APPROVED)
