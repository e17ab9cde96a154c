"""What the tests of typed text share: a form is opened, something comes in between, and the form is sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.forms import MultiWidget
from django.test import Client
from django.utils.html import escape

from accounts.models import User

TYPED = "Hội đồng đã xem lại từng minh chứng, ý kiến này viết mất nửa giờ."


@dataclass
class Case:
    """Who types on which page, what is sent besides what the page has filled in, and what happens meanwhile.

    ``form`` names the form, or row of forms, in the context of the page.
    """

    person: User
    page: str
    data: dict[str, Any]
    meanwhile: Callable[[], object]
    form: str = "form"


def filled_in(form: Any) -> dict[str, Any]:
    """Return what the browser would send of a form as it is shown."""
    shown: dict[str, Any] = {}
    for name in form.fields:
        field, value = form[name], form[name].value()
        widget = field.field.widget
        if isinstance(widget, MultiWidget):
            parts = zip(widget.widgets_names, widget.decompress(value), strict=True)
            shown |= {field.html_name + suffix: part for suffix, part in parts}
        elif value is not False and not hasattr(value, "read"):
            shown[field.html_name] = value
    return {name: value for name, value in shown.items() if value is not None}


def check(client: Client, case: Case) -> None:
    """Send the form after what happened meanwhile; look for the words and for a sentence that says what came of it."""
    client.force_login(case.person)
    shown = client.get(case.page)
    form = shown.context[case.form]
    data = (filled_in(form) if hasattr(form, "fields") else {}) | case.data
    case.meanwhile()

    answer = client.post(case.page, data)

    assert answer.status_code in (200, 409)
    form = answer.context[case.form]
    own = form.non_field_errors() if hasattr(form, "non_field_errors") else []
    own = [*own, *filter(None, [answer.context.get("error")])]
    said = [str(message) for message in answer.context["messages"]]
    assert own or said, form.errors
    if hasattr(form, "fields"):
        assert not [name for name in form.errors if name != "__all__"]
    assert escape(TYPED) in answer.content.decode()
