"""Complaints, re-checks, withdrawals, prolongations: what was typed stays on the page, as in ``test_typed_text``."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from evaluations import selectors, services
from evaluations.enums import CheckVerdict, ComplaintVerdict, RoundState
from evaluations.models import Complaint
from evaluations.services import Plan
from foundation import clock
from registrations.enums import DossierKind, DossierState
from registrations.models import Dossier
from tests.factories.after import GROUND, make_recognised, propose_withdrawal
from tests.factories.evaluations import DAY, Hall, entry_of, make_round
from tests.typed import TYPED, Case, check

MONTH = DAY + timedelta(days=30)


def page(name: str, *args: Any) -> str:
    return reverse(f"evaluations:{name}", args=args)


# -- Complaints ------------------------------------------------------------------------------------------------------
def _published(hall: Hall) -> Any:
    return entry_of(make_round(hall, state=RoundState.PUBLISHED))


def _complaint(entry: Any) -> Any:
    owner = entry.dossier.created_by
    return services.file_complaint(entry=entry, text="Điểm phần B thấp.", wanted="", actor=owner)


def complaint_file(hall: Hall) -> Case:
    entry = _published(hall)
    owner = entry.dossier.created_by
    return Case(owner, page("complaint_file", entry.pk), {"text": TYPED}, lambda: _complaint(entry))


def complaint_answer(hall: Hall) -> Case:
    complaint = _complaint(_published(hall))
    verdict = ComplaintVerdict.values[0]

    def quicker() -> None:
        services.answer_complaint(complaint=complaint, verdict=verdict, answer="Đã xem lại hồ sơ.", actor=hall.officer)

    data = {"verdict": verdict, "answer": TYPED}
    return Case(hall.officer, page("complaint_answer", complaint.pk), data, quicker)


def complaint_taken_back_before_the_answer(hall: Hall) -> Case:
    complaint = _complaint(_published(hall))
    data = {"verdict": ComplaintVerdict.values[0], "answer": TYPED}

    def taken_back() -> None:
        services.take_complaint_back(complaint=complaint, actor=complaint.filed_by)

    return Case(hall.officer, page("complaint_answer", complaint.pk), data, taken_back)


def complaint_terms(hall: Hall) -> Case:
    found = _published(hall).round
    data = {"file_days": "5", "answer_days": "", "source": TYPED}
    return Case(hall.officer, page("complaint_terms", found.pk), data, lambda: None)


# -- After the round -------------------------------------------------------------------------------------------------
def _running(hall: Hall, verdict: str = "") -> Any:
    product = make_recognised(hall)[0]
    plan = Plan(name="Rà soát", scope="Nhãn, tem.", starts_on=DAY, ends_on=MONTH)
    campaign = services.plan_recheck(office=hall.office, plan=plan, actor=hall.officer)
    services.choose_products(campaign=campaign, products=[product], actor=hall.officer)
    services.start_recheck(campaign=campaign, actor=hall.officer)
    item = campaign.items.get()
    if verdict:
        services.record_finding(
            item=item, verdict=verdict, finding="Nhãn ghi sai.", remedy_by=MONTH, actor=hall.officer
        )
    return item


def _find(hall: Hall, item: Any) -> None:
    services.record_finding(item=item, verdict=CheckVerdict.KEEP, finding="Đạt yêu cầu.", actor=hall.officer)


def _remedied(hall: Hall, item: Any) -> None:
    services.record_remedy(item=item, note="Đã in lại nhãn.", actor=hall.officer)


def finding(hall: Hall) -> Case:
    item = _running(hall)
    data = {"verdict": CheckVerdict.KEEP, "finding": TYPED}
    address = page("recheck_finding", item.campaign_id, item.pk)
    return Case(hall.officer, address, data, lambda: _find(hall, item))


def remedy(hall: Hall) -> Case:
    item = _running(hall, CheckVerdict.REMEDY)
    address = page("recheck_remedy", item.campaign_id, item.pk)
    return Case(hall.officer, address, {"note": TYPED}, lambda: _remedied(hall, item))


def withdrawal_after_the_remedy(hall: Hall) -> Case:
    item = _running(hall, CheckVerdict.REMEDY)
    address = page("recheck_withdraw", item.campaign_id, item.pk)
    return Case(hall.officer, address, {"ground": GROUND, "facts": TYPED}, lambda: _remedied(hall, item))


def withdrawal(hall: Hall) -> Case:
    product = make_recognised(hall)[0]
    data = {"ground": GROUND, "facts": TYPED, "known_on": DAY.isoformat()}
    address = page("withdrawal_propose", product.pk)
    return Case(hall.officer, address, data, lambda: propose_withdrawal(hall, product))


CASES = [
    complaint_file, complaint_answer, complaint_taken_back_before_the_answer, complaint_terms,
    finding, remedy, withdrawal_after_the_remedy, withdrawal,
]  # fmt: skip


@pytest.mark.parametrize("make", CASES)
def test_words_stay_on_the_page_with_the_reason(client, hall, make):
    check(client, make(hall))


def test_reason_stays_where_a_certificate_can_no_longer_be_prolonged(client, hall):
    certificate = selectors.certificate_by_token(_published(hall).certificate.token)
    first = certificate.entry.dossier
    shared = ("round", "producer", "product", "unit", "law", "rubric", "created_by")
    with clock.frozen(certificate.expires_on - timedelta(days=20)):
        again = Dossier.objects.create(
            **{name: getattr(first, name) for name in shared},
            kind=DossierKind.AGAIN,
            state=DossierState.SUBMITTED,
            submitted_at=clock.now(),
            renews_until=certificate.expires_on,
        )

        def withdrawn():
            Dossier.objects.filter(pk=again.pk).update(state=DossierState.WITHDRAWN)

        check(client, Case(hall.officer, page("certificate_prolong", certificate.pk), {"reason": TYPED}, withdrawn))


def test_page_of_a_step_that_was_taken_is_offered_to_nobody_anew(client, hall):
    case = complaint_answer(hall)
    client.force_login(case.person)
    case.meanwhile()

    assert client.get(case.page).status_code == 404


def test_stranger_to_a_step_gets_no_page_by_sending_its_form(client, hall):
    case = complaint_answer(hall)
    client.force_login(Complaint.objects.get().filed_by)

    assert client.post(case.page, {"answer": ""}).status_code == 404
