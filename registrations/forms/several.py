"""The page of a wish with several products: the first one's form, further rows, and a button for one more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict, ErrorList
from django.http import QueryDict
from django.utils.translation import gettext as _

from registrations.forms.wishes import CARRIED_OVER, MOST, NEW, MoreProducts, ProductFields, WishForm
from registrations.models import RegistrationRound
from registrations.services.wishes import WishDraft

ADD = "add"
PREFIX = "more"


class WishForms:
    """All forms of the page. ``asks_for_more`` is set where the person pressed the button for another product."""

    def __init__(
        self,
        data: QueryDict | None,
        *,
        registration_round: RegistrationRound,
        producers: Any,
        initial: Mapping[str, str] | None = None,
    ) -> None:
        self.asks_for_more = data is not None and ADD in data
        if data is not None:
            data = _with_rows(data, more=self.asks_for_more)
        self.first = WishForm(data, registration_round=registration_round, producers=producers, initial=initial)
        shared = {"registration_round": registration_round, "products": self.first.products}
        self.more = MoreProducts(data, prefix=PREFIX, form_kwargs=shared)
        if self.asks_for_more:
            self._keep_quiet()
            last = self.more.forms[-1] if self.more.forms else self.first
            last.fields["product_name"].widget.attrs["autofocus"] = True

    def is_valid(self) -> bool:
        """Whether all products can be registered; fills the errors of every row."""
        valid = all([self.first.is_valid(), self.more.is_valid()])
        owner = self.first.cleaned_data.get("producer") if self.first.is_valid() else None
        for form in self._written():
            form.check_owner(owner)
        if valid:
            self._refuse_twins()
        return valid and not any(form.errors for form in self.rows)

    @property
    def rows(self) -> list[ProductFields]:
        """The products that were written, the first one first."""
        return [self.first, *self._written()]

    def _written(self) -> list[ProductFields]:
        return [form for form in self.more.forms if form.has_changed()]

    @property
    def drafts(self) -> list[WishDraft]:
        """What the service takes. Only for valid forms."""
        return [form.draft for form in self.rows]

    @property
    def may_add(self) -> bool:
        """Whether one more product fits on the page."""
        return len(self.more.forms) < MOST - 1

    def _refuse_twins(self) -> None:
        seen: set[str] = set()
        for form in self.rows:
            product = form.cleaned_data.get("product")
            name = (product.name if product else form.cleaned_data.get("product_name", "")).casefold()
            if name in seen:
                form.add_error("product_name", ValidationError(_("This product stands on the page twice.")))
            seen.add(name)

    def _keep_quiet(self) -> None:
        """Show no errors yet: the person asked for room, not for a check."""
        for form in (self.first, *self.more.forms):
            form._errors = ErrorDict()
            form.cleaned_data = {}
        self.more._errors = [{} for _form in self.more.forms]
        self.more._non_form_errors = ErrorList()


def _with_rows(data: QueryDict, *, more: bool) -> QueryDict:
    """Return the posted values with the count of rows, and where one more is asked for, that row."""
    data = data.copy()
    total = data.get(f"{PREFIX}-TOTAL_FORMS", "")
    count = min(int(total), MOST - 1) if total.isdecimal() and len(total) < 6 else 0
    if more and count < MOST - 1:
        before = f"{PREFIX}-{count - 1}-" if count else ""
        for name in CARRIED_OVER:
            data.setlist(f"{PREFIX}-{count}-{name}", data.getlist(f"{before}{name}"))
        data[f"{PREFIX}-{count}-product"] = NEW
        count += 1
    data[f"{PREFIX}-TOTAL_FORMS"] = str(count)
    data[f"{PREFIX}-INITIAL_FORMS"] = "0"
    return data
