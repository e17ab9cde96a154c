"""The public face's wiring: its entry in the main menu of those who are logged in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "catalogue"
    verbose_name = _("Recognised products")

    def ready(self) -> None:
        from foundation import navigation

        navigation.register(
            navigation.NavItem(
                label=_("OCOP products"), url_name="catalogue:products", shown_to=lambda _user: True, order=70
            )
        )
