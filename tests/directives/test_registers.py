"""Numbers set aside, given by another system, voided; the register's pages; two hundred letters by eight processes."""

from __future__ import annotations

import io
import multiprocessing
import traceback

import pytest
from django.db import connections
from django.urls import reverse
from openpyxl import load_workbook

from activity.errors import NotAllowed, Refused
from directives import services
from directives.enums import DocumentAction, DocumentState, NumberState, Register, SigningWay
from directives.models import Document, LetterSettings, RegisterCounter, SetAsideNumber
from foundation import clock
from tests.factories.directives import House, make_document, make_house

S, A = DocumentState, DocumentAction
LETTERS = Register.LETTERS


@pytest.fixture
def house(db) -> House:
    return make_house()


def aside(house: House, **given) -> SetAsideNumber:
    values = {"office": house.committee, "series": LETTERS, "reason": "Giữ cho công văn hỏa tốc", "actor": house.clerk}
    return services.set_number_aside(**(values | given))


# -- Set aside -------------------------------------------------------------------------------------------------------
def test_number_set_aside_is_left_out_and_then_taken_by_the_document_it_is_given_to(house):
    first, kept = make_document(house, state=S.APPROVED), aside(house)
    third = make_document(house, state=S.APPROVED)
    late = make_document(house, state=S.FORM_CHECKED)

    services.give_number(document=late, number=kept, actor=house.clerk)
    services.act(document=late, action=A.APPROVE, actor=house.leader)

    kept.refresh_from_db()
    assert (first.number, kept.number, third.number, late.number) == (1, 2, 3, 2)
    assert (kept.state, kept.document) == (NumberState.USED, late)


def test_voided_number_keeps_its_reason_and_is_never_given(house):
    kept = aside(house)

    services.void_number(number=kept, actor=house.clerk, reason="Công văn không ban hành nữa")
    document = make_document(house, state=S.FORM_CHECKED)
    with pytest.raises(Refused):
        services.give_number(document=document, number=SetAsideNumber(office=house.agriculture), actor=house.clerk)

    kept.refresh_from_db()
    assert (kept.state, kept.voided_because) == (NumberState.VOIDED, "Công văn không ban hành nữa")
    assert bring_to_approval(house, document).number == 2


def bring_to_approval(house: House, document: Document) -> Document:
    return services.act(document=document, action=A.APPROVE, actor=house.leader)


def test_draft_that_is_voided_frees_its_number(house):
    kept, draft = aside(house), make_document(house)
    services.give_number(document=draft, number=kept, actor=house.clerk)

    services.act(document=draft, action=A.VOID, actor=house.officer, reason="Không cần nữa.")

    kept.refresh_from_db()
    assert (kept.state, kept.document) == (NumberState.RESERVED, None)


def test_only_the_clerk_keeps_the_register(house):
    for person in (house.leader, house.officer, house.commune_officer):
        with pytest.raises(NotAllowed):
            aside(house, actor=person)


# -- Another system --------------------------------------------------------------------------------------------------
def test_office_with_its_own_system_enters_each_number(house):
    LetterSettings.objects.create(office=house.committee, external_numbers=True)
    document = make_document(house, state=S.FORM_CHECKED)
    with pytest.raises(Refused):
        bring_to_approval(house, document)

    services.give_number(document=document, number=aside(house, number=187), actor=house.clerk)

    assert bring_to_approval(house, document).full_number.startswith("187/")
    with pytest.raises(Refused):
        aside(house, number=187)


def test_portal_numbers_on_behind_the_other_systems_numbers(house):
    settings = LetterSettings.objects.create(office=house.committee, external_numbers=True)
    aside(house, number=40)
    settings.delete()

    assert make_document(house, state=S.APPROVED).number == 41


def test_number_is_not_chosen_where_the_portal_numbers(house):
    with pytest.raises(Refused):
        aside(house, number=5)


# -- Pages -----------------------------------------------------------------------------------------------------------
def test_register_shows_prints_and_exports_numbers_without_a_document(client, house):
    client.force_login(house.clerk)
    council = make_document(house, state=S.APPROVED, series="Hội đồng OCOP")
    kept = aside(house)
    address = f"?office={house.committee.pk}"

    pages = [client.get(reverse(f"directives:{name}") + address) for name in ("register", "register_print")]
    book = load_workbook(io.BytesIO(client.get(reverse("directives:register_xlsx") + address).content))
    cells = [str(cell.value) for row in book.active.iter_rows() for cell in row]

    for page in pages:
        assert kept.reason in page.content.decode()
        assert council.full_number in page.content.decode()
    assert kept.reason in cells


def test_clerk_sets_aside_gives_and_voids_on_the_screen(client, house):
    client.force_login(house.clerk)
    draft = make_document(house, state=S.CHECKED)
    form = {"series": LETTERS, "reason": "Giữ cho văn bản khẩn"}

    assert client.get(reverse("directives:set_aside", args=[house.committee.pk])).status_code == 200
    client.post(reverse("directives:set_aside", args=[house.committee.pk]), form)
    number = SetAsideNumber.objects.get()
    page = client.get(reverse("directives:detail", args=[draft.pk])).content.decode()
    client.post(reverse("directives:give_number", args=[draft.pk]), {"number": number.pk})
    number.refresh_from_db()
    assert number.document == draft
    assert client.get(reverse("directives:void_number", args=[number.pk])).status_code == 200
    client.post(reverse("directives:void_number", args=[number.pk]), {"reason": "Không dùng đến"})
    number.refresh_from_db()

    assert reverse("directives:give_number", args=[draft.pk]) in page
    assert number.state == NumberState.VOIDED


def test_clerk_says_how_the_office_numbers_and_signs(client, house):
    client.force_login(house.clerk)
    address = reverse("directives:letter_settings", args=[house.committee.pk])

    assert client.get(address).status_code == 200
    client.post(address, {"external_numbers": "on", "signing": SigningWay.DIGITAL})

    row = LetterSettings.objects.get()
    assert (row.external_numbers, row.signing) == (True, SigningWay.DIGITAL)


@pytest.mark.parametrize("name", ["set_aside", "letter_settings"])
def test_strangers_find_no_register_and_officers_may_not_keep_it(client, house, name):
    address = reverse(f"directives:{name}", args=[house.committee.pk])
    for person in (house.commune_officer, house.officer):
        client.force_login(person)
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("name", ["register", "register_print"])
def test_register_asks_the_database_as_often_for_three_lines_as_for_one(client, house, queries_of, name):
    client.force_login(house.clerk)
    address = f"{reverse(f'directives:{name}')}?office={house.committee.pk}"
    make_document(house, state=S.APPROVED)
    aside(house)
    one = queries_of(address)
    for _n in range(2):
        make_document(house, state=S.APPROVED)
        aside(house)

    assert queries_of(address) == one


def test_voided_document_keeps_its_line_with_the_reason(client, house):
    document = make_document(house, state=S.APPROVED)
    services.act(document=document, action=A.VOID, actor=house.leader, reason="Sai thẩm quyền ký")
    client.force_login(house.clerk)

    page = client.get(f"{reverse('directives:register')}?office={house.committee.pk}").content.decode()

    assert document.full_number in page
    assert "Sai thẩm quyền ký" in page


# -- At once ---------------------------------------------------------------------------------------------------------
PROCESSES, LETTERS_EACH = 8, 25


def _approve_all(pks, leader_pk, errors):
    connections.close_all()
    try:
        from accounts.models import User

        leader = User.objects.get(pk=leader_pk)
        for pk in pks:
            services.act(document=Document.objects.get(pk=pk), action=A.APPROVE, actor=leader)
    except Exception:  # noqa: BLE001 -- told to the parent process
        errors.put(traceback.format_exc())
    finally:
        connections.close_all()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_hundred_letters_approved_by_eight_processes_have_every_number_once():
    house = make_house()
    pks = [make_document(house, state=S.FORM_CHECKED).pk for _n in range(PROCESSES * LETTERS_EACH)]
    connections.close_all()
    context = multiprocessing.get_context("fork")
    errors = context.Queue()

    workers = [
        context.Process(target=_approve_all, args=(pks[n::PROCESSES], house.leader.pk, errors))
        for n in range(PROCESSES)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(300)

    assert errors.empty(), errors.get()
    numbers = Document.objects.filter(year=clock.today().year).values_list("number", flat=True)
    assert sorted(numbers) == list(range(1, PROCESSES * LETTERS_EACH + 1))
    assert RegisterCounter.objects.get().last == PROCESSES * LETTERS_EACH
