"""Small forms about what was issued and what is to be signed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from directives.enums import DocumentType
from directives.forms.filters import ANY
from directives.models import Document
from foundation.forms import LineField
from foundation.text import search_key

MAX_PICKS = 200


class AnnouncementFilter(forms.Form):
    """Narrows the announcements."""

    q = LineField(label=_("Search"), required=False, max_length=100)
    type = forms.ChoiceField(label=_("Type"), required=False, choices=[ANY, *DocumentType.choices])

    def narrow(self, rows: QuerySet[Document]) -> QuerySet[Document]:
        """Return the rows that fit; what is not valid narrows nothing."""
        data = self.cleaned_data if self.is_valid() else {}
        if words := data.get("q"):
            rows = rows.filter(search__contains=search_key(words))
        return rows.filter(type=data["type"]) if data.get("type") else rows


class PublishForm(forms.Form):
    """Onto the announcements page, or off it."""

    published = forms.BooleanField(required=False)


class _Picks(forms.Field):
    """Ticked documents with the version that was seen, as "12:4"; its cleaned value maps ids to versions."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> dict[int, int]:
        picks: dict[int, int] = {}
        for text in value or []:
            pk, _colon, version = str(text).partition(":")
            if not (pk.isascii() and pk.isdigit() and version.isascii() and version.isdigit() and len(text) < 24):
                raise ValidationError("bent")
            picks[int(pk)] = int(version)
        if len(picks) > MAX_PICKS:
            raise ValidationError("too many")
        return picks


class PicksForm(forms.Form):
    """The documents that a leader has ticked."""

    pick = _Picks(required=False)
