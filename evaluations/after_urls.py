"""Addresses of the life after recognition."""

from __future__ import annotations

from django.urls import path

from evaluations.views.after import adopting, complaints, packages, promotions, rechecks, recognised

urlpatterns = [
    path("sau-cong-nhan/", recognised.recognised, name="recognised"),
    path("sau-cong-nhan/<int:pk>/", recognised.history, name="history"),
    path("sau-cong-nhan/<int:pk>/thu-hoi/", recognised.withdrawal_propose, name="withdrawal_propose"),
    path("sau-cong-nhan/<int:pk>/gia-han/", recognised.older_prolong, name="older_prolong"),
    path("sau-cong-nhan/ra-soat/", rechecks.rechecks, name="rechecks"),
    path("sau-cong-nhan/ra-soat/moi/", rechecks.recheck_plan, name="recheck_plan"),
    path("sau-cong-nhan/ra-soat/<int:pk>/", rechecks.recheck, name="recheck"),
    path("sau-cong-nhan/ra-soat/<int:pk>/ket-qua.xlsx", rechecks.recheck_export, name="recheck_export"),
    path("sau-cong-nhan/ra-soat/<int:pk>/san-pham/", rechecks.recheck_products, name="recheck_products"),
    path("sau-cong-nhan/ra-soat/<int:pk>/buoc/<slug:action>/", rechecks.recheck_act, name="recheck_act"),
    path("sau-cong-nhan/ra-soat/<int:pk>/san-pham/<int:item>/", rechecks.recheck_finding, name="recheck_finding"),
    path(
        "sau-cong-nhan/ra-soat/<int:pk>/san-pham/<int:item>/khac-phuc/", rechecks.recheck_remedy, name="recheck_remedy"
    ),
    path(
        "sau-cong-nhan/ra-soat/<int:pk>/san-pham/<int:item>/thu-hoi/",
        rechecks.recheck_withdraw,
        name="recheck_withdraw",
    ),
    path("sau-cong-nhan/xuc-tien/", promotions.promotions, name="promotions"),
    path("sau-cong-nhan/xuc-tien.xlsx", promotions.promotions_export, name="promotions_export"),
    path("sau-cong-nhan/xuc-tien/moi/", promotions.promotion_create, name="promotion_create"),
    path("sau-cong-nhan/xuc-tien/<int:pk>/", promotions.promotion, name="promotion"),
    path("sau-cong-nhan/xuc-tien/<int:pk>/sua/", promotions.promotion_edit, name="promotion_edit"),
    path("sau-cong-nhan/xuc-tien/<int:pk>/san-pham/", promotions.promotion_add, name="promotion_add"),
    path("sau-cong-nhan/xuc-tien/<int:pk>/san-pham/<int:row>/", promotions.promotion_figures, name="promotion_figures"),
    path("sau-cong-nhan/xuc-tien/<int:pk>/san-pham/<int:row>/bo/", promotions.promotion_drop, name="promotion_drop"),
    path("sau-cong-nhan/khieu-nai/", complaints.complaints, name="complaints"),
    path("sau-cong-nhan/khieu-nai/<int:pk>/", complaints.complaint, name="complaint"),
    path("sau-cong-nhan/khieu-nai/<int:pk>/tra-loi/", complaints.complaint_answer, name="complaint_answer"),
    path("sau-cong-nhan/khieu-nai/<int:pk>/rut/", complaints.complaint_take_back, name="complaint_take_back"),
    path("san-pham/<int:pk>/khieu-nai/", complaints.complaint_file, name="complaint_file"),
    path("dot/<int:pk>/goi-ho-so/", packages.package, name="package"),
    path("dot/<int:pk>/goi-ho-so/<int:entry>/", packages.package_tick, name="package_tick"),
    path("dot/<int:pk>/goi-ho-so.zip", packages.package_download, name="package_download"),
    path("dot/<int:pk>/goi-ho-so.json", packages.package_json, name="package_json"),
    path("ket-qua-cap-tren/", adopting.left_results, name="left_results"),
    path("goi-nhan/", packages.received, name="received"),
    path("goi-nhan/<int:pk>/", packages.received_one, name="received_one"),
    path("goi-nhan/<int:pk>/tiep-nhan/", packages.received_take, name="received_take"),
    path("goi-nhan/<int:pk>/hoan-tac/", packages.received_undo, name="received_undo"),
    path("dot/<int:pk>/khieu-nai/", complaints.complaint_terms, name="complaint_terms"),
]
