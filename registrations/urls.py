"""Addresses of registrations."""

from __future__ import annotations

from django.urls import path

from registrations import views

app_name = "registrations"
urlpatterns = [
    path("", views.start, name="start"),
    # Producers and their papers.
    path("chu-the/moi/", views.producer_create, name="producer_create"),
    path("chu-the/<int:pk>/", views.producer, name="producer"),
    path("chu-the/<int:pk>/sua/", views.producer_edit, name="producer_edit"),
    path("chu-the/<int:pk>/san-pham/moi/", views.product_create, name="product_create"),
    path("san-pham/<int:pk>/", views.product_edit, name="product_edit"),
    path("chu-the/<int:pk>/minh-chung/moi/", views.evidence_create, name="evidence_create"),
    path("chu-the/<int:pk>/minh-chung/", views.evidence_list, name="evidence_list"),
    path("minh-chung/<int:pk>/", views.evidence, name="evidence"),
    path("minh-chung/<int:pk>/ban-moi/", views.evidence_replace, name="evidence_replace"),
    path("minh-chung/<int:pk>/bo/", views.evidence_remove, name="evidence_remove"),
    path("minh-chung/<int:pk>/tep/<int:file>/bo/", views.evidence_file_remove, name="evidence_file_remove"),
    path("tep/<int:pk>/", views.file, name="file"),
    path("tep/<int:pk>/trang/<int:page>.jpg", views.file_page, name="file_page"),
    path("tep/<int:pk>/nho.jpg", views.file_thumbnail, name="file_thumbnail"),
    # Rounds.
    path("dot/", views.rounds, name="rounds"),
    path("dot/moi/", views.round_create, name="round_create"),
    path("dot/<int:pk>/", views.round_page, name="round"),
    path("dot/<int:pk>/sua/", views.round_edit, name="round_edit"),
    path("dot/<int:pk>/viec/<slug:action>/", views.round_act, name="round_act"),
    path("dot/<int:pk>/danh-sach/", views.list_of_round, name="list_of_round"),
    path("dot/<int:pk>/danh-sach.xlsx", views.list_workbook, name="list_workbook"),
    path("dot/<int:pk>/lua-chon/", views.selection, name="selection"),
    # Wishes.
    path("nhu-cau/", views.wishes, name="wishes"),
    path("nhu-cau/moi/", views.wish_create, name="wish_create"),
    path("nhu-cau/<int:pk>/", views.wish, name="wish"),
    path("nhu-cau/<int:pk>/viec/<slug:action>/", views.wish_act, name="wish_act"),
    path("nhu-cau/<int:pk>/ho-tro/", views.support_create, name="support_create"),
    # Dossiers: the producer writes.
    path("ho-so/<int:pk>/", views.dossier, name="dossier"),
    path("ho-so/<int:pk>/buoc/<slug:step>/", views.dossier_step, name="dossier_step"),
    path("ho-so/<int:pk>/tieu-chi/<str:key>/", views.dossier_item, name="dossier_item"),
    path("ho-so/<int:pk>/kiem-tra/", views.dossier_check, name="dossier_check"),
    path("ho-so/<int:pk>/cam-ket/", views.dossier_undertake, name="dossier_undertake"),
    path("ho-so/<int:pk>/cam-ket/in/", views.undertaking_print, name="undertaking_print"),
    path("ho-so/<int:pk>/nop/", views.dossier_submit, name="dossier_submit"),
    path("ho-so/<int:pk>/ban-sao/<slug:kind>/", views.dossier_copy, name="dossier_copy"),
    path("ho-so/<int:pk>/da-gui/", views.dossier_sent, name="dossier_sent"),
    path("noi-dung-can-sua/<int:pk>/", views.correction_answer, name="correction_answer"),
    # Dossiers: commune and office work.
    path("ho-so/<int:pk>/viec/<slug:action>/", views.dossier_act, name="dossier_act"),
    path("ho-so/<int:pk>/tiep-nhan/", views.dossier_receive, name="dossier_receive"),
    path("ho-so/<int:pk>/tham-tra/", views.dossier_review, name="dossier_review"),
    path("ho-so/<int:pk>/doi-chieu/", views.dossier_compare, name="dossier_compare"),
    path("ho-so/<int:pk>/thay-doi/", views.dossier_changes, name="dossier_changes"),
    path("ho-so/<int:pk>/tra-lai/", views.dossier_return, name="dossier_return"),
    path("ho-so/<int:pk>/y-kien/", views.dossier_opinion, name="dossier_opinion"),
    path("noi-dung-can-sua/<int:pk>/dat/", views.correction_settle, name="correction_settle"),
    path("hang-doi/", views.queue, name="queue"),
    path("hang-doi/bo-loc/", views.filter_save, name="filter_save"),
    path("hang-doi/bo-loc/<int:pk>/xoa/", views.filter_delete, name="filter_delete"),
    path("cho-phe-duyet/", views.approvals, name="approvals"),
    path("cho-phe-duyet/ky/", views.sign, name="sign"),
    path("ho-so/", views.office_dossiers, name="office_dossiers"),
    # Lists from Excel.
    path("nhap-tu-excel/", views.imports, name="imports"),
    path("nhap-tu-excel/moi/", views.import_create, name="import_create"),
    path("nhap-tu-excel/tep-mau/<slug:kind>.xlsx", views.import_template, name="import_template"),
    path("nhap-tu-excel/<int:pk>/", views.import_page, name="import"),
    path("nhap-tu-excel/<int:pk>/cot/", views.import_columns, name="import_columns"),
    path("nhap-tu-excel/<int:pk>/dong/<int:number>/<slug:action>/", views.import_row_act, name="import_row_act"),
    path("nhap-tu-excel/<int:pk>/nghi-trung/", views.import_take_doubtful, name="import_take_doubtful"),
    path("nhap-tu-excel/<int:pk>/nhap/", views.import_accept, name="import_accept"),
    path("nhap-tu-excel/<int:pk>/hoan-tac/", views.import_undo, name="import_undo"),
    path("nhap-tu-excel/<int:pk>/bo/", views.import_discard, name="import_discard"),
    path("nhap-tu-excel/<int:pk>/thu-lai/", views.import_retry, name="import_retry"),
    path("nhap-tu-excel/<int:pk>/tep-goc/", views.import_source, name="import_source"),
    path("nhap-tu-excel/<int:pk>/tep-loi/", views.import_marked, name="import_marked"),
]
