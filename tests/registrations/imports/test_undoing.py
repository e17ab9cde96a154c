"""An accepted list is taken back: what nobody used goes, what was there or is used stays."""

from datetime import date

import pytest

from activity.errors import Conflict
from registrations import services
from registrations.enums import ImportKind, ImportState, RowState, WishState
from registrations.models import ImportBatch, Producer, Product, Wish
from tests.factories.imports import accepted, staged, undone
from tests.factories.registrations import make_dossier, make_producer, make_product, make_wish, member_of
from tests.registrations import workbooks
from tests.registrations.imports.lists import states, wishes_of

pytestmark = pytest.mark.django_db


def test_undo_removes_everything_that_nobody_used(place):
    batch = accepted(**wishes_of(place))

    undone(batch, place.commune_officer)

    assert batch.state == ImportState.UNDONE
    assert Producer.objects.count() == Product.objects.count() == Wish.objects.count() == 0
    assert [states(batch)[number] for number in (5, 6, 10)] == ["undone"] * 3


def test_undo_keeps_what_was_there_and_what_is_used(place, ours):
    mine = make_producer(place.commune, name="HTX Có sẵn")
    header = ["Tên sản phẩm", "Chủ thể"]
    rows = [header, ["Trà", "HTX Có sẵn"], ["Mật ong", "HTX Ong"], ["Sáp ong", "HTX Ong"], ["Rượu", "HTX Rượu"]]
    batch = accepted(workbooks.simple(rows), **ours)
    used = Product.objects.get(name="Mật ong")
    make_wish(place, product=make_product_owner(used), producer=used.producer)
    services.update_producer(
        producer=Producer.objects.get(name="HTX Rượu"), values={"history": "Mới sửa."}, seen=None, actor=ours["actor"]
    )

    undone(batch, ours["actor"])

    assert set(Producer.objects.values_list("name", flat=True)) == {mine.name, "HTX Ong", "HTX Rượu"}
    assert set(Product.objects.values_list("name", flat=True)) == {"Mật ong"}
    kept = {row.number: row.kept_because for row in batch.rows.filter(state=RowState.KEPT)}
    assert kept == {
        3: [{"what": "product", "why": "used"}, {"what": "producer", "why": "used"}],
        5: [{"what": "producer", "why": "changed"}],
    }


def make_product_owner(product):
    """Let somebody act for the imported product's producer."""
    member_of(product.producer, "edit")
    return product


def test_undo_keeps_wishes_that_were_selected(place):
    batch = accepted(**wishes_of(place))
    wish = Wish.objects.get(product__name="Cà phê chồn")
    services.select_wish(wish=wish, actor=place.round_officer)

    undone(batch, place.commune_officer)

    assert list(Wish.objects.values_list("product__name", "state")) == [("Cà phê chồn", WishState.SELECTED)]
    assert states(batch)[10] == RowState.KEPT
    assert Producer.objects.count() == Product.objects.count() == 1


def test_undo_gives_an_older_recognition_back(place):
    producer = make_producer(place.commune, name="HTX Sâm dây")
    product = make_product(producer, name="Sâm dây khô")
    services.record_recognition(
        product=product, dossier=None, stars=3, recognised_on=date(2021, 1, 5), expires_on=date(2024, 1, 5),
        decision_number="1/QĐ", issuer="UBND huyện",
    )  # fmt: skip
    content = workbooks.register(place.commune.bare_name)
    batch = accepted(content, office=place.office, actor=place.round_officer, kind=ImportKind.REGISTER)
    product.refresh_from_db()
    assert f"{product.recognised_on}" == "2025-06-30"

    undone(batch, place.round_officer)

    product.refresh_from_db()
    assert (product.current_stars, f"{product.recognised_on}", product.recognition_number) == (3, "2021-01-05", "1/QĐ")
    assert list(Product.objects.all()) == [product]


def test_dossiers_stop_the_removal_of_their_product(place, ours):
    batch = accepted(workbooks.simple([["Tên sản phẩm", "Chủ thể"], ["Cà phê", "HTX Một"]]), **ours)
    product = Product.objects.get()
    make_dossier(place, product=make_product_owner(product), producer=product.producer, fill=False)

    undone(batch, ours["actor"])

    assert states(batch) == {2: RowState.KEPT}
    assert Product.objects.get() == product


def test_discarded_import_leaves_nothing_but_its_file(ours):
    batch = staged(workbooks.products(2), **ours)

    services.discard_import(batch=batch, actor=ours["actor"])

    assert batch.state == ImportState.DISCARDED
    assert not batch.rows.exists()
    with pytest.raises(Conflict):
        services.accept_import(batch=ImportBatch.objects.get(pk=batch.pk), actor=ours["actor"])
