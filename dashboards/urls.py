"""Addresses of the landing page and of the leader's page."""

from __future__ import annotations

from django.urls import path

from dashboards import views

app_name = "dashboards"
urlpatterns = [
    path("", views.home, name="home"),
    path("tong-quan/", views.leader, name="leader"),
    path("tong-quan/<slug:key>/", views.rows, name="rows"),
    path("tong-quan/<slug:key>.xlsx", views.rows_xlsx, name="rows_xlsx"),
]
