"""QR codes for screens, slips and official papers, drawn as SVG with presentation attributes only."""

from __future__ import annotations

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_svg(text: str, *, title: str, css_class: str = "qr") -> SafeString:
    """Return the QR code of an address as an inline SVG with its quiet zone of four modules."""
    code = segno.make(text, error="m", micro=False)
    return mark_safe(code.svg_inline(border=4, omitsize=True, title=title, svgclass=css_class, lineclass=None))
