"""Addresses of evaluations."""

from __future__ import annotations

from django.urls import path

from evaluations import views

app_name = "evaluations"
urlpatterns = [
    path("", views.rounds, name="rounds"),
    path("cham-diem/", views.scoring, name="scoring"),
    path("dot/moi/", views.round_create, name="round_create"),
    path("dot/<int:pk>/", views.round_page, name="round"),
    path("dot/<int:pk>/sua/", views.round_edit, name="round_edit"),
    path("dot/<int:pk>/ho-so/", views.round_dossiers, name="round_dossiers"),
    path("dot/<int:pk>/buoc/<slug:action>/", views.round_act, name="round_act"),
    path("dot/<int:pk>/xung-dot/", views.recusals, name="recusals"),
    path("dot/<int:pk>/thao-luan/", views.discussion, name="discussion"),
    path("dot/<int:pk>/ket-qua/", views.results, name="results"),
    path("dot/<int:pk>/ket-qua.xlsx", views.results_export, name="results_export"),
    path("dot/<int:pk>/van-ban/", views.papers, name="papers"),
    path("san-pham/<int:pk>/", views.entry, name="entry"),
    path("san-pham/<int:pk>/phieu/", views.sheet, name="sheet"),
    path("san-pham/<int:pk>/phieu/nop/", views.sheet_seal, name="sheet_seal"),
    path("san-pham/<int:pk>/phieu/khong-cho-y-kien/", views.sheet_abstain, name="sheet_abstain"),
    path("san-pham/<int:pk>/xung-dot/", views.recuse, name="recuse"),
    path("san-pham/<int:pk>/thong-nhat/", views.entry_agree, name="entry_agree"),
    path("san-pham/<int:pk>/nghi-quyet/<slug:action>/", views.entry_act, name="entry_act"),
    path("xung-dot/<int:pk>/", views.recusal_answer, name="recusal_answer"),
    path("san-pham/<int:pk>/ho-tro/<int:member>/", views.conflict_settle, name="conflict_settle"),
    path("phieu/<int:pk>/", views.sheet_read, name="sheet_read"),
    path("phieu/<int:pk>/mo-lai/", views.sheet_reopen, name="sheet_reopen"),
    path("hoi-dong/", views.councils, name="councils"),
    path("hoi-dong/moi/", views.council_create, name="council_create"),
    path("hoi-dong/<int:pk>/", views.council, name="council"),
    path("hoi-dong/thanh-vien/<int:pk>/bo/", views.member_remove, name="member_remove"),
    path("giay-chung-nhan/<int:pk>/keo-dai/", views.certificate_prolong, name="certificate_prolong"),
    path("giay-chung-nhan/<int:pk>/thu-hoi/", views.certificate_withdraw, name="certificate_withdraw"),
]
