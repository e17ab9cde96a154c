"""The steps of a dossier: what the producer writes where. Which steps there are follows from the decision's data."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.enums import DossierKind
from registrations.models import Dossier
from registrations.models.kinds import UPDATE_FIELDS
from registrations.procedure import asks_opinions
from rubrics.models import Criterion, Part
from rubrics.scoring import PartSpec
from rubrics.selectors import spec_for


@dataclass(frozen=True)
class Step:
    """One line of the dossier's task list; ``fields`` are the columns that it edits: its own, or its producer's."""

    key: str
    title: str | Promise
    hint: str | Promise = ""
    fields: tuple[str, ...] = ()
    of_producer: bool = False


# The producer's record, in the screens in which a phone shows it.
PRODUCER = Step(
    "producer",
    gettext_lazy("Producer"),
    gettext_lazy("Name, legal form, address, phone"),
    ("name", "legal_form", "unit", "address", "phone", "email"),
    of_producer=True,
)
REPRESENTATIVE = Step(
    "representative",
    gettext_lazy("Legal representative"),
    gettext_lazy("Who signs for the producer"),
    (
        "representative",
        "representative_post",
        "representative_gender",
        "representative_ethnicity",
        "representative_address",
    ),
    of_producer=True,
)
REGISTRATION = Step(
    "registration",
    gettext_lazy("Business registration"),
    gettext_lazy("Number, day, tax code"),
    ("registration_no", "registered_on", "tax_code", "founded_on"),
    of_producer=True,
)
HISTORY = Step(
    "history",
    gettext_lazy("History and organisation"),
    gettext_lazy("How it began, who does what (Form 02, part I)"),
    ("history", "organisation"),
    of_producer=True,
)
RECORD_STEPS = {step.key: step for step in (PRODUCER, REPRESENTATIVE, REGISTRATION, HISTORY)}

STORY = Step("story", gettext_lazy("Product story"), fields=("story",))
RESULTS = Step(
    "results",
    gettext_lazy("Production results"),
    gettext_lazy("Raw material, technology, quality, markets, revenue (Form 02, part II)"),
    ("materials", "technology", "quality", "markets", "revenue", "profit"),
)
PLAN = Step(
    "plan",
    gettext_lazy("Business plan"),
    gettext_lazy("Production, market, investment (Form 02, part IV)"),
    ("plan_production", "plan_market", "plan_finance"),
)
LOCAL = Step(
    "local",
    gettext_lazy("Local roots"),
    gettext_lazy("The four contents that the commune assesses (Form 03)"),
    ("local_origin", "local_labour", "local_idea", "local_identity"),
)
CHANGES = Step(
    "changes",
    gettext_lazy("What changed"),
    gettext_lazy("What is different since the last dossier, and what proves it"),
    ("changed",),
)
UPDATES = Step(
    "updates",
    gettext_lazy("Updates for the re-evaluation"),
    gettext_lazy("What the decision asks about the time since the recognition"),
    UPDATE_FIELDS,
)
PRODUCT = Step("product", gettext_lazy("Product"))
PAPERS = Step("papers", gettext_lazy("Evidence"), gettext_lazy("The papers that go with this dossier"))
# Texts that a dossier for a higher star or for re-evaluation brings along from the last one.
CARRIED_TEXTS = (STORY, RESULTS, PLAN, LOCAL)
TEXT_STEPS = {step.key: step for step in (*CARRIED_TEXTS, CHANGES, UPDATES)}
_STEP_OF_KIND = {DossierKind.UPGRADE: CHANGES, DossierKind.AGAIN: UPDATES}
PART_PREFIX = "part-"


def part_key(part: Part | PartSpec) -> str:
    """Return the key of the step for a part of the rubric."""
    return f"{PART_PREFIX}{part.code.lower()}"


def part_steps(dossier: Dossier) -> list[Step]:
    """Return one step for each part of the product set; none where the decision's sets are not held."""
    if dossier.rubric is None:
        return []
    return [
        Step(part_key(part), _("Self-assessment, part %(code)s") % {"code": part.code}, part.title.capitalize())
        for part in spec_for(dossier.rubric).parts
    ]


def kind_steps(dossier: Dossier) -> list[Step]:
    """Return the step that only this kind of dossier has: what changed, or the updates of a re-evaluation."""
    return [step for kind, step in _STEP_OF_KIND.items() if kind == dossier.kind]


def steps_of(dossier: Dossier) -> list[Step]:
    """Return the steps of a dossier in the order in which they are written."""
    local = [LOCAL] if asks_opinions(dossier) else []
    return [
        *RECORD_STEPS.values(),
        PRODUCT,
        *kind_steps(dossier),
        RESULTS,
        PLAN,
        STORY,
        *local,
        *part_steps(dossier),
        PAPERS,
    ]


def url_of_step(dossier: Dossier, key: str) -> str:
    """Return the page of a step."""
    return reverse("registrations:dossier_step", args=[dossier.pk, key])


def url_of_item(dossier: Dossier, criterion_key: str) -> str:
    """Return the page of an item of the rubric."""
    return reverse("registrations:dossier_item", args=[dossier.pk, criterion_key])


def url_of_place(dossier: Dossier, place: str) -> str:
    """Return the page of a place: a step, or an item as "item:<key>"."""
    kind, _colon, key = place.partition(":")
    return url_of_item(dossier, key) if kind == "item" else url_of_step(dossier, kind)


def places_of(dossier: Dossier) -> dict[str, str]:
    """Return every place that a correction can name, with its words: steps first, then the items of the rubric."""
    places = {step.key: str(step.title) for step in steps_of(dossier) if not step.key.startswith(PART_PREFIX)}
    if dossier.rubric is not None:
        leaves = Criterion.objects.filter(rubric=dossier.rubric, is_leaf=True).order_by("order")
        places |= {f"item:{leaf.key}": f"{leaf.key}. {leaf.title}"[:300] for leaf in leaves}
    return places
