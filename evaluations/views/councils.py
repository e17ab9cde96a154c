"""Councils: the list, setting one up, its members."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from activity.errors import Refused
from activity.web import acting
from directives.selectors import documents_visible_to
from evaluations import rules, selectors, services
from evaluations.forms import CouncilForm, MemberForm
from evaluations.models import CouncilMember
from foundation.paging import keyset_page


@require_GET
def councils(request: HttpRequest) -> HttpResponse:
    """List the councils that the person may see."""
    page = keyset_page(selectors.councils_list(request.user), request, order=("-pk",))
    may_create = rules.may_create_rounds(request.user)
    return render(request, "evaluations/councils.html", {"page": page, "may_create": may_create})


@require_http_methods(["GET", "POST"])
def council_create(request: HttpRequest) -> HttpResponse:
    """Set up a council."""
    if not rules.may_create_rounds(request.user):
        raise PermissionDenied
    form = CouncilForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        found = services.create_council(actor=request.user, **form.cleaned_data)
        messages.success(request, _("The council is set up. Now add its members."))
        return redirect("evaluations:council", pk=found.pk)
    return render(request, "evaluations/council_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
def council(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a council; its office adds members while it has not begun to score."""
    found = get_object_or_404(selectors.councils_visible_to(request.user), pk=pk)
    owns = rules.may_edit_council(request.user, found)
    may_edit = owns and selectors.council_is_changeable(found)
    asks = owns if request.method == "POST" else may_edit
    form = MemberForm(request.POST or None, council=found) if asks else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if form.is_valid():
            try:
                services.add_member(council=found, actor=request.user, **form.cleaned_data)
            except Refused as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("The member is added."))
                return redirect("evaluations:council", pk=pk)
    members = found.members.select_related("user")
    document = documents_visible_to(request.user).filter(pk=found.decision_document_id).first()
    context = {
        "owns": owns,
        "document": document,
        "advisers": found.advisers.select_related("user"),
        "council": found,
        "members": members,
        "form": form,
        "training": found.training,
        "may_edit": may_edit,
    }
    return render(request, "evaluations/council.html", context)


@require_POST
def member_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a member off a council."""
    rows = CouncilMember.objects.filter(council__in=selectors.councils_visible_to(request.user).values("pk"))
    found = get_object_or_404(rows.select_related("council", "user"), pk=pk)
    with acting(request, _("The member is taken off the council.")):
        services.remove_member(member=found, actor=request.user)
    return redirect("evaluations:council", pk=found.council_id)
