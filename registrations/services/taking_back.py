"""Arrived dossiers are taken back while nobody uses them: a whole package with as many queries as one product."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from activity import journal
from activity.errors import Refused
from registrations.enums import DossierState
from registrations.models import Dossier, Evidence, Producer, Product
from registrations.rules import SENT_UP
from registrations.services.arriving import PRODUCER, PRODUCT
from registrations.services.imports.undoing import pointed_at

_AT_ONCE = 100
# What came with a dossier, and the row of its package.
_OWN = ("items", "submissions", "arrival")


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
    Product.objects.filter(pk__in=products - pointed_at(Product, products), version=0).delete()
    Producer.objects.filter(pk__in=producers - pointed_at(Producer, producers), version=0).delete()


def _refuse_used(dossiers: list[Dossier]) -> None:
    used = pointed_at(Dossier, {dossier.pk for dossier in dossiers}, besides=_OWN)
    for dossier in dossiers:
        if dossier.pk in used or dossier.state != DossierState.DECIDED or dossier.outcome != SENT_UP:
            raise Refused(_("The dossier of %(product)s is used in a round already.") % {"product": dossier.product})


def _remove(dossier_ids: set[int]) -> None:
    """Remove dossiers, and those of their papers that no other dossier or version uses."""
    papers = set(Evidence.objects.filter(dossiers__in=dossier_ids).order_by().values_list("pk", flat=True))
    Dossier.objects.filter(pk__in=dossier_ids).delete()
    unused = Evidence.objects.filter(pk__in=papers, dossiers=None, items=None, later=None)
    Evidence.objects.filter(pk__in=list(unused.values_list("pk", flat=True))).delete()
