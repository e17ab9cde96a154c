"""Law as data by hand: copied, changed, imported, compared, checked, and published by a second person."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from accounts.enums import Role
from activity.errors import Conflict, NotAllowed, Refused
from foundation import clock
from rubrics import selectors, services
from rubrics.enums import DraftState
from rubrics.lawfiles.data import fingerprint
from rubrics.lawfiles.differences import Change
from rubrics.lawfiles.sheets import HEADS, SheetError, read_workbook, set_workbook
from rubrics.lawfiles.texts import read_facts, read_set
from rubrics.lawfiles.writing import facts_text, set_text
from rubrics.models import Decision
from rubrics.published import decision_data
from tests.factories.accounts import make_person
from tests.factories.rubrics import CODE_2019, CODE_2023, CODE_2026, law_data, publish_law

pytestmark = pytest.mark.django_db
COFFEE = 13


@pytest.fixture
def first():
    return make_person(Role.ADMINISTRATOR)


@pytest.fixture
def second():
    return make_person(Role.ADMINISTRATOR)


@pytest.fixture
def copy(first):
    """A copy of the decision of 2026 with its coffee set, under a number of its own."""
    draft = services.begin_draft(name="Quyết định mới", actor=first, base=publish_law())
    facts, _problems = read_facts(draft.facts)
    facts |= {"code": "99/2028/QĐ-TTg", "issued_on": date(2028, 1, 5), "valid_from": date(2028, 3, 1)}
    facts |= {"replaces": [CODE_2026]}
    return services.save_facts(draft=draft, facts=facts, actor=first, version=draft.version)


def text_of(draft, number=COFFEE):
    return draft.sets.get(number=number).text


def save(draft, actor, text, number=COFFEE):
    return services.save_set(draft=draft, text=text, actor=actor, version=draft.version, number=number)


# -- The project's own form, there and back --------------------------------------------------------------------------
@pytest.mark.parametrize("code", [CODE_2026, CODE_2019])
def test_every_set_comes_out_of_text_and_workbook_as_it_went_in(code):
    for data in law_data(code).sets:
        again, problems = read_set(set_text(data), law_data(code).facts)
        through_excel, _problems = read_set(read_workbook(set_workbook(data)), law_data(code).facts)

        assert problems == []
        assert fingerprint(again) == fingerprint(data)
        assert fingerprint(through_excel) == fingerprint(data)


@pytest.mark.parametrize("code", [CODE_2026, CODE_2019, CODE_2023])
def test_facts_come_out_of_text_as_they_went_in(code):
    facts, problems = read_facts(facts_text(law_data(code).facts))

    assert problems == []
    assert facts == law_data(code).facts


@pytest.mark.parametrize("code", [CODE_2026, CODE_2019])
def test_published_decision_gives_back_the_data_it_was_made_from(code):
    decision = publish_law(code)

    found = decision_data(decision)

    assert [fingerprint(one) for one in found.sets] == list(decision.rubrics.values_list("content_hash", flat=True))


# -- Writing ---------------------------------------------------------------------------------------------------------
def test_copy_of_a_decision_is_whole_and_right(copy):
    found = selectors.read_draft(copy)

    assert found.problems == ()
    assert [data.number for data in found.sets] == [COFFEE]
    assert found.facts["terms"]["transition_reevaluation_days"] == 30


def test_draft_is_read_by_nobody_else(client, copy):
    for role in (Role.ROUND_OFFICER, Role.LEADER, Role.PRODUCER):
        client.force_login(make_person(role))
        pages = [reverse("rubrics:draft", args=[copy.pk]), reverse("rubrics:set_edit", args=[copy.pk, COFFEE])]
        pages += [reverse("rubrics:draft_facts", args=[copy.pk]), reverse("rubrics:draft_file", args=[copy.pk])]
        assert [client.get(page).status_code for page in pages] == [404] * 4
        assert client.get(reverse("rubrics:drafts")).status_code == 403
    client.logout()
    assert "99/2028" not in client.get(reverse("rubrics:index")).content.decode()


def test_set_that_sums_to_98_is_kept_shown_and_never_published(client, copy, first, second):
    text = text_of(copy).replace("B [25]", "B [23]", 1)
    client.force_login(first)

    client.post(
        reverse("rubrics:set_edit", args=[copy.pk, COFFEE]), {"text": text, "version": copy.version}, follow=True
    )

    page = client.get(reverse("rubrics:set_edit", args=[copy.pk, COFFEE])).content.decode()
    assert "Phần B có 23 điểm, quyết định dành cho phần này 25." in page
    assert "Phần B có 23 điểm, các tiêu chí cộng lại được 25." in page
    with pytest.raises(Refused):
        services.hand_in(draft=copy, actor=first)
    assert not Decision.objects.filter(code="99/2028/QĐ-TTg").exists()


def test_parts_that_sum_to_98_are_refused_too(copy, first):
    facts, _problems = read_facts(copy.facts)
    draft = services.save_facts(
        draft=copy, facts=facts | {"parts": {"A": 40, "B": 23, "C": 35}}, actor=first, version=copy.version
    )

    assert any("sum to 100" in problem.reason for problem in selectors.read_draft(draft).problems)
    with pytest.raises(Refused):
        services.hand_in(draft=draft, actor=first)


def test_difference_names_what_changed_item_by_item(copy, first):
    lines = text_of(copy).splitlines()
    place = next(n for n, line in enumerate(lines) if line.startswith("  1 | "))
    lines[place] += " (đã sửa)"
    row = save(copy, first, "\n".join(lines))

    found = selectors.differences_to_base(row)

    assert [one.change for one in found] == [Change.CHANGED]
    assert found[0].after[0].endswith("(đã sửa)")
    assert found[0].before[0] + " (đã sửa)" == found[0].after[0]


def test_two_windows_keep_the_first_save(copy, first):
    save(copy, first, text_of(copy))
    seen = copy.version - 1

    with pytest.raises(Conflict):
        services.save_set(draft=copy, text="set: 13", actor=first, version=seen, number=COFFEE)


def test_set_without_number_or_with_a_taken_one_is_refused(copy, first):
    with pytest.raises(Refused):
        save(copy, first, "name: Cà phê", number=None)
    with pytest.raises(Refused):
        save(copy, first, text_of(copy), number=None)


# -- Files -----------------------------------------------------------------------------------------------------------
def upload(client, draft, name, content):
    data = {"upload": SimpleUploadedFile(name, content), "version": draft.version}
    return client.post(reverse("rubrics:set_import", args=[draft.pk]), data)


def test_set_goes_out_as_workbook_and_comes_back_changed(client, copy, first):
    client.force_login(first)
    book = load_workbook(io.BytesIO(client.get(reverse("rubrics:set_workbook", args=[copy.pk, COFFEE])).content))
    cell = next(row[1] for row in book.active.iter_rows() if row[0].value == "name")
    cell.value = "Cà phê, ca cao (mới)"
    out = io.BytesIO()
    book.save(out)

    answer = upload(client, copy, "bo.xlsx", out.getvalue())

    assert answer.status_code == 302
    assert "name: Cà phê, ca cao (mới)" in text_of(copy)


def test_text_file_in_the_projects_form_is_taken_in(client, copy, first):
    other = set_text(law_data(CODE_2026).sets[0])
    client.force_login(first)

    upload(client, copy, "bo.txt", other.encode())

    assert sorted(copy.sets.values_list("number", flat=True)) == [1, COFFEE]
    copy.refresh_from_db()
    assert selectors.read_draft(copy).problems == ()


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.xlsx", b"no workbook"), ("a.txt", b"\xff\xfe\x00"), ("a.exe", b"MZ"), ("a.txt", b"only words")],
)
def test_broken_files_are_refused_and_change_nothing(client, copy, first, name, content):
    client.force_login(first)
    before = text_of(copy)

    answer = upload(client, copy, name, content)

    assert answer.context["upload"].errors
    assert (copy.sets.count(), text_of(copy)) == (1, before)


def test_faults_of_a_workbook_are_named_by_cell():
    book = Workbook()
    for row in (["set", "3"], list(HEADS), ["A", "PHẦN A", "bốn mươi"], ["X9", "Lạ", 1], [None, "Mức", 1, 7], ["1"]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)

    with pytest.raises(SheetError) as error:
        read_workbook(out.getvalue())

    assert {cell for cell, _reason in error.value.faults} == {"C3", "A4", "D5", "B6"}


def test_draft_goes_out_as_the_files_of_the_project(client, copy, first):
    client.force_login(first)

    content = client.get(reverse("rubrics:draft_file", args=[copy.pk])).content

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert sorted(archive.namelist()) == ["decision.toml", "sets/13.txt"]
        assert 'code = "99/2028/QĐ-TTg"' in archive.read("decision.toml").decode()


# -- Publishing ------------------------------------------------------------------------------------------------------
def test_second_person_publishes_and_rounds_keep_their_decision(client, copy, first, second):
    older = Decision.objects.get(code=CODE_2026)
    draft = services.hand_in(draft=copy, actor=first)
    with pytest.raises(NotAllowed):
        services.publish_draft(draft=draft, actor=first)
    client.force_login(second)

    client.post(reverse("rubrics:draft_act", args=[draft.pk, "publish"]))

    draft.refresh_from_db()
    made = Decision.objects.get(code="99/2028/QĐ-TTg")
    assert (draft.state, draft.decision, draft.published_by) == (DraftState.PUBLISHED, made, second)
    assert (made.slug, made.rubrics.count()) == ("99-2028-qd-ttg", 1)
    with clock.frozen(date(2028, 4, 29)):
        assert [one.code for one in selectors.decisions_in_force(clock.today())] == [made.code, older.code]
    with clock.frozen(date(2028, 5, 1)):
        assert [one.code for one in selectors.decisions_in_force(clock.today())] == [made.code]


def test_who_wrote_last_does_not_publish_what_another_handed_in(copy, first, second):
    draft = services.hand_in(draft=copy, actor=second)

    for person in (first, second):
        with pytest.raises(NotAllowed):
            services.publish_draft(draft=draft, actor=person)

    third = make_person(Role.ADMINISTRATOR)
    assert services.publish_draft(draft=draft, actor=third).state == DraftState.PUBLISHED


def test_published_number_is_not_published_again(first, second):
    draft = services.begin_draft(name="Sửa lén", actor=first, base=publish_law())

    with pytest.raises(Refused):
        services.hand_in(draft=draft, actor=first)


def test_handed_in_draft_is_changed_only_after_it_is_returned(copy, first, second):
    draft = services.hand_in(draft=copy, actor=first)
    with pytest.raises(Conflict):
        services.drop_set(draft=draft, number=COFFEE, actor=first, version=draft.version)

    draft = services.return_draft(draft=draft, actor=second, reason="Sửa tên bộ 13.")

    services.drop_set(draft=draft, number=COFFEE, actor=first, version=draft.version)
    assert draft.sets.count() == 0


def test_decision_without_sets_copies_without_inventing_points(first):
    draft = services.begin_draft(name="148", actor=first, base=publish_law(CODE_2023))

    found = selectors.read_draft(draft)

    assert found.facts["parts"] == {}
    assert any("sum to 100" in problem.reason for problem in found.problems)


def as_sent(page):
    """Return what a browser sends when nothing is touched on the page of the facts."""
    sets = [page.context["stages"], *page.context["lists"].values()]
    shown = [page.context["form"], *(part for rows in sets for part in (*rows.forms, rows.management_form))]
    found = {}
    for form in shown:
        for name in form.fields:
            value = form[name].value()
            if value is not None and value is not False and value != "":
                found[form.add_prefix(name)] = value.isoformat() if isinstance(value, date) else value
    return found


def test_stages_are_edited_on_screen(client, copy, first):
    client.force_login(first)
    address = reverse("rubrics:draft_facts", args=[copy.pk])
    page = client.get(address)
    values = {"version": copy.version}
    values |= as_sent(page)
    stages = page.context["stages"]
    province = next(n for n, form in enumerate(stages.initial_forms) if form["level"].value() == "province")
    values[f"stage-{province}-send_up_from"] = "85"
    values["term_dossier_lead_working_days"] = "3"

    answer = client.post(address, values)

    assert answer.status_code == 302
    copy.refresh_from_db()
    facts = selectors.read_draft(copy).facts
    assert [row["send_up_from"] for row in facts["stages"] if row["level"] == "province"] == [85]
    assert facts["terms"]["dossier_lead_working_days"] == 3
    assert len(facts["stages"]) == len(law_data(CODE_2026).facts["stages"])
    assert selectors.read_draft(copy).problems == ()


def test_stage_that_does_not_score_may_not_recognise(client, copy, first):
    facts, _problems = read_facts(copy.facts)
    for stage in facts["stages"]:
        stage["scores"] = False
    draft = services.save_facts(draft=copy, facts=facts, actor=first, version=copy.version)

    with pytest.raises(Refused):
        services.hand_in(draft=draft, actor=first)


def test_list_of_drafts_costs_the_same_for_one_and_three(client, first, django_assert_max_num_queries):
    law = publish_law()
    client.force_login(first)

    def cost():
        with django_assert_max_num_queries(40) as queries:
            client.get(reverse("rubrics:drafts"))
        return len(queries)

    services.begin_draft(name="Một", actor=first, base=law)
    cost()
    one = cost()
    for name in ("Hai", "Ba"):
        services.begin_draft(name=name, actor=first, base=law)
    assert cost() == one
