"""Complaints about results."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from activity.transitions import may
from activity.web import acting, may_be_asked
from evaluations import after_rules, rules, selectors, services
from evaluations.enums import COMPLAINT_TRANSITIONS, RoundState
from evaluations.forms import ComplaintAnswerForm, ComplaintForm, ComplaintTermsForm
from evaluations.models import Complaint
from evaluations.selectors.complaints import complaints_visible_to, last_day_to_file, terms_of
from evaluations.views.common import frame, visible_round
from foundation import clock
from foundation.components import Confirm
from foundation.paging import keyset_page


@require_GET
def complaints(request: HttpRequest) -> HttpResponse:
    """List the complaints that the person may read, newest first."""
    page = keyset_page(complaints_visible_to(request.user), request, order=("-filed_at", "-pk"))
    return render(
        request, "evaluations/after/complaints.html", {"page": page, "works": after_rules.sees_after(request.user)}
    )


def _complaint(request: HttpRequest, pk: int) -> Complaint:
    return get_object_or_404(complaints_visible_to(request.user), pk=pk)


@require_http_methods(["GET", "POST"])
def complaint_file(request: HttpRequest, pk: int) -> HttpResponse:
    """File a complaint about an own published result."""
    entry = get_object_or_404(selectors.entries_with_result_for(request.user), pk=pk)
    if not after_rules.edits_for(request.user, entry.dossier.producer) or entry.round.state != RoundState.PUBLISHED:
        raise Http404
    form = ComplaintForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with acting(request, _("Your complaint was filed.")) as outcome:
            filed = services.file_complaint(entry=entry, actor=request.user, **form.cleaned_data)
        if outcome.ok:
            return redirect("evaluations:complaint", pk=filed.pk)
    last, terms = last_day_to_file(entry.round), terms_of(entry.round)
    context = {
        "entry": entry, "form": form, "last": last, "terms": terms,
        "over": last is not None and clock.today() > last,
    }  # fmt: skip
    return render(request, "evaluations/after/complaint_form.html", frame(entry.round, **context))


@require_GET
def complaint(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a complaint with its answer."""
    found = _complaint(request, pk)
    context = {
        "complaint": found,
        "may_answer": may(COMPLAINT_TRANSITIONS, "answer", request.user, found),
        "may_take_back": may(COMPLAINT_TRANSITIONS, "take_back", request.user, found),
        "inside": after_rules.answers_complaint(request.user, found),
    }
    return render(request, "evaluations/after/complaint.html", frame(found.entry.round, **context))


@require_http_methods(["GET", "POST"])
def complaint_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a complaint."""
    found = _complaint(request, pk)
    if not may_be_asked(request, COMPLAINT_TRANSITIONS, "answer", found):
        raise Http404
    form = ComplaintAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with acting(request, str(COMPLAINT_TRANSITIONS["answer"].done)) as outcome:
            services.answer_complaint(complaint=found, actor=request.user, **form.cleaned_data)
        if outcome.ok:
            return redirect("evaluations:complaint", pk=pk)
    return render(
        request, "evaluations/after/complaint_answer.html", frame(found.entry.round, complaint=found, form=form)
    )


@require_http_methods(["GET", "POST"])
def complaint_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an own complaint back."""
    found = _complaint(request, pk)
    back = reverse("evaluations:complaint", args=[pk])
    if not may(COMPLAINT_TRANSITIONS, "take_back", request.user, found):
        raise Http404
    if request.method == "POST":
        with acting(request, str(COMPLAINT_TRANSITIONS["take_back"].done)):
            services.take_complaint_back(complaint=found, actor=request.user)
        return redirect(back)
    label = COMPLAINT_TRANSITIONS["take_back"].label
    confirm = Confirm(
        title=label, action=label, cancel_url=back, lead=found.entry.dossier.product.name,
        what=[_("The office no longer answers. Within the term you can file another one.")],
        tells=[_("the office of the round")],
    )  # fmt: skip
    return render(request, "components/confirm.html", frame(found.entry.round, confirm=confirm))


@require_http_methods(["GET", "POST"])
def complaint_terms(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down the terms that the regulation of a round gives for complaints."""
    found = visible_round(request, pk)
    if not rules.runs_round(request.user, found):
        raise Http404
    terms = terms_of(found)
    initial = {"file_days": terms.file_days, "answer_days": terms.answer_days, "source": terms.source}
    form = ComplaintTermsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with acting(request, _("Terms for complaints laid down")) as outcome:
            services.set_complaint_terms(evaluation_round=found, actor=request.user, **form.cleaned_data)
        if outcome.ok:
            return redirect("evaluations:round", pk=pk)
    return render(request, "evaluations/after/complaint_terms.html", frame(found, form=form))
