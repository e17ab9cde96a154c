"""Checks the journal: every chain from its first entry, and every seal against the chains."""

from __future__ import annotations

import json
from itertools import groupby

from activity.journal import anchor_text, canonical_text, chained_hash
from activity.models import JournalAnchor, JournalEntry


def problems() -> list[str]:
    """Return every fault found, in words: changed, removed, inserted or reordered entries, cut tails, broken seals."""
    heads: dict[str, dict[int, str]] = {}
    found: list[str] = []
    entries = JournalEntry.objects.order_by("stream", "seq").iterator(chunk_size=2000)
    for stream, chain in groupby(entries, key=lambda entry: entry.stream):
        heads[stream] = {}
        found += _check_chain(stream, chain, heads[stream])
    return found + _check_seals(heads)


def _check_chain(stream: str, chain: object, hashes: dict[int, str]) -> list[str]:
    found, expected, previous = [], 1, ""
    for entry in chain:  # type: ignore[attr-defined]
        if entry.seq != expected:
            found.append(f"{stream}: entry {expected} is missing, {entry.seq} follows")
            expected = entry.seq
        if entry.canonical != canonical_text(entry):
            found.append(f"{stream}#{entry.seq}: a column was changed")
        if entry.previous_hash != previous or entry.hash != chained_hash(entry.previous_hash, entry.canonical):
            found.append(f"{stream}#{entry.seq}: the chain is broken")
        hashes[entry.seq] = entry.hash
        expected, previous = expected + 1, entry.hash
    return found


def _check_seals(heads: dict[str, dict[int, str]]) -> list[str]:
    found, previous, expected = [], "", 1
    for anchor in JournalAnchor.objects.order_by("seq").iterator(chunk_size=500):
        if anchor.seq != expected or anchor.previous_hash != previous:
            found.append(f"seal {anchor.seq}: the chain of seals is broken")
        if anchor.hash != chained_hash(anchor.previous_hash, anchor_text(anchor)):
            found.append(f"seal {anchor.seq}: it was changed")
        for stream, seq, digest in json.loads(anchor.heads):
            if heads.get(stream, {}).get(seq) != digest:
                found.append(f"{stream}#{seq}: sealed by seal {anchor.seq}, but missing or changed since")
        expected, previous = anchor.seq + 1, anchor.hash
    return found
