"""Where an issued letter goes: offices by their codes, e-mail with a link, the announcements page; receipts."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.urls import reverse

from accounts.enums import OfficeKind
from activity import jobs
from activity.errors import NotAllowed
from activity.models import Job, Notification
from directives import dispatch, selectors, services
from directives.enums import DocumentState, Purpose
from directives.models import Delivery, Document, Task
from directives.services.mailing import mail_delivery
from tests.factories.accounts import make_office, make_unit
from tests.factories.directives import House, make_content, make_document, make_house

pytestmark = pytest.mark.django_db
S = DocumentState


@pytest.fixture
def house() -> House:
    return make_house()


def issued(house: House, *recipients: str, **given) -> Document:
    content = make_content(house.committee, recipients=list(recipients), training=given.get("training", False))
    return make_document(house, state=S.ISSUED, content=content, **given)


# -- Reading the list ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- Phòng Nông nghiệp (t/h);", ("Phòng Nông nghiệp", Purpose.CARRY_OUT)),
        ("Sở Công Thương (p/h)", ("Sở Công Thương", Purpose.COOPERATE)),
        ("Lãnh đạo UBND huyện (b/c)", ("Lãnh đạo UBND huyện", Purpose.COPY)),
        ("Văn phòng (t.b/c)", ("Văn phòng", Purpose.COPY)),
        ("Trang thông tin điện tử (đăng tải).", ("Trang thông tin điện tử", Purpose.PUBLISH)),
        ("Lưu: VT, NN.", ("Lưu: VT, NN", Purpose.ARCHIVE)),
        ("Các xã", ("Các xã", Purpose.COPY)),
    ],
)
def test_code_behind_a_name_says_what_it_is_for(line, expected):
    assert dispatch.purpose_of(line) == expected


def test_all_communes_means_those_below_the_issuing_unit(house):
    make_house()

    (line,) = dispatch.lines_of(["Ủy ban nhân dân các xã, thị trấn (t/h)"], [], house.committee)

    assert line.offices == (house.commune,)


def test_as_above_means_the_addressees(house):
    (line,) = dispatch.lines_of(["Như trên (t/h)"], ["UBND các xã"], house.committee)

    assert line.offices == (house.commune,)


def test_name_that_two_offices_bear_is_not_guessed(house):
    for _n in range(2):
        make_office(unit=make_unit(parent=house.committee.unit), kind=OfficeKind.AGRICULTURE, name="Tổ tư vấn OCOP")

    (line,) = dispatch.lines_of(["Tổ tư vấn OCOP (t/h)"], [], house.committee)

    assert line.offices == ()
    assert line.asks_in_vain


# -- What the codes do -----------------------------------------------------------------------------------------------
def test_codes_make_tasks_cooperation_and_copies(house):
    document = issued(house, "Ủy ban nhân dân các xã (t/h)", f"{house.agriculture.name} (p/h)")

    task = Task.objects.get()
    assert (task.assignee, task.regular) == (house.commune, True)
    assert list(task.cooperating.all()) == [house.agriculture]
    assert {(row.office, row.purpose) for row in Delivery.objects.all()} == {
        (house.commune, Purpose.CARRY_OUT),
        (house.agriculture, Purpose.COOPERATE),
    }
    assert selectors.documents_visible_to(house.commune_officer).filter(pk=document.pk).exists()
    assert Notification.objects.filter(kind="task_assigned", recipient=house.commune_officer).exists()


def test_office_that_has_a_task_already_gets_no_second_one(house):
    from directives.drafts import TaskDraft

    issued(house, "Ủy ban nhân dân các xã (t/h)", tasks=[TaskDraft(assignee=house.commune, summary="Lập danh sách")])

    assert Task.objects.get().summary == "Lập danh sách"


def test_question_before_the_issue_names_who_is_not_known(client, house):
    content = make_content(house.committee, recipients=["Tổ không có tên ở đây (t/h)"])
    document = make_document(house, state=S.RENDERED, content=content)
    client.force_login(house.clerk)

    page = client.get(reverse("directives:act", args=[document.pk, "issue"])).content.decode()

    assert "Tổ không có tên ở đây (t/h)" in page


def test_opening_by_the_recipient_is_the_receipt_and_stays_the_first(client, house):
    document = issued(house, sent_to=[house.commune])
    for person in (house.commune_officer, house.commune_leader):
        client.force_login(person)
        assert client.get(reverse("directives:detail", args=[document.pk])).status_code == 200

    row = Delivery.objects.get()
    client.force_login(house.officer)
    page = client.get(reverse("directives:detail", args=[document.pk])).content.decode()
    assert row.opened_at is not None
    assert row.opened_by == house.commune_officer
    assert str(house.commune_officer) in page


# -- E-mail ----------------------------------------------------------------------------------------------------------
def test_mailed_link_opens_the_document_without_a_login(client, house):
    issued(house, mail_to=["a@vi-du.vn", "a@vi-du.vn", "b@vi-du.vn"])
    jobs.run_waiting()

    sent = [m for m in mail.outbox if m.to[0].endswith("@vi-du.vn")]
    link = re.search(r"http\S+(/van-ban/nhan/\S+/)", sent[0].body)
    page = client.get(link[1])
    row = Delivery.objects.get(email=sent[0].to[0])

    assert [m.to for m in sent] == [["a@vi-du.vn"], ["b@vi-du.vn"]]
    assert page.status_code == 200
    assert row.opened_at is not None
    assert client.get("/van-ban/nhan/khong-dung/").status_code == 404


def test_mail_server_that_is_down_is_shown_and_tried_again_without_duplicates(client, house, settings):
    settings.EMAIL_BACKEND = "tests.directives.mail_down.DownBackend"
    document = issued(house, mail_to=["a@vi-du.vn"])
    jobs.run_waiting()
    row = Delivery.objects.get()
    assert (row.mailed_at, bool(row.problem)) == (None, True)
    assert Job.objects.get(kind="mail_delivery").state == "waiting"

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    client.force_login(house.clerk)
    page = client.get(reverse("directives:detail", args=[document.pk])).content.decode()
    assert mail_delivery(delivery_id=row.pk) is True
    assert mail_delivery(delivery_id=row.pk) is False

    assert "a@vi-du.vn" in page
    assert len([m for m in mail.outbox if m.to == ["a@vi-du.vn"]]) == 1


def test_bent_address_is_refused_on_the_form(client, house):
    from tests.directives.test_letter_forms import address, filled

    client.force_login(house.officer)
    page = client.post(address(house), filled(house, **{"head-mail_to": "không phải địa chỉ"}))

    assert "mail_to" in page.context["letter"].head.errors


# -- Publication -----------------------------------------------------------------------------------------------------
def test_publishing_code_puts_the_letter_onto_the_public_page(client, house):
    document = issued(house, "Trang thông tin điện tử (đăng tải)", abstract="kết quả đợt 1")
    hidden = issued(house, abstract="không công bố")
    jobs.run_waiting()

    page = client.get(reverse("directives:announcements")).content.decode()
    file = client.get(reverse("directives:announcement_file", args=[document.pk]))
    content = b"".join(file.streaming_content)

    assert "Kết quả đợt 1" in page
    assert "ông công bố" not in page
    assert content.startswith(b"%PDF")
    assert client.get(reverse("directives:announcement_file", args=[hidden.pk])).status_code == 404
    file.close()


def test_training_letter_is_never_published(house):
    document = issued(house, "Cổng thông tin (đăng tải)", training=True)
    jobs.run_waiting()

    document.refresh_from_db()
    assert document.published_at is None


def test_clerk_publishes_and_takes_off(client, house):
    document = issued(house)
    client.force_login(house.clerk)
    address = reverse("directives:publish", args=[document.pk])

    client.post(address, {"published": "on"})
    assert selectors.published_documents().get() == document
    client.post(address)

    assert not selectors.published_documents().exists()
    with pytest.raises(NotAllowed):
        services.publish(document=document, actor=house.officer, published=True)


def test_announcements_ask_the_database_as_often_for_three_as_for_one(house, queries_of):
    services.publish(document=issued(house), actor=house.clerk, published=True)
    one = queries_of(reverse("directives:announcements"))
    for _n in range(2):
        services.publish(document=issued(house), actor=house.clerk, published=True)

    assert queries_of(reverse("directives:announcements")) == one
