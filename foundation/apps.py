"""The ground's wiring: trigram indexes are put up in the database."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class FoundationConfig(AppConfig):
    name = "foundation"

    def ready(self) -> None:
        from foundation import trigrams

        post_migrate.connect(trigrams.install, sender=self)
