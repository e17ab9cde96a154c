"""Addresses of the law: decisions and product sets for everybody, drafts for those who enter them."""

from django.urls import path

from rubrics import views

app_name = "rubrics"
urlpatterns = [
    path("", views.index, name="index"),
    path("du-thao/", views.drafts, name="drafts"),
    path("du-thao/moi/", views.draft_begin, name="draft_begin"),
    path("du-thao/<int:pk>/chung/", views.draft_facts, name="draft_facts"),
    path("du-thao/<int:pk>/tep.zip", views.draft_file, name="draft_file"),
    path("du-thao/<int:pk>/buoc/<slug:action>/", views.draft_act, name="draft_act"),
    path("du-thao/<int:pk>/bo/them/", views.set_add, name="set_add"),
    path("du-thao/<int:pk>/bo/tep/", views.set_import, name="set_import"),
    path("du-thao/<int:pk>/bo/<int:number>/", views.set_edit, name="set_edit"),
    path("du-thao/<int:pk>/bo/<int:number>/bo-ra/", views.set_drop, name="set_drop"),
    path("du-thao/<int:pk>/bo/<int:number>.xlsx", views.set_workbook_file, name="set_workbook"),
    path("du-thao/<int:pk>/xem/", views.draft, name="draft"),
    path("<slug:slug>/<int:number>/", views.rubric, name="rubric"),
]
