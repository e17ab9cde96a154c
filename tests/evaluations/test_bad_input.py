"""What a meeting brings that nobody planned, sent to the pages themselves: nothing is lost, nothing slips in."""

from __future__ import annotations

import pytest
from django.urls import reverse

from activity.errors import Refused
from evaluations import services
from evaluations.enums import Outcome, RoundState, SheetState
from evaluations.models import Sheet, SheetItem, SheetVersion
from tests.factories.evaluations import bring_to, entry_of, fill_sheet, make_hall, make_round, submit_all, submit_sheet
from tests.factories.rubrics import coffee_rubric_2019

HTMX = {"HTTP_HX_REQUEST": "true"}


def sheet_page(entry):
    return reverse("evaluations:sheet", args=[entry.pk])


def seal_page(entry):
    return reverse("evaluations:sheet_seal", args=[entry.pk])


def tick(client, entry, value, item=None):
    """Tick one item as the page does that saves itself; return the answer."""
    item = item or entry.rubric.criteria.filter(is_leaf=True).order_by("order").first()
    seen = client.get(sheet_page(entry))
    mark = seen.context["form"]["seen"].value() if seen.context and "form" in seen.context else ""
    name = f"c{item.pk}"
    return client.post(sheet_page(entry), {"seen": mark, name: str(value), "autosave": name}, **HTMX)


def test_sheet_submitted_twice_makes_one_version(client, hall):
    entry = entry_of(make_round(hall))
    sheet = fill_sheet(entry, hall.members[0], 80)
    client.force_login(hall.members[0])

    answers = [client.post(seal_page(entry), {"version": str(sheet.version)}) for _n in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert SheetVersion.objects.filter(sheet=sheet).count() == 1


def test_sheet_changed_on_another_device_is_not_submitted_unseen(client, hall):
    entry, member = entry_of(make_round(hall)), hall.members[0]
    shown = fill_sheet(entry, member, 80).version
    fill_sheet(entry, member, 70)
    client.force_login(member)

    page = client.post(seal_page(entry), {"version": str(shown)}, follow=True)

    sheet = Sheet.objects.get(entry=entry)
    assert (sheet.state, sheet.total) == (SheetState.DRAFT, None)
    assert [str(message) for message in page.context["messages"]]


@pytest.mark.parametrize("version", ["", "-1", "9" * 30, "x"])
def test_submitting_without_a_version_that_can_be_is_refused(client, hall, version):
    entry = entry_of(make_round(hall))
    fill_sheet(entry, hall.members[0], 80)
    client.force_login(hall.members[0])

    client.post(seal_page(entry), {"version": version})

    assert Sheet.objects.get(entry=entry).state == SheetState.DRAFT


def test_sheet_after_closing_changes_nothing(client, hall):
    found = make_round(hall, quorum_percent=60)
    entry, late = entry_of(found), hall.members[1]
    for member in (hall.members[0], hall.members[2]):
        submit_sheet(entry, member, 80)
    draft = fill_sheet(entry, late, 60)
    services.open_discussion(evaluation_round=found, actor=hall.officer)
    services.close_round(evaluation_round=found, actor=hall.officer, count_missing=True)
    entry.refresh_from_db()
    result, version = entry.result, draft.version
    client.force_login(late)

    client.post(seal_page(entry), {"version": str(draft.version)})
    tick(client, entry, 0)

    entry.refresh_from_db()
    draft.refresh_from_db()
    assert (draft.state, draft.version, entry.result) == (SheetState.DRAFT, version, result)


def test_sheet_of_a_recused_member_is_no_page_any_more(client, hall):
    entry, member = entry_of(make_round(hall)), hall.members[1]
    draft = fill_sheet(entry, member, 80)
    services.declare_recusal(entry=entry, actor=member, reason="Em ruột của giám đốc.")
    client.force_login(member)

    answers = [client.post(seal_page(entry), {"version": str(draft.version)}), tick(client, entry, 0)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert Sheet.objects.get().state == SheetState.DRAFT


def test_recused_members_submitted_sheet_stays_shut(client, hall):
    entry, member = entry_of(make_round(hall)), hall.members[1]
    sheet = submit_sheet(entry, member, 80)
    services.declare_recusal(entry=entry, actor=member, reason="Em ruột của giám đốc.")
    client.force_login(hall.officer)

    answer = client.post(reverse("evaluations:sheet_reopen", args=[sheet.pk]), {"reason": "Đề nghị sửa lại."})

    sheet.refresh_from_db()
    assert answer.status_code == 403
    assert (sheet.state, sheet.total) == (SheetState.SEALED, 80)


def test_sheet_for_a_foreign_round_is_no_page(client, hall):
    entry = entry_of(make_round(hall))
    stranger = make_hall(law=hall.law, members=1).members[0]
    client.force_login(stranger)

    answers = [client.get(sheet_page(entry)), tick(client, entry, 0), client.post(seal_page(entry), {"version": "1"})]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert not Sheet.objects.exists()


def test_level_and_item_of_another_version_of_the_rubric_are_not_saved(client, hall):
    entry, old = entry_of(make_round(hall)), coffee_rubric_2019()
    foreign = old.criteria.filter(is_leaf=True).order_by("order").first()
    client.force_login(hall.members[0])

    tick(client, entry, foreign.levels.first().pk)
    tick(client, entry, foreign.levels.first().pk, foreign)

    assert not SheetItem.objects.filter(answered=True).exists()


def test_entry_withdrawn_mid_scoring_closes_its_sheets_and_the_round_goes_on(client, hall):
    found = make_round(hall, entries=2)
    entry, other = entry_of(found), entry_of(found, 1)
    draft = fill_sheet(entry, hall.members[0], 80)
    client.force_login(hall.officer)
    act = reverse("evaluations:entry_act", args=[entry.pk, "withdraw"])
    client.post(act, {"reason": "Chủ thể rút hồ sơ để hoàn thiện."})
    client.force_login(hall.members[0])

    client.post(seal_page(entry), {"version": str(draft.version)})

    assert Sheet.objects.get(entry=entry).state == SheetState.DRAFT
    for member in hall.members:
        submit_sheet(other, member, 80)
    services.open_discussion(evaluation_round=found, actor=hall.officer)
    services.close_round(evaluation_round=found, actor=hall.officer)
    entry.refresh_from_db()
    other.refresh_from_db()
    assert (entry.outcome, entry.place, other.place) == (Outcome.WITHDRAWN, None, 1)


def test_round_with_missing_sheets_says_whose_and_offers_the_choice(client, hall):
    found = make_round(hall, quorum_percent=60)
    for member in hall.members[:2]:
        submit_sheet(entry_of(found), member, 80)
    services.open_discussion(evaluation_round=found, actor=hall.officer)
    client.force_login(hall.officer)
    close = reverse("evaluations:round_act", args=[found.pk, "close"])

    page = client.get(close)
    client.post(close, {})
    found.refresh_from_db()
    refused = found.state
    client.post(close, {"count_missing": "on"})

    found.refresh_from_db()
    assert str(hall.members[2]) in " ".join(page.context["left"])
    assert "count_missing" in page.context["form"].fields
    assert (refused, found.state) == (RoundState.DISCUSSION, RoundState.CLOSED)


def test_regulation_without_the_choice_offers_none_even_when_it_is_posted(client, hall):
    found = make_round(hall, quorum_percent=60, missing_allowed=False)
    for member in hall.members[:2]:
        submit_sheet(entry_of(found), member, 80)
    services.open_discussion(evaluation_round=found, actor=hall.officer)
    client.force_login(hall.officer)

    client.post(reverse("evaluations:round_act", args=[found.pk, "close"]), {"count_missing": "on"})

    found.refresh_from_db()
    assert found.state == RoundState.DISCUSSION


def test_all_members_recused_is_refused_in_words_with_a_way_out(hall):
    found = make_round(hall, entries=2)
    entry, other = entry_of(found), entry_of(found, 1)
    for member in hall.members:
        services.declare_recusal(entry=entry, actor=member, reason="Cùng họ với chủ thể.")
    for recusal in entry.recusals.all():
        services.answer_recusal(recusal=recusal, actor=hall.officer, accepted=True)
    for member in hall.members:
        submit_sheet(other, member, 80)
    services.open_discussion(evaluation_round=found, actor=hall.officer)

    with pytest.raises(Refused, match=str(entry.dossier.product)):
        services.close_round(evaluation_round=found, actor=hall.officer)

    services.set_aside(entry=entry, reason="Toàn bộ thành viên có xung đột lợi ích.", actor=hall.officer)
    assert services.close_round(evaluation_round=found, actor=hall.officer).state == RoundState.CLOSED


@pytest.mark.parametrize("action", ["approve", "publish", "fall_back", "nothing", "close"])
def test_steps_that_are_not_the_persons_have_no_page(client, hall, action):
    found = make_round(hall)
    client.force_login(hall.members[1])

    assert client.get(reverse("evaluations:round_act", args=[found.pk, action])).status_code == 404


# -- Nothing of the entry reaches the recused member -----------------------------------------------------------------
def test_recused_member_is_told_nothing_more_and_finds_nothing_anywhere(client, hall):
    found, member = make_round(hall, entries=2, quorum_percent=60), hall.members[1]
    entry = entry_of(found)
    entry.dossier.product.name = "SAN PHAM KIN"
    entry.dossier.product.save()
    submit_all(hall, found)
    recusal = services.declare_recusal(entry=entry, actor=member, reason="Em ruột của giám đốc.")
    services.answer_recusal(recusal=recusal, actor=hall.officer, accepted=True)
    before = set(member.notifications.values_list("pk", flat=True))

    services.save_advice(entry=entry, actor=hall.officer, facts={"summary": "SAN PHAM KIN"}, findings={}, version=0)
    services.hand_over_advice(entry=entry, actor=hall.officer)
    bring_to(hall, found, RoundState.DISCUSSION)
    bring_to(hall, found, RoundState.CLOSED)

    told = member.notifications.exclude(pk__in=before)
    assert [row for row in told if "SAN PHAM KIN" in row.title + row.body] == []
    client.force_login(member)
    rounds = [reverse(f"evaluations:{name}", args=[found.pk]) for name in ("round", "results", "papers", "recusals")]
    pages = [*rounds, reverse("evaluations:rounds"), reverse("evaluations:scoring"), reverse("evaluations:ties")]
    pages += [reverse("dashboards:home"), reverse("dashboards:home") + "?q=san+pham+kin"]
    shown = {page: client.get(page).content.decode() for page in pages}
    assert [page for page, text in shown.items() if "SAN PHAM KIN" in text and "xung-dot" not in page] == []
    client.force_login(hall.members[0])
    assert "SAN PHAM KIN" in client.get(rounds[1]).content.decode()
