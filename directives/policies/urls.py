"""Addresses of support policies, below those of directives."""

from __future__ import annotations

from django.urls import path

from directives.policies import views

urlpatterns = [
    path("", views.policies, name="policies"),
    path("in/", views.policies_print, name="policies_print"),
    path("xlsx/", views.policies_xlsx, name="policies_xlsx"),
    path("moi/", views.create, name="policy_new"),
    path("<int:pk>/", views.policy, name="policy"),
    path("<int:pk>/sua/", views.edit, name="policy_edit"),
    path("<int:pk>/quyet-dinh/", views.decision, name="policy_decision"),
    path("<int:pk>/<str:action>/", views.act, name="policy_act"),
]
