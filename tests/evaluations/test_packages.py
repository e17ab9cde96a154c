"""What goes up to the next level: the decision's list, the ZIP, and the data file read there."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.enums import Role
from activity import jobs
from activity.enums import JobState
from activity.errors import Conflict, NotAllowed, Refused
from activity.models import Job
from evaluations import services
from evaluations.models import AdvisoryReport, PackageFile, ReceivedPackage, TeamRecusal
from evaluations.packages.writing import digest_of
from evaluations.selectors.packages import checklist
from foundation import clock, files
from registrations.enums import FileKind
from registrations.models import DossierFile, DossierSignature
from tests.factories.accounts import make_office, make_person
from tests.factories.evaluations import DAY, entry_of, make_hall, make_round, submit_all
from tests.factories.packages import publish_with_papers


@pytest.fixture(scope="module")
def _made(module_db):
    with clock.frozen(DAY):
        hall = make_hall(members=2)
        return hall, publish(hall)


@pytest.fixture
def hall(made):
    return made[0]


@pytest.fixture
def published(made):
    """A published round: the first product goes up with 92 points, the second is recognised here."""
    return made[1]


def publish(hall):
    found = make_round(hall, entries=2)
    advised = found.entries.order_by("order").first()
    services.save_advice(entry=advised, actor=hall.officer, version=0, facts={"summary": "Hồ sơ đủ."}, findings={})
    submit_all(hall, found, [92, 80])
    publish_with_papers(hall, found)
    return found


def complete(hall, found):
    entry = entry_of(found)
    services.tick_item(entry=entry, code="bao-cao-to-tu-van", note="Báo cáo giấy số 12", there=True, actor=hall.officer)
    services.tick_item(entry=entry, code="mau-san-pham", note="Giao 05 mẫu", there=True, actor=hall.officer)


def ask(hall, found):
    made = services.ask_for_package(evaluation_round=found, actor=hall.officer)
    jobs.run_waiting()
    made.refresh_from_db()
    return made


def test_list_is_the_decisions_and_says_what_is_missing(hall, published):
    rows = checklist(published, hall.officer)

    assert [row.entry for row in rows] == [entry_of(published)]
    assert [item.code for item in rows[0].items] == [row["code"] for row in hall.law.package_items]
    assert {item.source for item in rows[0].missing} == {"advice", "by_hand"}
    with pytest.raises(Refused, match="05 mẫu"):
        services.ask_for_package(evaluation_round=published, actor=hall.officer)


def test_zip_holds_what_is_listed_and_a_data_file_of_the_stored_result(hall, published):
    complete(hall, published)
    AdvisoryReport.objects.update(handed_over_at=clock.now(), handed_over_by=hall.officer)

    made = ask(hall, published)

    with made.stored.file.open() as stored, zipfile.ZipFile(io.BytesIO(stored.read())) as archive:
        names = archive.namelist()
        data = json.loads(archive.read("du-lieu.json"))
    entry = entry_of(published)
    assert {"van-ban-de-nghi.pdf", "bao-cao-hoi-dong.pdf", "quyet-dinh-phe-duyet.pdf"} <= set(names)
    assert any(name.endswith("ho-so/01-ho-so.pdf") for name in names)
    assert any("to-tu-van/" in name for name in names)
    assert data["digest"] == digest_of(data)
    assert [(row["sum"], row["count"], row["stars"]) for row in data["entries"]] == [
        (entry.total_sum, entry.counted, entry.stars)
    ]


def test_zip_holds_the_forms_that_the_producer_signed_digitally(hall, published):
    complete(hall, published)
    stored = files.store(name="ky.pdf", content_type="application/pdf", content=b"%PDF-1.7 signed")
    dossier = entry_of(published).dossier
    file = DossierFile.objects.create(
        dossier=dossier, kind=FileKind.E_SIGNED, context={"digest": ""}, stored=stored, asked_at=clock.now()
    )
    DossierSignature.objects.create(
        file=file, ordinal=1, signer_name="Nguyễn Thị Hoa", signed_at=clock.now(), by=hall.officer
    )

    made = ask(hall, published)

    with made.stored.file.open() as content, zipfile.ZipFile(io.BytesIO(content.read())) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith("ho-so/02-ho-so-da-ky-so.pdf")]
        assert archive.read(name) == b"%PDF-1.7 signed"


def test_job_run_twice_keeps_one_file(hall, published):
    complete(hall, published)
    made = ask(hall, published)
    stored = made.stored_id

    Job.objects.filter(kind=services.packages.MAKE).update(state="waiting")
    jobs.run_waiting()

    made.refresh_from_db()
    assert made.stored_id == stored


def test_only_who_runs_the_round(hall, published, client):
    entry = entry_of(published)
    for stranger in (hall.members[0], hall.commune_officer, entry.dossier.created_by):
        with pytest.raises(NotAllowed):
            services.ask_for_package(evaluation_round=published, actor=stranger)
        with pytest.raises(NotAllowed):
            services.tick_item(entry=entry, code="mau-san-pham", note="", there=True, actor=stranger)
        client.force_login(stranger)
        assert client.get(reverse("evaluations:package", args=[published.pk])).status_code == 404
        assert client.get(reverse("evaluations:package_download", args=[published.pk])).status_code == 404


def test_pages(hall, published, client):
    client.force_login(hall.officer)
    page = reverse("evaluations:package", args=[published.pk])
    tick = reverse("evaluations:package_tick", args=[published.pk, entry_of(published).pk])

    assert (
        reverse("evaluations:package", args=[published.pk])
        in client.get(reverse("evaluations:results", args=[published.pk])).content.decode()
    )
    assert "05 mẫu sản phẩm" in client.get(page).content.decode()
    client.post(page)
    assert not PackageFile.objects.exists()
    complete(hall, published)
    client.post(tick, {"code": "mau-san-pham"})
    client.post(page)
    assert not PackageFile.objects.exists()
    client.post(tick, {"code": "mau-san-pham", "there": "on"})
    client.post(page)
    jobs.run_waiting()
    assert client.get(page).status_code == 200
    downloaded = client.get(reverse("evaluations:package_download", args=[published.pk]))
    assert b"".join(downloaded.streaming_content).startswith(b"PK")
    sent = client.get(reverse("evaluations:package_json", args=[published.pk])).content

    ministry = make_office(runs_rounds=True)
    above = make_person("round_officer", ministry)
    client.force_login(above)
    received = reverse("evaluations:received")
    assert client.get(received).status_code == 200
    client.post(received, {"office": ministry.pk, "file": SimpleUploadedFile("du-lieu.json", sent)})
    one = ReceivedPackage.objects.get()
    shown = reverse("evaluations:received_one", args=[one.pk])
    assert entry_of(published).dossier.product.name in client.get(shown).content.decode()
    client.force_login(hall.officer)
    assert client.get(shown).status_code == 404


def good_data(hall, published):
    complete(hall, published)
    return ask(hall, published).data


def receive(data, *, sealed=True):
    if sealed:
        data = data | {"digest": digest_of(data)}
    office = make_office(runs_rounds=True)
    actor = make_person("round_officer", office)
    content = data if isinstance(data, bytes) else json.dumps(data).encode()
    return services.receive_package(office=office, content=content, actor=actor)


def test_data_file_is_refused_with_its_reasons(hall, published):
    data = good_data(hall, published)
    entry = data["entries"][0]

    def with_entry(**changes):
        return data | {"entries": [entry | changes]}

    for wrong, why in (
        (with_entry(set=99), "bộ sản phẩm số 99"),
        (with_entry(sum=150), "không đạt hạng"),
        (with_entry(count=0), "không hợp lệ"),
        (with_entry(stars="5"), "không hợp lệ"),
        (with_entry(mean="<b>"), "điểm trung bình"),
        (with_entry(producer=None), "bị thiếu"),
        (data | {"entries": [entry, entry]}, "hai lần"),
        (data | {"entries": []}, "không có sản phẩm"),
        (data | {"law": "1/QĐ"}, "không có quyết định"),
        (data | {"training": True}, "tập huấn"),
        (data | {"format": "x"}, "định dạng"),
        (data | {"round": 5}, "round"),
    ):
        with pytest.raises(Refused, match=why):
            receive(wrong)
    with pytest.raises(Refused, match="Mã kiểm tra"):
        receive(data | {"year": 1999}, sealed=False)
    for garbage in (b"\xff\xfe", b"[" * 100_000, b"[]", b""):
        with pytest.raises(Refused):
            services.receive_package(office=hall.office, content=garbage, actor=hall.officer)

    assert not ReceivedPackage.objects.exists()


def test_package_is_received_once_by_those_who_run_rounds(hall, published):
    content = json.dumps(good_data(hall, published)).encode()

    services.receive_package(office=hall.office, content=content, actor=hall.officer)

    with pytest.raises(Conflict):
        services.receive_package(office=hall.office, content=content, actor=hall.officer)
    with pytest.raises(NotAllowed):
        services.receive_package(office=hall.office, content=content, actor=hall.commune_officer)


def test_package_is_closed_to_an_officer_who_is_recused_from_a_product_in_it(client, hall, published):
    complete(hall, published)
    AdvisoryReport.objects.update(handed_over_at=clock.now(), handed_over_by=hall.officer)
    ask(hall, published)
    entry, other = entry_of(published), make_person(Role.ROUND_OFFICER, hall.office)
    pages = [reverse(f"evaluations:{name}", args=[published.pk]) for name in ("package_download", "package_json")]
    client.force_login(other)
    before = [client.get(page) for page in pages]
    for response in before:
        for close_file in response._resource_closers:
            close_file()

    TeamRecusal.objects.create(entry=entry, user=other, reason="Chị dâu.", state="confirmed", confirmed_by=hall.officer)

    assert [response.status_code for response in before] == [200, 200]
    assert [client.get(page).status_code for page in pages] == [404, 404]
    page = client.get(reverse("evaluations:package", args=[published.pk])).content.decode()
    assert not [address for address in (*pages, entry.dossier.product.name) if address in page]
    with pytest.raises(Refused):
        services.ask_for_package(evaluation_round=published, actor=other)
    assert PackageFile.objects.count() == 1


def test_recusal_from_a_product_that_stays_here_closes_no_package(hall, published):
    complete(hall, published)
    AdvisoryReport.objects.update(handed_over_at=clock.now(), handed_over_by=hall.officer)
    TeamRecusal.objects.create(
        entry=entry_of(published, 1), user=hall.officer, reason="Chị dâu.", state="confirmed",
        confirmed_by=hall.officer,
    )  # fmt: skip

    assert ask(hall, published).stored_id


def test_package_that_could_not_be_made_is_asked_for_again(client, hall, published):
    complete(hall, published)
    AdvisoryReport.objects.update(handed_over_at=clock.now(), handed_over_by=hall.officer)
    services.ask_for_package(evaluation_round=published, actor=hall.officer)
    Job.objects.filter(kind=services.packages.MAKE).update(state=JobState.FAILED)
    client.force_login(hall.officer)
    address = reverse("evaluations:package", args=[published.pk])

    page = client.get(address)
    client.post(address)
    jobs.run_waiting()

    assert (page.context["failed"], page.context["waiting"]) == (True, False)
    assert f'action="{address}"' in page.content.decode()
    assert PackageFile.objects.first().stored_id
