"""Writing a dossier: nothing typed is lost, nothing is overwritten silently, completeness is asked on submitting."""

import pytest
from django.urls import reverse

from activity.errors import Conflict, NotAllowed, Refused
from foundation import clock
from registrations import selectors, services
from registrations.editing import ChangedElsewhere, seen_of
from registrations.enums import DossierState, EvidenceKind, MeetsEvent
from registrations.models import Dossier, DossierItem
from registrations.services.dossiers import seen_of_item
from registrations.steps import steps_of, url_of_item, url_of_step
from rubrics.scoring import next_star
from rubrics.selectors import spec_for
from tests.factories.registrations import (
    fill_dossier,
    make_dossier,
    make_evidence,
    make_place,
    make_place_148,
    make_producer,
    make_round,
    member_of,
    moment,
    owner_of,
)
from tests.factories.rubrics import CODE_2019, publish_law

LAW_OF_ITS_OWN = True

pytestmark = pytest.mark.django_db
RECORD = ["producer", "representative", "registration", "history"]


@pytest.fixture
def draft(place):
    return make_dossier(place, fill=False)


def save(dossier, seen=None, **values):
    actor = owner_of(dossier.producer)
    return services.save_fields_of_dossier(dossier=dossier, values=values, seen=seen, actor=actor)


# -- Steps -----------------------------------------------------------------------------------------------------------
def test_steps_follow_the_data_of_the_decision(draft):
    keys = [step.key for step in steps_of(draft)]

    assert keys == [*RECORD, "product", "results", "plan", "story", "local", "part-a", "part-b", "part-c", "papers"]


def test_steps_without_opinions_and_sets():
    dossier = make_dossier(make_place_148(), fill=False)

    assert [step.key for step in steps_of(dossier)] == [*RECORD, "product", "results", "plan", "story", "papers"]


def test_every_step_saves_what_is_typed_and_asks_nothing_more(draft, enter):
    client = enter(owner_of(draft.producer))
    url = url_of_step(draft, "results")

    seen = client.get(url).context["form"].initial["seen"]
    data = {"materials": "Vườn 5 ha", "revenue": "350.000.000", "seen": seen, "next": "on"}
    response = client.post(url, data)

    draft.refresh_from_db()
    assert response["Location"] == url_of_step(draft, "plan")
    assert (draft.materials, draft.revenue, draft.markets) == ("Vườn 5 ha", 350_000_000, "")


def test_two_tabs_never_overwrite_silently(draft, enter):
    client = enter(owner_of(draft.producer))
    url = url_of_step(draft, "story")
    seen = client.get(url).context["form"].initial["seen"]
    client.post(url, {"story": "Bản của tab thứ hai", "seen": seen})

    response = client.post(url, {"story": "Bản của tab thứ nhất", "seen": seen})

    page = response.content.decode()
    draft.refresh_from_db()
    assert response.status_code == 200
    assert draft.story == "Bản của tab thứ hai"
    assert "Bản của tab thứ nhất" in page
    assert "Bản của tab thứ hai" in page

    again = client.post(url, {"story": "Bản của tab thứ nhất", "seen": response.context["form"].data["seen"]})
    draft.refresh_from_db()
    assert again.status_code == 302
    assert draft.story == "Bản của tab thứ nhất"


def test_tabs_on_different_steps_do_not_disturb_each_other(draft):
    seen = seen_of(draft, ["plan_market"])

    save(draft, story="Câu chuyện")
    save(draft, seen=seen, plan_market="Chợ huyện")

    draft.refresh_from_db()
    assert (draft.story, draft.plan_market) == ("Câu chuyện", "Chợ huyện")


def test_item_saved_in_two_tabs_shows_both(draft):
    actor = owner_of(draft.producer)
    leaf = draft.rubric.criteria.get(key="1.1")
    facts = {"dossier": draft, "criterion": leaf, "answered": True, "level": leaf.levels.first(), "evidence": []}
    seen = seen_of_item(None)
    services.save_item(**facts, description="Một", seen=seen, actor=actor)

    with pytest.raises(ChangedElsewhere):
        services.save_item(**facts, description="Hai", seen=seen, actor=actor)

    assert DossierItem.objects.get().description == "Một"


def test_submitted_dossier_cannot_be_written(place, enter):
    dossier = make_dossier(place, state=DossierState.SUBMITTED)
    leaf = dossier.rubric.criteria.get(key="1.1")
    actor = owner_of(dossier.producer)

    with pytest.raises(Conflict):
        save(dossier, story="Sửa lén")
    with pytest.raises(Conflict):
        services.save_item(
            dossier=dossier,
            criterion=leaf,
            answered=True,
            level=None,
            description="",
            evidence=[],
            seen=None,
            actor=actor,
        )
    response = enter(actor).post(url_of_step(dossier, "story"), {"story": "Sửa lén"})

    assert "Sửa lén" in response.content.decode()
    assert "Hồ sơ đã nộp" in str(next(iter(response.context["messages"])))
    assert Dossier.objects.get().story == "Nội dung story."


def test_product_does_not_change_under_those_who_check_it(place):
    dossier = make_dossier(place, state=DossierState.SUBMITTED)
    facts = {"product": dossier.product, "values": {"description": "Khác"}, "seen": None}

    with pytest.raises(Refused, match="đang được kiểm tra"):
        services.update_product(**facts, actor=owner_of(dossier.producer))

    services.withdraw_dossier(dossier=dossier, reason="Làm lại.", actor=owner_of(dossier.producer))
    assert services.update_product(**facts, actor=owner_of(dossier.producer)).description == "Khác"


def test_viewer_reads_and_never_writes(draft, enter):
    client = enter(member_of(draft.producer, "view"))

    assert client.get(draft.get_absolute_url()).status_code == 200
    assert client.post(url_of_step(draft, "story"), {"story": "x"}).status_code == 403


def test_level_item_and_paper_of_others_are_refused(place, draft):
    actor = owner_of(draft.producer)
    first, second = draft.rubric.criteria.filter(is_leaf=True).order_by("order")[:2]
    foreign = make_evidence(make_producer(place.commune))
    base = {"dossier": draft, "criterion": first, "answered": True, "description": "", "seen": None, "actor": actor}

    with pytest.raises(NotAllowed):
        services.save_item(**base, level=second.levels.first(), evidence=[])
    with pytest.raises(NotAllowed):
        services.save_item(**base, level=None, evidence=[foreign])
    with pytest.raises(NotAllowed):
        services.attach_paper(dossier=draft, evidence=foreign, actor=actor)


# -- Self-assessment -------------------------------------------------------------------------------------------------
def test_item_screen_picks_a_level_and_goes_on(draft, enter):
    client = enter(owner_of(draft.producer))
    leaf = draft.rubric.criteria.get(key="1.1")
    paper = make_evidence(draft.producer)
    level = leaf.levels.get(order=3)

    response = client.post(
        url_of_item(draft, "1.1"),
        {
            "choice": level.pk,
            "description": "Cà phê trồng tại xã",
            "evidence": [paper.pk],
            "seen": seen_of_item(None),
            "next": "on",
        },
    )

    item = draft.items.get()
    assert response["Location"] == url_of_item(draft, "1.2")
    assert (item.level, item.answered, list(item.evidence.all())) == (level, True, [paper])
    assert paper in draft.papers.all()


def test_item_without_a_choice_keeps_the_words_and_stays_open(draft, enter):
    client = enter(owner_of(draft.producer))

    client.post(url_of_item(draft, "1.1"), {"description": "Đang viết dở", "seen": seen_of_item(None), "next": "paper"})

    item = draft.items.get()
    assert (item.answered, item.description) == (False, "Đang viết dở")
    assert selectors.tally_of(draft).answered == 0


def test_not_reached_is_an_answer_of_zero_points(draft, enter):
    client = enter(owner_of(draft.producer))

    client.post(url_of_item(draft, "1.1"), {"choice": "0", "seen": seen_of_item(None)})

    assert selectors.choices_of(draft) == {"1.1": None}
    assert selectors.tally_of(draft).answered == 1


def test_tally_is_what_the_one_scoring_function_says(draft):
    fill_dossier(draft)
    gated = draft.items.get(criterion__key="2.2")
    services.save_item(
        dossier=draft,
        criterion=gated.criterion,
        answered=True,
        level=gated.criterion.levels.get(order=2),
        description="",
        evidence=[],
        seen=None,
        actor=owner_of(draft.producer),
    )

    tally = selectors.tally_of(draft)

    assert [part.points for part in tally.parts] == [38, 25, 35]
    assert (tally.total, tally.stars_by_points, tally.stars) == (98, 5, 2)
    ahead = next_star(spec_for(draft.rubric), selectors.choices_of(draft))
    assert tally.next_stars == ahead.stars == 3
    assert [lift.url for lift in tally.lifts] == [url_of_item(draft, change.item) for change in ahead.changes]


def test_tally_says_where_minimum_requirements_are_not_held():
    place = make_place(law=publish_law(CODE_2019), level="district")
    dossier = make_dossier(place, fill=False)

    assert selectors.tally_of(dossier).holds_gates is False


# -- Completeness ----------------------------------------------------------------------------------------------------
def test_empty_draft_names_everything_with_its_place(draft, enter):
    gaps = selectors.gaps_of(draft)

    urls = {gap.url.partition("#")[0] for gap in gaps}
    assert urls == {url_of_step(draft, key) for key in ("results", "plan", "local", "part-a", "part-b", "part-c")}
    page = enter(owner_of(draft.producer)).get(reverse("registrations:dossier_check", args=[draft.pk])).content.decode()
    assert all(gap.url in page for gap in gaps)
    with pytest.raises(Refused, match="chưa đầy đủ"):
        services.submit_dossier(dossier=draft, undertaken_by="Nguyễn Thị Hoa", actor=owner_of(draft.producer))


def test_complete_dossier_has_no_gap_and_submits(draft):
    fill_dossier(draft)

    assert selectors.gaps_of(draft) == []
    assert (
        services.submit_dossier(dossier=draft, undertaken_by="A Đrin", actor=owner_of(draft.producer)).state
        == "submitted"
    )


@pytest.mark.parametrize("name", ["materials", "revenue", "plan_production", "local_origin"])
def test_each_text_is_missed_alone(draft, name):
    fill_dossier(draft)

    save(draft, **{name: None if name == "revenue" else ""})

    assert [gap.url.rpartition("#")[2] for gap in selectors.gaps_of(draft)] == [f"id_{name}"]


def test_one_open_item_is_missed(draft):
    fill_dossier(draft)
    DossierItem.objects.filter(dossier=draft, criterion__key="4.1").update(answered=False, level=None)

    assert [gap.url for gap in selectors.gaps_of(draft)] == [url_of_step(draft, "part-b")]


def test_papers_that_the_list_demands_are_missed_by_kind():
    place = make_place(law=publish_law(CODE_2019), level="district")
    dossier = make_dossier(place)
    actor = owner_of(dossier.producer)
    assert selectors.gaps_of(dossier) == []

    services.detach_paper(dossier=dossier, evidence=dossier.papers.get(), actor=actor)
    other = make_evidence(dossier.producer, kind=EvidenceKind.AWARDS)
    services.attach_paper(dossier=dossier, evidence=other, actor=actor)

    assert [gap.url for gap in selectors.gaps_of(dossier)] == [url_of_step(dossier, "papers")]


def test_every_code_of_every_held_decision_is_answered_somewhere():
    from registrations.papers import WRITTEN_BY_PORTAL
    from registrations.selectors.completeness import KINDS_BY_CODE

    codes = {item["code"] for code in (CODE_2019, "26/2026/QĐ-TTg") for item in publish_law(code).dossier_items}

    # Samples are handed over; the story is a step of its own.
    assert codes - set(KINDS_BY_CODE) - set(WRITTEN_BY_PORTAL) == {"05", "16", "mau-san-pham", "cau-chuyen"}


# -- Submitting ------------------------------------------------------------------------------------------------------
def test_submitting_by_the_screen_confirms_and_keeps_a_copy(draft, enter):
    fill_dossier(draft)
    client = enter(owner_of(draft.producer))
    url = reverse("registrations:dossier_submit", args=[draft.pk])

    unconfirmed = client.post(url, {"undertaken_by": "Nguyễn Thị Hoa"})
    response = client.post(url, {"undertaken_by": "Nguyễn Thị Hoa", "confirmed": "on"}, follow=True)

    copy = draft.submissions.get()
    assert unconfirmed.status_code == 200
    assert "Xác nhận đã gửi" in response.content.decode()
    assert copy.content["texts"]["story"] == "Nội dung story."
    assert len(copy.content["items"]) == draft.items.count()
    assert copy.content["papers"][0]["files"] == [draft.papers.get().files.get().stored.sha256]


def test_submitting_twice_tells_the_second_tab(draft):
    fill_dossier(draft)
    stale, actor = Dossier.objects.get(pk=draft.pk), owner_of(draft.producer)
    services.submit_dossier(dossier=draft, undertaken_by="A", actor=actor)

    with pytest.raises(Conflict):
        services.submit_dossier(dossier=stale, undertaken_by="A", actor=actor)

    assert draft.submissions.count() == 1


@pytest.mark.parametrize(
    ("now", "outcome"),
    [
        ("2026-10-29 23:59:59", "on time"),
        ("2026-10-30 00:00:00", "late"),
        ("2026-11-04 23:59:59", "late"),
        ("2026-11-05 00:00:00", "refused"),
    ],
)
def test_dossier_at_the_deadline(place, now, outcome):
    dates = {"dossier_due_at": moment("2026-10-30"), "dossier_hard_due_at": moment("2026-11-05")}
    draft = make_dossier(place, registration_round=make_round(place, **dates))

    with clock.frozen(moment(now)):
        if outcome == "refused":
            with pytest.raises(Refused, match="Bản soạn của bạn vẫn được giữ"):
                services.submit_dossier(dossier=draft, undertaken_by="A", actor=owner_of(draft.producer))
        else:
            services.submit_dossier(dossier=draft, undertaken_by="A", actor=owner_of(draft.producer))

    draft.refresh_from_db()
    assert draft.state == ("draft" if outcome == "refused" else "submitted")
    assert draft.is_late is (outcome == "late")


def test_draft_can_be_written_after_the_hard_date(place):
    dates = {"dossier_due_at": moment("2026-10-30"), "dossier_hard_due_at": moment("2026-10-30")}
    draft = make_dossier(place, fill=False, registration_round=make_round(place, **dates))

    with clock.frozen(moment("2026-12-01 08:00")):
        save(draft, story="Viết tiếp")

    assert Dossier.objects.get().story == "Viết tiếp"


@pytest.mark.parametrize(
    ("now", "outcome"),
    [("2026-10-29 23:59:59", "on time"), ("2026-10-30 00:00:00", "late"), ("2026-11-05 00:00:00", "refused")],
)
def test_sending_up_at_the_deadline_where_sending_counts(place, now, outcome):
    dates = {"dossier_due_at": moment("2026-10-30"), "dossier_hard_due_at": moment("2026-11-05")}
    row = make_round(place, meets_event=MeetsEvent.SENT, **dates)
    dossier = make_dossier(place, registration_round=row, state=DossierState.OPINION_APPROVED)

    with clock.frozen(moment(now)):
        try:
            services.forward_dossier(dossier=dossier, actor=place.commune_officer)
        except Refused:
            assert outcome == "refused"
        else:
            assert outcome == ("late" if dossier.is_late else "on time")


def test_withdrawing_needs_a_reason_and_tells_whoever_had_it(place, enter):
    dossier = make_dossier(place, state=DossierState.RECEIVED)
    url = reverse("registrations:dossier_act", args=[dossier.pk, "withdraw"])
    client = enter(owner_of(dossier.producer))

    assert client.post(url, {"reason": ""}).status_code == 200
    assert client.post(url, {"reason": "Chưa sẵn sàng."}).status_code == 302
    assert place.commune_officer.notifications.filter(kind="dossier_withdrawn").count() == 1
    assert place.round_officer.notifications.filter(kind="dossier_withdrawn").count() == 0
