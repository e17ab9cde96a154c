"""A council member who supported a product: known before scoring, recused or kept with a reason."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.urls import reverse

from accounts.enums import Role
from activity.errors import Conflict, NotAllowed, Refused
from evaluations import selectors, services
from evaluations.enums import RecusalState, RoundState
from evaluations.selectors.conflicts import known_conflicts, open_conflicts
from registrations import services as registrations
from registrations.models import Wish
from tests.factories.accounts import make_membership
from tests.factories.evaluations import Hall, bring_to, entry_of, make_round, submit_all

pytestmark = pytest.mark.django_db


def support(hall: Hall, entry, **given):
    """Let the office note support of an entry's product."""
    dossier = entry.dossier
    wish, _made = Wish.objects.get_or_create(
        round=dossier.round,
        producer=dossier.producer,
        product=dossier.product,
        defaults={
            "unit": dossier.unit, "rubric": dossier.rubric, "target_year": 2026, "expected_stars": 3,
            "key": UUID(int=dossier.pk), "created_by": dossier.created_by,
        },
    )  # fmt: skip
    values = {"kind": "packaging", "given": "Thiết kế bao bì"} | given
    return registrations.add_support(wish=wish, values=values, actor=hall.officer)


@pytest.fixture
def found(hall):
    """A round with fixed dossiers, the second member of whose council supported the first product."""
    made = make_round(hall, entries=2, state=RoundState.DOSSIERS_FIXED)
    support(hall, entry_of(made), given_by_user=hall.members[1])
    return made


def test_supporter_is_known_and_sheets_do_not_open_before_an_answer(hall, found):
    with pytest.raises(Refused, match="Thiết kế bao bì"):
        services.open_scoring(evaluation_round=found, actor=hall.officer)

    [conflict] = open_conflicts(found)
    assert (conflict.entry, conflict.member) == (entry_of(found), hall.seats[1])


def test_secretary_recuses_the_supporter_and_the_product_closes(hall, found):
    entry = entry_of(found)

    recusal = services.settle_conflict(entry=entry, member=hall.seats[1], actor=hall.officer, recuse=True)
    services.open_scoring(evaluation_round=found, actor=hall.officer)

    assert (recusal.state, "Thiết kế bao bì" in recusal.reason) == (RecusalState.CONFIRMED, True)
    assert entry not in selectors.entries_visible_to(hall.members[1])
    assert entry_of(found, 1) in selectors.entries_visible_to(hall.members[1])


def test_supporter_judges_only_with_a_written_reason(hall, found):
    entry = entry_of(found)
    with pytest.raises(Refused):
        services.settle_conflict(entry=entry, member=hall.seats[1], actor=hall.officer, recuse=False, reason=" ")

    services.settle_conflict(
        entry=entry, member=hall.seats[1], actor=hall.officer, recuse=False, reason="Chỉ góp ý mẫu nhãn."
    )
    services.open_scoring(evaluation_round=found, actor=hall.officer)

    assert entry in selectors.entries_visible_to(hall.members[1])
    assert entry.recusals.get().answer == "Chỉ góp ý mẫu nhãn."


def test_declaration_of_the_supporter_answers_the_conflict(hall, found):
    services.declare_recusal(entry=entry_of(found), actor=hall.members[1], reason="Tôi đã hỗ trợ.")

    assert open_conflicts(found) == []
    with pytest.raises(Conflict):
        services.settle_conflict(entry=entry_of(found), member=hall.seats[1], actor=hall.officer, recuse=True)


def test_nobody_settles_their_own_conflict_or_one_that_is_not_known(hall, found):
    entry, secretary = entry_of(found), hall.seats[2]
    support(hall, entry, given_by_user=secretary.user)

    for actor, member in ((secretary.user, secretary), (hall.members[0], hall.seats[1])):
        with pytest.raises(NotAllowed):
            services.settle_conflict(entry=entry, member=member, actor=actor, recuse=True)
    with pytest.raises(Refused):
        services.settle_conflict(entry=entry, member=hall.seats[0], actor=hall.officer, recuse=True)


def test_support_noted_during_scoring_keeps_the_round_from_closing(hall):
    made = make_round(hall, quorum_percent=60)
    submit_all(hall, made)
    services.open_discussion(evaluation_round=made, actor=hall.officer)
    support(hall, entry_of(made), given_by_user=hall.members[1])

    with pytest.raises(Refused, match="hỗ trợ sản phẩm"):
        services.close_round(evaluation_round=made, actor=hall.officer)

    services.settle_conflict(entry=entry_of(made), member=hall.seats[1], actor=hall.officer, recuse=True)
    bring_to(hall, made, RoundState.CLOSED)


def test_member_of_the_supporting_office_is_shown_and_does_not_block(hall):
    made = make_round(hall, state=RoundState.DOSSIERS_FIXED)
    support(hall, entry_of(made), given_by_office=hall.office)
    make_membership(user=hall.members[1], role=Role.ROUND_OFFICER, office=hall.office)

    [conflict] = known_conflicts(made)

    assert (conflict.member, conflict.personal) == (hall.seats[1], False)
    services.open_scoring(evaluation_round=made, actor=hall.officer)


def test_cancelled_support_is_no_conflict(hall, found):
    row = entry_of(found).dossier.round.wishes.get().supports.get()

    registrations.cancel_support(support=row, actor=hall.officer, reason="Chưa làm.")

    assert known_conflicts(found) == []


def test_pages_show_the_conflict_to_the_secretary_and_to_the_member_alone(hall, found, client):
    entry = entry_of(found)
    addresses = {
        name: reverse(f"evaluations:{name}", args=[pk])
        for name, pk in (("round", found.pk), ("recusals", found.pk), ("entry", entry.pk))
    }
    settle = reverse("evaluations:conflict_settle", args=[entry.pk, hall.seats[1].pk])

    for person, sees in ((hall.officer, True), (hall.members[1], True), (hall.members[0], False)):
        client.force_login(person)
        for address in addresses.values():
            assert ("Thiết kế bao bì" in client.get(address).content.decode()) is sees
    assert client.get(settle).status_code == 403
    client.force_login(hall.officer)
    assert (
        "Thiết kế bao bì"
        in client.get(reverse("evaluations:round_act", args=[found.pk, "open_scoring"])).content.decode()
    )
    refused = client.post(settle, {"recuse": "no", "reason": ""})
    client.post(settle, {"recuse": "yes"})

    assert "reason" in refused.context["form"].errors
    assert entry.recusals.get().state == RecusalState.CONFIRMED
