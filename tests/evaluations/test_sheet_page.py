"""The score sheet in the browser's hands: with and without htmx, twice, from two devices, with hostile values."""

from __future__ import annotations

import pytest
from django.urls import reverse

from evaluations import services
from evaluations.enums import RoundState
from evaluations.models import Sheet, SheetItem, SheetVersion
from registrations.models import CommuneOpinion, DossierItem
from rubrics.models import Level
from tests.factories.evaluations import entry_of, fill_sheet, levels_for_total, make_hall, make_round, submit_sheet
from tests.factories.registrations import make_evidence
from tests.factories.rubrics import CODE_2019, publish_law

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def entry(hall):
    return entry_of(make_round(hall))


@pytest.fixture
def member(client, hall):
    client.force_login(hall.members[0])
    return hall.members[0]


def address(entry, name="sheet"):
    return reverse(f"evaluations:{name}", args=[entry.pk])


def posted(entry, total=80, *, version=0, **more):
    levels = levels_for_total(entry.rubric, total)
    return {"version": version, "opinion": ""} | {f"c{pk}": level or 0 for pk, level in levels.items()} | more


def test_sheet_is_the_whole_official_form(client, entry, member):
    page = client.get(address(entry)).content.decode()

    items = entry.rubric.criteria.filter(is_leaf=True)
    levels = Level.objects.filter(criterion__in=items)
    assert page.count("<fieldset") == items.count()
    assert page.count('type="radio"') == levels.count() + items.count()  # "không đạt" for each item
    assert page.count("<h1") == 1


def test_sheet_shows_self_assessment_evidence_and_the_communes_opinion_beside_the_item(client, hall, entry, member):
    item = entry.rubric.criteria.get(key="3.3")
    own = DossierItem.objects.create(
        dossier=entry.dossier,
        criterion=item,
        answered=True,
        level=item.levels.last(),
        description="24 lao động tại xã.",
    )
    paper = make_evidence(entry.dossier.producer, title="Danh sách lao động")
    own.evidence.add(paper)
    CommuneOpinion.objects.create(
        dossier=entry.dossier,
        labour="Xã xác nhận 22 người.",
        drafted_by=hall.commune_officer,
        approved_by=hall.commune_officer,
        approved_at=hall.officer.date_joined,
    )

    page = client.get(address(entry)).content.decode()

    assert "24 lao động tại xã." in page
    assert "Danh sách lao động" in page
    assert reverse("registrations:file", args=[paper.files.get().stored_id]) in page
    assert "Xã xác nhận 22 người." in page


def test_saving_without_javascript_leads_back_to_the_sheet(client, entry, member):
    response = client.post(address(entry), posted(entry))

    assert response.status_code == 302
    assert SheetItem.objects.filter(answered=True).count() == entry.rubric.criteria.filter(is_leaf=True).count()


def test_saving_with_htmx_answers_with_the_new_version_and_progress(client, entry, member):
    item = entry.rubric.criteria.filter(is_leaf=True).order_by("order").first()
    data = {"version": 0, "opinion": "", f"c{item.pk}": item.levels.last().pk}

    first = client.post(address(entry), data, **HTMX)
    second = client.post(address(entry), data | {"version": 1}, **HTMX)

    assert 'name="version" value="1"' in first.content.decode()
    assert "1/34" in first.content.decode()
    assert 'name="version" value="2"' in second.content.decode()


def test_second_device_is_told_and_its_ticks_stay_on_the_page(client, entry, member):
    client.post(address(entry), posted(entry, 80))
    high = entry.rubric.criteria.get(key="1.4").levels.last()
    mine = posted(entry, 70, version=0) | {f"c{high.criterion_id}": high.pk}

    response = client.post(address(entry), mine)

    page = response.content.decode()
    assert response.status_code == 409
    assert f'value="{high.pk}" checked' in page
    assert 'name="version" value="1"' in page
    assert Sheet.objects.get().version == 1


def test_htmx_conflict_keeps_the_old_version_so_that_nothing_is_overwritten_unasked(client, entry, member):
    client.post(address(entry), posted(entry, 80))

    stale = client.post(address(entry), posted(entry, 70, version=0), **HTMX)
    again = client.post(address(entry), posted(entry, 70, version=0), **HTMX)

    assert 'name="version" value="0"' in stale.content.decode()
    assert "score-problem" in again.content.decode()
    assert Sheet.objects.get().version == 1


@pytest.mark.parametrize("value", ["abc", "-1", "999999999", "1; DROP TABLE", "<script>"])
def test_hostile_choice_is_an_error_at_its_item_and_other_ticks_stay(client, entry, member, value):
    item, other = entry.rubric.criteria.filter(is_leaf=True).order_by("order")[:2]
    kept = other.levels.last()

    response = client.post(address(entry), {"version": 0, f"c{item.pk}": value, f"c{other.pk}": kept.pk})

    page = response.content.decode()
    assert response.status_code == 200
    assert "field-error" in page
    assert f'value="{kept.pk}" checked' in page
    assert not Sheet.objects.exists()


def test_level_of_another_decision_is_an_error_at_its_item(client, entry, member):
    foreign = Level.objects.filter(criterion__rubric__decision=publish_law(CODE_2019)).last()
    item = entry.rubric.criteria.filter(is_leaf=True).first()

    response = client.post(address(entry), {"version": 0, f"c{item.pk}": foreign.pk})

    assert "field-error" in response.content.decode()
    assert not SheetItem.objects.exists()


@pytest.mark.parametrize("version", ["", "x", "-1", "1e9", "99999999999999999999"])
def test_bent_version_saves_nothing(client, entry, member, version):
    response = client.post(address(entry), posted(entry, version=version))

    assert response.status_code in (200, 409)
    assert not SheetItem.objects.exists()


def test_overlong_remark_is_an_error_and_stays_typed(client, entry, member):
    item = entry.rubric.criteria.filter(is_leaf=True).first()
    long = "a" * 501

    page = client.post(address(entry), {"version": 0, f"n{item.pk}": long}).content.decode()

    assert "field-error" in page
    assert long in page


def test_submitting_goes_over_a_page_that_names_what_is_open(client, entry, member):
    item = entry.rubric.criteria.filter(is_leaf=True).order_by("order").first()

    response = client.post(address(entry), {"version": 0, f"c{item.pk}": 0, "submit": "1"}, follow=True)

    page = response.content.decode()
    assert response.redirect_chain[-1][0] == address(entry, "sheet_seal")
    assert "1/34" in page
    assert 'name="version"' not in page  # nothing to submit yet


def test_double_submit_seals_once(client, entry, member):
    client.post(address(entry), posted(entry))
    seal = address(entry, "sheet_seal")

    first = client.post(seal, {"version": 1})
    second = client.post(seal, {"version": 1})

    assert first.status_code == second.status_code == 302
    assert SheetVersion.objects.count() == 1


def test_submitted_sheet_opens_for_reading_only(client, hall, entry, member):
    sheet = submit_sheet(entry, member, 80)

    response = client.get(address(entry), follow=True)
    late = client.post(address(entry), posted(entry, 70, version=sheet.version), **HTMX)

    page = response.content.decode()
    assert sheet.sha256 in page
    assert 'type="radio"' not in page
    assert "score-problem" in late.content.decode()


def test_sheet_after_closing_cannot_be_changed(client, hall, member):
    entry = entry_of(make_round(hall, state=RoundState.CLOSED))

    client.post(address(entry), posted(entry, 70))

    assert set(Sheet.objects.values_list("total", flat=True)) == {80}


def test_sheet_of_a_foreign_round_is_404(client, entry):
    client.force_login(make_hall(members=1).members[0])

    assert client.get(address(entry)).status_code == 404
    assert client.post(address(entry), posted(entry)).status_code == 404


def test_officer_has_no_sheet_to_fill(client, hall, entry):
    client.force_login(hall.officer)

    assert client.get(address(entry)).status_code == 403


def test_abstaining_by_the_page_needs_a_reason(client, entry, member):
    response = client.post(address(entry, "sheet_abstain"), {"reason": ""})

    assert response.status_code == 200
    assert not Sheet.objects.exists()


def test_sheet_page_needs_few_queries_whatever_is_filled(client, hall, entry, member, django_assert_max_num_queries):
    fill_sheet(entry, member, 80)
    services.save_sheet(entry=entry, actor=hall.members[1], answers={}, version=0)

    with django_assert_max_num_queries(30):
        client.get(address(entry))
