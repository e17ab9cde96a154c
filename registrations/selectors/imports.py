"""Reads about imported lists. ``imports_visible_to`` is the only door."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.text import capfirst

from accounts.enums import Role, UnitLevel
from accounts.models import Office, Unit
from accounts.selectors import communes_of, offices_with_role, unit_ids_reached_by, units_in_force
from activity.enums import JobState
from activity.models import Job, JournalEntry
from registrations import rules
from registrations.enums import WishState
from registrations.enums.imports import ImportState, RowState
from registrations.imports.columns import BY_KEY
from registrations.imports.communes import Communes, Place
from registrations.imports.matching import Known, KnownProducer
from registrations.imports.problems import from_json
from registrations.imports.values import product_key
from registrations.models import ImportBatch, ImportRow, Producer, Product, RegistrationRound, Wish
from registrations.selectors.producers import open_rounds_for


def offices_that_import(user: Any) -> list[Office]:
    """Return the offices for which the person may import lists."""
    rows = offices_with_role(user, Role.COMMUNE_OFFICER, Role.ROUND_OFFICER).order_by("pk")
    return [office for office in rows if rules.may_import_for_office(user, office)]


def imports_visible_to(user: Any) -> QuerySet[ImportBatch]:
    """Return the imports of the person's own offices; a list holds what other offices have no business with."""
    rows = ImportBatch.objects.select_related("office", "round", "source", "created_by", "job")
    if not user or not user.is_authenticated:
        return rows.none()
    return rows.filter(office__in=[office.pk for office in offices_that_import(user)])


def rounds_for_import(user: Any) -> QuerySet[RegistrationRound]:
    """Return the open rounds in which communes of today take part that the person's office reaches."""
    units = [office.unit_id for office in offices_that_import(user)]
    communes = units_in_force().filter(level=UnitLevel.COMMUNE, pk__in=unit_ids_reached_by(units))
    taking_part = RegistrationRound.units.through.objects.filter(unit__in=communes)
    return open_rounds_for(user).filter(pk__in=taking_part.values("registrationround_id"))


def rows_of_import(batch: ImportBatch, state: str = "") -> QuerySet[ImportRow]:
    """Return the rows of an import that the caller may see, in the order of the list."""
    rows = ImportRow.objects.filter(batch=batch).select_related("producer", "product", "wish")
    return rows.filter(state=state) if state else rows


def counts_of_import(batch: ImportBatch) -> dict[str, int]:
    """Return how many rows are in each state, in one query; states without rows count 0."""
    found = dict(ImportRow.objects.filter(batch=batch).order_by().values_list("state").annotate(n=Count("pk")))
    return {state: found.get(state, 0) for state in RowState.values}


def remembered_mapping(office: Office, fingerprint: str) -> dict[str, int] | None:
    """Return how the office has read a list with the same column names last time."""
    known = ImportBatch.objects.filter(office=office, fingerprint=fingerprint).exclude(state=ImportState.UPLOADED)
    return known.order_by("-pk").values_list("mapping", flat=True).first()


def sentences_of(batch: ImportBatch, stored: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return what is wrong with a row as sentences that name the column as the file does."""
    lines = []
    for item in map(from_json, stored):
        column = BY_KEY.get(item.field)
        title = (batch.title_of(item.field) or capfirst(str(column.label))) if column and item.names_column else ""
        lines.append(f"{title}: {item.sentence}" if title else item.sentence)
    return lines


def history_of_import(batch: ImportBatch) -> QuerySet[JournalEntry]:
    """Return what happened to an import, newest first."""
    return JournalEntry.objects.filter(stream=batch.stream).order_by("-seq")


def mark_key(batch: ImportBatch) -> str:
    """Return the key of the job that marks the rows as they stand now."""
    return f"registrations.import_mark:{batch.pk}:{batch.version}:{batch.touched}"


def marking_waits(batch: ImportBatch) -> bool:
    """Tell whether a job will still make the copy with the errors."""
    return Job.objects.filter(key=mark_key(batch), state__in=(JobState.WAITING, JobState.RUNNING)).exists()


# -- What staging compares with --------------------------------------------------------------------------------------
def communes_for_import(office: Office) -> Communes:
    """Return the communes of today below an office, and the old ones that became them, as lists may name them."""
    today = set(units_in_force().filter(level=UnitLevel.COMMUNE).values_list("pk", flat=True))
    reached = list(communes_of(office.unit))
    places = {unit.pk: Place(unit.pk, unit.name) for unit in reached if unit.pk in today}
    ended = [unit.pk for unit in reached if unit.pk not in today]
    links = Unit.successors.through.objects.filter(from_unit__in=ended, to_unit__in=places)
    followers: dict[int, list[Place]] = {}
    for old, new in links.order_by("to_unit").values_list("from_unit", "to_unit"):
        followers.setdefault(old, []).append(places[new])
    olds = [(unit.name, followers[unit.pk]) for unit in reached if unit.pk in followers]
    return Communes(list(places.values()), olds)


def commune_names_for(office: Office) -> list[str]:
    """Return the names of the communes that rows of an office's lists may name."""
    return [place.name for place in communes_for_import(office).places]


def known_for_import(units: Iterable[int], registration_round: RegistrationRound | None) -> Known:
    """Return the producers, products and wishes of some communes, for the search for what is there already."""
    units = list(units)
    producers = Producer.objects.filter(unit__in=units).order_by("-pk")
    columns = ("pk", "unit_id", "name", "tax_code", "phone")
    products = Product.objects.filter(producer__unit__in=units).order_by("-pk")
    wishes: Sequence[int] = ()
    if registration_round is not None:
        live = Wish.objects.filter(round=registration_round).exclude(state=WishState.WITHDRAWN)
        wishes = list(live.values_list("product_id", flat=True))
    return Known(
        producers=[KnownProducer(*row) for row in producers.values_list(*columns)],
        products={
            (owner, product_key(name)): (pk, day)
            for pk, owner, name, day in products.values_list("pk", "producer_id", "name", "recognised_on")
        },
        wishes=frozenset(wishes),
        anything_goes=registration_round is not None and registration_round.training,
    )
