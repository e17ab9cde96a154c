"""The page that says where a dossier is: every state under every decision, in words, with who and until when."""

from __future__ import annotations

import pytest

from accounts.enums import UnitLevel
from evaluations.enums import Outcome
from evaluations.services.publishing import _DECIDED
from registrations import selectors, services
from registrations.enums import DossierState as D
from registrations.services.corrections import CorrectionDraft
from tests.factories.registrations import (
    bring_to,
    make_dossier,
    make_place,
    make_place_148,
    make_round,
    moment,
    owner_of,
)
from tests.factories.rubrics import CODE_2019, publish_law

LAW_OF_ITS_OWN = True

pytestmark = pytest.mark.django_db

PLACES = {
    "26/2026": make_place,
    "148": make_place_148,
    "1048": lambda: make_place(law=publish_law(CODE_2019), level=UnitLevel.DISTRICT),
}
# State: who has it, the first words of where it is, until when.
TABLE = {
    D.DRAFT: ("producer", "Bạn đang soạn hồ sơ này", "round"),
    D.SUBMITTED: ("commune", "Hồ sơ đã gửi", None),
    D.RECEIVED: ("commune", "Xã đang kiểm tra", "answer"),
    D.RETURNED: ("producer", "Xã trả lại hồ sơ", None),
    D.OPINION_WAITING: ("commune", "Kết quả kiểm tra của xã đang chờ", "answer"),
    D.OPINION_APPROVED: ("commune", "Lãnh đạo xã đã phê duyệt", "answer"),
    D.FORWARDED: ("office", "Xã đã gửi hồ sơ lên; cơ quan phụ trách đợt chưa chấp nhận", None),
    D.ACCEPTED: ("office", "Hồ sơ đã được tiếp nhận để đánh giá", None),
    D.FIXED: ("office", "Hội đồng đang đánh giá", None),
    D.DECIDED: ("office", "Đã có kết quả: sản phẩm được công nhận", None),
    D.REFUSED: ("commune", "Hồ sơ bị từ chối", None),
    D.WITHDRAWN: ("producer", "Hồ sơ đã được rút", None),
}


@pytest.mark.parametrize("decision", PLACES)
@pytest.mark.parametrize("state", D.values)
def test_every_state_says_where_who_until_and_what_next(decision, state):
    place = PLACES[decision]()
    found_round = make_round(place, dossier_due_at=moment("2026-10-01"))
    dossier = make_dossier(place, state=state, registration_round=found_round)
    who, words, until = TABLE[D(state)]

    found = selectors.whereabouts_of(dossier)

    people = {"producer": dossier.producer.name, "commune": dossier.unit.name, "office": place.office.name}
    days = {"answer": dossier.due_on, "round": moment("2026-09-30").date(), None: None}
    assert found.where.startswith(words)
    assert people[who] in found.who
    assert found.until == days[until]
    assert found.next.endswith(".")
    assert found.yours == (state in (D.DRAFT, D.RETURNED))


def test_table_names_every_state():
    assert set(TABLE) == set(D)


def test_returned_by_the_office_goes_back_to_the_office(place):
    dossier = make_dossier(place, state=D.FORWARDED)
    draft = CorrectionDraft(place="story", reason="Bổ sung câu chuyện.")
    services.return_dossier(dossier=dossier, corrections=[draft], actor=place.round_officer)
    dossier.refresh_from_db()

    found = selectors.whereabouts_of(dossier)

    assert found.where.startswith("Cơ quan phụ trách đợt trả lại hồ sơ")
    assert place.office.name in found.next


def test_corrected_dossier_that_waits_keeps_its_answer_day(place):
    dossier = make_dossier(place, state=D.RETURNED)
    owner = owner_of(dossier.producer)
    services.answer_correction(correction=dossier.corrections.get(), answer="Đã bổ sung.", actor=owner)
    services.resubmit_dossier(dossier=dossier, actor=owner)
    dossier.refresh_from_db()

    found = selectors.whereabouts_of(dossier)

    assert found.where.startswith("Hồ sơ đã sửa")
    assert found.until == dossier.due_on


@pytest.mark.parametrize("outcome", sorted(set(_DECIDED) - {Outcome.NOT_LISTED}))
def test_every_outcome_has_words_of_its_own(place, outcome):
    dossier = bring_to(place, make_dossier(place), D.FIXED)
    services.record_outcome(dossier=dossier, stars=None, outcome=outcome, actor=None)
    dossier.refresh_from_db()

    found = selectors.whereabouts_of(dossier)

    assert found.where.startswith("Đã có kết quả: ")


def test_page_of_the_producer_shows_where_the_dossier_is(place, enter):
    dossier = make_dossier(place, state=D.RECEIVED)

    page = enter(owner_of(dossier.producer)).get(dossier.get_absolute_url()).content.decode()

    assert "Xã đang kiểm tra" in page
    assert f"{dossier.due_on:%d/%m/%Y}" in page
    assert dossier.slip_number in page
