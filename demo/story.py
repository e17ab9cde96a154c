"""All the demo data, in the order of the years."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.test.utils import override_settings
from django.utils import translation

from activity import jobs, journal, notifications
from demo import (
    aftermath,
    dak_glong,
    letters_in,
    live,
    ngoc_hoi,
    ngoc_hoi_rounds,
    office_papers,
    people,
    petitions,
    places,
    quang_ngai,
    reports,
    waiting_letters,
)
from foundation import clock
from foundation.models import Holiday

HOLIDAYS = [
    (1, 1, "Tết Dương lịch"),
    (4, 30, "Ngày Chiến thắng"),
    (5, 1, "Ngày Quốc tế lao động"),
    (9, 2, "Quốc khánh"),
]


def tell(today: date) -> None:
    """Make all demo data as of a day, in one transaction: all of it or nothing.

    Documents are made on the spot. Notices of the past count as delivered: nobody gets a mail about 2021.
    """
    quiet = override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend")
    with quiet, translation.override(settings.LANGUAGE_CODE), jobs.without_nudges(), transaction.atomic():
        _holidays(today)
        with clock.frozen(date(2020, 1, 6)):
            found = places.build()
            people.build(found)
        office_papers.plan_of_ngoc_hoi(found)
        story = ngoc_hoi.tell(found)
        ngoc_hoi_rounds.commune_round(found, story)
        letters_in.of_ngoc_hoi(found)
        office_papers.invitation_of_ngoc_hoi(found)
        ngoc_hoi_rounds.second_round(found, story)
        petitions.of_ngoc_hoi(found)
        office_papers.report_of_ngoc_hoi(found)
        letters_in.answer_of_ngoc_hoi(found)
        office_papers.plan_of_dak_glong(found)
        dak_glong.tell(found)
        office_papers.after_dak_glong(found)
        with clock.frozen(ngoc_hoi.at(2025, 7, 3)):
            quang_ngai.move_producers(found, story)
        closed = quang_ngai.closed_round(found, story)
        office_papers.of_quang_ngai(found, ngoc_hoi.at(2026, 7, 24))
        live.tell(found, story, today)
        aftermath.tell(found, closed)
        petitions.of_quang_ngai(found, today)
        waiting_letters.tell(found, today)
        letters_in.of_quang_ngai(found, today)
        with clock.frozen(today):
            reports.tell(found)
            notifications.count_past_as_delivered(read_before=clock.now() - timedelta(days=7))
            jobs.run_waiting()
            journal.seal()


def _holidays(today: date) -> None:
    for year in range(2021, today.year + 2):
        for month, day, name in HOLIDAYS:
            Holiday.objects.get_or_create(day=date(year, month, day), defaults={"name": name})
