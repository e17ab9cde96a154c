"""The stored context: it survives JSON, and says where it is wrong."""

from __future__ import annotations

import datetime
import json

import pytest

from directives.rendering import (
    Certificate,
    Column,
    CommuneOpinion,
    ContextError,
    OfficialDocument,
    Paragraph,
    Receipt,
    Signature,
    Table,
    paragraphs,
    symbol_for,
)
from directives.rendering.blocks import Bullet
from tests.rendering import samples
from tests.rendering.conftest import DOCUMENTS


@pytest.mark.parametrize("name", DOCUMENTS)
def test_document_survives_json(name):
    document = DOCUMENTS[name]()

    assert OfficialDocument.from_dict(json.loads(json.dumps(document.to_dict()))) == document


@pytest.mark.parametrize(
    "thing",
    [samples.certificate(), samples.receipt(), samples.commune_opinion()],
    ids=lambda thing: type(thing).__name__,
)
def test_form_survives_json(thing):
    kinds = {Certificate, Receipt, CommuneOpinion}

    assert type(thing) in kinds
    assert type(thing).from_dict(json.loads(json.dumps(thing.to_dict()))) == thing


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (["body", 2, "text"], 5, r"body\[2\]\.text: expected str, got int"),
        (["body", 2, "colour"], "red", r"body\[2\]\.colour: unknown key"),
        (["body", 2, "kind"], "picture", r"body\[2\]: kind must be one of article, bullet"),
        (["body", 2], "text", r"body\[2\]: expected one of Paragraph"),
        (["body"], "text", "body: expected a list, got str"),
        (["number"], True, "number: expected int, got bool"),
        (["number"], 0, "number: expected 1 or more"),
        (["date"], "5/3/2024", "date: expected a date as YYYY-MM-DD"),
        (["type"], "nghi_quyet", "type: expected one of cong_van"),
        (["urgency"], "NHANH", "urgency: expected one of"),
        (["signature"], None, "signature: expected Signature"),
        (["signature", "authority_lines"], [], r"signature\.authority_lines: at least one"),
        (["issuer"], [], "issuer: at least one"),
        (["symbol"], "UBND / NN", "symbol: 'UBND / NN' is not a symbol"),
        (["symbol"], "QĐ-UBND", "symbol: a công văn has no type abbreviation"),
        (["addressees"], [], "addressees: a công văn needs at least one"),
        (["archive"], "NN", "archive: expected VT"),
        (["training"], "no", "training: expected bool"),
    ],
)
def test_wrong_context_names_the_place(path, value, message):
    data = samples.letter(2).to_dict()
    target = data
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value

    with pytest.raises(ContextError, match=message):
        OfficialDocument.from_dict(data)


def test_missing_key_is_named():
    data = samples.letter(2).to_dict()
    del data["signature"]["authority_lines"]

    with pytest.raises(ContextError, match=r"signature\.authority_lines: missing"):
        OfficialDocument.from_dict(data)


@pytest.mark.parametrize("data", [None, [], "x", 5])
def test_context_that_is_no_object_is_refused(data):
    with pytest.raises(ContextError, match="expected an object"):
        OfficialDocument.from_dict(data)


def test_value_is_checked_when_it_is_made():
    with pytest.raises(ContextError, match="text: expected str, got NoneType"):
        Paragraph(None)


def test_date_with_a_time_is_refused():
    with pytest.raises(ContextError, match="date: expected a date"):
        samples.letter(2, date=datetime.datetime(2024, 3, 5, 8))


def test_typed_symbol_must_name_its_type():
    with pytest.raises(ContextError, match="must begin with QĐ-"):
        samples.decision(symbol="UBND-NN")


def test_only_minutes_have_a_second_signer():
    with pytest.raises(ContextError, match="second_signature"):
        samples.decision(second_signature=Signature(["Thư ký"]))


@pytest.mark.parametrize(
    ("columns", "rows", "message"),
    [
        ([], [], "at least one"),
        ([Column("A", 60), Column("B", 60)], [], "more than 100"),
        ([Column("A"), Column("B")], [["1"]], r"rows\[0\]: 1 cells for 2 columns"),
    ],
)
def test_table_that_does_not_fit_is_refused(columns, rows, message):
    with pytest.raises(ContextError, match=message):
        Table(columns, rows)


def test_column_wider_than_the_paper_is_refused():
    with pytest.raises(ContextError, match="width"):
        Column("A", 101)


@pytest.mark.parametrize(
    ("document_type", "issuer", "unit", "symbol"),
    [
        ("cong_van", "UBND", "NN", "UBND-NN"),
        ("cong_van", "PNN", "", "PNN"),
        ("quyet_dinh", "UBND", "NN", "QĐ-UBND"),
        ("to_trinh", "PNN&PTNT", "", "TTr-PNN&PTNT"),
        ("bien_ban", "HĐ", "", "BB-HĐ"),
        ("giay_moi", "U BND", "", "GM-UBND"),
    ],
)
def test_symbol_for_each_type(document_type, issuer, unit, symbol):
    assert symbol_for(document_type, issuer, unit) == symbol


def test_typed_text_becomes_paragraphs_and_bullets():
    assert paragraphs("Dòng một\n\n - gạch đầu dòng \r\nDòng  hai\n") == [
        Paragraph("Dòng một"),
        Bullet("gạch đầu dòng"),
        Paragraph("Dòng hai"),
    ]
    assert paragraphs(" \n ") == []
