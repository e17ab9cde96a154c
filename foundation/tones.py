"""The colour of a state: what it means for the reader, not how it is called.

``neutral`` nothing to do · ``waiting`` somebody must act · ``good`` done, recognised · ``late`` overdue, refused.
"""

from __future__ import annotations

TONES = ("neutral", "waiting", "good", "late")

# Words that mean the same wherever they are used. An app adds its own in ``ready()`` with ``register``.
_tones: dict[str, str] = {
    **dict.fromkeys(
        (
            "waiting",
            "submitted",
            "sent",
            "received",
            "open",
            "running",
            "in_progress",
            "scoring",
            "discussion",
            "returned",
            "queued",
        ),
        "waiting",
    ),
    **dict.fromkeys(
        (
            "done",
            "approved",
            "issued",
            "published",
            "recognised",
            "valid",
            "selected",
            "forwarded",
            "accepted",
            "reported",
            "active",
        ),
        "good",
    ),
    **dict.fromkeys(
        ("overdue", "late", "failed", "declined", "refused", "voided", "withdrawn", "expired", "knocked_out"),
        "late",
    ),
}


def register(tones: dict[str, str]) -> None:
    """Say which tone each state value has.

    Raises:
        ValueError: for a tone that does not exist.
    """
    if unknown := set(tones.values()) - set(TONES):
        raise ValueError(f"unknown tones: {sorted(unknown)}")
    _tones.update(tones)


def tone_of(state: str) -> str:
    """Return the tone of a state value; states nobody has described are neutral."""
    return _tones.get(state, "neutral")
