"""Each person is told once."""

import pytest

from accounts.services import create_user
from activity import jobs, notifications
from activity.models import Notification
from activity.notifications import Notice, notify

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return create_user(username="an", full_name="Nguyễn Văn An", email="an@vidu.example")


def tell(person, occasion="1"):
    return notify("x.thing:1", Notice("done", [person], "Hồ sơ đã được tiếp nhận", "Số 01", "/x/"), occasion=occasion)


def test_same_occasion_tells_once(person, mailoutbox):
    tell(person)
    tell(person)

    jobs.run_waiting()
    jobs.run_waiting()

    assert Notification.objects.count() == 1
    assert [mail.subject for mail in mailoutbox] == ["Hồ sơ đã được tiếp nhận"]


def test_new_occasion_tells_again(person, mailoutbox):
    tell(person, "1")
    tell(person, "2")

    jobs.run_waiting()

    assert len(mailoutbox) == 2


def test_mail_server_down_keeps_the_message_and_its_error(person, monkeypatch, mailoutbox):
    def down(*_args, **_kwargs):
        raise ConnectionRefusedError("mail server down")

    tell(person)
    with monkeypatch.context() as broken:
        broken.setattr(notifications, "send_mail", down)
        jobs.run_waiting()
    row = Notification.objects.get()

    assert row.delivered_at is None
    assert "mail server down" in row.delivery_error


def test_inactive_people_are_not_told(person):
    person.is_active = False
    person.save()

    assert tell(person) == []


def test_nobody_reads_the_notifications_of_others(client, person):
    other = create_user(username="binh", full_name="Lê Thị Bình")
    tell(person)
    client.force_login(other)

    page = client.get("/thong-bao/")
    client.post(f"/thong-bao/{Notification.objects.get().pk}/")

    assert "Hồ sơ đã được tiếp nhận" not in page.content.decode()
    assert Notification.objects.get().read_at is None
