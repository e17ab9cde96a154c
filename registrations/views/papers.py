"""Which of the producer's papers go with a dossier."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activity.web import acting
from registrations import expiry, selectors, services
from registrations.forms.evidence import PapersForm
from registrations.models import Dossier, Evidence
from registrations.steps import PAPERS, url_of_step
from registrations.views.places import back_to_dossier


def papers_step(request: HttpRequest, row: Dossier) -> HttpResponseBase:
    """The papers of a dossier, and the producer's other papers to be ticked; the caller has checked who may write."""
    if request.method == "POST":
        with acting(request):
            _act(request, row)
        return redirect(url_of_step(row, PAPERS.key))
    attached = list(row.papers.prefetch_related("files__stored").order_by("kind", "title", "pk"))
    families = [paper.first_id_or_own for paper in attached]
    others = selectors.papers_of(request.user, row.producer_id)
    context: dict[str, Any] = back_to_dossier(row) | {
        "step": PAPERS,
        "following": "",
        "standing": selectors.notice_for_dossier(request.user, row),
        "papers": [(paper, expiry.warning(paper, row.round)) for paper in attached],
        "others": [
            (paper, expiry.warning(paper, row.round)) for paper in others if paper.first_id_or_own not in families
        ],
        "list_items": row.law.dossier_items,
    }
    return render(request, "registrations/papers.html", context)


def _act(request: HttpRequest, row: Dossier) -> None:
    act = request.POST.get("act")
    if act == "tick":
        _tick(request, row)
        return
    if act == "reviewed":
        services.mark_reviewed(dossier=row, step=PAPERS.key, actor=request.user)
        return
    paper = _paper(request, row)
    if act == "detach":
        services.detach_paper(dossier=row, evidence=paper, actor=request.user)
    elif act == "renew":
        services.use_current_version(dossier=row, evidence=paper, actor=request.user)
    else:
        services.attach_paper(dossier=row, evidence=paper, actor=request.user)


def _tick(request: HttpRequest, row: Dossier) -> None:
    form = PapersForm(request.POST, others=selectors.papers_of(request.user, row.producer_id))
    if not form.is_valid():
        messages.error(request, _("Tick at least one paper."))
        return
    chosen = list(form.cleaned_data["papers"])
    services.attach_papers(dossier=row, papers=chosen, actor=request.user)
    text = ngettext("%(n)s paper was put into the dossier.", "%(n)s papers were put into the dossier.", len(chosen))
    messages.success(request, text % {"n": len(chosen)})


def _paper(request: HttpRequest, row: Dossier) -> Evidence:
    pk = request.POST.get("paper", "")
    own = selectors.papers_for(request.user, row)
    return get_object_or_404(own, pk=int(pk) if pk.isdecimal() and len(pk) < 19 else 0)
