"""Meetings: when and where, the agenda, attendance; and a person's own ties to producers."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from evaluations.enums import AttendanceMark
from evaluations.models import Entry, Meeting
from evaluations.selectors.meetings import MemberAt
from evaluations.services import MeetingFacts
from foundation import clock
from foundation.forms import DateField, LineField, TextField
from registrations.models import Producer


class ClockField(forms.TimeField):
    """A time of the day, with the browser's own picker."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class MeetingForm(forms.Form):
    """When and where the council meets, and what about."""

    day = DateField(label=_("Day of the meeting"))
    time = ClockField(label=_("Begins at"))
    place = LineField(label=_("Place of the meeting"), max_length=200, required=False)
    subject = TextField(label=_("What it is about"), max_length=2000, required=False)

    def __init__(self, *args: Any, meeting: Meeting | None = None, **kwargs: Any) -> None:
        initial: dict[str, Any] = kwargs.pop("initial", {})
        if meeting is not None:
            local = clock.local(meeting.starts_at)
            initial = {"day": local.date(), "time": local.time(), "place": meeting.place, "subject": meeting.subject}
        super().__init__(*args, initial=initial, **kwargs)
        if meeting is not None:
            # As the page was opened: who saves over somebody else's change is told.
            self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, initial=meeting.version)

    def facts(self) -> MeetingFacts:
        """Return what was filled in. Ask ``is_valid`` first."""
        data = self.cleaned_data
        since_midnight = datetime.timedelta(hours=data["time"].hour, minutes=data["time"].minute)
        return MeetingFacts(clock.start_of(data["day"]) + since_midnight, data["place"], data["subject"])


class LayOutForm(forms.Form):
    """From when on products are taken up one after the other, and how many minutes each has."""

    begin = ClockField(label=_("First product at"), initial=datetime.time(8, 30))
    minutes = forms.IntegerField(label=_("Minutes for each product"), min_value=5, max_value=240, initial=20)

    def times(self, entries: list[Entry]) -> dict[int, datetime.time]:
        """Return a time for each entry, as long as the day has room."""
        begin = datetime.datetime.combine(datetime.date.min, self.cleaned_data["begin"])
        found = {}
        for place, entry in enumerate(entries):
            at = begin + datetime.timedelta(minutes=self.cleaned_data["minutes"] * place)
            if at.date() == begin.date():
                found[entry.pk] = at.time()
        return found


class AgendaForm(forms.Form):
    """``t<entry>``: the time at which the council takes up a product; empty where it is not on the agenda."""

    def __init__(self, *args: Any, entries: list[Entry], times: dict[int, datetime.time], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for entry in entries:
            dossier = entry.dossier
            self.fields[f"t{entry.pk}"] = ClockField(
                label=dossier.product.name,
                required=False,
                initial=times.get(entry.pk),
                help_text=dossier.producer.name,
            )

    def times(self) -> dict[int, datetime.time]:
        """Return the times that were filled in. Ask ``is_valid`` first."""
        return {int(name[1:]): value for name, value in self.cleaned_data.items() if value}


class AttendanceForm(forms.Form):
    """``m<member>`` and ``n<member>``: whether a member is there, and a note.

    ``everybody`` fills in "present" for those who have no mark yet; nothing is saved by that.
    """

    def __init__(self, *args: Any, people: list[MemberAt], everybody: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        for one in people:
            pk, name = one.member.pk, str(one.member)
            self.fields[f"m{pk}"] = forms.ChoiceField(
                label=name,
                choices=[("", _now("not noted")), *AttendanceMark.choices],
                required=False,
                initial=one.mark or (AttendanceMark.PRESENT if everybody else ""),
                widget=forms.Select(attrs={"class": "form-select"}),
            )
            self.fields[f"n{pk}"] = LineField(
                label=_now("Note on %(name)s") % {"name": name},
                required=False,
                max_length=200,
                initial=one.note,
                widget=forms.TextInput(attrs={"class": "form-control"}),
            )

    def rows(self) -> list[tuple[MemberAt, forms.BoundField, forms.BoundField]]:
        """Return each member with the two fields."""
        return [(one, self[f"m{one.member.pk}"], self[f"n{one.member.pk}"]) for one in self.people]

    def marks(self) -> dict[int, tuple[str, str]]:
        """Return the marks that were chosen. Ask ``is_valid`` first."""
        data = self.cleaned_data
        pks = [one.member.pk for one in self.people]
        return {pk: (data[f"m{pk}"], data[f"n{pk}"]) for pk in pks if data[f"m{pk}"]}


class TieForm(forms.Form):
    """A producer to whom the person has a tie, and which."""

    producer = forms.ModelChoiceField(label=_("Producer"), queryset=Producer.objects.none())
    relation = LineField(
        label=_("Tie"), max_length=200, min_length=3, help_text=_("Kinship, shares, business, work for the producer.")
    )

    def __init__(self, *args: Any, producers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["producer"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = producers
