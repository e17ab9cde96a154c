"""The whole way of one product: rounds, recognitions, re-checks, promotion, withdrawals, and units of their days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Unit
from evaluations.enums import RoundState
from evaluations.models import Complaint, Entry, PromotedProduct, RecheckItem, Recognition, Withdrawal
from evaluations.selectors.complaints import complaints_visible_to
from evaluations.selectors.doors import entries_with_result_for
from evaluations.selectors.recognised import promotions_visible_to, rechecks_visible_to, withdrawals_visible_to
from foundation import clock
from foundation.formatting import day
from registrations.models import Dossier, Product


@dataclass(frozen=True)
class Happening:
    """One thing in the life of a product. ``unit`` is that of its day; ``law`` the decision that it happened under."""

    on: date
    what: str
    text: str = ""
    stars: int | None = None
    paper: str = ""
    url: str = ""
    unit: Unit | None = None
    law: str = ""
    tone: str = "neutral"


def history_of(product: Product, user: Any) -> list[Happening]:
    """Return what happened to a product, newest first, as far as the person may know it."""
    found = [
        *_results(product, user),
        *_recognitions(product),
        *_older_list(product),
        *_withdrawals(product, user),
        *_rechecks(product, user),
        *_promotions(product, user),
        *_complaints(product, user),
    ]
    return sorted(found, key=lambda one: one.on, reverse=True)


def _results(product: Product, user: Any) -> Iterator[Happening]:
    """The published results; training counts nowhere and is left out."""
    rows = entries_with_result_for(user).filter(
        dossier__product=product, round__state=RoundState.PUBLISHED, round__training=False
    )
    for entry in rows.select_related("dossier__unit__parent__parent"):
        yield Happening(
            on=_day_of(entry),
            what=_("Result: %(outcome)s") % {"outcome": entry.get_outcome_display()},
            text=f"{entry.round.name} · {entry.dossier.get_kind_display()}",
            stars=entry.stars,
            url=reverse("evaluations:entry", args=[entry.pk]),
            unit=entry.dossier.unit,
            law=entry.round.law.code,
        )


def _day_of(entry: Entry) -> date:
    return clock.local(entry.round.published_at or clock.now()).date()


def _recognitions(product: Product) -> Iterator[Happening]:
    rows = Recognition.objects.filter(product=product, certificate__training=False)
    related = ("certificate", "issuer", "decision", "entry__round__law", "entry__dossier__unit__parent__parent")
    for row in rows.select_related(*related):
        state = row.certificate.public_state()
        yield Happening(
            on=row.recognised_on,
            what=_("Recognised by %(issuer)s until %(day)s") % {"issuer": row.issuer, "day": day(row.expires_on)},
            text=str(state.label) if state else "",
            stars=row.stars,
            paper=f"{row.decision.full_number} · {row.certificate.number}",
            url=reverse("catalogue:certificate", args=[row.certificate.token]),
            unit=row.entry.dossier.unit,
            law=row.entry.round.law.code,
            tone="good",
        )


def _older_list(product: Product) -> Iterator[Happening]:
    """What an imported register says, where no recognition of the portal stands behind the stars."""
    on = product.recognised_on
    if on is None or Recognition.objects.filter(product=product, recognised_on=on).exists():
        return
    text = _("From an older list of the province")
    what = _("Recognised by %(issuer)s until %(day)s") % {
        "issuer": product.recognition_issuer or "–", "day": day(product.expires_on)
    }  # fmt: skip
    yield Happening(on=on, what=what, text=text, stars=product.current_stars, paper=product.recognition_number)


def _withdrawals(product: Product, user: Any) -> Iterator[Happening]:
    rows: QuerySet[Withdrawal] = withdrawals_visible_to(user).filter(product=product)
    for row in rows.select_related("law"):
        yield Happening(
            on=row.decided_on or clock.local(row.proposed_at).date(),
            what=str(row.get_state_display()).capitalize(),
            text=f"{row.ground_title}: {row.facts}",
            paper=row.document.full_number if row.document else "",
            url=reverse("directives:detail", args=[row.document_id]) if row.document_id else "",
            law=row.law.code,
            tone="late",
        )


def _rechecks(product: Product, user: Any) -> Iterator[Happening]:
    """Findings: the office links to its re-check, everybody else reads what was found."""
    inside = set(rechecks_visible_to(user).values_list("pk", flat=True))
    for row in RecheckItem.objects.filter(product=product).exclude(verdict="").select_related("campaign"):
        text = f"{row.campaign.name}: {row.finding}"
        if row.remedied_on:
            text += " " + _("Put right on %(day)s.") % {"day": day(row.remedied_on)}
        elif row.remedy_by:
            text += " " + _("To be put right by %(day)s.") % {"day": day(row.remedy_by)}
        yield Happening(
            on=row.checked_on or row.campaign.starts_on,
            what=_("Re-check: %(verdict)s") % {"verdict": row.get_verdict_display()},
            text=text,
            stars=row.stars,
            url=reverse("evaluations:recheck", args=[row.campaign_id]) if row.campaign_id in inside else "",
            tone="waiting" if row.waits_for_remedy else "neutral",
        )


def _promotions(product: Product, user: Any) -> Iterator[Happening]:
    inside = set(promotions_visible_to(user).values_list("pk", flat=True))
    for row in PromotedProduct.objects.filter(product=product).select_related("promotion"):
        yield Happening(
            on=row.promotion.starts_on,
            what=_("Promotion: %(name)s") % {"name": row.promotion.name},
            text=f"{row.promotion.get_kind_display()} · {row.promotion.partner}",
            stars=row.stars,
            url=reverse("evaluations:promotion", args=[row.promotion_id]) if row.promotion_id in inside else "",
        )


def _complaints(product: Product, user: Any) -> Iterator[Happening]:
    rows: QuerySet[Complaint] = complaints_visible_to(user).filter(entry__dossier__product=product)
    for row in rows:
        yield Happening(
            on=clock.local(row.filed_at).date(),
            what=_("Complaint: %(state)s") % {"state": row.get_state_display()},
            url=reverse("evaluations:complaint", args=[row.pk]),
            law=row.entry.round.law.code,
        )


def public_promotions(product_id: int) -> QuerySet[PromotedProduct]:
    """Return the promotions of a product that everybody may know; figures are not among what is shown."""
    rows = PromotedProduct.objects.filter(product=product_id, promotion__public=True)
    return rows.select_related("promotion").order_by("-promotion__starts_on", "-pk")


def places_of(product: Product) -> list[tuple[Unit, list[Unit]]]:
    """Return the units of the days of a product's dossiers that have ended, each with its successors of today."""
    units = Unit.objects.filter(pk__in=Dossier.objects.filter(product=product).order_by().values("unit_id"))
    ended = units.filter(valid_to__lt=clock.today()).select_related("parent__parent")
    return [(unit, _today(unit)) for unit in ended]


def _today(unit: Unit) -> list[Unit]:
    """Return the units in force that followed a unit, however many mergers lie between."""
    found: list[Unit] = []
    seen: set[int] = set()
    waiting = [unit]
    while waiting:
        for after in waiting.pop().successors.select_related("parent__parent"):
            if after.pk in seen:
                continue
            seen.add(after.pk)
            (found if after.valid_to is None or after.valid_to >= clock.today() else waiting).append(after)
    return found
