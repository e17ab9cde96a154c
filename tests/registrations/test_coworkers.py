"""The people of a producer: invited with a one-time link, with a right, removed, and an owner at every moment."""

import re
from datetime import timedelta
from itertools import product

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from activity import jobs
from activity.errors import Conflict, NotAllowed, Refused
from activity.models import JournalEntry, Notification
from foundation import clock
from registrations import models, people_urls, rules, selectors, services, urls
from registrations.enums import DossierState, InvitationState
from registrations.links import address_of, digest_of, token_of
from registrations.models import Dossier, Invitation, ProducerMember
from registrations.services.corrections import CorrectionDraft
from tests.factories.accounts import PASSWORD, make_person, make_user
from tests.factories.registrations import (
    PNG,
    make_dossier,
    make_evidence,
    make_producer,
    member_of,
    owner_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def producer(place):
    return make_producer(place.commune, name="HTX Một")


@pytest.fixture
def owner(producer):
    return owner_of(producer)


def invite(producer, address="0900000901", role="view"):
    return services.invite(producer=producer, address=address, role=role, actor=owner_of(producer))


def page_behind(invitation):
    return reverse("registrations:invitation", args=[token_of(invitation.seed)])


def membership(user, producer):
    return ProducerMember.objects.get(user=user, producer=producer)


# -- Inviting --------------------------------------------------------------------------------------------------------
def test_whoever_sets_up_a_record_owns_it(producer, owner):
    assert rules.owns(owner, producer)


def test_link_is_shown_to_the_owner_and_stored_as_digest_only(producer, owner, enter):
    client = enter(owner)

    response = client.post(
        reverse("registrations:invite", args=[producer.pk]), {"address": "+84 900 000 901", "role": "edit"}
    )

    row = Invitation.objects.get()
    shown = client.get(response["Location"])
    token = token_of(row.seed)
    assert (row.address, row.role, row.recipient) == ("0900000901", "edit", None)
    assert f"/dang-ky/loi-moi/{token}/" in shown.content.decode()
    assert "<svg" in shown.content.decode()
    stored = " ".join(str(value) for value in model_to_dict(row).values()) + row.seed + row.digest
    assert token not in stored
    assert row.digest == digest_of(token)


@pytest.mark.parametrize("address", ["", "abc", "12", "a@b", "0900", "an@vidu.example "])
def test_address_is_a_mail_or_a_phone(producer, owner, enter, address):
    url = reverse("registrations:invite", args=[producer.pk])

    response = enter(owner).post(url, {"address": address, "role": "view"})

    assert (response.status_code == 302) is (address == "an@vidu.example ")


def test_inviter_sees_the_same_whether_or_not_there_is_an_account(producer, owner, enter):
    known = make_person(Role.PRODUCER, phone="0900000902", full_name="Người Có Sẵn")
    client = enter(owner)

    def answer(phone):
        url = reverse("registrations:invite", args=[producer.pk])
        page = client.post(url, {"address": phone, "role": "view"}, follow=True).content.decode()
        people = client.get(reverse("registrations:people", args=[producer.pk])).content.decode()
        return [_same(text, phone) for text in (page, people)]

    unknown_first = answer("0900000903")
    Invitation.objects.update(state=InvitationState.REVOKED)
    known_after = answer("0900000902")

    assert known_after[0] == unknown_first[0]
    assert "Người Có Sẵn" not in "".join(known_after)
    assert Notification.objects.filter(recipient=known, kind="invited").count() == 1


def _same(text, phone):
    """Return a page without what differs between two invitations anyway."""
    text = re.sub(r"/loi-moi/[\w-]+/", "/loi-moi/", text)
    text = re.sub(r"<svg.*?</svg>|csrfmiddlewaretoken\" value=\"\w+|/loi-moi-da-gui/\d+/", "", text, flags=re.DOTALL)
    return text.replace(phone, "…")


def test_mail_with_the_link_goes_out_once(producer, owner):
    row = invite(producer, "moi@vidu.example")
    jobs.run_waiting()
    jobs.run_waiting()

    (letter,) = mail.outbox
    assert letter.to == ["moi@vidu.example"]
    assert address_of(row.seed) in letter.body
    job = models.Invitation.objects.get(pk=row.pk)
    assert job.mailed_at is not None


def test_job_row_does_not_hold_the_link(producer):
    from activity.models import Job

    row = invite(producer, "moi@vidu.example")

    assert all(token_of(row.seed) not in str(job.payload) + job.key for job in Job.objects.all())
    assert all(token_of(row.seed) not in note.url + note.body for note in Notification.objects.all())
    assert not JournalEntry.objects.filter(canonical__contains=token_of(row.seed)).exists()


def test_invitations_are_limited_by_day_and_by_number(producer, owner, settings):
    settings.INVITATIONS_PER_DAY = 2
    invite(producer, "0900000901")
    invite(producer, "0900000902")

    with pytest.raises(Refused):
        invite(producer, "0900000903")
    with clock.frozen(clock.now() + timedelta(days=1, seconds=1)):
        invite(producer, "0900000903")


def test_second_invitation_to_an_address_ends_the_first(producer, client):
    first, second = invite(producer), invite(producer, role="edit")

    assert client.get(page_behind(first)).status_code == 410
    assert client.get(page_behind(second)).status_code == 200


@pytest.mark.parametrize("role", ["view", "edit"])
def test_only_the_owner_invites(producer, role, enter):
    coworker = member_of(producer, role)

    with pytest.raises(NotAllowed):
        services.invite(producer=producer, address="0900000901", role="view", actor=coworker)
    assert enter(coworker).get(reverse("registrations:invite", args=[producer.pk])).status_code == 403


# -- Answering -------------------------------------------------------------------------------------------------------
def test_person_with_an_account_accepts_once(producer, owner, client):
    row, person, other = invite(producer, role="edit"), make_person(Role.PRODUCER), make_person(Role.PRODUCER)
    client.force_login(person)

    response = client.post(page_behind(row), {"answer": "yes"})

    assert response["Location"] == producer.get_absolute_url()
    assert rules.writes_for_self(person, producer)
    assert not rules.owns(person, producer)
    assert Notification.objects.filter(recipient=owner, kind="invitation_accepted").exists()
    client.force_login(other)
    assert client.post(page_behind(row), {"answer": "yes"}).status_code == 410
    assert not rules.belongs_to(other, producer)


def test_person_without_an_account_signs_up_and_comes_back(producer, client):
    row = invite(producer)
    page = client.get(page_behind(row)).content.decode()
    assert producer.name in page
    signup = re.search(r'href="(/accounts/signup/\?next=[^"]+)"', page).group(1)
    assert client.get(signup).status_code == 200
    data = {
        "full_name": "Y Mới",
        "phone": "0900000905",
        "password1": "mot-mat-khau-dai",
        "password2": "mot-mat-khau-dai",
    }

    back = client.post(signup, data | {"next": page_behind(row)})
    client.post(back["Location"], {"answer": "yes"})

    assert back["Location"] == page_behind(row)
    person = User.objects.get(phone="0900000905")
    assert membership(person, producer).role == "view"


def test_login_leads_back_to_the_invitation(producer, client):
    row, person = invite(producer), make_person(Role.PRODUCER)
    login = re.search(r'href="(/accounts/login/\?next=[^"]+)"', client.get(page_behind(row)).content.decode()).group(1)

    response = client.post(login, {"login": person.username, "password": PASSWORD, "next": page_behind(row)})

    assert response["Location"] == page_behind(row)


def test_accepting_without_login_does_nothing(producer, client):
    row = invite(producer)

    client.post(page_behind(row), {"answer": "yes"})

    assert Invitation.objects.get().state == InvitationState.WAITING


def test_decline_needs_no_account(producer, owner, client):
    row = invite(producer)

    client.post(page_behind(row), {"answer": "no"})

    assert Invitation.objects.get().state == InvitationState.DECLINED
    assert Notification.objects.filter(recipient=owner, kind="invitation_declined").exists()
    assert client.get(page_behind(row)).status_code == 410


def test_account_gets_the_producers_role_with_the_first_invitation(producer):
    person = make_user()

    services.accept_invitation(invitation=invite(producer), actor=person)

    assert Role.PRODUCER in User.objects.get(pk=person.pk).roles


def test_official_cannot_join_with_the_office_account(place, producer):
    with pytest.raises(Refused):
        services.accept_invitation(invitation=invite(producer), actor=place.commune_officer)


def test_member_cannot_join_twice(producer):
    person = member_of(producer, "view")

    with pytest.raises(Refused):
        services.accept_invitation(invitation=invite(producer, role="edit"), actor=person)
    assert membership(person, producer).role == "view"


def test_invitation_expires(producer, client):
    row = invite(producer)
    person = make_person(Role.PRODUCER)

    with clock.frozen(row.expires_at):
        with pytest.raises(Refused):
            services.accept_invitation(invitation=row, actor=person)
        assert client.get(page_behind(row)).status_code == 410
    assert not rules.belongs_to(person, producer)


def test_page_that_no_longer_holds_says_nothing_about_the_producer(producer, owner, client):
    row = invite(producer)
    services.revoke_invitation(invitation=row, actor=owner)

    page = client.get(page_behind(row))

    assert page.status_code == 410
    assert producer.name not in page.content.decode()


def test_guessed_link_is_404_and_guessing_ends_soon(producer, client, monkeypatch):
    from registrations.views import invitations

    monkeypatch.setattr(invitations, "WRONG_LINKS_PER_HOUR", 3)
    row = invite(producer)
    wrong = reverse("registrations:invitation", args=["A" * 43])

    statuses = [client.get(wrong).status_code for _n in range(3)]

    assert statuses == [404] * 3
    assert client.get(page_behind(row)).status_code == 404


def test_named_person_answers_in_the_portal_and_nobody_else_sees_it(producer, owner, enter):
    person = make_person(Role.PRODUCER, phone="0900000901")
    row = invite(producer)
    url = reverse("registrations:invitation_mine", args=[row.pk])

    strangers = [enter(user).get(url).status_code for user in (make_person(Role.PRODUCER), owner)]
    assert "Bạn được mời" in enter(person).get(reverse("registrations:start")).content.decode()
    enter(person).post(url, {"answer": "yes"})

    assert strangers == [404, 404]
    assert rules.belongs_to(person, producer)


def test_waiting_invitations_are_shown_to_the_owner_alone(producer, owner, enter):
    row = invite(producer)
    sent = reverse("registrations:invitation_sent", args=[row.pk])
    people = reverse("registrations:people", args=[producer.pk])

    viewer = enter(member_of(producer, "view"))
    assert viewer.get(sent).status_code == 404
    assert viewer.post(reverse("registrations:invitation_revoke", args=[row.pk])).status_code == 404
    assert row.address not in viewer.get(people).content.decode()
    assert row.address in enter(owner).get(people).content.decode()


# -- Rights ----------------------------------------------------------------------------------------------------------
def test_owner_changes_a_right_and_the_person_hears_of_it(producer, owner, enter):
    coworker = member_of(producer, "view")
    url = reverse("registrations:member_role", args=[membership(coworker, producer).pk])

    enter(owner).post(url, {"role": "edit"})

    assert rules.writes_for_self(coworker, producer)
    assert Notification.objects.filter(recipient=coworker, kind="member_role").exists()
    assert JournalEntry.objects.filter(stream=f"registrations.producer:{producer.pk}", action="member_role").exists()


def test_removed_person_sees_nothing_any_more(place, enter):
    dossier = make_dossier(place)
    producer = dossier.producer
    coworker = member_of(producer, "edit")
    assert enter(coworker).get(dossier.get_absolute_url()).status_code == 200

    services.remove_member(member=membership(coworker, producer), actor=owner_of(producer))

    client = enter(coworker)
    urls_ = [
        dossier.get_absolute_url(),
        producer.get_absolute_url(),
        reverse("registrations:people", args=[producer.pk]),
    ]
    assert [client.get(url).status_code for url in urls_] == [404, 404, 404]
    assert Notification.objects.get(recipient=coworker, kind="member_removed").url == ""


def test_coworker_leaves_and_the_owner_stays(producer, owner, enter):
    coworker = member_of(producer, "edit")

    enter(coworker).post(reverse("registrations:leave", args=[producer.pk]))

    assert not rules.belongs_to(coworker, producer)
    assert Notification.objects.filter(recipient=owner, kind="member_left").exists()
    with pytest.raises(Refused):
        services.leave_producer(producer=producer, actor=owner)
    with pytest.raises(Refused):
        services.remove_member(member=membership(owner, producer), actor=owner)
    with pytest.raises(Refused):
        services.change_role(member=membership(owner, producer), role="view", actor=owner)
    assert rules.owns(owner, producer)


@pytest.mark.parametrize("role", ["view", "edit"])
def test_coworkers_manage_nobody(producer, role, enter):
    actor, other = member_of(producer, role), member_of(producer, "view")
    row = membership(other, producer)
    client = enter(actor)

    names = ("member_role", "member_remove", "member_ownership")
    assert {client.post(reverse(f"registrations:{n}", args=[row.pk]), {"role": "edit"}).status_code for n in names} == {
        403
    }
    assert client.post(reverse("registrations:help_switch", args=[producer.pk]), {"allow": "yes"}).status_code == 403
    assert membership(other, producer).role == "view"


# -- Ownership -------------------------------------------------------------------------------------------------------
def owners(producer):
    return list(ProducerMember.objects.filter(producer=producer, is_owner=True).values_list("user", flat=True))


def test_ownership_moves_when_the_new_owner_accepts(producer, owner, enter):
    coworker = member_of(producer, "view")
    enter(owner).post(reverse("registrations:member_ownership", args=[membership(coworker, producer).pk]))
    assert owners(producer) == [owner.pk]
    row = Invitation.objects.get(kind="owner")

    enter(coworker).post(reverse("registrations:invitation_mine", args=[row.pk]), {"answer": "yes"})

    assert owners(producer) == [coworker.pk]
    assert membership(owner, producer).role == "edit"
    assert membership(coworker, producer).role == "edit"
    assert Notification.objects.filter(recipient=owner, kind="owner_changed").exists()


def test_declined_ownership_leaves_everything(producer, owner, enter):
    coworker = member_of(producer, "edit")
    row = services.offer_ownership(member=membership(coworker, producer), actor=owner)

    enter(coworker).post(reverse("registrations:invitation_mine", args=[row.pk]), {"answer": "no"})

    assert owners(producer) == [owner.pk]
    assert Invitation.objects.get().state == InvitationState.DECLINED


def test_ownership_is_offered_to_one_at_a_time_and_taken_by_no_one_else(producer, owner, client):
    one, two = member_of(producer, "edit"), member_of(producer, "edit")
    row = services.offer_ownership(member=membership(one, producer), actor=owner)

    with pytest.raises(Refused):
        services.offer_ownership(member=membership(two, producer), actor=owner)
    with pytest.raises(NotAllowed):
        services.accept_invitation(invitation=row, actor=two)
    client.force_login(one)
    assert client.get(page_behind(row)).status_code == 404
    assert owners(producer) == [owner.pk]


def test_person_who_left_cannot_become_owner(producer, owner):
    coworker = member_of(producer, "edit")
    row = services.offer_ownership(member=membership(coworker, producer), actor=owner)

    services.leave_producer(producer=producer, actor=coworker)

    with pytest.raises((Refused, Conflict)):
        services.accept_invitation(invitation=row, actor=coworker)
    assert owners(producer) == [owner.pk]


# -- In charge of a dossier ------------------------------------------------------------------------------------------
def test_dossier_is_handed_over_and_journalled(place, enter):
    dossier = make_dossier(place)
    owner, coworker = owner_of(dossier.producer), member_of(dossier.producer, "edit")
    assert dossier.responsible == owner
    url = reverse("registrations:dossier_responsible", args=[dossier.pk])
    assert enter(owner).get(url).status_code == 200

    enter(owner).post(url, {"member": membership(coworker, dossier.producer).pk, "note": "Nhờ chị làm tiếp."})

    dossier.refresh_from_db()
    entry = JournalEntry.objects.get(stream=dossier.stream, action="responsible")
    assert dossier.responsible == coworker
    assert (entry.reason, entry.for_producer) == ("Nhờ chị làm tiếp.", True)
    assert Notification.objects.filter(recipient=coworker, kind="responsible").exists()
    assert f"<strong>{coworker}</strong>" in enter(owner).get(dossier.get_absolute_url()).content.decode()


def test_dossier_is_not_handed_to_viewers_or_strangers(place, enter):
    dossier = make_dossier(place)
    owner, viewer = owner_of(dossier.producer), member_of(dossier.producer, "view")
    stranger = make_producer(place.commune).members.get()

    for row in (membership(viewer, dossier.producer), stranger):
        with pytest.raises((Refused, NotAllowed)):
            services.hand_over_dossier(dossier=dossier, to=row, actor=owner)
    with pytest.raises(NotAllowed):
        services.hand_over_dossier(dossier=dossier, to=membership(owner, dossier.producer), actor=viewer)
    url = reverse("registrations:dossier_responsible", args=[dossier.pk])
    assert enter(viewer).get(url).status_code == 403
    assert enter(make_person(Role.PRODUCER)).get(url).status_code == 404


def test_dossiers_of_whoever_leaves_go_to_the_owner(place):
    dossier = make_dossier(place)
    owner, coworker = owner_of(dossier.producer), member_of(dossier.producer, "edit")
    services.hand_over_dossier(dossier=dossier, to=membership(coworker, dossier.producer), actor=owner)

    services.leave_producer(producer=dossier.producer, actor=coworker)

    assert Dossier.objects.get(pk=dossier.pk).responsible == owner


# -- A viewer changes nothing ----------------------------------------------------------------------------------------
TABLES = (
    models.Producer, models.ProducerMember, models.Product, models.Evidence, models.EvidenceFile, models.Wish,
    models.Dossier, models.DossierItem, models.Correction, models.Submission, models.DossierFile, models.Invitation,
    models.SignedPaper, models.Dossier.papers.through, models.CommuneOpinion,
)  # fmt: skip
# What a viewer may do like anybody else: set up something of their own, answer invitations to themselves, leave.
OWN = {"producer_create", "wish_create", "leave", "invitation"}


def _all_rows():
    return {table.__name__: list(table.objects.order_by("pk").values()) for table in TABLES}


def test_viewer_changes_nothing_through_any_address(place, enter, client):
    dossier = make_dossier(place)
    returned = make_dossier(place, producer=dossier.producer, state=DossierState.RECEIVED)
    services.return_dossier(
        dossier=returned, corrections=[CorrectionDraft(place="story", reason="Sửa.")], actor=place.commune_officer
    )
    producer, viewer = dossier.producer, member_of(dossier.producer, "view")
    paper = make_evidence(producer)
    sent = services.invite(producer=producer, address="0900000901", role="view", actor=owner_of(producer))
    client = enter(viewer)
    leaf = dossier.rubric.criteria.filter(is_leaf=True).first()
    before = _all_rows()
    data = {
        "name": "Đổi", "story": "Đổi", "title": "Đổi", "answer": "Đổi cả", "paper": paper.pk, "role": "edit",
        "undertaken_by": "Đổi", "confirmed": "on", "choice": "0", "address": "0900000911", "reason": "Đổi hết",
        "files": [SimpleUploadedFile("a.png", PNG)], "signed": [SimpleUploadedFile("b.png", PNG)], "allow": "yes",
        "member": producer.members.first().pk,
    }  # fmt: skip

    answers = {}
    for pattern in [*urls.urlpatterns, *people_urls.urlpatterns]:
        if pattern.name in OWN:
            continue
        for address in _addresses(pattern, dossier, returned, paper, sent, leaf.key):
            answers[address] = client.post(address, data).status_code

    assert {a: s for a, s in answers.items() if s not in (302, 403, 404, 405)} == {}
    assert _all_rows() == before
    assert len(answers) > 60


def _addresses(pattern, dossier, returned, paper, sent, leaf):
    """Return addresses of a pattern over everything that the producer has."""
    producer = dossier.producer
    converters = pattern.pattern.converters
    pks = {
        "chu-the": [producer.pk], "san-pham": [dossier.product_id], "minh-chung": [paper.pk], "dot": [dossier.round_id],
        "nhu-cau": [dossier.wish_id], "ho-so": [dossier.pk, returned.pk], "loi-moi-da-gui": [sent.pk],
        "noi-dung-can-sua": [returned.corrections.get().pk], "loi-moi-cua-toi": [sent.pk], "tep": [1],
        "nguoi-cung-lam": list(producer.members.values_list("pk", flat=True)), "nhap-thay": [producer.pk],
    }  # fmt: skip
    words = {
        "action": ["submit", "withdraw", "select", "receive", "open", "accept"],
        "step": ["producer", "product", "story", "results", "plan", "local", "papers", "part-a"],
        "key": [leaf if "tieu-chi" in str(pattern.pattern) else "x"],
        "file": [paper.files.get().pk],
    }
    if "pk" not in converters:
        return [reverse(f"registrations:{pattern.name}")] if not converters else []
    found = []
    for pk in pks.get(str(pattern.pattern).split("/")[0], [dossier.pk]):
        others = [name for name in converters if name != "pk"]
        for chosen in product(*(words.get(name, [1]) for name in others)):
            found.append(
                reverse(f"registrations:{pattern.name}", kwargs={"pk": pk, **dict(zip(others, chosen, strict=True))})
            )
    return found


# -- Pages -----------------------------------------------------------------------------------------------------------
def test_people_page_is_for_the_producers_people_alone(place, producer, enter):
    url = reverse("registrations:people", args=[producer.pk])
    outside = [make_person(Role.PRODUCER), place.commune_officer, place.round_officer, place.leader]

    assert {enter(user).get(url).status_code for user in outside} == {404}
    assert enter(member_of(producer, "view")).get(url).status_code == 200


def test_people_page_costs_the_same_for_one_and_three(producer, owner, enter):
    client = enter(owner)
    url = reverse("registrations:people", args=[producer.pk])

    def queries():
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    member_of(producer, "view")
    invite(producer, "0900000921")
    queries()
    with_one = queries()
    for number in (2, 3):
        member_of(producer, "edit")
        invite(producer, f"090000092{number}")

    assert queries() == with_one
    assert selectors.members_visible_to(owner).count() == 4
