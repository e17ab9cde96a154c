"""Sheets signed digitally: elsewhere and brought back, or with the key that the portal keeps; and who sees it."""

from __future__ import annotations

import datetime
import hashlib
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from activity import jobs
from activity.enums import JobState
from activity.errors import Conflict, NotAllowed, Refused
from activity.models import Job
from directives import services as directives
from directives import signing
from evaluations import services
from evaluations.enums import RoundState
from evaluations.models import SheetFile, SheetSignature
from evaluations.papers import facts_of
from evaluations.papers.minutes import minutes_content
from evaluations.selectors.files import stored_files_visible_to
from foundation import clock, files
from tests.evaluations.test_hiding import others
from tests.factories.evaluations import DAY, bring_to, entry_of, make_hall, make_round, submit_all, submit_sheet
from tests.factories.uploads import pdf
from tests.signing import keys


@pytest.fixture(scope="module")
def _made(module_db):
    """A hall with a submitted sheet of its first member, whose PDF is made once."""
    with clock.frozen(DAY):
        hall = make_hall(members=3)
        entry = entry_of(make_round(hall))
        sheet = submit_sheet(entry, hall.members[0], 83)
        services.ask_for_filled(version=sheet.versions.get(), actor=hall.members[0])
        jobs.run_waiting()
    return hall, entry, sheet


@pytest.fixture
def hall(made):
    return made[0]


@pytest.fixture
def entry(made):
    return made[1]


@pytest.fixture
def sheet(made):
    return made[2]


def paper_of(sheet):
    return files.read(SheetFile.objects.get(version=sheet.versions.get(), kind="filled").stored)


def signed_by(name, content, **options):
    key = signing.open_pkcs12(keys.pkcs12_of(name, **options), keys.PASSPHRASE)
    return signing.signed(content, key=key, field="token", moment=clock.local(clock.now()), reason="Ký")


def upload(content, name="phieu-ky.pdf"):
    return files.check_upload(SimpleUploadedFile(name, content))


def bring(sheet, actor, content, **options):
    return services.add_signed_sheet(version=sheet.versions.get(), actor=actor, upload=upload(content), **options)


def refused_message(sheet, actor, content, **options):
    with pytest.raises(Refused) as caught:
        bring(sheet, actor, content, **options)
    return str(caught.value)


def place(name, sheet):
    return reverse(f"evaluations:{name}", args=[sheet.pk, 1])


def test_sheet_signed_elsewhere_is_kept_with_its_signer_and_the_digest_stays(client, hall, sheet):
    member, before = hall.members[0], sheet.versions.get()
    client.force_login(member)
    file = SimpleUploadedFile("ky.pdf", signed_by("Thành viên 1", paper_of(sheet)))

    client.post(place("signed_digitally", sheet), {"upload": file})
    page = client.get(place("sheet_version", sheet))

    row = SheetSignature.objects.get()
    after = sheet.versions.get()
    assert (row.signer_name, row.uploaded, row.state) == ("Thành viên 1", True, "made")
    assert files.read(row.stored).startswith(paper_of(sheet))
    assert (after.canonical, after.sha256) == (before.canonical, before.sha256)
    assert page.context["intact"]
    assert "Thành viên 1" in page.content.decode()
    assert row.get_absolute_url() in page.content.decode()


def test_file_that_is_not_the_portals_own_is_refused(hall, sheet):
    member = hall.members[0]

    foreign = refused_message(sheet, member, signed_by("Thành viên 1", pdf(1)))
    bare = refused_message(sheet, member, paper_of(sheet))

    assert "khác" in foreign or "differs" in foreign
    assert bare != foreign
    assert not SheetSignature.objects.exists()


def test_file_changed_after_it_was_signed_is_refused(hall, sheet):
    content = signed_by("Thành viên 1", paper_of(sheet))
    own = len(paper_of(sheet))
    broken = content[:own] + content[own:].replace(b"/Reason", b"/Reazon", 1)

    refused_message(sheet, hall.members[0], broken)

    assert not SheetSignature.objects.exists()


def test_certificate_of_somebody_else_needs_a_word(client, hall, sheet):
    content = signed_by("TV-01 Nguyen", paper_of(sheet))

    message = refused_message(sheet, hall.members[0], content)
    row = bring(sheet, hall.members[0], content, other_name=True)

    client.force_login(hall.members[0])
    assert "TV-01 Nguyen" in message
    assert row.signer_name == "TV-01 Nguyen"
    assert client.get(place("sheet_version", sheet)).context["names_member"] is False


@pytest.mark.parametrize(
    ("signer", "names"),
    [
        ("Thành viên 1", True),
        ("THANH VIEN 1, Sở NN", True),
        ("Ông Thành viên 1 (Chủ tịch)", True),
        ("Thành viên 12", False),
        ("Anh Thành viên 1b", False),
    ],
)
def test_certificate_names_the_member_in_whole_words(sheet, signer, names):
    assert services.names_member(signer, sheet.versions.get()) is names


def test_secretary_does_not_vouch_for_another_name(client, hall, sheet):
    for member in hall.members[1:]:
        submit_sheet(sheet.entry, member, 80)
    bring_to(hall, sheet.entry.round, RoundState.DISCUSSION)
    content = signed_by("TV-01 Nguyen", paper_of(sheet))
    client.force_login(hall.officer)
    file = SimpleUploadedFile("ky.pdf", content)

    page = client.get(place("signed_digitally", sheet)).content.decode()
    client.post(place("signed_digitally", sheet), {"upload": file, "other_name": "on"})
    refused_message(sheet, hall.officer, content, other_name=True)

    assert 'name="other_name"' not in page
    assert not SheetSignature.objects.exists()
    assert bring(sheet, hall.officer, signed_by("Thành viên 1", paper_of(sheet))).is_made


def test_two_signatures_are_refused(hall, sheet):
    key = signing.open_pkcs12(keys.pkcs12_of("Người khác"), keys.PASSPHRASE)
    once = signed_by("Thành viên 1", paper_of(sheet))
    twice = signing.signed(once, key=key, field="more", moment=clock.local(clock.now()), reason="Ký")

    assert "2" in refused_message(sheet, hall.members[0], twice)


def test_chain_must_lead_to_a_trusted_root_where_roots_are_known(hall, sheet, settings, tmp_path):
    (tmp_path / "root.pem").write_bytes(keys.root_pem())
    settings.SIGNING_TRUST_DIR = str(tmp_path)

    message = refused_message(sheet, hall.members[0], signed_by("Thành viên 1", paper_of(sheet), root_name="Gốc lạ"))
    row = bring(sheet, hall.members[0], signed_by("Thành viên 1", paper_of(sheet)))

    assert "Thành viên 1" in message
    assert row.trusted is True


def test_sheet_is_signed_once_and_only_while_its_version_stands(hall, entry, sheet):
    member, content = hall.members[0], signed_by("Thành viên 1", paper_of(sheet))
    bring(sheet, member, content)

    with pytest.raises(Conflict):
        bring(sheet, member, content)
    services.reopen_sheet(sheet=sheet, actor=hall.officer, reason="Sửa.")
    again = submit_sheet(entry, member, 70)
    with pytest.raises(Conflict):
        services.add_signed_sheet(version=again.versions.get(number=1), actor=member, upload=upload(content, "lai.pdf"))

    assert SheetSignature.objects.count() == 1


def test_others_do_not_sign_for_a_member(hall, sheet):
    content = signed_by("Thành viên 1", paper_of(sheet))

    for stranger in (hall.members[1], hall.officer, hall.commune_officer):
        with pytest.raises(NotAllowed):
            bring(sheet, stranger, content)
        with pytest.raises(NotAllowed):
            services.sign_with_stored_key(version=sheet.versions.get(), actor=stranger)


def test_signed_file_is_closed_to_whom_the_sheet_is_closed(client, hall, sheet):
    bring(sheet, hall.members[0], signed_by("Thành viên 1", paper_of(sheet)))
    row = SheetSignature.objects.get()

    leaks = []
    for who, user in others(hall).items():
        client.force_login(user)
        for address in (row.get_absolute_url(), row.page_url(1), place("signed_digitally", sheet)):
            leaks += [(who, address)] if client.get(address).status_code != 404 else []
        leaks += [(who, "post")] if client.post(place("sign_with_key", sheet)).status_code != 404 else []

    assert leaks == []
    assert stored_files_visible_to(hall.members[0]).filter(pk=row.stored_id).exists()


# -- The key that the portal keeps -----------------------------------------------------------------------------------
@pytest.fixture
def key(settings, hall):
    settings.SIGNING_STORE_KEY = "khóa kho"
    content = keys.pkcs12_of("Thành viên 1", until=clock.now().replace(microsecond=0) + datetime.timedelta(days=9))
    return directives.store_key(content=content, passphrase=keys.PASSPHRASE, user=hall.members[0])


def test_portal_signs_with_the_members_key_in_a_job(client, hall, sheet, key):
    client.force_login(hall.members[0])

    client.post(place("sign_with_key", sheet))
    waiting = client.get(place("sheet_version", sheet)).context["waiting"]
    jobs.run_waiting()

    row = SheetSignature.objects.get()
    found = signing.check_signatures(files.read(row.stored), moment=clock.now())
    assert waiting is True
    assert [one.signer for one in found] == ["Thành viên 1"]
    assert (row.uploaded, row.signer_name) == (False, "Thành viên 1")
    assert services.make_sheet_signature(signature_id=row.pk) is False


def test_key_that_has_expired_says_so_and_can_be_tried_again(client, hall, sheet, key):
    services.sign_with_stored_key(version=sheet.versions.get(), actor=hall.members[0])
    with clock.frozen(clock.now() + datetime.timedelta(days=30)):
        jobs.run_waiting()
        failed = SheetSignature.objects.get()
        client.force_login(hall.members[0])
        page = client.get(place("sheet_version", sheet)).content.decode()
    services.sign_with_stored_key(version=sheet.versions.get(), actor=hall.members[0])
    jobs.run_waiting()

    assert failed.problem
    assert failed.problem in page
    assert SheetSignature.objects.get().is_made


def run_to_the_end(sheet):
    """Let the job that signs fail as often as it may: the PDF is not where it should be, and comes back after that."""
    paper = Path(SheetFile.objects.get(version=sheet.versions.get(), kind="filled").stored.file.path)
    away = paper.rename(paper.with_suffix(".away"))
    job = Job.objects.get(kind="evaluations.sign_sheet")
    for _attempt in range(job.max_attempts):
        jobs.run_waiting()
        Job.objects.filter(pk=job.pk).update(not_before=clock.now())
    away.rename(paper)


def test_job_that_dies_leaves_the_member_a_way_on(client, hall, sheet, key):
    services.sign_with_stored_key(version=sheet.versions.get(), actor=hall.members[0])
    client.force_login(hall.members[0])
    waiting = client.get(place("sheet_version", sheet)).content.decode()

    run_to_the_end(sheet)

    page = client.get(place("sheet_version", sheet))
    row = SheetSignature.objects.get()
    assert place("signed_digitally", sheet) in waiting
    assert row.state == "failed"
    assert (row.problem in page.content.decode(), page.context["waiting"]) == (True, False)
    client.post(place("sign_with_key", sheet))
    jobs.run_waiting()
    assert SheetSignature.objects.get().is_made


def test_asking_again_wakes_a_job_that_has_died(hall, sheet, key):
    version, member = sheet.versions.get(), hall.members[0]
    services.sign_with_stored_key(version=version, actor=member)
    Job.objects.filter(kind="evaluations.sign_sheet").update(state=JobState.FAILED)

    services.sign_with_stored_key(version=version, actor=member)
    jobs.run_waiting()

    assert SheetSignature.objects.get().is_made
    with pytest.raises(Conflict):
        services.sign_with_stored_key(version=version, actor=member)


def test_without_a_key_the_member_is_told_what_to_do(hall, sheet):
    with pytest.raises(Refused, match=r"khóa ký số"):
        services.sign_with_stored_key(version=sheet.versions.get(), actor=hall.members[0])

    assert not SheetSignature.objects.exists()


def test_digests_in_the_minutes_tell_who_signed(hall):
    found = make_round(hall)
    submit_all(hall, found, 80)
    sheet = entry_of(found).sheets.get(member__user=hall.members[0])
    services.ask_for_filled(version=sheet.versions.get(), actor=hall.members[0])
    jobs.run_waiting()
    bring(sheet, hall.members[0], signed_by("Thành viên 1", paper_of(sheet)))
    services.attach_signed(
        version=entry_of(found).sheets.get(member__user=hall.members[1]).versions.get(),
        actor=hall.members[1],
        upload=upload(pdf(1), "quet.pdf"),
    )
    bring_to(hall, found, RoundState.CLOSED)

    annex = minutes_content(facts_of(found), secretary="Thư ký").annexes[1]

    cells = [row[-1] for row in annex.blocks[0].rows]
    assert cells[0].startswith("Ký số: Thành viên 1")
    assert cells[1] == "Ký tay, có bản quét"
    assert cells[2] == "Chưa ký"
    assert hashlib.sha256(sheet.versions.get().canonical.encode()).hexdigest() in str(annex.blocks[0].rows)
