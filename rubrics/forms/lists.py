"""The lists of a draft row by row: papers of the dossier, grounds for withdrawal, what goes to the next level."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from foundation.forms import LineField
from rubrics.lawfiles.decisionfile import PACKAGE_SOURCES

_SOURCES = {
    "submission": _("the letter of submission made here"),
    "advice": _("the report of the advisory team"),
    "minutes": _("the minutes of the council"),
    "decision": _("the decision on the result"),
    "dossier": _("the dossier"),
    "tests": _("the papers of tests"),
    "by_hand": _("outside of the portal: ticked by hand"),
}
SOURCES = [(name, _SOURCES[name]) for name in PACKAGE_SOURCES]


class Row(forms.Form):
    """One row of a list: a code of its own and a title."""

    code = LineField(label=_("Code"), max_length=60)
    title = LineField(label=_("Wording of the decision"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))


class PaperRow(Row):
    """A paper of the dossier."""

    required = forms.BooleanField(label=_("Obligatory"), required=False)


class GroundRow(Row):
    """A ground on which a recognition is withdrawn."""


class PackageRow(Row):
    """A part of the package for the next level, and where the portal finds it."""

    source = forms.ChoiceField(label=_("Found in"), choices=[("", "–"), *SOURCES])
    required = forms.BooleanField(label=_("Obligatory"), required=False)


class ListRows(forms.BaseFormSet):  # type: ignore[type-arg]
    """All rows of a list and one empty row; what is wrong names its row by the number that stands before it."""

    caption: Promise | str = ""
    hint: Promise | str = ""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Name the row in the label of each field, which is how errors name it."""
        super().add_fields(form, index)
        for name, field in form.fields.items():
            field.short = _("Take this row out") if name == "DELETE" else field.label
            values = {"list": self.caption, "n": (index or 0) + 1, "field": field.short}
            field.label = _now("%(list)s, row %(n)s: %(field)s") % values
            kind = "form-check-input" if isinstance(field, forms.BooleanField) else "form-control"
            field.widget.attrs.setdefault("class", "form-select" if isinstance(field, forms.ChoiceField) else kind)

    def clean(self) -> None:
        """Refuse a code that an earlier row has already, at the later row."""
        first: dict[str, int] = {}
        for number, form in enumerate(self.forms, start=1):
            data = getattr(form, "cleaned_data", {})
            code = data.get("code")
            if not code or data.get("DELETE"):
                continue
            if code in first:
                text = _now("Row %(row)s has the code %(code)s already.")
                form.add_error("code", text % {"row": first[code], "code": code})
            first.setdefault(code, number)

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows that were filled in and not taken out. Ask ``is_valid`` first."""
        forms_kept = [form for form in self.forms if form.cleaned_data.get("code")]
        kept = [form.cleaned_data for form in forms_kept if not form.cleaned_data.get("DELETE")]
        return [{name: value for name, value in row.items() if name != "DELETE"} for row in kept]


def _rows(row: type[Row], caption: Promise | str, hint: Promise | str) -> Any:
    base = forms.formset_factory(row, formset=ListRows, extra=1, max_num=60, absolute_max=90, can_delete=True)
    return type(f"{row.__name__}s", (base,), {"caption": caption, "hint": hint})


_LISTS = {
    "dossier_items": _rows(
        PaperRow, _("Papers of the dossier"), _("What a dossier consists of; obligatory ones keep it from being sent.")
    ),
    "withdrawal_grounds": _rows(
        GroundRow, _("Grounds for withdrawal"), _("On these grounds a recognition may be withdrawn.")
    ),
    "package_items": _rows(
        PackageRow,
        _("Package for the next level"),
        _("What goes up with a product that is proposed to the next level."),
    ),
}
NAMES = tuple(_LISTS)


def list_rows(data: QueryDict | None, facts: Mapping[str, Any]) -> dict[str, ListRows]:
    """Return the rows of every list of a draft, by the name of the list."""
    found = {}
    for name, rows in _LISTS.items():
        initial = [{"required": name == "package_items", **row} for row in facts.get(name) or []]
        found[name] = rows(data, initial=initial, prefix=name)
    return found


def one_more(data: QueryDict, known: Iterable[str]) -> QueryDict:
    """Return what was sent with one more empty row in the list that the pressed button names (``more``)."""
    prefix = data.get("more", "")
    field = f"{prefix}-TOTAL_FORMS"
    number = data.get(field, "")
    if prefix not in known or not number.isdecimal() or len(number) > 2:
        return data
    more = data.copy()
    more[field] = str(int(number) + 1)
    return more
