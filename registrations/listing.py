"""What a commune's list says about each product. Official text, so Vietnamese whatever language the screen has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import override

from registrations.models import CommuneList, Wish

# Title, and width in percent of the annex's page.
COLUMNS = (
    ("TT", 4),
    ("Sản phẩm", 12),
    ("Bộ/nhóm sản phẩm", 11),
    ("Chủ thể", 11),
    ("Loại hình", 8),
    ("Người đại diện", 8),
    ("Địa chỉ", 9),
    ("Điện thoại", 11),
    ("Loại đăng ký", 7),
    ("Hạng sao dự kiến", 6),
    ("Nhu cầu hỗ trợ", 8),
    ("Ghi chú", 5),
)
HEADERS = tuple(title for title, _width in COLUMNS)
TRAINING = "TẬP HUẤN – không có giá trị"


@dataclass(frozen=True)
class ListedRow:
    """A row of a list: the wish that it came from, and its cells in the order of ``COLUMNS``."""

    wish_id: int
    cells: Sequence[Any]


def rows_of(wishes: Iterable[Wish], *, training: bool) -> list[dict[str, Any]]:
    """Return the rows of a list as they are kept with it; those of a training list say so."""
    mark = TRAINING if training else ""
    with override("vi"):
        return [{"wish": wish.pk, "cells": _cells(number, wish, mark)} for number, wish in enumerate(wishes, start=1)]


def _cells(number: int, wish: Wish, mark: str) -> list[Any]:
    producer = wish.producer
    return [
        number,
        wish.product.name,
        wish.group_name,
        producer.name,
        str(producer.get_legal_form_display()),
        producer.representative,
        f"{producer.address}, {wish.unit.name}",
        producer.phone,
        str(wish.get_kind_display()),
        wish.expected_stars,
        "; ".join(wish.help_names),
        "; ".join(filter(None, (mark, wish.note))),
    ]


def listed_rows(commune_list: CommuneList) -> list[ListedRow]:
    """Return what a list says; one that was made before rows were kept says what its wishes say."""
    rows = commune_list.rows or rows_of(_wishes(commune_list), training=commune_list.round.training)
    return [ListedRow(row["wish"], row["cells"]) for row in rows]


def _wishes(commune_list: CommuneList) -> Iterable[Wish]:
    return commune_list.wishes.select_related("product", "producer", "unit", "rubric").order_by("pk")


def helps_asked(wishes: Iterable[Wish]) -> list[tuple[str, int]]:
    """Return which help is asked how often, the most wanted first."""
    with override("vi"):
        found = Counter(name for wish in wishes for name in wish.help_names)
    return sorted(found.items(), key=lambda item: (-item[1], item[0]))
