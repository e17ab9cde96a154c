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
LETTERS = ["cong_van", "cong_van_one", "cong_van_five_long"]
TYPED = ["quyet_dinh", "thong_bao", "bien_ban", "ke_hoach", "bao_cao", "to_trinh", "giay_moi"]
ALL = LETTERS + TYPED
# Minutes have no place and date in their header.
DATED = [name for name in ALL if name != "bien_ban"]


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
