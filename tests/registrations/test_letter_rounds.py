"""Rounds out of an incoming letter: prepared in the act that registers it, or not at all."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from activity.errors import Refused
from directives import services
from directives.drafts import TaskDraft
from directives.models import IncomingLetter, Task
from directives.proposals import RoundProposal
from foundation import clock
from registrations.models import RegistrationRound
from tests.directives.incoming.letters import posted

pytestmark = pytest.mark.django_db

LETTER = """Công văn số 55/BNN-OCOP ngày 10/8/2026 của Bộ Nông nghiệp và Môi trường gửi Sở Nông nghiệp và Môi trường.
Đề nghị Sở Nông nghiệp và Môi trường tổ chức đăng ký sản phẩm OCOP. Thời gian nhận đăng ký:
Đợt 1: trước ngày 25/9.
Đợt 2: trước ngày 25/12/2026.
"""


def _confirm(client, place):
    letter = services.receive_letter(office=place.office, text=LETTER, actor=place.round_officer)
    client.force_login(place.round_officer)
    url = reverse("directives:incoming_confirm", args=[letter.pk])
    data = posted(client.get(url).context["forms"])
    data |= {f"tasks-{n}-assignees": place.office.pk for n in range(int(data["tasks-INITIAL_FORMS"]))}
    data["subject"] = "đăng ký"
    client.post(url, data)
    return IncomingLetter.objects.get(pk=letter.pk)


def test_confirmed_letter_prepares_its_two_rounds(client, place):
    letter = _confirm(client, place)

    rows = RegistrationRound.objects.filter(incoming=letter).order_by("due_at")
    assert [(row.name[:5], row.state) for row in rows] == [("Đợt 1", "preparing"), ("Đợt 2", "preparing")]
    page = client.get(reverse("directives:incoming_detail", args=[letter.pk]))
    assert [one.title for one in page.context["made"]] == [row.name for row in rows]


def test_rounds_that_cannot_be_prepared_undo_the_whole_act(client, place):
    with clock.frozen(date(2026, 12, 28)):  # both rounds would be over before they open
        letter = services.receive_letter(office=place.office, text=LETTER, actor=place.round_officer)
        facts = services.LetterFacts(clock.today(), "Bộ", "55/BNN-OCOP", "đăng ký")
        draft = TaskDraft(assignee=place.office, summary="Đăng ký")
        past = RoundProposal("Đợt 1", clock.start_of(date(2026, 9, 25)))

        with pytest.raises(Refused):
            services.register_letter(
                letter=letter, facts=facts, tasks=[draft], rounds=[past], handler="registration_rounds",
                actor=place.round_officer,
            )  # fmt: skip

    letter = IncomingLetter.objects.get(pk=letter.pk)
    assert (letter.state, letter.number, Task.objects.count()) == ("new", None, 0)
