"""The page of one step of anything that moves by a table of transitions: it asks (GET) and carries out (POST)."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from activity.transitions import Table
from activity.web import acting
from directives.forms.base import carry_version


@dataclass(frozen=True)
class StepPage:
    """How one kind of object takes its steps.

    Attributes:
        page: the name of the address of the object.
        visible_to: its door for a person.
        table: ``(row) -> transitions``.
        actions: ``(user, row)``: those whose buttons the person gets to see.
        form: ``(data, row, action) -> form``, without fields where nothing is asked.
        carry_out: ``(row, action, actor, cleaned data)`` calls the service.
        show: ``(request, row, action, form)`` renders the question.
    """

    page: str
    visible_to: Callable[[Any], QuerySet[Any]]
    table: Callable[[Any], Table]
    actions: Callable[[Any, Any], Container[str]]
    form: Callable[[Any, Any, str], forms.Form]
    carry_out: Callable[[Any, str, Any, dict[str, Any]], Any]
    show: Callable[[HttpRequest, Any, str, Any], HttpResponse]

    def answer(self, request: HttpRequest, pk: int, action: str) -> HttpResponse:
        """Answer a request.

        Where somebody else was quicker and the step is still open, what was typed is shown again over what stands now.
        """
        row = get_object_or_404(self.visible_to(request.user), pk=pk)
        transition = self.table(row).get(action)
        if transition is None or not transition.rule(request.user, row):
            raise PermissionDenied
        form = self.form(request.POST if request.method == "POST" else None, row, action)
        if request.method == "POST" and form.is_valid():
            with acting(request, str(transition.done)) as outcome:
                self.carry_out(row, action, request.user, form.cleaned_data)
            now = self.visible_to(request.user).filter(pk=pk).first()
            if outcome.ok or now is None or not form.visible_fields() or action not in self.actions(request.user, now):
                return redirect(self.page, pk)
            carry_version(form, now.version)
            return self.show(request, now, action, form)
        if action not in self.actions(request.user, row):
            return redirect(self.page, pk)
        return self.show(request, row, action, form)
