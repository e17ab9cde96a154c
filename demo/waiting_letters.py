"""Letters of the province that wait today at the desks of clerk and leader, so that both find work to do."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from demo import correspondence, quang_ngai
from demo.correspondence import Letter
from demo.places import Places
from directives.models import Document
from directives.rendering import Bullet, Clause, Paragraph
from foundation import clock
from rubrics import selectors as rubrics

# The last step that was taken; approved letters wait to be issued.
FAR = ("check", "form_check", "approve")


def tell(places: Places, today: date) -> list[Document]:
    """Write three letters on the day before and take each one step farther than the one before it."""
    desk, law = quang_ngai.desk(places), rubrics.decision_by_code(quang_ngai.LAW)
    morning = clock.start_of(today - timedelta(days=1)) + timedelta(hours=8)
    made = []
    for number, (letter, step) in enumerate(zip(_letters(today), FAR, strict=True)):
        with clock.frozen(_at(morning, number)):
            made.append(correspondence.send(desk, correspondence.write(desk, letter, law=law), to=step))
    return made


def _at(morning: datetime, number: int) -> datetime:
    return morning + timedelta(minutes=15 * number)


def _letters(today: date) -> list[Letter]:
    meeting = (today + timedelta(days=12)).strftime("%d/%m/%Y")
    return [
        _letter(
            "chuẩn bị sản phẩm mẫu cho phiên họp đánh giá, phân hạng sản phẩm OCOP đợt 2 năm 2026",
            "Hướng dẫn chủ thể chuẩn bị sản phẩm mẫu còn hạn sử dụng, nhãn đúng như hồ sơ.",
            f"Chuyển sản phẩm mẫu về Sở Nông nghiệp và Môi trường trước phiên họp ngày {meeting}.",
        ),
        _letter(
            f"tuyên truyền, vận động đăng ký sản phẩm OCOP đợt 1 năm {today.year + 1}",
            "Thông tin về đợt đăng ký đến từng thôn, làng; ghi lại hình thức, địa điểm và số người dự.",
            "Nhập thay hồ sơ cho chủ thể không có máy tính khi có đề nghị bằng giấy.",
        ),
        _letter(
            "cử cán bộ tham gia tập huấn lập và thẩm tra hồ sơ sản phẩm OCOP",
            "Mỗi xã cử 01 cán bộ phụ trách tham gia lớp tập huấn trên cổng thông tin.",
            "Gửi danh sách về Sở Nông nghiệp và Môi trường.",
        ),
    ]


def _letter(abstract: str, *points: str) -> Letter:
    words = f"Thực hiện Quyết định số {quang_ngai.LAW}, Ủy ban nhân dân tỉnh đề nghị:"
    return Letter(
        type="cong_van",
        abstract=abstract,
        addressees=["Ủy ban nhân dân các xã, phường"],
        body=[Paragraph(words), Clause("1", title="Ủy ban nhân dân các xã, phường"), *map(Bullet, points)],
        recipients=["Như trên", "Chủ tịch, các Phó Chủ tịch UBND tỉnh (b/c)"],
    )
