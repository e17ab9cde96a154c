"""A round or a meeting that is open in two windows: what was saved first is not overwritten unseen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from evaluations import services
from evaluations.enums import RoundState
from evaluations.services import MeetingFacts
from foundation import clock
from tests.factories.evaluations import DAY, make_round


def filled(form, **changed):
    """Return what a browser sends for a form as it was shown, with some fields filled in anew."""
    shown = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in (shown | changed).items() if value is not None and value is not False}


@pytest.fixture
def pages(client, hall):
    """The two pages, each with the fields that are changed in the first and in the second window."""
    client.force_login(hall.officer)
    prepared = make_round(hall, state=RoundState.PREPARING)
    facts = MeetingFacts(clock.start_of(DAY) + timedelta(hours=8), "Phòng 1")
    meeting = services.plan_meeting(evaluation_round=make_round(hall), facts=facts, actor=hall.officer)
    return [
        (prepared, reverse("evaluations:round_edit", args=[prepared.pk]), "name"),
        (meeting, reverse("evaluations:meeting_edit", args=[meeting.pk]), "place"),
    ]


def test_second_window_is_told_and_the_first_change_stays(client, pages):
    for row, address, field in pages:
        form = client.get(address).context["form"]

        first = client.post(address, filled(form, **{field: "Sửa ở cửa sổ một"}))
        second = client.post(address, filled(form, **{field: "Sửa ở cửa sổ hai"}))

        row.refresh_from_db()
        assert (first.status_code, second.status_code) == (302, 200)
        assert second.context["form"].non_field_errors()
        assert getattr(row, field) == "Sửa ở cửa sổ một"


def test_page_carries_the_version_that_it_shows(client, pages):
    for row, address, _field in pages:
        page = client.get(address).content.decode()

        assert f'name="version" value="{row.version}"' in page
