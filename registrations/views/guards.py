"""How the forms over a producer's record, a product and a dossier are saved, with a button or by themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Model
from django.http import HttpRequest

from registrations import services
from registrations.forms.guarded import GuardedForm
from registrations.models import Dossier, Producer, Product
from registrations.views import autosave
from registrations.views.saving import Guard

M = TypeVar("M", bound=Model)


def record_guard(request: HttpRequest, row: Producer, form: GuardedForm) -> Guard:
    """A form over the record of a producer."""

    def save(stored: Producer, **given: Any) -> Producer:
        return services.update_producer(producer=stored, by_itself=autosave.wanted(request), **given)

    return _guard(request, row, form, save)


def product_guard(request: HttpRequest, row: Product, form: GuardedForm) -> Guard:
    """A form over a product."""

    def save(stored: Product, **given: Any) -> Product:
        return services.update_product(product=stored, by_itself=autosave.wanted(request), **given)

    return _guard(request, row, form, save)


def dossier_guard(request: HttpRequest, row: Dossier, form: GuardedForm) -> Guard:
    """A form over columns of a dossier."""

    def save(stored: Dossier, **given: Any) -> Dossier:
        return services.save_fields_of_dossier(dossier=stored, **given)

    return _guard(request, row, form, save)


def _guard(request: HttpRequest, row: M, form: GuardedForm, save: Callable[..., M]) -> Guard:
    """Save over what is stored at that moment, with what the form has seen."""

    def stored() -> M:
        return type(row)._default_manager.get(pk=row.pk)

    def save_fields(names: list[str]) -> M:
        return save(stored(), values=form.picked(names), seen=form.seen_value, actor=request.user)

    return Guard(form, save_fields, stored)
