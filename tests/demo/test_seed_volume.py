"""The volume for measuring: consistent rows in every state, the same each time, never outside demo settings."""

import hashlib

import pytest
from django.core.management import call_command
from django.test import override_settings
from django.urls import reverse

from accounts.models import User
from demo.volume.plan import DISCUSSED, JUDGED, RECOGNISED, SCORING, plan_for
from evaluations.enums import RoundState
from evaluations.models import Certificate, Entry, EvaluationRound, SheetVersion
from evaluations.results import compute
from evaluations.selectors.tally import round_input
from registrations.enums import DossierState, WishState
from registrations.models import Dossier, Product, Wish


def run(*arguments, capsys):
    """Return exit status and standard error of the command."""
    status = 0
    try:
        call_command("seed_volume", *arguments)
    except SystemExit as stop:
        status = stop.code
    return status, capsys.readouterr().err


@pytest.mark.parametrize("products", [60, 200, 2000, 20_000])
def test_plan_gives_every_product_a_place(products):
    plan = plan_for(products)

    fates = plan.fates()

    assert len(fates) == products
    assert fates == plan_for(products).fates()
    assert (fates.count(JUDGED), fates.count(SCORING)) == (plan.judged, plan.scoring)
    assert plan.judged <= 500
    assert min(fates.count(DISCUSSED), fates.count(RECOGNISED)) >= 1


@pytest.mark.django_db
def test_seed_volume_is_refused_outside_demo_settings(capsys):
    with override_settings(DEMO_ALLOWED=False):
        status, err = run("--products", "60", capsys=capsys)

    assert (status, User.objects.count()) == (2, 0)
    assert "not demo settings" in err


@pytest.mark.django_db
def test_seed_volume_refuses_what_it_cannot_make(capsys):
    assert run("--products", "3", capsys=capsys)[0] == 2
    assert run("--products", "60", "--today", "gestern", capsys=capsys)[0] == 2
    assert not User.objects.exists()


@pytest.mark.django_db
def test_seed_volume_writes_a_consistent_portal(client, capsys):
    status, _err = run("--products", "60", "--today", "2026-11-20", capsys=capsys)

    assert status == 0
    assert (Product.objects.count(), Wish.objects.count()) == (60, 60)
    assert set(Dossier.objects.values_list("state", flat=True)) >= set(DossierState) - {DossierState.WITHDRAWN}
    assert set(Wish.objects.values_list("state", flat=True)) == set(WishState) - {WishState.WITHDRAWN}
    closed = EvaluationRound.objects.get(state=RoundState.CLOSED)
    # What was stored is what the one function computes from the sheets in the database.
    computed = [(row.candidate.key, row.totals.sum, row.stars, row.place) for row in compute(round_input(closed))]
    entries = closed.entries.order_by("result_order")
    assert computed == list(entries.values_list("pk", "total_sum", "stars", "place"))
    version = SheetVersion.objects.select_related("sheet").first()
    assert version.sheet.sha256 == version.sha256 == hashlib.sha256(version.canonical.encode()).hexdigest()
    recognised = Entry.objects.filter(outcome="recognised", round__state=RoundState.PUBLISHED)
    assert Certificate.objects.filter(state="valid").count() == recognised.count() > 0
    assert Product.objects.filter(current_stars__isnull=False).count() == recognised.count()
    client.force_login(User.objects.get(username="commune"))
    assert client.get(reverse("registrations:queue")).status_code == 200
    assert run("--products", "60", capsys=capsys)[0] == 2
