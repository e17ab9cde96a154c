"""Public addresses of the law: the decisions, and each product set."""

from django.urls import path

from rubrics import views

app_name = "rubrics"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:slug>/<int:number>/", views.rubric, name="rubric"),
]
