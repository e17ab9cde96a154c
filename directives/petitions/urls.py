"""Addresses of petitions, below those of directives."""

from __future__ import annotations

from django.urls import path

from directives.petitions.views import groups, lists, steps, writing

urlpatterns = [
    path("", lists.petitions, name="petitions"),
    path("in/", lists.petitions_print, name="petitions_print"),
    path("xlsx/", lists.petitions_xlsx, name="petitions_xlsx"),
    path("moi/", writing.create, name="petition_new"),
    path("cho-quyet-dinh/", steps.to_decide, name="petitions_to_decide"),
    path("nhom/", groups.groups, name="petition_groups"),
    path("nhom/<int:pk>/", groups.group, name="petition_group"),
    path("nhom/<int:pk>/tra-loi/", groups.group_answer, name="petition_group_answer"),
    path("bao-cao/", groups.reports, name="petition_reports"),
    path("thoi-han/", groups.term, name="petition_term"),
    path("tep/<int:pk>/", writing.file, name="petition_file"),
    path("tep/<int:pk>/bo/", writing.remove_file, name="petition_file_remove"),
    path("<int:pk>/", writing.petition, name="petition"),
    path("<int:pk>/sua/", writing.edit, name="petition_edit"),
    path("<int:pk>/bo-nhom/", steps.ungroup, name="petition_ungroup"),
    path("<int:pk>/<str:action>/", steps.act, name="petition_act"),
]
