"""Addresses about the people of producers, invitations, and entering on behalf."""

from __future__ import annotations

from django.urls import path

from registrations.views import behalf, invitations, people

urlpatterns = [
    # The people of a producer.
    path("chu-the/<int:pk>/nguoi-cung-lam/", people.people, name="people"),
    path("chu-the/<int:pk>/nguoi-cung-lam/moi/", people.invite, name="invite"),
    path("chu-the/<int:pk>/thoi-tham-gia/", people.leave, name="leave"),
    path("chu-the/<int:pk>/xa-nhap-thay/", people.help_switch, name="help_switch"),
    path("nguoi-cung-lam/<int:pk>/quyen/", people.member_role, name="member_role"),
    path("nguoi-cung-lam/<int:pk>/bo/", people.member_remove, name="member_remove"),
    path("nguoi-cung-lam/<int:pk>/chuyen-quyen/", people.member_ownership, name="member_ownership"),
    path("ho-so/<int:pk>/nguoi-phu-trach/", people.dossier_responsible, name="dossier_responsible"),
    # Invitations.
    path("loi-moi-da-gui/<int:pk>/", invitations.invitation_sent, name="invitation_sent"),
    path("loi-moi-da-gui/<int:pk>/thu-hoi/", invitations.invitation_revoke, name="invitation_revoke"),
    path("loi-moi-cua-toi/<int:pk>/", invitations.invitation_mine, name="invitation_mine"),
    path("loi-moi/<str:token>/", invitations.invitation, name="invitation"),
    # The commune on behalf of people without a computer.
    path("nhap-thay/", behalf.behalf, name="behalf"),
    path("nhap-thay/ban-nhap/", behalf.behalf_drafts, name="behalf_drafts"),
    path("nhap-thay/chu-the-moi/", behalf.behalf_producer, name="behalf_producer"),
    path("nhap-thay/chu-the/<int:pk>/nhu-cau/", behalf.behalf_wish, name="behalf_wish"),
    path("nhap-thay/chu-the/<int:pk>/phieu/", behalf.behalf_slip, name="behalf_slip"),
    path("ho-so/<int:pk>/ban-ky/", behalf.signed_scans, name="signed_scans"),
]
