"""Advisers with a conflict of interest: declared, answered, suggested; the entry is closed to them altogether."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.enums import Role
from activity.errors import Conflict, NotAllowed, Refused
from activity.models import Notification
from evaluations import selectors, services
from evaluations.enums import RecusalState, RoundState
from evaluations.models import TeamRecusal
from evaluations.papers import facts_of, minutes_content
from evaluations.selectors.conflicts import open_conflicts
from evaluations.selectors.files import stored_files_visible_to
from foundation import files
from registrations.models import ProducerMember
from registrations.selectors import dossiers_visible_to
from tests.evaluations.test_advice import photo
from tests.factories.accounts import make_person
from tests.factories.evaluations import bring_to, entry_of, make_round

WHY = "Chị dâu của giám đốc hợp tác xã."


@pytest.fixture
def adviser(hall):
    person = make_person(Role.COUNCIL_MEMBER, hall.office, full_name="Người Thẩm Tra")
    services.add_adviser(council=hall.council, user=person, actor=hall.officer, title="Chuyên viên", leads=True)
    return person


@pytest.fixture
def found(hall, adviser):
    return make_round(hall, entries=2)


def place(name, *args):
    return reverse(f"evaluations:{name}", args=args)


def report_with_photo(hall, entry):
    services.save_advice(entry=entry, actor=hall.officer, facts={"summary": "BAO CAO KIN"}, findings={}, version=0)
    services.add_visit_photos(entry=entry, actor=hall.officer, uploads=[files.check_upload(photo())], caption="Kho")
    return entry.advice.files.get()


def test_adviser_declares_and_the_entry_is_closed_with_its_report_files_and_search(client, hall, adviser, found):
    entry, other = entry_of(found), entry_of(found, 1)
    file = report_with_photo(hall, entry)
    client.force_login(adviser)
    pages = [place(name, entry.pk) for name in ("entry", "advice", "advice_write", "advice_photos")]
    pages += [file.get_absolute_url(), file.page_url(1), entry.dossier.get_absolute_url()]
    before = [client.get(page) for page in pages]

    client.post(place("recuse", entry.pk), {"reason": WHY})

    assert [page.status_code for page in before] == [200] * 7
    for page in before:
        for close in page._resource_closers:
            close()
    assert [client.get(page).status_code for page in pages] == [404] * 7
    assert not selectors.advice_visible_to(adviser).exists()
    assert not stored_files_visible_to(adviser).exists()
    assert set(dossiers_visible_to(adviser)) == {other.dossier}
    assert set(selectors.entries_visible_to(adviser)) == {other}
    assert entry.dossier.product.name not in client.get(place("round", found.pk)).content.decode()
    told = set(Notification.objects.filter(kind="recusal_declared").values_list("recipient_id", flat=True))
    assert told == {hall.officer.pk, hall.members[2].pk}
    with pytest.raises(NotAllowed):
        services.save_advice(entry=entry, actor=adviser, facts={}, findings={}, version=1)


def test_declaration_not_accepted_opens_the_entry_again(client, hall, adviser, found):
    entry = entry_of(found)
    recusal = services.declare_team_recusal(entry=entry, actor=adviser, reason=WHY)
    client.force_login(hall.officer)

    client.post(place("team_recusal_answer", recusal.pk), {"accepted": "no", "answer": "Quan hệ xa."})

    recusal.refresh_from_db()
    assert (recusal.state, recusal.answer) == (RecusalState.DECLINED, "Quan hệ xa.")
    assert entry in selectors.entries_visible_to(adviser)
    assert Notification.objects.filter(kind="recusal_answered", recipient=adviser).exists()


def test_confirmed_adviser_stays_out_when_put_on_the_team_again(hall, adviser, found):
    entry = entry_of(found)
    recusal = services.declare_team_recusal(entry=entry, actor=adviser, reason=WHY)
    services.answer_team_recusal(recusal=recusal, actor=hall.officer, accepted=True)

    services.remove_adviser(adviser=hall.council.advisers.get(), actor=hall.officer)
    services.add_adviser(council=hall.council, user=adviser, actor=hall.officer)

    assert entry not in selectors.entries_visible_to(adviser)


def test_nobody_answers_the_own_declaration_nor_a_strangers(client, hall, adviser, found):
    recusal = services.declare_team_recusal(entry=entry_of(found), actor=adviser, reason=WHY)

    for user in (adviser, hall.members[1], hall.commune_officer):
        with pytest.raises(NotAllowed):
            services.answer_team_recusal(recusal=recusal, actor=user, accepted=True)
    client.force_login(hall.members[1])
    assert client.get(place("team_recusal_answer", recusal.pk)).status_code == 404


def test_declared_twice_and_without_reason_is_refused(hall, adviser, found):
    entry = entry_of(found)
    with pytest.raises(Refused):
        services.declare_team_recusal(entry=entry, actor=adviser, reason=" ")
    services.declare_team_recusal(entry=entry, actor=adviser, reason=WHY)

    with pytest.raises(Conflict):
        services.declare_team_recusal(entry=entry, actor=adviser, reason=WHY)
    with pytest.raises(NotAllowed):
        services.declare_team_recusal(entry=entry, actor=hall.members[0], reason=WHY)


def test_tie_of_an_adviser_is_suggested_and_answered_before_the_sheets_open(client, hall, adviser):
    found = make_round(hall, entries=2, state=RoundState.DOSSIERS_FIXED)
    entry = entry_of(found)
    ProducerMember.objects.create(user=adviser, producer=entry.dossier.producer)
    client.force_login(hall.officer)
    seat = hall.council.advisers.get()

    [conflict] = open_conflicts(found)
    page = client.get(place("recusals", found.pk)).content.decode()
    with pytest.raises(Refused, match="Người Thẩm Tra"):
        services.open_scoring(evaluation_round=found, actor=hall.officer)
    client.post(place("team_conflict_settle", entry.pk, seat.pk), {"recuse": "yes", "reason": ""})

    assert conflict.of_team
    assert place("team_conflict_settle", entry.pk, seat.pk) in page
    assert TeamRecusal.objects.get().state == RecusalState.CONFIRMED
    assert open_conflicts(found) == []
    assert entry not in selectors.entries_visible_to(adviser)
    assert services.open_scoring(evaluation_round=found, actor=hall.officer).state == RoundState.SCORING


def test_adviser_may_advise_all_the_same_only_with_a_reason(hall, adviser):
    found = make_round(hall, state=RoundState.DOSSIERS_FIXED)
    entry, seat = entry_of(found), hall.council.advisers.get()
    services.declare_tie(user=adviser, producer=entry.dossier.producer, relation="Góp vốn cũ")
    given = {"entry": entry, "adviser": seat, "actor": hall.officer, "recuse": False}

    with pytest.raises(Refused):
        services.settle_team_conflict(**given)
    with pytest.raises(NotAllowed):
        services.settle_team_conflict(**given | {"actor": adviser, "reason": "Tôi vô tư."})
    services.settle_team_conflict(**given, reason="Đã rút vốn từ 2020.")

    assert entry in selectors.entries_visible_to(adviser)
    assert Notification.objects.filter(kind="tie_declared", recipient=hall.officer).exists()


def test_round_is_not_closed_while_a_declaration_waits(hall, adviser, found):
    bring_to(hall, found, RoundState.DISCUSSION)
    services.declare_team_recusal(entry=entry_of(found), actor=adviser, reason=WHY)

    with pytest.raises(Refused):
        services.close_round(evaluation_round=found, actor=hall.officer)


def test_minutes_name_the_adviser_who_stood_aside(hall, adviser, found):
    recusal = services.declare_team_recusal(entry=entry_of(found), actor=adviser, reason=WHY)
    services.answer_team_recusal(recusal=recusal, actor=hall.officer, accepted=True)
    bring_to(hall, found, RoundState.CLOSED)

    words = " ".join(str(block) for block in minutes_content(facts_of(found), secretary="Thư ký").body)

    assert words.count("không tham gia thẩm tra do có xung đột lợi ích: Người Thẩm Tra") == 1


def test_list_of_declarations_costs_the_same_for_one_and_three(client, hall, adviser, django_assert_max_num_queries):
    found = make_round(hall, entries=3)
    client.force_login(hall.officer)

    def cost():
        with django_assert_max_num_queries(60) as queries:
            client.get(place("recusals", found.pk))
        return len(queries)

    services.declare_team_recusal(entry=entry_of(found), actor=adviser, reason=WHY)
    cost()
    one = cost()
    for index in (1, 2):
        services.declare_team_recusal(entry=entry_of(found, index), actor=adviser, reason=WHY)

    assert cost() == one
