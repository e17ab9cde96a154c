"""A dossier as the data file of a package carries it: plain values, and where in the package its files lie."""

from __future__ import annotations

from typing import Any

from foundation import clock
from registrations.filed.composing import numbered_papers
from registrations.filed.making import named_files
from registrations.models import Dossier
from registrations.snapshot import said_by


def arrival_facts(dossier: Dossier, folder: str) -> dict[str, Any]:
    """Return what the next level needs to go on with a dossier; ``path`` of a file begins with ``folder``."""
    content, _submission = said_by(dossier)
    listed = numbered_papers(content)
    annex_of = {row["id"]: row["annex"] for row in listed}
    papers = []
    for row, named in zip(listed, named_files(listed), strict=True):
        files = [
            {"path": f"{folder}/ho-so/{name}", "name": stored.original_name, "sha256": stored.sha256}
            for name, stored in named
        ]
        names = ("annex", "kind", "title", "number", "issuer", "issued_on", "expires_on")
        papers.append({name: row.get(name, "") for name in names} | {"files": files})
    items = [
        {
            "item": row["item"],
            "level": row["level"],
            "description": row["description"],
            "papers": [annex_of[pk] for pk in row["papers"] if pk in annex_of],
        }
        for row in content["items"]
    ]
    first = clock.local(dossier.submitted_at).date().isoformat() if dossier.submitted_at else ""
    facts = {name: content[name] for name in ("producer", "product", "texts")}
    return facts | {"items": items, "papers": papers, "submitted_on": first}
