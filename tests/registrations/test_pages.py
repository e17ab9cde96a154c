"""Every page for every role, in every state; and the whole way walked by screens alone, without JavaScript."""

import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.enums import Role
from activity import jobs
from registrations.enums import DossierState, RoundState, WishState
from registrations.models import Dossier, RegistrationRound, Wish
from registrations.selectors import gaps_of
from registrations.services.dossiers import seen_of_item
from registrations.steps import steps_of, url_of_item, url_of_step
from tests.factories.accounts import make_person
from tests.factories.registrations import (
    PNG,
    make_dossier,
    make_place_148,
    make_producer,
    make_round,
    make_wish,
    member_of,
    owner_of,
)
from tests.factories.rubrics import best_levels

pytestmark = pytest.mark.django_db
INLINE = re.compile(r"<script(?![^>]*\b(src|type=\"application/json\"))|\sstyle=|\son[a-z]+=", re.IGNORECASE)


def check(response, url):
    """A page has one h1 and a title, no inline code; refusals are refusals."""
    assert response.status_code in (200, 302, 403, 404), url
    if response.status_code == 200 and "text/html" in response["Content-Type"]:
        page = response.content.decode()
        assert len(re.findall(r"<h1[ >]", page)) == 1, url
        assert re.search(r"<title>.+ – OCOP</title>", page), url
        assert not INLINE.search(page), url
        assert 'lang="vi"' in page, url
    return response.status_code


def dossier_urls(dossier):
    names = (
        "dossier", "dossier_check", "dossier_submit", "dossier_sent", "dossier_return", "dossier_opinion",
        "dossier_receive", "dossier_review", "dossier_changes",
    )  # fmt: skip
    acts = ("refuse", "give_back", "approve", "forward", "accept", "withdraw")
    return [
        dossier.wish.get_absolute_url(),
        *(reverse(f"registrations:{name}", args=[dossier.pk]) for name in names),
        *(reverse("registrations:dossier_act", args=[dossier.pk, act]) for act in acts),
        *(reverse("registrations:correction_answer", args=[row.pk]) for row in dossier.corrections.all()),
    ]


def writing_urls(dossier):
    items = [url_of_item(dossier, "1.1"), url_of_item(dossier, "9")] if dossier.rubric else []
    return [*(url_of_step(dossier, step.key) for step in steps_of(dossier)), *items]


def workers(place, producer):
    return [place.round_officer, place.commune_officer, place.commune_leader, owner_of(producer)]


@pytest.mark.parametrize("state", DossierState.values)
def test_dossier_pages(place, enter, state):
    dossier = make_dossier(place, state=state)

    for user in workers(place, dossier.producer):
        client = enter(user)
        for url in dossier_urls(dossier):
            check(client.get(url), url)


@pytest.mark.parametrize("fill", [False, True])
def test_pages_on_which_the_producer_writes(place, enter, fill):
    dossier = make_dossier(place, fill=fill)

    for user in (owner_of(dossier.producer), member_of(dossier.producer, "view"), place.commune_officer):
        client = enter(user)
        for url in writing_urls(dossier):
            check(client.get(url), url)


def test_dossier_pages_without_product_sets(enter):
    place = make_place_148()
    dossier = make_dossier(place, state=DossierState.RECEIVED)
    draft = make_dossier(place, fill=False, producer=dossier.producer, registration_round=dossier.round)

    for user in workers(place, dossier.producer):
        client = enter(user)
        for url in [*dossier_urls(dossier), *writing_urls(draft)]:
            check(client.get(url), url)


def test_training_says_so_on_every_page(place, enter):
    row = make_round(place, training=True)
    dossier = make_dossier(place, registration_round=row, state=DossierState.RECEIVED)
    client = enter(place.commune_officer)
    urls = [
        row.get_absolute_url(),
        dossier.get_absolute_url(),
        dossier.wish.get_absolute_url(),
        reverse("registrations:list_of_round", args=[row.pk]),
        reverse("registrations:dossier_return", args=[dossier.pk]),
        reverse("registrations:dossier_opinion", args=[dossier.pk]),
        reverse("registrations:dossier_receive", args=[dossier.pk]),
        reverse("registrations:dossier_review", args=[dossier.pk]),
        reverse("registrations:dossier_changes", args=[dossier.pk]),
        reverse("registrations:dossier_act", args=[dossier.pk, "refuse"]),
        reverse("registrations:queue"),
    ]

    assert [url for url in urls if "TẬP HUẤN" not in client.get(url).content.decode()] == []
    assert dossier.files.get().context["training"] is True


def test_lists_forms_and_rounds(place, enter):
    wishes = {state: make_wish(place, state=state) for state in WishState.values}
    rounds = {state: make_round(place, state=state) for state in RoundState.values}
    producer = make_producer(place.commune)
    names = (
        "start", "wishes", "wish_create", "rounds", "round_create", "queue", "approvals", "office_dossiers",
        "producer_create",
    )  # fmt: skip
    urls = [reverse(f"registrations:{name}") for name in names]
    urls += [wish.get_absolute_url() for wish in wishes.values()]
    urls += [
        reverse("registrations:wish_act", args=[wish.pk, act])
        for wish in (wishes["registered"], wishes["declined"])
        for act in ("select", "decline", "withdraw", "list")
    ]
    for row in (rounds["open"], rounds["preparing"]):
        pages = ("round", "round_edit", "list_of_round", "list_workbook", "selection")
        urls += [reverse(f"registrations:{name}", args=[row.pk]) for name in pages]
        urls += [reverse("registrations:round_act", args=[row.pk, act]) for act in ("open", "close", "reopen", "bogus")]
        urls += [reverse("registrations:wish_create") + f"?round={row.pk}"]
    pages = ("producer", "producer_edit", "product_create", "evidence_create")
    urls += [reverse(f"registrations:{name}", args=[producer.pk]) for name in pages]

    for user in [*workers(place, producer), place.leader, place.clerk]:
        client = enter(user)
        for url in urls:
            check(client.get(url), url)


def test_menu_leads_each_role_to_its_work(place, enter):
    def menu(user):
        page = enter(user).get(reverse("registrations:wishes")).content.decode()
        names = ("start", "queue", "rounds", "office_dossiers")
        return {name for name in names if f'href="{reverse(f"registrations:{name}")}"' in page}

    assert menu(make_person(Role.PRODUCER)) == {"start"}
    assert menu(place.commune_officer) == menu(place.commune_leader) == {"queue", "rounds"}
    assert menu(place.round_officer) == menu(place.leader) == {"rounds", "office_dossiers"}
    assert menu(place.clerk) == set()


# -- The way ---------------------------------------------------------------------------------------------------------
def fill_in(client, url, **data):
    """Post a form the way a browser does: with the hidden field that it showed."""
    return client.post(url, data | {"seen": client.get(url).context["form"].initial["seen"]})


def test_whole_way_by_screens(place, enter, client):
    producer = make_person(Role.PRODUCER)
    row = walk_to_selection(place, enter, producer)
    dossier = Dossier.objects.get()
    assert "Làm tiếp" in enter(producer).get(reverse("registrations:start")).content.decode()

    write(enter(producer), dossier)
    assert gaps_of(Dossier.objects.get()) == []
    submit(enter(producer), dossier)
    receive(enter(place.commune_officer), dossier)
    give_back_and_correct(enter, place, producer, dossier)
    receive(enter(place.commune_officer), dossier)
    settle(enter(place.commune_officer), dossier)
    give_opinion(enter(place.commune_officer), dossier)
    act(enter(place.commune_leader), dossier, "approve")
    act(enter(place.commune_officer), dossier, "forward")
    act(enter(place.round_officer), dossier, "accept")
    jobs.run_waiting()

    dossier.refresh_from_db()
    assert dossier.state == DossierState.ACCEPTED
    assert dossier.files.filter(stored__isnull=False).count() == 4
    page = enter(producer).get(dossier.get_absolute_url()).content.decode()
    assert "Hồ sơ đã được tiếp nhận để đánh giá." in page
    assert dossier.slip_number in page
    assert row.wishes.get().state == WishState.SELECTED


REASON = {"reason": "Có vùng nguyên liệu tại chỗ."}


def walk_to_selection(place, enter, producer):
    officer = enter(place.round_officer)
    officer.post(
        reverse("registrations:round_create"),
        {
            "name": "Đợt 1/2027", "law": place.law.pk, "year": "2026", "units": [place.commune.pk], "kinds": ["first"],
            "opens_on": "2026-08-20", "due_at_day": "2026-09-25", "due_at_words": "before", "meets_event": "received",
            "after_return": "restart",
        },
    )  # fmt: skip
    row = RegistrationRound.objects.get()
    officer.post(reverse("registrations:round_act", args=[row.pk, "open"]))
    data = {
        "key": str(uuid4()), "product_name": "Cà phê bột", "rubric": place.law.rubrics.get().pk, "kind": "first",
        "target_year": "2027", "expected_stars": "4", "help_wanted": ["testing"], "producer-name": "HTX Một",
        "producer-legal_form": "cooperative", "producer-unit": place.commune.pk, "producer-address": "Thôn 1",
        "producer-phone": "0912345678", "producer-representative": "Nguyễn Thị Hoa",
    }  # fmt: skip
    enter(producer).post(reverse("registrations:wish_create"), data)
    wish = Wish.objects.get()
    enter(place.commune_officer).post(reverse("registrations:list_of_round", args=[row.pk]), {"wish": [wish.pk]})
    enter(place.round_officer).post(reverse("registrations:wish_act", args=[wish.pk, "select"]), REASON)
    return row


def write(client, dossier):
    product = reverse("registrations:dossier_step", args=[dossier.pk, "product"])
    forms = client.get(product).context
    client.post(
        product,
        {
            "product-name": "Cà phê bột",
            "product-description": "Rang mộc.",
            "product-seen": forms["form"].initial["seen"],
            "set-rubric": dossier.rubric_id,
            "set-seen": forms["set_form"].initial["seen"],
        },
    )
    fill_in(client, url_of_step(dossier, "story"), story="Chuyện hạt cà phê.")
    texts = {"materials": "a", "technology": "b", "quality": "c", "markets": "d", "revenue": "350.000.000 đ"}
    fill_in(client, url_of_step(dossier, "results"), **texts)
    fill_in(client, url_of_step(dossier, "plan"), plan_production="e", plan_market="f")
    contents = dict.fromkeys(("local_origin", "local_labour", "local_idea", "local_identity"), "g")
    fill_in(client, url_of_step(dossier, "local"), **contents)
    for criterion, level in best_levels(dossier.rubric).items():
        client.post(url_of_item(dossier, criterion.key), {"choice": level.pk, "seen": seen_of_item(None)})
    paper = {"kind": "business_registration", "title": "ĐKKD", "files": [SimpleUploadedFile("a.png", PNG)]}
    client.post(reverse("registrations:evidence_create", args=[dossier.producer_id]) + f"?dossier={dossier.pk}", paper)


def submit(client, dossier):
    data = {"undertaken_by": "Nguyễn Thị Hoa", "confirmed": "on"}
    response = client.post(reverse("registrations:dossier_submit", args=[dossier.pk]), data)
    assert response["Location"] == reverse("registrations:dossier_sent", args=[dossier.pk])


def receive(client, dossier):
    url = reverse("registrations:dossier_receive", args=[dossier.pk])
    assert client.get(url).status_code == 200
    data = {"registration_checked": "on", "registration_no": "41K8001234"}
    assert client.post(url, data)["Location"] == dossier.get_absolute_url()


def act(client, dossier, action):
    url = reverse("registrations:dossier_act", args=[dossier.pk, action])
    assert client.get(url).status_code == 200
    assert client.post(url)["Location"] == dossier.get_absolute_url()


def give_back_and_correct(enter, place, producer, dossier):
    rows = {
        "rows-TOTAL_FORMS": 3,
        "rows-INITIAL_FORMS": 0,
        "rows-0-place": "item:1.1",
        "rows-0-reason": "Thiếu hợp đồng.",
    }
    enter(place.commune_officer).post(reverse("registrations:dossier_return", args=[dossier.pk]), rows)
    client = enter(producer)
    assert "Thiếu hợp đồng." in client.get(dossier.get_absolute_url()).content.decode()
    correction = dossier.corrections.get()
    client.post(reverse("registrations:correction_answer", args=[correction.pk]), {"answer": "Đã bổ sung hợp đồng."})
    submit(client, dossier)


def settle(client, dossier):
    assert "Đã bổ sung hợp đồng." in client.get(dossier.get_absolute_url()).content.decode()
    client.post(reverse("registrations:correction_settle", args=[dossier.corrections.get().pk]))


def give_opinion(client, dossier):
    contents = dict.fromkeys(("origin", "labour", "idea", "identity", "proposal"), "Đúng thực tế.")
    fill_in(client, reverse("registrations:dossier_opinion", args=[dossier.pk]), next="ask", **contents)
