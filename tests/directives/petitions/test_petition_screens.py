"""The screens of petitions: list, writing, answering, groups, deciding many, report."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from directives.models import Document, Petition, PetitionReport
from directives.petitions import services
from directives.petitions.enums import PetitionState
from foundation import clock
from tests.directives.pages import page
from tests.directives.test_tasks import PDF
from tests.factories.directives import make_house
from tests.factories.petitions import ANSWER, make_group, make_petition

pytestmark = pytest.mark.django_db

S = PetitionState


def url(name: str, *args: object) -> str:
    return reverse(f"directives:{name}", args=args)


def titles(client, **query) -> list[str]:
    return [row.title for row in client.get(url("petitions"), query).context["page"].items]


def test_petition_is_written_with_a_file_changed_and_sent(client):
    house = make_house()
    client.force_login(house.commune_officer)
    first = client.get(url("petition_new")).context["form"]
    posted = {
        "office": house.commune.pk,
        "handling_office": house.agriculture.pk,
        "title": "Hỗ trợ kinh phí kiểm nghiệm",
        "content": "Phí kiểm nghiệm cao, chủ thể chậm nộp hồ sơ.",
        "wish": "",
        "key": first.initial["key"],
        "file": [SimpleUploadedFile("bang-ke.pdf", PDF), SimpleUploadedFile("anh.pdf", PDF)],
    }

    answers = [client.post(url("petition_new"), posted) for _click in range(2)]
    petition = Petition.objects.get()
    assert {answer["Location"] for answer in answers} == {url("petition", petition.pk)}
    assert petition.files.count() == 2

    change = {"title": "Hỗ trợ phí kiểm nghiệm", "version": petition.version, "file": ""}
    client.post(url("petition_edit", petition.pk), posted | change)
    assert "chỉ sửa được khi kiến nghị bị trả lại" in page(client, "petition_act", petition.pk, "send")
    client.post(url("petition_act", petition.pk, "send"))

    petition.refresh_from_db()
    assert (petition.title, petition.state) == ("Hỗ trợ phí kiểm nghiệm", S.SENT)
    assert client.get(url("petition_edit", petition.pk))["Location"] == url("petition", petition.pk)


def test_errors_of_the_form_are_said_in_vietnamese_and_keep_what_was_typed(client):
    house, other = make_house(), make_house()
    client.force_login(house.commune_officer)

    response = client.post(
        url("petition_new"),
        {
            "office": house.commune.pk,
            "handling_office": other.agriculture.pk,
            "title": "Ngắn",
            "content": "😀 mười chữ",
        },
    )

    text = response.content.decode()
    assert response.status_code == 200
    assert not Petition.objects.exists()
    assert "😀 mười chữ" in text
    assert {"title", "content", "handling_office"} <= set(response.context["form"].errors)


def test_list_is_narrowed_by_words_without_accents_side_and_state(client):
    house = make_house()
    make_petition(house, title="Mở lớp tập huấn", state=S.ANSWERED)
    make_petition(house, title="Xin thêm cán bộ")
    grouped = make_petition(house, title="Hỗ trợ hội chợ")
    group = make_group(house, [grouped])
    client.force_login(house.officer)

    assert titles(client, q="tap huan mo") == ["Mở lớp tập huấn"]
    assert titles(client, state="answered") == ["Mở lớp tập huấn"]
    assert titles(client, state="waiting") == ["Hỗ trợ hội chợ", "Xin thêm cán bộ"]
    assert titles(client, group=group.pk) == ["Hỗ trợ hội chợ"]
    assert len(titles(client, state="bent", group="x", side="?")) == 3
    assert titles(client, side="ours") == []
    client.force_login(house.commune_leader)
    assert len(titles(client, side="ours")) == 3
    assert titles(client, side="handled") == []


def test_list_shows_what_is_overdue(client):
    house = make_house()
    with clock.frozen(clock.today().replace(month=1, day=5)):
        services.set_term(office=house.agriculture, days=1, actor=house.head)
        make_petition(house, title="Đã quá hạn")
    services.set_term(office=house.agriculture, days=None, actor=house.head)
    make_petition(house, title="Không có hạn")
    client.force_login(house.officer)

    assert titles(client, state="late") == ["Đã quá hạn"]


def test_empty_list_says_what_to_do_next(client):
    house = make_house()
    client.force_login(house.commune_officer)
    assert url("petition_new") in page(client, "petitions")

    client.force_login(house.leader)
    assert "Kiến nghị sẽ hiện ở đây khi có đơn vị gửi đến" in page(client, "petitions")
    assert "Không có kiến nghị nào chờ bạn quyết định" in page(client, "petitions_to_decide")


@pytest.mark.parametrize(
    "name", ["petitions", "petitions_print", "petitions_to_decide", "petition_groups", "petition_group"]
)
def test_pages_ask_the_database_as_often_for_three_rows_as_for_one(client, queries_of, name):
    house = make_house()
    state = S.PROPOSED if name == "petitions_to_decide" else S.SENT
    first = make_petition(house, state=state)
    group = make_group(house, [first])
    client.force_login(house.leader if name == "petitions_to_decide" else house.officer)
    address = url(name, group.pk) if name == "petition_group" else url(name)
    if name == "petition_groups":
        make_petition(house)
    one = queries_of(address)

    more = [make_petition(house, state=state), make_petition(house, state=state)]
    if name == "petition_groups":
        make_group(house, more, title="Nhóm khác")
        make_petition(house)
    elif name == "petition_group":
        services.group_petitions(office=house.agriculture, petitions=more, group=group, actor=house.officer)

    assert queries_of(address) == one


def test_office_groups_ticked_petitions_and_proposes_one_answer(client):
    house = make_house()
    first, second, third = (make_petition(house, title=f"Kiến nghị số {n}") for n in range(3))
    client.force_login(house.officer)

    empty = client.post(url("petition_groups"), {"title": "Tem, nhãn"})
    untitled = client.post(url("petition_groups"), {"pick": [first.pk]})
    made = client.post(url("petition_groups"), {"title": "Tem, nhãn", "pick": [first.pk, second.pk]})
    group = Petition.objects.get(pk=first.pk).group
    client.post(url("petition_groups"), {"group": group.pk, "pick": [third.pk]})
    client.post(url("petition_ungroup", third.pk))
    client.post(url("petition_group", group.pk), {"title": "Tem và nhãn"})
    picks = [f"{row.pk}:{row.version}" for row in group.petitions.all()]
    client.post(url("petition_group_answer", group.pk), {"outcome": "accepted", "answer": ANSWER, "pick": picks})

    assert (empty.status_code, untitled.status_code) == (200, 200)
    assert made["Location"] == url("petition_group", group.pk)
    group.refresh_from_db()
    assert group.title == "Tem và nhãn"
    assert set(Petition.objects.filter(state=S.PROPOSED)) == {first, second}
    assert client.get(url("petition_group_answer", group.pk)).status_code == 302
    assert "Tem và nhãn" in page(client, "petition_group", group.pk)


def test_ticks_of_foreign_petitions_are_ignored(client):
    house, other = make_house(), make_house()
    foreign = make_petition(other)
    client.force_login(house.officer)
    make_petition(house)

    client.post(url("petition_groups"), {"title": "Nhóm", "pick": [foreign.pk]}, follow=True)

    foreign.refresh_from_db()
    assert foreign.group is None


def test_leader_decides_many_as_proposed_and_one_in_other_words(client):
    house = make_house()
    three = [make_petition(house, state=S.PROPOSED) for _n in range(3)]
    client.force_login(house.leader)
    shown = page(client, "petitions_to_decide")
    picks = [f"{row.pk}:{row.version}" for row in three[:2]]

    client.post(url("petitions_to_decide"), {"pick": [*picks, f"{three[2].pk}:{three[2].version - 1}"]})
    own = {"outcome": "partly", "answer": "Giải quyết một phần trong năm nay.", "version": three[2].version}
    client.post(url("petition_act", three[2].pk, "decide"), own)

    assert all(pick in shown for pick in picks)
    answers = list(Petition.objects.order_by("pk").values_list("state", "answer"))
    assert answers == [(S.ANSWERED, ANSWER), (S.ANSWERED, ANSWER), (S.ANSWERED, "Giải quyết một phần trong năm nay.")]
    assert "Chọn các kiến nghị" in client.post(url("petitions_to_decide"), follow=True).content.decode()


def test_answer_on_an_old_page_changes_nothing(client):
    house = make_house()
    petition = make_petition(house, state=S.PROPOSED)
    client.force_login(house.leader)
    own = {"outcome": "partly", "answer": "Giải quyết một phần.", "version": petition.version - 1}

    response = client.post(url("petition_act", petition.pk, "decide"), own, follow=True)

    petition.refresh_from_db()
    assert petition.state == S.PROPOSED
    assert "thay đổi" in response.content.decode()


@pytest.mark.parametrize("action", ["send", "return_", "withdraw", "propose", "send_back", "decide"])
def test_every_step_asks_before_it_is_taken(client, action):
    house = make_house()
    states = {"send": S.DRAFT, "send_back": S.PROPOSED, "decide": S.PROPOSED}
    actors = {"return_": house.officer, "propose": house.officer, "send_back": house.leader, "decide": house.leader}
    petition = make_petition(house, state=states.get(action, S.SENT))
    client.force_login(actors.get(action, house.commune_officer))

    assert petition.title in page(client, "petition_act", petition.pk, action)
    assert client.post(url("petition_act", petition.pk, action), {"reason": ""}).status_code in {200, 302}


def test_workbook_and_print_hold_what_was_asked_and_answered(client):
    house = make_house()
    make_petition(house, state=S.ANSWERED, title="=1+1 hỗ trợ in nhãn")
    client.force_login(house.head)

    rows = list(load_workbook(io.BytesIO(client.get(url("petitions_xlsx")).content)).active.iter_rows())

    values = [cell.value for cell in rows[1]]
    assert values[3] == "=1+1 hỗ trợ in nhãn"
    assert {values[10], values[11]} == {ANSWER, house.leader.full_name}
    assert "f" not in {cell.data_type for cell in rows[1]}
    assert ANSWER in page(client, "petitions_print")


def test_term_is_set_on_its_page(client):
    house = make_house()
    client.force_login(house.head)
    assert "Chưa đặt thời hạn" in page(client, "petition_groups")

    client.post(url("petition_term"), {"days": "15"})

    assert "15 ngày làm việc" in page(client, "petition_groups")
    assert client.post(url("petition_term"), {"days": "0"}).status_code == 200
    client.post(url("petition_term"), {"days": ""})
    assert "Chưa đặt thời hạn" in page(client, "petition_groups")


def test_report_page_drafts_a_document_and_lists_it(client):
    house = make_house()
    make_petition(house)
    client.force_login(house.officer)
    day = clock.today().isoformat()
    posted = {"issuing": house.agriculture.pk, "since": day, "until": day}

    none = client.post(url("petition_reports"), posted | {"since": "2020-01-01", "until": "2020-01-02"}, follow=True)
    made = client.post(url("petition_reports"), posted)

    report = PetitionReport.objects.get()
    assert "Không có kiến nghị nào" in none.content.decode()
    assert made["Location"] == url("detail", report.document_id)
    assert report.document.abstract in page(client, "petition_reports").replace("&quot;", '"')
    assert client.get(url("edit", report.document_id)).status_code == 200


def test_report_page_sent_twice_makes_one_report(client):
    house = make_house()
    make_petition(house)
    client.force_login(house.officer)
    day = clock.today().isoformat()
    key = client.get(url("petition_reports")).context["form"]["key"].value()
    posted = {"issuing": house.agriculture.pk, "since": day, "until": day, "key": key}

    answers = [client.post(url("petition_reports"), posted) for _click in range(2)]

    report = PetitionReport.objects.get()
    assert Document.objects.count() == 1
    assert [answer["Location"] for answer in answers] == [url("detail", report.document_id)] * 2


@pytest.mark.parametrize("days", [{"until": "9999-12-31"}, {"since": "0001-01-01"}])
def test_report_of_days_that_nobody_can_mean_is_asked_about(client, days):
    house = make_house()
    make_petition(house)
    client.force_login(house.officer)
    posted = {"issuing": house.agriculture.pk, "since": "2026-01-01", "until": "2026-12-31"}

    answer = client.post(url("petition_reports"), posted | days)

    assert (answer.status_code, PetitionReport.objects.exists()) == (200, False)
    assert "31/12/2200" in answer.content.decode()


def test_offices_that_handle_no_petitions_have_no_desk_for_it(client):
    house = make_house()
    client.force_login(house.commune_officer)

    for name in ("petition_groups", "petition_reports", "petition_term"):
        assert client.get(url(name)).status_code == 404
    client.force_login(house.officer)
    assert client.get(url("petition_new")).status_code == 403
