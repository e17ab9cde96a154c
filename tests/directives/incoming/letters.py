"""Letters that arrive in tests, and the forms that confirm them."""

from __future__ import annotations

from typing import Any

from directives import services
from directives.models import IncomingLetter
from foundation import clock

LETTER = """UBND TỈNH KON TUM
SỞ NÔNG NGHIỆP VÀ PTNT
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 812/SNN-PTNT
Kon Tum, ngày 04 tháng 3 năm 2024
V/v đăng ký sản phẩm OCOP năm 2024
Kính gửi: Phòng Nông nghiệp và Phát triển nông thôn các huyện.
Sở đề nghị các đơn vị thực hiện:
1. Phòng Nông nghiệp và Phát triển nông thôn
- Hướng dẫn các xã đăng ký sản phẩm.
- Tổng hợp danh sách, gửi về Sở trước ngày 25/4/2024.
2. Ban Quản lý khu du lịch
- Giới thiệu sản phẩm trong dịp lễ.
3. Thời gian nhận đăng ký:
Đợt 1: trước ngày 25/3/2024.
Đợt 2: trước ngày 25/6/2024.
Nơi nhận:
- Như trên;
- Lưu: VT.
KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC
Trần Minh Khoa
"""


def make_incoming(
    house: Any, *, text: str = LETTER, registered: bool = False, subject: str = "Đăng ký"
) -> IncomingLetter:
    """Make a letter that the agriculture office has received."""
    letter = services.receive_letter(office=house.agriculture, text=text, actor=house.officer)
    if registered:
        facts = services.LetterFacts(clock.today(), "Sở Nông nghiệp", "812/SNN-PTNT", subject)
        services.register_letter(letter=letter, facts=facts, actor=house.officer)
    return letter


def posted(forms: Any) -> dict[str, Any]:
    """Return what a browser sends of the confirmation when nothing was changed."""
    data: dict[str, Any] = {}
    for form in [
        forms.facts,
        *forms.tasks.forms,
        *forms.rounds.forms,
        forms.tasks.management_form,
        forms.rounds.management_form,
    ]:
        for bound in form:
            value = bound.value()
            if value is True:
                data[bound.html_name] = "on"
            elif isinstance(value, list | tuple):
                data[bound.html_name] = [str(one) for one in value]
            elif value not in (None, False):
                data[bound.html_name] = str(value)
    return data
