"""New versions of a paper; files and papers that go."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from activity.web import acting
from foundation.components import Confirm
from registrations import rules, selectors, services
from registrations.forms.evidence import NewVersionForm
from registrations.models import Evidence
from registrations.views import keeping
from registrations.views.saving import saved


@require_http_methods(["GET", "POST"])
def evidence_replace(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A new version of a paper: what it says now and its new files; the old version is kept with its date."""
    row = _editable(request, pk)
    if not row.is_current and request.method == "GET":
        messages.error(request, _("There is a newer version of this paper. Look at it before you change anything."))
        return redirect(row)
    form = NewVersionForm(request.POST or None, request.FILES or None, instance=row)
    if request.method == "POST" and form.is_valid():
        old = Evidence.objects.get(pk=pk)
        made = saved(
            form,
            lambda: services.replace_evidence(
                evidence=old,
                values=form.values,
                uploads=form.cleaned_data["files"],
                keep=form.cleaned_data["keep"],
                actor=request.user,
            ),
        )
        if made:
            messages.success(request, _("The new version is stored. The old one is kept with its date."))
            return keeping.stored(request, redirect(made))
    context = {
        "form": form,
        "title": _("New version of a paper"),
        "lead": _(
            "Dossiers that you are still writing go over to the new version. Dossiers that were submitted keep the "
            "version that they were submitted with."
        ),
        "cancel_url": reverse("registrations:evidence", args=[pk]),
        "keep": True,
    }
    return render(request, "registrations/form.html", context)


@require_http_methods(["GET", "POST"])
def evidence_remove(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Ask, then remove a paper with all its versions."""
    row = _editable(request, pk)
    if request.method == "POST":
        with acting(request, _("The paper “%(title)s” is removed.") % {"title": row.title}) as outcome:
            services.remove_evidence(evidence=row, actor=request.user)
        return redirect("registrations:evidence_list", pk=row.producer_id) if outcome.ok else redirect(row)
    drafts = [use.dossier.product.name for use in selectors.uses_of(request.user, row) if use.dossier.is_editable]
    confirm = Confirm(
        title=_("Remove the paper"),
        action=_("Remove the paper"),
        cancel_url=row.get_absolute_url(),
        facts=[(_("Evidence"), row.title), (_("Kind"), row.get_kind_display()), (_("Number"), row.number)],
        what=[
            _("The paper is removed with all its files and older versions."),
            *(_("It is taken out of the draft “%(product)s”.") % {"product": name} for name in drafts),
        ],
        danger=True,
    )
    return render(request, "components/confirm.html", {"confirm": confirm, "form": None})


@require_POST
def evidence_file_remove(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    """Take a file out of a paper."""
    row = _editable(request, pk)
    found = get_object_or_404(row.files, pk=file)
    with acting(request, _("“%(name)s” is taken out.") % {"name": found.stored.original_name}):
        services.remove_file(file=found, actor=request.user)
    return redirect(row)


def _editable(request: HttpRequest, pk: int) -> Evidence:
    row = get_object_or_404(selectors.evidence_visible_to(request.user), pk=pk)
    if not rules.may_edit_evidence(request.user, row):
        raise PermissionDenied
    return row
