"""How the forms over a producer's record, a product and a dossier are saved, with a button or by themselves."""

from __future__ import annotations

from django.http import HttpRequest

from registrations import services
from registrations.forms.guarded import GuardedForm
from registrations.models import Dossier, Producer, Product
from registrations.views import autosave
from registrations.views.saving import Guard


def record_guard(request: HttpRequest, row: Producer, form: GuardedForm) -> Guard:
    """A form over the record of a producer."""

    def stored() -> Producer:
        return Producer.objects.get(pk=row.pk)

    return Guard(
        form,
        lambda names: services.update_producer(
            producer=stored(),
            values=form.picked(names),
            seen=form.seen_value,
            actor=request.user,
            by_itself=autosave.wanted(request),
        ),
        stored,
    )


def product_guard(request: HttpRequest, row: Product, form: GuardedForm) -> Guard:
    """A form over a product."""

    def stored() -> Product:
        return Product.objects.get(pk=row.pk)

    return Guard(
        form,
        lambda names: services.update_product(
            product=stored(),
            values=form.picked(names),
            seen=form.seen_value,
            actor=request.user,
            by_itself=autosave.wanted(request),
        ),
        stored,
    )


def dossier_guard(request: HttpRequest, row: Dossier, form: GuardedForm) -> Guard:
    """A form over columns of a dossier."""

    def stored() -> Dossier:
        return Dossier.objects.get(pk=row.pk)

    return Guard(
        form,
        lambda names: services.save_fields_of_dossier(
            dossier=stored(), values=form.picked(names), seen=form.seen_value, actor=request.user
        ),
        stored,
    )
