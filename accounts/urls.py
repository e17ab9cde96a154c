"""Addresses of accounts; login, logout and passwords are allauth's, under /accounts/."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.people, name="people"),
    path("mo-tai-khoan/", views.open_account, name="open_account"),
    path("<int:pk>/ma-mot-lan/", views.hand_out_code, name="hand_out_code"),
    path("nhan-tai-khoan/", views.redeem_code, name="redeem_code"),
]
