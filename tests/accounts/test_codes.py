"""Printed codes: how many tries they bear, also when the tries come at the same moment."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from accounts import services
from accounts.enums import Role
from accounts.models import OneTimeCode
from tests.factories.accounts import make_person

PASSWORD = "mot-mat-khau-dai-42"


def printed():
    """Return a person and the code that was printed for them."""
    person = make_person(Role.PRODUCER)
    return person, services.make_one_time_code(user=person, actor=make_person(Role.ADMINISTRATOR))


def redeemed(person, code):
    return services.redeem_code(login=person.username, code=code, password=PASSWORD)


@pytest.mark.django_db
@pytest.mark.parametrize(("wrong", "works"), [(4, True), (5, False)])
def test_code_bears_four_wrong_tries(wrong, works):
    person, code = printed()

    for _n in range(wrong):
        assert redeemed(person, "22222-22222") is None

    assert (redeemed(person, code) == person) is works


@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_moment_are_all_counted():
    person, code = printed()
    gate = threading.Barrier(6)

    def wrong():
        try:
            gate.wait()
            redeemed(person, "22222-22222")
        finally:
            connection.close()

    threads = [threading.Thread(target=wrong) for _n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert OneTimeCode.objects.get().failures == 5
    assert redeemed(person, code) is None
