"""Letters that lost their accents on the way ("de nghi", "truoc ngay"): the cue words get theirs back.

Many rules look for accented words, since accents tell "Bộ" from "bố". Where a whole text has none, the words that the
rules look for are written back into the lower-case spelling, letter for letter, so that places stay where they are.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

from directives.reader.words import VERBS

_FEW = 0.03
_CUES = (
    "đến hết", "trước", "hết", "phối hợp với", "cùng", "giao", "giao cho", "kiến nghị", "hằng tháng",
    "hàng tháng", "hằng quý",
    "hàng quý", "hằng năm", "hàng năm", "một lần", "lần", "tháng", "đợt", "vòng", "thời gian", "thời hạn",
    "hồ sơ", "ý kiến",
    "nhận", "tiếp nhận", "như sau", "sau đây", "diễn ra", "khai mạc", "trưng bày", "hội chợ", "hội nghị",
    "lễ hội", "tuần lễ",
    "họp", "hiệu lực", "giá trị", "tính", "lũy kế", "số liệu", "kết quả", "đã", "được", "và", "là", "để",
    "về việc", "về",
    "của", "với", "cho", "tại", "theo", "từ", "đến", "số", "ngày", "năm", "các", "sở", "trong", "định kỳ", "xong",
)  # fmt: skip


def restored(lower: str, plain: str) -> str:
    """Return ``lower`` with the cue words accented where the text has hardly any accents, else as it is."""
    letters = [char for char in lower if char.isalpha()]
    if not letters or sum(char > "\x7f" for char in letters) > _FEW * len(letters):
        return lower
    rule, words = _rule()
    chars = list(lower)
    for found in rule.finditer(plain):
        if lower[found.start() : found.end()].isascii():
            chars[found.start() : found.end()] = words[found.group()]
    return "".join(chars)


@lru_cache(maxsize=1)
def _rule() -> tuple[re.Pattern[str], dict[str, str]]:
    words = {_folded(word): word for word in reversed((*_CUES, *VERBS))}
    longest = sorted(words, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)"), words


def _folded(word: str) -> str:
    return "".join("d" if char == "đ" else normalize("NFD", char)[0] for char in word)
