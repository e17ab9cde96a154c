"""The check place by place, one open correction per place, and what changed since the return."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from activity.errors import Conflict, NotAllowed, Refused
from foundation.files import CheckedUpload
from registrations import selectors, services
from registrations.changes import changed_places, marked
from registrations.enums import DossierState, EvidenceKind, SettledAs
from registrations.models import Correction, Dossier
from registrations.services.corrections import CorrectionDraft
from registrations.steps import places_of
from tests.factories.registrations import PNG, make_dossier, make_evidence, make_place, make_place_148, owner_of

pytestmark = pytest.mark.django_db


def page_of(dossier, **query):
    url = reverse("registrations:dossier_review", args=[dossier.pk])
    return url + ("?" + "&".join(f"{key.replace('_', '-')}={value}" for key, value in query.items()) if query else "")


def return_at(place, dossier, *places):
    drafts = [CorrectionDraft(key, f"Sửa {key}.") for key in places]
    return services.return_dossier(dossier=dossier, corrections=drafts, actor=place.commune_officer)


def answer(dossier, **texts):
    """Change what the producer wrote, answer every point, send it back."""
    owner = owner_of(dossier.producer)
    if texts:
        services.save_fields_of_dossier(dossier=dossier, values=texts, seen=None, actor=owner)
    for correction in dossier.corrections.filter(answered_at=None):
        services.answer_correction(correction=correction, answer="Đã sửa.", actor=owner)
    dossier.refresh_from_db()
    return services.resubmit_dossier(dossier=dossier, actor=owner)


def accept_all(place, dossier):
    for key in places_of(dossier):
        services.check_place(dossier=dossier, place=key, verdict="accepted", actor=place.commune_officer)


# -- Place by place --------------------------------------------------------------------------------------------------
def test_every_place_is_shown_beside_its_scan(place, enter):
    dossier = make_dossier(place, state=DossierState.RECEIVED)
    scan = dossier.papers.get().files.get()
    client = enter(place.commune_officer)

    for key in places_of(dossier):
        response = client.get(page_of(dossier, noi_dung=key))
        assert response.status_code == 200, key
        assert response.context["place"].key == key
    producer = client.get(page_of(dossier, noi_dung="producer"))
    story = client.get(page_of(dossier, noi_dung="story"))

    assert producer.context["file"] == scan
    assert scan.stored.original_name in producer.content.decode()
    assert "Nội dung story." in story.content.decode()
    assert story.context["file"] is None


def test_picked_scan_is_shown_and_foreign_ones_never(place, enter):
    dossier = make_dossier(place)
    paper = make_evidence(dossier.producer, kind=EvidenceKind.ORIGIN, files=2)
    services.attach_paper(dossier=dossier, evidence=paper, actor=owner_of(dossier.producer))
    services.submit_dossier(dossier=dossier, undertaken_by="A", actor=owner_of(dossier.producer))
    services.receive_dossier(dossier=dossier, actor=place.commune_officer)
    first, second = paper.files.all()
    foreign = make_dossier(make_place(), state=DossierState.RECEIVED).papers.get().files.get()
    client = enter(place.commune_officer)

    def shown(pk):
        return client.get(page_of(dossier, noi_dung="local", tep=pk)).context["file"]

    picked = [shown(first.stored_id), shown(second.stored_id), shown(foreign.stored_id), shown("x")]
    assert picked == [first, second, first, first]


def test_findings_count_and_lead_to_the_next_open_place(place, enter):
    dossier = make_dossier(place, state=DossierState.RECEIVED)
    client = enter(place.commune_officer)
    places = list(places_of(dossier))

    response = client.post(page_of(dossier, noi_dung=places[0]), {"verdict": "accepted"})
    client.post(page_of(dossier, noi_dung=places[1]), {"verdict": "to_correct", "common": "unclear"})

    desk = selectors.desk_of(dossier)
    assert response["Location"].endswith(f"noi-dung={places[1]}")
    assert (desk.checked, desk.total) == (2, len(places))
    assert [row.key for row in desk.to_correct] == [places[1]]
    assert f"2/{len(places)}" in client.get(page_of(dossier)).content.decode()


def test_place_to_correct_needs_a_reason(place, enter):
    dossier = make_dossier(place, state=DossierState.RECEIVED)

    page = enter(place.commune_officer).post(page_of(dossier, noi_dung="story"), {"verdict": "to_correct"})

    assert "Hãy ghi lý do" in page.content.decode()
    assert not dossier.checks.exists()
    with pytest.raises(Refused):
        services.check_place(dossier=dossier, place="story", verdict="to_correct", actor=place.commune_officer)


def test_check_is_written_by_officers_while_it_is_theirs(place):
    dossier = make_dossier(place, state=DossierState.RECEIVED)
    facts = {"dossier": dossier, "place": "story", "verdict": "accepted"}

    for person in (place.commune_leader, place.round_officer, owner_of(dossier.producer)):
        with pytest.raises(NotAllowed):
            services.check_place(**facts, actor=person)
    with pytest.raises(NotAllowed):
        services.check_place(**facts | {"place": "item:99"}, actor=place.commune_officer)
    return_at(place, dossier, "story")
    with pytest.raises(Conflict):
        services.check_place(**facts, actor=place.commune_officer)


def test_findings_are_not_the_producers_business_before_the_return(place, enter):
    dossier = make_dossier(place, state=DossierState.RECEIVED)
    secret = "Nghi hợp đồng không đúng."
    services.check_place(
        dossier=dossier, place="item:1.1", verdict="to_correct", reason=secret, actor=place.commune_officer
    )

    owner = enter(owner_of(dossier.producer))
    assert secret not in owner.get(dossier.get_absolute_url()).content.decode()
    assert owner.get(page_of(dossier)).status_code == 403
    assert enter(make_place().commune_officer).get(page_of(dossier)).status_code == 404
    assert enter(place.round_officer).get(page_of(dossier)).status_code == 404
    assert secret in enter(place.commune_leader).get(page_of(dossier, noi_dung="item:1.1")).content.decode()


def test_office_does_not_read_the_communes_findings(place, enter):
    dossier = make_dossier(place, state=DossierState.FORWARDED)

    assert enter(place.round_officer).get(page_of(dossier)).status_code == 403


def test_return_page_brings_what_is_marked(place, enter):
    dossier = make_dossier(place, state=DossierState.RECEIVED)
    for key, reason in (("story", "Quá ngắn."), ("item:1.1", "Thiếu hợp đồng.")):
        services.check_place(
            dossier=dossier, place=key, verdict="to_correct", reason=reason, actor=place.commune_officer
        )
    client = enter(place.commune_officer)
    url = reverse("registrations:dossier_return", args=[dossier.pk])

    page = client.get(url)
    rows = [form.initial for form in page.context["rows"] if form.initial]
    # The second row is emptied by hand: it is not returned.
    client.post(
        url, {"rows-TOTAL_FORMS": 5, "rows-INITIAL_FORMS": 2, "rows-0-place": "story", "rows-0-reason": "Ngắn."}
    )

    assert rows == [{"place": "story", "reason": "Quá ngắn."}, {"place": "item:1.1", "reason": "Thiếu hợp đồng."}]
    assert list(dossier.corrections.values_list("place", "reason")) == [("story", "Ngắn.")]


def test_marked_place_holds_the_opinion_back(place):
    from tests.factories.registrations import write_opinion

    dossier = make_dossier(place, state=DossierState.RECEIVED)
    write_opinion(place, dossier)
    services.check_place(
        dossier=dossier, place="story", verdict="to_correct", reason="Ngắn.", actor=place.commune_officer
    )
    with pytest.raises(Refused, match="cần bổ sung"):
        services.ask_approval(dossier=dossier, actor=place.commune_officer)

    services.check_place(dossier=dossier, place="story", verdict="accepted", actor=place.commune_officer)
    services.ask_approval(dossier=dossier, actor=place.commune_officer)
    assert dossier.state == DossierState.OPINION_WAITING


def test_desk_where_no_product_sets_are_held(enter):
    place = make_place_148()
    dossier = make_dossier(place, state=DossierState.RECEIVED)
    client = enter(place.commune_officer)

    assert client.get(page_of(dossier)).status_code == 200
    opinion = client.get(reverse("registrations:dossier_opinion", args=[dossier.pk])).content.decode()
    assert "Xã sàng lọc hồ sơ" in opinion
    assert "không xếp hạng sao" in opinion


# -- One open correction per place -----------------------------------------------------------------------------------
def test_reasons_for_one_place_become_one_correction(place):
    dossier = make_dossier(place, state=DossierState.RECEIVED)
    drafts = [
        CorrectionDraft("story", "Quá ngắn."),
        CorrectionDraft("story", "Thiếu năm."),
        CorrectionDraft("plan", "A."),
    ]

    services.return_dossier(dossier=dossier, corrections=drafts, actor=place.commune_officer)

    assert list(dossier.corrections.values_list("place", "reason")) == [
        ("story", "Quá ngắn.\nThiếu năm."),
        ("plan", "A."),
    ]


def test_asking_again_ends_the_first_correction(place):
    dossier = make_dossier(place, state=DossierState.RECEIVED)
    return_at(place, dossier, "story")
    answer(dossier)
    services.receive_dossier(dossier=dossier, actor=place.commune_officer)

    return_at(place, dossier, "story")

    assert list(dossier.corrections.values_list("settled_as", flat=True)) == [SettledAs.ASKED_AGAIN, ""]
    assert selectors.open_corrections(dossier).count() == 1


def test_database_holds_one_open_correction_per_place(place):
    dossier = return_at(place, make_dossier(place, state=DossierState.RECEIVED), "story")
    row = dossier.corrections.get()
    row.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_place_in_order_settles_its_correction(place):
    dossier = make_dossier(place, state=DossierState.RECEIVED)
    return_at(place, dossier, "story")
    answer(dossier)
    services.receive_dossier(dossier=dossier, actor=place.commune_officer)

    services.check_place(dossier=dossier, place="story", verdict="accepted", actor=place.commune_officer)

    row = Correction.objects.get()
    assert (row.settled_by, row.settled_as) == (place.commune_officer, SettledAs.MET)


# -- What changed since the return -----------------------------------------------------------------------------------
def test_findings_stand_where_nothing_changed(place):
    dossier = make_dossier(place, state=DossierState.RECEIVED)
    accept_all(place, dossier)
    total = dossier.checks.count()
    return_at(place, dossier, "story")

    answer(dossier, story="Câu chuyện mới.", plan_market="Kế hoạch mới.")
    services.receive_dossier(dossier=dossier, actor=place.commune_officer)

    open_places = {row.key for row in selectors.desk_of(dossier).places if not row.is_checked}
    assert open_places == {"story", "plan"}
    assert dossier.checks.count() == total - 2


def test_changes_are_shown_field_by_field_and_file_by_file(place, enter):
    dossier = make_dossier(place, state=DossierState.RECEIVED)
    owner = owner_of(dossier.producer)
    return_at(place, dossier, "story")
    paper = make_evidence(dossier.producer, kind=EvidenceKind.TEST_REPORT, title="Phiếu kiểm nghiệm", files=2)
    services.attach_paper(dossier=dossier, evidence=paper, actor=owner)
    item = dossier.items.select_related("criterion").order_by("criterion__order").first()
    services.save_item(
        dossier=dossier, criterion=item.criterion, answered=True, level=None, description="Xem lại.",
        evidence=[paper], seen=None, actor=owner,
    )  # fmt: skip
    answer(dossier, story="Nội dung mới story.", revenue=400_000_000)
    client = enter(place.commune_officer)

    since = selectors.changes_since_return(dossier)
    page = client.get(reverse("registrations:dossier_changes", args=[dossier.pk])).content.decode()

    assert {row.key for row in since.places} == {"story", "results", f"item:{item.criterion.key}"}
    assert [(row.title, len(row.new_files)) for row in since.papers] == [("Phiếu kiểm nghiệm", 2)]
    assert "<ins> mới</ins>" in page
    assert "350.000.000" in page
    assert "400.000.000" in page
    assert "Đã sửa." in page
    assert selectors.changes_since_return(dossier, "story").papers == []


def test_changes_are_for_those_who_check(place, enter):
    dossier = make_dossier(place, state=DossierState.RECEIVED)
    return_at(place, dossier, "story")
    answer(dossier, story="Mới.")
    url = reverse("registrations:dossier_changes", args=[dossier.pk])

    statuses = [
        enter(person).get(url).status_code
        for person in (
            place.commune_officer, place.commune_leader, owner_of(dossier.producer), place.round_officer,
            make_place().commune_officer,
        )
    ]  # fmt: skip

    assert statuses == [200, 200, 403, 404, 404]


def test_first_submission_has_nothing_to_compare(place, enter):
    dossier = make_dossier(place, state=DossierState.RECEIVED)

    page = enter(place.commune_officer).get(reverse("registrations:dossier_changes", args=[dossier.pk]))

    assert selectors.changes_since_return(dossier) is None
    assert "Hồ sơ mới gửi một lần" in page.content.decode()


def test_marked_text_puts_both_sides_together_again():
    old, new = "Nấu trong chảo gang, bếp củi.", "Nấu trong nồi đồng, bếp củi hai ngày."

    left, right = marked(old, new)

    assert "".join(part.text for part in left) == old
    assert "".join(part.text for part in right) == new
    assert [part.text for part in left if part.changed] == [" chảo gang,", " củi."]


def test_item_changes_with_the_scans_of_its_paper():
    paper = {"id": 7, "title": "Giấy", "kind": "origin", "number": "", "expires_on": "", "files": ["a"]}
    item = {"item": "1.1", "level": 2, "points": 3, "description": "", "papers": [7]}
    before = {"items": [item], "papers": [paper]}

    assert changed_places(before, before) == set()
    assert changed_places(before, before | {"papers": [paper | {"files": ["b"]}]}) == {"papers", "item:1.1"}
    assert changed_places(before, {"items": [], "papers": []}) == {"papers", "item:1.1"}


def test_new_version_stands_beside_the_paper_that_it_replaced(place):
    dossier = make_dossier(place, state=DossierState.RECEIVED)
    owner, paper = owner_of(dossier.producer), dossier.papers.get()
    return_at(place, dossier, "papers")
    scan = CheckedUpload(name="moi.png", content_type="image/png", content=PNG)
    values = {name: getattr(paper, name) for name in ("kind", "title", "issuer", "issued_on", "expires_on")}
    newer = services.replace_evidence(
        evidence=paper, values=values | {"number": "Số mới"}, uploads=[scan], keep=[], actor=owner
    )
    assert dossier.papers.get() == newer
    answer(dossier)

    since = selectors.changes_since_return(dossier)

    (shown,) = since.papers
    assert (shown.title, shown.state) == (paper.title, "đã thay bằng bản mới")
    assert ["".join(part.text for part in change.new) for change in shown.changes] == ["Số mới"]


def test_older_snapshots_that_name_less_are_no_change():
    older = {"papers": [{"id": 7, "title": "Giấy", "files": ["a"]}]}
    newer = {"papers": [{"id": 7, "title": "Giấy", "files": ["a"], "first": 7, "version": 1}]}

    assert changed_places(older, newer) == set()


def test_desk_costs_the_same_with_more_findings_and_papers(place, enter):
    from tests.registrations.test_lists import assert_constant

    dossier = make_dossier(place, state=DossierState.RECEIVED)
    places = iter(places_of(dossier))

    def grow():
        dossier.papers.add(make_evidence(dossier.producer, files=2))
        services.check_place(
            dossier=Dossier.objects.get(), place=next(places), verdict="accepted", actor=place.commune_officer
        )

    grow()
    assert_constant(enter(place.commune_officer), page_of(dossier, noi_dung="papers"), grow, 24)
