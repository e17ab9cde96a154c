"""Plans, reports, submissions and invitations of the three stories: every type of document with all its parts."""

from __future__ import annotations

from datetime import datetime

from demo import correspondence, dak_glong, ngoc_hoi, quang_ngai
from demo.correspondence import Desk, Letter
from demo.ngoc_hoi import at
from demo.places import Places
from directives.rendering import Annex, Bullet, Clause, Column, Paragraph, Part, Point, Section, Table

GROUNDS = ["Căn cứ Luật Tổ chức chính quyền địa phương"]


def plan_of_ngoc_hoi(places: Places) -> None:
    """July 2021: the district's plan, with parts, a footnote and a list as annex."""
    letter = Letter(
        type="ke_hoach",
        abstract="Đánh giá, phân hạng sản phẩm OCOP huyện Ngọc Hồi lần thứ 2 năm 2021",
        grounds=[*GROUNDS, "Căn cứ kế hoạch thực hiện Chương trình OCOP năm 2021 của huyện"],
        body=[
            Part("I", "Mục đích, yêu cầu"),
            Clause("1", text="Chọn đúng sản phẩm có thế mạnh của từng xã, do chủ thể trên địa bàn tự nguyện đăng ký."),
            Clause("2", text="Chấm điểm công khai, đúng bộ tiêu chí [chú thích: Bộ tiêu chí theo từng bộ sản phẩm.]."),
            Part("II", "Nội dung"),
            Clause("1", title="Tuyên truyền, vận động"),
            Point("a", "Mỗi xã, thị trấn tổ chức ít nhất một buổi phổ biến tại thôn, làng trước khi nhận đăng ký."),
            Point("b", "Phòng Nông nghiệp và Phát triển nông thôn cử người hướng dẫn lập hồ sơ tại xã."),
            Clause("2", title="Đăng ký, lựa chọn và đánh giá"),
            Bullet("Nhận đăng ký trong tháng 8 và tháng 9; lựa chọn, hỗ trợ hoàn thiện trong tháng 10 và tháng 11."),
            Bullet("Hội đồng cấp huyện họp trong tháng 12 năm 2021; kết quả gửi về tỉnh theo quy định."),
            Part("III", "Tổ chức thực hiện"),
            Paragraph("Phân công cụ thể tại phụ lục kèm theo. Các cơ quan, địa phương báo cáo kết quả khi kết thúc."),
        ],
        recipients=["Ủy ban nhân dân tỉnh (b/c)", "Ủy ban nhân dân các xã, thị trấn (t/h)"],
        extra={
            "annexes": [Annex("Phân công thực hiện kế hoạch", [_who_does_what()])],
            "contact": ["Địa chỉ: thị trấn Plei Kần, huyện Ngọc Hồi; điện thoại: 0900000200"],
        },
    )
    correspondence.issue(ngoc_hoi.desk(places), letter, at(2021, 7, 22))


def _who_does_what() -> Table:
    columns = [Column("TT", 8, "center"), Column("Công việc", 44), Column("Đơn vị", 28), Column("Xong trước", 20)]
    rows = [
        ["1", "Phổ biến, nhận đăng ký", "Các xã, thị trấn", "30/9/2021"],
        ["2", "Lựa chọn sản phẩm, hỗ trợ hồ sơ", "Phòng Nông nghiệp và PTNT", "15/11/2021"],
        ["3", "Kiểm tra điều kiện tại cơ sở", "Phòng Kinh tế và Hạ tầng", "05/12/2021"],
        ["4", "Họp hội đồng, lập biên bản", "Hội đồng cấp huyện", "18/12/2021"],
    ]
    return Table(columns, rows)


def invitation_of_ngoc_hoi(places: Places) -> None:
    """December 2021: the council is invited."""
    _invite(
        ngoc_hoi.desk(places),
        at(2021, 12, 3),
        "Dự họp Hội đồng đánh giá, phân hạng sản phẩm OCOP huyện năm 2021",
        [
            Paragraph("Ủy ban nhân dân huyện Ngọc Hồi trân trọng kính mời các thành viên Hội đồng dự họp."),
            Paragraph("Chấm điểm, thảo luận và phân hạng các sản phẩm đăng ký lần thứ 2 năm 2021.", lead="Nội dung:"),
            Paragraph("Chủ tịch Hội đồng.", lead="Chủ trì:"),
            Paragraph("07 giờ 30, ngày 10 tháng 12 năm 2021.", lead="Thời gian:"),
            Paragraph("Hội trường Ủy ban nhân dân huyện.", lead="Địa điểm:"),
            Paragraph("Thành viên vắng mặt báo trước cho thư ký Hội đồng. Rất mong các đại biểu đến dự đúng giờ."),
        ],
    )


def report_of_ngoc_hoi(places: Places) -> None:
    """January 2022: what the year has brought, to the province, with a wide table on a landscape page."""
    wide = Table(
        [Column("TT", 6, "center"), Column("Xã, thị trấn", 18), *(Column(name) for name in _COUNTS)],
        [
            ["1", "Xã Bờ Y", "6", "5", "4", "1", "3", "0"],
            ["2", "Xã Đắk Xú", "4", "3", "3", "0", "2", "1"],
            ["3", "Xã Sa Loong", "3", "3", "2", "1", "2", "0"],
            ["4", "Các xã còn lại và thị trấn", "7", "6", "5", "2", "3", "0"],
        ],
    )
    letter = Letter(
        type="bao_cao",
        abstract="Kết quả thực hiện Chương trình mỗi xã một sản phẩm năm 2021",
        addressees=["Ủy ban nhân dân tỉnh", "Văn phòng điều phối nông thôn mới tỉnh"],
        body=[
            Section("Kết quả thực hiện", "I"),
            Clause("1", title="Chỉ đạo, điều hành"),
            Paragraph("Huyện ban hành kế hoạch, hai công văn chỉ đạo và quyết định thành lập Hội đồng cấp huyện."),
            Clause("2", title="Đăng ký và đánh giá"),
            Paragraph("Các xã, thị trấn đã vận động chủ thể đăng ký; số liệu theo từng xã nêu tại phụ lục."),
            Section("Khó khăn, vướng mắc", "II"),
            Bullet("Nhiều cơ sở nhỏ chưa có giấy tờ về an toàn thực phẩm; kinh phí kiểm nghiệm còn cao."),
            Bullet("Cán bộ xã kiêm nhiệm nhiều việc, hướng dẫn hồ sơ chưa kịp thời."),
            Section("Kiến nghị", "III"),
            Paragraph("Đề nghị tỉnh hướng dẫn thống nhất mẫu hồ sơ và hỗ trợ kinh phí kiểm nghiệm cho chủ thể mới."),
        ],
        recipients=["Thường trực Huyện ủy (b/c)", "Phòng Nông nghiệp và Phát triển nông thôn"],
        extra={"annexes": [Annex("Số liệu theo xã, thị trấn", [wide], landscape=True)]},
    )
    correspondence.issue(ngoc_hoi.desk(places), letter, at(2022, 1, 10))


_COUNTS = ("Đăng ký", "Được chọn", "Được đánh giá", "Từ 4 sao", "3 sao", "Chưa đạt")


def plan_of_dak_glong(places: Places) -> None:
    """February 2024: the plan that the call of March carries out."""
    letter = Letter(
        type="ke_hoach",
        abstract="Thực hiện Chương trình mỗi xã một sản phẩm huyện Đắk Glong năm 2024",
        grounds=GROUNDS,
        body=[
            Section("Mục tiêu", "I"),
            Paragraph("Mỗi xã có ít nhất một sản phẩm được lựa chọn để hỗ trợ xây dựng thành sản phẩm OCOP."),
            Section("Nhiệm vụ", "II"),
            Bullet("Nhận đăng ký hai đợt trong năm; hướng dẫn chủ thể làm hồ sơ ngay từ khi đăng ký."),
            Bullet("Ưu tiên sản phẩm từ nguyên liệu tại chỗ: sầu riêng, mắc ca, cà phê, cá hồ Tà Đùng."),
            Section("Tổ chức thực hiện", "III"),
            Paragraph("Phòng Nông nghiệp và Phát triển nông thôn theo dõi, tổng hợp, báo cáo Ủy ban nhân dân huyện."),
        ],
        recipients=["Ủy ban nhân dân các xã (t/h)", "Trang thông tin điện tử huyện (đăng tải)"],
    )
    correspondence.issue(dak_glong.desk(places), letter, at(2024, 2, 20))


def after_dak_glong(places: Places) -> None:
    """July and December 2024: what the office asks the province for, and what the year has brought."""
    desk = dak_glong.desk(places)
    asked = Letter(
        type="to_trinh",
        abstract="Về việc hỗ trợ kinh phí xây dựng sản phẩm OCOP năm 2024",
        addressees=["Ủy ban nhân dân tỉnh Đắk Nông"],
        body=[
            Paragraph("Qua hai đợt đăng ký, huyện đã lựa chọn các sản phẩm có khả năng đạt từ 3 sao trở lên."),
            Clause("1", text="Nhu cầu: thiết kế nhãn, bao bì; kiểm nghiệm; tập huấn cho chủ thể và cán bộ xã."),
            Clause("2", text="Nguồn: vốn sự nghiệp Chương trình xây dựng nông thôn mới và ngân sách huyện."),
            Paragraph("Kính đề nghị Ủy ban nhân dân tỉnh xem xét, quyết định."),
        ],
        recipients=["Sở Nông nghiệp và Phát triển nông thôn"],
    )
    correspondence.issue(desk, asked, at(2024, 7, 4))
    reported = Letter(
        type="bao_cao",
        abstract="Kết quả thực hiện Chương trình mỗi xã một sản phẩm năm 2024",
        addressees=["Ủy ban nhân dân tỉnh Đắk Nông"],
        body=[
            Section("Kết quả", "I"),
            Paragraph("Hai đợt đăng ký hoàn thành đúng thời gian; các sản phẩm được chọn đang hoàn thiện hồ sơ."),
            Section("Phương hướng năm 2025", "II"),
            Paragraph("Tiếp tục hỗ trợ chủ thể về kiểm nghiệm, bao bì và đưa sản phẩm vào chuỗi cửa hàng."),
        ],
        recipients=["Các xã trên địa bàn huyện"],
    )
    correspondence.issue(desk, reported, at(2024, 12, 12))


def of_quang_ngai(places: Places, moment: datetime) -> None:
    """2026: the office asks for the council's budget, and invites to a training day."""
    desk = quang_ngai.desk(places)
    asked = Letter(
        type="to_trinh",
        abstract="Về việc tổ chức gian hàng sản phẩm OCOP của tỉnh tại hội chợ khu vực",
        addressees=["Hội đồng nhân dân tỉnh Quảng Ngãi"],
        body=[
            Paragraph("Sau khi sắp xếp đơn vị hành chính, số sản phẩm được công nhận của tỉnh tăng lên rõ rệt."),
            Clause("1", text="Đề nghị chủ trương tổ chức một gian hàng chung, mỗi xã chọn không quá hai sản phẩm."),
            Clause("2", text="Kinh phí lấy từ nguồn xúc tiến thương mại đã được giao trong năm."),
            Paragraph("Kính trình Hội đồng nhân dân tỉnh xem xét."),
        ],
        recipients=["Sở Công Thương", "Sở Tài chính"],
    )
    correspondence.issue(desk, asked, moment)
    _invite(
        desk,
        moment,
        "Dự tập huấn bộ tiêu chí và quy trình đánh giá mới",
        [
            Paragraph("Ủy ban nhân dân tỉnh trân trọng kính mời đại diện các xã, phường và chủ thể OCOP dự tập huấn."),
            Paragraph("08 giờ 00, thứ Sáu tuần cuối của tháng.", lead="Thời gian:"),
            Paragraph("Hội trường Sở Nông nghiệp và Môi trường.", lead="Địa điểm:"),
        ],
    )


def _invite(desk: Desk, moment: datetime, abstract: str, body: list[Paragraph]) -> None:
    letter = Letter(type="giay_moi", abstract=abstract, body=body, recipients=["Như thành phần mời"])
    correspondence.issue(desk, letter, moment)
