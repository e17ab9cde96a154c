"""The form components: error summary, fields, buttons, filter bar. Registered by ``ui``."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.utils import render_crispy_form
from django import forms, template
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

_SELECTED = mark_safe(" selected")
Formlike = forms.BaseForm | forms.BaseFormSet


def add_to(register: template.Library) -> None:
    """Register the form tags with the library that all templates know."""
    register.inclusion_tag("components/form.html", takes_context=True)(ui_form)
    register.simple_block_tag(form_block, takes_context=True)
    register.simple_tag(form_fields)
    register.inclusion_tag("components/error_summary.html")(error_summary)
    register.inclusion_tag("components/filter_bar.html", takes_context=True)(filter_bar)
    register.inclusion_tag("components/post_button.html", takes_context=True)(post_button)


def ui_form(  # noqa: PLR0917 -- templates pass them by name
    context: dict[str, Any],
    form: forms.BaseForm,
    submit: Any = "",
    cancel_url: str = "",
    action: str = "",
    danger: bool = False,  # noqa: FBT001, FBT002 -- templates pass it by name
) -> dict[str, Any]:
    """A whole form that posts: errors first, then fields, then its button and a way out."""
    helper_inputs = getattr(getattr(form, "helper", None), "inputs", [])
    return {
        "form": form,
        "fields": form_fields(form),
        "submit": submit or ("" if helper_inputs else _("Save")),
        "cancel_url": cancel_url,
        "action": action,
        "danger": danger,
        "csrf_token": context.get("csrf_token", ""),
    }


def form_block(
    context: dict[str, Any],
    content: str,
    *forms_shown: Formlike,
    action: str = "",
    multipart: bool = False,
    autosave: bool = False,
    keep: bool = False,
) -> SafeString:
    """A form that posts, with content of your own (formsets, several buttons) after the fields of the forms given.

    ``autosave``: the form also saves itself while somebody writes; its view answers posts that carry ``autosave``.
    ``keep``: the browser keeps what is typed until its view says that it is stored (``static/js/keep.js``).
    """
    request = context.get("request")
    return render_to_string(
        "components/form_block.html",
        {
            "errors": list(_errors(*forms_shown)),
            "fields": [form_fields(form) for form in forms_shown if isinstance(form, forms.BaseForm)],
            "multipart": multipart or any(form.is_multipart() for form in forms_shown),
            "action": action,
            "content": content,
            "csrf_token": context.get("csrf_token", ""),
            "autosave": autosave,
            "keep": keep,
            "address": request.get_full_path() if request else "",
            "user_id": request.user.pk if (autosave or keep) and request else "",
            "unsaved": any(form.is_bound for form in forms_shown),
        },
    )


def form_fields(form: forms.BaseForm) -> SafeString:
    """Only the fields of a form, by its crispy helper where it has one."""
    helper = copy(getattr(form, "helper", None) or FormHelper(form))
    helper.form_tag = False
    helper.disable_csrf = True
    return render_crispy_form(form, helper, {})


def error_summary(*forms_shown: Formlike) -> dict[str, Any]:
    """Every error of the forms, each a link to its field. Shows nothing when there are none."""
    return {"errors": list(_errors(*forms_shown))}


def filter_bar(context: dict[str, Any], form: forms.Form, shown: int = 3) -> dict[str, Any]:
    """A form that narrows a list by GET; fields beyond the first ``shown`` fold away unless one is used."""
    visible = [_dressed(field) for field in form.visible_fields()]
    request = context.get("request")
    return {
        "first": visible[:shown],
        "more": visible[shown:],
        "more_used": any(item["used"] for item in visible[shown:]),
        "hidden": form.hidden_fields(),
        "used": any(item["used"] for item in visible),
        "clear_url": request.path if request else "",
    }


def post_button(  # noqa: PLR0917 -- templates pass them by name
    context: dict[str, Any], url: str, label: Any, tone: str = "secondary", name: str = "", value: Any = ""
) -> dict[str, Any]:
    """One button that posts to an address; ``tone`` is primary, secondary, danger or link."""
    token = context.get("csrf_token", "")
    return {"url": url, "label": label, "tone": tone, "name": name, "value": value, "csrf_token": token}


def _dressed(field: forms.BoundField) -> dict[str, Any]:
    """Return a filter's field with its widget in the portal's look, and whether it narrows the list."""
    widget = field.field.widget
    checkbox = isinstance(widget, forms.CheckboxInput)
    look = "form-check-input" if checkbox else "form-select" if isinstance(widget, forms.Select) else "form-control"
    used = field.value() not in (None, "", [], False)
    drawn = _select(field, look) if type(widget) is forms.Select else field.as_widget(attrs={"class": look})
    return {"field": field, "widget": drawn, "checkbox": checkbox, "used": used}


def _select(field: forms.BoundField, look: str) -> SafeString:
    """Draw a drop-down list as Django does, without a template for each option: lists of communes have hundreds."""
    found: Any = field.field
    choices = [*iter(found.choices)]
    if any(isinstance(label, list | tuple) for _value, label in choices):
        return field.as_widget(attrs={"class": look})
    attrs = field.build_widget_attrs({**found.widget.attrs, "class": look, "id": field.auto_id}, found.widget)
    chosen = "" if (value := field.value()) is None else str(value)
    options = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, _SELECTED if str(value) == chosen else "", label) for value, label in choices),
    )
    return format_html('<select name="{}"{}>{}</select>', field.html_name, flatatt(attrs), options)


def _errors(*shown: Formlike) -> Iterator[dict[str, str]]:
    for item in shown:
        if isinstance(item, forms.BaseFormSet):
            yield from ({"href": "", "label": "", "text": text} for text in item.non_form_errors())
            yield from _errors(*item.forms)
            continue
        for name, texts in item.errors.items():
            if name == forms.forms.NON_FIELD_ERRORS or item[name].is_hidden:
                yield from ({"href": "", "label": "", "text": text} for text in texts)
            else:
                label = str(item[name].label).rstrip(".:?")
                yield from ({"href": _first_id(item[name]), "label": label, "text": text} for text in texts)


def _first_id(field: forms.BoundField) -> str:
    """Return the id that a link must name so that the field gets the focus."""
    if isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"#{field.auto_id}_0"
    return f"#{field.id_for_label}"
