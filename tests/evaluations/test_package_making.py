"""The ZIP of a package is a job's work: asking costs little, and nothing is served before it is made."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activity import jobs
from evaluations import services
from evaluations.packages.writing import digest_of
from foundation import clock, files
from tests.factories.evaluations import DAY, make_hall
from tests.factories.packages import complete_round


@pytest.fixture(scope="module")
def _made(module_db):
    with clock.frozen(DAY):
        hall = make_hall(members=2)
        return hall, [complete_round(hall, entries=number) for number in (1, 3)]


def queries_of_asking(hall, found):
    with CaptureQueriesContext(connection) as captured:
        services.ask_for_package(evaluation_round=found, actor=hall.officer)
    return len(captured)


def test_asking_costs_the_same_for_one_and_three_products(made):
    hall, (one, three) = made
    for found in (one, three):
        queries_of_asking(hall, found)

    assert queries_of_asking(hall, three) == queries_of_asking(hall, one)


def test_data_file_lies_in_the_zip_and_names_its_files(made):
    hall, (_one, three) = made
    wish = services.ask_for_package(evaluation_round=three, actor=hall.officer)

    jobs.run_waiting()

    wish.refresh_from_db()
    with zipfile.ZipFile(io.BytesIO(files.read(wish.stored))) as archive:
        names, data = set(archive.namelist()), json.loads(archive.read("du-lieu.json"))
    papers = [paper for row in data["entries"] for paper in row["dossier"]["papers"]]
    named = {file["path"] for paper in papers for file in paper["files"]}
    assert data == wish.data
    assert data["digest"] == digest_of(data)
    assert len(data["entries"]) == 3
    assert named
    assert named <= names


def test_nothing_is_served_before_the_package_is_made(made, client):
    hall, (one, _three) = made
    client.force_login(hall.officer)
    data = reverse("evaluations:package_json", args=[one.pk])
    services.ask_for_package(evaluation_round=one, actor=hall.officer)

    before = client.get(data).status_code
    jobs.run_waiting()

    assert before == 404
    assert client.get(data).json()["entries"]
