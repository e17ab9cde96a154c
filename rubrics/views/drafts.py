"""Drafts of decisions: the list, a draft with what is wrong in it, its facts, and its way to publication."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from activity.errors import Conflict
from activity.transitions import available
from activity.web import confirm_page, may_be_asked
from foundation.components import Confirm, Text
from foundation.forms import ReasonForm
from foundation.paging import keyset_page
from rubrics import rules, selectors, services
from rubrics.enums import DraftState
from rubrics.enums.tables import DRAFT_TRANSITIONS
from rubrics.forms import BeginForm, FactsForm, StageRows, list_rows, one_more
from rubrics.forms.lists import NAMES
from rubrics.lawfiles.texts import FACTS, read_facts
from rubrics.models import LawDraft
from rubrics.wording import worded

_ROWS = ("stage", *NAMES)


def visible_draft(request: HttpRequest, pk: int) -> LawDraft:
    """Return a draft that the person may see, else 404."""
    return get_object_or_404(selectors.drafts_visible_to(request.user), pk=pk)


@require_GET
def drafts(request: HttpRequest) -> HttpResponse:
    """List the drafts."""
    if not rules.may_enter_law(request.user):
        raise PermissionDenied
    page = keyset_page(selectors.drafts_visible_to(request.user), request, order=("-pk",))
    return render(request, "rubrics/drafts.html", {"page": page})


@require_http_methods(["GET", "POST"])
def draft_begin(request: HttpRequest) -> HttpResponse:
    """Begin a draft, empty or as a copy."""
    if not rules.may_enter_law(request.user):
        raise PermissionDenied
    form = BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = services.begin_draft(actor=request.user, **form.cleaned_data)
        return redirect("rubrics:draft", pk=made.pk)
    return render(request, "rubrics/draft_begin.html", {"form": form})


@require_GET
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a draft: its sets, what is wrong in each text, and what comes next."""
    found = visible_draft(request, pk)
    texts = selectors.read_draft(found)
    wrong = {row.number: len(texts.about(f"{row.number:02d}.txt")) for row in found.sets.all()}
    code = str(texts.facts.get("code", ""))
    lacking = selectors.published_without_sets(code)
    names = {data.number: data.header.get("name", "") for data in texts.sets}
    context = {
        "draft": found,
        "facts": texts.facts,
        "facts_problems": worded(texts.about(FACTS)),
        "sets": [(number, names.get(number, ""), count) for number, count in sorted(wrong.items())],
        "taken": found.decision is None and selectors.is_published(code) and lacking is None,
        "lacking": lacking if found.decision is None else None,
        "problems": len(texts.problems),
        "writes": found.state == DraftState.DRAFTING,
        "actions": list(available(DRAFT_TRANSITIONS, request.user, found).items()),
        "needs_second": found.state == DraftState.HANDED_IN and not rules.may_publish_draft(request.user, found),
    }
    return render(request, "rubrics/draft.html", context)


@require_http_methods(["GET", "POST"])
def draft_facts(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit dates, parts, bands, terms, stages and lists; the buttons for one more row save nothing."""
    found = visible_draft(request, pk)
    if found.state != DraftState.DRAFTING and request.method == "GET":
        return redirect("rubrics:draft", pk=pk)
    facts, problems = read_facts(found.facts) if found.facts else ({}, [])
    data = one_more(request.POST, _ROWS) if request.method == "POST" else None
    form = FactsForm(data, facts=facts)
    stages, lists = StageRows(data, facts=facts), list_rows(data, facts)
    saving = data is not None and data.get("more", "") not in _ROWS
    # Every part is looked at, so that the page shows all that is wrong at once.
    if saving and all([form.is_valid(), stages.is_valid(), *(rows.is_valid() for rows in lists.values())]):
        values = form.facts(stages.stages(), {name: rows.rows() for name, rows in lists.items()}, facts)
        try:
            services.save_facts(draft=found, facts=values, actor=request.user, version=page_version(request, found))
        except Conflict as error:
            form.add_error(None, str(error))
        else:
            return redirect("rubrics:draft", pk=pk)
    context = {"draft": found, "form": form, "stages": stages, "lists": lists, "problems": worded(problems)}
    return render(request, "rubrics/draft_facts.html", context)


def page_version(request: HttpRequest, found: LawDraft) -> int:
    """Return the version that the page was made from; a page that names none was made from no version."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else found.version - 1


@require_http_methods(["GET", "POST"])
def draft_act(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Ask before a step of the draft, and take it."""
    found = visible_draft(request, pk)
    if action not in DRAFT_TRANSITIONS or not may_be_asked(request, DRAFT_TRANSITIONS, action, found):
        raise Http404
    step = DRAFT_TRANSITIONS[action]
    confirm = Confirm(
        title=step.label,
        action=step.label,
        lead=found.name,
        cancel_url=reverse("rubrics:draft", args=[pk]),
        what=_what(action, found),
        danger=step.danger,
    )
    return confirm_page(
        request,
        confirm,
        ReasonForm(request.POST or None) if step.needs_reason else None,
        act=lambda values: _STEPS[action](draft=found, actor=request.user, **values),
        done=str(step.done),
    )


_STEPS: dict[str, Callable[..., object]] = {
    "hand_in": services.hand_in,
    "publish": services.publish_draft,
    "return": services.return_draft,
}


def _what(action: str, found: LawDraft) -> list[Text]:
    code = str(selectors.read_draft(found).facts.get("code", ""))
    if action == "publish" and selectors.published_without_sets(code) is not None:
        return [
            _("The sets are added to %(code)s, which is published without any, for everybody and for good.")
            % {"code": code},
            _("Everything else of the decision stays as it is published."),
        ]
    texts: dict[str, list[Text]] = {
        "hand_in": [_("Nothing can be changed until it is returned."), _("Another administrator publishes it.")],
        "return": [_("The draft can be changed again.")],
        "publish": [
            _("The decision and its sets are published for everybody, for good: a correction is another decision."),
            _("Rounds that were begun keep the decision under which they are held."),
        ],
    }
    return texts[action]


@require_GET
def draft_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Give out the whole draft in the project's own form, as ``load_rubrics`` takes it."""
    found = visible_draft(request, pk)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(FACTS, found.facts)
        for row in found.sets.all():
            archive.writestr(f"sets/{row.number:02d}.txt", row.text)
    response = HttpResponse(out.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="du-thao-{found.pk}.zip"'
    return response
