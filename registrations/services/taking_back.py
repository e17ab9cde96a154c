"""Arrived dossiers are taken back while nobody uses them: a whole package with as many queries as one product."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity import journal
from activity.errors import Refused
from registrations.enums import DossierState, FileKind
from registrations.models import Dossier, DossierFile, Evidence, Producer, Product
from registrations.rules import SENT_UP
from registrations.services.arriving import PRODUCER, PRODUCT
from registrations.services.hanging import pointed_at

_AT_ONCE = 100
# What came with a dossier, the row of its package, and the files made of it, which are looked at by their kind.
_OWN = ("items", "submissions", "arrival", "files")
_COPIES = (FileKind.WHOLE, FileKind.PACKAGE)


@transaction.atomic
def remove_arrivals(*, arrivals: Iterable[tuple[Dossier, Collection[str]]], actor: User) -> None:
    """Take arrivals back: dossiers with their papers, and the records that were made for them unless used since.

    Args:
        arrivals: each dossier, read with product and producer, with the records that were made for it
            (``arriving.Arrived.made``).
        actor: the officer who takes them back.

    Raises Refused where one of the dossiers is in an evaluation round or was changed; nothing is removed then.
    """
    rows = list(arrivals)
    _refuse_used([dossier for dossier, _made in rows])
    products = {dossier.product_id for dossier, made in rows if PRODUCT in made}
    producers = {dossier.producer_id for dossier, made in rows if PRODUCER in made}
    for dossier, _made in rows:
        before = {"product": dossier.product.name}
        event = journal.Event("remove_arrival", _("Arrived dossier taken back"), before=before)
        journal.record(dossier, event, actor=actor)
    for start in range(0, len(rows), _AT_ONCE):
        _remove({dossier.pk for dossier, _made in rows[start : start + _AT_ONCE]})
    Product.objects.filter(pk__in=products - pointed_at(Product, products).keys(), version=0).delete()
    Producer.objects.filter(pk__in=producers - pointed_at(Producer, producers).keys(), version=0).delete()


def _refuse_used(dossiers: list[Dossier]) -> None:
    """Refuse where a dossier stays, and say why. Copies that somebody has asked for are made of it and go with it."""
    ids = {dossier.pk for dossier in dossiers}
    used = pointed_at(Dossier, ids, besides=_OWN)
    other = DossierFile.objects.filter(dossier__in=ids).exclude(kind__in=_COPIES)
    filed = set(other.values_list("dossier_id", flat=True))
    for dossier in dossiers:
        if why := _why_it_stays(dossier, used.get(dossier.pk, ""), filed=dossier.pk in filed):
            raise Refused(why % {"product": dossier.product})


def _why_it_stays(dossier: Dossier, used_by: str, *, filed: bool) -> str:
    if used_by == "entries":
        return _("The dossier of %(product)s is used in a round already.")
    if used_by == "followed_by":
        return _("Another dossier goes on with that of %(product)s.")
    if used_by or filed or dossier.state != DossierState.DECIDED or dossier.outcome != SENT_UP:
        return _("The dossier of %(product)s was changed after it had arrived.")
    return ""


def _remove(dossier_ids: set[int]) -> None:
    """Remove dossiers, and those of their papers that no other dossier or version uses."""
    papers = set(Evidence.objects.filter(dossiers__in=dossier_ids).order_by().values_list("pk", flat=True))
    Dossier.objects.filter(pk__in=dossier_ids).delete()
    unused = Evidence.objects.filter(pk__in=papers, dossiers=None, items=None, later=None)
    Evidence.objects.filter(pk__in=list(unused.values_list("pk", flat=True))).delete()
