"""Re-evaluations by written opinions: asked, answered, counted, written down; a meeting where opinions differ."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from activity.errors import Conflict, NotAllowed, Refused
from activity.models import Notification
from directives.services import send_reminders
from evaluations import services
from evaluations.enums import Outcome, RoundState
from evaluations.models import WrittenOpinion
from evaluations.papers import facts_of, minutes_content
from evaluations.selectors.written import written_of
from evaluations.services import MeetingFacts
from foundation import clock
from registrations.enums import DossierKind
from tests.factories.evaluations import DAY, bring_to, entry_of, make_hall, make_round, submit_all, submit_sheet
from tests.factories.rubrics import CODE_2019, publish_law

UNTIL = DAY + timedelta(days=10)
_COSTS: dict[str, int] = {}


def again(found, *indexes):
    for index in indexes or (0,):
        dossier = entry_of(found, index).dossier
        dossier.kind = DossierKind.AGAIN
        dossier.save()


def make_renewal(hall, *, entries=1, **facts):
    found = make_round(hall, entries=entries, **({"written_opinions": True} | facts))
    again(found, *range(entries))
    return found


def ask(hall, found, *entries, until=UNTIL, proposal="Giữ hạng 4 sao?"):
    return services.ask_opinions(
        evaluation_round=found,
        entries=entries or [entry_of(found)],
        answers_by=until,
        proposal=proposal,
        actor=hall.officer,
    )[0]


def answer(hall, asked, *, against=(), only=None):
    for member in only or hall.members:
        reason = "Sản lượng đã giảm hẳn." if member in against else ""
        services.give_opinion(request=asked, agrees=member not in against, reason=reason, actor=member)


def text_of(content):
    return str(content.to_dict())


def test_renewal_is_judged_in_writing_without_a_meeting(hall):
    found = make_renewal(hall)
    asked = ask(hall, found)
    submit_all(hall, found, 80)
    answer(hall, asked)

    bring_to(hall, found, RoundState.CLOSED)

    entry = entry_of(found)
    assert (entry.outcome, entry.stars, entry.mean) == (Outcome.RECOGNISED, 4, "80.00")
    assert (entry.result["written"]["agree"], entry.result["written"]["met"]) == (3, False)
    minutes = text_of(minutes_content(facts_of(found), secretary="Thư ký"))
    assert "Lấy ý kiến bằng văn bản của Hội đồng OCOP" in minutes
    assert "cho ý kiến bằng văn bản từ ngày 15/09/2026 đến hết ngày 25/09/2026, không tổ chức họp" in minutes
    assert "3/3 thành viên cho ý kiến bằng văn bản, 3 đồng ý" in minutes
    assert "Cuộc họp tổ chức" not in minutes


def test_nothing_is_asked_where_the_decision_knows_no_written_opinions(db):
    with clock.frozen(DAY.replace(year=2021)):
        old = make_hall(law=publish_law(CODE_2019), level="district", members=3)
        with pytest.raises(Refused):
            make_round(old, written_opinions=True)
        found = make_round(old)
        again(found)
        found.written_opinions = True
        found.save()

        with pytest.raises(Refused):
            ask(old, found, until=DAY.replace(year=2021))


def test_nothing_is_asked_where_the_regulation_does_not_allow_it(hall):
    found = make_renewal(hall, written_opinions=False)

    with pytest.raises(Refused):
        ask(hall, found)


def test_first_evaluation_is_never_judged_in_writing(client, hall):
    found = make_round(hall, entries=2, written_opinions=True)
    again(found, 1)

    with pytest.raises(Refused, match="đánh giá lại"):
        ask(hall, found)

    client.force_login(hall.officer)
    page = client.get(reverse("evaluations:opinions", args=[found.pk]))
    assert [entry.pk for entry, _one in page.context["rows"]] == [entry_of(found, 1).pk]


def test_only_the_secretary_asks_and_only_before_the_discussion(hall):
    found = make_renewal(hall)
    for person in (hall.members[1], hall.leader, hall.commune_officer):
        with pytest.raises(NotAllowed):
            services.ask_opinions(
                evaluation_round=found, entries=[entry_of(found)], answers_by=UNTIL, proposal="?", actor=person
            )
    bring_to(hall, found, RoundState.DISCUSSION)

    with pytest.raises(Conflict):
        ask(hall, found)


def test_opinion_needs_the_members_own_submitted_sheet(hall):
    found = make_renewal(hall)
    asked, member = ask(hall, found), hall.members[1]

    with pytest.raises(Refused, match="phiếu"):
        answer(hall, asked, only=[member])
    with pytest.raises(NotAllowed):
        services.give_opinion(request=asked, agrees=True, reason="", actor=hall.officer)


def test_opinion_falls_when_the_sheet_is_opened_and_submitted_anew(hall):
    found = make_renewal(hall)
    asked, member = ask(hall, found), hall.members[1]
    sheet = submit_sheet(entry_of(found), member, 80)
    answer(hall, asked, only=[member])
    services.reopen_sheet(sheet=sheet, actor=hall.officer, reason="Tích nhầm.")
    submit_sheet(entry_of(found), member, 81)

    before = written_of(found)[entry_of(found).pk]
    answer(hall, asked, only=[member])
    after = written_of(found)[entry_of(found).pk]

    assert (len(before.given), len(after.given)) == (0, 1)
    assert WrittenOpinion.objects.count() == 1


@pytest.mark.parametrize(("days", "accepted"), [(9, True), (10, True), (11, False)])
def test_term_ends_with_its_last_day(hall, days, accepted):
    found = make_renewal(hall)
    asked, member = ask(hall, found), hall.members[0]
    submit_sheet(entry_of(found), member, 80)

    with clock.frozen(DAY + timedelta(days=days)):
        if accepted:
            answer(hall, asked, only=[member])
        else:
            with pytest.raises(Refused, match="25/09/2026"):
                answer(hall, asked, only=[member])

    assert WrittenOpinion.objects.exists() is accepted


def test_discussion_waits_for_answers_until_the_term_is_over(hall):
    found = make_renewal(hall)
    ask(hall, found)
    submit_all(hall, found, 80)

    with pytest.raises(Refused, match="25/09/2026"):
        services.open_discussion(evaluation_round=found, actor=hall.officer)

    with clock.frozen(UNTIL + timedelta(days=1)):
        bring_to(hall, found, RoundState.DISCUSSION)
    assert found.state == RoundState.DISCUSSION


def test_round_is_not_closed_below_the_quorum_of_opinions(hall):
    found = make_renewal(hall)
    asked = ask(hall, found)
    submit_all(hall, found, 80)
    answer(hall, asked, only=hall.members[:2])
    with clock.frozen(UNTIL + timedelta(days=1)):
        bring_to(hall, found, RoundState.DISCUSSION)

        with pytest.raises(Refused, match="2 ý kiến"):
            services.close_round(evaluation_round=found, actor=hall.officer)


def test_differing_opinions_need_a_meeting_with_noted_attendance(hall):
    found = make_renewal(hall)
    asked = ask(hall, found)
    submit_all(hall, found, 80)
    answer(hall, asked, against=[hall.members[1]])
    bring_to(hall, found, RoundState.DISCUSSION)

    with pytest.raises(Refused, match="khác nhau"):
        services.close_round(evaluation_round=found, actor=hall.officer)

    meeting = services.plan_meeting(
        evaluation_round=found, facts=MeetingFacts(clock.now(), "Phòng 2"), actor=hall.officer
    )
    marks = {seat.pk: ("present", "") for seat in hall.seats}
    services.note_attendance(meeting=meeting, marks=marks, actor=hall.officer)
    services.close_round(evaluation_round=found, actor=hall.officer)

    entry = entry_of(found)
    assert entry.result["written"]["met"] is True
    minutes = text_of(minutes_content(facts_of(found), secretary="Thư ký"))
    assert "1 không đồng ý (Thành viên 2: Sản lượng đã giảm hẳn); Hội đồng đã họp" in minutes
    assert "Cuộc họp tổ chức lúc" in minutes


def test_wide_spread_counts_as_differing_opinions(hall):
    found = make_renewal(hall)
    asked, entry = ask(hall, found), entry_of(found)
    for member, total in zip(hall.members, (80, 80, 95), strict=True):
        submit_sheet(entry, member, total)
    answer(hall, asked)

    assert written_of(found)[entry.pk].differ is True


def test_secretary_takes_a_product_to_a_meeting(hall):
    found = make_renewal(hall)
    asked, member = ask(hall, found), hall.members[1]
    submit_all(hall, found, 80)

    with pytest.raises(NotAllowed):
        services.take_to_meeting(request=asked, reason="Cần nghe chủ thể.", actor=member)
    services.take_to_meeting(request=asked, reason="Cần nghe chủ thể.", actor=hall.officer)

    with pytest.raises(Conflict):
        answer(hall, asked, only=[member])
    assert Notification.objects.filter(kind="opinions_to_meeting", recipient=member).exists()
    bring_to(hall, found, RoundState.DISCUSSION)
    with pytest.raises(Refused):
        services.close_round(evaluation_round=found, actor=hall.officer)


def test_recused_member_is_neither_asked_nor_counted(client, seven):
    found = make_renewal(seven)
    entry, member = entry_of(found), seven.members[1]
    services.declare_recusal(entry=entry, actor=member, reason="Em ruột.")

    asked = ask(seven, found)

    client.force_login(member)
    page = client.get(reverse("evaluations:opinions", args=[found.pk])).content.decode()
    assert not Notification.objects.filter(kind="opinion_asked", recipient=member).exists()
    assert entry.dossier.product.name not in page
    assert client.get(reverse("evaluations:opinion", args=[entry.pk])).status_code == 404
    with pytest.raises(NotAllowed):
        services.give_opinion(request=asked, agrees=True, reason="", actor=member)
    assert len(written_of(found)[entry.pk].standings) == 6


def test_answers_stay_closed_until_the_sheets_open(client, hall):
    found = make_renewal(hall)
    asked = ask(hall, found)
    submit_all(hall, found, 80)
    answer(hall, asked, against=[hall.members[1]])
    address = reverse("evaluations:opinions", args=[found.pk])

    pages = []
    for person in (hall.officer, hall.members[0]):
        client.force_login(person)
        pages.append(client.get(address).content.decode())
    bring_to(hall, found, RoundState.DISCUSSION)
    opened = client.get(address).content.decode()

    assert all("Sản lượng đã giảm hẳn" not in page and "không đồng ý" not in page for page in pages)
    assert "Sản lượng đã giảm hẳn" in opened


def test_member_answers_on_the_page_and_disagreeing_needs_a_reason(client, hall):
    found = make_renewal(hall)
    ask(hall, found)
    entry, member = entry_of(found), hall.members[1]
    client.force_login(member)
    address = reverse("evaluations:opinion", args=[entry.pk])
    assert "phiếu" in client.get(address).content.decode()
    submit_sheet(entry, member, 80)

    refused = client.post(address, {"opinion": "disagree", "reason": " "})
    client.post(address, {"opinion": "disagree", "reason": "Chưa đủ giấy."})

    assert refused.context["form"].errors["reason"]
    assert WrittenOpinion.objects.get().reason == "Chưa đủ giấy."


def test_secretary_asks_on_the_page_and_members_are_told_and_reminded(client, hall):
    found = make_renewal(hall, entries=2)
    client.force_login(hall.officer)
    chosen = [entry_of(found).pk, entry_of(found, 1).pk]

    client.post(
        reverse("evaluations:opinions", args=[found.pk]),
        {"entries": chosen, "proposal": "Giữ hạng?", "answers_by": f"{UNTIL:%d/%m/%Y}"},
    )

    told = Notification.objects.filter(kind="opinion_asked")
    assert {row.recipient_id for row in told} == {person.pk for person in hall.members}
    assert told.count() == 6
    with clock.frozen(clock.start_of(UNTIL - timedelta(days=1)) + timedelta(hours=9)):
        sent = send_reminders()
    assert {row.recipient for row in sent if row.kind == "reminder:opinions"} == {p.username for p in hall.members}


def test_term_is_made_longer_but_the_question_stays_once_somebody_answered(hall):
    found = make_renewal(hall)
    asked, member = ask(hall, found), hall.members[0]
    submit_sheet(entry_of(found), member, 80)
    answer(hall, asked, only=[member])

    longer = ask(hall, found, until=UNTIL + timedelta(days=5))
    with pytest.raises(Refused):
        ask(hall, found, proposal="Nâng lên 5 sao?")

    assert (longer.pk, longer.answers_by) == (asked.pk, UNTIL + timedelta(days=5))


@pytest.mark.parametrize("number", [1, 3])
def test_page_of_opinions_costs_the_same_for_one_and_three(client, hall, number, django_assert_max_num_queries):
    found = make_renewal(hall, entries=number)
    ask(hall, found, *found.entries.select_related("round", "dossier__product"))
    client.force_login(hall.officer)

    with django_assert_max_num_queries(40) as queries:
        client.get(reverse("evaluations:opinions", args=[found.pk]))

    assert len(queries) == _COSTS.setdefault("page", len(queries))
