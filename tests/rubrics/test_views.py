"""The public pages of the law."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation import clock
from rubrics.models import Decision, Rubric
from rubrics.selectors import forget_sets, rubric_by_number
from rubrics.services import publish_decision
from tests.factories.rubrics import CODE_2019, CODE_2023, CODE_2026, coffee_rubric, law_data, publish_law

pytestmark = pytest.mark.django_db


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_index_is_public_and_lists_decisions_and_sets(client: Client) -> None:
    publish_law(CODE_2023)
    rubric = coffee_rubric()

    page = client.get(reverse("rubrics:index")).content.decode()

    assert page.count("<h1") == 1
    assert rubric.get_absolute_url() in page
    assert "Sản phẩm cà phê, ca cao" in page
    assert "Chưa xét yêu cầu tối thiểu" in page


@pytest.mark.parametrize(
    ("day", "code", "word"),
    [
        ("2026-05-22", CODE_2026, "Đang có hiệu lực"),
        ("2026-05-22", CODE_2023, "Còn áp dụng cho hồ sơ nộp trước"),
        ("2026-12-01", CODE_2023, "Đã được thay thế"),
    ],
)
def test_index_tells_which_decision_holds(client: Client, day: str, code: str, word: str) -> None:
    publish_law(CODE_2023)
    publish_law()

    with clock.frozen(clock.start_of(datetime.date.fromisoformat(day))):
        page = client.get(reverse("rubrics:index")).content.decode()

    section = page.split(f'id="{Decision.objects.get(code=code).slug}-title"')[1].split("</section>")[0]
    assert word in section


def test_index_without_law_says_so(client: Client) -> None:
    assert "Chưa có quyết định nào được nạp" in client.get(reverse("rubrics:index")).content.decode()


def test_index_takes_as_many_queries_for_three_decisions_as_for_one(client: Client) -> None:
    publish_law()
    url = reverse("rubrics:index")
    client.get(url)
    one = queries_of(client, url)

    publish_law(CODE_2023)
    publish_law(CODE_2019, sets=(1, 2, 14))

    assert queries_of(client, url) == one


def test_set_page_shows_items_levels_and_gates(client: Client) -> None:
    rubric = coffee_rubric()

    page = client.get(rubric.get_absolute_url()).content.decode()

    assert page.count("<h1") == 1
    assert "1.5. Liên kết chuỗi trong sản xuất" in page
    assert "Có hợp đồng liên kết trên 75% sản lượng tiêu thụ" in page
    assert page.count('class="rubric-gate"') == 21
    assert "Hồ sơ bị loại khi" in page
    assert "Bộ Nông nghiệp và Môi trường" in page


def test_set_page_shows_alternative_cases(client: Client) -> None:
    rubric = rubric_by_number(publish_law(sets=(26,)), 26)

    page = client.get(rubric.get_absolute_url()).content.decode()

    assert "Trường hợp 2: Điểm dịch vụ du lịch" in page


def test_set_page_under_1048_says_that_gates_are_not_considered(client: Client) -> None:
    rubric = rubric_by_number(publish_law(CODE_2019), 14)

    page = client.get(rubric.get_absolute_url()).content.decode()

    assert "Chưa xét yêu cầu tối thiểu" in page
    assert "Trường hợp 2" in page


def test_set_page_takes_as_many_queries_for_many_items_as_for_few(client: Client) -> None:
    decision = publish_law(sets=(13, 25))
    many, few = (rubric_by_number(decision, number) for number in (13, 25))
    client.get(few.get_absolute_url())
    forget_sets()

    first = [queries_of(client, rubric.get_absolute_url()) for rubric in (many, few)]
    again = [queries_of(client, rubric.get_absolute_url()) for rubric in (many, few)]

    assert first[0] == first[1]
    assert again == [first[0] - 3] * 2  # a published set never changes: its rows stay in memory


def test_unknown_and_unpublished_sets_are_not_found(client: Client) -> None:
    publish_decision(data=replace(law_data(CODE_2026), sets=[]))
    draft = Decision.objects.create(
        code="1/2030/QĐ-TTg", slug="1-2030", valid_from="2030-01-01", issued_on="2030-01-01", holds_gates=True
    )
    hidden = Rubric.objects.create(decision=draft, number=1, name="Bí mật", industry_code="I", industry="Thực phẩm")

    assert client.get(reverse("rubrics:rubric", args=["26-2026-qd-ttg", 1])).status_code == 404
    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert "Bí mật" not in client.get(reverse("rubrics:index")).content.decode()


def test_pages_answer_reads_only(client: Client) -> None:
    rubric = coffee_rubric()

    assert client.post(reverse("rubrics:index")).status_code == 405
    assert client.delete(rubric.get_absolute_url()).status_code == 405
