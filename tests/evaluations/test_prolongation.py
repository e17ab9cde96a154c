"""Prolonging a certificate: while a re-evaluation is under way, at most 180 days past its end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from activity.errors import NotAllowed, Refused
from activity.models import JournalEntry, Notification
from evaluations import selectors, services
from evaluations.enums import CertificateState, PublicState, RoundState
from evaluations.models import Certificate, EvaluationRound
from evaluations.services.certificates import end_prolongations
from foundation import clock
from registrations.enums import DossierKind, DossierState
from registrations.models import Dossier
from tests.factories.evaluations import DAY, Hall, make_hall, make_round

WHY = "Chờ kết quả đánh giá lại."


@pytest.fixture
def hall(db: None) -> Hall:
    return make_hall(members=2)


@pytest.fixture
def certificate(hall: Hall) -> Certificate:
    """A certificate that was issued on the day of the tests."""
    make_round(hall, state=RoundState.PUBLISHED)
    return selectors.certificate_by_token(Certificate.objects.get().token)


def send_again(certificate: Certificate) -> Dossier:
    """A re-evaluation dossier of the product, sent."""
    first = certificate.entry.dossier
    return Dossier.objects.create(
        round=first.round,
        producer=first.producer,
        product=first.product,
        unit=first.unit,
        law=first.law,
        rubric=first.rubric,
        kind=DossierKind.AGAIN,
        state=DossierState.SUBMITTED,
        created_by=first.created_by,
        submitted_at=clock.now(),
        renews_until=certificate.expires_on,
    )


def test_prolongation_within_its_rules(hall: Hall, certificate: Certificate) -> None:
    ends = certificate.expires_on
    latest = ends + timedelta(days=180)

    def prolong(until, actor=hall.leader, reason=WHY):
        return services.prolong_certificate(certificate=certificate, until=until, reason=reason, actor=actor)

    with clock.frozen(ends - timedelta(days=20)):
        with pytest.raises(Refused, match="không có hồ sơ đánh giá lại"):
            prolong(latest)
        send_again(certificate)
        with pytest.raises(NotAllowed):
            prolong(latest, actor=hall.members[0])
        with pytest.raises(Refused):
            prolong(latest, reason=" ")
        for wrong in (ends, latest + timedelta(days=1)):
            with pytest.raises(Refused, match="Chọn một ngày"):
                prolong(wrong)

        prolong(latest)

        product = certificate.recognition.product
        product.refresh_from_db()
        assert (certificate.state, certificate.last_day) == (CertificateState.PROLONGED, latest)
        assert product.prolonged_until == latest
        assert certificate.public_state() == PublicState.VALID
        assert JournalEntry.objects.filter(stream=certificate.stream, action="prolong", reason=WHY).exists()
        told = Notification.objects.filter(kind="certificate_prolonged").values_list("recipient", flat=True)
        assert certificate.entry.dossier.created_by_id in told
    with clock.frozen(latest):
        assert certificate.public_state() == PublicState.PROLONGED
        assert selectors.recognitions_in_force().count() == 1
    with clock.frozen(latest + timedelta(days=1)):
        assert certificate.public_state() == PublicState.EXPIRED
        with pytest.raises(Refused, match="quá lâu"):
            prolong(latest + timedelta(days=2))


def test_page_prolongs_for_the_office_and_is_not_there_for_the_producer(hall: Hall, certificate: Certificate, client):
    address = reverse("evaluations:certificate_prolong", args=[certificate.pk])
    entry = reverse("evaluations:entry", args=[certificate.entry_id])
    until = certificate.expires_on + timedelta(days=90)
    with clock.frozen(certificate.expires_on + timedelta(days=5)):
        client.force_login(hall.officer)
        assert address not in client.get(entry).content.decode()
        assert client.get(address).url == entry
        send_again(certificate)
        assert address in client.get(entry).content.decode()
        assert f"{certificate.expires_on + timedelta(days=180):%d/%m/%Y}" in client.get(address).content.decode()

        client.post(address, {"until": until.isoformat(), "reason": WHY})

        certificate.refresh_from_db()
        assert certificate.prolonged_until == until
        page = client.get(reverse("catalogue:certificate", args=[certificate.token])).content.decode()
        assert "đã được gia hạn" in page or "kéo dài" in page
        client.force_login(certificate.entry.dossier.created_by)
        assert client.post(address, {"until": until.isoformat(), "reason": WHY}).status_code == 403


@pytest.mark.parametrize("past", [True, False])
def test_result_without_recognition_ends_the_prolongation(hall: Hall, certificate: Certificate, past: bool) -> None:
    send_again(certificate)
    product = certificate.recognition.product
    with clock.frozen(certificate.expires_on - timedelta(days=10)):
        services.prolong_certificate(
            certificate=certificate, until=certificate.expires_on + timedelta(days=60), reason=WHY, actor=hall.leader
        )
    today = certificate.expires_on + timedelta(days=7 if past else -3)

    with clock.frozen(today):
        end_prolongations(product=product, actor=hall.clerk)

    certificate.refresh_from_db()
    product.refresh_from_db()
    assert certificate.state == (CertificateState.PROLONGED if past else CertificateState.VALID)
    assert certificate.prolonged_until == product.prolonged_until == (today if past else None)
    assert certificate.public_state(today + timedelta(days=14)) == PublicState.EXPIRED


def test_certificate_of_a_training_round_is_not_prolonged(db: None) -> None:
    hall = make_hall(training=True, members=2)
    make_round(hall, state=RoundState.PUBLISHED)
    certificate = Certificate.objects.get()

    with pytest.raises(Refused, match="tập huấn"):
        services.prolong_certificate(
            certificate=certificate, until=DAY + timedelta(days=1200), reason=WHY, actor=hall.leader
        )
    assert EvaluationRound.objects.get().training
