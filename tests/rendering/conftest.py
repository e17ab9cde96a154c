"""Documents rendered once in a session and measured by many tests."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from directives.rendering import render
from tests.rendering import samples
from tests.rendering.measure import Paper

DOCUMENTS = {
    "cong_van": lambda: samples.letter(2),
    "cong_van_one": lambda: samples.letter(
        1, urgency="HỎA TỐC", contact=["Địa chỉ: thôn 1, xã Quảng Khê"], drafter="NN.(30)"
    ),
    "cong_van_five_long": lambda: samples.letter(
        5,
        24,
        parent_issuer=["UBND huyện Đắk Glong"],
        issuer=samples.LONG_ISSUER,
        symbol="PNN-VP",
        annexes=samples.annexes(),
    ),
    "quyet_dinh": samples.decision,
    "thong_bao": samples.notice,
    "bien_ban": samples.minutes,
    "ke_hoach": samples.plan,
    "bao_cao": samples.report,
    "to_trinh": samples.proposal,
    "giay_moi": samples.invitation,
    "training": lambda: samples.letter(3, 8, training=True, annexes=samples.annexes()[1:2]),
}
# The same types at their longest: three lines of issuer, four pages of body, annexes in both directions, a footnote, as
# many addressees as the type has, and between them every stack of authorities.
STACKS = {
    "cong_van": ["TL. Chủ tịch", "KT. Chánh Văn phòng", "Phó Chánh Văn phòng"],
    "quyet_dinh": ["KT. Chủ tịch", "Phó Chủ tịch"],
    "thong_bao": ["TL. Chủ tịch", "Trưởng phòng"],
    "bien_ban": ["Chủ tọa"],
    "ke_hoach": ["TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch thường trực"],
    "bao_cao": ["Q. Chủ tịch"],
    "to_trinh": ["TUQ. Chủ tịch", "Trưởng phòng"],
    "giay_moi": ["TM. Hội đồng", "Chủ tịch"],
}
DOCUMENTS |= {f"{kind}_long": lambda kind=kind: samples.longest(kind, STACKS[kind]) for kind in STACKS}
LETTERS = ["cong_van", "cong_van_one", "cong_van_five_long", "cong_van_long"]
TYPED = ["quyet_dinh", "thong_bao", "bien_ban", "ke_hoach", "bao_cao", "to_trinh", "giay_moi"]
TYPED += [f"{name}_long" for name in TYPED]
ALL = LETTERS + TYPED
# Minutes have no place and date in their header.
DATED = [name for name in ALL if not name.startswith("bien_ban")]


@cache
def _rendered(name: str) -> Paper:
    return Paper(render(DOCUMENTS[name]()).pdf)


@pytest.fixture(scope="session")
def paper() -> Callable[[str], Paper]:
    """Return the measured PDF of a document by its name in ``DOCUMENTS``."""
    return _rendered


@pytest.fixture
def render_paper() -> Callable[..., Paper]:
    """Return a function that renders and measures a letter of its own."""
    return lambda addressees, **changes: Paper(render(samples.letter(addressees, **changes)).pdf)
