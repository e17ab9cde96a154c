"""All input about petitions."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Office
from directives.forms.fields import OfficeField, PrintedLineField, PrintedTextField, office_label
from directives.forms.figures import FilesField
from directives.models import Petition, PetitionGroup
from directives.petitions import selectors
from directives.petitions.enums import WAITING, PetitionOutcome, PetitionState
from directives.petitions.services import PetitionText
from foundation import clock
from foundation.forms import DateField, LineField
from foundation.text import search_key

ANY = ("", gettext_lazy("All"))
MOST_PICKS = 200


class _Form(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.form_tag = False


class PetitionForm(_Form):
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
        self._bind("office", offices)
        rows = Office.objects.filter(pk__in=above).select_related("unit", "parent").order_by("-unit__level", "name")
        self.fields["handling_office"].queryset = rows  # type: ignore[attr-defined]
        if petition is not None:
            self.fields["office"].disabled = True
        if len(offices) == 1:
            self.fields["office"].widget = forms.HiddenInput()

    def _bind(self, name: str, offices: list[Office]) -> None:
        rows = Office.objects.filter(pk__in=[office.pk for office in offices]).select_related("unit")
        self.fields[name].queryset = rows  # type: ignore[attr-defined]
        if offices:
            self.initial.setdefault(name, offices[0].pk)

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


class AnswerForm(_Form):
    """An answer: what it comes to, and its words."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("The answer comes to"), choices=PetitionOutcome.choices, widget=forms.RadioSelect
    )
    answer = PrintedTextField(
        label=gettext_lazy("Answer"), min_length=10, max_length=10000, widget=forms.Textarea(attrs={"rows": 7})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, required=False)


class PicksField(forms.Field):
    """Ticked petitions by their ids; its cleaned value is a list."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[int]:
        texts = [str(text) for text in value or []]
        if len(texts) > MOST_PICKS or not all(t.isascii() and t.isdigit() and len(t) < 12 for t in texts):
            raise ValidationError(_("Tick the petitions that belong together."))
        return [int(text) for text in texts]


class GroupingForm(_Form):
    """Into which group the ticked petitions go."""

    group = forms.ModelChoiceField(
        label=gettext_lazy("Group"),
        queryset=PetitionGroup.objects.none(),
        required=False,
        empty_label=gettext_lazy("A new group"),
    )
    title = PrintedLineField(label=gettext_lazy("Title of the new group"), required=False, max_length=200)
    pick = PicksField(required=False)

    def __init__(self, *args: Any, groups: QuerySet[PetitionGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]
        self.helper.layout = Layout("group", "title")  # the ticks stand in the rows of the table

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("group") and not data.get("title") and "title" not in self.errors:
            self.add_error("title", _("Choose a group, or write the title of a new one."))
        if not data.get("pick") and "pick" not in self.errors:
            raise ValidationError(_("Tick the petitions that belong together."))
        return data


class GroupTitleForm(_Form):
    """Another title for a group."""

    title = PrintedLineField(label=gettext_lazy("Title of the group"), max_length=200)


class SynthesisForm(_Form):
    """Of which days the synthesis report is made, and in whose name it goes out."""

    issuing = OfficeField(label=gettext_lazy("Issued in the name of"), queryset=Office.objects.none(), empty_label=None)
    since = DateField(label=gettext_lazy("Petitions sent from"))
    until = DateField(label=gettext_lazy("until the end of"))

    def __init__(self, *args: Any, issuers: list[Office], **kwargs: Any) -> None:
        today = clock.today()
        kwargs.setdefault("initial", {"since": today.replace(month=1, day=1), "until": today, "issuing": issuers[0].pk})
        super().__init__(*args, **kwargs)
        rows = Office.objects.filter(pk__in=[row.pk for row in issuers]).select_related("unit")
        self.fields["issuing"].queryset = rows  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", _("The last day lies before the first one."))
        return data


class TermForm(_Form):
    """In how many working days petitions are answered."""

    days = forms.IntegerField(
        label=gettext_lazy("Working days for the answer"),
        min_value=1,
        max_value=250,
        required=False,
        help_text=gettext_lazy("Counted from the day after the petition was sent. Empty: no term, and no reminders."),
    )


class PetitionFilter(forms.Form):
    """Narrows the list of petitions."""

    OURS, HANDLED, WAITING, LATE = "ours", "handled", "waiting", "late"

    q = LineField(label=gettext_lazy("Search"), required=False, max_length=100)
    side = forms.ChoiceField(
        label=gettext_lazy("Whose"),
        required=False,
        choices=[ANY, (OURS, gettext_lazy("Filed by our office")), (HANDLED, gettext_lazy("Sent to us"))],
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[
            ANY,
            (WAITING, gettext_lazy("Waiting for me")),
            (LATE, gettext_lazy("overdue")),
            *PetitionState.choices,
        ],
    )
    group = forms.ModelChoiceField(
        label=gettext_lazy("Group"), queryset=PetitionGroup.objects.none(), required=False,
        empty_label=gettext_lazy("All"),
    )  # fmt: skip
    office = forms.ModelChoiceField(
        label=gettext_lazy("Filed by"), queryset=Office.objects.none(), required=False, empty_label=gettext_lazy("All")
    )

    def __init__(self, *args: Any, groups: QuerySet[PetitionGroup], offices: QuerySet[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What there is nothing to choose from is not asked.
        for name, rows in (("group", groups[:1]), ("office", offices[:2])):
            if len(rows) < (2 if name == "office" else 1):
                del self.fields[name]
        if "group" in self.fields:
            self.fields["group"].queryset = groups  # type: ignore[attr-defined]
        if "office" in self.fields:
            self.fields["office"].queryset = offices  # type: ignore[attr-defined]
            self.fields["office"].label_from_instance = office_label  # type: ignore[attr-defined]

    def narrow(self, rows: QuerySet[Petition], *, mine: list[int], waiting: QuerySet[Petition]) -> QuerySet[Petition]:
        """Return the rows that fit; what is not valid narrows nothing."""
        data = self.cleaned_data if self.is_valid() else {}
        if words := data.get("q"):
            for word in search_key(words).split():
                rows = rows.filter(search__contains=word)
        if side := data.get("side"):
            ours = Q(office__in=mine)
            rows = rows.filter(ours) if side == self.OURS else rows.exclude(ours)
        for name in ("group", "office"):
            rows = rows.filter(**{name: data[name]}) if data.get(name) else rows
        return self._in_state(rows, data.get("state"), waiting)

    def _in_state(self, rows: QuerySet[Petition], state: Any, waiting: QuerySet[Petition]) -> QuerySet[Petition]:
        if state == self.WAITING:
            return rows.filter(pk__in=waiting.order_by().values("pk"))
        if state == self.LATE:
            return rows.filter(state__in=WAITING, due_at__lte=clock.now())
        return rows.filter(state=state) if state else rows
