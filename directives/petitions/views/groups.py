"""Groups of petitions, the synthesis report, and the term: the desk of the office that handles petitions."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.models import Office
from activity.web import acting
from directives.forms import MAX_PICKS, PicksForm
from directives.models import Document
from directives.petitions import rules, selectors, services
from directives.petitions.enums import PetitionState
from directives.petitions.forms import AnswerForm, GroupingForm, GroupTitleForm, SynthesisForm, TermForm
from directives.selectors import form_key, made_with
from foundation.paging import keyset_page

both = require_http_methods(["GET", "POST"])


def _office(request: HttpRequest, found: QuerySet[Office]) -> tuple[Office, list[Office]]:
    """Return the office that the address names, by default the first of those found, and all of them."""
    offices = list(found)
    wanted = request.GET.get("office", "")
    office = next((row for row in offices if str(row.pk) == wanted), None) or next(iter(offices), None)
    if office is None:
        raise Http404
    return office, offices


@both
def groups(request: HttpRequest) -> HttpResponse:
    """The groups of an office, and the petitions that belong to none yet, to be put together."""
    office, offices = _office(request, selectors.handling_offices(request.user))
    known = selectors.groups_with_counts(request.user, office)
    form = GroupingForm(request.POST or None, groups=selectors.groups_visible_to(request.user).filter(office=office))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        chosen = selectors.ungrouped_petitions(request.user, office).filter(pk__in=data["pick"])
        with acting(request, _("The petitions are put together.")) as outcome:
            group = services.group_petitions(
                office=office, petitions=chosen, group=data["group"], title=data["title"], actor=request.user
            )
        if outcome.ok:
            return redirect("directives:petition_group", group.pk)
    context = {
        "office": office,
        "offices": offices if len(offices) > 1 else [],
        "groups": keyset_page(known, request, order=("-year", "-pk")),
        "waiting": selectors.ungrouped_petitions(request.user, office).order_by("pk")[:100],
        "form": form,
        "picked": form.data.getlist("pick") if form.is_bound else [],  # type: ignore[attr-defined]
        "may_set_term": rules.may_set_term(request.user, office),
        "days": selectors.answer_days(office),
    }
    return render(request, "directives/petitions/groups.html", context)


@both
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """One group: its petitions, its title, and the way to one answer for all of them."""
    row = get_object_or_404(selectors.groups_visible_to(request.user), pk=pk)
    form = GroupTitleForm(request.POST or None, initial={"title": row.title})
    if request.method == "POST" and form.is_valid():
        with acting(request, _("The group has its new title.")) as outcome:
            services.rename_group(group=row, title=form.cleaned_data["title"], actor=request.user)
        if outcome.ok:
            return redirect("directives:petition_group", pk)
    rows = selectors.petitions_visible_to(request.user).filter(group=row)
    waiting = rows.filter(state=PetitionState.SENT).count()
    page = keyset_page(rows, request, order=("pk",))
    context = {"group": row, "form": form, "page": page, "waiting": waiting}
    return render(request, "directives/petitions/group.html", context)


@both
def group_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose one answer to all petitions of a group that wait for one."""
    row = get_object_or_404(selectors.groups_visible_to(request.user), pk=pk)
    waiting = selectors.petitions_visible_to(request.user).filter(group=row, state=PetitionState.SENT)
    form, picks = AnswerForm(request.POST or None), PicksForm(request.POST)
    if request.method == "POST" and form.is_valid() and picks.is_valid():
        words, seen = {name: form.cleaned_data[name] for name in ("outcome", "answer")}, picks.cleaned_data["pick"]
        with acting(request, _("The answer is proposed to the leader.")) as outcome:
            services.propose_for_group(group=row, actor=request.user, seen=seen, **words)
        if outcome.ok:
            return redirect("directives:petition_group", pk)
    found = list(waiting.order_by("pk")[:MAX_PICKS])
    if not found:
        return redirect("directives:petition_group", pk)
    lead = ngettext("For %(n)s petition of this group.", "For %(n)s petitions of this group.", len(found))
    context = {"group": row, "form": form, "waiting": found, "lead": lead % {"n": len(found)}}
    return render(request, "directives/petitions/group_answer.html", context)


@both
def reports(request: HttpRequest) -> HttpResponse:
    """Draft a synthesis report; the reports so far."""
    office, offices = _office(request, selectors.handling_offices(request.user))
    form = SynthesisForm(request.POST or None, issuers=selectors.reporting_issuers(office))
    key = form_key(request.POST.get("key", ""))
    if request.method == "POST" and (done := made_with(Document, request.user, key)):
        return redirect("directives:detail", done.pk)
    if request.method == "POST" and form.is_valid():
        with acting(request, _("The report is drafted from the petitions. Read and complete it.")) as outcome:
            made = services.report_petitions(office=office, actor=request.user, **form.cleaned_data).document
        if done := made if outcome.ok else made_with(Document, request.user, key):
            return redirect("directives:detail", done.pk)
    page = keyset_page(selectors.petition_reports_visible_to(request.user), request, order=("-pk",))
    context = {"office": office, "offices": offices if len(offices) > 1 else [], "form": form, "page": page}
    return render(request, "directives/petitions/reports.html", context)


@both
def term(request: HttpRequest) -> HttpResponse:
    """Set in how many working days petitions are answered."""
    own = selectors.offices_whose_term_is_set_by(request.user)
    handled = selectors.handling_offices(request.user)
    if handled.exists() and not own.exists():
        raise PermissionDenied
    office, offices = _office(request, own)
    form = TermForm(request.POST or None, initial={"days": selectors.answer_days(office)})
    # The leader above sets the term, but has no desk for the petitions of the office.
    handles = handled.filter(pk=office.pk).exists()
    back = f"{reverse('directives:petition_groups')}?office={office.pk}" if handles else reverse("directives:petitions")
    if request.method == "POST" and form.is_valid():
        with acting(request, _("The term is set. It holds for petitions that are sent from now on.")) as outcome:
            services.set_term(office=office, days=form.cleaned_data["days"], actor=request.user)
        if outcome.ok:
            return redirect(back)
    context = {
        "office": office,
        "offices": offices if len(offices) > 1 else [],
        "form": form,
        "handles": handles,
        "back": back,
    }
    return render(request, "directives/petitions/term.html", context)
