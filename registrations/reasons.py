"""Reasons that officers give again and again, in words that tell the producer what to do.

They stand in letters to the producer, so they are Vietnamese whatever language the officer's screen has. Every office
begins with these and makes them its own (``models.CommonReason``).
"""

from __future__ import annotations

from collections.abc import Iterable

COMMON_REASONS = (
    ("missing", "Thiếu tài liệu chứng minh cho nội dung này; đề nghị bổ sung."),
    ("unclear", "Bản chụp mờ, mất góc hoặc thiếu trang; đề nghị chụp lại rõ, đủ trang."),
    ("expired", "Giấy tờ đã hết hạn; đề nghị nộp bản còn hiệu lực."),
    ("names", "Tên chủ thể hoặc tên sản phẩm trên giấy tờ không khớp với hồ sơ; đề nghị kiểm tra và sửa lại."),
    ("vague", "Nội dung còn chung chung; đề nghị nêu số liệu, thời gian, địa điểm cụ thể."),
    ("level", "Mức tự chấm chưa khớp với minh chứng; đề nghị xem lại mức điểm hoặc bổ sung minh chứng."),
    ("unsigned", "Tài liệu chưa có chữ ký, con dấu hoặc xác nhận theo quy định; đề nghị hoàn thiện."),
    ("figures", "Số liệu giữa các phần của hồ sơ không thống nhất; đề nghị rà soát."),
    ("test", "Phiếu kiểm nghiệm thiếu chỉ tiêu hoặc quá thời hạn; đề nghị bổ sung phiếu phù hợp."),
    ("original", "Chưa xuất trình bản chính để đối chiếu; đề nghị mang bản chính đến Ủy ban nhân dân xã."),
)


def told(common: str, own: str, reasons: Iterable[tuple[str, str]]) -> str:
    """Return the reason that the producer reads: the one from the office's list, the officer's own words, or both."""
    return "\n".join(filter(None, (dict(reasons).get(common, ""), own.strip())))
