"""What the officer sees of a dossier that came back: every field and file that differs, with its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.formatting import day
from registrations.changes import ContentChanges, FieldChange, PaperChange, Segment, changes_between, marked
from registrations.enums import DossierKind, EvidenceKind, LegalForm
from registrations.models import Dossier, Evidence, EvidenceFile, Producer, Product
from registrations.selectors.desk import label_of, shown_value
from registrations.steps import places_of
from rubrics.models import Criterion, Rubric

_DATES = ("registered_on", "founded_on", "issued_on", "expires_on")
_PAPER_FIELDS = ("kind", "title", "number", "issuer", "issued_on", "expires_on")


@dataclass(frozen=True)
class ShownChange:
    """One difference side by side: the words of the field, old and new text in stretches."""

    label: str
    old: list[Segment]
    new: list[Segment]


@dataclass(frozen=True)
class ShownPaper:
    """A paper that differs: what became of it, in words, and its new scans."""

    title: str
    state: str
    tone: str
    changes: list[ShownChange]
    new_files: list[EvidenceFile]
    note: str = ""


@dataclass(frozen=True)
class PlaceChanges:
    """The differences of one place, and what was asked there."""

    key: str
    label: str
    changes: list[ShownChange]


@dataclass(frozen=True)
class SinceReturn:
    """What the newest submission changes against the one before."""

    before_at: datetime
    after_at: datetime
    places: list[PlaceChanges]
    papers: list[ShownPaper]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was changed."""
        return not (self.places or self.papers)


def changes_since_return(dossier: Dossier, place: str = "") -> SinceReturn | None:
    """Return what changed with the newest submission; None while there is only one.

    Args:
        place: only the differences of this place.
    """
    newest = list(dossier.submissions.order_by("-ordinal")[:2])
    if len(newest) < 2:
        return None
    after, before = newest
    found = changes_between(before.content, after.content)
    places = [row for row in _places(dossier, found) if place in ("", row.key)]
    papers = _papers(found) if place in ("", "papers") else []
    return SinceReturn(before.at, after.at, places, papers)


def _places(dossier: Dossier, found: ContentChanges) -> list[PlaceChanges]:
    by_place: dict[str, list[ShownChange]] = {}
    for change in found.fields:
        by_place.setdefault(change.place, []).append(_field(dossier, change))
    if found.items:
        names = _paper_names(found.items)
        leaves = Criterion.objects.filter(rubric=dossier.rubric, is_leaf=True).prefetch_related("levels")
        criteria = {leaf.key: leaf for leaf in leaves}
        for key, old, new in found.items:
            by_place[f"item:{key}"] = _item(criteria.get(key), old, new, names)
    labels = places_of(dossier)
    order = {key: number for number, key in enumerate(labels)}
    keys = sorted(by_place, key=lambda key: order.get(key, len(order)))
    return [PlaceChanges(key, labels.get(key, key), by_place[key]) for key in keys]


def _shown(label: str, before: str, after: str) -> ShownChange:
    return ShownChange(label, *marked(before, after))


def _field(dossier: Dossier, change: FieldChange) -> ShownChange:
    model: Any = {"producer": Producer, "product": Product}.get(change.place, Dossier)
    if change.name in ("kind", "rubric"):
        model = Dossier
    words = label_of(model, change.name)
    return _shown(words, _words(dossier, change.name, change.before), _words(dossier, change.name, change.after))


def _words(dossier: Dossier, name: str, value: Any) -> str:
    """Return a value of a snapshot as people read it."""
    if value in (None, ""):
        return ""
    if name == "rubric":
        return str(Rubric.objects.filter(decision_id=dossier.law_id, number=value).first() or value)
    if name in ("kind", "legal_form"):
        choices = dict(DossierKind.choices if name == "kind" else LegalForm.choices)
        return str(choices.get(value, value))
    if name in _DATES:
        return day(date.fromisoformat(value))
    return shown_value(name, value)


def _item(
    leaf: Criterion | None, old: Mapping[str, Any], new: Mapping[str, Any], names: Mapping[int, str]
) -> list[ShownChange]:
    levels = {level.order: level.label for level in leaf.levels.all()} if leaf else {}
    pairs = [
        (_("Own level"), *(_level(side, levels) for side in (old, new))),
        (_("Description"), *(str(side.get("description", "")) for side in (old, new))),
        (_("Evidence"), *("\n".join(names.get(pk, str(pk)) for pk in side.get("papers", [])) for side in (old, new))),
    ]
    return [_shown(label, before, after) for label, before, after in pairs if before != after]


def _level(side: Mapping[str, Any], levels: Mapping[int, str]) -> str:
    if not side:
        return ""
    words = levels.get(side["level"], "") if side.get("level") is not None else _("not reached")
    return f"{words} – " + _("%(points)s points") % {"points": side.get("points", 0)}


def _paper_names(items: list[tuple[str, Mapping[str, Any], Mapping[str, Any]]]) -> dict[int, str]:
    named = {pk for _key, old, new in items for side in (old, new) for pk in side.get("papers", [])}
    rows = Evidence.objects.filter(pk__in=named)
    return {row.pk: f"{row.title} (bản {row.ordinal})" if row.ordinal > 1 else row.title for row in rows}


def _papers(found: ContentChanges) -> list[ShownPaper]:
    digests = {digest for change in found.papers for digest in change.files_added}
    files = EvidenceFile.objects.filter(
        stored__sha256__in=digests, evidence_id__in=[pk for change in found.papers for pk in change.ids]
    ).select_related("stored")
    by_paper: dict[int, list[EvidenceFile]] = {}
    for file in files:
        by_paper.setdefault(file.evidence_id, []).append(file)
    return [_paper(change, by_paper.get(change.after["id"], []) if change.after else []) for change in found.papers]


def _paper(change: PaperChange, new_files: list[EvidenceFile]) -> ShownPaper:
    before, after = change.before or {}, change.after or {}
    title = str((change.after or before)["title"])
    if change.before is None:
        return ShownPaper(title, _("new"), "good", [], new_files)
    if change.after is None:
        return ShownPaper(title, _("taken out"), "late", [], [])
    names = [name for name in _PAPER_FIELDS if name in before and name in after]
    pairs = [(name, before[name], after[name]) for name in names if before[name] != after[name]]
    changes = [
        _shown(label_of(Evidence, name), _paper_words(name, old), _paper_words(name, new)) for name, old, new in pairs
    ]
    if before["id"] != after["id"]:
        return ShownPaper(title, _("replaced by a new version"), "waiting", changes, new_files)
    gone = len(change.files_gone)
    note = ngettext("%(n)s file taken out", "%(n)s files taken out", gone) % {"n": gone} if gone else ""
    return ShownPaper(title, _("changed"), "waiting", changes, new_files, note)


def _paper_words(name: str, value: Any) -> str:
    if value in (None, ""):
        return ""
    if name == "kind":
        return str(dict(EvidenceKind.choices).get(value, value))
    return day(date.fromisoformat(value)) if name in _DATES else str(value)
