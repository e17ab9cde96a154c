"""Forms about the communes' outreach."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Office, Unit
from foundation.forms import CheckedFileField, DateField
from registrations.enums import OutreachForm as Kind
from registrations.forms.guarded import GuardedForm, clean_field
from registrations.forms.producers import check_day_is_past
from registrations.forms.review import ANY
from registrations.models import Outreach, RegistrationRound
from registrations.selectors import rounds_for_outreach, tasks_for_outreach


class OutreachEntryForm(GuardedForm):
    """One meeting, visit or broadcast: form, day, place, how many came, about what, and a picture if there is one."""

    upload = CheckedFileField(
        label=gettext_lazy("Photograph or scan"),
        required=False,
        help_text=gettext_lazy("PDF, JPG or PNG, at most 20 MB; for example the list of those who came."),
    )
    field_order = ("form", "on", "place", "topic", "people", "round", "task", "note", "upload")

    class Meta:
        model = Outreach
        fields = ("form", "on", "place", "topic", "people", "round", "task", "note")
        formfield_callback = clean_field

    def __init__(self, *args: Any, user: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["round"].queryset = rounds_for_outreach(user)
        self.fields["task"].queryset = tasks_for_outreach(user, office)
        self.fields["people"].min_value = 0
        self.fields["people"].widget.attrs["inputmode"] = "numeric"
        self.fields["people"].help_text = _("Leave it empty where nobody can be counted, as with a loudspeaker.")
        self.fields["note"].widget.attrs["rows"] = 3
        if self.instance.pk and self.instance.file_id:
            self.fields["upload"].help_text = _("A new file takes the place of the old one.")

    def clean_on(self) -> Any:
        return check_day_is_past(self.cleaned_data["on"])


class OutreachFilter(forms.Form):
    """Narrows the log by commune, period, form and round."""

    unit = forms.ModelChoiceField(
        label=gettext_lazy("Commune"), queryset=Unit.objects.none(), required=False, empty_label=gettext_lazy("All")
    )
    since = DateField(label=gettext_lazy("From day"), required=False)
    until = DateField(label=gettext_lazy("To day"), required=False)
    form = forms.ChoiceField(label=gettext_lazy("Form"), required=False, choices=[ANY, *Kind.choices])
    round = forms.ModelChoiceField(
        label=gettext_lazy("Round"),
        queryset=RegistrationRound.objects.none(),
        required=False,
        empty_label=gettext_lazy("All"),
    )

    def __init__(self, *args: Any, user: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["round"].queryset = rounds_for_outreach(user)

    def narrow(self, rows: QuerySet[Outreach]) -> QuerySet[Outreach]:
        """Return the entries that fit; a field that is not valid narrows nothing."""
        self.is_valid()
        data = self.cleaned_data
        wanted = {
            "unit": data.get("unit"),
            "on__gte": data.get("since"),
            "on__lte": data.get("until"),
            "form": data.get("form"),
            "round": data.get("round"),
        }
        return rows.filter(**{name: value for name, value in wanted.items() if value})
