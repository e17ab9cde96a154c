"""Uploading a list, saying what its columns mean, narrowing its rows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Office
from foundation import files
from foundation.files import CheckedUpload
from foundation.forms import LineField
from foundation.text import search_key
from registrations.enums.imports import ImportKind, RowState
from registrations.imports import reading
from registrations.imports.columns import columns_for
from registrations.imports.container import Unreadable, check_container
from registrations.imports.headers import LOOK_INTO, Header, unnamed
from registrations.models import ImportRow, RegistrationRound
from registrations.services.imports import Columns


class WorkbookField(forms.FileField):
    """An XLSX workbook that may be opened; its cleaned value is a ``CheckedUpload``."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("accept", ".xlsx")

    def to_python(self, data: Any) -> CheckedUpload | None:
        if data in self.empty_values:
            return None
        self._refuse_other_kinds(data.name or "")
        checked = files.check_upload(data, accept=files.WORKBOOKS)
        try:
            check_container(checked.content, max_unpacked=settings.IMPORT_MAX_UNPACKED_BYTES)
        except Unreadable as reason:
            raise ValidationError(str(reason)) from reason
        return checked

    @staticmethod
    def _refuse_other_kinds(name: str) -> None:
        """Say of the usual mistakes what to do; the content is looked at afterwards."""
        extension = name.rsplit(".", 1)[-1].lower()
        if extension in ("xlsm", "xltm", "xlsb"):
            raise ValidationError(
                _("This workbook contains macros and is refused. Save it as “Excel Workbook (.xlsx)”.")
            )
        if extension in ("xls", "csv", "ods", "txt"):
            raise ValidationError(
                _("Files of the kind .%(kind)s are not read. Open the file in Excel and save it as .xlsx.")
                % {"kind": extension}
            )


class UploadForm(forms.Form):
    """What the list is about, and the file."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is the list about?"), choices=(), widget=forms.RadioSelect, initial=ImportKind.WISHES
    )
    round = forms.ModelChoiceField(
        label=gettext_lazy("Round"),
        queryset=RegistrationRound.objects.none(),
        required=False,
        help_text=gettext_lazy("Only for a list of registrations."),
    )
    office = forms.ModelChoiceField(label=gettext_lazy("Office"), queryset=Office.objects.none(), empty_label=None)
    file = WorkbookField(
        label=gettext_lazy("Excel file (.xlsx)"),
        help_text=gettext_lazy("Nothing is written until you have seen the rows and accepted them."),
    )
    use_required_attribute = False

    def __init__(self, *args: Any, offices: list[Office], rounds: QuerySet[RegistrationRound], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offices = offices
        self.sheets: reading.SheetNames | None = None
        stars = any(office.runs_rounds for office in offices)
        kinds = [(value, capfirst(str(label))) for value, label in ImportKind.choices if stars or value != "register"]
        self.fields["kind"].choices = kinds
        self.fields["round"].queryset = rounds
        if len(offices) == 1:
            del self.fields["office"]
        else:
            self.fields["office"].queryset = Office.objects.filter(pk__in=[office.pk for office in offices])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == ImportKind.WISHES:
            if not data.get("round") and "round" not in self.errors:
                self.add_error("round", _("Choose the round in which the list registers products."))
        else:
            data["round"] = None
        office = data["office"] = data.get("office") or (self.offices[0] if len(self.offices) == 1 else None)
        if data.get("kind") == ImportKind.REGISTER and office is not None and not office.runs_rounds:
            self.add_error("kind", _("Only an office that runs rounds imports the register of recognised products."))
        if data.get("file"):
            self._open(data["file"])
        return data

    def _open(self, upload: CheckedUpload) -> None:
        try:
            self.sheets = reading.sheet_names(upload.content)
        except Unreadable as reason:
            self.add_error("file", str(reason))


class PlaceForm(forms.Form):
    """Which sheet, and in which of its rows the column names stand."""

    sheet = forms.ChoiceField(label=gettext_lazy("Sheet"), choices=(), required=False)
    row = forms.IntegerField(
        label=gettext_lazy("Row of the column names"), min_value=1, max_value=LOOK_INTO, required=False
    )
    rows = forms.TypedChoiceField(
        label=gettext_lazy("The names take"),
        choices=[("", "–"), (1, gettext_lazy("one row")), (2, gettext_lazy("two rows"))],
        coerce=int,
        required=False,
        empty_value=None,
    )

    def __init__(self, *args: Any, sheets: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sheet"].choices = [(name, name) for name in sheets]


class MappingForm(forms.Form):
    """What each column of the file means; the guess is the first proposal."""

    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        kind: str,
        sheet: str,
        header: Header,
        guessed: dict[str, int],
        shown: list[int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.sheet, self.header, self.shown = sheet, header, shown
        self.known = {column.key: capfirst(str(column.label)) for column in columns_for(kind)}
        choices = [("", _("(is not taken over)")), *self.known.items()]
        by_index = {index: key for key, index in guessed.items()}
        for index in shown:
            field = forms.ChoiceField(choices=choices, required=False, initial=by_index.get(index, ""))
            field.label = header.titles[index] or _("Column %(letter)s") % {"letter": unnamed(index)}
            field.widget.attrs |= {"class": "form-select"}
            self.fields[f"c{index}"] = field

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        seen: dict[str, str] = {}
        for index in self.shown:
            name = f"c{index}"
            key = data.get(name)
            if key and key in seen:
                self.add_error(name, _("“%(name)s” is chosen for two columns.") % {"name": self.known[key]})
            elif key:
                seen[key] = name
        for key in ("product", "producer"):
            if key not in seen:
                self.add_error(None, _("Choose the column with: %(name)s.") % {"name": self.known[key]})
        return data

    @property
    def columns(self) -> Columns:
        """What the service needs."""
        chosen = {self.cleaned_data[f"c{index}"]: index for index in self.shown if self.cleaned_data[f"c{index}"]}
        return Columns(
            sheet=self.sheet,
            header_first=self.header.first,
            header_rows=self.header.rows,
            titles=self.header.titles,
            mapping=chosen,
        )


class RowFilter(forms.Form):
    """Narrows the rows of an import by state and words."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False, choices=[("", gettext_lazy("All")), *RowState.choices]
    )
    q = LineField(label=gettext_lazy("Product or producer"), required=False, max_length=100)

    def narrow(self, rows: QuerySet[ImportRow]) -> QuerySet[ImportRow]:
        """Return the rows that fit; what is not valid narrows nothing."""
        data = self.cleaned_data if self.is_valid() else {}
        if data.get("state"):
            rows = rows.filter(state=data["state"])
        if words := data.get("q"):
            rows = rows.filter(search__contains=search_key(words))
        return rows
