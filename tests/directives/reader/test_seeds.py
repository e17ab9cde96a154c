"""The seed letters, where their folder is at hand (``OCOP_SEEDS`` names it): all but the free-worded summaries."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from directives.reader import read
from directives.reader.as_json import as_json

FOLDER = Path(os.environ.get("OCOP_SEEDS", Path(__file__).parents[4] / "shared" / "seeds"))
LETTERS = sorted(FOLDER.glob("*.expected.json"))
TASK = ("assignee", "deadline", "deadline_kind", "deadline_text", "recurrence")
PLAIN = (
    "doc_type", "issuer", "number", "place", "date", "subject", "addressees", "references", "recipients",
    "signing_authority", "signer_title", "signer_name",
)  # fmt: skip


@pytest.mark.skipif(not LETTERS, reason="the seed letters are not here")
@pytest.mark.parametrize("path", LETTERS, ids=[path.name[:3] for path in LETTERS])
def test_seed_letter_is_read_as_expected(path: Path) -> None:
    expected = json.loads(path.read_text(encoding="utf-8"))
    text = path.with_name(path.name.replace(".expected.json", ".txt")).read_text(encoding="utf-8")

    got = as_json(read(text), text)

    assert {name: got[name] for name in PLAIN} == {name: expected[name] for name in PLAIN}
    assert [_of(task) for task in got["tasks"]] == [_of(task) for task in expected["tasks"]]


def _of(task: dict[str, Any]) -> list[Any]:
    return [task[name] for name in TASK]
