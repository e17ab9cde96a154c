"""The inbox and the page of the machinery: each person their own, and as many queries for three rows as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activity.models import Job, Notification
from activity.notifications import Notice, notify
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


def tell(user, occasion):
    notify("thử", Notice(kind="thử", recipients=[user], title=f"Tin {occasion}"), occasion=occasion)


def queries_of(client, name):
    client.get(reverse(f"activity:{name}"))
    with CaptureQueriesContext(connection) as found:
        assert client.get(reverse(f"activity:{name}")).status_code == 200
    return len(found)


@pytest.mark.parametrize("name", ["notifications", "machinery"])
def test_pages_take_the_same_queries_for_one_row_and_three(client, name):
    user = make_user()
    user.is_superuser = True
    user.save()
    client.force_login(user)
    tell(user, "1")
    one = queries_of(client, name)

    for occasion in ("2", "3"):
        tell(user, occasion)
    Job.objects.update(state="failed")

    assert Notification.objects.filter(recipient=user, delivered_at=None).count() == 3
    assert queries_of(client, name) == one


def test_inbox_shows_a_persons_own_notices_only(client):
    user, other = make_user(), make_user()
    tell(user, "của tôi")
    tell(other, "của người khác")
    client.force_login(user)

    page = client.get(reverse("activity:notifications")).content.decode()
    client.post(reverse("activity:open", args=[Notification.objects.get(recipient=other).pk]))

    assert "Tin của tôi" in page
    assert "Tin của người khác" not in page
    assert Notification.objects.get(recipient=other).read_at is None
