"""Small drawings as inline SVG with presentation attributes only, so that they need no inline style."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# Drawn on a 24 × 24 grid with a stroke of 2.
_PATHS = {
    "bell": "M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 21h4",
    "menu": "M4 7h16M4 12h16M4 17h16",
    "user": "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21a8 8 0 0 1 16 0",
    "search": "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM20 20l-4-4",
    "filter": "M4 6h16M7 12h10M10 18h4",
    "check": "M5 12.5l4.5 4.5L19 7.5",
    "alert": "M12 8v5M12 16.5v.5M12 3l10 18H2z",
    "info": "M12 11v6M12 7v.5M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z",
    "file": "M6 3h8l4 4v14H6zM14 3v4h4",
    "download": "M12 4v11M7 11l5 5 5-5M5 20h14",
    "left": "M15 5l-7 7 7 7",
    "right": "M9 5l7 7-7 7",
    "clock": "M12 7v5l3 2M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z",
    "lock": "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
    "empty": "M4 13l3-8h10l3 8v6H4zM4 13h5a3 3 0 0 0 6 0h5",
}
# One five-pointed star of 20 × 20, drawn from its top with relative moves.
_STAR = "M{x} 1.2l2.7 5.6 6.1.8-4.5 4.3 1.1 6.1-5.4-3-5.4 3 1.1-6.1-4.5-4.3 6.1-.8z"


def icon(name: str, size: int = 20) -> SafeString:
    """Return the drawing; it says nothing to screen readers, words beside it do."""
    return format_html(
        '<svg class="icon" width="{}" height="{}" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        ' stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">'
        '<path d="{}"/></svg>',
        size,
        size,
        _PATHS[name],
    )


def star_row(filled: int, total: int = 5) -> SafeString:
    """Return ``total`` stars in a row, the first ``filled`` of them in gold."""
    paths = [(_stars(0, filled), "star-on"), (_stars(filled, total), "star-off")]
    drawn = "".join(f'<path class="{name}" d="{path}"/>' for path, name in paths if path)
    return mark_safe(
        f'<svg class="star-row" width="{total * 20}" height="20" viewBox="0 0 {total * 20} 20"'
        f' aria-hidden="true" focusable="false">{drawn}</svg>'
    )


def _stars(first: int, last: int) -> str:
    return "".join(_STAR.format(x=10 + 20 * index) for index in range(first, last))
