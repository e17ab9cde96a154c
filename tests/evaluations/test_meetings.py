"""Meetings: planned, agenda, invitations, attendance and quorum."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.urls import reverse

from activity.errors import Conflict, NotAllowed, Refused
from activity.models import JournalEntry, Notification
from evaluations import services
from evaluations.enums import RoundState
from evaluations.selectors.meetings import quorum_of
from evaluations.services import MeetingFacts
from foundation import clock
from tests.factories.evaluations import DAY, entry_of, make_hall, make_round, submit_all


def at(day: date, hour: int = 8, minute: int = 30) -> datetime:
    return clock.start_of(day) + timedelta(hours=hour, minutes=minute)


def plan(hall, found, day=DAY, **facts):
    return services.plan_meeting(
        evaluation_round=found, facts=MeetingFacts(at(day), **({"place": "Hội trường A"} | facts)), actor=hall.officer
    )


def attend(hall, meeting, *absent):
    marks = {seat.pk: ("excused" if seat in absent else "present", "") for seat in hall.seats}
    return services.note_attendance(meeting=meeting, marks=marks, actor=hall.officer)


def test_first_meeting_gives_the_round_its_day_and_place(hall):
    found = make_round(hall)

    plan(hall, found, DAY + timedelta(days=9))
    plan(hall, found, DAY + timedelta(days=2), place="Phòng họp 2")

    found.refresh_from_db()
    assert (found.meeting_on, found.place) == (DAY + timedelta(days=2), "Phòng họp 2")
    assert JournalEntry.objects.filter(stream=found.stream, action="plan_meeting").count() == 2


def test_two_meetings_at_one_time_are_refused(hall):
    found = make_round(hall)
    plan(hall, found)

    with pytest.raises(Refused):
        plan(hall, found)


def test_only_the_secretary_plans(hall):
    found = make_round(hall)

    for user in (hall.members[1], hall.head, hall.commune_officer):
        with pytest.raises(NotAllowed):
            services.plan_meeting(evaluation_round=found, facts=MeetingFacts(at(DAY)), actor=user)


def test_nothing_is_planned_once_the_round_is_closed(hall):
    found = make_round(hall, state=RoundState.CLOSED)

    with pytest.raises(Conflict):
        plan(hall, found)


def test_meeting_changed_in_two_windows_keeps_the_first_change(hall):
    meeting = plan(hall, make_round(hall))
    seen = meeting.version
    services.change_meeting(
        meeting=meeting, facts=MeetingFacts(at(DAY, 14), "Phòng 1"), actor=hall.officer, version=seen
    )

    with pytest.raises(Conflict):
        services.change_meeting(
            meeting=meeting, facts=MeetingFacts(at(DAY, 15), "Phòng 2"), actor=hall.officer, version=seen
        )

    meeting.refresh_from_db()
    assert meeting.place == "Phòng 1"


def test_agenda_refuses_products_of_other_rounds_and_equal_times(hall):
    found = make_round(hall, entries=2)
    meeting, first, second = plan(hall, found), entry_of(found), entry_of(found, 1)
    foreign = entry_of(make_round(hall))

    for times in ({foreign.pk: time(9)}, {first.pk: time(9), second.pk: time(9)}):
        with pytest.raises(Refused):
            services.set_agenda(meeting=meeting, times=times, actor=hall.officer)

    assert not meeting.agenda.exists()


def test_agenda_names_the_time_that_is_early_or_given_twice(hall):
    found = make_round(hall, entries=2)
    meeting, first, second = plan(hall, found), entry_of(found), entry_of(found, 1)

    with pytest.raises(Refused, match=r"07:15.*08:30"):
        services.set_agenda(meeting=meeting, times={first.pk: time(7, 15)}, actor=hall.officer)
    with pytest.raises(Refused, match="09:10"):
        services.set_agenda(meeting=meeting, times={first.pk: time(9, 10), second.pk: time(9, 10)}, actor=hall.officer)


def test_council_does_not_meet_before_the_round_opens(hall):
    found = make_round(hall, opens_on=DAY)
    meeting = plan(hall, found)
    early = services.MeetingFacts(at(DAY - timedelta(days=1)))

    with pytest.raises(Refused, match=f"{DAY:%d/%m/%Y}"):
        plan(hall, found, DAY - timedelta(days=1))
    with pytest.raises(Refused):
        services.change_meeting(meeting=meeting, facts=early, actor=hall.officer, version=meeting.version)
    with pytest.raises(Refused):
        make_round(hall, opens_on=DAY, meeting_on=DAY - timedelta(days=1))


def test_invitation_tells_each_producer_the_own_time_only(hall):
    found = make_round(hall, entries=2)
    meeting, first, second = plan(hall, found), entry_of(found), entry_of(found, 1)
    services.set_agenda(meeting=meeting, times={first.pk: time(9), second.pk: time(9, 20)}, actor=hall.officer)

    services.invite(meeting=meeting, actor=hall.officer)

    told = Notification.objects.filter(kind__startswith="presentation")
    bodies = {row.recipient_id: row.body for row in told}
    assert "09:00" in bodies[first.dossier.created_by_id]
    assert "09:20" not in bodies[first.dossier.created_by_id]
    assert "09:20" in bodies[second.dossier.created_by_id]
    council = Notification.objects.filter(kind="meeting_invitation").values_list("recipient_id", flat=True)
    assert set(council) == {person.pk for person in hall.members}


def test_confirm_page_names_those_who_are_told(client, hall):
    found = make_round(hall)
    meeting = plan(hall, found)
    services.set_agenda(meeting=meeting, times={entry_of(found).pk: time(9)}, actor=hall.officer)
    client.force_login(hall.officer)

    named = client.get(reverse("evaluations:meeting_invite", args=[meeting.pk])).context["confirm"].tells
    client.post(reverse("evaluations:meeting_invite", args=[meeting.pk]))

    told = Notification.objects.filter(kind__in=("meeting_invitation", f"presentation:{entry_of(found).pk}"))
    assert {str(line).split(" – ")[0] for line in named} == {str(row.recipient) for row in told}


def test_recused_member_does_not_find_the_product_on_the_agenda(client, hall):
    found = make_round(hall, entries=2)
    entry, member = entry_of(found), hall.members[1]
    entry.dossier.product.name = "SAN PHAM KIN"
    entry.dossier.product.save()
    meeting = plan(hall, found)
    services.set_agenda(meeting=meeting, times={entry.pk: time(9)}, actor=hall.officer)
    client.force_login(member)
    before = client.get(reverse("evaluations:meeting", args=[meeting.pk])).content.decode()

    recusal = services.declare_recusal(entry=entry, actor=member, reason="Em ruột của giám đốc.")
    services.answer_recusal(recusal=recusal, actor=hall.officer, accepted=True)

    after = client.get(reverse("evaluations:meeting", args=[meeting.pk])).content.decode()
    assert "SAN PHAM KIN" in before
    assert "SAN PHAM KIN" not in after


def test_recused_secretary_keeps_the_time_of_the_closed_product(hall):
    found = make_round(hall, entries=2)
    entry, other, secretary = entry_of(found), entry_of(found, 1), hall.members[2]
    meeting = plan(hall, found)
    services.set_agenda(meeting=meeting, times={entry.pk: time(9)}, actor=hall.officer)
    services.declare_recusal(entry=entry, actor=secretary, reason="Em ruột của giám đốc.")

    services.set_agenda(meeting=meeting, times={other.pk: time(10)}, actor=secretary)

    assert [(row.entry_id, row.starts_at) for row in meeting.agenda.all()] == [
        (entry.pk, time(9)),
        (other.pk, time(10)),
    ]
    with pytest.raises(Refused):
        services.set_agenda(meeting=meeting, times={entry.pk: time(11)}, actor=secretary)


def test_closed_time_that_became_early_keeps_nobody_from_setting_the_others(hall):
    found = make_round(hall, entries=2)
    entry, other, secretary = entry_of(found), entry_of(found, 1), hall.members[2]
    meeting = plan(hall, found)
    services.set_agenda(meeting=meeting, times={entry.pk: time(9)}, actor=hall.officer)
    services.declare_recusal(entry=entry, actor=secretary, reason="Em ruột của giám đốc.")
    later = services.MeetingFacts(at(DAY) + timedelta(hours=2), meeting.place)
    meeting = services.change_meeting(meeting=meeting, facts=later, actor=hall.officer, version=meeting.version)

    services.set_agenda(meeting=meeting, times={other.pk: time(11)}, actor=secretary)

    assert set(meeting.agenda.values_list("starts_at", flat=True)) == {time(9), time(11)}


def test_quorum_counts_who_is_there_and_after_recusals(seven):
    found = make_round(seven, entries=2)
    entry, other = entry_of(found), entry_of(found, 1)
    services.declare_recusal(entry=entry, actor=seven.members[1], reason="Em ruột của giám đốc.")
    meeting = plan(seven, found)

    attend(seven, meeting, seven.seats[3])

    whole, first, second = quorum_of(meeting, [entry, other])
    assert (whole.present, whole.needed, whole.reached) == (6, 6, True)
    assert (first.present, first.needed, first.reached) == (5, 6, False)
    assert (second.present, second.reached) == (6, True)


def test_quorum_of_those_who_remain_when_the_regulation_says_so(seven):
    found = make_round(seven, quorum_base="remaining")
    services.declare_recusal(entry=entry_of(found), actor=seven.members[1], reason="Em ruột của giám đốc.")
    meeting = plan(seven, found)

    attend(seven, meeting, seven.seats[3])

    assert [(one.present, one.needed) for one in quorum_of(meeting, [entry_of(found)])] == [(6, 6), (5, 5)]


def test_round_is_not_closed_where_the_meeting_had_no_quorum(hall):
    found = make_round(hall)
    submit_all(hall, found)
    services.open_discussion(evaluation_round=found, actor=hall.officer)
    meeting = plan(hall, found)
    attend(hall, meeting, hall.seats[1])

    with pytest.raises(Refused, match="dự họp"):
        services.close_round(evaluation_round=found, actor=hall.officer)

    attend(hall, meeting)
    assert services.close_round(evaluation_round=found, actor=hall.officer).state == RoundState.CLOSED


def test_meeting_without_chair_has_no_quorum(hall):
    found = make_round(hall, quorum_percent=50)
    meeting = plan(hall, found)

    attend(hall, meeting, hall.seats[0])

    assert [one.reached for one in quorum_of(meeting)] == [False]


def test_attendance_is_not_noted_before_the_day_nor_for_strangers(hall):
    found = make_round(hall)
    later, today = plan(hall, found, DAY + timedelta(days=1)), plan(hall, found)
    other = make_hall(law=hall.law, members=1)

    with pytest.raises(Refused):
        attend(hall, later)
    with pytest.raises(Refused):
        services.note_attendance(meeting=today, marks={other.seats[0].pk: ("present", "")}, actor=hall.officer)


def test_pages_of_a_meeting_are_for_the_round_only(client, hall):
    found = make_round(hall)
    meeting = plan(hall, found)
    producer = entry_of(found).dossier.created_by
    names = ("meeting", "meeting_edit", "meeting_agenda", "meeting_invite", "meeting_attendance")

    statuses = {}
    for user in (hall.officer, hall.members[1], producer):
        client.force_login(user)
        statuses[user.pk] = [
            client.get(reverse(f"evaluations:{name}", args=[meeting.pk])).status_code for name in names
        ]

    assert statuses[hall.officer.pk] == [200] * 5
    assert statuses[hall.members[1].pk] == [200, 403, 403, 403, 403]
    assert statuses[producer.pk] == [404] * 5


def test_secretary_plans_lays_out_and_notes_on_screen(client, hall):
    found = make_round(hall, entries=2)
    client.force_login(hall.officer)

    page = client.post(
        reverse("evaluations:meeting_plan", args=[found.pk]),
        {"day": DAY.isoformat(), "time": "08:00", "place": "Hội trường", "subject": "Chấm điểm"},
    )
    meeting = found.meetings.get()
    agenda = reverse("evaluations:meeting_agenda", args=[meeting.pk])
    laid = client.get(agenda, {"begin": "08:30", "minutes": "25"}).context["form"]
    client.post(agenda, {name: field.initial.strftime("%H:%M") for name, field in laid.fields.items()})
    marks = {f"m{seat.pk}": "present" for seat in hall.seats}
    client.post(reverse("evaluations:meeting_attendance", args=[meeting.pk]), marks)

    shown = client.get(page.url)
    assert [item.starts_at for item in shown.context["agenda"]] == [time(8, 30), time(8, 55)]
    assert shown.context["whole"].reached


def test_attendance_is_offered_from_the_day_on(client, hall):
    found = make_round(hall)
    later, today = plan(hall, found, DAY + timedelta(days=1)), plan(hall, found)
    client.force_login(hall.officer)

    offered = {}
    for meeting in (later, today):
        address = reverse("evaluations:meeting_attendance", args=[meeting.pk])
        page = client.get(reverse("evaluations:meeting", args=[meeting.pk])).content.decode()
        offered[meeting.pk] = (address in page, "<select" in client.get(address).content.decode())

    assert offered == {later.pk: (False, False), today.pk: (True, True)}


def test_everybody_can_be_filled_in_as_present_and_is_not_saved_by_that(client, hall):
    meeting = plan(hall, make_round(hall))
    attend(hall, meeting, hall.seats[0])
    services.note_attendance(meeting=meeting, marks={hall.seats[0].pk: ("absent", "")}, actor=hall.officer)
    client.force_login(hall.officer)

    form = client.get(reverse("evaluations:meeting_attendance", args=[meeting.pk]), {"all": "1"}).context["form"]

    assert [form[f"m{seat.pk}"].value() for seat in hall.seats] == ["absent", *["present"] * (len(hall.seats) - 1)]
    assert meeting.attendance.count() == 1


def test_meeting_page_costs_the_same_for_one_and_three_products(client, hall, django_assert_max_num_queries):
    def cost(entries):
        found = make_round(hall, entries=entries)
        meeting = plan(hall, found)
        rows = found.entries.order_by("order")
        services.set_agenda(
            meeting=meeting, times={row.pk: time(9, n) for n, row in enumerate(rows)}, actor=hall.officer
        )
        attend(hall, meeting, hall.seats[1])
        client.force_login(hall.officer)
        with django_assert_max_num_queries(60) as queries:
            client.get(reverse("evaluations:meeting", args=[meeting.pk]))
        return len(queries)

    cost(1)
    assert cost(1) == cost(3)
