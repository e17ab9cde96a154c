"""Letters that arrived: of the district in 2021, of the province in 2026, and what waits for the officers today."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from accounts.models import Office
from demo.ngoc_hoi import at
from demo.people import officer_of, who
from demo.places import Places
from demo.reports import LATE
from directives import selectors, services
from directives.drafts import TaskDraft
from directives.enums import DocumentType
from directives.forms.confirm_rows import due_at
from directives.models import Document, IncomingLetter, Task
from directives.reader import Reading, read
from directives.reader import Task as ReadTask
from directives.recurrences import reporting_of
from foundation import clock

_COMMUNE = "ubnd ngọc hồi/xã Bờ Y"


@dataclass(frozen=True)
class Arrival:
    """A letter as it came: who enters it for which office and when, and what its leader writes on it."""

    office: Office
    actor: str
    moment: datetime
    text: str
    direction: str = ""
    due_on: date | None = None
    offices: list[Office] = field(default_factory=list)


def of_ngoc_hoi(places: Places) -> None:
    """The district's agriculture office, 2021: one letter answered by a report, one that wants reports for good."""
    office, commune = places.offices["phòng nn ngọc hồi"], places.offices[_COMMUNE]
    first = _register(
        Arrival(
            office, "district", at(2021, 11, 5), _SURVEY, "Giao chuyên viên tổng hợp.", date(2021, 12, 24), [commune]
        )
    )
    _report(Task.objects.get(incoming=first), officer_of(places, _COMMUNE).username, "district", at(2021, 11, 18))
    _register(Arrival(office, "district", at(2021, 12, 7), _REGULAR_2021, "Thực hiện thường xuyên.", None, [commune]))


def answer_of_ngoc_hoi(places: Places) -> None:
    """January 2022: the year's report answers the province's letter."""
    letter = IncomingLetter.objects.get(office=places.offices["phòng nn ngọc hồi"], symbol="1846/SNN-PTNT")
    committee = places.offices["ubnd ngọc hồi"]
    report = Document.objects.filter(office=committee, type=DocumentType.BAO_CAO).order_by("pk")[0]
    _note(letter, "district", at(2022, 1, 14), letter.direction, letter.due_on, report)


def of_quang_ngai(places: Places, today: date) -> None:
    """The province's agriculture office: answered, under way with reports each quarter, without direction, just read."""
    office = places.offices["sở nông nghiệp"]
    communes = [places.offices[f"ubnd mới/{name}"] for name in ("xã Bờ Y", "xã Sa Loong", "xã Dục Nông")]
    answered = _register(Arrival(office, "province", at(2026, 3, 9), _CALL, "Giao phòng chuyên môn tham mưu."))
    answer = Document.objects.filter(office=places.offices["ubnd tỉnh"], type=DocumentType.CONG_VAN).order_by("pk")[0]
    _note(answered, "province", at(2026, 3, 20), answered.direction, date(2026, 3, 31), answer)
    quarters = _register(
        Arrival(office, "province", at(2026, 7, 3), _QUARTERS, "Giao các xã thực hiện, Sở tổng hợp.", None, communes)
    )
    for task in Task.objects.filter(incoming=quarters).exclude(assignee__name__contains=LATE).order_by("pk"):
        worker = officer_of(places, f"ubnd mới/{task.assignee.unit.name}").username
        _report(task, worker, "province", at(2026, 9, 16), period="2026-Q3")
    morning = clock.start_of(today) + timedelta(hours=8)
    due = (today + timedelta(days=11)).strftime("%d/%m/%Y")
    dated = today - timedelta(days=5)
    _register(Arrival(office, "province", morning - timedelta(days=3), _day(_FAIR, dated).format(due=due), "", None))
    with clock.frozen(morning - timedelta(days=1)):
        text = _day(_SEASONS, dated).format(
            first=_later(today, 40), second=_later(today, 130), report=_later(today, 20), year=today.year + 1
        )
        services.receive_letter(office=office, actor=who("province"), text=text)


def _register(arrival: Arrival) -> IncomingLetter:
    with clock.frozen(arrival.moment):
        actor = who(arrival.actor)
        letter = services.receive_letter(office=arrival.office, actor=actor, text=arrival.text)
    with clock.frozen(arrival.moment + timedelta(minutes=20)):
        reading = read(arrival.text)
        facts = _facts(reading, clock.today(), arrival)
        return services.register_letter(letter=letter, facts=facts, tasks=_tasks(reading, arrival), actor=actor)


def _facts(reading: Reading, today: date, arrival: Arrival) -> services.LetterFacts:
    return services.LetterFacts(
        received_on=today,
        sender=reading.issuer or "",
        symbol=reading.number or "",
        subject=reading.subject or "",
        dated=date.fromisoformat(reading.date) if reading.date else None,
        kind=reading.doc_type or "",
        direction=arrival.direction,
        in_charge=arrival.office if arrival.direction else None,
        due_on=arrival.due_on,
    )


def _tasks(reading: Reading, arrival: Arrival) -> list[TaskDraft]:
    """The tasks that the reader proposes for the communes, for those offices of the story to which they go."""
    offices = list(selectors.offices_reached(arrival.office))
    return [
        TaskDraft(
            assignee=office,
            summary=task.summary,
            due_at=_due(task),
            due_text=task.recurrence.text if task.recurrence else task.deadline_text or "",
            assignee_text=task.assignee or "",
            reporting=reporting_of(task.recurrence),
        )
        for task in reading.tasks
        for office in selectors.offices_named(task.assignee or "", offices)
        if office in arrival.offices
    ]


def _due(task: ReadTask) -> datetime | None:
    return due_at(date.fromisoformat(task.deadline), task.deadline_kind or "before", None) if task.deadline else None


def _note(
    letter: IncomingLetter, actor: str, moment: datetime, direction: str, due_on: date | None, answer: Document
) -> None:
    with clock.frozen(moment):
        services.note_letter(
            letter=letter,
            actor=who(actor),
            seen=letter.version,
            direction=direction,
            in_charge=letter.in_charge,
            due_on=due_on,
            answered_by=answer,
        )


def _report(task: Task, worker: str, judge: str, moment: datetime, *, period: str = "") -> None:
    text = "Đã hỗ trợ các chủ thể hoàn thiện hồ sơ." if period else "Đã rà soát, gửi danh sách sản phẩm của xã."
    with clock.frozen(moment):
        task = services.take_task(task=task, actor=who(worker))
        services.report_task(task=task, actor=who(worker), text=text, period=period)
    with clock.frozen(moment + timedelta(days=1)):
        task.refresh_from_db()
        services.accept_report(task=task, actor=who(judge))


def _day(text: str, day: date) -> str:
    return text.replace("<ngày>", f"ngày {day:%d} tháng {day:%m} năm {day:%Y}")


def _later(today: date, days: int) -> str:
    return (today + timedelta(days=days)).strftime("%d/%m/%Y")


_SURVEY = """UBND TỈNH KON TUM
SỞ NÔNG NGHIỆP VÀ PTNT
Số: 1846/SNN-PTNT
V/v rà soát sản phẩm OCOP năm 2021
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Kon Tum, ngày 03 tháng 11 năm 2021

Kính gửi:
- Phòng Nông nghiệp và Phát triển nông thôn các huyện;
- Ủy ban nhân dân các xã, thị trấn.

Để có cơ sở báo cáo kết quả năm 2021, Sở Nông nghiệp và PTNT đề nghị:
1. Ủy ban nhân dân các xã
- Rà soát sản phẩm đã được công nhận, gửi danh sách về Phòng Nông nghiệp huyện trước ngày 20/11/2021.
2. Phòng Nông nghiệp và Phát triển nông thôn các huyện
- Tổng hợp, báo cáo về Sở trước ngày 25/12/2021.

Nơi nhận:
- Như trên;
- Lưu: VT, PTNT.

KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC
Trần Đình Lộc
"""

_REGULAR_2021 = """UBND TỈNH KON TUM
SỞ NÔNG NGHIỆP VÀ PTNT
Số: 2071/SNN-PTNT
V/v chế độ báo cáo Chương trình OCOP
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Kon Tum, ngày 02 tháng 12 năm 2021

Kính gửi: Phòng Nông nghiệp và Phát triển nông thôn các huyện.

Sở Nông nghiệp và PTNT đề nghị các đơn vị thực hiện chế độ báo cáo từ năm 2022 như sau:
1. Phòng Nông nghiệp và Phát triển nông thôn các huyện
- Báo cáo tình hình thực hiện Chương trình OCOP trước ngày 20 hằng tháng.

Nơi nhận:
- Như trên;
- Lưu: VT, PTNT.

GIÁM ĐỐC
Lê Quang Trí
"""

_CALL = """BỘ NÔNG NGHIỆP VÀ MÔI TRƯỜNG
Số: 1520/BNNMT-VPĐP
V/v triển khai Chương trình OCOP năm 2026
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hà Nội, ngày 04 tháng 3 năm 2026

Kính gửi: Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương.

Bộ Nông nghiệp và Môi trường đề nghị các địa phương xây dựng kế hoạch triển khai Chương trình OCOP năm 2026, thông báo
các đợt đánh giá, phân hạng đến chủ thể.

Nơi nhận:
- Như trên;
- Lưu: VT, VPĐP.

KT. BỘ TRƯỞNG
THỨ TRƯỞNG
Nguyễn Hữu Thành
"""

_QUARTERS = """ỦY BAN NHÂN DÂN
TỈNH QUẢNG NGÃI
Số: 4012/UBND-KTN
V/v theo dõi tiến độ Chương trình OCOP
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Quảng Ngãi, ngày 30 tháng 6 năm 2026

Kính gửi:
- Sở Nông nghiệp và Môi trường;
- Ủy ban nhân dân các xã, phường.

Ủy ban nhân dân tỉnh yêu cầu:
1. Ủy ban nhân dân các xã, phường
- Báo cáo kết quả hỗ trợ chủ thể về Sở Nông nghiệp và Môi trường trước ngày 20 của tháng cuối quý.

Nơi nhận:
- Như trên (t/h);
- Lưu: VT, KTN.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Đặng Hữu Phước
"""

_FAIR = """SỞ CÔNG THƯƠNG TỈNH QUẢNG NGÃI
Số: 988/SCT-QLTM
V/v giới thiệu sản phẩm OCOP tham gia hội chợ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Quảng Ngãi, <ngày>

Kính gửi: Sở Nông nghiệp và Môi trường.

Sở Công Thương đề nghị Sở Nông nghiệp và Môi trường giới thiệu các chủ thể có sản phẩm từ 3 sao tham gia hội chợ,
gửi danh sách về Sở Công Thương trước ngày {due}.

Nơi nhận:
- Như trên;
- Lưu: VT, QLTM.

KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC
Phạm Văn Tường
"""

_SEASONS = """ỦY BAN NHÂN DÂN
TỈNH QUẢNG NGÃI
Số: 7215/UBND-KTN
V/v đăng ký đánh giá, phân hạng sản phẩm OCOP năm {year}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Quảng Ngãi, <ngày>

Kính gửi:
- Sở Nông nghiệp và Môi trường;
- Ủy ban nhân dân các xã, phường.

Ủy ban nhân dân tỉnh yêu cầu:
1. Ủy ban nhân dân các xã, phường
- Tuyên truyền, hướng dẫn chủ thể đăng ký sản phẩm.
- Gửi danh sách chủ thể cần hỗ trợ về Sở Nông nghiệp và Môi trường trước ngày {report}.
2. Thời gian nhận hồ sơ:
Đợt 1: trước ngày {first}.
Đợt 2: trước ngày {second}.

Nơi nhận:
- Như trên (t/h);
- Lưu: VT, KTN.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Đặng Hữu Phước
"""
