"""Public addresses: the front page, recognised products, certificates, and the same as data."""

from __future__ import annotations

from django.urls import path

from catalogue import api, views

app_name = "catalogue"
urlpatterns = [
    path("", views.home, name="home"),
    path("san-pham/", views.products, name="products"),
    path("san-pham/<int:pk>/", views.product, name="product"),
    path("chung-nhan/", views.verify, name="verify"),
    path("chung-nhan/<slug:token>/", views.certificate, name="certificate"),
    path("san-pham.json", api.products, name="api_products"),
    path("chung-nhan/<slug:token>.json", api.certificate, name="api_certificate"),
]
