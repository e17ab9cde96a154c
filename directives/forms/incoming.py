"""Input about letters that arrive: the upload, the confirmation, the register's own columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from crispy_forms.helper import FormHelper
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Office
from directives.extraction import MOST_TEXT
from directives.forms.fields import OfficeField, office_label
from directives.models import Document, IncomingLetter
from foundation import clock
from foundation.files import CheckedUpload
from foundation.files.names import clean_name, extension_of
from foundation.files.types import DOCX, PDF
from foundation.forms import CheckedFileField, DateField, LineField, TextField

_PLAIN = "text/plain"
_MOST_PLAIN = 2 * 1024 * 1024
_BYTES = "application/octet-stream"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Endings of letters, and how such files begin; a Word file with a password, or an old one, is a compound file.
_LETTERS = {"pdf": (b"%PDF-",), "docx": (b"PK\x03\x04", _COMPOUND), "docm": (b"PK\x03\x04",), "doc": (_COMPOUND,)}


@dataclass(frozen=True)
class UncheckedUpload(CheckedUpload):
    """A file that arrived and could not be checked; it is kept as it came, and ``trouble`` says what is wrong."""

    trouble: str = ""


class LetterFileField(CheckedFileField):
    """A PDF or Word file through the one way in, or a plain text file, which has nothing in it that could run.

    What arrived is evidence: a broken, protected or odd PDF or Word file is kept too, as bytes that nothing opens.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(kinds=(PDF, DOCX), **kwargs)
        self.widget.attrs["accept"] = ".pdf,.docx,.txt"

    def to_python(self, data: Any) -> CheckedUpload | None:
        if data in self.empty_values:
            return None
        if extension_of(clean_name(data.name or "")) == "txt":
            if (data.size or 0) > _MOST_PLAIN:
                raise ValidationError(_("The text file is too large."))
            return CheckedUpload(clean_name(data.name), _PLAIN, data.read(), pages=1)
        try:
            return super().to_python(data)
        except ValidationError as error:
            return _kept(data, error)


def _kept(data: Any, error: ValidationError) -> UncheckedUpload:
    name = clean_name(data.name or "")
    if not 0 < (data.size or 0) <= settings.UPLOAD_MAX_BYTES or extension_of(name) not in _LETTERS:
        raise error
    data.seek(0)
    content = data.read()
    if not content.startswith(_LETTERS[extension_of(name)]):
        raise error
    trouble = " ".join(error.messages)
    if content.startswith(_COMPOUND):
        trouble = _("The Word file is protected by a password or saved in an old format, so it cannot be read.")
    return UncheckedUpload(name, _BYTES, content, pages=0, trouble=trouble)


class ReceiveForm(forms.Form):
    """A letter that arrived: a file, or its pasted text, or both where the file is a picture."""

    office = OfficeField(label=gettext_lazy("Received by"), queryset=Office.objects.none(), empty_label=None)
    file = LetterFileField(
        label=gettext_lazy("File of the letter"),
        required=False,
        help_text=gettext_lazy(
            "PDF with text, DOCX or TXT. A picture without text cannot be read: paste its text as well."
        ),
    )
    text = TextField(
        label=gettext_lazy("Or paste the text"),
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, offices: QuerySet[Office], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"key": uuid4()})
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices
        self.helper = FormHelper(self)

    def clean(self) -> dict[str, Any]:
        """One of file and text must be there."""
        data = super().clean() or {}
        if not data.get("file") and not data.get("text") and not self.errors:
            raise ValidationError(_("Choose a file or paste the text of the letter."))
        return data


class TextForm(forms.Form):
    """The text of a letter whose file nothing could read; none where there is nobody to type it."""

    text = TextField(
        label=gettext_lazy("Text of the letter"),
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy("Leave it empty to fill in the register by hand."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)


class FactsForm(forms.Form):
    """What the register says of the letter; read from the text, put right by the officer."""

    received_on = DateField(label=gettext_lazy("Day of arrival"))
    sender = LineField(label=gettext_lazy("Sender"), max_length=300)
    symbol = LineField(label=gettext_lazy("Number and symbol"), max_length=80, required=False)
    dated = DateField(label=gettext_lazy("Date of the letter"), required=False)
    kind = LineField(label=gettext_lazy("Type of letter"), max_length=60, required=False)
    subject = LineField(label=gettext_lazy("Subject"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    enclosures = LineField(label=gettext_lazy("Enclosures"), max_length=500, required=False)

    def clean_received_on(self) -> Any:
        """A letter is not received in the future."""
        day = self.cleaned_data["received_on"]
        if day > clock.today():
            raise ValidationError(_("This day lies in the future."))
        return day


class NoteForm(forms.Form):
    """The columns that are filled after the registration: direction, unit in charge, deadline, answer."""

    direction = TextField(label=gettext_lazy("Leader's direction"), max_length=4000, required=False)
    in_charge = OfficeField(label=gettext_lazy("Unit in charge"), queryset=Office.objects.none(), required=False)
    due_on = DateField(label=gettext_lazy("Deadline"), required=False)
    answered_by = forms.ModelChoiceField(
        label=gettext_lazy("Answered by"), queryset=Document.objects.none(), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(
        self, *args: Any, letter: IncomingLetter, offices: QuerySet[Office], answers: QuerySet[Document], **kwargs: Any
    ) -> None:
        columns = ("direction", "in_charge", "due_on", "answered_by", "version")
        kwargs.setdefault("initial", {name: getattr(letter, name) for name in columns})
        super().__init__(*args, **kwargs)
        self.fields["in_charge"].queryset = offices
        self.fields["answered_by"].queryset = answers
        self.helper = FormHelper(self)


class IncomingFilter(forms.Form):
    """Chooses office and year of the register, and searches it."""

    q = LineField(label=gettext_lazy("Search"), required=False, max_length=100)
    office = OfficeField(label=gettext_lazy("Office"), queryset=Office.objects.none(), empty_label=None, required=False)
    year = forms.TypedChoiceField(label=gettext_lazy("Year"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, offices: QuerySet[Office], years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices
        self.fields["year"].choices = [(year, str(year)) for year in years]


class OfficesField(forms.MultipleChoiceField):
    """Several offices out of a list that was read once for all rows; its cleaned value is a list of offices."""

    widget = forms.SelectMultiple(attrs={"size": 4})

    def offer(self, offices: list[Office]) -> None:
        """Say among which offices to choose."""
        self._offices = {str(office.pk): office for office in offices}
        self.choices = [(pk, office_label(office)) for pk, office in self._offices.items()]

    def clean(self, value: Any) -> list[Office]:
        return [self._offices[pk] for pk in super().clean(value)]
