"""The pictures: widths that mean something, letters that cannot break out."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from dashboards.charts import Bar, bar_chart

SVG = "{http://www.w3.org/2000/svg}"


def widths(svg: str) -> list[str]:
    rects = list(ElementTree.fromstring(svg).iter(f"{SVG}rect"))
    return [rect.get("width") for rect in rects[1::2]]


def test_longest_bar_is_as_wide_as_the_picture():
    svg = bar_chart([Bar("A", 200), Bar("B", 50), Bar("C", 0)], title="Biểu đồ")

    assert widths(svg) == ["100.00%", "25.00%", "0%"]


def test_smallest_number_can_still_be_seen():
    assert widths(bar_chart([Bar("A", 10_000), Bar("B", 1)], title="x"))[1] == "1.00%"


def test_nothing_to_draw_is_an_empty_picture():
    assert ElementTree.fromstring(bar_chart([], title="x")).get("height") == "1"


def test_words_cannot_break_out_of_the_picture():
    svg = bar_chart([Bar('<script>"&', 1, url='/?a="><script>')], title='"><script>')

    root = ElementTree.fromstring(svg)
    assert "<script" not in svg
    assert root.get("aria-label") == '"><script>'


def test_long_names_are_broken_into_lines():
    name = "Phòng Nông nghiệp và Phát triển nông thôn huyện Ngọc Hồi"
    svg = bar_chart([Bar(name, 1)], title="x")

    lines = [span.text for span in ElementTree.fromstring(svg).iter(f"{SVG}tspan")]

    assert " ".join(lines) == name
    assert all(len(line) <= 36 for line in lines)


def test_picture_has_presentation_attributes_only():
    assert not re.search(r"style=|class=\"(?!chart)|<style|on[a-z]+=", bar_chart([Bar("A", 1, "/x")], title="x"))
