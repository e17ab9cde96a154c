"""The slip numbers of an office that runs rounds: a series of its own for each office, year and kind of round."""

from __future__ import annotations

from accounts.models import Office
from foundation import clock
from registrations.selectors.codes import province_code
from registrations.services.numbers import next_number


def office_slip_number(office: Office, *, training: bool) -> str:
    """Return a new slip number of the office (Mẫu 01, second official part): "07/PĐK-51-SNN-2026".

    The office's abbreviation stands where the commune's code stands in the commune's number, so that the two never
    meet.
    """
    number = next_number(office.unit, f"office{office.pk}"[:12], training=training)
    text = f"{number:02d}/PĐK-{province_code(office.unit)}-{office.abbreviation}-{clock.today().year}"
    return f"{text} (TẬP HUẤN)" if training else text
