"""Where issued documents went: the announcements of the public, mailed links, publication by hand."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from activity.web import acting
from directives import selectors, services
from directives.forms import AnnouncementFilter, PublishForm
from directives.models import Document
from foundation import files
from foundation.paging import keyset_page


@login_not_required
@require_safe
def announcements(request: HttpRequest) -> HttpResponse:
    """What offices have published, newest first. Public."""
    form = AnnouncementFilter(request.GET)
    page = keyset_page(form.narrow(selectors.published_documents()), request, order=("-published_at", "-pk"))
    return render(request, "directives/announcements.html", {"page": page, "form": form})


@login_not_required
@require_safe
def announcement_file(request: HttpRequest, pk: int) -> HttpResponseBase:  # noqa: ARG001 -- the same for everybody
    """The file of a published document. Public."""
    return _file_of(get_object_or_404(selectors.published_documents(), pk=pk))


@login_not_required
@require_safe
def delivered(request: HttpRequest, token: str) -> HttpResponse:
    """The page that a mailed link leads to; opening it is the receipt. Public for whoever holds the link."""
    document = _delivered(token)
    return render(request, "directives/delivered.html", {"document": document, "token": token})


@login_not_required
@require_safe
def delivered_file(request: HttpRequest, token: str) -> HttpResponseBase:  # noqa: ARG001 -- the token decides
    """The file behind a mailed link."""
    return _file_of(_delivered(token))


def _delivered(token: str) -> Document:
    document = services.open_by_link(token=token)
    if document is None:
        raise Http404
    return document


def _file_of(document: Document) -> HttpResponseBase:
    held = selectors.current_file(document)
    if held is None:
        raise Http404
    return files.serve(held)


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an issued document onto the announcements page, or take it off."""
    document = get_object_or_404(selectors.documents_visible_to(request.user), pk=pk)
    form = PublishForm(request.POST)
    published = form.is_valid() and form.cleaned_data["published"]
    with acting(request, _("Published.") if published else _("Taken off the announcements page.")):
        services.publish(document=document, actor=request.user, published=published)
    return redirect("directives:detail", pk)
