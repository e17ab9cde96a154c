"""New versions: the old one stays with its date, submitted dossiers keep what was submitted, and nothing leaks."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from activity.errors import Conflict, NotAllowed, Refused
from activity.models import JournalEntry
from foundation.files import read
from foundation.models import StoredFile
from registrations import selectors, services
from registrations.enums import DossierState
from registrations.models import Evidence
from registrations.steps import url_of_step
from tests.factories.accounts import make_person, make_unit
from tests.factories.registrations import PNG, make_dossier, make_evidence, make_producer, make_product, owner_of
from tests.factories.uploads import pdf, picture, upload
from tests.registrations.test_lists import assert_constant

pytestmark = pytest.mark.django_db


def renew(paper, *, content=None, keep=(), actor=None, **values):
    from foundation.files import check_upload

    facts = {name: getattr(paper, name) for name in ("kind", "title", "number", "issuer", "issued_on", "expires_on")}
    uploads = [check_upload(upload("moi.pdf", content or pdf()))] if content != b"" else []
    actor = actor or owner_of(paper.producer)
    return services.replace_evidence(evidence=paper, values=facts | values, uploads=uploads, keep=keep, actor=actor)


def test_new_version_keeps_the_old_one_with_date_and_author(place):
    producer = make_producer(place.commune)
    paper = make_evidence(producer, number="01/2023")

    new = renew(paper, number="09/2026")

    paper.refresh_from_db()
    assert (paper.number, paper.is_current, paper.ordinal) == ("01/2023", False, 1)
    assert (new.number, new.is_current, new.ordinal, new.first) == ("09/2026", True, 2, paper)
    assert new.created_by == owner_of(producer)
    assert [row.ordinal for row in selectors.versions_of(owner_of(producer), paper)] == [2, 1]
    assert read(paper.files.get().stored).startswith(PNG)
    assert list(selectors.papers_of(owner_of(producer), producer)) == [new]
    entries = JournalEntry.objects.filter(stream=f"registrations.evidence:{paper.pk}").order_by("seq")
    assert [entry.action for entry in entries] == ["create", "replace"]


def test_third_version_belongs_to_the_same_paper(place):
    paper = make_evidence(make_producer(place.commune))

    third = renew(renew(paper))

    assert (third.ordinal, third.first) == (3, paper)
    assert selectors.versions_of(owner_of(paper.producer), third).count() == 3


def test_files_that_stay_right_are_taken_over(place):
    paper = make_evidence(make_producer(place.commune), files=2)
    first, _second = paper.files.all()

    new = renew(paper, keep=[first])

    assert new.files.count() == 2
    assert new.files.first().stored == first.stored
    assert paper.files.count() == 2


def test_version_without_any_file_is_refused(place):
    paper = make_evidence(make_producer(place.commune))

    with pytest.raises(Refused, match="ít nhất một tệp"):
        renew(paper, content=b"")

    paper.refresh_from_db()
    assert paper.is_current
    assert Evidence.objects.count() == 1


def test_second_of_two_renewals_is_told(place):
    paper = make_evidence(make_producer(place.commune))
    stale = Evidence.objects.get(pk=paper.pk)
    renew(paper)

    with pytest.raises(Conflict, match="bản mới hơn"):
        renew(stale)

    assert Evidence.objects.count() == 2


def test_drafts_go_over_to_the_new_version_and_submitted_dossiers_do_not(place):
    sent = make_dossier(place, state=DossierState.SUBMITTED)
    paper, actor = sent.papers.get(), owner_of(sent.producer)
    draft = make_dossier(place, fill=False, product=make_product(sent.producer))
    leaf = draft.rubric.criteria.filter(is_leaf=True).first()
    services.save_item(
        dossier=draft,
        criterion=leaf,
        answered=True,
        level=None,
        description="",
        evidence=[paper],
        seen=None,
        actor=actor,
    )

    new = renew(paper)

    assert list(draft.papers.all()) == [new]
    assert list(draft.items.get().evidence.all()) == [new]
    assert list(sent.papers.all()) == [paper]


def test_submitted_dossier_goes_on_showing_the_version_of_that_moment(place, enter):
    sent = make_dossier(place, state=DossierState.SUBMITTED)
    paper = sent.papers.get()
    new = renew(paper, title="Đăng ký kinh doanh cấp lại")

    page = enter(place.commune_officer).get(sent.get_absolute_url()).content.decode()

    assert paper.title in page
    assert "cấp lại" not in page
    assert enter(place.commune_officer).get(new.get_absolute_url()).status_code == 404
    assert sent.submissions.get().content["papers"][0]["version"] == 1


def test_older_versions_are_open_to_whoever_sees_a_later_one(place, enter):
    producer = make_producer(place.commune)
    old = make_evidence(producer)
    new = renew(old)
    dossier = make_dossier(place, fill=False, product=make_product(producer))
    newest = renew(new)
    officer = place.commune_officer
    client = enter(officer)
    assert [client.get(row.get_absolute_url()).status_code for row in (old, new, newest)] == [404] * 3

    dossier.papers.set([new])
    type(dossier).objects.filter(pk=dossier.pk).update(submitted_at=dossier.created_at, state=DossierState.SUBMITTED)

    assert [client.get(row.get_absolute_url()).status_code for row in (old, new, newest)] == [200, 200, 404]
    assert client.get(old.files.get().get_absolute_url()).getvalue().startswith(PNG)
    assert [row.ordinal for row in selectors.versions_of(officer, new)] == [2, 1]


def test_paper_of_a_returned_dossier_gets_a_version_and_the_submission_keeps_its_own(place, enter):
    dossier = make_dossier(place, state=DossierState.RETURNED)
    paper = dossier.papers.get()
    with pytest.raises(Refused, match="bản mới"):
        services.update_evidence(evidence=paper, values={"number": "99"}, seen=None, actor=owner_of(dossier.producer))

    new = renew(paper)

    assert list(dossier.papers.all()) == [new]
    assert dossier.submissions.get().content["papers"][0]["id"] == paper.pk
    assert enter(place.commune_officer).get(paper.get_absolute_url()).status_code == 200


def test_returned_dossier_is_offered_the_version_made_meanwhile(place, enter):
    dossier = make_dossier(place, state=DossierState.SUBMITTED)
    paper = dossier.papers.get()
    new = renew(paper)
    type(dossier).objects.filter(pk=dossier.pk).update(
        state=DossierState.RETURNED, returned_from="commune", returned_at=dossier.submitted_at
    )
    client, url = enter(owner_of(dossier.producer)), url_of_step(dossier, "papers")
    assert "Dùng bản mới" in client.get(url).content.decode()

    client.post(url, {"act": "renew", "paper": paper.pk})

    assert list(dossier.papers.all()) == [new]
    assert "Dùng bản mới" not in client.get(url).content.decode()


# -- Removing --------------------------------------------------------------------------------------------------------
def test_paper_of_a_submitted_dossier_cannot_be_removed(place, enter):
    sent = make_dossier(place, state=DossierState.SUBMITTED)
    paper = sent.papers.get()
    newer = renew(paper)
    url = reverse("registrations:evidence_remove", args=[newer.pk])

    page = enter(owner_of(sent.producer)).post(url, follow=True).content.decode()

    assert "Không thể xóa" in page
    assert sent.product.name in page
    assert Evidence.objects.filter(pk__in=[paper.pk, newer.pk]).count() == 2


def test_paper_that_was_taken_out_after_a_submission_cannot_be_removed(place):
    dossier = make_dossier(place, state=DossierState.RETURNED)
    paper, actor = dossier.papers.get(), owner_of(dossier.producer)
    services.detach_paper(dossier=dossier, evidence=paper, actor=actor)

    with pytest.raises(Refused, match="đã nộp"):
        services.remove_evidence(evidence=paper, actor=actor)


def test_unused_paper_goes_with_versions_files_and_bytes(place, enter, django_capture_on_commit_callbacks):
    draft = make_dossier(place, fill=False)
    paper = make_evidence(draft.producer, files=2)
    services.attach_paper(dossier=draft, evidence=paper, actor=owner_of(draft.producer))
    newer = renew(paper, keep=[paper.files.first()])
    names = list(StoredFile.objects.values_list("file", flat=True))
    storage = paper.files.first().stored.file.storage
    client = enter(owner_of(draft.producer))
    url = reverse("registrations:evidence_remove", args=[newer.pk])
    assert draft.product.name in client.get(url).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(url)

    assert (Evidence.objects.count(), StoredFile.objects.count(), draft.papers.count()) == (0, 0, 0)
    assert len(names) == 3
    assert not any(storage.exists(name) for name in names)


def test_file_is_taken_out_but_never_the_last_one(place, enter):
    paper = make_evidence(make_producer(place.commune), files=2)
    first, second = paper.files.all()
    client = enter(owner_of(paper.producer))

    def take_out(file):
        return client.post(reverse("registrations:evidence_file_remove", args=[paper.pk, file.pk]), follow=True)

    assert "Đã bỏ tệp" in take_out(first).content.decode()
    assert "ít nhất một tệp" in take_out(second).content.decode()
    assert list(paper.files.all()) == [second]
    assert StoredFile.objects.count() == 1


# -- Screens ---------------------------------------------------------------------------------------------------------
def test_new_version_through_the_screen(place, enter):
    paper = make_evidence(make_producer(place.commune))
    client, url = enter(owner_of(paper.producer)), reverse("registrations:evidence_replace", args=[paper.pk])
    data = {"kind": paper.kind, "title": paper.title, "number": "09/2026", "expires_on": "2029-01-01"}

    nothing = client.post(url, data)
    done = client.post(url, data | {"files": [upload("mới.jpg", picture())]}, follow=True)
    again = client.get(url, follow=True)

    assert "files" in nothing.context["form"].errors
    page = done.content.decode()
    assert "Bản cũ vẫn được giữ" in page
    assert "Bản thứ 1" in page
    assert "Bản thứ 2" in page
    assert "Đây là bản cũ" in again.content.decode()


def addresses(paper):
    stored = paper.files.first().stored_id
    return [
        paper.get_absolute_url(),
        reverse("registrations:file", args=[stored]),
        reverse("registrations:file_page", args=[stored, 1]),
        reverse("registrations:file_thumbnail", args=[stored]),
        reverse("registrations:evidence_replace", args=[paper.pk]),
        reverse("registrations:evidence_remove", args=[paper.pk]),
        reverse("registrations:evidence_list", args=[paper.producer_id]),
    ]


def test_strangers_get_404_for_every_version_file_and_picture(place, enter):
    sent = make_dossier(place, state=DossierState.SUBMITTED)
    old = sent.papers.get()
    new = renew(old)
    urls = addresses(old) + addresses(new)
    insider = enter(owner_of(sent.producer))
    for url in urls:
        response = insider.get(url)
        assert response.status_code in (200, 302), url
        response.getvalue()

    for stranger in (make_person(Role.PRODUCER), owner_of(make_producer(make_unit())), place.clerk):
        client = enter(stranger)
        assert {url: client.get(url).status_code for url in urls} == dict.fromkeys(urls, 404)
        posts = [reverse("registrations:evidence_file_remove", args=[new.pk, new.files.get().pk]), *addresses(new)[4:6]]
        assert [client.post(url).status_code for url in posts] == [404] * 3


def test_pictures_may_be_kept_but_are_asked_for_again(place, enter):
    sent = make_dossier(place, state=DossierState.SUBMITTED)
    url = sent.papers.get().files.get().page_url(1)
    client = enter(place.commune_officer)

    first = client.get(url)
    again = client.get(url, headers={"if-none-match": first["ETag"]})
    stranger = enter(make_person(Role.PRODUCER)).get(url, headers={"if-none-match": first["ETag"]})

    assert (first.status_code, again.status_code, stranger.status_code) == (200, 304, 404)
    assert first["Content-Type"] == "image/jpeg"
    assert first["Cache-Control"] == "private, no-cache"
    assert first["X-Content-Type-Options"] == "nosniff"


def test_others_may_look_but_not_change(place, enter):
    sent = make_dossier(place, state=DossierState.SUBMITTED)
    paper = sent.papers.get()
    client = enter(place.commune_officer)

    assert client.get(reverse("registrations:evidence_replace", args=[paper.pk])).status_code == 403
    assert client.post(reverse("registrations:evidence_remove", args=[paper.pk])).status_code == 403
    assert "ban-moi" not in client.get(paper.get_absolute_url()).content.decode()
    with pytest.raises(NotAllowed):
        renew(paper, actor=place.commune_officer)


def test_viewer_turns_pages_without_javascript(place, enter):
    producer = make_producer(place.commune)
    paper = renew(make_evidence(producer), content=pdf(pages=3))
    client, stored = enter(owner_of(producer)), paper.files.get().stored_id
    url = paper.get_absolute_url()

    def shows(query):
        page = client.get(url, query).content.decode()
        (number,) = [n for n in (1, 2, 3) if f'<img src="{paper.files.get().page_url(n)}"' in page]
        return number, f"trang={number - 1}#" in page, f"trang={number + 1}#" in page

    assert shows({}) == (1, False, True)
    assert shows({"trang": "2"}) == (2, True, True)
    assert shows({"trang": "3", "tep": stored}) == (3, True, False)
    assert shows({"trang": "3", "tep": stored + 1}) == (1, False, True)
    assert shows({"trang": "99"}) == (3, True, False)
    assert shows({"trang": "-1"}) == (1, False, True)
    assert "item=1.2" in client.get(url, {"item": "1.2"}).content.decode()


def test_list_of_papers_has_a_constant_number_of_queries(place, enter):
    producer = make_producer(place.commune)
    url = reverse("registrations:evidence_list", args=[producer.pk])

    def grow():
        renew(make_evidence(producer, files=2))

    grow()
    assert_constant(enter(owner_of(producer)), url, grow, 16)


def test_page_of_a_paper_has_a_constant_number_of_queries(place, enter):
    producer = make_producer(place.commune)
    first = make_evidence(producer)
    newest = [renew(first)]

    def grow():
        newest.append(renew(newest[-1], content=pdf(pages=len(newest) + 1)))
        other = make_dossier(place, fill=False, product=make_product(producer))
        other.papers.add(first)

    grow()
    assert_constant(enter(owner_of(producer)), first.get_absolute_url(), grow, 24)
