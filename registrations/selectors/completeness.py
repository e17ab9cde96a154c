"""What a dossier still lacks, measured against the decision's own dossier list. Saving never asks; submitting does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Field as ModelField
from django.utils.translation import gettext as _

from registrations.enums import EvidenceKind as K
from registrations.models import Dossier, Evidence
from registrations.procedure import asks_opinions
from registrations.selectors.scoring import tally_of
from registrations.steps import LOCAL, PART_PREFIX, PLAN, RESULTS, kind_steps, steps_of, url_of_step


@dataclass(frozen=True)
class Gap:
    """Something that lacks: its words, and the page where it is put right."""

    label: str
    url: str


# Codes of the decisions' dossier lists whose papers are evidence, and the kinds that answer them. Codes that are not
# here are written in the steps, made by the portal, or handed over on paper.
KINDS_BY_CODE: dict[str, tuple[K, ...]] = {
    "dang-ky-kinh-doanh": (K.BUSINESS_REGISTRATION,),
    "dieu-kien-san-xuat": (K.PRODUCTION_CONDITIONS,),
    "nguon-goc-nguyen-lieu": (K.ORIGIN,),
    "moi-truong": (K.ENVIRONMENT,),
    "lao-dong-dia-phuong": (K.LABOUR,),
    "tang-truong": (K.GROWTH,),
    "so-huu-tri-tue": (K.INTELLECTUAL_PROPERTY,),
    "thi-truong": (K.MARKET,),
    "quang-ba": (K.PUBLICITY,),
    "cong-bo-chat-luong": (K.QUALITY_DECLARATION,),
    "kiem-nghiem": (K.TEST_REPORT,),
    "truy-xuat": (K.TRACE,),
    "quan-ly-chat-luong": (K.QUALITY_SYSTEM,),
    "giai-thuong": (K.AWARDS,),
    "04": (K.BUSINESS_REGISTRATION,),
    "06": (K.PRODUCTION_CONDITIONS,),
    "07": (K.QUALITY_DECLARATION,),
    "08": (K.QUALITY_DECLARATION,),
    "09": (K.TEST_REPORT,),
    "10": (K.TRACE, K.INTELLECTUAL_PROPERTY),
    "11": (K.ORIGIN,),
    "12": (K.QUALITY_SYSTEM,),
    "13": (K.ENVIRONMENT,),
    "14": (K.GROWTH,),
    "15": (K.MARKET, K.PUBLICITY),
    "17": (K.QUALITY_SYSTEM,),
    "18": (K.AWARDS,),
}
# Codes that ask for the producer's organisation.
ORGANISATION_CODES = ("03",)


def gaps_of(dossier: Dossier) -> list[Gap]:
    """Return everything that must be there before the dossier can be submitted, in the order of the steps."""
    return [*_facts(dossier), *_texts(dossier), *_items(dossier), *_papers(dossier, required=True)]


def recommendations_of(dossier: Dossier) -> list[Gap]:
    """Return what the decision's list names without demanding it, and what would make the dossier stronger."""
    found = [
        Gap(_("“%(step)s” was carried over and nobody has looked at it.") % {"step": step.title}, url)
        for step in steps_of(dossier)
        if step.key in dossier.carried and (url := url_of_step(dossier, step.key))
    ]
    if not dossier.story.strip():
        found.append(Gap(_("The product story is empty."), url_of_step(dossier, "story")))
    return found + _unproved(dossier) + _papers(dossier, required=False)


def kinds_attached(dossier: Dossier) -> set[str]:
    """Return the kinds of evidence that go with the dossier, as a whole or with an item of the rubric."""
    whole = dossier.papers.order_by().values_list("kind", flat=True)
    by_item = Evidence.objects.filter(items__dossier=dossier).order_by().values_list("kind", flat=True)
    return set(whole.union(by_item))  # two look-ups by index, where one condition with OR reads every paper there is


def _facts(dossier: Dossier) -> list[Gap]:
    producer, product = dossier.producer, dossier.product
    lacking = []
    codes = {item["code"] for item in dossier.law.dossier_items if item["required"]}
    if codes & set(ORGANISATION_CODES) and not producer.organisation.strip():
        lacking.append((_("The organisation of the producer is empty."), "history", "#id_organisation"))
    if not product.description.strip():
        lacking.append((_("The description of the product is empty."), "product", "#id_product-description"))
    if dossier.rubric is None and dossier.law.rubrics.exists():
        lacking.append((_("The product set is not chosen."), "product", "#id_set-rubric"))
    return [Gap(label, url_of_step(dossier, step) + place) for label, step, place in lacking]


def _texts(dossier: Dossier) -> list[Gap]:
    """Mẫu 02 parts II and IV, and where the commune gives opinions the producer's word on the four contents."""
    steps = [*kind_steps(dossier), RESULTS, PLAN, *([LOCAL] if asks_opinions(dossier) else [])]
    optional = ("profit", "plan_finance")
    return [
        Gap(
            _("“%(field)s” is empty.") % {"field": label_of_field(name)},
            url_of_step(dossier, step.key) + f"#id_{name}",
        )
        for step in steps
        for name in step.fields
        if name not in optional and getattr(dossier, name) in ("", None)
    ]


def _items(dossier: Dossier) -> list[Gap]:
    tally = tally_of(dossier)
    if tally is None:
        return []
    return [
        Gap(
            _("Self-assessment, part %(code)s: %(open)s of %(items)s items are not answered.")
            % {"code": part.code, "open": part.items - part.answered, "items": part.items},
            url_of_step(dossier, f"{PART_PREFIX}{part.code.lower()}"),
        )
        for part in tally.parts
        if not part.is_done
    ]


def _papers(dossier: Dossier, *, required: bool) -> list[Gap]:
    there = kinds_attached(dossier)
    return [
        Gap(_("No paper yet for “%(title)s”.") % {"title": item["title"]}, url_of_step(dossier, "papers"))
        for item in dossier.law.dossier_items
        if item["required"] is required
        and item["code"] in KINDS_BY_CODE
        and not there & set(KINDS_BY_CODE[item["code"]])
    ]


def label_of_field(name: str) -> str:
    """Return the words by which a column of the dossier is known on screen."""
    return str(cast("ModelField[Any, Any]", Dossier._meta.get_field(name)).verbose_name)


def _unproved(dossier: Dossier) -> list[Gap]:
    rows = dossier.items.filter(criterion__rubric=dossier.rubric, level__points__gt=0, evidence=None)
    counts: dict[str, int] = {}
    for code in rows.values_list("criterion__part__code", flat=True):
        counts[code] = counts.get(code, 0) + 1
    return [
        Gap(
            _("Part %(code)s: %(count)s items with points have no evidence.") % {"code": code, "count": count},
            url_of_step(dossier, f"{PART_PREFIX}{code.lower()}"),
        )
        for code, count in sorted(counts.items())
    ]
