"""When something goes wrong the page says what, in plain words, and what to do next."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.views import defaults

from tests.face.test_templates import INLINE


@pytest.fixture
def asked() -> HttpRequest:
    request = RequestFactory().get("/some/page/")
    request.user = AnonymousUser()
    return request


def test_unknown_address_gets_a_page_in_the_frame(client: Client) -> None:
    response = client.get("/khong-co/")

    html = response.content.decode()
    assert response.status_code == 404
    assert "Không có trang này</h1>" in html
    assert "site-footer" in html
    assert INLINE.findall(html) == []


def test_broken_server_gets_a_page_that_needs_nothing(asked: HttpRequest) -> None:
    response = defaults.server_error(asked)

    html = response.content.decode()
    assert response.status_code == 500
    assert "Cổng đang gặp lỗi</h1>" in html
    assert 'lang="vi"' in html
    assert "<form" not in html


def test_damaged_request_gets_a_page_that_needs_nothing(asked: HttpRequest) -> None:
    response = defaults.bad_request(asked, SuspiciousOperation())

    assert response.status_code == 400
    assert "Cổng không đọc được yêu cầu này</h1>" in response.content.decode()


def test_refusal_tells_whom_to_ask_and_not_why(asked: HttpRequest) -> None:
    response = defaults.permission_denied(asked, PermissionDenied("secret reason"))

    html = response.content.decode()
    assert response.status_code == 403
    assert "Bạn không có quyền làm việc này</h1>" in html
    assert "secret reason" not in html


def test_form_without_token_is_explained() -> None:
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "x"})

    assert response.status_code == 403
    assert "Trang đã mở quá lâu</h1>" in response.content.decode()
