"""Making one PAdES signature, with the image that Nghị định 30/2020 asks for (Phụ lục I, mục II.7 and II.8)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PIL import Image

from directives.signing.keys import Key

MM = 72 / 25.4
# The stamp of an office is round and this wide; it is shown in its actual size.
STAMP_SIZE = 36 * MM


@dataclass(frozen=True)
class Box:
    """A place on a page in points from its lower left corner; ``page`` counts from 0."""

    page: int
    left: float
    bottom: float
    right: float
    top: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Box:
        """Return the place that ``Document.places`` keeps as a list."""
        return cls(int(values[0]), *(float(value) for value in values[1:5]))


def signature_box(room: Box, image: bytes | None) -> Box:
    """Return where the image of a signature stands: centred in the room between post and name, as large as it fits."""
    width, height = _size(image) if image else (3.0, 1.0)
    scale = min(0.8 * (room.right - room.left) / width, 0.9 * (room.top - room.bottom) / height)
    middle_x, middle_y = (room.left + room.right) / 2, (room.bottom + room.top) / 2
    half_x, half_y = scale * width / 2, scale * height / 2
    return Box(room.page, middle_x - half_x, middle_y - half_y, middle_x + half_x, middle_y + half_y)


def stamp_box(signature: Box) -> Box:
    """Return where the stamp stands: in actual size, over about a third of the signature, to its left."""
    right = signature.left + (signature.right - signature.left) / 3
    middle = (signature.bottom + signature.top) / 2
    return Box(signature.page, right - STAMP_SIZE, middle - STAMP_SIZE / 2, right, middle + STAMP_SIZE / 2)


def _size(image: bytes) -> tuple[float, float]:
    with Image.open(io.BytesIO(image)) as picture:
        return float(picture.width), float(picture.height)


def signed(
    pdf: bytes,
    *,
    key: Key,
    field: str,
    moment: datetime,
    reason: str,
    box: Box | None = None,
    image: bytes | None = None,
) -> bytes:
    """Return the PDF with one more signature; what was there stays byte for byte at its beginning.

    Args:
        field: name of the signature's field, another one for each signature of a document.
        moment: the signing time, with its zone (+07:00).
        box: where its image stands; without box or image the signature is not shown.

    Raises:
        KeyProblem: the certificate is not valid at the moment.
    """
    from pyhanko.pdf_utils.images import PdfImage
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers
    from pyhanko.stamp import StaticStampStyle

    key.check(moment)
    meta = signers.PdfSignatureMetadata(
        field_name=field,
        reason=reason,
        name=key.subject,
        subfilter=fields.SigSeedSubFilter.PADES,
        md_algorithm="sha256",
    )
    place: dict[str, Any] = {}
    style = None
    if box is not None and image is not None:
        place = {"on_page": box.page, "box": tuple(map(round, (box.left, box.bottom, box.right, box.top)))}
        style = StaticStampStyle(
            border_width=0, background=PdfImage(Image.open(io.BytesIO(image))), background_opacity=1
        )
    spec = fields.SigFieldSpec(sig_field_name=field, **place)
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    out = io.BytesIO()
    _signer_at(moment)(meta, key.signer, stamp_style=style, new_field_spec=spec).sign_pdf(writer, output=out)
    return out.getvalue()


def _signer_at(moment: datetime) -> Any:
    """Return pyHanko's signer with the portal's clock in place of the machine's."""
    from pyhanko.sign.signers import PdfSigner

    class Signer(PdfSigner):
        def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
            session = super().init_signing_session(*args, **kwargs)
            session.system_time = moment
            return session

    return Signer
