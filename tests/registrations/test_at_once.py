"""Two at the same moment, in real transactions."""

import threading
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from activity.errors import Conflict, Refused
from foundation import clock
from registrations import services
from registrations.enums import DossierState
from registrations.models import Dossier, NumberCounter, Product, Wish
from registrations.selectors import letter_of
from registrations.services.wishes import WishFacts
from tests.factories.accounts import make_person
from tests.factories.registrations import make_dossier, make_place, make_producer, make_round, owner_of

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """Run the calls in threads that start together; return what each came to."""
    gate, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(index, call):
        try:
            with clock.frozen(date(2026, 8, 20)):
                gate.wait()
                results[index] = call()
        except (Conflict, Refused) as error:
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_double_click_makes_one_registration():
    place = make_place()
    producer, registration_round, key = make_producer(place.commune), make_round(place), uuid4()
    rubric, owner = place.law.rubrics.get(), owner_of(producer)

    def register():
        return services.register_wish(
            registration_round=registration_round,
            producer=producer,
            product={"name": "Cà phê bột"},
            facts=WishFacts(target_year=2027, expected_stars=3, rubric=rubric),
            key=key,
            actor=owner,
        ).pk

    results = at_once(register, register, register)

    assert len(set(results)) == 1
    assert (Wish.objects.count(), Product.objects.count()) == (1, 1)


def test_slip_numbers_never_repeat():
    place = make_place()
    registration_round = make_round(place)
    rows = [make_dossier(place, registration_round=registration_round, state=DossierState.SUBMITTED) for _n in range(3)]

    at_once(*(lambda row=row: services.receive_dossier(dossier=row, actor=place.commune_officer) for row in rows))

    numbers = sorted(Dossier.objects.values_list("slip_number", flat=True))
    assert [number[:2] for number in numbers] == ["01", "02", "03"]
    assert NumberCounter.objects.get(series="slip").last == 3


def test_return_and_forward_at_once_have_one_winner():
    place = make_place()
    dossier = make_dossier(place, state=DossierState.OPINION_APPROVED)
    first, second = Dossier.objects.get(pk=dossier.pk), Dossier.objects.get(pk=dossier.pk)
    draft = services.corrections.CorrectionDraft(place="story", reason="Bổ sung.")

    results = at_once(
        lambda: services.return_dossier(dossier=first, corrections=[draft], actor=place.commune_officer),
        lambda: services.forward_dossier(dossier=second, actor=place.commune_officer),
    )

    told = [result for result in results if isinstance(result, Conflict | Refused)]
    dossier.refresh_from_db()
    assert len(told) == 1
    assert dossier.state in (DossierState.RETURNED, DossierState.FORWARDED)
    assert dossier.corrections.exists() is (dossier.state == DossierState.RETURNED)


def test_return_and_forward_by_the_screen_at_once_tell_the_loser():
    place = make_place()
    dossier = make_dossier(place, state=DossierState.OPINION_APPROVED)
    colleague = make_person(Role.COMMUNE_OFFICER, place.commune_office)
    forms = (
        (place.commune_officer, reverse("registrations:dossier_act", args=[dossier.pk, "forward"]), {}),
        (
            colleague,
            reverse("registrations:dossier_return", args=[dossier.pk]),
            {"rows-TOTAL_FORMS": 1, "rows-INITIAL_FORMS": 0, "rows-0-place": "story", "rows-0-common": "vague"},
        ),
    )

    def post(user, url, data):
        client = Client()
        client.force_login(user)
        return client.post(url, data, follow=True).content.decode()

    pages = at_once(*(lambda form=form: post(*form) for form in forms))

    dossier.refresh_from_db()
    told = [page for page in pages if "vừa được người khác thay đổi" in page or "chưa xác nhận xong" in page]
    assert len(told) == 1
    assert dossier.state in (DossierState.RETURNED, DossierState.FORWARDED)
    assert dossier.corrections.exists() is (dossier.state == DossierState.RETURNED)
    letter = letter_of(dossier)
    assert (letter is None) is (dossier.state == DossierState.RETURNED)


def test_two_returns_at_once_ask_each_place_once():
    place = make_place()
    dossier = make_dossier(place, state=DossierState.RECEIVED)
    rows = [Dossier.objects.get(pk=dossier.pk) for _n in range(2)]
    draft = services.corrections.CorrectionDraft(place="story", reason="Bổ sung.")

    results = at_once(
        *(
            lambda row=row: services.return_dossier(dossier=row, corrections=[draft], actor=place.commune_officer)
            for row in rows
        )
    )

    assert sum(isinstance(result, Conflict | Refused) for result in results) == 1
    assert dossier.corrections.count() == 1


def test_product_codes_given_and_taken_at_once_never_repeat():
    place = make_place()
    row = make_round(place)
    rows = [make_dossier(place, registration_round=row, state=DossierState.OPINION_APPROVED) for _n in range(3)]

    results = at_once(
        lambda: services.forward_dossier(dossier=rows[0], actor=place.commune_officer),
        lambda: services.forward_dossier(dossier=rows[1], actor=place.commune_officer, code_number=2),
        lambda: services.forward_dossier(dossier=rows[2], actor=place.commune_officer, code_number=2),
    )

    codes = [code for code in Dossier.objects.values_list("code", flat=True) if code]
    assert len(codes) == len(set(codes))
    assert len(codes) == sum(not isinstance(result, Exception) for result in results)
