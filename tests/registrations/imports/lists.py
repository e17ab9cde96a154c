"""Lists of wishes, and what an import says of their rows."""

from registrations.enums import ImportKind
from registrations.models import ImportRow
from tests.factories.registrations import make_round
from tests.registrations import workbooks


def states(batch):
    return dict(ImportRow.objects.filter(batch=batch).values_list("number", "state"))


def codes(batch, number):
    row = ImportRow.objects.get(batch=batch, number=number)
    return [item["code"] for item in row.problems]


def wishes_of(place, content=None, **given):
    content = content or workbooks.messy_list(place.commune.name)
    return {
        "content": content,
        "office": place.commune_office,
        "actor": place.commune_officer,
        "kind": ImportKind.WISHES,
        "registration_round": make_round(place),
    } | given
