"""What a package from below may say that nobody expects: refused with its place, or one product is left out."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activity import jobs
from activity.errors import Conflict, NotAllowed
from activity.models import Job
from evaluations import services
from evaluations.enums import PackageState, RoundState
from evaluations.models import Entry, ReceivedPackage
from evaluations.packages.reading import read_package
from evaluations.packages.writing import digest_of
from evaluations.selectors.arrivals import result_below
from evaluations.selectors.transition import out_of_time
from foundation import clock, files
from registrations.models import Dossier, Product
from tests.evaluations.test_transition import BEGINS, publish_later
from tests.factories.evaluations import DAY, make_hall, make_round
from tests.factories.packages import data_file, receive, renamed, resealed, send, take


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
    return _made[1]


def problems_of(sent, change):
    """Return what the portal says of the data file with this change under a digest of its own."""
    data = json.loads(data_file(sent))
    change(data)
    try:
        data["digest"] = digest_of(data)
    except UnicodeEncodeError:
        data["digest"] = "0" * 64
    return read_package(json.dumps(data).encode())[1]


def entry(**values):
    return lambda data: data["entries"][0].update(values)


def item(**values):
    return lambda data: data["entries"][0]["dossier"]["items"][0].update(values)


def first_file(**values):
    return lambda data: data["entries"][0]["dossier"]["papers"][0]["files"][0].update(values)


def dossier(**values):
    return lambda data: data["entries"][0]["dossier"].update(values)


@pytest.mark.parametrize(
    "change",
    [
        entry(set=[]),
        entry(set=True),
        entry(set=1.0),
        entry(mean=92.5),
        entry(product="x" * 201),
        entry(producer={"name": "y" * 201}),
        entry(producer={"name": "Tổ hợp tác", "registered_on": "31/12"}, dossier=None),
        item(item=[]),
        item(level=[]),
        lambda data: data["entries"][0]["dossier"]["items"][0].pop("level"),
        first_file(name=""),
        first_file(name="a/.."),
        dossier(submitted_on="31/12"),
        dossier(submitted_on=[]),
        dossier(submitted_on="2999-01-01"),
        lambda data: data.update(decision="12/QĐ"),
        lambda data: data.update(decision={"number": 12}),
        lambda data: data.update(sender="\ud800"),
        lambda data: data.update(sender="a\x00"),
        lambda data: data.update(note=float("nan")),
        lambda data: data.update(note=float("-inf")),
        lambda data: data.update({"note\x00": ""}),
        entry(note={"deep": ["\x00"]}),
    ],
)
def test_odd_value_is_refused_with_a_sentence(sent, db, change):
    assert problems_of(sent, lambda data: None) == []

    assert problems_of(sent, change)


def test_number_beyond_all_numbers_and_lists_within_lists_are_refused(sent, db):
    text = data_file(sent).decode()
    for odd in ("1e999", "[" * 40 + "]" * 40, "[" * 900 + "]" * 900):
        assert read_package(text.replace("{", f'{{"odd": {odd},', 1).encode())[1]


def test_upload_of_an_odd_file_is_answered_with_the_page(client, ministry, sent):
    actor, office = ministry
    client.force_login(actor)
    odd = json.dumps(json.loads(data_file(sent)) | {"note": float("nan")}).encode()
    upload = SimpleUploadedFile("du-lieu.json", odd, content_type="application/json")

    answer = client.post(reverse("evaluations:received"), {"office": office.pk, "file": upload}, follow=True)

    assert answer.status_code == 200
    assert "JSON" in answer.content.decode()
    assert not ReceivedPackage.objects.exists()


def stored_as(package, change):
    """Change the data of a package as it lies in the database: received before its like was refused."""
    change(package.data)
    ReceivedPackage.objects.filter(pk=package.pk).update(data=package.data)


@pytest.mark.parametrize(
    "change", [first_file(name=""), lambda data: data["entries"][0]["dossier"]["items"][0].pop("level")]
)
def test_odd_product_is_left_out_and_the_package_goes_on(ministry, sent, change):
    package = receive(ministry, sent)
    stored_as(package, change)

    take(ministry, package)

    row = package.rows.get()
    assert package.state == PackageState.TAKEN
    assert (row.dossier, bool(row.problem)) == (None, True)
    assert not Product.objects.filter(name="Trà sâm dây").exists()
    assert services.undo_package(package=package, actor=ministry[0], reason="Nhầm.").state == PackageState.RECEIVED


def test_taking_over_that_gave_up_can_be_undone_and_begun_again(ministry, sent, client):
    client.force_login(ministry[0])
    package = receive(ministry, sent)
    content = files.read(package.source)
    package.source.file.storage.delete(package.source.file.name)
    services.take_package(package=package, actor=ministry[0])
    jobs.run_waiting()
    undo = reverse("evaluations:received_undo", args=[package.pk])
    shown = reverse("evaluations:received_one", args=[package.pk])

    with pytest.raises(NotAllowed):
        services.undo_package(package=package, actor=ministry[0], reason="Nhầm.")
    assert undo not in client.get(shown).content.decode()
    while (job := Job.objects.get(key=package.taking_key)).state == "waiting":
        Job.objects.filter(pk=job.pk).update(not_before=clock.now())
        jobs.run_waiting()
    assert job.state == "failed"
    assert undo in client.get(shown).content.decode()
    client.post(undo, {"reason": "Mất tệp."})

    package.refresh_from_db()
    assert package.state == PackageState.RECEIVED
    package.source.file.save("lai.zip", ContentFile(content))
    assert take(ministry, package).state == PackageState.TAKEN
    assert package.rows.get().dossier is not None


def test_job_makes_nothing_of_a_package_taken_back_meanwhile(ministry, sent):
    package = receive(ministry, sent)
    services.take_package(package=package, actor=ministry[0])
    job = Job.objects.get(key=package.taking_key)
    Job.objects.filter(pk=job.pk).update(state="failed")

    def undo(done, total):
        services.undo_package(package=package, actor=ministry[0], reason="Nhầm.")

    with pytest.raises(Conflict):
        services.make_arrivals(package_id=package.pk, actor_id=ministry[0].pk, progress=undo)

    package.refresh_from_db()
    assert package.state == PackageState.RECEIVED
    assert not Dossier.objects.filter(product__name="Trà sâm dây").exists()


def test_arrived_dossier_keeps_the_day_on_which_it_was_filed_below(hall, ministry, sent):
    publish_later(transition_days=60, transition_reevaluation_days=30)
    found = make_round(hall, entries=0, state=RoundState.PREPARING)
    day = BEGINS + timedelta(days=5)

    with clock.frozen(day):
        arrived = take(ministry, receive(ministry, sent)).rows.get().dossier

        below = Dossier.objects.exclude(pk=arrived.pk).get()
        assert clock.local(arrived.submitted_at).date() == clock.local(below.submitted_at).date()
        assert out_of_time(found, [arrived], day) == []


def test_dossier_of_an_older_file_is_filed_when_it_arrives(ministry, sent):
    older = resealed(sent, lambda data: data["entries"][0]["dossier"].pop("submitted_on"))

    arrived = take(ministry, receive(ministry, older)).rows.get().dossier

    assert arrived.submitted_at == clock.now()


def test_result_below_is_read_without_the_rest_of_the_package(ministry, sent, django_assert_num_queries):
    package = take(ministry, receive(ministry, renamed(sent, mean="92.50")))
    seen = Entry(dossier=Dossier.objects.get(pk=package.rows.get().dossier_id))

    with django_assert_num_queries(2) as captured:
        found = result_below(seen)

    assert (found["mean"], found["stars"]) == ("92.50", 5)
    assert found["decision"] == package.data["decision"]["number"] != ""
    asked = [query["sql"] for query in captured.captured_queries if '"data"' in query["sql"]]
    assert asked
    assert all("JSON_EXTRACT" in sql or "#>>" in sql for sql in asked)


def test_list_of_packages_leaves_their_data_in_the_database(client, ministry, sent):
    receive(ministry, sent)
    client.force_login(ministry[0])

    with CaptureQueriesContext(connection) as captured:
        assert client.get(reverse("evaluations:received")).status_code == 200

    about = [query["sql"] for query in captured if "evaluations_receivedpackage" in query["sql"]]
    assert about
    assert not any('"evaluations_receivedpackage"."data"' in sql for sql in about)


def test_result_below_of_a_package_that_names_no_decision(ministry, sent):
    package = take(ministry, receive(ministry, sent))
    for odd in ("12/QĐ", None, {}):
        stored_as(package, lambda data, odd=odd: data.update(decision=odd))

        assert result_below(Entry(dossier=package.rows.get().dossier))["decision"] == ""
