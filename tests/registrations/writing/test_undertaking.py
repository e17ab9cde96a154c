"""The last steps of a dossier: undertaking, signing on paper, and what the list of steps says."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from foundation import clock
from registrations import services
from registrations.enums import DossierState, FileKind
from tests.factories.accounts import make_user
from tests.factories.registrations import PNG, make_dossier, moment, owner_of

pytestmark = pytest.mark.django_db


def test_signed_paper_goes_with_the_dossier_and_is_read_by_the_commune(place, enter):
    draft = make_dossier(place)
    client = enter(owner_of(draft.producer))
    url = reverse("registrations:dossier_undertake", args=[draft.pk])

    printed = client.get(reverse("registrations:undertaking_print", args=[draft.pk])).content.decode()
    scan = SimpleUploadedFile("ky.png", PNG)
    response = client.post(url, {"way": "paper", "signed_by": "Nguyễn Thị Hoa", "scan": scan})
    submitted = client.post(response["Location"], {})

    draft.refresh_from_db()
    file = draft.files.get(kind=FileKind.UNDERTAKING)
    assert "CAM KẾT CỦA CHỦ THỂ OCOP" in printed
    assert draft.producer.name in printed
    assert submitted["Location"] == reverse("registrations:dossier_sent", args=[draft.pk])
    assert (draft.state, draft.undertaken_by) == (DossierState.SUBMITTED, "Nguyễn Thị Hoa")
    address = reverse("registrations:file", args=[file.stored_id])
    read = enter(place.commune_officer).get(address)
    assert read.getvalue()[:4] == b"\x89PNG"
    assert enter(make_user()).get(address).status_code == 404


def test_change_after_the_undertaking_asks_for_it_again(place, enter):
    draft = make_dossier(place)
    actor = owner_of(draft.producer)
    services.undertake(dossier=draft, undertaken_by="Nguyễn Thị Hoa", actor=actor)
    with clock.frozen(moment("2026-08-21")):
        services.save_fields_of_dossier(dossier=draft, values={"story": "Khác"}, seen=None, actor=actor)

        response = enter(actor).post(reverse("registrations:dossier_submit", args=[draft.pk]), {})

    draft.refresh_from_db()
    assert response.status_code == 200
    assert draft.state == DossierState.DRAFT
    assert "confirmed" in response.context["form"].errors


def test_task_list_names_the_steps_in_their_order(draft, writer):
    page = writer.get(draft.get_absolute_url()).content.decode()
    titles = [
        "Lịch sử hình thành", "Kế hoạch sản xuất", "Câu chuyện sản phẩm", "Tự đánh giá, phần A", "Kiểm tra lại hồ sơ",
        "Cam kết và ký", "Nộp hồ sơ",
    ]  # fmt: skip

    places = [page.index(title) for title in titles]

    assert places == sorted(places)
    assert f'href="{reverse("registrations:dossier_submit", args=[draft.pk])}"' not in page
