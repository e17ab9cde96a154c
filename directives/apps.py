"""Directives' wiring: menu entries, colours of states, the PDF job, and the deadlines of tasks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectivesConfig(AppConfig):
    name = "directives"
    verbose_name = _("Directives")

    def ready(self) -> None:
        from directives import deadlines, rules
        from directives.selectors import open_task_deadlines
        from directives.services import reading, rendering  # noqa: F401 -- register their jobs
        from foundation import navigation, tones

        navigation.register(navigation.NavItem(_("Letters"), "directives:list", rules.handles_letters, order=20))
        navigation.register(navigation.NavItem(_("Letters in"), "directives:incoming", rules.handles_letters, order=20))
        navigation.register(navigation.NavItem(_("Tasks"), "directives:tasks", rules.handles_letters, order=21))
        navigation.register(
            navigation.NavItem(_("Reminders"), "directives:reminders", rules.may_set_reminders, order=91)
        )
        tones.register(
            {
                **dict.fromkeys(("checked", "form_checked", "rendered", "signed", "assigned", "reported"), "waiting"),
                "replaced": "neutral",
                "made": "good",
                "used": "good",
                "reserved": "waiting",
                "reading": "waiting",
                "unreadable": "late",
                "new": "waiting",
                "discarded": "neutral",
            }
        )
        deadlines.register_source(
            "tasks",
            open_task_deadlines,
            {"default": _("All others"), "task": _("Tasks from letters"), "task_report": _("Regular reports")},
        )
