"""Invented producers and products of huyện Ngọc Hồi, true to the place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoProducer:
    """A producer as the stories need it."""

    key: str
    name: str
    form: str
    commune: str
    representative: str
    phone: str
    hamlet: str


@dataclass(frozen=True)
class DemoProduct:
    """A product: its set in 1048/2019, and the totals of the seven sheets in round 2/2021 (none: not entered)."""

    key: str
    producer: str
    name: str
    rubric: int
    story: str
    totals: tuple[int, ...] = ()
    expected: int = 3


PRODUCERS = [
    DemoProducer("boy", "HTX Cà phê Sạch Bờ Y", "cooperative", "xã Bờ Y", "Y Ngọc Lan", "0900000201", "thôn Kon Khôn"),
    DemoProducer(
        "rung", "HTX Mật ong Rừng Ngã Ba", "cooperative", "xã Sa Loong", "A Brôi", "0900000202", "thôn Giang Lố"
    ),
    DemoProducer(
        "sam",
        "Công ty TNHH Sâm Dây Ngọc Linh Xanh",
        "company",
        "thị trấn Plei Kần",
        "Trần Thị Hòa",
        "0900000203",
        "tổ 3",
    ),
    DemoProducer("det", "Tổ hợp tác Dệt thổ cẩm Đắk Mế", "group", "xã Bờ Y", "Y Pan", "0900000204", "làng Đắk Mế"),
    DemoProducer(
        "mang", "Hộ kinh doanh Măng khô Đắk Ang", "household", "xã Đắk Ang", "A Khương", "0900000205", "thôn Đắk Giá"
    ),
    DemoProducer(
        "dulich",
        "HTX Du lịch cộng đồng Cột mốc Ba biên",
        "cooperative",
        "xã Bờ Y",
        "A Thoi",
        "0900000206",
        "làng Măng Tôn",
    ),
    DemoProducer("gao", "HTX Nông nghiệp Đắk Dục", "cooperative", "xã Đắk Dục", "Y Blưm", "0900000207", "thôn Đắk Ba"),
    DemoProducer(
        "tieu", "Công ty TNHH Hồ tiêu Đắk Kan", "company", "xã Đắk Kan", "Nguyễn Hữu Tài", "0900000208", "thôn 4"
    ),
    DemoProducer(
        "ruou", "Hộ kinh doanh Rượu ghè Y Vải", "household", "xã Đắk Xú", "Y Vải", "0900000209", "thôn Xuân Tân"
    ),
    DemoProducer("dan", "Tổ hợp tác Đan lát Đắk Răng", "group", "xã Đắk Dục", "A Hiếu", "0900000210", "làng Đắk Răng"),
    DemoProducer(
        "thit",
        "Hộ kinh doanh Thịt gác bếp Kim Chi",
        "household",
        "thị trấn Plei Kần",
        "Lê Kim Chi",
        "0900000211",
        "tổ 7",
    ),
    DemoProducer(
        "qua", "HTX Trái cây Đắk Nông", "cooperative", "xã Đắk Nông", "Phạm Văn Thanh", "0900000212", "thôn Nông Nội"
    ),
]

PRODUCTS = [
    DemoProduct(
        "ca-phe-bot",
        "boy",
        "Cà phê bột Bờ Y",
        14,
        "Cà phê vối trồng ở độ cao 700 m gần ngã ba biên giới, hái chín, phơi giàn.",
        (76, 78, 75, 77, 79, 76, 78),
        4,
    ),
    DemoProduct(
        "ca-phe-hat",
        "boy",
        "Cà phê hạt rang Bờ Y",
        14,
        "Hạt rang mộc theo mẻ nhỏ, giữ hương của vùng đất đỏ Bờ Y.",
        (71, 73, 72, 70, 74, 72, 72),
        4,
    ),
    DemoProduct(
        "mat-ong",
        "rung",
        "Mật ong rừng Sa Loong",
        4,
        "Mật của đàn ong làm tổ trên cây cao, lấy theo mùa hoa rừng, chừa lại tổ cho ong.",
        (68, 66, 69, 67, 70, 66, 68),
        3,
    ),
    DemoProduct(
        "mat-nghe",
        "rung",
        "Viên nghệ mật ong Ngã Ba",
        4,
        "Nghệ vàng trồng xen dưới tán, trộn với mật ong rừng.",
        (55, 58, 54, 56, 57, 55, 56),
        3,
    ),
    DemoProduct(
        "tra-sam",
        "sam",
        "Trà sâm dây Ngọc Linh túi lọc",
        13,
        "Sâm dây trồng dưới chân núi, sấy lạnh, đóng túi lọc.",
        (83, 84, 82, 85, 83, 81, 83),
        4,
    ),
    DemoProduct(
        "sam-kho",
        "sam",
        "Sâm dây sấy khô",
        22,
        "Củ sâm dây hai năm tuổi, rửa sạch và sấy nguyên củ.",
        (64, 62, 63, 65, 66, 63, 62),
        3,
    ),
    DemoProduct(
        "ruou-sam",
        "sam",
        "Rượu sâm dây Plei Kần",
        15,
        "Rượu gạo nấu men lá ngâm sâm dây.",
        (52, 51, 53, 50, 52, 54, 51),
        3,
    ),
    DemoProduct(
        "tho-cam",
        "det",
        "Vải thổ cẩm Brâu Đắk Mế",
        25,
        "Hoa văn của người Brâu do các mẹ trong làng dệt bằng khung gỗ.",
        (72, 70, 74, 71, 73, 72, 72),
        3,
    ),
    DemoProduct(
        "tui-tho-cam",
        "det",
        "Túi thổ cẩm Đắk Mế",
        25,
        "Túi may từ vải dệt tay, thêu tên làng.",
        (61, 60, 62, 61, 63, 60, 61),
        3,
    ),
    DemoProduct(
        "mang-kho",
        "mang",
        "Măng le khô Đắk Ang",
        7,
        "Măng le rừng luộc, xé và phơi nắng, không dùng chất bảo quản.",
        (48, 47, 49, 46, 48, 47, 49),
        3,
    ),
    DemoProduct(
        "mang-chua",
        "mang",
        "Măng chua Đắk Ang",
        7,
        "Măng tươi ủ chua trong ghè theo cách của người Giẻ Triêng.",
        (45, 44, 46, 43, 45, 47, 44),
        3,
    ),
    DemoProduct(
        "du-lich",
        "dulich",
        "Du lịch cộng đồng Cột mốc Ba biên",
        26,
        "Ở nhà dân, thăm cột mốc ba nước và nghe chiêng tha của người Brâu.",
        (66, 78, 67, 65, 68, 66, 67),
        3,
    ),
    DemoProduct(
        "gao-rang",
        "gao",
        "Gạo nếp than Đắk Dục",
        6,
        "Nếp than nương, gặt tay, xay xát giữ lớp cám tím.",
        (57, 59, 58, 56, 60, 58, 58),
        3,
    ),
    DemoProduct(
        "banh-nep",
        "gao",
        "Bánh nếp than Đắk Dục",
        6,
        "Bánh gói lá dong từ nếp than của hợp tác xã.",
        (53, 52, 54, 55, 52, 53, 53),
        3,
    ),
    DemoProduct(
        "tieu-den",
        "tieu",
        "Tiêu đen Đắk Kan",
        11,
        "Tiêu chín hái lựa, phơi sạch, phân loại theo cỡ hạt.",
        (69, 68, 70, 71, 67, 69, 69),
        3,
    ),
    DemoProduct(
        "tieu-so",
        "tieu",
        "Tiêu sọ Đắk Kan",
        11,
        "Tiêu chín đỏ ngâm bóc vỏ, hạt trắng ngà.",
        (63, 64, 62, 65, 63, 61, 63),
        3,
    ),
    DemoProduct(
        "ruou-ghe",
        "ruou",
        "Rượu ghè Y Vải",
        15,
        "Men lá rừng, ủ trong ghè nung của làng.",
        (56, 55, 57, 54, 56, 58, 56),
        3,
    ),
    DemoProduct(
        "gui",
        "dan",
        "Gùi tre Đắk Răng",
        24,
        "Gùi đan tay của nghệ nhân làng Đắk Răng, nơi còn giữ nghề làm đàn chiêng tre.",
        (),
        3,
    ),
    DemoProduct(
        "thit-gac-bep", "thit", "Thịt heo gác bếp Kim Chi", 8, "Thịt heo bản ướp tiêu rừng, hun khói bằng củi.", (), 3
    ),
    DemoProduct("bo-sap", "qua", "Bơ sáp Đắk Nông", 1, "Bơ sáp trồng xen cà phê, hái tay.", (), 3),
]
