"""The people of a producer: who they are, what each may do, who is in charge of a dossier."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from activity.web import acting
from foundation.components import Confirm
from registrations import rules, selectors, services
from registrations.forms.people import InviteForm, ResponsibleForm, RoleForm
from registrations.models import Producer, ProducerMember
from registrations.people_notices import people_page
from registrations.views.saving import saved
from registrations.views.timelines import timeline_items


def own_producer(request: HttpRequest, pk: int) -> Producer:
    """Return a producer for which the person acts; 404 for everybody else, officials too."""
    return get_object_or_404(selectors.producers_of(request.user), pk=pk)


def owned_producer(request: HttpRequest, pk: int) -> Producer:
    """Return a producer whose owner the person is; 403 for its other people."""
    row = own_producer(request, pk)
    if not rules.owns(request.user, row):
        raise PermissionDenied
    return row


@require_GET
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Who acts for a producer; the owner invites, changes rights and takes invitations back here."""
    row = own_producer(request, pk)
    owns = rules.owns(request.user, row)
    sent = selectors.invitations_managed_by(request.user).filter(producer=row)
    context = {
        "producer": row,
        "owns": owns,
        "members": selectors.members_visible_to(request.user).filter(producer=row),
        "invitations": selectors.waiting_invitations(sent) if owns else [],
        "form": InviteForm() if owns else None,
        "history": timeline_items(selectors.people_history(row)) if owns else [],
    }
    return render(request, "registrations/people.html", context)


@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Invite somebody by e-mail or phone, and show the link to pass on."""
    row = owned_producer(request, pk)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = saved(form, lambda: services.invite(producer=row, actor=request.user, **form.cleaned_data))
        if made:
            return redirect("registrations:invitation_sent", pk=made.pk)
    context = {"form": form, "title": _("Invite a co-worker"), "lead": row.name, "cancel_url": people_page(row)}
    return render(request, "registrations/form.html", context)


def _member(request: HttpRequest, pk: int) -> ProducerMember:
    member = get_object_or_404(selectors.members_visible_to(request.user), pk=pk)
    if not rules.owns(request.user, member.producer):
        raise PermissionDenied
    return member


@require_http_methods(["GET", "POST"])
def member_role(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Change what a co-worker may do."""
    member = _member(request, pk)
    form = RoleForm(request.POST or None, initial={"role": member.role})
    if request.method == "POST" and form.is_valid():
        role = form.cleaned_data["role"]
        if saved(form, lambda: services.change_role(member=member, role=role, actor=request.user)):
            messages.success(request, _("Saved."))
            return redirect(people_page(member.producer))
    context = {"form": form, "title": _("Change the right"), "lead": f"{member.user} – {member.producer}"}
    return render(request, "registrations/form.html", context | {"cancel_url": people_page(member.producer)})


@require_http_methods(["GET", "POST"])
def member_remove(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take a co-worker's access away."""
    member = _member(request, pk)
    page = people_page(member.producer)
    if request.method == "POST":
        with acting(request, _("%(name)s no longer acts for the producer") % {"name": member.user}):
            services.remove_member(member=member, actor=request.user)
        return redirect(page)
    confirm = Confirm(
        title=_("Take the access away"),
        action=_("Take the access away"),
        cancel_url=page,
        lead=f"{member.user} – {member.producer}",
        what=[
            _("This person sees and writes nothing of the producer any more, from this moment on."),
            _("Dossiers that this person is in charge of go to you."),
        ],
        tells=[str(member.user)],
        danger=False,
    )
    return render(request, "components/confirm.html", {"confirm": confirm})


@require_http_methods(["GET", "POST"])
def member_ownership(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Ask a co-worker to become the owner."""
    member = _member(request, pk)
    page = people_page(member.producer)
    if request.method == "POST":
        with acting(
            request, _("%(name)s was asked. You stay the owner until the answer is yes.") % {"name": member.user}
        ):
            services.offer_ownership(member=member, actor=request.user)
        return redirect(page)
    confirm = Confirm(
        title=_("Hand the ownership over"),
        action=_("Ask this person"),
        cancel_url=page,
        lead=f"{member.user} – {member.producer}",
        what=[
            _("Nothing changes until this person accepts."),
            _("After that this person says who may view and edit; you stay as a co-worker who may edit."),
        ],
        tells=[str(member.user)],
    )
    return render(request, "components/confirm.html", {"confirm": confirm})


@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Stop acting for a producer."""
    row = own_producer(request, pk)
    if request.method == "POST":
        with acting(request, _("You no longer act for %(producer)s") % {"producer": row.name}) as outcome:
            services.leave_producer(producer=row, actor=request.user)
        return redirect("registrations:start" if outcome.ok else people_page(row))
    confirm = Confirm(
        title=_("Stop acting for this producer"),
        action=_("Stop acting"),
        cancel_url=people_page(row),
        lead=row.name,
        what=[_("You see nothing of this producer any more. Only its owner can invite you again.")],
        tells=[_("The owner of the record")],
    )
    return render(request, "components/confirm.html", {"confirm": confirm})


@require_POST
def help_switch(request: HttpRequest, pk: int) -> HttpResponse:
    """The owner lets the commune write on behalf, or no longer."""
    row = owned_producer(request, pk)
    services.allow_help(producer=row, allowed=request.POST.get("allow") == "yes", actor=request.user)
    messages.success(request, _("Saved."))
    return redirect(people_page(row))


@require_http_methods(["GET", "POST"])
def dossier_responsible(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand a dossier over to another of the producer's people."""
    row = get_object_or_404(selectors.dossiers_visible_to(request.user), pk=pk)
    if not rules.writes_for_self(request.user, row.producer):
        raise PermissionDenied
    members = selectors.editors_of(row.producer)
    now = members.filter(user=row.responsible_id).first()
    form = ResponsibleForm(request.POST or None, members=members, initial={"member": now})
    if request.method == "POST" and form.is_valid():
        to, note = form.cleaned_data["member"], form.cleaned_data["note"]
        if saved(form, lambda: services.hand_over_dossier(dossier=row, to=to, note=note, actor=request.user)):
            messages.success(request, _("In charge of the dossier now: %(name)s") % {"name": to.user})
            return redirect(row)
    context = {"form": form, "title": _("Hand the dossier over"), "lead": row.product.name, "dossier": row}
    context |= {"cancel_url": row.get_absolute_url(), "training": row.training}
    return render(request, "registrations/form.html", context)
