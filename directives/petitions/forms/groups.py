"""Into which group petitions go, and how it is called."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directives.forms.base import PlainForm
from directives.forms.fields import PrintedLineField
from directives.models import PetitionGroup

MOST_PICKS = 200


class PicksField(forms.Field):
    """Ticked petitions by their ids; its cleaned value is a list."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[int]:
        texts = [str(text) for text in value or []]
        if len(texts) > MOST_PICKS or not all(t.isascii() and t.isdigit() and len(t) < 12 for t in texts):
            raise ValidationError(_("Tick the petitions that belong together."))
        return [int(text) for text in texts]


class GroupingForm(PlainForm):
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


class GroupTitleForm(PlainForm):
    """Another title for a group."""

    title = PrintedLineField(label=gettext_lazy("Title of the group"), max_length=200)
