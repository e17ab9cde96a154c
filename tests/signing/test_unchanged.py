"""What an update may add to an issued file: signatures with images, time stamps, proofs; and nothing that covers."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest
from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from django.utils import translation
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, FloatObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore

from directives import signing
from tests.signing import keys
from tests.signing.test_signing import MOMENT, key_of, made

pytestmark = pytest.mark.django_db
SHEET = (0, 0, 595, 842)


def updated(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """Return the file with one more update in which something was changed."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def signed(pdf: bytes, field: str = "f0", **place) -> bytes:
    image = keys.picture("#1040c0") if place else None
    return signing.signed(
        pdf, key=key_of("Trần Thị Bích"), field=field, moment=MOMENT, reason="Ký số", image=image, **place
    )


def add_to_page(writer: IncrementalPdfFileWriter, mark) -> None:
    page = writer.find_page_for_modification(0)[0].get_object()
    page["/Annots"] = ArrayObject([*page.get("/Annots", ()), mark])
    writer.update_container(page)


def sheet(writer: IncrementalPdfFileWriter, **more) -> DictionaryObject:
    """Return a signature's widget that lays a white sheet over a page."""
    box = ArrayObject(map(FloatObject, SHEET))
    look = generic.StreamObject(
        {pdf_name("/Type"): pdf_name("/XObject"), pdf_name("/Subtype"): pdf_name("/Form"), pdf_name("/BBox"): box},
        stream_data=b"1 g 0 0 595 842 re f",
    )
    values = {"Type": pdf_name("/Annot"), "Subtype": pdf_name("/Widget"), "FT": pdf_name("/Sig"), "Rect": box}
    values |= {"T": generic.TextStringObject("sheet"), "F": generic.NumberObject(4), **more}
    values["AP"] = DictionaryObject({pdf_name("/N"): writer.add_object(look)})
    return DictionaryObject({pdf_name(f"/{name}"): value for name, value in values.items()})


def add_to_form(writer: IncrementalPdfFileWriter, field) -> None:
    form = writer.root["/AcroForm"]
    form["/Fields"].append(field)
    writer.update_container(form["/Fields"])


# -- What signing programs do ----------------------------------------------------------------------------------------
def with_own_widget(pdf: bytes) -> bytes:
    """Sign as programs do that keep a field and its image apart."""
    spec = fields.SigFieldSpec("f0", on_page=0, box=(300, 200, 480, 260), combine_annotation=False)
    meta = signers.PdfSignatureMetadata(field_name="f0", subfilter=fields.SigSeedSubFilter.PADES)
    out = io.BytesIO()
    signer = signers.PdfSigner(meta, key_of("Trần Thị Bích").signer, new_field_spec=spec)
    signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), output=out)
    return out.getvalue()


def with_proofs(pdf: bytes) -> bytes:
    """Add what proves a signature later: certificates in a store, and a time stamp over all of it."""
    key, certificate = keys.stamper()
    key, certificate = PrivateKeyInfo.load(key), Certificate.load(certificate)
    out = io.BytesIO(pdf)
    DocumentSecurityStore.add_dss(out, None, certs=[certificate])
    stamper = signers.PdfTimeStamper(DummyTimeStamper(certificate, key, fixed_dt=MOMENT))
    stamper.timestamp_pdf(IncrementalPdfFileWriter(out), "sha256", output=(stamped := io.BytesIO()))
    return stamped.getvalue()


def by_two(pdf: bytes) -> bytes:
    first = signed(pdf, box=signing.Box(0, 300, 200, 480, 260))
    return signed(first, "f1", box=signing.Box(0, 250, 180, 352, 282))


@pytest.mark.parametrize(
    "sign",
    [
        signed,
        with_own_widget,
        by_two,
        lambda pdf: with_proofs(by_two(pdf)),
        lambda pdf: with_proofs(with_proofs(signed(pdf))),
        lambda pdf: signed(with_proofs(with_own_widget(pdf)), "f1"),
    ],
)
def test_signatures_with_images_stamps_and_proofs_pass(sign):
    content = sign(made().pdf)

    signing.nothing_else_changed(made().pdf, content)
    assert signing.check_signatures(content, moment=MOMENT)


def test_second_signature_passes_over_the_first_with_its_proofs():
    first = with_proofs(signed(made().pdf, box=signing.Box(0, 300, 200, 480, 260)))

    signing.nothing_else_changed(first, with_proofs(signed(first, "f1", box=signing.Box(0, 250, 180, 352, 282))))


def with_numbers(pdf: bytes) -> bytes:
    """Sign as programs do that keep numbers and empty values as objects of their own."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        for value in (generic.NumberObject(7), generic.NullObject(), generic.BooleanObject(value=True)):
            writer.add_object(value)

    return signed(updated(pdf, change))


def test_second_signature_passes_over_numbers_that_are_objects():
    first = with_numbers(made().pdf)

    signing.nothing_else_changed(first, signed(first, "f1"))


def test_changed_number_that_is_an_object_is_refused():
    first = with_numbers(made().pdf)
    with pikepdf.open(io.BytesIO(first)) as pdf:
        [number] = [n for n in range(1, int(pdf.trailer["/Size"])) if pdf.get_object((n, 0)) == 7]

    def change(writer: IncrementalPdfFileWriter) -> None:
        writer.objects[(0, number)] = generic.NumberObject(8)

    with pytest.raises(signing.CheckProblem):
        signing.nothing_else_changed(first, signed(updated(first, change), "f1"))


# -- What covers or takes away ---------------------------------------------------------------------------------------
def empty_field(pdf: bytes) -> bytes:
    return signed(updated(pdf, lambda writer: add_to_page(writer, writer.add_object(sheet(writer)))))


def empty_field_of_the_form(pdf: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        field = writer.add_object(sheet(writer))
        add_to_page(writer, field)
        add_to_form(writer, field)

    return signed(updated(signed(pdf), change), "f1")


def direct_field(pdf: bytes) -> bytes:
    return signed(updated(pdf, lambda writer: add_to_page(writer, sheet(writer))))


def number_among_annotations(pdf: bytes) -> bytes:
    return updated(signed(pdf), lambda writer: add_to_page(writer, generic.NumberObject(5)))


def image_over_the_page(pdf: bytes) -> bytes:
    spec = fields.SigFieldSpec("f0", on_page=0, box=SHEET)
    meta = signers.PdfSignatureMetadata(field_name="f0", subfilter=fields.SigSeedSubFilter.PADES)
    out = io.BytesIO()
    signer = signers.PdfSigner(meta, key_of("Trần Thị Bích").signer, new_field_spec=spec)
    signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), output=out)
    return out.getvalue()


def value_of_another_field(pdf: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        value = writer.root["/AcroForm"]["/Fields"][0].raw_get("/V")
        field = writer.add_object(sheet(writer, V=generic.IndirectObject(value.idnum, value.generation, writer)))
        add_to_page(writer, field)
        add_to_form(writer, field)

    return updated(signed(pdf), change)


def other_catalog(pdf: bytes) -> bytes:
    """Let the file begin with another catalog, and so with other pages, while every object of the issued one stays."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        name = pdf_name
        pages = DictionaryObject({name("/Type"): name("/Pages")})
        held = writer.add_object(pages)
        page = {name("/Type"): name("/Page"), name("/Parent"): held}
        page[name("/MediaBox")] = ArrayObject(map(FloatObject, SHEET))
        count = writer.root["/Pages"]["/Count"]
        pages[name("/Kids")] = ArrayObject([writer.add_object(DictionaryObject(page)) for _number in range(count)])
        pages[name("/Count")] = generic.NumberObject(count)
        catalog = DictionaryObject({name("/Type"): name("/Catalog"), name("/Pages"): held})
        roots.append(writer.add_object(catalog).idnum)

    roots: list[int] = []
    before, _root, after = updated(pdf, change).rpartition(b"/Root 2 0 R")
    return signed(before + b"/Root %d 0 R" % roots[0] + after)


def earlier_field_gone(pdf: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        held = writer.root["/AcroForm"]["/Fields"]
        held.clear()
        writer.update_container(held)

    return signed(updated(pdf, change), "f1")


@pytest.mark.parametrize(
    "spoil",
    [
        empty_field,
        empty_field_of_the_form,
        direct_field,
        number_among_annotations,
        image_over_the_page,
        value_of_another_field,
        other_catalog,
    ],
)
def test_update_that_covers_a_page_or_hides_something_is_refused(spoil):
    content = spoil(made().pdf)

    with translation.override("en"), pytest.raises(signing.CheckProblem, match="else than signatures"):
        signing.nothing_else_changed(made().pdf, content)


def test_update_that_takes_an_earlier_signature_out_of_the_form_is_refused():
    first = signed(made().pdf)

    with pytest.raises(signing.CheckProblem):
        signing.nothing_else_changed(first, earlier_field_gone(first))


@pytest.mark.parametrize("value", [generic.NumberObject(5), DictionaryObject(), pdf_name("/No")])
def test_signature_that_is_none_is_told_and_never_an_error(value):
    def change(writer: IncrementalPdfFileWriter) -> None:
        field = writer.add_object(sheet(writer, V=value))
        add_to_page(writer, field)
        add_to_form(writer, field)

    content = updated(signed(made().pdf), change)

    for check in (signing.check_signatures, lambda pdf: signing.nothing_else_changed(made().pdf, pdf)):
        with pytest.raises(signing.CheckProblem):
            check(content)
