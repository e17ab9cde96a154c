"""What the forms of letters, tasks, petitions and policies share."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms


class PlainForm(forms.Form):
    """A form whose tag and buttons the page writes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.form_tag = False


def carry_version(form: forms.Form, version: int) -> None:
    """Let a form that is shown again, with what was typed, carry the version that its page shows now.

    For forms whose hidden field ``version`` guards against changes that the person has not seen.
    """
    if "version" in form.fields:
        data: Any = form.data
        data = data.copy()
        data[form.add_prefix("version")] = str(version)
        form.data = data
