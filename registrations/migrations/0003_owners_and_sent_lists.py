"""Producers get an owner, and lists that were sent get their moment, as new rows have them from the start."""

from django.db import migrations
from django.db.models import F


def give_owners(apps, schema_editor):  # noqa: ARG001 -- the signature that migrations ask for
    """Make the first person who may edit a producer's record its owner."""
    members = apps.get_model("registrations", "ProducerMember").objects.filter(role="edit").order_by("pk")
    owned = set(members.filter(is_owner=True).values_list("producer_id", flat=True))
    for member in members.exclude(producer_id__in=owned):
        if member.producer_id not in owned:
            owned.add(member.producer_id)
            type(member).objects.filter(pk=member.pk).update(is_owner=True)


def date_sent_lists(apps, schema_editor):  # noqa: ARG001 -- the signature that migrations ask for
    """A list that was sent before letters carried lists was sent when it was made."""
    lists = apps.get_model("registrations", "CommuneList").objects.filter(state="sent", sent_at=None)
    lists.update(sent_at=F("made_at"))


class Migration(migrations.Migration):
    dependencies = [("registrations", "0002_deepened")]

    operations = [
        migrations.RunPython(give_owners, migrations.RunPython.noop),
        migrations.RunPython(date_sent_lists, migrations.RunPython.noop),
    ]
