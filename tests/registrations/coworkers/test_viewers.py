"""A viewer changes nothing, through whatever address."""

from itertools import product

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from registrations import models, people_urls, services, urls
from registrations.enums import DossierState
from registrations.services.corrections import CorrectionDraft
from tests.factories.registrations import PNG, make_dossier, make_evidence, member_of, owner_of

pytestmark = pytest.mark.django_db

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
