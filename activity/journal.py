"""The append-only journal: one hash chain per object, and seals over the heads of all chains."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.utils.encoding import force_str

from activity import context
from activity.models import JournalAnchor, JournalEntry
from foundation import clock

SYSTEM = "Hệ thống"
LOOK_BACK = timedelta(minutes=10)


@dataclass(frozen=True)
class Event:
    """What is to be written down.

    ``label`` is the sentence that people read; ``before`` and ``after`` hold plain values; ``for_producer`` opens the
    entry to the producer whose dossier it is about.
    """

    action: str
    label: str
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    reason: str = ""
    on_behalf_of: str = ""
    for_producer: bool = False


def stream_of(obj: models.Model) -> str:
    """Return the name of an object's chain."""
    return f"{obj._meta.label_lower}:{obj.pk}"


def record(subject: models.Model | str, event: Event, *, actor: Any) -> JournalEntry:
    """Append an entry to the subject's chain, in the caller's transaction.

    The unique constraint on stream and number decides when two writers meet; the loser tries again on the new head.
    """
    stream = subject if isinstance(subject, str) else stream_of(subject)
    for attempt in range(20):
        try:
            with transaction.atomic():
                return _append(stream, event, actor)
        except IntegrityError:
            if attempt == 19:
                raise
    raise AssertionError("unreachable")


def _append(stream: str, event: Event, actor: Any) -> JournalEntry:
    head = JournalEntry.objects.filter(stream=stream).order_by("-seq").only("seq", "hash").first()
    office_id, office_name = context.office_of(actor)
    entry = JournalEntry(
        stream=stream,
        seq=head.seq + 1 if head else 1,
        at=clock.now(),
        actor=actor,
        actor_name=str(actor) if actor is not None else SYSTEM,
        on_behalf_of=event.on_behalf_of,
        office_id=office_id,
        office_name=office_name,
        ip=context.origin().ip,
        action=event.action,
        label=force_str(event.label)[:300],
        before=written(event.before),
        after=written(event.after),
        reason=event.reason,
        for_producer=event.for_producer,
        previous_hash=head.hash if head else "",
    )
    entry.canonical = canonical_text(entry)
    entry.hash = chained_hash(entry.previous_hash, entry.canonical)
    entry.save(force_insert=True)
    return entry


def written(values: dict[str, Any]) -> str:
    """Return values as an entry keeps them; whoever looks for an entry by its values writes them so, too."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, cls=DjangoJSONEncoder) if values else ""


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def canonical_text(entry: JournalEntry) -> str:
    """Return the text of an entry that its hash covers: every column but the hashes, in a fixed order."""
    return json.dumps(
        [
            entry.stream,
            entry.seq,
            _moment(entry.at),
            entry.actor_id,
            entry.actor_name,
            entry.on_behalf_of,
            entry.office_id,
            entry.office_name,
            str(entry.ip or ""),
            entry.action,
            entry.label,
            entry.before,
            entry.after,
            entry.reason,
            entry.for_producer,
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def chained_hash(previous: str, text: str) -> str:
    """Return the SHA-256 that binds a text to everything before it."""
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def seal() -> JournalAnchor | None:
    """Seal the heads of all chains that grew since the last seal; nothing new makes no seal.

    A transaction may commit an entry with a lower id after a seal has passed it by, so each seal looks back over the
    entries since the newest seal that is older than ``LOOK_BACK``; a head that was sealed already is left out.
    """
    last = JournalAnchor.objects.order_by("-seq").first()
    now = clock.now()
    settled = JournalAnchor.objects.filter(at__lt=now - LOOK_BACK).order_by("-seq").first()
    recent = JournalAnchor.objects.filter(seq__gt=settled.seq if settled else 0)
    sealed = {
        (stream, seq) for text in recent.values_list("heads", flat=True) for stream, seq, _hash in json.loads(text)
    }
    newest: dict[str, tuple[int, str]] = {}
    last_id = last.last_entry_id if last else 0
    entries = JournalEntry.objects.filter(pk__gt=settled.last_entry_id if settled else 0).order_by("stream", "seq")
    for pk, stream, seq, digest in entries.values_list("pk", "stream", "seq", "hash").iterator(chunk_size=2000):
        newest[stream] = (seq, digest)
        last_id = max(last_id, pk)
    heads = [[stream, seq, digest] for stream, (seq, digest) in newest.items() if (stream, seq) not in sealed]
    if not heads:
        return None
    anchor = JournalAnchor(
        seq=last.seq + 1 if last else 1,
        at=now,
        last_entry_id=last_id,
        heads=json.dumps(heads, ensure_ascii=False, separators=(",", ":")),
        previous_hash=last.hash if last else "",
    )
    anchor.hash = chained_hash(anchor.previous_hash, anchor_text(anchor))
    try:
        with transaction.atomic():
            anchor.save(force_insert=True)
    except IntegrityError:
        return None  # two sealers met; the other one's seal stands
    return anchor


def anchor_text(anchor: JournalAnchor) -> str:
    """Return the text of a seal that its hash covers."""
    return json.dumps([anchor.seq, _moment(anchor.at), anchor.last_entry_id, anchor.heads])
