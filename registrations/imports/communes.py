"""Which commune a cell means: with or without its kind, by its old name, or inside an address."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from foundation.text import search_key
from registrations.imports.values import Bad

_KINDS = re.compile(r"^(?:ubnd\s+)?(xa|phuong|thi tran|dac khu|tt|x|p)\.?\s+")
_LONG = {"tt": "thi tran", "x": "xa", "p": "phuong"}


@dataclass(frozen=True)
class Place:
    """A commune of today."""

    pk: int
    name: str


@dataclass(frozen=True)
class Found:
    """The commune of a row; ``was`` is the old name under which the row knows it."""

    place: Place
    was: str = ""


@dataclass
class Communes:
    """The communes for which a list may be imported, by every name that lists give them.

    ``olds`` are communes that have ended, each with the communes of today that came of it.
    """

    places: list[Place]
    olds: Iterable[tuple[str, list[Place]]] = ()
    _now: dict[str, list[Place]] = field(default_factory=dict, init=False)
    _then: dict[str, list[Place]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        for place in self.places:
            for key in _keys(place.name):
                self._now.setdefault(key, []).append(place)
        for name, places in self.olds:
            for key in _keys(name):
                known = self._then.setdefault(key, [])
                known += [place for place in places if place not in known]

    def find(self, line: str) -> Found:
        """Return the commune that a cell names. Raises Bad when there is none, or more than one."""
        for key in _asked(line):
            if places := self._now.get(key):
                if len(places) > 1:
                    raise Bad("commune_twice", text=line, other=", ".join(place.name for place in places))
                return Found(places[0])
        for key in _asked(line):
            if places := self._then.get(key):
                if len(places) > 1:
                    raise Bad("commune_split", text=line, other=", ".join(place.name for place in places))
                return Found(places[0], was=line)
        like = get_close_matches(_asked(line)[-1], [key for key in self._now if not _KINDS.match(key)], 1, 0.75)
        if like:
            raise Bad("commune_like", text=line, other=self._now[like[0]][0].name)
        raise Bad("commune", text=line)

    def inside(self, address: str) -> Found | None:
        """Return the commune that an address ends with: "Thôn 2, xã Bờ Y, tỉnh Quảng Ngãi"."""
        for part in reversed(re.split(r"[,;]|\s[-–]\s", address)):
            try:
                return self.find(part) if part.strip() else None
            except Bad:
                continue
        return None


def _clean(name: str) -> str:
    return re.sub(r"\s+", " ", search_key(name).strip(" .,;:-–"))


def _asked(line: str) -> list[str]:
    """Return the keys under which a cell is looked up: a kind that is written must fit, a bare name fits any."""
    key = _clean(line)
    match = _KINDS.match(key)
    if match is None:
        return [key]
    kind = match.group(1)
    return [f"{_LONG.get(kind, kind)} {key[match.end() :]}"]


def _keys(name: str) -> set[str]:
    key = _clean(name)
    match = _KINDS.match(key)
    return {key, key[match.end() :]} if match else {key}
