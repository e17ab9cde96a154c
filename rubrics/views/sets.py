"""The sets of a draft: text, file, difference to the set before."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from activity.errors import Conflict, Refused
from activity.web import acting
from foundation.exports import XLSX
from rubrics import selectors, services
from rubrics.enums import DraftState
from rubrics.forms import SetFileForm, SetForm
from rubrics.lawfiles.sheets import SheetError, read_workbook, set_workbook
from rubrics.lawfiles.texts import read_facts, read_set, set_name
from rubrics.models import LawDraft
from rubrics.views.drafts import page_version, visible_draft
from rubrics.wording import worded


@require_http_methods(["GET", "POST"])
def set_edit(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Edit the text of a set, with what is wrong in it line by line and what it changes in the set before."""
    found = visible_draft(request, pk)
    rows = found.sets.select_related("draft__base")
    if request.method == "POST" and not rows.filter(number=number).exists():
        return set_add(request, pk)  # somebody has taken the set out: what was typed is shown as a set to add
    row = get_object_or_404(rows, number=number)
    form = SetForm(request.POST or None, initial={"text": row.text})
    if request.method == "POST" and form.is_valid() and _saved(request, found, form, number):
        return redirect("rubrics:set_edit", pk=pk, number=read_set(form.cleaned_data["text"], {})[0].number)
    facts, _problems = read_facts(found.facts)
    data, problems = read_set(row.text, {} if _problems else facts, name=set_name(number))
    context = {
        "draft": found,
        "row": row,
        "name": data.header.get("name", ""),
        "form": form,
        "upload": SetFileForm(),
        "problems": worded(problems),
        "before": selectors.set_before(row),
        "differences": selectors.differences_to_base(row),
        "writes": found.state == DraftState.DRAFTING,
    }
    return render(request, "rubrics/set_edit.html", context)


def _saved(request: HttpRequest, found: LawDraft, form: SetForm, number: int | None) -> bool:
    try:
        services.save_set(
            draft=found,
            text=form.cleaned_data["text"],
            actor=request.user,
            version=page_version(request, found),
            number=number,
        )
    except (Refused, Conflict) as error:
        form.add_error(None, str(error))
        return False
    return True


@require_http_methods(["GET", "POST"])
def set_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a set by its text."""
    found = visible_draft(request, pk)
    form = SetForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _saved(request, found, form, None):
        return redirect("rubrics:set_edit", pk=pk, number=read_set(form.cleaned_data["text"], {})[0].number)
    return render(request, "rubrics/set_add.html", {"draft": found, "form": form, "upload": SetFileForm()})


@require_POST
def set_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a set from a file: what is wrong is named by cell, and nothing is saved then."""
    found = visible_draft(request, pk)
    upload = SetFileForm(request.POST, request.FILES)
    if upload.is_valid():
        text = _text_of(upload)
        number = read_set(text, {})[0].number
        replaced = number if found.sets.filter(number=number).exists() else None
        form = SetForm({"text": text})
        if not upload.errors and form.is_valid() and _saved(request, found, form, replaced):
            return redirect("rubrics:set_edit", pk=pk, number=number)
        for message in form.non_field_errors():
            upload.add_error(None, message)
    return render(request, "rubrics/set_add.html", {"draft": found, "form": SetForm(), "upload": upload})


def _text_of(upload: SetFileForm) -> str:
    content = upload.cleaned_data["upload"].read()
    if not upload.cleaned_data["upload"].name.lower().endswith(".xlsx"):
        try:
            return str(SetForm.base_fields["text"].to_python(content.decode("utf-8-sig")))
        except UnicodeDecodeError:
            upload.add_error("upload", _("This file is not UTF-8 text."))
            return ""
    try:
        return read_workbook(content)
    except SheetError as error:
        for cell, reason in error.faults[:20]:
            upload.add_error("upload", f"{cell}: {reason}" if cell else reason)
        return ""


@require_POST
def set_drop(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Take a set out of the draft."""
    found = visible_draft(request, pk)
    with acting(request, _("The set is taken out of the draft.")):
        services.drop_set(draft=found, number=number, actor=request.user, version=page_version(request, found))
    return redirect("rubrics:draft", pk=pk)


@require_GET
def set_workbook_file(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Give out a set as a workbook that can be filled in and brought back."""
    row = get_object_or_404(visible_draft(request, pk).sets, number=number)
    data, _problems = read_set(row.text, {})
    response = HttpResponse(set_workbook(data), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="bo-{number:02d}.xlsx"'
    return response
