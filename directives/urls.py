"""Addresses of directives."""

from __future__ import annotations

from django.urls import path

from directives.views import letters, numbers, register, route, sending, signatures, signing_list, tasks, texts
from directives.views import letters, numbers, register, reminders, route, signatures, tasks
from directives.views import letters, numbers, register, reminders, route, signatures, tasks, taskwork
from directives.views import deadlines, letters, numbers, register, reminders, route, signatures, tasks, taskwork
from directives.views import deadlines, feeds, letters, numbers, register, reminders, route, signatures, tasks, taskwork

app_name = "directives"
urlpatterns = [
    path("", letters.documents, name="list"),
    path("soan/", letters.create, name="create"),
    path("soan/xem-thu/", letters.preview_form, name="preview_form"),
    path("mau-va-danh-sach/", texts.texts, name="texts"),
    path("mau-va-danh-sach/<str:kind>/", texts.text, name="text_new"),
    path("mau-va-danh-sach/<str:kind>/<int:pk>/", texts.text, name="text"),
    path("mau-va-danh-sach/<str:kind>/<int:pk>/bo/", texts.delete, name="text_delete"),
    path("cho-ky/", signing_list.to_sign, name="to_sign"),
    path("cong-bo/", sending.announcements, name="announcements"),
    path("cong-bo/<int:pk>/tep/", sending.announcement_file, name="announcement_file"),
    path("nhan/<str:token>/", sending.delivered, name="delivered"),
    path("nhan/<str:token>/tep/", sending.delivered_file, name="delivered_file"),
    path("so-dang-ky/", register.register, name="register"),
    path("so-dang-ky/xlsx/", register.register_xlsx, name="register_xlsx"),
    path("so-dang-ky/in/", register.register_print, name="register_print"),
    path("so-dang-ky/<int:office>/giu-so/", numbers.set_aside, name="set_aside"),
    path("so-dang-ky/<int:office>/cach-danh-so/", numbers.settings_of, name="letter_settings"),
    path("so-dang-ky/so/<int:pk>/huy/", numbers.void, name="void_number"),
    path("nhac-viec/", reminders.reminders, name="reminders"),
    path("nhac-viec/gio/", reminders.hours, name="reminder_hours"),
    path("nhac-viec/<slug:kind>/", reminders.ladder, name="reminder_ladder"),
    path("han/", deadlines.deadlines, name="deadlines"),
    path("han/thang/", deadlines.month, name="deadlines_month"),
    path("han/co-quan/", deadlines.by_office, name="deadlines_offices"),
    path("han/lich/", feeds.make_feed, name="make_feed"),
    path("han/lich/<int:pk>/dong/", feeds.revoke_feed, name="revoke_feed"),
    path("han/lich/<slug:token>.ics", feeds.feed, name="feed"),
    path("nhiem-vu/", tasks.tasks, name="tasks"),
    path("nhiem-vu/<int:pk>/", tasks.task, name="task"),
    path("nhiem-vu/<int:pk>/giao-tiep/", taskwork.split, name="task_split"),
    path("nhiem-vu/<int:pk>/chuyen/", taskwork.hand_over, name="task_hand_over"),
    path("nhiem-vu/<int:pk>/gia-han/", taskwork.extend, name="task_extend"),
    path("nhiem-vu/<int:pk>/ky-bao-cao/", taskwork.reporting, name="task_reporting"),
    path("gia-han/<int:pk>/", taskwork.answer_extension, name="answer_extension"),
    path("nhiem-vu/<int:pk>/<str:action>/", tasks.task_act, name="task_act"),
    path("bao-cao/<int:pk>/tep/", tasks.report_file, name="report_file"),
    path("<int:pk>/", letters.detail, name="detail"),
    path("<int:pk>/sua/", letters.edit, name="edit"),
    path("<int:pk>/sua/xem-thu/", letters.preview_form, name="preview_edit"),
    path("<int:pk>/xem-truoc/", letters.preview, name="preview"),
    path("<int:pk>/tep/", letters.pdf, name="pdf"),
    path("<int:pk>/docx/", letters.docx, name="docx"),
    path("<int:pk>/cong-bo/", sending.publish, name="publish"),
    path("<int:pk>/cap-so/", numbers.give, name="give_number"),
    path("<int:pk>/ky-so-co-quan/", signatures.sign_for_office, name="sign_for_office"),
    path("<int:pk>/ky-lai/<int:signature>/", signatures.retry, name="retry_signature"),
    path("<int:pk>/ban-da-ky/", signatures.signed_file, name="signed_file"),
    path("<int:pk>/ban-quet/", signatures.scan, name="scan"),
    path("<int:pk>/ban-quet/tep/", signatures.scan_file, name="scan_file"),
    path("<int:pk>/ban-chua-ky/", signatures.made_file, name="made_file"),
    path("<int:pk>/lam-lai/", route.retry, name="retry"),
    path("<int:pk>/<str:action>/", route.act, name="act"),
]
