"""Sealing, over any sheet: the text says exactly what was ticked, and no two different sheets have one digest."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from accounts.models import User
from evaluations.models import CouncilMember, Entry, EvaluationRound, Sheet, SheetItem
from evaluations.services.sheets import canonical_text
from registrations.models import Dossier, Producer, Product
from rubrics.models import Criterion, Decision, Level, Rubric

# Drawing letters is slow at first, on a busy machine too slow for the health check.
patient = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
AT = datetime(2026, 9, 15, 2, 3, 4, 567, tzinfo=UTC)
# What a database takes: no surrogates, no NUL.
texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=12)
picks = st.lists(
    st.tuples(st.one_of(st.none(), st.integers(1, 9)), st.integers(0, 40), texts, texts), min_size=1, max_size=4
)


@dataclass(frozen=True)
class Filled:
    """A sheet as it is sealed: picks are level, points, label and note of each item."""

    picks: list
    opinion: str
    number: int

    def text(self) -> str:
        total = sum(points for _level, points, _label, _note in self.picks)
        items = [item(place, *pick) for place, pick in enumerate(self.picks, start=1)]
        return canonical_text(sheet(self.opinion), items, total=total, number=self.number, at=AT)


def sheet(opinion):
    law = Decision(pk=1, code="26/2026/QĐ-TTg")
    found = EvaluationRound(pk=7, name="Đợt 1", law=law)
    rubric = Rubric(pk=3, decision=law, number=13, content_hash="ab")
    dossier = Dossier(pk=5, product=Product(pk=1, name="Cà phê"), producer=Producer(pk=2, name="HTX"))
    entry = Entry(pk=9, round=found, rubric=rubric, dossier=dossier)
    return Sheet(pk=4, entry=entry, member=CouncilMember(pk=8, user=User(pk=6, full_name="Lê Thị B")), opinion=opinion)


def item(place, level, points, label, note):
    chosen = None if level is None else Level(pk=level, order=level)
    return SheetItem(criterion=Criterion(key=f"1.{place}"), level=chosen, points=points, label=label, note=note)


filled = st.builds(Filled, picks=picks, opinion=texts, number=st.integers(1, 5))


@patient
@given(filled)
def test_sealed_text_says_exactly_what_was_ticked(one):
    content = json.loads(one.text())

    read = [(row["level"], int(row["points"]), row["label"], row["note"]) for row in content["items"]]
    assert read == [tuple(pick) for pick in one.picks]
    assert content["opinion"] == one.opinion
    assert (content["version"], content["sealed_at"]) == (one.number, "2026-09-15T02:03:04.000567Z")
    assert int(content["total"]) == sum(pick[1] for pick in one.picks)


@patient
@given(filled)
def test_sealed_text_is_canonical(one):
    text = one.text()

    again = json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert text == one.text() == again


@patient
@given(filled, filled)
def test_different_sheets_never_share_a_digest(one, other):
    assume(one != other)

    digests = {hashlib.sha256(each.text().encode()).hexdigest() for each in (one, other)}

    assert len(digests) == 2


@patient
@given(filled, st.data())
def test_one_changed_answer_changes_the_digest(one, data):
    place = data.draw(st.integers(0, len(one.picks) - 1))
    changed = list(one.picks)
    level, points, label, note = changed[place]
    others = [((level or 0) + 1, points, label, note), (level, points + 1, label, note)]
    others.append((level, points, label, f"{note}x"))
    changed[place] = data.draw(st.sampled_from(others))

    assert Filled(changed, one.opinion, one.number).text() != one.text()
