"""A round's whole way, through services: what each step does, and what it refuses."""

from __future__ import annotations

from evaluations.enums import CertificateState, PaperKind, PublicState, RoundState
from evaluations.models import Certificate, Recognition
from evaluations.selectors import certificate_by_token, recognitions_in_force, recognitions_public
from tests.factories.evaluations import entry_of, make_hall, make_round


def test_round_closes_with_results(hall):
    found = make_round(hall, entries=2, state=RoundState.CLOSED)

    entry = entry_of(found)
    assert entry.stars == 4
    assert entry.mean == "80.00"
    assert entry.place == 1


def test_round_way_to_published_recognises(hall):
    found = make_round(hall, entries=2, state=RoundState.PUBLISHED)

    entry = entry_of(found)
    certificate = Certificate.objects.get(entry=entry)
    entry.dossier.refresh_from_db()
    entry.dossier.product.refresh_from_db()
    assert certificate.state == CertificateState.VALID
    assert certificate.public_state() == PublicState.VALID
    assert recognitions_public().count() == 2
    assert recognitions_in_force().count() == 2
    assert certificate_by_token(certificate.token) == certificate
    assert entry.dossier.state == "decided"
    assert entry.dossier.product.current_stars == 4
    kinds = set(found.papers.values_list("kind", flat=True))
    assert kinds == set(PaperKind.values) - {PaperKind.SUBMISSION}


def test_training_round_is_published_and_counts_nowhere(db):
    hall = make_hall(training=True)

    found = make_round(hall, state=RoundState.PUBLISHED)

    certificate = Certificate.objects.get(entry__round=found)
    assert certificate.public_state() == PublicState.TRAINING
    assert not Recognition.objects.exists()
    assert not recognitions_public().exists()
