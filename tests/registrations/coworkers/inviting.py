"""Invitations and what comes of them, in short words."""

from django.urls import reverse

from registrations import services
from registrations.links import token_of
from registrations.models import ProducerMember
from tests.factories.registrations import owner_of


def invite(producer, address="0900000901", role="view"):
    return services.invite(producer=producer, address=address, role=role, actor=owner_of(producer))


def page_behind(invitation):
    return reverse("registrations:invitation", args=[token_of(invitation.seed)])


def membership(user, producer):
    return ProducerMember.objects.get(user=user, producer=producer)
