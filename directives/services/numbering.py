"""The registers' numbers: allocated for good, in the transaction of the approval (Nghị định 30/2020, Điều 15).

The counter row is the queue: the UPDATE holds it until the transaction ends, on both databases. A failed transaction
gives its number back with everything else, so there is no gap; a number that was committed is never given again.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from accounts.models import Office
from directives.models import RegisterCounter


def allocate(*, office: Office, series: str, year: int) -> int:
    """Return the next number of a register. Must run in the transaction that writes it on its document."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("a number is allocated in the transaction that uses it")
    counter, _created = RegisterCounter.objects.get_or_create(office=office, series=series, year=year)
    rows = RegisterCounter.objects.filter(pk=counter.pk)
    rows.update(last=F("last") + 1)
    return rows.values_list("last", flat=True).get()


def raise_to(*, office: Office, series: str, year: int, number: int) -> None:
    """Let a register go on behind a number that another system has given, should the portal number again one day."""
    counter, _created = RegisterCounter.objects.get_or_create(office=office, series=series, year=year)
    RegisterCounter.objects.filter(pk=counter.pk, last__lt=number).update(last=number)
