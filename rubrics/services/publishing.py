"""Writes: a decision is published whole, once, and never changed."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from activity.errors import Conflict
from foundation import clock
from rubrics.enums import StageLevel
from rubrics.lawfiles import CriterionData, DecisionData, LevelData, PartData, SetData
from rubrics.lawfiles.data import fingerprint
from rubrics.lawfiles.texts import read_facts
from rubrics.lawfiles.writing import facts_text
from rubrics.models import Band, Criterion, Decision, Level, Part, Rubric, Stage
from rubrics.published import decision_data

# What the sets bring along: a decision without sets cannot know it.
_WITH_SETS = ("parts", "set_provenance", "holds_gates")


class Outcome(Enum):
    """What publishing a decision came to."""

    PUBLISHED = "published"
    UNCHANGED = "unchanged"


class DecisionDiffersError(Exception):
    """A published decision is not what the files say; ``differences`` names what differs."""

    def __init__(self, code: str, differences: Iterable[str]) -> None:
        self.code = code
        self.differences = tuple(differences)
        super().__init__(
            f"{code} is published and cannot change; the files differ in: {', '.join(self.differences)}. "
            "A correction is a decision of its own."
        )


@transaction.atomic
def publish_decisions(*, decisions: Iterable[DecisionData]) -> dict[str, Outcome]:
    """Publish several decisions, all or none; return what came of each by code.

    Raises DecisionDiffersError like ``publish_decision``.
    """
    return {data.code: publish_decision(data=data) for data in decisions}


@transaction.atomic
def publish_decision(*, data: DecisionData) -> Outcome:
    """Write a checked decision with all its rows and publish it; do nothing where the same is published already.

    Raises DecisionDiffersError where the published one differs in content.
    """
    existing = Decision.objects.filter(code=data.code, published_at__isnull=False).first()
    if existing is not None:
        differences = _differences(existing, data)
        if differences:
            raise DecisionDiffersError(data.code, differences)
        return Outcome.UNCHANGED
    Decision.objects.filter(code=data.code).delete()
    decision = _write_decision(data)
    _write_sets(decision, data)
    Decision.objects.filter(pk=decision.pk).update(published_at=clock.now())
    return Outcome.PUBLISHED


@transaction.atomic
def add_sets(*, decision: Decision, data: DecisionData) -> Decision:
    """Give a decision that was published without any set its sets, for good; nothing else of it changes.

    With the sets comes whether they hold the minimum requirements. ``content_hash`` stays that of the data with which
    the decision was published, so that loading the same files again changes nothing.

    Raises DecisionDiffersError where the decision has sets, or the data says something else about the decision itself;
    Conflict where somebody else adds sets to it at the same moment.
    """
    if differing := what_differs_besides_sets(decision, data):
        raise DecisionDiffersError(decision.code, differing)
    _write_sets(decision, data, being_added=True)
    Decision.objects.filter(pk=decision.pk).update(holds_gates=data.facts["holds_gates"])
    # That row lets one through at a time: sets that another transaction has added meanwhile are seen from here on.
    if Rubric.objects.filter(decision=decision, being_added=False).exists():
        raise Conflict(_("Somebody else has published this decision, or its sets, at the same moment."))
    Rubric.objects.filter(decision=decision, being_added=True).update(being_added=False)
    decision.refresh_from_db()
    return decision


def what_differs_besides_sets(decision: Decision, data: DecisionData) -> list[str]:
    """Return the keys of the facts in which data differs from a decision that may still take its sets."""
    if decision.rubrics.exists():
        return ["sets"]
    known, _problems = read_facts(facts_text(decision_data(decision).facts))
    return [key for key, value in known.items() if key not in _WITH_SETS and data.facts.get(key) != value]


def _differences(existing: Decision, data: DecisionData) -> list[str]:
    if existing.content_hash == fingerprint(data):
        return []
    stored = dict(existing.rubrics.values_list("number", "content_hash"))
    files = {each.number: fingerprint(each) for each in data.sets}
    numbers = sorted(number for number in stored.keys() | files.keys() if stored.get(number) != files.get(number))
    return [f"set {number}" for number in numbers] or ["decision.toml"]


def _write_decision(data: DecisionData) -> Decision:
    facts = data.facts
    plain = (
        "code", "short_name", "title", "issued_on", "valid_from", "valid_to", "amended_by", "replaces",
        "transition_note", "dossier_items", "withdrawal_grounds", "package_items", "terms", "holds_gates", "provenance",
        "reevaluation_in_writing",
    )  # fmt: skip
    decision = Decision.objects.create(
        slug=data.slug, content_hash=fingerprint(data), **{name: facts[name] for name in plain}
    )
    Band.objects.bulk_create([Band(decision=decision, **band) for band in facts["bands"]])
    Stage.objects.bulk_create([_stage(decision, stage) for stage in facts["stages"]])
    return decision


def _stage(decision: Decision, facts: dict[str, Any]) -> Stage:
    lowest, highest = facts["recognises"] or (None, None)
    plain = (
        "level", "checks", "screens", "gives_opinions", "scores", "send_up_from", "result_for_level_below", "valid_to",
        "note",
    )  # fmt: skip
    return Stage(
        decision=decision,
        order=StageLevel.values.index(facts["level"]) + 1,
        recognises_min=lowest,
        recognises_max=highest,
        valid_from=facts["valid_from"] or decision.valid_from,
        **{name: facts[name] for name in plain},
    )


def _write_sets(decision: Decision, data: DecisionData, *, being_added: bool = False) -> None:
    """Write sets, parts, criteria (parents before children) and levels, each kind at once."""
    rows = [_rubric(decision, data, each) for each in data.sets]
    for row in rows:
        row.being_added = being_added
    rubrics = Rubric.objects.bulk_create(rows)
    parts: list[tuple[Part, PartData]] = []
    for rubric, each in zip(rubrics, data.sets, strict=True):
        parts += [(_part(rubric, place, part), part) for place, part in enumerate(each.parts, start=1)]
    Part.objects.bulk_create([part for part, _ in parts])
    places = {id(row): place for each in data.sets for place, row in enumerate(each.walk(), start=1)}
    layer: list[tuple[Part, Criterion | None, CriterionData]] = [
        (part, None, row) for part, rows in parts for row in rows.criteria
    ]
    while layer:
        built = [_criterion(part, parent, row, places[id(row)]) for part, parent, row in layer]
        Criterion.objects.bulk_create(built)
        pairs = list(zip(built, (row for _, _, row in layer), strict=True))
        Level.objects.bulk_create([level for criterion, row in pairs for level in _levels(criterion, row)])
        layer = [(criterion.part, criterion, child) for criterion, row in pairs for child in row.children]


def _rubric(decision: Decision, data: DecisionData, each: SetData) -> Rubric:
    header = each.header
    industry_code, _, industry = header["industry"].partition(" ")
    return Rubric(
        decision=decision,
        number=each.number,
        name=header["name"],
        industry_code=industry_code,
        industry=industry,
        group=header.get("group", ""),
        managing_ministry=header.get("ministry", ""),
        printed_classification=header.get("classification", ""),
        product_code_format=header.get("code-format", ""),
        knockout_note=header.get("knockout", ""),
        notes=each.footers,
        oddities=each.oddities,
        provenance=header.get("provenance") or data.facts["set_provenance"],
        content_hash=fingerprint(each),
    )


def _part(rubric: Rubric, place: int, data: PartData) -> Part:
    return Part(rubric=rubric, code=data.code, title=data.title, max_points=data.max_points, order=place)


def _criterion(part: Part, parent: Criterion | None, data: CriterionData, place: int) -> Criterion:
    return Criterion(
        rubric=part.rubric,
        part=part,
        parent=parent,
        code=data.code,
        key=data.key,
        title=data.title,
        max_points=data.max_points,
        printed_max=data.printed_max,
        order=place,
        notes=data.notes,
        is_leaf=not data.children,
    )


def _levels(criterion: Criterion, data: CriterionData) -> list[Level]:
    """Return the levels of an item; one printed without levels gets one that says what the item says."""
    rows = data.levels
    if data.all_or_nothing:
        rows = [LevelData(data.max_points, data.title, is_printed=False)]
    return [
        Level(
            criterion=criterion,
            order=place,
            label=row.label,
            points=row.points,
            printed_points="" if row.printed is None else row.printed or "–",
            case=row.case,
            case_label=row.case_label,
            gate_stars=row.gate_stars,
            is_printed=row.is_printed,
        )
        for place, row in enumerate(rows, start=1)
    ]
