"""The words that the rules know: types of documents, kinds of references, names of bodies, verbs of orders.

Words without accents are looked for in ``Source.plain``, those with accents in ``Source.lower``.
"""

from __future__ import annotations

import re


def spaced(pattern: str) -> str:
    """Let one blank in a pattern stand for any white space: sentences are broken over lines anywhere."""
    return re.sub(r"(?<!\[)(?<!\\) (?![?*+{])", r"\\s+", pattern)


# Type names as they stand above the abstract → the name in small letters; Nghị định 30/2020, phụ lục III.
TYPES = {
    "quyet dinh": "quyết định", "thong bao": "thông báo", "ke hoach": "kế hoạch", "bao cao": "báo cáo",
    "to trinh": "tờ trình", "giay moi": "giấy mời", "cong dien": "công điện", "bien ban": "biên bản",
    "chi thi": "chỉ thị", "nghi quyet": "nghị quyết", "huong dan": "hướng dẫn", "chuong trinh": "chương trình",
    "phuong an": "phương án", "de an": "đề án", "quy che": "quy chế", "quy dinh": "quy định",
    "thong cao": "thông cáo", "thong tu": "thông tư", "nghi dinh": "nghị định", "giay uy quyen": "giấy ủy quyền",
    "giay gioi thieu": "giấy giới thiệu", "phieu chuyen": "phiếu chuyển", "phieu gui": "phiếu gửi",
    "ket luan": "kết luận", "hop dong": "hợp đồng", "ban ghi nho": "bản ghi nhớ", "du an": "dự án",
    "lich cong tac": "lịch công tác", "cong van": "công văn",
}  # fmt: skip

# The first group of the symbol of a typed document.
ABBREVIATIONS = {
    "NQ": "nghị quyết", "QĐ": "quyết định", "CT": "chỉ thị", "QC": "quy chế", "QyĐ": "quy định", "TC": "thông cáo",
    "TB": "thông báo", "HD": "hướng dẫn", "CTr": "chương trình", "KH": "kế hoạch", "PA": "phương án", "ĐA": "đề án",
    "DA": "dự án", "BC": "báo cáo", "BB": "biên bản", "TTr": "tờ trình", "HĐ": "hợp đồng", "CĐ": "công điện",
    "GM": "giấy mời", "GUQ": "giấy ủy quyền", "GGT": "giấy giới thiệu", "PC": "phiếu chuyển", "PG": "phiếu gửi",
    "TT": "thông tư", "NĐ": "nghị định", "TTLT": "thông tư liên tịch", "KL": "kết luận", "CV": "công văn",
    "TTg": "công văn", "QH": "luật", "PL": "pháp lệnh",
}  # fmt: skip

# Kinds of documents that others refer to, longest first; written as "Kế hoạch", "Công văn" …
KINDS = (
    "thong tu lien tich", "nghi quyet lien tich", "thong bao ket luan", "van ban hop nhat", "ke hoach lien tich",
    "quyet dinh", "thong bao", "ke hoach", "bao cao", "to trinh", "giay moi", "cong dien", "bien ban", "chi thi",
    "nghi quyet", "huong dan", "chuong trinh", "phuong an", "de an", "quy che", "quy dinh", "thong tu", "nghi dinh",
    "ket luan", "cong van", "van ban", "phap lenh", "bo luat", "luat", "hop dong", "du an", "phieu chuyen", "thu moi",
    "lenh", "sac lenh", "dien",
)  # fmt: skip
_SPELLINGS = {
    "thong tu lien tich": "thông tư liên tịch", "nghi quyet lien tich": "nghị quyết liên tịch",
    "thong bao ket luan": "thông báo kết luận", "van ban hop nhat": "văn bản hợp nhất", "van ban": "văn bản",
    "ke hoach lien tich": "kế hoạch liên tịch", "phap lenh": "pháp lệnh", "bo luat": "bộ luật", "luat": "luật",
    "thu moi": "thư mời", "lenh": "lệnh", "sac lenh": "sắc lệnh", "dien": "điện",
}  # fmt: skip
KIND = re.compile(r"\b(?:" + "|".join(KINDS) + r")\b")


def kind_name(plain: str) -> str:
    """Return the right spelling of a kind, whatever a scan made of it ("ke hoach" → "Kế hoạch")."""
    name = TYPES.get(plain) or _SPELLINGS.get(plain, plain)
    return name[0].upper() + name[1:]


# How the names of bodies and of groups of addressees begin.
_BODIES = (
    "uy ban nhan dan", "uy ban mat tran", "uy ban mttq", "uy ban", "ubnd", "ubmttq", "ubmttqvn", "mttqvn",
    "mttq", "mat tran", "hdnd",
    "hoi dong", "hoi", "phong", "so", "ban", "bo", "van phong", "vpdp", "trung tam", "chi cuc", "cuc", "tong cuc",
    "doan", "tinh doan", "huyen doan", "xa doan", "thanh doan", "cong an", "ngan hang", "kho bac", "thue", "dai", "bao",
    "to", "tong cong ty", "cong ty", "hop tac xa", "htx", "lien minh", "lien doan", "lien hiep",
    "doanh nghiep", "co so",
    "truong", "vien", "quy", "hat kiem lam", "tram", "bch", "bcd", "thanh tra", "toa an", "vien kiem sat", "quan ly",
    "chinh phu", "quoc hoi", "thu tuong", "pho thu tuong", "tinh uy", "huyen uy", "thanh uy", "dang uy", "xa uy",
    "thuong truc", "ban chi dao", "ban to chuc", "ban quan ly", "ban thuong vu", "bi thu", "chu tich", "pho chu tich",
    "giam doc", "pho giam doc", "truong phong", "chanh van phong", "thu truong", "bo truong", "truong ban",
    "cuc truong",
    "chi cuc truong", "to truong", "truong thon", "ong", "ba", "dong chi", "chu the", "chu co so", "ho kinh doanh",
    "ho gia dinh", "ho san xuat", "thanh vien", "can bo", "cong chuc", "nguoi dan", "nhan dan", "ca nhan", "to chuc",
    "co quan", "don vi", "dia phuong", "snn", "nhnn", "bnn", "ptnt", "hiep hoi", "vnpt", "viettel", "buu dien", "dnnn",
    "cap uy", "cac", "tat ca", "toan the", "moi", "nhom", "xa", "phuong", "thi tran", "thi xa", "huyen", "tinh", "thon",
    "cong doan", "hoi nong dan", "hoi phu nu", "cqtt", "bqldv", "bql",
)  # fmt: skip
BODY = re.compile(r"(?:" + "|".join(sorted(_BODIES, key=len, reverse=True)) + r")\b")

# With these a body's order to somebody begins, or what somebody is to do. Small letters: "Ban Chỉ đạo" is a name.
VERBS = (
    "chủ trì", "phối hợp", "tổ chức", "rà soát", "xây dựng", "triển khai", "tiếp tục", "hướng dẫn", "tham mưu",
    "thực hiện", "kiểm tra", "báo cáo", "gửi", "tổng hợp", "chỉ đạo", "cung cấp", "hoàn thành", "đăng ký", "bố trí",
    "thẩm định", "tuyên truyền", "lập", "nộp", "cử", "chuẩn bị", "đôn đốc", "theo dõi", "có trách nhiệm",
    "chịu trách nhiệm", "căn cứ", "tăng cường", "đẩy mạnh", "chủ động", "khẩn trương", "nghiêm túc", "lựa chọn",
    "hỗ trợ", "đề xuất", "tham gia", "quan tâm", "xem xét", "hoàn thiện", "ban hành", "thông báo", "thông tin",
    "phổ biến", "quán triệt", "vận động", "đăng tải", "đưa tin", "giám sát", "đánh giá", "niêm yết", "mời", "công bố",
    "thành lập", "phân công", "tiếp nhận", "trình", "cân đối", "sử dụng", "bảo đảm", "đảm bảo", "nghiên cứu", "góp ý",
    "cho ý kiến", "xác nhận", "liên hệ", "thống kê", "cập nhật", "đề nghị", "yêu cầu", "phát huy", "nâng cao",
    "bám sát", "tập trung", "sớm", "kịp thời", "thường xuyên", "định kỳ", "hằng", "hàng", "khắc phục", "bổ sung",
    "lồng ghép", "quản lý", "in", "ký", "mở", "đưa", "duy trì", "củng cố", "huy động", "đăng", "bàn giao", "thu thập",
    "điều tra", "khảo sát", "đối chiếu", "giải quyết", "xử lý", "trả lời", "phản hồi", "kê khai", "quyết toán",
    "thanh toán", "phê duyệt", "chấm", "sắp xếp", "vận hành", "tư vấn", "đề cử", "giới thiệu", "trưng bày", "ưu tiên",
    "khuyến khích", "kết nối", "ứng dụng", "đào tạo", "tập huấn", "bồi dưỡng", "biết", "phát động", "ra quân",
    "kiện toàn",
    "gắn", "rút kinh nghiệm", "sơ kết", "tổng kết", "hợp đồng", "trước ngày", "chậm nhất", "phải", "cần", "thống nhất",
    "tạo điều kiện", "quy hoạch", "cấp", "chuyển", "lưu", "dự", "tham dự", "trả", "nhận", "chọn", "tích cực",
    "lấy ý kiến", "thúc đẩy", "hoàn tất", "thu hồi", "cam kết", "chấp hành", "phê bình",
    "tiếp xúc", "tiếp thu", "nắm", "giúp", "trao", "phân bổ", "kêu gọi", "sao gửi", "treo", "khen thưởng",
    "ký kết", "lưu ý",
    "chú trọng", "chấn chỉnh", "phân loại", "tận dụng", "tranh thủ", "giải ngân", "vận dụng", "xúc tiến", "gương mẫu",
    "khôi phục", "lãnh đạo", "chỉnh sửa", "gia hạn", "nhân rộng", "thu gom", "hoàn ứng",
    "biểu dương", "tuyển chọn", "nhắc nhở", "có mặt", "có báo cáo", "có văn bản", "làm",
)  # fmt: skip
VERB = re.compile(
    r"(?<!\w)(?<!chương )(?<!quy )(?<!quá )(?<!lộ )(?<!tiến )(?<!công )(?<!chứng )(?:"
    + spaced("|".join(sorted(VERBS, key=len, reverse=True)))
    + r")(?!\w)"
)
# What a list under an order may hold besides orders: things, people, papers. Everything else there is to be done.
THING = re.compile(
    r"\W*(?:\d|(?:số|danh sách|danh mục|hồ sơ|các|những|mọi|sản phẩm|thời|địa điểm|đối tượng|nội dung|kinh phí|nguồn"
    r"|mức|giá|tên|loại|nhóm|tỷ lệ|diện tích|đồng chí|ông|bà|công văn|quyết định|kế hoạch|báo cáo|tờ trình|thông tin"
    r"|phụ lục|mẫu|biểu|đại diện|lãnh đạo|thành phần|chủ thể|hộ|tổ|cá nhân|cơ quan|đơn vị|ủy ban|ubnd|phòng|sở|ban"
    r"|hội|xã|phường|huyện|tỉnh|bản|ảnh|giấy|đơn|phiếu|tài liệu|kết quả|tình hình|khó khăn|đề xuất|kiến nghị|đối với"
    r"|về|do|từ|đến|tại|không|một|hai|ba|mỗi|chương trình|việc|tiêu chí|điều kiện|yêu cầu|lý do|người|trưởng|phó"
    r"|chủ tịch|giám đốc)(?!\w))"
)
# Names of bodies that hold such a verb: what stands here is no verb.
NAME_WITH_VERB = re.compile(
    r"(?:văn phòng|ban|hội đồng|tổ|chương trình|phòng|trung tâm|quỹ|bộ phận|hội|cục|chi cục|đoàn)"
    r"(?:\s+(?!chủ trì|phối hợp)[\w,]+){0,7}?\s+$|(?:mục tiêu quốc gia|mtqg|ctmtqg|chỉ đạo|điều phối|và|,)\s+$"
)
NEW_COUNTRYSIDE = re.compile(r"xây dựng\s+(?:nông thôn mới|ntm)|đánh giá(?:\s*(?:,|và))?\s+phân hạng")
