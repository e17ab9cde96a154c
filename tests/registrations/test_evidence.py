"""The producer's papers: files from phones, the same file twice, full disks, early ends, where they are used."""

import errno
from datetime import timedelta

import pytest
from django.core.files.storage import FileSystemStorage
from django.urls import reverse

from foundation import clock
from foundation.models import StoredFile
from registrations import expiry, selectors, services
from registrations.enums import DossierState, EvidenceKind
from registrations.models import Evidence
from registrations.steps import url_of_item, url_of_step
from tests.factories.registrations import (
    make_dossier,
    make_evidence,
    make_producer,
    make_product,
    make_round,
    moment,
    owner_of,
)
from tests.factories.uploads import pdf, picture, upload

pytestmark = pytest.mark.django_db


def send(client, producer, *files, **given):
    data = {"kind": "origin", "title": "Hợp đồng liên kết", "files": list(files)} | given
    return client.post(reverse("registrations:evidence_create", args=[producer.pk]), data, follow=True)


def change(client, paper, *files, **given):
    url = paper.get_absolute_url()
    seen = client.get(url).context["form"].initial["seen"]
    data = {"kind": paper.kind, "title": paper.title, "number": paper.number, "issuer": paper.issuer, "seen": seen}
    return client.post(url, data | {"files": list(files)} | given, follow=True)


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def test_there_are_fifteen_kinds():
    assert len(EvidenceKind) == 15


def test_form_asks_phones_for_photographs_without_forcing_the_camera(place, enter):
    producer = make_producer(place.commune)

    page = text(enter(owner_of(producer)).get(reverse("registrations:evidence_create", args=[producer.pk])))

    assert "image/*" in page
    assert ".heic" in page
    assert "multiple" in page
    assert "capture" not in page


def test_same_file_twice_at_once_is_stored_once_and_said(place, enter):
    producer = make_producer(place.commune)

    page = text(send(enter(owner_of(producer)), producer, upload("a.jpg", picture()), upload("b.jpg", picture())))

    assert Evidence.objects.get().files.count() == 1
    assert "“b.jpg” đã có trong minh chứng này" in page


def test_same_file_later_is_not_stored_again(place, enter):
    producer = make_producer(place.commune)
    client = enter(owner_of(producer))
    send(client, producer, upload("a.jpg", picture()))
    paper = Evidence.objects.get()

    page = text(change(client, paper, upload("lần hai.jpg", picture()), upload("c.pdf", pdf())))

    assert [file.stored.original_name for file in paper.files.all()] == ["a.jpg", "c.pdf"]
    assert StoredFile.objects.count() == 2
    assert "“lần hai.jpg” đã có trong minh chứng này" in page
    assert "c.pdf” đã có" not in page


def test_file_that_is_with_another_paper_is_pointed_out(place, enter):
    producer = make_producer(place.commune)
    client = enter(owner_of(producer))
    send(client, producer, upload("a.jpg", picture()), title="Giấy thứ nhất")

    page = text(send(client, producer, upload("a.jpg", picture()), title="Giấy thứ hai"))

    assert Evidence.objects.count() == 2
    assert "đã có trong minh chứng “Giấy thứ nhất”" in page


def test_disk_that_fills_up_between_two_files_keeps_nothing(place, enter, monkeypatch, settings, tmp_path):
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {"default": backend}
    producer = make_producer(place.commune)
    client, real, calls = enter(owner_of(producer)), FileSystemStorage._save, []

    def full_at_the_second(self, name, content):
        calls.append(name)
        if len(calls) > 1:
            raise OSError(errno.EDQUOT, "Disk quota exceeded")
        return real(self, name, content)

    monkeypatch.setattr(FileSystemStorage, "_save", full_at_the_second)

    page = text(send(client, producer, upload("a.jpg", picture()), upload("b.pdf", pdf())))

    assert "đã hết dung lượng" in page
    assert len(calls) == 2
    assert (Evidence.objects.count(), StoredFile.objects.count()) == (0, 0)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_more_files_than_a_paper_holds_leave_nothing_behind(place, enter, settings, tmp_path):
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {"default": backend}
    producer = make_producer(place.commune)
    paper = make_evidence(producer, files=19)
    before = len(list(tmp_path.rglob("*.png")))

    change(enter(owner_of(producer)), paper, upload("a.jpg", picture()), upload("b.pdf", pdf()))

    assert paper.files.count() == 19
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == before == 19


# -- Early ends ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("expires_on", "says"),
    [
        (None, ""),
        ("2026-08-19", "đã hết hạn ngày 19/08/2026"),
        ("2026-08-20", "chỉ có giá trị đến ngày 20/08/2026; đợt kéo dài đến ngày 31/10/2026"),
        ("2026-10-30", "chỉ có giá trị đến ngày 30/10/2026; đợt kéo dài đến ngày 31/10/2026"),
        ("2026-10-31", ""),
        ("2027-01-01", ""),
    ],
)
def test_paper_that_ends_before_the_round_is_warned_of(place, expires_on, says):
    row = make_round(place, dossier_due_at=moment("2026-10-15"), dossier_hard_due_at=moment("2026-11-01"))
    paper = Evidence(expires_on=moment(expires_on).date() if expires_on else None)

    assert expiry.warning(paper, row) == says


def test_warning_stands_on_step_item_and_check(place, enter):
    dossier = make_dossier(place)
    actor = owner_of(dossier.producer)
    paper = make_evidence(dossier.producer, title="Phiếu sắp hết", expires_on=clock.today() + timedelta(days=3))
    leaf = dossier.rubric.criteria.filter(is_leaf=True).first()
    services.save_item(
        dossier=dossier,
        criterion=leaf,
        answered=True,
        level=None,
        description="",
        evidence=[paper],
        seen=None,
        actor=actor,
    )
    pages = [
        url_of_step(dossier, "papers"),
        url_of_item(dossier, leaf.key),
        reverse("registrations:dossier_check", args=[dossier.pk]),
    ]
    client = enter(actor)

    shown = [text(client.get(url)) for url in pages]

    assert all("ỉ có giá trị đến ngày 23/08/2026" in page for page in shown)


# -- Putting papers in -----------------------------------------------------------------------------------------------
def test_papers_are_ticked_into_a_dossier(place, enter):
    dossier = make_dossier(place, fill=False)
    first, second = make_evidence(dossier.producer), make_evidence(dossier.producer)
    left_out, foreign = make_evidence(dossier.producer), make_evidence(make_producer(place.commune))
    client, url = enter(owner_of(dossier.producer)), url_of_step(dossier, "papers")

    client.post(url, {"act": "tick", "papers": [first.pk, foreign.pk]})
    assert dossier.papers.count() == 0
    client.post(url, {"act": "tick", "papers": [first.pk, second.pk]})

    assert set(dossier.papers.all()) == {first, second}
    assert left_out.title in text(client.get(url))
    assert "Bạn hãy đánh dấu ít nhất một" in text(client.post(url, {"act": "tick"}, follow=True))


def test_paper_tells_which_dossiers_and_items_use_it(place, enter):
    dossier = make_dossier(place)
    actor, paper = owner_of(dossier.producer), dossier.papers.get()
    leaves = list(dossier.rubric.criteria.filter(is_leaf=True).order_by("order")[:2])
    for leaf in leaves:
        services.save_item(
            dossier=dossier,
            criterion=leaf,
            answered=True,
            level=None,
            description="",
            evidence=[paper],
            seen=None,
            actor=actor,
        )

    (use,) = selectors.uses_of(actor, paper)
    page = text(enter(actor).get(paper.get_absolute_url()))

    assert (use.dossier, use.items) == (dossier, [leaf.key for leaf in leaves])
    assert f"tiêu chí {leaves[0].key}, {leaves[1].key}" in page


def test_use_in_a_dossier_that_the_reader_may_not_see_is_not_told(place):
    dossier = make_dossier(place, state=DossierState.SUBMITTED)
    paper = dossier.papers.get()
    draft = make_dossier(place, fill=False, product=make_product(dossier.producer))
    services.attach_paper(dossier=draft, evidence=paper, actor=owner_of(dossier.producer))

    told = [use.dossier for use in selectors.uses_of(place.commune_officer, paper)]

    assert told == [dossier]
    assert len(selectors.uses_of(owner_of(dossier.producer), paper)) == 2


# -- The list --------------------------------------------------------------------------------------------------------
def titles(client, producer, **query):
    response = client.get(reverse("registrations:evidence_list", args=[producer.pk]), query)
    assert response.status_code == 200
    return {paper.title for paper in response.context["page"].items}


def test_list_of_papers_is_narrowed(place, enter):
    dossier = make_dossier(place, fill=False)
    producer, soon = dossier.producer, clock.today() + timedelta(days=80)
    used = make_evidence(producer, kind="origin", title="Hợp đồng đậu phụng")
    services.attach_paper(dossier=dossier, evidence=used, actor=owner_of(producer))
    make_evidence(producer, kind="awards", title="Bằng khen", expires_on=soon, number="77/BK")
    make_evidence(make_producer(place.commune), kind="awards", title="Của người khác", expires_on=soon)
    client = enter(owner_of(producer))

    assert titles(client, producer) == {"Hợp đồng đậu phụng", "Bằng khen"}
    assert titles(client, producer, kind="awards") == {"Bằng khen"}
    assert titles(client, producer, show="ending") == {"Bằng khen"}
    assert titles(client, producer, show="used") == {"Hợp đồng đậu phụng"}
    assert titles(client, producer, show="unused") == {"Bằng khen"}
    assert titles(client, producer, q="dau phung") == {"Hợp đồng đậu phụng"}
    assert titles(client, producer, q="77/bk") == {"Bằng khen"}
    assert titles(client, producer, kind="story") == set()


def test_commune_finds_only_papers_of_dossiers_sent_to_it(place, enter):
    dossier = make_dossier(place, state=DossierState.SUBMITTED)
    make_evidence(dossier.producer, title="Giấy riêng")

    assert titles(enter(place.commune_officer), dossier.producer) == {dossier.papers.get().title}


def test_empty_list_says_what_to_do(place, enter):
    producer = make_producer(place.commune)
    url = reverse("registrations:evidence_list", args=[producer.pk])

    assert "Trước hết" in text(enter(owner_of(producer)).get(url))
    assert "đã gửi đến bạn" in text(enter(place.commune_officer).get(url))
    assert "Không có minh chứng nào phù hợp" in text(enter(owner_of(producer)).get(url, {"kind": "story"}))


def test_papers_are_searched_by_title_and_number_without_accents_after_a_change_too(place, enter):
    producer = make_producer(place.commune)
    owner = owner_of(producer)
    found = make_evidence(producer, title="Phiếu kiểm nghiệm cà phê", number="12/KN")
    make_evidence(producer, title="Hợp đồng thuê đất", number="7/HĐ")
    url, client = reverse("registrations:evidence_list", args=[producer.pk]), enter(owner)

    def titles(words):
        return [paper.title for paper in client.get(url, {"q": words}).context["page"].items]

    assert titles("ca phe") == titles("12/kn kiem") == [found.title]
    services.update_evidence(evidence=found, values={"title": "Giấy khen"}, seen=None, actor=owner)
    assert titles("ca phe") == []
    assert titles("giay khen 12") == ["Giấy khen"]
