"""A package becomes dossiers at the next level's own portal: seen first, confirmed, made once, undone while unused."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activity import jobs
from activity.enums import JobState
from activity.errors import Conflict, NotAllowed, Refused
from activity.models import Job
from evaluations import services
from evaluations.enums import PackageState, RoundState
from evaluations.models import EvaluationRound, ReceivedEntry, ReceivedPackage
from evaluations.packages.writing import digest_of
from evaluations.selectors.arrivals import lines_of
from foundation import clock
from registrations.enums import FileKind
from registrations.models import Dossier, DossierFile, Evidence, EvidenceFile, Producer, Product
from registrations.selectors import dossiers_visible_to
from registrations.services import ask_for_copy
from rubrics.models import Decision
from tests.factories.evaluations import DAY, make_hall
from tests.factories.packages import data_file, receive, renamed, send, take
from tests.factories.uploads import pdf


@pytest.fixture(scope="module")
def _made(module_db):
    with clock.frozen(DAY):
        hall = make_hall(members=2)
        return hall, send(hall)


@pytest.fixture
def hall(made):
    return made[0]


@pytest.fixture
def sent(_made):
    """The ZIP of a province, as its own portal made it, with names that this portal does not know."""
    return _made[1]


def test_package_becomes_a_dossier_with_result_answers_and_files(ministry, sent):
    package = receive(ministry, sent)
    before = Dossier.objects.count()

    assert [line.may_be_taken for line in lines_of(package)] == [True]
    assert Dossier.objects.count() == before
    take(ministry, package)

    dossier = package.rows.get().dossier
    assert package.state == PackageState.TAKEN
    assert (dossier.product.name, dossier.producer.name) == ("Trà sâm dây", "Hợp tác xã Mây")
    assert (dossier.state, dossier.outcome, dossier.outcome_stars) == ("decided", "proposed_up", 5)
    assert (dossier.story, dossier.revenue) == ("Chuyện của nương sâm.", 1_200_000_000)
    item = dossier.items.get()
    assert (item.description, item.level.order) == ("Có hợp đồng.", 1)
    paper = item.evidence.get()
    assert (paper.title, paper.expires_on) == ("Phiếu kiểm nghiệm", date(2027, 1, 1))
    assert paper.files.get().stored.original_name == "kiem nghiem.pdf"
    assert dossier.submissions.count() == 1
    assert dossiers_visible_to(ministry[0]).filter(pk=dossier.pk).exists()


def test_round_of_the_next_level_takes_the_dossier_and_ends_the_undoing(hall, ministry, sent):
    actor, office = ministry
    package = take(ministry, receive(ministry, sent))
    dossier = package.rows.get().dossier
    council = services.create_council(office=office, name="Hội đồng trung ương", actor=actor)
    found = services.create_round(
        office=office,
        facts=services.RoundFacts(
            name="Đợt trung ương", stage=hall.law.stages.get(level="centre"), council=council, year=2026, ordinal=1,
            opens_on=date(2026, 9, 15),
        ),
        actor=actor,
    )  # fmt: skip

    assert dossier.pk in {row.pk for row in services.dossiers_free_for(found)}
    services.choose_dossiers(evaluation_round=found, dossiers=[dossier], actor=actor)

    with pytest.raises(Refused, match="đã được dùng trong một đợt"):
        services.undo_package(package=package, actor=actor, reason="Nhầm.")
    package.refresh_from_db()
    assert package.state == PackageState.TAKEN
    assert Dossier.objects.filter(pk=dossier.pk).exists()


def test_officer_recused_from_a_product_no_longer_sees_its_line(ministry, sent, client):
    actor, office = ministry
    package = take(ministry, receive(ministry, several(sent, ["Trà sâm dây", "Mật ong"])))
    council = services.create_council(office=office, name="Hội đồng trung ương", actor=actor)
    services.add_member(council=council, user=actor, actor=actor)
    stage = Decision.objects.get(code=package.data["law"]).stages.get(level="centre")
    facts = services.RoundFacts(
        name="Đợt trung ương", stage=stage, council=council, year=2026, ordinal=1, opens_on=date(2026, 9, 15)
    )
    found = services.create_round(office=office, facts=facts, actor=actor)
    services.choose_dossiers(
        evaluation_round=found, dossiers=[row.dossier for row in package.rows.order_by("number")], actor=actor
    )
    EvaluationRound.objects.filter(pk=found.pk).update(state=RoundState.DOSSIERS_FIXED)
    services.declare_recusal(entry=found.entries.order_by("order")[0], actor=actor, reason="Em trai làm giám đốc.")
    client.force_login(actor)

    page = client.get(reverse("evaluations:received_one", args=[package.pk])).content.decode()

    assert "Mật ong" in page
    assert "Trà sâm dây" not in page


def test_undoing_leaves_nothing_and_lets_it_be_taken_again(ministry, sent):
    counts = [model.objects.count() for model in (Dossier, Product, Producer, Evidence)]
    package = take(ministry, receive(ministry, sent))

    services.undo_package(package=package, actor=ministry[0], reason="Nhầm gói.")

    assert [model.objects.count() for model in (Dossier, Product, Producer, Evidence)] == counts
    assert package.state == PackageState.RECEIVED
    take(ministry, package)
    assert package.rows.get().dossier is not None


def test_copy_that_somebody_took_along_goes_with_an_undone_dossier(ministry, sent):
    package = take(ministry, receive(ministry, sent))
    dossier = package.rows.get().dossier
    ask_for_copy(dossier=dossier, kind=FileKind.PACKAGE, actor=ministry[0])

    services.undo_package(package=package, actor=ministry[0], reason="Nhầm gói.")
    jobs.run_waiting()

    assert not Dossier.objects.filter(pk=dossier.pk).exists()
    assert not Job.objects.exclude(state=JobState.DONE).exists()


def test_dossier_that_something_else_hangs_on_is_not_undone_and_says_so(ministry, sent):
    package = take(ministry, receive(ministry, sent))
    dossier = package.rows.get().dossier
    DossierFile.objects.create(dossier=dossier, kind=FileKind.RECEIPT, context={}, asked_at=clock.now())

    with pytest.raises(Refused, match="đã được thay đổi sau khi tiếp nhận"):
        services.undo_package(package=package, actor=ministry[0], reason="Nhầm gói.")


def test_undoing_keeps_what_was_here_before(ministry, hall, sent):
    mine = Producer.objects.create(
        name="hợp tác xã mây", legal_form="cooperative", unit=hall.commune, address="Thôn 2", phone="0912345679",
        representative="A", created_by=hall.officer,
    )  # fmt: skip
    package = take(ministry, receive(ministry, sent))
    assert package.rows.get().dossier.producer == mine

    services.undo_package(package=package, actor=ministry[0], reason="Nhầm gói.")

    assert Producer.objects.filter(pk=mine.pk).exists()
    assert not Product.objects.filter(name="Trà sâm dây").exists()


def test_same_package_is_known_by_its_digest(ministry, sent):
    receive(ministry, sent)

    with pytest.raises(Conflict):
        receive(ministry, sent)
    with pytest.raises(Conflict):
        receive(ministry, data_file(sent))
    assert ReceivedPackage.objects.count() == 1


def test_other_package_with_the_same_product_makes_no_second_dossier(ministry, sent):
    take(ministry, receive(ministry, sent))

    again = receive(ministry, renamed(sent, slip="khác"))

    assert [bool(line.problem) for line in lines_of(again)] == [True]
    with pytest.raises(Refused):
        services.take_package(package=again, actor=ministry[0])
    assert Dossier.objects.filter(product__name="Trà sâm dây").count() == 1


def test_data_file_alone_waits_for_its_zip(ministry, sent):
    package = receive(ministry, data_file(sent))

    with pytest.raises(Refused, match="ZIP"):
        services.take_package(package=package, actor=ministry[0])
    completed = receive(ministry, sent)

    assert completed.pk == package.pk
    take(ministry, completed)
    assert EvidenceFile.objects.filter(evidence__producer__name="Hợp tác xã Mây").exists()


def test_changed_file_in_the_zip_is_left_out_with_the_reason(ministry, sent):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sent)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            changed = "minh-chung" in name
            new.writestr(name, pdf() + b"\n%changed" if changed else old.read(name))

    package = take(ministry, receive(ministry, out.getvalue()))

    row = package.rows.get()
    assert row.dossier is None
    assert "minh-chung" in row.problem
    assert not Product.objects.filter(name="Trà sâm dây").exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"dossier": []},
        {"dossier": {"producer": {}, "product": {}, "texts": {"state": "decided"}, "items": [], "papers": []}},
        {"dossier": {"producer": {}, "product": {}, "texts": {}, "items": [{"item": "không"}], "papers": []}},
        {"dossier": {"producer": {}, "product": {}, "texts": {"revenue": -5}, "items": [], "papers": []}},
        {"dossier": {"producer": {"registered_on": "31/12"}, "product": {}, "texts": {}, "items": [], "papers": []}},
        {"dossier": {"producer": {}, "product": {}, "texts": {}, "items": [], "papers": [{"kind": "exe"}]}},
    ],
)
def test_dossier_that_cannot_be_read_refuses_the_whole_file(ministry, sent, changes):
    with pytest.raises(Refused):
        receive(ministry, renamed(sent, **changes))

    assert not ReceivedPackage.objects.exists()


def test_worker_killed_on_the_way_makes_nothing_twice(ministry, sent, monkeypatch):
    package = receive(ministry, sent)
    services.take_package(package=package, actor=ministry[0])
    write = services.arrivals._write

    def die_after(*args):
        write(*args)
        raise SystemExit

    monkeypatch.setattr(services.arrivals, "_write", die_after)
    with pytest.raises(SystemExit):
        jobs.run_waiting()
    monkeypatch.setattr(services.arrivals, "_write", write)
    Job.objects.filter(state="running").update(lease_until=None, state="waiting")
    jobs.run_waiting()

    package.refresh_from_db()
    assert package.state == PackageState.TAKEN
    assert Dossier.objects.filter(product__name="Trà sâm dây").count() == 1
    assert ReceivedEntry.objects.count() == 1


def test_strangers_neither_take_nor_undo(ministry, hall, sent, client):
    package = receive(ministry, sent)

    with pytest.raises(NotAllowed):
        services.take_package(package=package, actor=hall.officer)
    client.force_login(hall.officer)
    for name in ("received_one", "received_take", "received_undo"):
        assert client.get(reverse(f"evaluations:{name}", args=[package.pk])).status_code == 404


def test_pages_from_upload_to_undo(ministry, sent, client):
    actor, office = ministry
    client.force_login(actor)
    upload = SimpleUploadedFile("goi.zip", sent, content_type="application/zip")

    client.post(reverse("evaluations:received"), {"office": office.pk, "file": upload})
    package = ReceivedPackage.objects.get()
    page = reverse("evaluations:received_one", args=[package.pk])
    take_page = reverse("evaluations:received_take", args=[package.pk])
    first = client.get(page).content.decode()
    confirm = client.get(take_page).content.decode()
    client.post(take_page)
    jobs.run_waiting()
    after = client.get(page).content.decode()
    client.post(reverse("evaluations:received_undo", args=[package.pk]), {"reason": "Nhầm gói."})

    assert "chủ thể và sản phẩm mới" in first
    assert "Tạo 1 hồ sơ" in confirm
    assert "Mở hồ sơ" in after
    assert not Dossier.objects.filter(product__name="Trà sâm dây").exists()


def several(content, names):
    """Return the data file of the package with its first product under each of these names."""
    data = json.loads(data_file(content))
    data["entries"] = [data["entries"][0] | {"product": name, "dossier": None} for name in names]
    data["digest"] = digest_of(data)
    return json.dumps(data).encode()


def test_undoing_reads_no_more_for_three_products_than_for_one(ministry, sent):
    actor = ministry[0]
    counts = [model.objects.count() for model in (Dossier, Product, Producer)]
    packages = [receive(ministry, several(sent, names)) for names in (["Trà"], ["Trà sen", "Mật ong", "Măng khô"])]
    reads = []
    for package in packages:
        take(ministry, package)
        with CaptureQueriesContext(connection) as captured:
            services.undo_package(package=package, actor=actor, reason="Nhầm gói.")
        asked = [query["sql"] for query in captured if query["sql"].startswith("SELECT")]
        # Each dossier has a journal of its own.
        reads.append(len([sql for sql in asked if "activity_journalentry" not in sql]))

    assert reads[0] == reads[1]
    assert [model.objects.count() for model in (Dossier, Product, Producer)] == counts


def test_undoing_keeps_a_producer_who_has_come_into_use(ministry, sent):
    package = take(ministry, receive(ministry, sent))
    producer = package.rows.get().dossier.producer
    Product.objects.create(producer=producer, name="Măng khô", created_by=ministry[0])

    services.undo_package(package=package, actor=ministry[0], reason="Nhầm gói.")

    assert [row.name for row in producer.products.all()] == ["Măng khô"]


def test_pages_of_packages_cost_the_same_for_one_and_three(ministry, sent, client):
    client.force_login(ministry[0])
    one = receive(ministry, several(sent, ["Trà"]))

    def queries(name, *args):
        client.get(reverse(name, args=args))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(name, args=args)).status_code == 200
        return len(captured)

    listed = queries("evaluations:received")
    three = receive(ministry, several(sent, ["Trà", "Mật ong", "Măng khô"]))
    receive(ministry, several(sent, ["Miến dong"]))

    assert queries("evaluations:received") == listed
    assert queries("evaluations:received_one", three.pk) == queries("evaluations:received_one", one.pk)
