"""Invented documents of every type, short and long, for the tests that measure them."""

from __future__ import annotations

import datetime
from dataclasses import replace

from directives.rendering import (
    Annex,
    Article,
    Bullet,
    Certificate,
    Clause,
    Column,
    CommuneOpinion,
    HandedIn,
    OfficialDocument,
    Opinion,
    Paragraph,
    Part,
    Point,
    Receipt,
    Section,
    Signature,
    Table,
    symbol_for,
)

ISSUER = ["Ủy ban nhân dân", "huyện Đắk Glong"]
LONG_ISSUER = ["Phòng Nông nghiệp", "và Phát triển nông thôn", "huyện Đắk Glong"]
DATE = datetime.date(2024, 3, 5)
CHAIRMAN = Signature(["Chủ tịch"], "Nguyễn Văn Ân")
ADDRESSEES = [
    "Phòng Nông nghiệp và Phát triển nông thôn",
    "Văn phòng Điều phối Chương trình mục tiêu quốc gia xây dựng nông thôn mới huyện",
    "Ủy ban nhân dân các xã",
    "Các cơ quan, đơn vị thuộc Ủy ban nhân dân huyện",
    "Các tổ chức, cá nhân trên địa bàn huyện Đắk Glong",
]
SENTENCE = (
    "Rà soát, hướng dẫn các hợp tác xã, hộ gia đình và doanh nghiệp nhỏ trên địa bàn đăng ký sản phẩm tham gia chương "
    "trình; tổng hợp nhu cầu hỗ trợ và gửi danh sách về cơ quan chuyên môn để lựa chọn, hướng dẫn lập hồ sơ."
)
GROUNDS = [
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015",
    (
        "Căn cứ Quyết định số 148/QĐ-TTg ngày 24 tháng 02 năm 2023 của Thủ tướng Chính phủ ban hành Bộ tiêu chí và quy "
        "trình đánh giá, phân hạng sản phẩm Chương trình mỗi xã một sản phẩm"
    ),
]


def body(paragraphs: int = 1) -> list:
    blocks = [
        Paragraph(SENTENCE),
        Clause("1", title="Đối với Ủy ban nhân dân các xã"),
        Bullet(SENTENCE),
        Clause("2", SENTENCE),
        Point("a", SENTENCE),
        Point("đ", "Hoàn thành trước ngày 25 tháng 3 năm 2024."),
    ]
    return [*blocks, *(Paragraph(SENTENCE) for _ in range(paragraphs)), Paragraph("Yêu cầu các đơn vị thực hiện.")]


def document(document_type: str, **changes: object) -> OfficialDocument:
    values: dict = {
        "type": document_type,
        "issuer": ISSUER,
        "number": 5,
        "symbol": symbol_for(document_type, "UBND", "NN"),
        "place": "Đắk Glong",
        "date": DATE,
        "abstract": "Về việc đăng ký xây dựng sản phẩm đạt chứng nhận OCOP trên địa bàn huyện Đắk Glong",
        "body": body(),
        "signature": CHAIRMAN,
        "recipients": ["Như trên", "Trang thông tin điện tử huyện (đăng tải)"],
        "archive": "VT, NN",
    }
    return OfficialDocument(**(values | changes))


def letter(addressees: int = 2, paragraphs: int = 1, **changes: object) -> OfficialDocument:
    values = {
        "abstract": "đăng ký xây dựng sản phẩm đạt chứng nhận OCOP trên địa bàn huyện Đắk Glong",
        "addressees": ADDRESSEES[:addressees],
        "body": body(paragraphs),
        "signature": Signature(["TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"], "Trần Thị Bích"),
    }
    return document("cong_van", **(values | changes))


def decision(**changes: object) -> OfficialDocument:
    values = {
        "number": 215,
        "date": datetime.date(2021, 12, 29),
        "abstract": "Về việc thành lập Hội đồng đánh giá, phân hạng sản phẩm OCOP huyện Đắk Glong năm 2021",
        "authority_line": "Chủ tịch Ủy ban nhân dân huyện Đắk Glong",
        "legal_grounds": GROUNDS,
        "proposal": "Theo đề nghị của Trưởng phòng Nông nghiệp và Phát triển nông thôn",
        "body": [
            Article(1, SENTENCE),
            Article(2, title="Nhiệm vụ của Hội đồng", text=f"{SENTENCE}\n{SENTENCE}"),
            Clause("1", SENTENCE),
            Point("a", SENTENCE),
            Article(3, "Quyết định này có hiệu lực kể từ ngày ký."),
        ],
        "signature": CHAIRMAN,
        "recipients": ["Như Điều 3", "Sở Nông nghiệp và Phát triển nông thôn (b/c)"],
    }
    return document("quyet_dinh", **(values | changes))


def minutes(**changes: object) -> OfficialDocument:
    values = {
        "parent_issuer": ["Ủy ban nhân dân huyện Đắk Glong"],
        "issuer": ["Hội đồng đánh giá, phân hạng sản phẩm OCOP"],
        "symbol": symbol_for("bien_ban", "HĐ"),
        "abstract": "Họp Hội đồng đánh giá, phân hạng sản phẩm OCOP lần thứ 2 năm 2021",
        "body": [
            Paragraph("08 giờ 00, ngày 20 tháng 12 năm 2021.", lead="Thời gian bắt đầu:"),
            Paragraph("Hội trường Ủy ban nhân dân huyện.", lead="Địa điểm:"),
            Section("Thành phần tham dự", "I"),
            Paragraph(SENTENCE),
            Section("Nội dung", "II"),
            products_table(3),
            Paragraph("Cuộc họp kết thúc vào 11 giờ 30, ngày 20 tháng 12 năm 2021."),
        ],
        "signature": Signature(["Chủ tọa"], "Nguyễn Văn Ân"),
        "second_signature": Signature(["Thư ký"], "Lê Thị Cúc"),
        "recipients": [],
        "archive": "VT, Hồ sơ",
    }
    return document("bien_ban", **(values | changes))


def report(**changes: object) -> OfficialDocument:
    values = {
        "addressees": ["Ủy ban nhân dân tỉnh Đắk Nông", "Sở Nông nghiệp và Phát triển nông thôn"],
        "abstract": "Kết quả thực hiện chương trình năm 2023",
        "body": [Section("Kết quả thực hiện", "I"), *body(), Section("Kiến nghị", "II"), Paragraph(SENTENCE)],
        "signature": Signature(["TM. Ủy ban nhân dân", "Chủ tịch"], "Nguyễn Văn Ân"),
    }
    return document("bao_cao", **(values | changes))


def plan(**changes: object) -> OfficialDocument:
    values = {
        "legal_grounds": GROUNDS,
        "abstract": "Đánh giá, phân hạng sản phẩm OCOP năm 2024",
        "body": [
            Part("I", "Mục tiêu"),
            *body(),
            Part("II", "Tổ chức thực hiện"),
            Section("Phân công", "1", "Mục"),
            *body(16),
        ],
        "recipients": ["Ủy ban nhân dân tỉnh (b/c)"],
        "signature": Signature(["TM. Ủy ban nhân dân", "Q. Chủ tịch"], "Nguyễn Văn Ân"),
    }
    return document("ke_hoach", **(values | changes))


def proposal(**changes: object) -> OfficialDocument:
    values = {
        "parent_issuer": ["UBND huyện Đắk Glong"],
        "issuer": ["Phòng Nông nghiệp và Phát triển nông thôn"],
        "symbol": symbol_for("to_trinh", "PNN"),
        "addressees": ["Ủy ban nhân dân huyện Đắk Glong"],
        "abstract": "Về việc phê duyệt kết quả đánh giá",
        "signature": Signature(["KT. Trưởng phòng", "Phó Trưởng phòng"], "Phạm Văn Đạt"),
    }
    return document("to_trinh", **(values | changes))


def invitation(**changes: object) -> OfficialDocument:
    values = {
        "abstract": "Dự họp Hội đồng đánh giá, phân hạng sản phẩm OCOP",
        "body": [
            Paragraph("Ủy ban nhân dân huyện trân trọng kính mời các thành viên Hội đồng dự họp."),
            Paragraph("08 giờ 00, ngày 20 tháng 3 năm 2024.", lead="Thời gian:"),
            Paragraph("Hội trường Ủy ban nhân dân huyện.", lead="Địa điểm:"),
        ],
        "recipients": ["Thành viên Hội đồng"],
        "signature": Signature(["TL. Chủ tịch", "Chánh Văn phòng"], "Lê Thị Cúc"),
    }
    return document("giay_moi", **(values | changes))


def notice(**changes: object) -> OfficialDocument:
    values = {
        "recipients": ["Ủy ban nhân dân các xã"],
        "signature": Signature(["TUQ. Chủ tịch", "Trưởng phòng"], "Lê An"),
    }
    return document("thong_bao", **(values | changes))


def products_table(rows: int) -> Table:
    columns = [
        Column("TT", 10, "center"),
        Column("Sản phẩm", 50),
        Column("Điểm", 20, "right"),
        Column("Hạng", 20, "center"),
    ]
    return Table(columns, [[str(row), "Mật ong rừng", "89,50", "4 sao"] for row in range(1, rows + 1)])


BY_TYPE = {
    "cong_van": letter,
    "quyet_dinh": decision,
    "bien_ban": minutes,
    "bao_cao": report,
    "ke_hoach": plan,
    "to_trinh": proposal,
    "giay_moi": invitation,
    "thong_bao": notice,
}


def longest(document_type: str, stack: list[str]) -> OfficialDocument:
    short = BY_TYPE[document_type]()
    note = Paragraph(f"{SENTENCE} [chú thích: Xem hướng dẫn lập hồ sơ tại phụ lục I.]")
    changes: dict = {
        "issuer": LONG_ISSUER,
        "parent_issuer": ["UBND huyện Đắk Glong"],
        "body": [*short.body[:-1], note, *(Paragraph(SENTENCE) for _ in range(34)), *short.body[-1:]],
        "annexes": annexes(),
        "signature": Signature(stack, "Trần Thị Bích"),
        "contact": ["Địa chỉ: thôn 1, xã Quảng Khê; điện thoại 0900000300"],
    }
    if short.addressees and document_type != "cong_van":
        changes["addressees"] = ADDRESSEES
    return replace(short, **changes)


def annexes() -> list[Annex]:
    wide = Table([Column("TT", 5, "center"), *(Column(f"Cột {n}") for n in range(6))], [["1", *["nội dung"] * 6]] * 26)
    return [
        Annex("Danh sách sản phẩm đăng ký", [Paragraph(SENTENCE), products_table(40)]),
        Annex("Biểu tổng hợp nhu cầu hỗ trợ", [wide], landscape=True),
        Annex("Biểu mẫu báo cáo", [products_table(26)], landscape=True),
    ]


def certificate(**changes: object) -> Certificate:
    values: dict = {
        "issuer": ["Ủy ban nhân dân", "tỉnh Quảng Ngãi"],
        "product": "Cà phê bột Sa Loong",
        "producer": "Hợp tác xã Nông nghiệp và Dịch vụ Suối Đá",
        "address": "Thôn Suối Đá, xã Sa Loong, tỉnh Quảng Ngãi",
        "stars": 4,
        "decision_number": "215/QĐ-UBND",
        "decision_date": datetime.date(2026, 6, 29),
        "decision_issuer": "Chủ tịch Ủy ban nhân dân tỉnh Quảng Ngãi",
        "certificate_number": "05/GCN-OCOP",
        "place": "Quảng Ngãi",
        "issued_on": datetime.date(2026, 6, 29),
        "expires_on": datetime.date(2029, 6, 29),
        "signature": Signature(["TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"], "Trần Thị Bích"),
        "verify_url": "https://ocop.example/chung-nhan/K7QX-22MM",
    }
    return Certificate(**(values | changes))


def receipt(**changes: object) -> Receipt:
    values: dict = {
        "office": ["Ủy ban nhân dân", "xã Sa Loong"],
        "slip_number": "12/PĐK-62-23284-2026",
        "received_on": datetime.date(2026, 6, 5),
        "received_at": "08 giờ 30",
        "receiver": "Lê Thị Cúc",
        "representative": "Phạm Văn Đạt",
        "product": "Cà phê bột Sa Loong",
        "producer": "Hợp tác xã Nông nghiệp và Dịch vụ Suối Đá",
        "handed_in": [HandedIn("Phiếu đăng ký (Mẫu số 01)", "bản gốc"), HandedIn("Mẫu sản phẩm", count="05")],
        "answer_due": datetime.date(2026, 6, 26),
        "place": "Sa Loong",
        "decision": "Quyết định số 26/2026/QĐ-TTg",
        "verify_url": "https://ocop.example/ho-so/12",
    }
    return Receipt(**(values | changes))


def commune_opinion(**changes: object) -> CommuneOpinion:
    contents = ["Nguyên liệu địa phương", "Lao động địa phương", "Nguồn gốc ý tưởng", "Bản sắc địa phương"]
    values: dict = {
        "issuer": ["Ủy ban nhân dân", "xã Sa Loong"],
        "place": "Sa Loong",
        "date": datetime.date(2026, 6, 20),
        "product": "Cà phê bột Sa Loong",
        "facts": [["Tên sản phẩm", "Cà phê bột Sa Loong"], ["Chủ thể OCOP", "Hợp tác xã Suối Đá"]],
        "opinions": [Opinion(content, SENTENCE, "Đúng thực tế.") for content in contents],
        "request": "Đề nghị cơ quan cấp tỉnh xem xét, đánh giá sản phẩm theo quy định.",
        "signature": Signature(["TM. Ủy ban nhân dân", "Chủ tịch"], "Đinh Văn Dũng"),
        "decision": "Quyết định số 26/2026/QĐ-TTg",
    }
    return CommuneOpinion(**(values | changes))
