"""Forms about councils."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import Office, User
from accounts.selectors import offices_with_role
from evaluations.enums import CouncilRole
from evaluations.models import Council
from foundation.forms import LineField


class CouncilForm(forms.Form):
    """A council to be set up."""

    office = forms.ModelChoiceField(label=_("Office"), queryset=Office.objects.none(), empty_label=None)
    name = LineField(label=_("Name of the council"), max_length=200)
    decision_text = LineField(label=_("Number and date of the decision that set it up"), max_length=200, required=False)
    training = forms.BooleanField(label=_("For training rounds only"), required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["office"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = offices_with_role(user, Role.ROUND_OFFICER)


class MemberForm(forms.Form):
    """A person to be put on a council: somebody who holds the role of a council member."""

    user = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none())
    role = forms.ChoiceField(label=_("Role on the council"), choices=CouncilRole.choices, initial=CouncilRole.MEMBER)
    title = LineField(label=_("Post"), max_length=160, required=False)
    office_name = LineField(label=_("Works at"), max_length=200, required=False)
    counted = forms.BooleanField(label=_("Has a vote"), required=False, initial=True)

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["user"]
        if isinstance(field, forms.ModelChoiceField):
            people = User.objects.filter(memberships__role=Role.COUNCIL_MEMBER, is_active=True)
            field.queryset = people.exclude(council_seats__council=council).distinct()
