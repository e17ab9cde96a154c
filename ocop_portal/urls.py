"""Addresses of the portal. Names may be used by every storey; the paths are Vietnamese, as their readers are."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("", include("catalogue.urls")),
    path("lam-viec/", include("dashboards.urls")),
    path("van-ban/", include("directives.urls")),
    path("dang-ky/", include("registrations.urls")),
    path("danh-gia/", include("evaluations.urls")),
    path("bo-tieu-chi/", include("rubrics.urls")),
    path("thong-bao/", include("activity.urls")),
    path("tai-khoan/", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
    path("admin/", admin.site.urls),
    path("", include("foundation.urls")),
]
