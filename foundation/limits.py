"""How often something may be tried from one place: counted in the cache that all web nodes share."""

from __future__ import annotations

from django.core.cache import cache


def too_many(name: str, *, most: int, seconds: int) -> bool:
    """Count one more try under a name; tell whether there were more than so many since the last pause that long."""
    key = f"limit:{name}"
    cache.add(key, 0, seconds)
    tries = cache.incr(key)
    cache.touch(key, seconds)  # the cache in the database would otherwise forget the number after its default time
    return tries > most


def reached(name: str, *, most: int) -> bool:
    """Tell whether so many tries were counted under a name, without counting one."""
    return int(cache.get(f"limit:{name}", 0)) >= most
