"""The covering letter (công văn) with which a commune sends its list up. Official documents are Vietnamese."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import override

from accounts.models import Office
from directives.rendering import Align, Annex, Bullet, Column, OfficialDocument, Paragraph, Table
from directives.rendering import DocumentType as Kind
from directives.rendering.blocks import Block
from directives.selectors import letterhead, signature_block, symbol_of
from foundation.text import lower_first
from registrations.listing import COLUMNS, helps_asked, listed_rows
from registrations.models import CommuneList, Wish
from registrations.selectors.outreach import OutreachFigures

PURPOSE = "registrations.list"
_CENTRED = ("TT", "Điện thoại", "Hạng sao dự kiến")


def covering_letter(
    commune_list: CommuneList,
    wishes: Sequence[Wish],
    office: Office,
    *,
    sent_before: Sequence[CommuneList] = (),
    outreach: OutreachFigures,
) -> OfficialDocument:
    """Return the draft of the letter from the commune's committee to the office that runs the round."""
    round_ = commune_list.round
    head = letterhead(office)
    return OfficialDocument(
        type=Kind.CONG_VAN,
        issuer=head.issuer,
        parent_issuer=head.parent_issuer,
        symbol=symbol_of(office, Kind.CONG_VAN),
        place=head.place,
        abstract=abstract_of(commune_list),
        addressees=[round_.office.name],
        body=_body(commune_list, wishes, sent_before, outreach),
        signature=signature_block(office, Kind.CONG_VAN),
        recipients=["Như trên", f"Chủ tịch, các Phó Chủ tịch UBND {office.unit.name}"],
        annexes=[annex_of(commune_list)],
        training=round_.training,
    )


def abstract_of(commune_list: CommuneList) -> str:
    """Return what the letter is about: "gửi danh sách đăng ký sản phẩm OCOP của xã …", a later one as a supplement."""
    which = f"bổ sung (lần {commune_list.ordinal}) " if commune_list.ordinal > 1 else ""
    return f"gửi danh sách {which}đăng ký sản phẩm OCOP năm {commune_list.round.year} của {commune_list.unit.name}"


def annex_of(commune_list: CommuneList) -> Annex:
    """Return the list as an annex; it says the same as the list's rows, cell by cell."""
    columns = [Column(title, width, Align.CENTER if title in _CENTRED else Align.LEFT) for title, width in COLUMNS]
    rows = [[str(cell) for cell in row.cells] for row in listed_rows(commune_list)]
    which = f" bổ sung, lần {commune_list.ordinal}" if commune_list.ordinal > 1 else ""
    title = f"Danh sách{which} đăng ký sản phẩm OCOP năm {commune_list.round.year} của {commune_list.unit.name}"
    return Annex(title=title, blocks=[Table(columns=columns, rows=rows)], landscape=True)


def _body(
    commune_list: CommuneList, wishes: Sequence[Wish], sent_before: Sequence[CommuneList], outreach: OutreachFigures
) -> list[Block]:
    unit, round_ = commune_list.unit, commune_list.round
    producers = len({wish.producer_id for wish in wishes})
    more = "bổ sung " if commune_list.ordinal > 1 else ""
    body: list[Block] = [
        Paragraph(f"{_occasion(commune_list)}, Ủy ban nhân dân {unit.name} {_work(outreach)}."),
        Paragraph(
            f"Ủy ban nhân dân {unit.name} gửi danh sách {more}đăng ký gồm {len(wishes):02d} sản phẩm của "
            f"{producers:02d} chủ thể (Phụ lục kèm theo), trong đó: {_kinds(wishes)}."
        ),
    ]
    if asked := helps_asked(wishes):
        body.append(Paragraph("Các chủ thể đề nghị được hỗ trợ:"))
        body += [Bullet(f"{name[:1].upper()}{name[1:]}: {count:02d} sản phẩm.") for name, count in asked]
    if sent_before:
        body.append(
            Paragraph("Các danh sách đã gửi trước trong đợt này giữ nguyên; danh sách này chỉ gồm sản phẩm bổ sung.")
        )
    body.append(
        Paragraph(
            f"Kính đề nghị {round_.office.name} xem xét, lựa chọn và hỗ trợ các chủ thể xây dựng sản phẩm theo quy định"
        )
    )
    return body


def _occasion(commune_list: CommuneList) -> str:
    """Name the letter that opened the round, as letters do; the round itself where no letter did."""
    letter = commune_list.round.directive
    if letter is None or not letter.full_number or letter.dated is None:
        return f"Thực hiện đợt “{commune_list.round.name}”"
    day = f"ngày {letter.dated:%d} tháng {letter.dated:%m} năm {letter.dated.year}"
    with override("vi"):
        kind = str(letter.get_type_display())
    about = lower_first(letter.abstract)
    return f"Thực hiện {kind} số {letter.full_number} {day} của {letter.office.name} về việc {about}"


def _work(outreach: OutreachFigures) -> str:
    if not outreach.times:
        return "đã thông tin, tuyên truyền, vận động các tổ chức, cá nhân trên địa bàn đăng ký và rà soát, tổng hợp"
    people = f" với {outreach.people} lượt người tham dự" if outreach.people else ""
    return (
        f"đã tổ chức {outreach.times:02d} lượt tuyên truyền, vận động{people}; hướng dẫn các tổ chức, cá nhân trên "
        "địa bàn đăng ký và rà soát, tổng hợp"
    )


def _kinds(wishes: Sequence[Wish]) -> str:
    with override("vi"):
        found = Counter(str(wish.get_kind_display()) for wish in wishes)
    return "; ".join(f"{name} {count:02d} sản phẩm" for name, count in found.items())
