"""The dashboards' wiring: their entries in the main menu."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DashboardsConfig(AppConfig):
    name = "dashboards"
    verbose_name = _("Dashboards")

    def ready(self) -> None:
        from dashboards import rules
        from foundation import navigation

        navigation.register(
            navigation.NavItem(label=_("My work"), url_name="dashboards:home", shown_to=lambda _user: True, order=10)
        )
        navigation.register(
            navigation.NavItem(
                label=_("The whole picture"), url_name="dashboards:leader", shown_to=rules.sees_leaders_page, order=60
            )
        )
