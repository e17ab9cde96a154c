"""The pages about passwords and the second step look and speak like the rest of the portal."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import is_mfa_enabled
from django.core import mail
from django.test import Client

from accounts.models import User
from tests.face.test_templates import INLINE

pytestmark = pytest.mark.django_db
PASSWORD = "mot-mat-khau-dai"


@pytest.fixture(autouse=True)
def _own_start_page(settings: Any) -> None:
    settings.LOGIN_REDIRECT_URL = settings.LOGOUT_REDIRECT_URL = "/"


@pytest.fixture
def person() -> User:
    return User.objects.create_user("lan", "lan@ocop.example", PASSWORD, full_name="Nguyễn Thị Lan", phone="0900000001")


@pytest.fixture
def signed_in(client: Client, person: User) -> Client:
    """A browser of the person, who has just typed the password twice, so that sensitive pages open."""
    client.post("/accounts/login/", {"login": "lan", "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def page_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    html = response.content.decode()
    assert html.count("<h1") == 1
    assert INLINE.findall(html) == []
    assert "site-header" in html
    return html


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/accounts/login/", "Đăng nhập"),
        ("/accounts/signup/", "Tạo tài khoản"),
        ("/accounts/password/reset/", "Quên mật khẩu"),
        ("/accounts/password/reset/done/", "Hãy xem hộp thư"),
        ("/accounts/password/reset/key/done/", "Đã đổi mật khẩu"),
        ("/accounts/password/reset/key/1-set-password/", "Liên kết này không còn dùng được"),
        ("/accounts/confirm-email/", "Xác nhận địa chỉ thư điện tử"),
        ("/accounts/confirm-email/no-such-key/", "Liên kết này không còn dùng được"),
        ("/accounts/inactive/", "Tài khoản này đã đóng"),
    ],
)
def test_page_for_visitors_is_in_the_frame_and_in_vietnamese(client: Client, path: str, text: str) -> None:
    assert f"{text}</h1>" in page_of(client, path)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/accounts/logout/", "Đăng xuất"),
        ("/accounts/password/change/", "Đổi mật khẩu"),
        ("/accounts/email/", "Địa chỉ thư điện tử"),
        ("/accounts/reauthenticate/", "Xác nhận đúng là bạn"),
        ("/accounts/2fa/", "Đăng nhập hai bước"),
        ("/accounts/2fa/totp/activate/", "Bật đăng nhập hai bước"),
    ],
)
def test_page_for_people_is_in_the_frame_and_in_vietnamese(signed_in: Client, path: str, text: str) -> None:
    assert f"{text}</h1>" in page_of(signed_in, path)


def test_login_with_a_wrong_password_keeps_the_name_and_says_so(client: Client, person: User) -> None:
    html = client.post("/accounts/login/", {"login": "lan", "password": "sai"}).content.decode()

    assert 'value="lan"' in html
    assert "error-summary" in html
    assert "chưa đúng" in html


def test_login_without_anything_names_both_fields(client: Client) -> None:
    html = client.post("/accounts/login/", {}).content.decode()

    assert 'href="#id_login"' in html
    assert 'href="#id_password"' in html
    assert "Hãy điền mục này." in html


def test_forgotten_password_is_renewed_through_a_letter(client: Client, person: User) -> None:
    client.post("/accounts/password/reset/", {"email": "lan@ocop.example"})
    link = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", mail.outbox[0].body)[1]

    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "mat-khau-khac-1", "password2": "mat-khau-khac-1"})

    person.refresh_from_db()
    assert "Đặt mật khẩu mới" in mail.outbox[0].subject
    assert "Xin chào" in mail.outbox[0].body
    assert person.check_password("mat-khau-khac-1")


def test_forgotten_password_of_nobody_gets_a_letter_that_says_so(client: Client) -> None:
    client.post("/accounts/password/reset/", {"email": "khong@ocop.example"})

    assert "không có tài khoản nào" in mail.outbox[0].body


def test_second_step_is_switched_on_used_and_switched_off(signed_in: Client, person: User) -> None:
    signed_in.get("/accounts/2fa/totp/activate/")
    secret = signed_in.session["mfa.totp.secret"]
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))

    shown = signed_in.post("/accounts/2fa/totp/activate/", {"code": code}, follow=True).content.decode()
    recovery = Authenticator.objects.get(user=person, type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()

    assert "Mã dự phòng</h1>" in shown
    assert recovery[0] in shown
    assert "đang bật" in page_of(signed_in, "/accounts/2fa/")
    page_of(signed_in, "/accounts/2fa/recovery-codes/generate/")

    other = Client()
    asked = other.post("/accounts/login/", {"login": "lan", "password": PASSWORD}, follow=True).content.decode()
    wrong = other.post("/accounts/2fa/authenticate/", {"code": "000000"}).content.decode()
    inside = other.post("/accounts/2fa/authenticate/", {"code": recovery[0]})

    assert "Đăng nhập hai bước</h1>" in asked
    assert INLINE.findall(asked) == []
    assert "Mã chưa đúng." in wrong
    assert inside.status_code == 302

    page_of(signed_in, "/accounts/2fa/totp/deactivate/")
    signed_in.post("/accounts/2fa/totp/deactivate/")

    assert not is_mfa_enabled(person)


def test_an_address_is_added_and_removed(signed_in: Client, person: User) -> None:
    signed_in.post("/accounts/email/", {"email": "moi@ocop.example", "action_add": ""})
    html = page_of(signed_in, "/accounts/email/")

    assert "moi@ocop.example" in html
    assert "chưa xác nhận" in html
    assert "Xác nhận địa chỉ thư điện tử" in mail.outbox[0].subject

    link = re.search(r"http://testserver(/accounts/confirm-email/\S+)", mail.outbox[0].body)[1]
    assert "Xác nhận địa chỉ thư điện tử</h1>" in page_of(signed_in, link)
    signed_in.post(link)

    assert page_of(signed_in, "/accounts/email/").count("đã xác nhận") >= 1
