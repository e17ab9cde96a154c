"""The law's wiring: published decisions are guarded in the database, every page can name the one in force."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class RubricsConfig(AppConfig):
    name = "rubrics"
    verbose_name = _("Rubrics")

    def ready(self) -> None:
        from foundation import navigation, page_context
        from rubrics import checks, rules, triggers  # noqa: F401 -- registers checks

        pre_migrate.connect(triggers.make_way, sender=self)
        post_migrate.connect(triggers.install, sender=self)
        navigation.register(navigation.NavItem(_("Rubrics"), "rubrics:index", rules.may_enter_law, order=93))
        page_context.register("decision_in_force", _decision_of_today)


def _decision_of_today(_request: HttpRequest) -> str:
    from foundation import clock
    from rubrics import selectors

    decision = selectors.decision_in_force(clock.today())
    return decision.code if decision else ""
