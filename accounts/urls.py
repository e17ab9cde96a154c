"""Addresses of accounts; login, logout and passwords are allauth's, under /accounts/."""

from django.urls import path

from accounts import views
from accounts.rest_days import views as rest_days

app_name = "accounts"
urlpatterns = [
    path("", views.people, name="people"),
    path("mo-tai-khoan/", views.open_account, name="open_account"),
    path("<int:pk>/ma-mot-lan/", views.hand_out_code, name="hand_out_code"),
    path("ngay-nghi/", rest_days.rest_days, name="rest_days"),
    path("ngay-nghi/<slug:day>/bo/", rest_days.rest_day_remove, name="rest_day_remove"),
    path("nhan-tai-khoan/", views.redeem_code, name="redeem_code"),
]
