"""The ground floor's wiring: job handlers are known and the journal is guarded in the database."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ActivityConfig(AppConfig):
    name = "activity"
    verbose_name = _("Activity")

    def ready(self) -> None:
        from activity import checks, notifications, triggers  # noqa: F401 -- registers checks and handlers
        from foundation import navigation, page_context

        post_migrate.connect(triggers.install, sender=self)
        page_context.register("unread_count", lambda request: notifications.unread_count(request.user))
        navigation.register(
            navigation.NavItem(
                label=_("Machinery"),
                url_name="activity:machinery",
                shown_to=lambda user: user.is_superuser,
                order=95,
            )
        )
