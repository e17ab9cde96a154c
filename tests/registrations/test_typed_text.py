"""A valid form whose act is refused, or overtaken by a colleague: the page comes again with every word that was typed.

Each case gives who types, the page, what is sent, and what happens between opening and sending.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from foundation import clock
from registrations import services
from registrations.enums import Covers, DossierState, RowState, Verdict, WishState
from registrations.models import Dossier, ImportRow, RegistrationRound, Wish
from registrations.steps import url_of_item, url_of_step
from tests.factories.imports import staged
from tests.factories.registrations import Place, bring_to, make_dossier, make_evidence, make_round, make_wish, owner_of
from tests.registrations.deadlines.dates import HARD, LEAVE, SOFT
from tests.registrations.imports.lists import wishes_of
from tests.typed import TYPED, Case, check

pytestmark = pytest.mark.django_db


def page(name: str, *args: Any) -> str:
    return reverse(f"registrations:{name}", args=args)


def onward(place: Place, dossier: Dossier, state: str) -> None:
    bring_to(place, Dossier.objects.get(pk=dossier.pk), state)


# -- Wishes and rounds -----------------------------------------------------------------------------------------------
def wish_declined(place: Place) -> Case:
    wish = make_wish(place, state=WishState.LISTED)

    def quicker() -> None:
        fresh = Wish.objects.get(pk=wish.pk)
        services.decline_wish(wish=fresh, reason="Ngoài danh mục.", actor=place.round_officer)

    return Case(place.round_officer, page("wish_act", wish.pk, "decline"), {"reason": TYPED}, quicker)


def several_selected(place: Place) -> Case:
    wish = make_wish(place, state=WishState.LISTED)
    address = f"{page('selection_several', wish.round_id)}?wish={wish.pk}"

    def quicker() -> None:
        services.select_wish(wish=Wish.objects.get(pk=wish.pk), reason="", actor=place.round_officer)

    return Case(place.round_officer, address, {"reason": TYPED}, quicker)


def round_reopened(place: Place) -> Case:
    row = make_round(place, state="closed")

    def quicker() -> None:
        fresh = RegistrationRound.objects.get(pk=row.pk)
        services.move_round(registration_round=fresh, action="reopen", actor=place.round_officer, reason="Bổ sung.")

    return Case(place.round_officer, page("round_act", row.pk, "reopen"), {"reason": TYPED}, quicker)


def round_closed_while_it_was_changed(place: Place) -> Case:
    row = make_round(place)

    def quicker() -> None:
        fresh = RegistrationRound.objects.get(pk=row.pk)
        services.move_round(registration_round=fresh, action="close", actor=place.round_officer)

    return Case(place.round_officer, page("round_edit", row.pk), {"name": TYPED, "reason": TYPED}, quicker)


def _stopping(place: Place) -> RegistrationRound:
    return make_round(place, due_at=SOFT, hard_due_at=HARD)


def _grant(place: Place, row: RegistrationRound) -> Any:
    return services.grant_late_entry(
        registration_round=row, named=place.commune, covers=Covers.BOTH, until_at=LEAVE, reason="Bão.",
        actor=place.round_officer,
    )  # fmt: skip


def late_entry_granted(place: Place) -> Case:
    row = _stopping(place)
    data = {"unit": place.commune.pk, "covers": Covers.BOTH, "reason": TYPED, "until_at_day": "2026-10-09"}
    data |= {"until_at_words": "until", "until_at_hour": ""}
    return Case(place.round_officer, page("late_entries", row.pk), data, lambda: _grant(place, row))


def late_entry_taken_back(place: Place) -> Case:
    row = _stopping(place)
    entry = _grant(place, row)

    def quicker() -> None:
        services.revoke_late_entry(entry=entry, reason="Cấp nhầm.", actor=place.round_officer)

    return Case(place.round_officer, page("late_entry_revoke", row.pk, entry.pk), {"reason": TYPED}, quicker)


def list_sent(place: Place) -> Case:
    wish = make_wish(place)

    def quicker() -> None:
        services.list_wishes_of_commune(
            registration_round=wish.round, unit=place.commune, wishes=[wish], actor=place.commune_officer
        )

    data = {"wish": [wish.pk], "paper_letter": TYPED}
    return Case(place.commune_officer, page("list_of_round", wish.round_id), data, quicker)


def _support(place: Place) -> Any:
    values = {"kind": "packaging", "given": "In nhãn", "given_by": "Liên minh HTX", "amount": 5, "on": clock.today()}
    return services.add_support(
        wish=make_wish(place), values=values | {"budget_line": "Khuyến công"}, actor=place.round_officer
    )


def _cancel(place: Place, support: Any) -> None:
    fresh = type(support).objects.get(pk=support.pk)
    services.cancel_support(support=fresh, actor=place.round_officer, reason="Hết kinh phí.")


def support_cancelled(place: Place) -> Case:
    support = _support(place)
    address = page("support_act", support.pk, "cancel")
    return Case(place.round_officer, address, {"reason": TYPED}, lambda: _cancel(place, support))


def support_cancelled_while_it_was_changed(place: Place) -> Case:
    support = _support(place)
    return Case(
        place.round_officer, page("support_edit", support.pk), {"given": TYPED}, lambda: _cancel(place, support)
    )


# -- The desk of the commune, and the office ---------------------------------------------------------------------------
def dossier_refused(place: Place) -> Case:
    dossier = make_dossier(place, state=DossierState.RECEIVED)
    address = page("dossier_act", dossier.pk, "refuse")
    return Case(
        place.commune_officer, address, {"reason": TYPED}, lambda: onward(place, dossier, DossierState.RETURNED)
    )


def _returning(**row: str) -> dict[str, str]:
    forms = {"rows-TOTAL_FORMS": "1", "rows-INITIAL_FORMS": "0", "rows-0-place": "story", "rows-0-reason": TYPED}
    return forms | row


def dossier_returned(place: Place) -> Case:
    dossier = make_dossier(place, state=DossierState.RECEIVED)
    quicker = DossierState.OPINION_APPROVED

    def accepted() -> None:
        onward(place, dossier, quicker)
        onward(place, dossier, DossierState.FORWARDED)

    return Case(place.commune_officer, page("dossier_return", dossier.pk), _returning(), accepted, form="rows")


def dossier_sent_back(place: Place) -> Case:
    dossier = make_dossier(place, state=DossierState.FORWARDED)
    return Case(
        place.round_officer,
        page("dossier_return", dossier.pk),
        _returning(),
        lambda: onward(place, dossier, DossierState.ACCEPTED),
        form="rows",
    )


def dossier_to_be_completed(place: Place) -> Case:
    dossier = make_dossier(place, state=DossierState.FORWARDED)
    data = {
        "points-TOTAL_FORMS": "1", "points-INITIAL_FORMS": "0", "points-0-lack": "samples", "points-0-text": TYPED,
        "due_on": "2026-08-27",
    }  # fmt: skip
    return Case(
        place.round_officer,
        page("dossier_to_commune", dossier.pk),
        data,
        lambda: onward(place, dossier, DossierState.ACCEPTED),
    )


def place_checked(place: Place) -> Case:
    dossier = make_dossier(place, state=DossierState.RECEIVED)
    data = {"verdict": Verdict.TO_CORRECT, "reason": TYPED}
    return Case(
        place.commune_officer,
        page("dossier_review", dossier.pk),
        data,
        lambda: onward(place, dossier, DossierState.RETURNED),
    )


def opinion_of_the_commune(place: Place) -> Case:
    dossier = make_dossier(place, state=DossierState.RECEIVED)
    return Case(
        place.commune_officer,
        page("dossier_opinion", dossier.pk),
        {"proposal": TYPED},
        lambda: onward(place, dossier, DossierState.OPINION_WAITING),
    )


def dossier_received(place: Place) -> Case:
    dossier = make_dossier(place, state=DossierState.SUBMITTED)
    data = {"registration_checked": "on", "registration_no": TYPED}
    return Case(
        place.commune_officer,
        page("dossier_receive", dossier.pk),
        data,
        lambda: onward(place, dossier, DossierState.OPINION_WAITING),
    )


# -- The producer ----------------------------------------------------------------------------------------------------
def correction_answered(place: Place) -> Case:
    dossier = make_dossier(place, state=DossierState.RETURNED)
    correction = dossier.corrections.get()
    owner = owner_of(dossier.producer)

    def co_worker() -> None:
        services.answer_correction(correction=correction, answer="Đã bổ sung.", actor=owner)
        services.resubmit_dossier(dossier=Dossier.objects.get(pk=dossier.pk), undertaken_by="Hoa", actor=owner)

    return Case(owner, page("correction_answer", correction.pk), {"answer": TYPED}, co_worker)


def _submitted_meanwhile(place: Place, dossier: Dossier, address: str, data: dict[str, Any]) -> Case:
    return Case(owner_of(dossier.producer), address, data, lambda: onward(place, dossier, DossierState.SUBMITTED))


def step_of_a_submitted_dossier(place: Place) -> Case:
    dossier = make_dossier(place)
    return _submitted_meanwhile(place, dossier, url_of_step(dossier, "story"), {"story": TYPED})


def item_of_a_submitted_dossier(place: Place) -> Case:
    dossier = make_dossier(place)
    address = url_of_item(dossier, dossier.rubric.criteria.filter(is_leaf=True).order_by("order").first().key)
    return _submitted_meanwhile(place, dossier, address, {"description": TYPED})


def paper_with_a_newer_version(place: Place) -> Case:
    dossier = make_dossier(place, fill=False)
    paper, owner = make_evidence(dossier.producer), owner_of(dossier.producer)
    keep = list(paper.files.all())

    def co_worker() -> None:
        services.replace_evidence(
            evidence=paper, values={"kind": paper.kind, "title": "Giấy mới"}, uploads=[], keep=keep, actor=owner
        )

    data = {"title": TYPED, "keep": [file.pk for file in keep]}
    return Case(owner, page("evidence_replace", paper.pk), data, co_worker)


CASES = [
    wish_declined, several_selected, round_reopened, round_closed_while_it_was_changed, late_entry_granted,
    late_entry_taken_back, list_sent, support_cancelled, support_cancelled_while_it_was_changed,
    dossier_refused, dossier_returned, dossier_sent_back, dossier_to_be_completed, place_checked,
    opinion_of_the_commune, dossier_received, correction_answered, step_of_a_submitted_dossier,
    item_of_a_submitted_dossier, paper_with_a_newer_version,
]  # fmt: skip


@pytest.mark.parametrize("make", CASES)
def test_words_stay_on_the_page_with_the_reason(client, place, make):
    check(client, make(place))


def test_cells_of_a_row_stay_where_a_colleague_has_mended_it(client, place):
    batch = staged(**wishes_of(place))
    row = ImportRow.objects.get(batch=batch, number=8)
    address = page("import_row", batch.pk, row.number)
    client.force_login(place.commune_officer)
    cells = {**row.cells, "phone": "0912 345 679", "product": "Măng khô Tà Rụt", "seen": str(row.mended)}
    services.mend_row(row=row, cells={"stars": "3"}, seen=row.mended, actor=place.commune_officer)

    answer = client.post(address, cells)

    assert answer.status_code == 200
    assert [str(message) for message in answer.context["messages"]]
    assert "Măng khô Tà Rụt" in answer.content.decode()
    row.refresh_from_db()
    assert (f'name="seen" value="{row.mended}"' in answer.content.decode(), row.cells["product"]) == (True, "Măng khô")
    client.post(address, cells | {"seen": str(row.mended)})
    row.refresh_from_db()
    assert (row.state, row.cells["product"]) == (RowState.READY, "Măng khô Tà Rụt")
