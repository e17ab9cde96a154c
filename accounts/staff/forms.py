"""Forms of administrators: officials and roles, offices, units."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import OfficeKind, Role, UnitLevel
from accounts.models import Membership, Office, Unit
from accounts.selectors import offices_in_force, units_in_force
from foundation import clock
from foundation.forms import DateField, LineField, PhoneField, TextField

OFFICIAL_ROLES = [(value, label) for value, label in Role.choices if value != Role.PRODUCER]
_LEVELS = [(value, label) for value, label in UnitLevel.choices if value != UnitLevel.CENTRE]
_ABOVE = {UnitLevel.PROVINCE: (), UnitLevel.DISTRICT: ("province",), UnitLevel.COMMUNE: ("province", "district")}
_LINE = re.compile(r"^((?=[A-Z]*\d)[0-9A-Z]{1,10})\s*[,;:\t ]\s*(\S.*)$")
_LONGEST_NAME = 120
_plain_name = RegexValidator(r"^[A-Za-z0-9._-]+$", gettext_lazy("Use letters without accents, digits, dot and dash."))


class StaffAccountForm(forms.Form):
    """The account of an official."""

    full_name = LineField(label=gettext_lazy("Full name"), max_length=120, min_length=2)
    username = LineField(label=gettext_lazy("User name"), max_length=150, min_length=3, validators=[_plain_name])
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False, max_length=254)
    phone = PhoneField(label=gettext_lazy("Phone number"), required=False)


class RoleForm(forms.Form):
    """A role in an office, from a day on."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=OFFICIAL_ROLES)
    office = forms.ModelChoiceField(label=gettext_lazy("Office"), queryset=Office.objects.none())
    title = LineField(
        label=gettext_lazy("Post"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("As it stands in signature blocks."),
    )
    starts_on = DateField(label=gettext_lazy("From"), initial=clock.today)
    ends_on = DateField(label=gettext_lazy("Until (if it is known)"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices_in_force().order_by("unit__search", "name", "pk")


class RoleEndForm(forms.Form):
    """The last day of a role: yesterday at once, or a day to come."""

    on = DateField(label=gettext_lazy("Last day"), initial=clock.today)

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.membership = membership

    def clean_on(self) -> Any:
        """Hold the day inside the role; the past is not rewritten."""
        day = self.cleaned_data["on"]
        if day < clock.today() - timedelta(days=1):
            raise forms.ValidationError(_("A role ends yesterday at the earliest."))
        if self.membership.ends_on and day > self.membership.ends_on:
            raise forms.ValidationError(_("The role ends earlier already."))
        return day


class UnitFilterForm(forms.Form):
    """Search in the list of units."""

    q = LineField(label=gettext_lazy("Name or code"), required=False, max_length=100)
    level = forms.ChoiceField(label=gettext_lazy("Level"), required=False)
    ended = forms.BooleanField(label=gettext_lazy("Also those that have ended"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [("", _("any")), *_LEVELS]


class UnitsForm(forms.Form):
    """One unit a line, so that the communes of a province are brought in one go."""

    level = forms.ChoiceField(label=gettext_lazy("Level"), choices=_LEVELS, initial=UnitLevel.COMMUNE)
    parent = forms.ModelChoiceField(
        label=gettext_lazy("Belongs to"),
        queryset=Unit.objects.none(),
        required=False,
        help_text=gettext_lazy("Empty for a province only."),
    )
    valid_from = DateField(label=gettext_lazy("Valid from"))
    lines = TextField(
        label=gettext_lazy("Units"),
        max_length=60_000,
        help_text=gettext_lazy("One line each: the code, then the name with its kind, for example: 23425 xã Bờ Y."),
    )
    with_committees = forms.BooleanField(
        label=gettext_lazy("Set up the People's Committee of each"), required=False, initial=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        above = units_in_force().filter(level__in=(UnitLevel.PROVINCE, UnitLevel.DISTRICT))
        self.fields["parent"].queryset = above.order_by("level", "search", "pk")

    def clean_lines(self) -> list[tuple[str, str]]:
        """Read code and name of each line; name the line that makes no sense."""
        found: dict[str, str] = {}
        for number, line in enumerate(self.cleaned_data["lines"].splitlines(), start=1):
            if not line.strip():
                continue
            match = _LINE.match(line.strip())
            if match is None or len(match[2]) > _LONGEST_NAME:
                raise forms.ValidationError(_("Line %(n)s: write the code, then the name.") % {"n": number})
            if match[1] in found:
                raise forms.ValidationError(_("Line %(n)s: this code stands above already.") % {"n": number})
            found[match[1]] = " ".join(match[2].split())
        return list(found.items())

    def clean(self) -> dict[str, Any]:
        """Hold the unit above to the level."""
        data = super().clean() or {}
        above = _ABOVE.get(data.get("level", ""))
        parent = data.get("parent")
        if above is not None and "parent" not in self.errors:
            if above and (parent is None or parent.level not in above):
                self.add_error("parent", _("Choose the province (or district) to which the units belong."))
            elif not above and parent is not None:
                self.add_error("parent", _("A province belongs to no other unit."))
        return data


class UnitEndForm(forms.Form):
    """The end of a unit and the units that take over."""

    on = DateField(label=gettext_lazy("Last day"))
    successors = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Units that take over"),
        queryset=Unit.objects.none(),
        help_text=gettext_lazy("Their officers go on with the dossiers of this unit. Set them up first."),
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Unit.objects.filter(valid_to=None, level__in=_takers(unit)).exclude(pk=unit.pk)
        self.fields["successors"].queryset = rows.order_by("search", "pk")


def _takers(unit: Unit) -> tuple[str, ...]:
    """A district that ends is taken over by communes or its province too: its level may be abolished."""
    return ("province", "district", "commune") if unit.level == UnitLevel.DISTRICT else (unit.level,)


class OfficeForm(forms.Form):
    """An office of a unit."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=OfficeKind.choices)
    name = LineField(label=gettext_lazy("Name"), max_length=200, min_length=3)
    abbreviation = LineField(
        label=gettext_lazy("Abbreviation in symbols"),
        max_length=20,
        help_text=gettext_lazy("As in “15/QĐ-UBND”: UBND. For a drafting unit: NN."),
    )
    seat = LineField(label=gettext_lazy("Place named in letters"), max_length=80)
    parent = forms.ModelChoiceField(
        label=gettext_lazy("Belongs to"), queryset=Office.objects.none(), required=False, empty_label="–"
    )
    runs_rounds = forms.BooleanField(label=gettext_lazy("It runs registration and evaluation rounds"), required=False)
    address = LineField(label=gettext_lazy("Address"), max_length=300, required=False)
    phone = LineField(label=gettext_lazy("Phone"), max_length=30, required=False)
    valid_from = DateField(label=gettext_lazy("Valid from"))

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = offices_in_force().filter(unit=unit).order_by("name", "pk")
        self.fields["seat"].initial = unit.bare_name
        self.fields["valid_from"].initial = unit.valid_from
