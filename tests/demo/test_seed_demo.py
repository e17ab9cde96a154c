"""The demo data tells its stories, obeys the rules, and stays out of production."""

import json
from collections import Counter

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from accounts.models import User
from accounts.services import create_user
from activity import verify
from activity.models import Job, Notification
from dashboards.work import desks_of
from demo.scores import miss_gate, sheet
from directives.enums import DocumentType
from directives.models import Document, IncomingLetter, Task
from evaluations.models import Entry, EvaluationRound, Recognition
from foundation import clock
from registrations.models import Dossier, RegistrationRound
from rubrics.scoring import score
from rubrics.selectors import spec_for
from tests.factories.rubrics import coffee_rubric

COUNCIL = tuple(f"council{n}" for n in range(1, 8))
LOGINS = ("producer", "commune", "commune_leader", "district", "province", "clerk", "leader", "admin", *COUNCIL)


def run(*arguments, capsys):
    """Return exit status, standard output and standard error of the command."""
    status = 0
    try:
        call_command("seed_demo", *arguments)
    except SystemExit as stop:
        status = stop.code
    out, err = capsys.readouterr()
    return status, out, err


@pytest.mark.django_db
@override_settings(DEMO_ALLOWED=False)
def test_seed_demo_is_refused_outside_demo_settings(capsys):
    status, _out, err = run(capsys=capsys)

    assert status == 2
    assert "not demo settings" in err
    assert not User.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "2020-01-01"])
def test_seed_demo_refuses_a_day_it_cannot_lead_to(capsys, day):
    status, _out, err = run("--today", day, capsys=capsys)

    assert status == 2
    assert "--today" in err


@pytest.mark.django_db
def test_seed_demo_leaves_a_used_database_alone(capsys):
    create_user(username="an", full_name="Nguyễn Văn An")

    status, out, _err = run(capsys=capsys)

    assert status == 0
    assert "nothing was changed" in out
    assert User.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("total", [44, 61, 78, 90])
def test_demo_sheet_reaches_the_wanted_total(total):
    spec = spec_for(coffee_rubric())

    chosen = sheet(spec, total=total, seed="thử", gates_for=0)

    assert score(spec, {key: level.order if level else None for key, level in chosen.items()}).total == total


@pytest.mark.django_db
def test_missed_gate_costs_exactly_its_star():
    spec = spec_for(coffee_rubric())

    chosen = sheet(spec, total=80, seed="thử", gates_for=5, hold=miss_gate(spec, 4))

    result = score(spec, {key: level.order if level else None for key, level in chosen.items()})
    assert (result.stars_by_points, result.stars) == (4, 3)


@pytest.fixture
def told(db, capsys):
    """The whole demo data; it takes a minute, so that it is made once, on SQLite."""
    if connection.vendor != "sqlite":
        pytest.skip("the stories are told once, on the database of the demo")
    status, out, _err = run("--today", "2026-11-22", capsys=capsys)
    assert (status, "is in place" in out) == (0, True)


def test_stories_hold_what_they_promise(told, capsys):
    real = EvaluationRound.objects.filter(training=False)
    old = real.get(law__code="1048/QĐ-TTg", stage__level="district")
    new = real.get(law__code="26/2026/QĐ-TTg", state="published")
    entries = list(old.entries.all())

    # Round 2/2021: seven sheets, a tie, products below 50 points, a recused member, a spread beyond ten points.
    assert sum(entry.counted == 7 for entry in entries) >= 16
    assert max(Counter(entry.place for entry in entries).values()) >= 2
    assert any(entry.mean and float(entry.mean) < 50 for entry in entries)
    assert any(entry.counted == 6 for entry in entries)
    assert max(max(totals) - min(totals) for totals in _totals(old)) > 10
    # The closed round of 2026: gates that cost one and two stars, one product proposed for five.
    lost = Counter(entry.stars_by_points - entry.stars for entry in new.entries.all())
    assert lost[1] == 1
    assert lost[2] == 1
    assert new.entries.filter(outcome="proposed_up").count() == 1
    assert Recognition.objects.exclude(entry__round=new).count() == 0
    # One round in scoring, one training round in scoring, a commune's round.
    assert real.filter(state="scoring").count() == 1
    assert EvaluationRound.objects.filter(training=True, state="scoring").count() == 1
    assert real.filter(stage__level="commune").count() == 1
    # Đắk Glong's two rounds; a dossier in every state of the intake.
    assert RegistrationRound.objects.filter(law__code="148/QĐ-TTg").count() == 2
    intake = RegistrationRound.objects.get(training=False, state="open", law__code="26/2026/QĐ-TTg")
    assert len(set(Dossier.objects.filter(round=intake).values_list("state", flat=True))) == 10
    assert {login: _works(login) for login in LOGINS} == dict.fromkeys(LOGINS, True)
    # Letters in: answered, under way with reports each quarter, waiting for direction, waiting to be confirmed.
    arrived = IncomingLetter.objects.filter(office__name__startswith="Sở Nông nghiệp")
    assert Counter(arrived.values_list("state", flat=True)) == {"registered": 3, "new": 1}
    assert arrived.filter(state="registered", direction="").count() == 1
    assert IncomingLetter.objects.exclude(answered_by=None).count() == 2
    assert Task.objects.filter(incoming__in=arrived, report_every="quarter", state="accepted").count() == 2
    # Issued documents, each at least two; a clean journal; nothing left undone, nobody mailed about the past.
    issued = Counter(Document.objects.filter(training=False, state="issued").values_list("type", flat=True))
    assert {kind: issued[kind] for kind in DocumentType.values if issued[kind] < 2} == {}
    assert verify.problems() == []
    assert not Job.objects.exclude(state="done").exists()
    assert not Notification.objects.filter(delivered_at=None).exists()
    with clock.frozen(clock.now()):
        call_command("rank_round", str(new.pk), "--json")
    ranked = json.loads(capsys.readouterr().out)
    assert [entry["place"] for entry in ranked["entries"]] == sorted(entry["place"] for entry in ranked["entries"])


def _works(login):
    """Whether the login's page shows something that waits for the person, or is under way."""
    return any(card.items for desk in desks_of(User.objects.get(username=login)) for card in desk.cards)


def _totals(evaluation_round):
    for entry in Entry.objects.filter(round=evaluation_round):
        yield list(entry.sheets.filter(state="sealed").values_list("total", flat=True))
