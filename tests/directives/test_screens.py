"""The pages of letters: list, page, steps, the PDF being made, the frame."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.enums import Role
from activity import jobs
from activity.models import Job
from directives import hooks, selectors, services
from directives.drafts import TaskDraft
from directives.enums import DocumentAction, DocumentState, DocumentType
from directives.models import Document
from tests.directives.pages import page
from tests.factories.accounts import make_person
from tests.factories.directives import bring_to, make_document, make_house

pytestmark = pytest.mark.django_db

S, A = DocumentState, DocumentAction


def listed(client, **query) -> list[str]:
    return [row.abstract for row in client.get(reverse("directives:list"), query).context["page"].items]


# -- The list --------------------------------------------------------------------------------------------------------
def test_list_is_narrowed_by_words_type_state_and_what_waits(client):
    house = make_house()
    make_document(house, abstract="đăng ký cà phê Đắk Mar")
    make_document(house, abstract="mời họp", type=DocumentType.GIAY_MOI, state=S.CHECKED)
    make_document(house, abstract="của người khác", created_by=house.head)
    client.force_login(house.officer)

    assert listed(client) == ["của người khác", "mời họp", "đăng ký cà phê Đắk Mar"]
    assert listed(client, q="CA PHE dak mar") == ["đăng ký cà phê Đắk Mar"]
    assert listed(client, type="giay_moi") == ["mời họp"]
    assert listed(client, state="checked") == ["mời họp"]
    assert listed(client, waiting="on") == ["đăng ký cà phê Đắk Mar"]
    assert len(listed(client, type="letter", state="x", q="y" * 101)) == 3


def test_number_can_be_searched_for(client):
    house = make_house()
    decision = make_document(house, state=S.APPROVED, type=DocumentType.QUYET_DINH)
    make_document(house, state=S.APPROVED)
    client.force_login(house.officer)

    rows = client.get(reverse("directives:list"), {"q": "01/qd-ubnd"}).context["page"].items

    assert rows == [decision]


def test_what_waits_follows_the_route():
    house = make_house()
    other_officer = make_person(Role.ROUND_OFFICER, house.agriculture)
    people = {
        "author": house.officer,
        "colleague": other_officer,
        "head": house.head,
        "clerk": house.clerk,
        "leader": house.leader,
    }
    document = make_document(house)
    seen = []

    def waits_for():
        return {name for name, user in people.items() if selectors.documents_waiting_for(user).exists()}

    seen.append(waits_for())
    services.act(document=document, action=A.SUBMIT, actor=house.officer)
    seen.append(waits_for())
    for state in (S.CHECKED, S.FORM_CHECKED):
        services.act(
            document=document,
            action={S.CHECKED: A.CHECK, S.FORM_CHECKED: A.FORM_CHECK}[state],
            actor={S.CHECKED: house.head, S.FORM_CHECKED: house.clerk}[state],
        )
        seen.append(waits_for())
    services.act(document=document, action=A.APPROVE, actor=house.leader)
    seen.append(waits_for())
    jobs.run_waiting()
    document.refresh_from_db()
    seen.append(waits_for())
    services.act(document=document, action=A.ISSUE, actor=house.clerk)
    seen.append(waits_for())

    assert seen == [{"author"}, {"head"}, {"clerk"}, {"leader"}, set(), {"clerk"}, set()]


def test_draft_of_an_office_without_head_waits_for_the_colleague_and_the_leader_above():
    house = make_house(with_head=False)
    colleague = make_person(Role.ROUND_OFFICER, house.agriculture)
    document = make_document(house)
    services.act(document=document, action=A.SUBMIT, actor=house.officer)

    waiting = {
        user
        for user in (house.officer, colleague, house.leader, house.clerk)
        if selectors.documents_waiting_for(user).exists()
    }

    assert waiting == {colleague, house.leader}


def test_list_pages_by_keyset(client):
    house = make_house()
    for number in range(52):
        make_document(house, abstract=f"thư {number}")
    client.force_login(house.officer)

    first = client.get(reverse("directives:list")).context["page"]
    second = client.get(reverse("directives:list") + first.next_url).context["page"]

    assert [row.abstract for row in [*first, *second]] == [f"thư {number}" for number in range(51, -1, -1)]
    assert (first.has_previous, second.has_next) == (False, False)


@pytest.mark.parametrize("name", ["list", "register"])
def test_lists_ask_the_database_as_often_for_three_rows_as_for_one(client, queries_of, name):
    house = make_house()
    client.force_login(house.clerk)
    make_document(house, state=S.APPROVED)
    one = queries_of(reverse(f"directives:{name}"))

    for _n in range(2):
        make_document(house, state=S.APPROVED)

    assert len(client.get(reverse(f"directives:{name}")).context["page"]) == 3
    assert queries_of(reverse(f"directives:{name}")) == one


def test_letter_page_asks_as_often_for_three_tasks_and_certificates_as_for_one(client, queries_of):
    house = make_house()
    client.force_login(house.officer)
    counts = []
    for rows in (1, 3):
        orders = [TaskDraft(assignee=make_house().commune, summary="Việc") for _n in range(rows)]
        decision = make_document(house, type=DocumentType.QUYET_DINH, tasks=orders)
        for _n in range(rows):
            make_document(house, type=DocumentType.GIAY_CHUNG_NHAN, attached_to=decision)
        bring_to(house, decision, S.CHECKED)
        counts.append(queries_of(reverse("directives:detail", args=[decision.pk])))

    assert counts[0] == counts[1]


# -- Steps -----------------------------------------------------------------------------------------------------------
def test_letter_goes_its_way_on_the_screen(client):
    house = make_house()
    document = make_document(house)

    def press(user, action, **data):
        client.force_login(user)
        url = reverse("directives:act", args=[document.pk, action])
        asked = client.get(url)
        document.refresh_from_db()
        answer = client.post(url, {"version": document.version} | data)
        document.refresh_from_db()
        return asked.status_code, answer.status_code, document.state

    assert press(house.officer, "submit")[1:] == (302, S.DRAFT)
    assert press(house.head, "return_", reason="Thiếu căn cứ.") == (200, 302, S.DRAFT)
    assert "Thiếu căn cứ." in page(client, "detail", document.pk)
    assert press(house.head, "check") == (200, 302, S.CHECKED)
    assert press(house.clerk, "form_check") == (200, 302, S.FORM_CHECKED)
    assert press(house.leader, "approve") == (200, 302, S.APPROVED)
    jobs.run_waiting()
    assert press(house.clerk, "issue") == (200, 302, S.ISSUED)
    assert "01/UBND" in page(client, "detail", document.pk)


def test_leader_reads_the_document_before_approving(client):
    document = make_document(house := make_house(), state=S.FORM_CHECKED, abstract="đăng ký cà phê")
    client.force_login(house.leader)

    asked = page(client, "act", document.pk, "approve")

    assert 'class="official' in asked
    assert 'name="version"' in asked


@pytest.mark.parametrize("reason", ["", "abc", "x" * 2001])
def test_return_without_a_real_reason_is_asked_again(client, reason):
    house = make_house()
    document = make_document(house, state=S.CHECKED)
    client.force_login(house.clerk)

    url = reverse("directives:act", args=[document.pk, "return_"])
    response = client.post(url, {"version": document.version, "reason": reason})

    assert list(response.context["form"].errors) == ["reason"]
    assert Document.objects.get().state == S.CHECKED


@pytest.mark.parametrize("version", ["", "abc", "-1", "99999999999999999999"])
def test_step_without_the_seen_version_is_asked_again(client, version):
    house = make_house()
    document = make_document(house, state=S.CHECKED)
    client.force_login(house.clerk)

    response = client.post(reverse("directives:act", args=[document.pk, "form_check"]), {"version": version})

    assert response.status_code == 200
    assert Document.objects.get().state == S.CHECKED


def test_step_on_a_letter_that_moved_becomes_a_message(client):
    house = make_house()
    document = make_document(house, state=S.CHECKED)
    services.act(document=document, action=A.FORM_CHECK, actor=house.clerk)
    client.force_login(house.clerk)

    url = reverse("directives:act", args=[document.pk, "form_check"])
    response = client.post(url, {"version": document.version}, follow=True)

    assert 'class="message message-error"' in response.content.decode()


def test_buttons_on_the_page_are_those_of_the_table(client):
    house = make_house()
    document = make_document(house, state=S.FORM_CHECKED)

    shown = {}
    for name in ("officer", "clerk", "leader"):
        client.force_login(getattr(house, name))
        response = client.get(reverse("directives:detail", args=[document.pk]))
        shown[name] = (list(response.context["actions"]), response.context["may_edit"])

    assert shown == {"officer": (["void"], False), "clerk": ([], False), "leader": (["approve", "return_"], False)}


def test_certificate_has_no_buttons_and_names_its_decision(client):
    house = make_house()
    decision = make_document(house, type=DocumentType.QUYET_DINH, abstract="công nhận sản phẩm")
    certificate = make_document(house, type=DocumentType.GIAY_CHUNG_NHAN, attached_to=decision)
    client.force_login(house.head)

    response = client.get(reverse("directives:detail", args=[certificate.pk]))

    assert (response.context["actions"], response.context["may_edit"]) == ({}, False)
    assert reverse("directives:detail", args=[decision.pk]) in response.content.decode()
    assert client.get(reverse("directives:edit", args=[certificate.pk])).status_code == 403
    assert client.get(reverse("directives:preview", args=[certificate.pk])).status_code == 302


def test_follow_up_is_offered_on_issued_letters_to_those_whom_it_is_for(client, monkeypatch):
    monkeypatch.setattr(hooks, "_follow_ups", {})
    house = make_house()
    hooks.register_follow_up(
        hooks.FollowUp("directives:create", "Mở đợt đăng ký", lambda user, document: user == house.officer)
    )
    issued, draft = make_document(house, state=S.ISSUED), make_document(house)

    client.force_login(house.officer)
    assert f"?directive={issued.pk}" in page(client, "detail", issued.pk)
    assert "?directive=" not in page(client, "detail", draft.pk)
    client.force_login(house.leader)
    assert "?directive=" not in page(client, "detail", issued.pk)


# -- The PDF being made ----------------------------------------------------------------------------------------------
def test_page_waits_for_the_pdf_with_and_without_javascript(client):
    house = make_house()
    document = make_document(house, state=S.APPROVED)
    jobs.sign("worker-1")
    client.force_login(house.officer)

    waiting = page(client, "detail", document.pk)
    jobs.run_waiting()
    ready = page(client, "detail", document.pk)

    for words in ('hx-trigger="every 2s"', 'http-equiv="refresh"', "htmx", "đang được tạo"):
        assert words in waiting
        assert words not in ready
    assert reverse("directives:pdf", args=[document.pk]) in ready
    assert reverse("directives:pdf", args=[document.pk]) not in waiting


def test_page_says_when_no_worker_lives(client):
    house = make_house()
    document = make_document(house, state=S.APPROVED)
    client.force_login(house.officer)

    assert "inset-late" in page(client, "detail", document.pk)


def test_page_offers_another_try_when_the_pdf_has_failed(client):
    house = make_house()
    document = make_document(house, state=S.APPROVED)
    Job.objects.filter(key=f"render_document:{document.pk}").update(state="failed")
    client.force_login(house.clerk)

    assert reverse("directives:retry", args=[document.pk]) in page(client, "detail", document.pk)
    client.post(reverse("directives:retry", args=[document.pk]))
    jobs.run_waiting()

    assert Document.objects.get().state == S.RENDERED


def test_pdf_that_is_not_made_yet_is_not_found(client):
    house = make_house()
    document = make_document(house, state=S.APPROVED)
    client.force_login(house.officer)

    assert client.get(reverse("directives:pdf", args=[document.pk])).status_code == 404


# -- The frame -------------------------------------------------------------------------------------------------------
def test_menu_shows_letters_and_tasks_to_those_who_handle_them(client):
    house = make_house()
    people = {
        "officer": house.officer,
        "clerk": house.clerk,
        "commune": house.commune_officer,
        "council": make_person(Role.COUNCIL_MEMBER, house.agriculture),
        "producer": make_person(Role.PRODUCER),
    }

    shown = set()
    for name, user in people.items():
        client.force_login(user)
        if f'href="{reverse("directives:tasks")}"' in page(client, "list"):
            shown.add(name)

    assert shown == {"officer", "clerk", "commune"}


def test_every_page_has_one_heading_and_no_inline_code(client):
    house = make_house()
    orders = [TaskDraft(assignee=house.agriculture, summary="Việc")]
    document = make_document(house, state=S.ISSUED, tasks=orders)
    draft = make_document(house)
    task = document.tasks.get()
    client.force_login(house.officer)
    new = reverse("directives:create")
    addresses = [reverse("directives:list"), new, f"{new}?office={house.committee.pk}&type=cong_van"]
    addresses += [reverse("directives:register"), reverse("directives:tasks")]
    addresses += [reverse(f"directives:{name}", args=[draft.pk]) for name in ("detail", "edit", "preview")]
    addresses += [reverse("directives:detail", args=[document.pk]), reverse("directives:task", args=[task.pk])]
    addresses += [reverse("directives:act", args=[draft.pk, "void"])]
    addresses += [reverse("directives:task_act", args=[task.pk, "report"])]

    for address in addresses:
        text = client.get(address).content.decode()
        assert text.count("<h1") == 1, address
        assert " style=" not in text, address
        assert "<style" not in text, address
        assert " onclick" not in text, address
