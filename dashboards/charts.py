"""Bar charts as SVG with presentation attributes only: page, print and PDF show the same picture.

Widths are in percent and letters in fixed pixels, so that words stay readable on a phone and nothing is scaled.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from foundation.formatting import number

# The colours of static/scss/_tokens.scss that a picture needs.
GREEN, GOLD, RED, TRACK, INK = "#1a654b", "#d99a1c", "#a8231b", "#e7dfd1", "#25211b"
LETTER, LINE, BAR, GAP = 15, 19, 12, 16
LONGEST_LINE = 36
LEAST_PERCENT = 1


@dataclass(frozen=True)
class Bar:
    """One bar: its name, its number, and the page with the rows behind it."""

    label: str | Promise
    value: int
    url: str = ""


def bar_chart(bars: Sequence[Bar], *, title: str | Promise, colour: str = GREEN) -> SafeString:
    """Return horizontal bars, one under the other, the longest as wide as the picture."""
    most = max((bar.value for bar in bars), default=0)
    drawn, top = [], 0
    for bar in bars:
        lines = textwrap.wrap(str(bar.label), LONGEST_LINE) or [""]
        drawn.append((_bar(bar, lines, top, most, colour),))
        top += len(lines) * LINE + BAR + GAP
    return format_html(
        '<svg class="chart" width="100%" height="{}" role="group" aria-label="{}" xmlns="http://www.w3.org/2000/svg"'
        ' font-size="{}" fill="{}">{}</svg>',
        max(top, 1),
        title,
        LETTER,
        INK,
        format_html_join("", "{}", drawn),
    )


def _bar(bar: Bar, lines: list[str], top: int, most: int, colour: str) -> SafeString:
    words = format_html_join(
        "", '<tspan x="0" y="{}">{}</tspan>', ((top + LINE * (n + 1) - 4, line) for n, line in enumerate(lines))
    )
    under = top + LINE * len(lines) + 2
    picture = format_html(
        '<text>{}</text><text x="100%" y="{}" text-anchor="end" font-weight="600">{}</text>'
        '<rect x="0" y="{}" width="100%" height="{}" rx="3" fill="{}"/>'
        '<rect x="0" y="{}" width="{}%" height="{}" rx="3" fill="{}"/>',
        words, top + LINE - 4, number(bar.value),
        under, BAR, TRACK,
        under, _percent(bar.value, most), BAR, colour,
    )  # fmt: skip
    return format_html('<a href="{}">{}</a>', bar.url, picture) if bar.url else format_html("<g>{}</g>", picture)


def _percent(value: int, most: int) -> str:
    """Return the width of a bar; the smallest number that is not zero can still be seen."""
    return f"{max(LEAST_PERCENT, 100 * value / most):.2f}" if value and most else "0"
