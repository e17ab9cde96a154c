"""Addresses of the inbox and of the machinery page."""

from django.urls import path

from activity import views

app_name = "activity"
urlpatterns = [
    path("", views.inbox, name="notifications"),
    path("<int:pk>/", views.open_notification, name="open"),
    path("da-doc/", views.read_all, name="read_all"),
    path("he-thong/", views.machinery, name="machinery"),
]
