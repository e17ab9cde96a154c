"""Addresses of support policies, below those of directives."""

from __future__ import annotations

from django.urls import path

from directives.policies.views import lists, steps, writing

urlpatterns = [
    path("", lists.policies, name="policies"),
    path("in/", lists.policies_print, name="policies_print"),
    path("xlsx/", lists.policies_xlsx, name="policies_xlsx"),
    path("moi/", writing.create, name="policy_new"),
    path("<int:pk>/", writing.policy, name="policy"),
    path("<int:pk>/sua/", writing.edit, name="policy_edit"),
    path("<int:pk>/quyet-dinh/", steps.decision, name="policy_decision"),
    path("<int:pk>/<str:action>/", steps.act, name="policy_act"),
]
