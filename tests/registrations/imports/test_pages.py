"""The screens of imported lists: every state for everybody, walked without JavaScript; nothing leaks."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from activity import jobs
from activity.enums import JobState
from activity.models import Job
from registrations import selectors, services
from registrations.enums import ImportKind, ImportState
from registrations.models import ImportBatch, ImportRow, Product, Wish
from tests.factories.accounts import make_office, make_person, make_unit
from tests.factories.imports import accepted, staged, undone, upload
from tests.factories.registrations import make_place, make_producer, make_round, owner_of
from tests.registrations import workbooks
from tests.registrations.test_pages import check

pytestmark = pytest.mark.django_db
NAMES = ("import", "import_columns", "import_accept", "import_undo", "import_discard", "import_source", "import_marked")


def urls(batch):
    return [reverse(f"registrations:{name}", args=[batch.pk]) for name in NAMES]


def in_every_state(place, ours):
    """One import in each state that a page shows."""
    messy = {"kind": ImportKind.WISHES, "registration_round": make_round(place), **ours}
    content = workbooks.messy_list(place.commune.name)
    yield upload(content, **messy)
    yield staged(content, **messy)
    yield staged(workbooks.simple([["Tên sản phẩm", "Chủ thể"], ["Tổng cộng"]]), **ours)
    taken = accepted(workbooks.products(3), **ours)
    yield taken
    yield undone(accepted(workbooks.simple([["Tên sản phẩm", "Chủ thể"], ["Trà", "HTX Trà"]]), **ours), ours["actor"])
    for state in (ImportState.STAGING, ImportState.ACCEPTING, ImportState.UNDOING):
        busy = staged(workbooks.simple([["Tên sản phẩm", "Chủ thể"], ["Mật", f"HTX {state}"]]), **ours)
        ImportBatch.objects.filter(pk=busy.pk).update(state=state, accepted_by=ours["actor"], job=taken.job_id)
        yield busy
    stopped = staged(workbooks.simple([["Tên sản phẩm", "Chủ thể"], ["Măng", "HTX Măng"]]), **ours)
    services.accept_import(batch=stopped, actor=ours["actor"])
    Job.objects.filter(pk=stopped.job_id).update(state=JobState.FAILED)
    yield stopped


def test_pages_in_every_state(place, ours, enter):
    batches = list(in_every_state(place, ours))

    client = enter(place.commune_officer)
    for url in [reverse("registrations:imports"), *(url for batch in batches for url in urls(batch))]:
        response = client.get(url)
        assert check(response, url) != 403
        list(response)  # reads files to their end, which closes them


def test_imports_are_seen_by_the_office_that_made_them_alone(place, ours, enter):
    batch = staged(workbooks.messy_list(place.commune.name), **ours)
    other_place = make_place()
    strangers = [
        place.round_officer,
        place.leader,
        place.commune_leader,
        place.clerk,
        other_place.commune_officer,
        make_person(Role.ROUND_OFFICER, make_office(unit=place.area, runs_rounds=True)),
        owner_of(make_producer(place.commune)),
    ]

    for user in strangers:
        client = enter(user)
        assert not selectors.imports_visible_to(user).exists()
        assert {client.get(url).status_code for url in urls(batch)} == {404}
        posts = [
            reverse(f"registrations:{name}", args=[batch.pk]) for name in ("import_accept", "import_take_doubtful")
        ]
        posts.append(reverse("registrations:import_row_act", args=[batch.pk, 5, "skip"]))
        assert {client.post(url).status_code for url in posts} == {404}
    colleague = make_person(Role.COMMUNE_OFFICER, place.commune_office)
    assert enter(colleague).get(batch.get_absolute_url()).status_code == 200


def test_row_of_another_import_is_not_reached_through_ones_own(place, ours, enter):
    mine = staged(workbooks.products(1), **ours)
    theirs = staged(workbooks.products(40), office=place.office, actor=place.round_officer)
    assert ImportRow.objects.filter(batch=theirs, number=30).exists()

    url = reverse("registrations:import_row_act", args=[mine.pk, 30, "skip"])

    assert enter(place.commune_officer).post(url).status_code == 404


def test_list_of_imports_without_any_says_what_to_do(place, enter):
    page = enter(place.commune_officer).get(reverse("registrations:imports")).content.decode()

    assert "Chưa nhập danh sách nào" in page
    assert reverse("registrations:import_template", args=["wishes"]) in page
    assert reverse("registrations:import_template", args=["register"]) not in page


@pytest.mark.parametrize("kind", ImportKind.values)
def test_template_is_understood_by_the_import_itself(place, enter, kind):
    from registrations.imports import headers, reading
    from registrations.imports.columns import columns_for

    response = enter(place.round_officer).get(reverse("registrations:import_template", args=[kind]))
    sheet = reading.read_sheet(response.content, "Danh sách", max_rows=10)
    header = headers.find_header(sheet, kind)

    known = headers.guess(header.titles, kind)
    assert [key for key, _index in sorted(known.items(), key=lambda pair: pair[1])] == [
        c.key for c in columns_for(kind)
    ]


def test_whole_way_without_javascript(place, enter):
    registration_round = make_round(place)
    client = enter(place.commune_officer)
    content = workbooks.messy_list(place.commune.name)

    url = reverse("registrations:import_create")
    assert f'value="{registration_round.pk}" selected' in client.get(url).content.decode()
    data = {"kind": "wishes", "round": registration_round.pk, "file": workbooks.as_upload(content)}
    columns = client.post(url, data)["Location"]
    page = client.get(columns).content.decode()
    fields = dict(re.findall(r'<select name="(c\d+)".*?<option value="(\w*)" selected', page, re.DOTALL))
    assert (fields["c1"], fields["c3"], fields["c7"]) == ("product", "producer", "phone")
    there = client.post(columns, fields)["Location"]
    assert 'http-equiv="refresh"' in client.get(there).content.decode()
    jobs.run_waiting()
    page = client.get(there).content.decode()
    assert "Nhập 3 dòng" in page
    assert "đang là giá trị lỗi #REF!" in page
    accept = re.search(r'href="([^"]+/nhap/)"', page).group(1)
    assert "3 dòng được nhập" in client.get(accept).content.decode()
    client.post(accept)
    jobs.run_waiting()
    assert Wish.objects.count() == 3
    page = client.get(there).content.decode()
    assert Wish.objects.first().get_absolute_url() in page
    client.post(reverse("registrations:import_undo", args=[ImportBatch.objects.get().pk]))
    jobs.run_waiting()

    assert Wish.objects.count() == Product.objects.count() == 0


def test_page_says_when_no_worker_lives(place, ours, enter):
    batch = staged(workbooks.products(2), **ours)
    services.accept_import(batch=batch, actor=ours["actor"])
    client = enter(place.commune_officer)

    assert "tạm dừng" in client.get(batch.get_absolute_url()).content.decode()
    jobs.sign("worker-1")
    Job.objects.filter(pk=batch.job_id).update(done=1, total=2)
    page = client.get(batch.get_absolute_url()).content.decode()

    assert "Đang nhập các dòng" in page
    assert '<progress value="1"' in page
    assert 'hx-trigger="every 2s"' in page


def test_waiting_page_shows_itself_anew_when_the_work_is_done(place, ours, enter):
    batch = staged(workbooks.products(2), **ours)
    services.accept_import(batch=batch, actor=ours["actor"])
    client = enter(place.commune_officer)
    asked_by_htmx = {"HX-Request": "true", "HX-Target": "live-import"}

    assert "HX-Refresh" not in client.get(batch.get_absolute_url(), headers=asked_by_htmx).headers
    jobs.run_waiting()

    assert client.get(batch.get_absolute_url(), headers=asked_by_htmx)["HX-Refresh"] == "true"


def test_remembered_columns_are_proposed_again(place, ours, enter):
    content = workbooks.simple([["Tên sản phẩm", "Chủ thể", "Tên khác"], ["Cà phê", "HTX Một", "x"]])
    client = enter(place.commune_officer)
    first = upload(content, **ours)
    url = reverse("registrations:import_columns", args=[first.pk])
    client.post(url, {"c0": "product", "c1": "producer", "c2": "description"})

    again = upload(content, **ours)
    page = client.get(reverse("registrations:import_columns", args=[again.pk])).content.decode()

    assert 'value="description" selected' in page
    assert "cùng tên cột" in page


def test_header_in_an_unknown_row_can_be_pointed_out(place, ours, enter):
    batch = upload(workbooks.simple([["Danh mục"], ["Thứ", "Ai làm"], ["Cà phê", "HTX Một"]]), **ours)
    client = enter(place.commune_officer)
    url = reverse("registrations:import_columns", args=[batch.pk])

    assert "Không tìm thấy dòng tên cột" in client.get(url).content.decode()
    pointed = f"{url}?sheet=Danh+s%C3%A1ch&row=2"
    assert "Ai làm" in client.get(pointed).content.decode()
    client.post(pointed, {"c0": "product", "c1": "producer"})
    jobs.run_waiting()

    assert [row.product_name for row in batch.rows.all()] == ["Cà phê"]


@pytest.mark.parametrize(
    ("chosen", "words"),
    [({"c0": "product", "c1": "product"}, "cho hai cột"), ({"c0": "product", "c1": ""}, "Chọn cột chứa")],
)
def test_columns_that_make_no_sense_are_explained(place, ours, enter, chosen, words):
    batch = upload(workbooks.simple([["Tên sản phẩm", "Chủ thể"], ["Cà phê", "HTX Một"]]), **ours)

    response = enter(place.commune_officer).post(reverse("registrations:import_columns", args=[batch.pk]), chosen)

    assert words in response.content.decode()
    assert ImportBatch.objects.get().state == ImportState.UPLOADED


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("danh-sach.xlsm", b"PK\x03\x04", "macro"),
        ("danh-sach.xls", b"\xd0\xcf\x11\xe0", ".xlsx"),
        ("danh-sach.csv", b"a;b", ".xlsx"),
        ("danh-sach.pdf", b"%PDF-1.7", "XLSX"),
        ("danh-sach.xlsx", b"PK\x03\x04 nothing", "bị hỏng"),
        ("danh-sach.xlsx", b"", "không có nội dung"),
    ],
)
def test_wrong_files_are_refused_with_a_way_out(place, enter, name, content, words):
    data = {"kind": "products", "file": workbooks.as_upload(content, name)}

    response = enter(place.commune_officer).post(reverse("registrations:import_create"), data)

    assert words in response.content.decode()
    assert not ImportBatch.objects.exists()


def test_wishes_need_a_round(place, enter):
    data = {"kind": "wishes", "file": workbooks.as_upload(workbooks.products(1))}

    response = enter(place.commune_officer).post(reverse("registrations:import_create"), data)

    assert "Chọn đợt" in response.content.decode()


def test_register_is_refused_to_a_commune(place, enter):
    data = {"kind": "register", "file": workbooks.as_upload(workbooks.products(1))}

    response = enter(place.commune_officer).post(reverse("registrations:import_create"), data)

    assert response.status_code == 200
    assert not ImportBatch.objects.exists()


def test_people_without_such_an_office_get_no_import(place, enter):
    for user in (place.leader, place.clerk, place.commune_leader, owner_of(make_producer(place.commune))):
        client = enter(user)
        assert client.get(reverse("registrations:imports")).status_code == 403
        assert client.get(reverse("registrations:import_create")).status_code == 403


def test_rows_are_narrowed_and_paged(place, ours, enter):
    batch = staged(workbooks.products(120), **ours)
    client = enter(place.commune_officer)

    page = client.get(batch.get_absolute_url()).content.decode()
    assert page.count("Bỏ qua dòng") == 50
    following = re.search(r'rel="next"\s+href="([^"]+)"', page).group(1)
    assert "Sản phẩm 50<" in client.get(batch.get_absolute_url() + following.replace("&amp;", "&")).content.decode()
    assert client.get(batch.get_absolute_url() + "?q=san pham 119").content.decode().count("Bỏ qua dòng") == 1
    assert "Không có dòng nào" in client.get(batch.get_absolute_url() + "?state=error").content.decode()


def test_button_of_a_row_leads_back_to_its_page(place, ours, enter):
    batch = staged(workbooks.products(2), **ours)
    url = reverse("registrations:import_row_act", args=[batch.pk, 2, "skip"])
    client = enter(place.commune_officer)

    assert client.post(url, {"back": "?state=ready"})["Location"] == f"{batch.get_absolute_url()}?state=ready"
    assert client.post(url, {"back": "https://example.com/"})["Location"] == batch.get_absolute_url()


def test_list_of_imports_asks_the_same_for_one_and_three(place, ours, enter):
    counts = []
    client = enter(place.commune_officer)
    for more in (1, 2):
        for _number in range(more):
            upload(workbooks.products(1), kind="wishes", registration_round=make_round(place), **ours)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(reverse("registrations:imports"))
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_rows_of_an_import_ask_the_same_for_one_and_three(place, ours, enter):
    counts = []
    client = enter(place.commune_officer)
    for count in (1, 3):
        rows = [[f"Sản phẩm {n}", f"HTX {count}{n}", "Cà phê, ca cao"] for n in range(count)]
        content = workbooks.simple([["Tên sản phẩm", "Chủ thể", "Nhóm sản phẩm"], *rows])
        batch = accepted(content, kind="wishes", registration_round=make_round(place), **ours)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(batch.get_absolute_url()).content.decode().count("đã nhập") >= count
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_round_page_leads_to_the_import(place, enter):
    registration_round = make_round(place)

    page = enter(place.commune_officer).get(registration_round.get_absolute_url()).content.decode()

    assert f"{reverse('registrations:import_create')}?round={registration_round.pk}" in page


def test_round_of_other_communes_is_not_offered(place, enter):
    other = make_place()
    theirs = make_round(other)
    merged = make_unit(parent=place.area)
    mine = make_round(place, units=[place.commune, merged])

    offered = list(selectors.rounds_for_import(place.commune_officer))

    assert offered == [mine]
    assert theirs not in offered
