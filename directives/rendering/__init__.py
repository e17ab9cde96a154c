"""Official documents: data -> HTML template -> PDF, in the form of Nghị định 30/2020/NĐ-CP.

Pure: no models, no database, no clock. The same input gives the same bytes. A letter::

    from directives.rendering import Clause, OfficialDocument, Paragraph, Signature, render_pdf, symbol_for

    letter = OfficialDocument(
        type="cong_van",
        issuer=["Ủy ban nhân dân", "huyện Đắk Glong"],
        number=None,                                   # drafts have neither number nor date
        symbol=symbol_for("cong_van", "UBND", "NN"),   # "UBND-NN"
        place="Đắk Glong",
        date=None,
        abstract="đăng ký xây dựng sản phẩm OCOP năm 2024",      # "V/v" is added
        addressees=["Phòng Nông nghiệp và Phát triển nông thôn", "Ủy ban nhân dân các xã"],
        body=[
            Paragraph("Ủy ban nhân dân huyện yêu cầu triển khai một số nội dung sau:"),
            Clause("1", title="Đối với Ủy ban nhân dân các xã"),
            Bullet("Rà soát, hỗ trợ các tổ chức, cá nhân đăng ký."),   # the last block gets "./."
        ],
        signature=Signature(["KT. Chủ tịch", "Phó Chủ tịch"], name="Nguyễn Văn A"),
        recipients=["Như trên", "Trang thông tin điện tử huyện"],      # dashes and semicolons are added
        archive="VT, NN",                                              # "- Lưu: VT, NN."
    )
    stored = letter.to_dict()                          # JSON; OfficialDocument.from_dict(stored) == letter
    pdf = render_pdf(letter)
    html = render_html(letter, preview=True)           # an <article> for a page that links PREVIEW_STYLESHEETS

A decision has ``authority_line``, ``legal_grounds``, ``proposal`` and ``Article`` blocks; minutes have a
``second_signature`` (the secretary) and no place and date; a table of many columns belongs in an ``Annex``
(``landscape=True``). Capitals, "Số:", leading zeros, "Kính gửi", semicolons and "./." are the renderer's work.
"""

from directives.rendering.blocks import (
    POINT_LETTERS,
    Align,
    Article,
    Block,
    Bullet,
    Clause,
    Column,
    Paragraph,
    Part,
    Point,
    Section,
    Table,
    paragraphs,
)
from directives.rendering.codec import ContextError
from directives.rendering.context import (
    ABBREVIATIONS,
    Annex,
    DocumentType,
    OfficialDocument,
    Signature,
    Urgency,
    symbol_for,
)
from directives.rendering.filed import AnnexSheet, FiledDossier, FiledForm, anchor_of
from directives.rendering.finished import AddressRefused, Place, Rendering, RenderingError
from directives.rendering.forms import Certificate, CommuneOpinion, HandedIn, OfficeSlip, Opinion, Receipt
from directives.rendering.html import (
    PREVIEW_STYLESHEETS,
    TEMPLATE_VERSION,
    render_certificate_html,
    render_commune_opinion_html,
    render_html,
    render_office_slip_html,
    render_receipt_html,
)
from directives.rendering.inline import fill_places, open_places
from directives.rendering.pdf import (
    render,
    render_certificate,
    render_certificate_pdf,
    render_commune_opinion_pdf,
    render_filed,
    render_office_slip_pdf,
    render_pdf,
    render_receipt_pdf,
)
from directives.rendering.typeface import unsupported_characters
from directives.rendering.word import docx_bytes

__all__ = [
    "ABBREVIATIONS",
    "POINT_LETTERS",
    "PREVIEW_STYLESHEETS",
    "TEMPLATE_VERSION",
    "AddressRefused",
    "Align",
    "Annex",
    "AnnexSheet",
    "Article",
    "Block",
    "Bullet",
    "Certificate",
    "Clause",
    "Column",
    "CommuneOpinion",
    "ContextError",
    "DocumentType",
    "FiledDossier",
    "FiledForm",
    "HandedIn",
    "OfficeSlip",
    "OfficialDocument",
    "Opinion",
    "Paragraph",
    "Part",
    "Place",
    "Point",
    "Receipt",
    "Rendering",
    "RenderingError",
    "Section",
    "Signature",
    "Table",
    "Urgency",
    "anchor_of",
    "docx_bytes",
    "fill_places",
    "open_places",
    "paragraphs",
    "render",
    "render_certificate",
    "render_certificate_html",
    "render_certificate_pdf",
    "render_commune_opinion_html",
    "render_commune_opinion_pdf",
    "render_filed",
    "render_html",
    "render_office_slip_html",
    "render_office_slip_pdf",
    "render_pdf",
    "render_receipt_html",
    "render_receipt_pdf",
    "symbol_for",
    "unsupported_characters",
]
