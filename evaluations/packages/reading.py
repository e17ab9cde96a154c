"""Reading a data file from the level below: accepted as a whole, or refused with every fault and its place."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any, TypeGuard

from django.utils.translation import gettext as _

from evaluations.packages.contents import content_problems
from evaluations.packages.writing import FORMAT, digest_of
from rubrics.models import Decision, Stage

MOST_BYTES = 20_000_000
MOST_ENTRIES = 1000
MOST_NAME = 200  # characters in the name of a product or producer
_DEEPEST = 20
_MEAN = re.compile(r"[0-9]{1,3}(\.[0-9]{1,8})?")
# No database keeps NUL or half of a surrogate pair.
_UNFIT = re.compile("[\x00\ud800-\udfff]")
_TEXTS = ("round", "sender", "law", "level")


def read_package(content: bytes) -> tuple[dict[str, Any], list[str]]:
    """Return the data and what is wrong with it; data is good only where nothing is wrong."""
    if len(content) > MOST_BYTES:
        return {}, [_("The file is larger than a data file can be.")]
    try:
        data = json.loads(content.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return {}, [_("This is no data file: it is not JSON.")]
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        return {}, [_("This is no data file of this portal's format (%(format)s).") % {"format": FORMAT}]
    if _is_unfit(data):
        return {}, [_("The file holds characters or numbers that no data file of the portal has.")]
    return data, list(_problems(data))


def _no_constant(name: str) -> Any:
    """Refuse NaN and Infinity, which Python reads and JSON does not know."""
    raise ValueError(name)


def _is_unfit(data: Any) -> bool:
    """Tell whether something in the data cannot be stored or hashed: odd characters, 1e999, lists within lists."""
    waiting = [(data, 0)]
    while waiting:
        value, depth = waiting.pop()
        if depth > _DEEPEST:
            return True
        if isinstance(value, str):
            if _UNFIT.search(value):
                return True
        elif isinstance(value, float):
            if not math.isfinite(value):
                return True
        elif isinstance(value, dict | list):
            parts = [*value, *value.values()] if isinstance(value, dict) else value
            waiting.extend((part, depth + 1) for part in parts)
    return False


def _problems(data: dict[str, Any]) -> Iterator[str]:
    for key in _TEXTS:
        if not isinstance(data.get(key), str) or not 0 < len(data[key]) <= 300:
            yield _("%(place)s is missing or no text.") % {"place": key}
            return
    if not _is_decision(data.get("decision")):
        yield _("%(place)s is missing or no text.") % {"place": "decision"}
    if data.get("digest") != digest_of(data):
        yield _("The digest does not fit: the file was changed on the way.")
    if data.get("training"):
        yield _("This package comes from a training round and counts nowhere.")
    law = Decision.objects.filter(code=data["law"], published_at__isnull=False).first()
    stage = law.stages.filter(level=data["level"], scores=True).order_by("-valid_from").first() if law else None
    if law is None or stage is None:
        yield _("The portal does not know the decision %(law)s with this level.") % {"law": data["law"]}
        return
    entries = data.get("entries")
    if not isinstance(entries, list) or not 0 < len(entries) <= MOST_ENTRIES:
        yield _("It holds no products, or too many.")
        return
    yield from _entries(entries, law, stage)


def _is_decision(value: Any) -> bool:
    """Tell whether this is number and day of the approving decision; older files have none."""
    return value is None or (isinstance(value, dict) and all(isinstance(one, str) for one in value.values()))


def _is_name(value: Any) -> TypeGuard[str]:
    return isinstance(value, str) and 0 < len(value) <= MOST_NAME


def _entries(entries: list[Any], law: Decision, stage: Stage) -> Iterator[str]:
    sets = set(law.rubrics.values_list("number", flat=True))
    seen: set[tuple[str, str]] = set()
    levels: dict[int, dict[str, set[int]]] = {}
    for number, entry in enumerate(entries, start=1):
        place = _("product %(n)s") % {"n": number}
        if not isinstance(entry, dict) or not isinstance(entry.get("producer"), dict):
            yield _("%(place)s is missing or no text.") % {"place": place}
            continue
        name, owner = entry.get("product"), entry["producer"].get("name")
        if not (_is_name(name) and _is_name(owner)):
            yield _("%(place)s has no name of product or producer, or a longer one than %(n)s characters.") % {
                "place": place,
                "n": MOST_NAME,
            }
            continue
        if (name, owner) in seen:
            yield _("%(place)s stands there twice.") % {"place": place}
        seen.add((name, owner))
        known = type(entry.get("set")) is int and entry["set"] in sets
        if not known:
            yield _("%(place)s: the decision has no product set %(set)s.") % {"place": place, "set": entry.get("set")}
        commune = entry.get("commune")
        named = isinstance(commune, dict) and isinstance(commune.get("name"), str)
        mean = entry.get("mean")
        if not named or not (isinstance(mean, str) and _MEAN.fullmatch(mean)):
            yield _("%(place)s: commune or mean cannot be read.") % {"place": place}
        yield from _result(place, entry, law, stage)
        if known:
            if entry["set"] not in levels:
                levels[entry["set"]] = _levels(law, entry["set"])
            yield from content_problems(place, entry, levels[entry["set"]])


def _levels(law: Decision, number: int) -> dict[str, set[int]]:
    """Return the orders of the levels of each item of a set."""
    leaves = law.rubrics.get(number=number).criteria.filter(is_leaf=True)
    found: dict[str, set[int]] = {}
    for key, order in leaves.values_list("key", "levels__order"):
        found.setdefault(key, set()).update(() if order is None else (order,))
    return found


def _result(place: str, entry: dict[str, Any], law: Decision, stage: Stage) -> Iterator[str]:
    total, count, stars = (entry.get(key) for key in ("sum", "count", "stars"))
    whole = all(type(value) is int for value in (total, count, stars))
    if not whole or not (0 < count <= 1000 and 0 <= total <= 100 * count and 1 <= stars <= 5):  # type: ignore[operator]
        yield _("%(place)s: sum, count or stars are impossible.") % {"place": place}
        return
    reached = max((band.stars for band in law.bands.all() if total >= band.lower * count), default=0)  # type: ignore[operator]
    if stars > reached:  # type: ignore[operator]
        yield _("%(place)s: its points do not reach %(stars)s stars.") % {"place": place, "stars": stars}
    if stage.send_up_from is None or total < stage.send_up_from * count:  # type: ignore[operator]
        yield _("%(place)s: its points are not those from which this level sends up.") % {"place": place}
