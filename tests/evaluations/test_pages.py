"""Every page of evaluations: one heading, a constant number of queries, its confirm pages, its refusals."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from evaluations import services
from evaluations.enums import RoundState
from evaluations.models import Council, EvaluationRound
from tests.factories.accounts import make_person
from tests.factories.evaluations import (
    agree_on_all,
    bring_to,
    decision_of,
    entry_of,
    make_accepted_dossier,
    make_round,
    submit_all,
    submit_sheet,
)


def url(name, *args):
    return reverse(f"evaluations:{name}", args=args)


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200, address
    return len(captured)


# -- Lists: as many queries for three rows as for one ----------------------------------------------------------------
def test_list_of_rounds_has_constant_queries(client, hall):
    client.force_login(hall.officer)
    make_round(hall, state=RoundState.PREPARING)
    one = queries(client, url("rounds"))
    for _n in range(2):
        make_round(hall, state=RoundState.PREPARING)

    assert queries(client, url("rounds")) == one


def test_list_of_councils_has_constant_queries(client, hall):
    client.force_login(hall.officer)
    one = queries(client, url("councils"))
    for n in range(2):
        services.create_council(office=hall.office, name=f"Hội đồng {n}", actor=hall.officer)

    assert queries(client, url("councils")) == one


@pytest.mark.parametrize("who", ["officer", "member"])
@pytest.mark.parametrize("state", [RoundState.DOSSIERS_FIXED, RoundState.SCORING])
def test_page_of_a_round_has_constant_queries(client, hall, who, state):
    client.force_login(hall.officer if who == "officer" else hall.members[1])
    one = make_round(hall, entries=1, state=state)
    three = make_round(hall, entries=3, state=state)
    if state == RoundState.SCORING:
        for found in (one, three):
            for entry in found.entries.all():
                services.save_sheet(entry=entry, actor=hall.members[1], answers={}, version=0)

    assert queries(client, url("round", three.pk)) == queries(client, url("round", one.pk))


def test_discussion_has_constant_queries(client, hall):
    client.force_login(hall.officer)
    rounds = [make_round(hall, entries=n) for n in (1, 3)]
    for found in rounds:
        submit_all(hall, found)
        services.open_discussion(evaluation_round=found, actor=hall.officer)
    one, three = rounds

    assert queries(client, url("discussion", three.pk)) == queries(client, url("discussion", one.pk))


def test_results_and_export_have_constant_queries(client, hall):
    client.force_login(hall.members[1])
    one, three = (make_round(hall, entries=n, state=RoundState.CLOSED) for n in (1, 3))

    for name in ("results", "results_export"):
        assert queries(client, url(name, three.pk)) == queries(client, url(name, one.pk))


def test_papers_have_constant_queries(client, hall):
    client.force_login(hall.officer)
    one, three = (make_round(hall, entries=n, state=RoundState.PROPOSED) for n in (1, 3))

    assert queries(client, url("papers", three.pk)) == queries(client, url("papers", one.pk))


def test_choice_of_dossiers_has_constant_queries(client, hall):
    client.force_login(hall.officer)
    found = make_round(hall, entries=1, state=RoundState.PREPARING)
    one = queries(client, url("round_dossiers", found.pk))
    for _n in range(2):
        make_accepted_dossier(hall)

    assert queries(client, url("round_dossiers", found.pk)) == one


def test_list_of_recusals_has_constant_queries(client, hall):
    client.force_login(hall.officer)
    one, three = make_round(hall, entries=1), make_round(hall, entries=3)
    for found in (one, three):
        for entry in found.entries.all():
            services.declare_recusal(entry=entry, actor=hall.members[1], reason="Người nhà.")

    assert queries(client, url("recusals", three.pk)) == queries(client, url("recusals", one.pk))


def test_members_page_has_constant_queries_per_round(client, hall):
    client.force_login(hall.members[1])
    one = make_round(hall, entries=1)
    first = queries(client, url("scoring"))
    one.entries.all()
    for _n in range(2):
        make_round(hall, entries=3)

    # Each round in which sheets are filled costs three queries, however many products it has.
    assert queries(client, url("scoring")) == first + 2 * 3


# -- Every page ------------------------------------------------------------------------------------------------------
def pages_by_state(hall):
    scoring = make_round(hall, entries=1)
    discussed = make_round(hall, entries=1)
    for number, member in enumerate(hall.members):
        submit_sheet(entry_of(discussed), member, 75, fixed={"1.5": 1 if number else 2})
    services.open_discussion(evaluation_round=discussed, actor=hall.officer)
    prepared = make_round(hall, entries=1, state=RoundState.PREPARING)
    closed = make_round(hall, entries=1, state=RoundState.CLOSED)
    return scoring, discussed, prepared, closed


def test_every_page_of_an_officer_has_one_heading_and_a_title(client, hall):
    scoring, discussed, prepared, closed = pages_by_state(hall)
    client.force_login(hall.officer)
    addresses = [
        url("rounds"), url("councils"), url("council_create"), url("council", hall.council.pk), url("round_create"),
        url("round", prepared.pk), url("round_edit", prepared.pk), url("round_dossiers", prepared.pk),
        url("round_act", prepared.pk, "fix_dossiers"), url("round", scoring.pk), url("recusals", scoring.pk),
        url("round_act", scoring.pk, "open_discussion"), url("entry", entry_of(scoring).pk),
        url("entry_act", entry_of(scoring).pk, "withdraw"), url("entry_act", entry_of(scoring).pk, "set-aside"),
        url("discussion", discussed.pk), url("entry", entry_of(discussed).pk),
        url("entry_agree", entry_of(discussed).pk),
        url("entry_act", entry_of(discussed).pk, "knock-out"), url("round_act", discussed.pk, "close"),
        url("results", closed.pk), url("papers", closed.pk), url("entry", entry_of(closed).pk),
        url("round_act", closed.pk, "propose"), url("round_act", closed.pk, "reopen"),
        url("sheet_read", entry_of(closed).sheets.first().pk),
    ]  # fmt: skip

    for address in addresses:
        response = client.get(address)
        page = response.content.decode()
        assert response.status_code == 200, address
        assert page.count("<h1") == 1, address
        assert re.search(r"<title>\s*\S+.*</title>", page), address
        assert " style=" not in page, address


def test_confirm_page_says_what_happens_and_names_whom_it_tells(client, hall):
    found = make_round(hall, state=RoundState.DOSSIERS_FIXED)
    client.force_login(hall.officer)

    page = client.get(url("round_act", found.pk, "open_scoring")).content.decode()

    for member in hall.members:
        assert str(member) in page
    found.refresh_from_db()
    assert found.state == RoundState.DOSSIERS_FIXED


def test_step_is_taken_by_post_and_a_second_post_changes_nothing(client, hall):
    found = make_round(hall, state=RoundState.DOSSIERS_FIXED)
    client.force_login(hall.officer)

    client.post(url("round_act", found.pk, "open_scoring"))
    again = client.post(url("round_act", found.pk, "open_scoring"), follow=True)

    found.refresh_from_db()
    assert found.state == RoundState.SCORING
    assert "message-error" in again.content.decode()


@pytest.mark.parametrize("action", ["approve", "publish", "fall_back", "nonsense"])
def test_steps_that_belong_to_the_decision_have_no_page(client, hall, action):
    found = make_round(hall, state=RoundState.DISCUSSION)
    client.force_login(hall.officer)

    assert client.get(url("round_act", found.pk, action)).status_code == 404
    assert client.post(url("round_act", found.pk, action)).status_code == 404


def test_closing_by_the_page_says_what_is_missing_and_offers_the_regulations_choice(client, seven):
    found = make_round(seven)
    for member in seven.members[:6]:
        submit_sheet(entry_of(found), member, 80)
    services.open_discussion(evaluation_round=found, actor=seven.officer)
    client.force_login(seven.officer)

    page = client.get(url("round_act", found.pk, "close")).content.decode()
    client.post(url("round_act", found.pk, "close"), {"count_missing": "on"})

    found.refresh_from_db()
    assert "Thành viên 7" in page
    assert found.state == RoundState.CLOSED


def test_round_is_prepared_by_its_form(client, hall):
    client.force_login(hall.officer)
    data = {
        "office": hall.office.pk, "stage": hall.stage.pk, "name": "Đợt 3", "year": 2026, "ordinal": 3,
        "council": hall.council.pk, "opens_on": "2026-09-15", "quorum_percent": 80, "quorum_base": "council",
        "max_spread": "", "gates_mode": "majority", "deviates": "on", "deviation_reason": "Theo nghị quyết.",
    }  # fmt: skip

    response = client.post(url("round_create"), data)

    found = EvaluationRound.objects.get()
    assert response.status_code == 302
    assert (found.name, found.max_spread, found.quorum_percent, found.chair_required) == ("Đợt 3", None, 80, False)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""), ("name", "a" * 201), ("year", "2010"), ("ordinal", "0"), ("stage", "999999"), ("council", "x"),
        ("opens_on", "31/02/2026"), ("quorum_percent", "101"), ("max_spread", "-1"), ("gates_mode", "<b>"),
    ],
)  # fmt: skip
def test_bad_values_of_a_round_are_field_errors_and_stay_typed(client, hall, field, value):
    client.force_login(hall.officer)
    data = {
        "office": hall.office.pk, "stage": hall.stage.pk, "name": "Đợt giữ lại", "year": 2026, "ordinal": 3,
        "council": hall.council.pk, "opens_on": "2026-09-15", "quorum_percent": 80, "quorum_base": "council",
        "max_spread": "10", "gates_mode": "agreed", "place": "Hội trường giữ lại",
    } | {field: value}  # fmt: skip

    response = client.post(url("round_create"), data)

    page = response.content.decode()
    assert response.status_code == 200
    assert response.context["form"].errors.keys() == {field}
    assert "Hội trường giữ lại" in page
    assert not EvaluationRound.objects.exists()


def test_refusal_of_the_service_stands_on_the_form(client, hall):
    client.force_login(hall.officer)
    found = make_round(hall, state=RoundState.PREPARING)
    data = {
        "office": hall.office.pk, "stage": hall.stage.pk, "name": "Đợt", "year": found.year, "ordinal": found.ordinal,
        "council": hall.council.pk, "opens_on": "2026-09-15", "quorum_percent": 80, "quorum_base": "council",
        "gates_mode": "agreed",
    }  # fmt: skip

    response = client.post(url("round_create"), data)

    assert response.context["form"].non_field_errors()


def test_council_is_set_up_and_filled_by_its_forms(client, hall):
    client.force_login(hall.officer)
    person = make_person(Role.COUNCIL_MEMBER, hall.office)

    client.post(url("council_create"), {"office": hall.office.pk, "name": "Hội đồng mới"})
    council = Council.objects.get(name="Hội đồng mới")
    client.post(url("council", council.pk), {"user": person.pk, "role": "chair", "counted": "on"})
    member = council.members.get()
    client.post(url("member_remove", member.pk))

    assert member.user == person
    assert not council.members.exists()


@pytest.mark.parametrize("name", ["rounds", "councils", "scoring"])
def test_stranger_sees_empty_lists(client, hall, name):
    make_round(hall)
    client.force_login(make_person("producer"))

    response = client.get(url(name))

    assert response.status_code == 200
    assert "Đợt đánh giá 1" not in response.content.decode()


def test_stranger_gets_404_everywhere(client, hall):
    scoring, discussed, _prepared, closed = pages_by_state(hall)
    client.force_login(make_person(Role.ROUND_OFFICER))
    of_round = (
        "round", "discussion", "results", "papers", "recusals", "results_export", "round_edit", "round_dossiers",
    )  # fmt: skip
    of_entry = ("entry", "sheet", "sheet_seal", "sheet_abstain", "recuse", "entry_agree")
    addresses = [url(name, found.pk) for found in (scoring, discussed, closed) for name in of_round]
    addresses += [url(name, entry_of(found).pk) for found in (scoring, discussed, closed) for name in of_entry]
    addresses += [url("council", hall.council.pk), url("sheet_read", entry_of(closed).sheets.first().pk)]

    assert {client.get(address).status_code for address in addresses} == {404}


@pytest.mark.parametrize("role", ["producer", "commune_officer", "council_member", "clerk"])
def test_only_officers_prepare_rounds_and_councils(client, db, role):
    client.force_login(make_person(role))

    assert client.get(url("round_create")).status_code == 403
    assert client.get(url("council_create")).status_code == 403


def test_explained_result_shows_who_counted_and_every_gate(client, hall):
    found = make_round(hall)
    for number, member in enumerate(hall.members):
        submit_sheet(entry_of(found), member, 75, fixed={"1.5": 1 if number else 2})
    services.open_discussion(evaluation_round=found, actor=hall.officer)
    agree_on_all(hall, found, best=False)
    services.close_round(evaluation_round=found, actor=hall.officer)
    client.force_login(hall.members[1])

    response = client.get(url("entry", entry_of(found).pk))

    page = response.content.decode()
    gate = next(row for row in response.context["gate_rows"] if row["item"] == "1.5" and row["for_stars"] == 4)
    assert all(str(member) in page for member in hall.members)
    assert (gate["met"], gate["by"], gate["points"]) == (False, "agreed", "0")
    assert "225" in page  # the sum


def test_producer_and_commune_see_the_own_result_without_names_and_place(client, hall):
    found = make_round(hall, entries=2, state=RoundState.CLOSED)
    bring_to(hall, found, RoundState.PUBLISHED)
    own, other = entry_of(found), entry_of(found, 1)

    for user, sees_other in ((own.dossier.created_by, 404), (hall.commune_officer, 200)):
        client.force_login(user)
        response = client.get(url("entry", own.pk))
        page = response.content.decode()
        assert response.status_code == 200
        assert not any(str(member) in page for member in hall.members)
        assert response.context["neighbours"] == []
        assert '<span class="stat-value num">1</span>' not in page
        assert client.get(url("entry", other.pk)).status_code == sees_other
        assert client.get(url("results", found.pk)).status_code == 404
    assert decision_of(found).state == "issued"
