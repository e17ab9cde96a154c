"""Addresses that belong to no domain: signs of life."""

from django.urls import path

from foundation import views

app_name = "foundation"
urlpatterns = [path("healthz", views.healthz, name="healthz")]
