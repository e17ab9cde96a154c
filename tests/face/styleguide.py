"""A page that shows every component, under URLs of its own: for tests, and for people who look at the design."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.urls import include, path
from django.views.i18n import set_language

from accounts.models import User
from foundation import clock
from foundation.components import Confirm, TaskItem, TimelineItem
from foundation.forms import ReasonForm
from foundation.navigation import NavItem
from foundation.paging import Page

SOURCE = Path(__file__).with_suffix(".html")
MARKS = [("3", "Đạt tiêu chuẩn"), ("4", "Đạt và có chứng nhận"), ("5", "Xuất khẩu được")]
GROUPS = [("", "Tất cả"), ("food", "Thực phẩm"), ("drink", "Đồ uống"), ("craft", "Thủ công mỹ nghệ")]


class ProductForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Tên sản phẩm", max_length=20, help_text="Ghi đúng như trên nhãn.")
    story = forms.CharField(label="Câu chuyện sản phẩm", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    group = forms.ChoiceField(label="Nhóm sản phẩm", choices=GROUPS)
    level = forms.ChoiceField(
        label="Hạng sao mong muốn", choices=MARKS, widget=forms.RadioSelect, help_text="Có thể đổi sau."
    )
    help_wanted = forms.MultipleChoiceField(
        label="Cần hỗ trợ",
        choices=[("a", "Bao bì, nhãn mác"), ("b", "Kiểm nghiệm")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    made_on = forms.DateField(label="Ngày sản xuất", widget=forms.DateInput(attrs={"type": "date"}))
    paper = forms.FileField(label="Giấy kiểm nghiệm", required=False, help_text="PDF hoặc ảnh, không quá 20 MB.")
    sure = forms.BooleanField(label="Tôi cam đoan thông tin trên là đúng.")

    def clean(self) -> dict:
        if self.is_bound:
            self.add_error(None, "Sản phẩm này đã có trong đợt đăng ký.")
        return self.cleaned_data


class FilterForm(forms.Form):
    """Filters of a list."""

    q = forms.CharField(label="Tìm sản phẩm", required=False)
    group = forms.ChoiceField(label="Nhóm", choices=GROUPS, required=False)
    star = forms.ChoiceField(label="Hạng sao", choices=[("", "Tất cả"), *MARKS], required=False)
    unit = forms.CharField(label="Xã", required=False)
    late = forms.BooleanField(label="Chỉ hồ sơ quá hạn", required=False)


def sample_context() -> dict:
    """Return what the page needs; all people and products are invented."""
    now = clock.now()
    rows = [
        ("Cà phê bột Bờ Y", "Hợp tác xã Nông nghiệp Bờ Y", "submitted", "Chờ tiếp nhận", 4, Decimal("87.5"), 6),
        (
            "Mật ong rừng Sa Loong – đóng chai thủy tinh 500 ml",
            "Hộ kinh doanh Y Hồng",
            "returned",
            "Trả lại bổ sung",
            3,
            Fraction(1789, 20),
            -3,
        ),
        ("Thổ cẩm Dục Nông", "Tổ hợp tác Dệt Dục Nông", "recognised", "Đã công nhận", 5, 92, 0),
        ("Măng khô Ngọc Hồi", "Hộ kinh doanh A Tuấn", "draft", "Đang soạn", None, None, 30),
    ]
    keys = ("name", "producer", "state", "label", "stars", "points")
    items = [dict(zip(keys, row[:6], strict=True), due=clock.today() + timedelta(days=row[6])) for row in rows]
    story = "Thiếu phiếu kiểm nghiệm còn hạn.\nĐề nghị bổ sung trước khi nộp lại."
    return {
        "form": ProductForm({"name": "Cà phê <b>rang xay</b> thượng hạng", "level": "9"}),
        "fresh": ProductForm(),
        "filters": FilterForm({"q": "ca phe", "unit": "Bờ Y"}),
        "rows": items,
        "page": Page(items=items, next_url="?after=x", previous_url="?before=x"),
        "tasks": [
            TaskItem("Thông tin chủ thể", "#", "Xong", "good"),
            TaskItem("Minh chứng", "#", "Còn thiếu 2 giấy", "waiting", "Giấy kiểm nghiệm, giấy an toàn thực phẩm"),
            TaskItem("Tự đánh giá", "", "Chưa mở", "neutral"),
        ],
        "entries": [
            TimelineItem(now, "Trả lại hồ sơ", "Nguyễn Thị Lan", "UBND xã Bờ Y", story, "late"),
            TimelineItem(now - timedelta(days=2), "Tiếp nhận hồ sơ", "Nguyễn Thị Lan", "UBND xã Bờ Y", tone="good"),
            TimelineItem(now - timedelta(days=3), "Nộp hồ sơ", "A Minh"),
        ],
        "step_labels": ["Đăng ký nhu cầu", "Lập hồ sơ", "Xã kiểm tra", "Hội đồng đánh giá", "Công nhận"],
        "today": clock.today(),
        "training": True,
        **frame_context(),
    }


def frame_context() -> dict:
    """Return the frame of an officer who is logged in."""
    labels = [
        ("Việc của tôi", "home"),
        ("Văn bản", "letters"),
        ("Đăng ký", "rounds"),
        ("Hồ sơ", "dossiers"),
        ("Đánh giá", "judging"),
    ]
    return {
        "nav_items": [NavItem(label, name, bool) for label, name in labels],
        "person_name": "Nguyễn Thị Lan Anh",
        "acting_office": "Ủy ban nhân dân xã Bờ Y",
        "decision_in_force": "26/2026/QĐ-TTg",
        "unread_count": 12,
    }


@login_not_required
def styleguide(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """Every component on one page."""
    request.user = User(username="lan", full_name="Nguyễn Thị Lan Anh")
    request._messages = messages.storage.default_storage(request)
    request._messages._queued_messages = []
    context = sample_context() | {"live": SimpleNamespace(active=True)}
    return HttpResponse(engines["django"].from_string(SOURCE.read_text()).render(context, request))


@login_not_required
def confirm(request: HttpRequest) -> HttpResponse:
    """A question before an act."""
    question = Confirm(
        title="Trả lại hồ sơ “Cà phê bột Bờ Y”",
        action="Trả lại hồ sơ",
        cancel_url="/",
        lead="Hồ sơ quay về chủ thể để bổ sung.",
        what=["Hồ sơ chuyển sang “Trả lại bổ sung”.", "Thời hạn 15 ngày làm việc dừng lại."],
        tells=["A Minh, chủ thể (cổng thông tin, tin nhắn)"],
        facts=[("Chủ thể", "Hợp tác xã Nông nghiệp Bờ Y"), ("Nộp lúc", "08:15 20/11/2025")],
        danger="danger" in request.GET,
    )
    form = ReasonForm(request.POST or None) if "plain" not in request.GET else None
    return render(request, "components/confirm.html", {"confirm": question, "form": form, **frame_context()})


names = ["home", "letters", "rounds", "dossiers", "judging"]
urlpatterns = [
    path("xac-nhan/", confirm, name="confirm"),
    path("", styleguide, name="home"),
    *[path(f"{name}/", styleguide, name=name) for name in names[1:]],
    path("accounts/", include("allauth.urls")),
    path("tai-khoan/", include("accounts.urls")),
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
    path("thong-bao/", include(([path("", styleguide, name="notifications")], "activity"))),
]
