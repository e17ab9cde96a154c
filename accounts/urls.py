"""Addresses of accounts; login, logout and passwords are allauth's, under /accounts/."""

from django.urls import path

from accounts import views
from accounts.rest_days import views as rest_days
from accounts.staff import views as staff

app_name = "accounts"
urlpatterns = [
    path("", views.people, name="people"),
    path("mo-tai-khoan/", views.open_account, name="open_account"),
    path("<int:pk>/ma-mot-lan/", views.hand_out_code, name="hand_out_code"),
    path("ngay-nghi/", rest_days.rest_days, name="rest_days"),
    path("ngay-nghi/<slug:day>/bo/", rest_days.rest_day_remove, name="rest_day_remove"),
    path("mo-tai-khoan-can-bo/", staff.open_staff, name="open_staff"),
    path("<int:pk>/", staff.person, name="person"),
    path("vai-tro/<int:pk>/ket-thuc/", staff.role_end, name="role_end"),
    path("don-vi/", staff.units, name="units"),
    path("don-vi/moi/", staff.units_create, name="units_create"),
    path("don-vi/<int:pk>/", staff.unit, name="unit"),
    path("don-vi/<int:pk>/ket-thuc/", staff.unit_end, name="unit_end"),
    path("don-vi/<int:pk>/co-quan/moi/", staff.office_create, name="office_create"),
    path("nhan-tai-khoan/", views.redeem_code, name="redeem_code"),
]
