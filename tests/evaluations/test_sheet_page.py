"""The score sheet in the browser's hands: with and without htmx, twice, from two devices, with hostile values."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluations import services
from evaluations.enums import RoundState
from evaluations.models import Sheet, SheetItem, SheetVersion
from registrations.editing import mark
from registrations.models import CommuneOpinion, DossierItem
from rubrics.models import Level
from tests.factories.evaluations import entry_of, fill_sheet, levels_for_total, make_hall, make_round, submit_sheet
from tests.factories.registrations import make_evidence
from tests.factories.rubrics import CODE_2019, publish_law

HTMX = {"HTTP_HX_REQUEST": "true"}
# Session, person, rights; the round held, the sheet and its item read and written; the totals of the answer.
MOST_OF_A_SAVE = 16


@pytest.fixture
def entry(hall):
    return entry_of(make_round(hall))


@pytest.fixture
def member(client, hall):
    client.force_login(hall.members[0])
    return hall.members[0]


def address(entry, name="sheet"):
    return reverse(f"evaluations:{name}", args=[entry.pk])


def seen(client, entry):
    """Return what a page that is opened now carries along."""
    return client.get(address(entry)).context["form"].initial["seen"]


def posted(entry, total=80, *, seen="", **more):
    levels = levels_for_total(entry.rubric, total)
    return {"seen": seen, "opinion": ""} | {f"c{pk}": level or 0 for pk, level in levels.items()} | more


def autosave(client, entry, fields, **more):
    """Post as the script does: the fields that changed, their names, and what the page has seen."""
    response = client.post(address(entry), fields | more | {"autosave": list(fields)}, **HTMX)
    return response, json.loads(response["HX-Trigger-After-Swap"])["autosaved"]


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


def test_tick_saves_itself_and_the_answer_carries_its_mark_and_the_progress(client, entry, member):
    item = entry.rubric.criteria.filter(is_leaf=True).order_by("order").first()
    level = item.levels.last()
    first = seen(client, entry)

    response, event = autosave(client, entry, {f"c{item.pk}": str(level.pk)}, seen=first)

    page = response.content.decode()
    assert event == {"saved": {f"c{item.pk}": mark(str(level.pk))}, "errors": {}, "theirs": {}, "problem": ""}
    assert ("1/34" in page, "<html" in page, 'hx-swap-oob="true"' in page) == (True, False, True)
    assert SheetItem.objects.get().level == level


def test_two_windows_on_different_items_lose_nothing(client, entry, member):
    one, other = entry.rubric.criteria.filter(is_leaf=True).order_by("order")[:2]
    both = seen(client, entry)

    autosave(client, entry, {f"c{one.pk}": str(one.levels.last().pk)}, seen=both)
    _response, event = autosave(client, entry, {f"c{other.pk}": "0", f"n{other.pk}": "xem lại"}, seen=both)

    assert set(event["saved"]) == {f"c{other.pk}", f"n{other.pk}"}
    assert SheetItem.objects.filter(answered=True).count() == 2


def test_two_windows_on_one_item_show_both_levels_and_overwrite_nothing(client, entry, member):
    item = entry.rubric.criteria.filter(is_leaf=True).order_by("order").first()
    high, low = item.levels.order_by("-points")[:2]
    both = seen(client, entry)
    autosave(client, entry, {f"c{item.pk}": str(high.pk)}, seen=both)
    autosave(client, entry, {f"c{item.pk}": str(low.pk)}, seen=f"c{item.pk}:{mark(str(high.pk))}")

    response, event = autosave(client, entry, {f"c{item.pk}": str(high.pk)}, seen=f"c{item.pk}:{mark('0')}")

    assert set(event["theirs"]) == {f"c{item.pk}"}
    assert low.label in response.content.decode()
    assert SheetItem.objects.get().level == low


def test_tick_whose_answer_was_lost_is_no_conflict_when_it_is_sent_again(client, entry, member):
    item = entry.rubric.criteria.filter(is_leaf=True).order_by("order").first()
    first = seen(client, entry)
    fields = {f"c{item.pk}": str(item.levels.last().pk)}
    autosave(client, entry, fields, seen=first)

    _response, event = autosave(client, entry, fields, seen=first)

    assert set(event["saved"]) == set(fields)


def test_remark_and_level_saved_apart_keep_each_other(client, entry, member):
    item = entry.rubric.criteria.filter(is_leaf=True).order_by("order").first()
    first = seen(client, entry)
    autosave(client, entry, {f"n{item.pk}": "thiếu hợp đồng"}, seen=first)

    autosave(client, entry, {f"c{item.pk}": str(item.levels.last().pk)}, seen=first)

    stored = SheetItem.objects.get()
    assert (stored.note, stored.answered) == ("thiếu hợp đồng", True)


def test_ended_session_answers_401_so_that_the_page_keeps_the_tick(client, entry, member):
    item = entry.rubric.criteria.filter(is_leaf=True).first()
    first = seen(client, entry)
    client.logout()

    response = client.post(address(entry), {"seen": first, f"c{item.pk}": "0", "autosave": f"c{item.pk}"}, **HTMX)

    assert response.status_code == 401
    assert not SheetItem.objects.exists()


def test_tick_of_a_member_recused_meanwhile_is_not_saved(client, entry, member):
    item = entry.rubric.criteria.filter(is_leaf=True).first()
    first = seen(client, entry)
    services.declare_recusal(entry=entry, actor=member, reason="Cháu của chủ thể.")

    response = client.post(address(entry), {"seen": first, f"c{item.pk}": "0", "autosave": f"c{item.pk}"}, **HTMX)

    assert response.status_code == 404
    assert not SheetItem.objects.exists()


def test_second_device_sees_both_and_its_ticks_stay_on_the_page(client, entry, member):
    old = seen(client, entry)
    item = entry.rubric.criteria.get(key="1.4")
    high, low = item.levels.order_by("-points")[:2]
    client.post(address(entry), {"seen": old, f"c{item.pk}": low.pk})

    response = client.post(address(entry), {"seen": old, f"c{item.pk}": high.pk})

    page = response.content.decode()
    assert response.status_code == 409
    assert f'value="{high.pk}" checked' in page
    assert f'data-theirs="c{item.pk}"' in page
    assert SheetItem.objects.get().level == low


@pytest.mark.parametrize("value", ["abc", "-1", "999999999", "1; DROP TABLE", "<script>"])
def test_hostile_choice_is_an_error_at_its_item_and_other_ticks_stay(client, entry, member, value):
    item, other = entry.rubric.criteria.filter(is_leaf=True).order_by("order")[:2]
    kept = other.levels.last()

    response = client.post(address(entry), {"seen": "", f"c{item.pk}": value, f"c{other.pk}": kept.pk})

    page = response.content.decode()
    assert response.status_code == 200
    assert "field-error" in page
    assert f'value="{kept.pk}" checked' in page
    assert not Sheet.objects.exists()


def test_level_of_another_decision_is_an_error_at_its_item(client, entry, member):
    foreign = Level.objects.filter(criterion__rubric__decision=publish_law(CODE_2019)).last()
    item = entry.rubric.criteria.filter(is_leaf=True).first()

    response = client.post(address(entry), {"seen": "", f"c{item.pk}": foreign.pk})

    assert "field-error" in response.content.decode()
    assert not SheetItem.objects.exists()


@pytest.mark.parametrize("bent", ["", "x", "c1", "c1:", ":" * 500, "\x00"])
def test_bent_marks_overwrite_nothing(client, entry, member, bent):
    client.post(address(entry), posted(entry, 80))
    before = list(SheetItem.objects.values_list("criterion", "level").order_by("pk"))

    response = client.post(address(entry), posted(entry, 70, seen=bent))

    assert response.status_code in (200, 400, 409)
    assert list(SheetItem.objects.values_list("criterion", "level").order_by("pk")) == before


def test_overlong_remark_is_an_error_and_stays_typed(client, entry, member):
    item = entry.rubric.criteria.filter(is_leaf=True).first()
    long = "a" * 501

    page = client.post(address(entry), {"seen": "", f"n{item.pk}": long}).content.decode()

    assert "field-error" in page
    assert long in page


def test_submitting_goes_over_a_page_that_names_what_is_open(client, entry, member):
    item = entry.rubric.criteria.filter(is_leaf=True).order_by("order").first()

    response = client.post(address(entry), {"seen": "", f"c{item.pk}": 0, "submit": "1"}, follow=True)

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
    _late, event = autosave(client, entry, {f"c{sheet.items.first().criterion_id}": "0"}, seen="")

    page = response.content.decode()
    assert sheet.sha256 in page
    assert 'type="radio"' not in page
    assert (event["saved"], event["problem"]) == ({}, "Phiếu này không sửa được nữa.")


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


def test_saving_one_item_asks_no_more_than_it_must(client, entry, member):
    item, other = entry.rubric.criteria.filter(is_leaf=True)[:2]
    autosave(client, entry, {f"c{item.pk}": 0}, seen=seen(client, entry))
    carried = seen(client, entry)

    with CaptureQueriesContext(connection) as found:
        autosave(client, entry, {f"c{other.pk}": 0}, seen=carried)

    assert len(found) <= MOST_OF_A_SAVE


def test_saving_a_whole_sheet_asks_no_more_than_one_item(client, entry, member):
    client.post(address(entry), posted(entry))
    carried = seen(client, entry)

    with CaptureQueriesContext(connection) as found:
        response = client.post(address(entry), posted(entry, 60, seen=carried))

    assert response.status_code == 302
    assert sum(item.points for item in SheetItem.objects.all()) == 60
    assert len(found) <= MOST_OF_A_SAVE


def test_items_saved_again_keep_their_rows(client, entry, member):
    client.post(address(entry), posted(entry))
    before = set(SheetItem.objects.values_list("pk", flat=True))

    client.post(address(entry), posted(entry, 60, seen=seen(client, entry)))

    assert set(SheetItem.objects.values_list("pk", flat=True)) == before
