"""Re-checks: products chosen, findings, remedies, and the withdrawals that follow."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activity.errors import Conflict, NotAllowed, Refused
from activity.models import JournalEntry, Notification
from directives.services.reminders import send_reminders
from evaluations import services
from evaluations.enums import CampaignState, CheckVerdict, WithdrawalState
from evaluations.models import RecheckCampaign, RecheckItem
from evaluations.services import Plan
from foundation import clock
from tests.factories.accounts import make_office, make_person
from tests.factories.after import FACTS, GROUND, decide_withdrawal, make_recognised
from tests.factories.evaluations import DAY, make_hall

MONTH = DAY + timedelta(days=30)


@pytest.fixture(scope="module")
def _made(module_db):
    with clock.frozen(DAY):
        hall = make_hall(members=2)
        return hall, make_recognised(hall, products=3)


@pytest.fixture
def hall(made):
    return made[0]


@pytest.fixture
def products(made):
    return made[1]


def plan(hall, name="Rà soát sản phẩm OCOP năm 2026"):
    facts = Plan(name=name, scope="Điều kiện sản xuất, nhãn, tem.", starts_on=DAY, ends_on=MONTH)
    return services.plan_recheck(office=hall.office, plan=facts, actor=hall.officer)


@pytest.fixture
def campaign(hall, products):
    made = plan(hall)
    services.choose_products(campaign=made, products=products, actor=hall.officer)
    return services.start_recheck(campaign=made, actor=hall.officer)


def find(hall, item, verdict, **more):
    return services.record_finding(item=item, verdict=verdict, finding="Nhãn ghi sai.", actor=hall.officer, **more)


def test_start_fixes_the_products_and_tells_producers_and_communes(hall, products, campaign):
    told = Notification.objects.filter(kind="recheck_started")

    assert campaign.state == CampaignState.RUNNING
    assert all(product.name in told.get(recipient=hall.commune_officer).body for product in products)
    assert told.get(recipient=products[0].created_by).body == products[0].name
    with pytest.raises(Conflict):
        services.choose_products(campaign=campaign, products=[], actor=hall.officer)


def test_findings_lead_where_they_say(hall, campaign):
    keep, remedy, out = campaign.items.all()

    find(hall, keep, CheckVerdict.KEEP)
    find(hall, remedy, CheckVerdict.REMEDY, remedy_by=MONTH)
    find(hall, out, CheckVerdict.WITHDRAW, ground=GROUND)
    done = services.finish_recheck(campaign=campaign, actor=hall.officer)

    out.refresh_from_db()
    assert out.withdrawal.state == WithdrawalState.PROPOSED
    assert decide_withdrawal(hall, out.withdrawal).state == WithdrawalState.DECIDED
    assert done.state == CampaignState.FINISHED
    chain = JournalEntry.objects.filter(stream=f"registrations.product:{remedy.product_id}", for_producer=True)
    assert chain.filter(action="recheck_finding").count() == 1
    assert Notification.objects.filter(kind="recheck_finding", recipient=remedy.product.created_by).exists()


def test_finding_stands_once_and_needs_what_it_says(hall, campaign):
    item = campaign.items.first()

    with pytest.raises(Refused):
        find(hall, item, CheckVerdict.REMEDY)
    with pytest.raises(Refused):
        find(hall, item, CheckVerdict.WITHDRAW)
    with pytest.raises(Refused):
        services.finish_recheck(campaign=campaign, actor=hall.officer)
    find(hall, item, CheckVerdict.KEEP)
    with pytest.raises(Conflict):
        find(hall, item, CheckVerdict.KEEP)

    assert RecheckItem.objects.exclude(verdict="").count() == 1


def test_remedy_confirmed_or_withdrawal_after_its_day(hall, campaign):
    good, bad, _third = campaign.items.all()
    for item in (good, bad):
        find(hall, item, CheckVerdict.REMEDY, remedy_by=DAY + timedelta(days=10))
        item.refresh_from_db()

    services.record_remedy(item=good, note="Đã in lại nhãn.", actor=hall.officer)
    with pytest.raises(Refused):
        services.propose_after_remedy(item=bad, facts=FACTS, ground=GROUND, actor=hall.officer)
    with clock.frozen(DAY + timedelta(days=11)):
        services.propose_after_remedy(item=bad, facts=FACTS, ground=GROUND, actor=hall.officer)

    good.refresh_from_db()
    bad.refresh_from_db()
    assert good.remedied_on == DAY
    assert bad.withdrawal.product_id == bad.product_id
    with pytest.raises(Conflict):
        services.record_remedy(item=bad, note="Muộn.", actor=hall.officer)


def test_day_of_a_remedy_reminds_producer_and_office(hall, campaign):
    item = campaign.items.first()
    find(hall, item, CheckVerdict.REMEDY, remedy_by=MONTH)

    with clock.frozen(MONTH - timedelta(days=3)):
        sent = [one for one in send_reminders() if one.kind == "reminder:recheck_remedy"]

    assert {one.recipient for one in sent} == {hall.officer.username, item.product.created_by.username}


def test_only_recognised_products_of_the_area_are_chosen_by_the_own_office(hall, products):
    made = plan(hall)
    other = make_hall(members=2)
    foreign = make_recognised(other)[0]

    with pytest.raises(Refused):
        services.choose_products(campaign=made, products=[foreign], actor=hall.officer)
    with pytest.raises(NotAllowed):
        services.choose_products(campaign=made, products=products, actor=other.officer)
    with pytest.raises(Refused):
        services.start_recheck(campaign=made, actor=hall.officer)
    with clock.frozen(products[0].expires_on + timedelta(days=1)), pytest.raises(Refused):
        services.choose_products(campaign=made, products=products, actor=hall.officer)


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_pages_of_a_whole_recheck(hall, products, client):
    client.force_login(hall.officer)
    client.post(
        reverse("evaluations:recheck_plan"),
        {"office": hall.office.pk, "name": "Rà soát", "scope": "Nhãn", "starts_on": DAY, "ends_on": MONTH},
    )
    made = RecheckCampaign.objects.get()
    chosen = reverse("evaluations:recheck_products", args=[made.pk])
    page = reverse("evaluations:recheck", args=[made.pk])

    assert client.get(chosen).status_code == 200
    client.post(chosen, {"products": [products[0].pk]})
    one = queries(client, page)
    client.post(chosen, {"products": [product.pk for product in products]})
    assert queries(client, page) == one
    client.post(reverse("evaluations:recheck_act", args=[made.pk, "start"]))
    item = made.items.first()
    form = reverse("evaluations:recheck_finding", args=[made.pk, item.pk])
    assert client.get(form).status_code == 200
    wrong = client.post(form, {"verdict": "remedy", "finding": "Nhãn ghi sai."})
    client.post(form, {"verdict": "remedy", "finding": "Nhãn ghi sai.", "remedy_by": MONTH})

    item.refresh_from_db()
    assert wrong.status_code == 200
    assert item.verdict == CheckVerdict.REMEDY
    assert client.get(reverse("evaluations:recheck_remedy", args=[made.pk, item.pk])).status_code == 200
    assert client.get(reverse("evaluations:recheck_withdraw", args=[made.pk, item.pk])).status_code == 200
    assert client.get(reverse("evaluations:recheck_export", args=[made.pk])).status_code == 200
    for person in (hall.commune_officer, make_person("round_officer", make_office(runs_rounds=True))):
        client.force_login(person)
        assert client.get(page).status_code == 404
    client.force_login(item.product.created_by)
    assert "Nhãn ghi sai" in client.get(reverse("evaluations:history", args=[item.product_id])).content.decode()
    assert client.get(reverse("evaluations:history", args=[products[1].pk])).status_code == 404


def test_list_of_rechecks_has_constant_queries(hall, products, client):
    client.force_login(hall.officer)
    plan(hall)
    one = queries(client, reverse("evaluations:rechecks"))
    for n in range(2):
        plan(hall, name=f"Đợt {n}")

    assert queries(client, reverse("evaluations:rechecks")) == one
