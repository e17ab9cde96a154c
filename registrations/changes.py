"""What changed between two submitted versions of a dossier. Pure: works on ``Submission.content`` alone."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from registrations.steps import TEXT_STEPS

Content = Mapping[str, Any]
# A word with the space before it, so that neighbours that differ make one stretch.
_WORDS = re.compile(r"\s*\S+|\s+")
_STEP_OF_FIELD = {name: key for key, step in TEXT_STEPS.items() for name in step.fields}


@dataclass(frozen=True)
class FieldChange:
    """One value that differs: at which place, which field, before and after as they were stored."""

    place: str
    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class PaperChange:
    """A paper that was added, taken out, or changed; ``files_added`` and ``files_gone`` are SHA-256."""

    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    files_added: frozenset[str] = frozenset()
    files_gone: frozenset[str] = frozenset()

    @property
    def ids(self) -> set[int]:
        """The rows of the paper: one, or two where a new version replaced it."""
        return {side["id"] for side in (self.before, self.after) if side is not None}


@dataclass(frozen=True)
class ContentChanges:
    """Everything that differs between two versions; ``items`` are keys of the rubric with their two answers."""

    fields: list[FieldChange] = field(default_factory=list)
    items: list[tuple[str, Mapping[str, Any], Mapping[str, Any]]] = field(default_factory=list)
    papers: list[PaperChange] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether both versions say the same."""
        return not (self.fields or self.items or self.papers)


def changes_between(before: Content, after: Content) -> ContentChanges:
    """Return what differs between two contents of submissions."""
    return ContentChanges(list(_fields(before, after)), list(_items(before, after)), list(_papers(before, after)))


def changed_places(before: Content, after: Content) -> set[str]:
    """Return the places (``steps.places_of``) that say something else; an item changes with its papers too."""
    found = changes_between(before, after)
    papers = {pk for change in found.papers for pk in change.ids}
    places = {change.place for change in found.fields} | {f"item:{key}" for key, _old, _new in found.items}
    if papers:
        places.add("papers")
    for content in (before, after):
        for item in content.get("items", []):
            if papers & set(item.get("papers", [])):
                places.add(f"item:{item['item']}")
    return places


def _fields(before: Content, after: Content) -> Iterator[FieldChange]:
    for place in ("producer", "product"):
        yield from _differing(before.get(place, {}), after.get(place, {}), lambda _name, place=place: place)
    yield from _differing(
        {name: before.get(name) for name in ("kind", "rubric")},
        {name: after.get(name) for name in ("kind", "rubric")},
        lambda _name: "product",
    )
    texts = (before.get("texts", {}), after.get("texts", {}))
    yield from _differing(*texts, lambda name: _STEP_OF_FIELD.get(name, "story"))


def _differing(before: Mapping[str, Any], after: Mapping[str, Any], place: Any) -> Iterator[FieldChange]:
    for name in [*before, *(key for key in after if key not in before)]:
        old, new = before.get(name), after.get(name)
        if old != new and not (old in (None, "") and new in (None, "")):
            yield FieldChange(place(name), name, old, new)


def _items(before: Content, after: Content) -> Iterator[tuple[str, Mapping[str, Any], Mapping[str, Any]]]:
    old, new = _by(before.get("items", []), "item"), _by(after.get("items", []), "item")
    for key in [*old, *(key for key in new if key not in old)]:
        if old.get(key) != new.get(key):
            yield str(key), old.get(key, {}), new.get(key, {})


def _papers(before: Content, after: Content) -> Iterator[PaperChange]:
    for was, now in _pairs(before.get("papers", []), after.get("papers", [])):
        if was is not None and now is not None and _same(was, now):
            continue
        was_files = frozenset((was or {}).get("files", []))
        now_files = frozenset((now or {}).get("files", []))
        yield PaperChange(was, now, now_files - was_files, was_files - now_files)


def _pairs(
    before: Iterable[Mapping[str, Any]], after: Iterable[Mapping[str, Any]]
) -> Iterator[tuple[Mapping[str, Any] | None, Mapping[str, Any] | None]]:
    """Yield each paper as it was and as it is; a new version of a paper stands beside the one that it replaced."""
    old, new = _by(before, "id"), _by(after, "id")
    added = {row.get("first", pk): pk for pk, row in new.items() if pk not in old}
    for pk, row in old.items():
        now = pk if pk in new else added.pop(row.get("first", pk), None)
        yield row, new.get(now)
    yield from ((None, new[pk]) for pk in added.values())


def _same(was: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Tell whether two snapshots of a paper agree in what both of them name; older ones name less."""
    return all(was[name] == now[name] for name in was.keys() & now.keys())


def _by(rows: Iterable[Mapping[str, Any]], key: str) -> dict[Any, Mapping[str, Any]]:
    return {row[key]: row for row in rows}


@dataclass(frozen=True)
class Segment:
    """A stretch of text; ``changed`` where the other version does not have it."""

    text: str
    changed: bool


def marked(before: str, after: str) -> tuple[list[Segment], list[Segment]]:
    """Return both texts in stretches, word by word, with what differs marked on each side."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    left: list[Segment] = []
    right: list[Segment] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if a < b:
            left.append(Segment("".join(old[a:b]), tag != "equal"))
        if c < d:
            right.append(Segment("".join(new[c:d]), tag != "equal"))
    return left, right
