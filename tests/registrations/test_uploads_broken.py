"""Bodies that break off on the way: said, and nothing of them is saved. Over a real socket, as phones do it."""

import errno
import socket
import tempfile

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from registrations.models import Evidence, Producer
from tests.factories.accounts import make_person
from tests.factories.registrations import make_place, make_producer, owner_of
from tests.factories.uploads import picture, upload


def multipart(token, **fields):
    parts = [f'--line\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'.encode()]
    for name, value in fields.items():
        parts.append(f'--line\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
    head = (
        b'--line\r\nContent-Disposition: form-data; name="files"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
    )
    return b"".join(parts) + head + picture(size=(900, 900)) + b"\r\n--line--\r\n"


def send(live_server, path, user, body, content_type, announced):
    """Send a body that is shorter than announced, then hang up; return the answer."""
    client = Client()
    client.force_login(user)
    client.get("/dang-nhap/")
    token = client.cookies["csrftoken"].value if "csrftoken" in client.cookies else "x" * 32
    cookies = f"sessionid={client.cookies['sessionid'].value}; csrftoken={token}"
    host, port = live_server.thread.host, live_server.thread.port
    body = body(token) if callable(body) else body
    head = (
        f"POST {path} HTTP/1.0\r\nHost: {host}:{port}\r\nCookie: {cookies}\r\nX-CSRFToken: {token}\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {announced(body)}\r\n\r\n"
    )
    with socket.create_connection((host, port), timeout=20) as line:
        line.sendall(head.encode() + body)
        line.shutdown(socket.SHUT_WR)
        answer = b""
        while more := line.recv(65536):
            answer += more
    return answer.decode()


@pytest.mark.parametrize("kept", [0.3, 0.9, 0.999])
def test_upload_that_breaks_off_is_said_and_leaves_nothing(live_server, settings, kept):
    producer = make_producer(make_place().commune)
    path = reverse("registrations:evidence_create", args=[producer.pk])

    def body(token):
        whole = multipart(token, kind="origin", title="Hợp đồng")
        return whole[: int(len(whole) * kept)]

    answer = send(
        live_server, path, owner_of(producer), body, "multipart/form-data; boundary=line", lambda b: len(b) + 500
    )

    assert answer.startswith(("HTTP/1.0 400", "HTTP/1.1 400"))
    assert "chưa được gửi trọn vẹn" in answer
    assert Evidence.objects.count() == 0


def test_form_that_breaks_off_is_not_saved_as_far_as_it_came(live_server, settings):
    place = make_place()
    user = make_person(Role.PRODUCER)
    fields = (
        f"name=HTX&legal_form=farm&unit={place.commune.pk}&address=Thon+1&phone=0912345678&representative=Hoa"
        "&history=Câu chuyện bị cắt gi"
    )

    def answer(missing):
        path = reverse("registrations:producer_create")
        kind = "application/x-www-form-urlencoded"
        return send(live_server, path, user, fields.encode(), kind, lambda b: len(b) + missing)

    assert "chưa được gửi trọn vẹn" in answer(40)
    assert Producer.objects.count() == 0
    assert answer(0).split()[1] == "302"  # the same form, announced as long as it is
    assert Producer.objects.count() == 1


@pytest.mark.django_db
def test_full_disk_while_receiving_is_said(client, settings, tmp_path, monkeypatch):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100
    producer = make_producer(make_place().commune)
    client.force_login(owner_of(producer))
    real = tempfile.NamedTemporaryFile

    class Full:
        def __init__(self, *args, **kwargs):
            self._file = real(*args, **kwargs)

        def write(self, _data):
            raise OSError(errno.ENOSPC, "No space left on device")

        def __getattr__(self, name):
            return getattr(self._file, name)

    monkeypatch.setattr("django.core.files.uploadedfile.tempfile.NamedTemporaryFile", Full)
    data = {"kind": "origin", "title": "Hợp đồng", "files": [upload("a.jpg", picture(size=(300, 300)))]}

    response = client.post(reverse("registrations:evidence_create", args=[producer.pk]), data)

    assert response.status_code == 507
    assert "hết dung lượng" in response.content.decode()
    assert Evidence.objects.count() == 0
