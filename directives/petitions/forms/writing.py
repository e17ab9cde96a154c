"""A petition as its office writes it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Office
from directives.forms.base import PlainForm
from directives.forms.fields import OfficeField, PrintedLineField, PrintedTextField
from directives.forms.figures import FilesField
from directives.models import Petition
from directives.petitions import selectors
from directives.petitions.services import PetitionText


class PetitionForm(PlainForm):
    """What a unit asks for, of whom, and the files that show it."""

    office = OfficeField(label=gettext_lazy("Filed by"), queryset=Office.objects.none(), empty_label=None)
    handling_office = OfficeField(
        label=gettext_lazy("Send to"),
        queryset=Office.objects.none(),
        empty_label=None,
        help_text=gettext_lazy("The office above yours that runs the programme."),
    )
    title = PrintedLineField(
        label=gettext_lazy("Matter of the petition"),
        min_length=5,
        max_length=300,
        help_text=gettext_lazy("In one sentence, for example “Hỗ trợ kinh phí in tem, nhãn cho sản phẩm mới”."),
    )
    content = PrintedTextField(
        label=gettext_lazy("What happened and why"), min_length=10, max_length=10000,
        widget=forms.Textarea(attrs={"rows": 7}),
    )  # fmt: skip
    wish = PrintedTextField(
        label=gettext_lazy("What you propose"),
        required=False,
        max_length=5000,
        help_text=gettext_lazy("May stay empty where you only report a difficulty."),
    )
    file = FilesField(
        label=gettext_lazy("Files"),
        required=False,
        help_text=gettext_lazy("PDF or photographs (JPG, PNG, HEIC), at most 20 MB each."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, offices: list[Office], petition: Petition | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _initial(petition))
        super().__init__(*args, **kwargs)
        self._handlers = {office.pk: selectors.handling_offices_for(office) for office in offices}
        above = {row.pk for rows in self._handlers.values() for row in rows}
        if petition is not None:
            above.add(petition.handling_office_id)  # even where it runs the programme no more: what is sent stays there
        self.fields["office"].offer(offices)  # type: ignore[attr-defined]
        if offices:
            self.initial.setdefault("office", offices[0].pk)
        rows = Office.objects.filter(pk__in=above).select_related("unit", "parent").order_by("-unit__level", "name")
        self.fields["handling_office"].queryset = rows  # type: ignore[attr-defined]
        if petition is not None:
            self.fields["office"].disabled = True
            self.fields["handling_office"].disabled = petition.sent_at is not None
        if len(offices) == 1:
            self.fields["office"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Refuse an office that does not stand above the one that files."""
        data = super().clean() or {}
        office, above = data.get("office"), data.get("handling_office")
        if office and above and above.pk not in {row.pk for row in self._handlers.get(office.pk, [])}:
            self.add_error("handling_office", _("This office does not run the programme for the one that files."))
        return data

    def text(self) -> PetitionText:
        """Return what was typed. Only for valid forms."""
        data = self.cleaned_data
        return PetitionText(data["handling_office"], data["title"], data["content"], data["wish"])


def _initial(petition: Petition | None) -> dict[str, Any]:
    if petition is None:
        return {"key": uuid4()}
    names = ("title", "content", "wish", "version")
    offices = {"office": petition.office_id, "handling_office": petition.handling_office_id}
    return {name: getattr(petition, name) for name in names} | offices
