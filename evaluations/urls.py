"""Addresses of evaluations."""

from __future__ import annotations

from django.urls import path

from evaluations import after_urls, views

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
    path("san-pham/<int:pk>/tham-tra/", views.advice, name="advice"),
    path("san-pham/<int:pk>/tham-tra/sua/", views.advice_write, name="advice_write"),
    path("san-pham/<int:pk>/tham-tra/anh/", views.advice_photos, name="advice_photos"),
    path("san-pham/<int:pk>/tham-tra/kiem-nghiem/", views.advice_test, name="advice_test"),
    path("san-pham/<int:pk>/tham-tra/kiem-nghiem/<int:test>/", views.advice_result, name="advice_result"),
    path("san-pham/<int:pk>/tham-tra/tep/<int:file>/bo/", views.advice_file_remove, name="advice_file_remove"),
    path("san-pham/<int:pk>/tham-tra/ban-giao/", views.advice_hand_over, name="advice_hand_over"),
    path("san-pham/<int:pk>/tham-tra/rut-lai/", views.advice_take_back, name="advice_take_back"),
    path("san-pham/<int:pk>/phieu-giay/", views.blank_paper, name="blank_paper"),
    path("phieu/<int:pk>/ban/<int:number>/", views.sheet_version, name="sheet_version"),
    path("phieu/<int:pk>/ban/<int:number>/giay/", views.filled_paper, name="filled_paper"),
    path("phieu/<int:pk>/ban/<int:number>/ban-ky/", views.signed_paper, name="signed_paper"),
    path("dot/<int:pk>/phieu-excel/", views.workbook, name="workbook"),
    path("dot/<int:pk>/phieu-cua-toi.xlsx", views.workbook_download, name="workbook_download"),
    path("dot/<int:pk>/phieu-excel/<int:upload>/", views.workbook_check, name="workbook_check"),
    path("tep/<int:pk>/", views.file, name="file"),
    path("tep/<int:pk>/trang/<int:page>.jpg", views.file_page, name="file_page"),
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
    *after_urls.urlpatterns,
]
