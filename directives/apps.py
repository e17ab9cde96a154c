"""Directives' wiring: menu entries, colours of states, the PDF job, and the deadlines of tasks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectivesConfig(AppConfig):
    name = "directives"
    verbose_name = _("Directives")

    def ready(self) -> None:
        from directives import deadlines, hooks, rules
        from directives.petitions import rules as petition_rules
        from directives.petitions.deadlines import KIND, open_petition_deadlines
        from directives.policies import services as policies
        from directives.selectors import open_task_deadlines
        from directives.services import reading, rendering  # noqa: F401 -- register their jobs
        from foundation import navigation, tones

        navigation.register(navigation.NavItem(_("Letters"), "directives:list", rules.handles_letters, order=20))
        navigation.register(navigation.NavItem(_("Letters in"), "directives:incoming", rules.handles_letters, order=20))
        navigation.register(navigation.NavItem(_("Tasks"), "directives:tasks", rules.handles_letters, order=21))
        navigation.register(
            navigation.NavItem(_("Petitions"), "directives:petitions", petition_rules.sees_petitions, order=22)
        )
        navigation.register(
            navigation.NavItem(_("Reminders"), "directives:reminders", rules.may_set_reminders, order=91)
        )
        tones.register(
            {
                **dict.fromkeys(
                    ("checked", "form_checked", "rendered", "signed", "assigned", "reported", "proposed"), "waiting"
                ),
                "replaced": "neutral",
                "made": "good",
                "used": "good",
                "reserved": "waiting",
                "reading": "waiting",
                "unreadable": "late",
                "new": "waiting",
                "discarded": "neutral",
                "answered": "good",
                "ended": "neutral",
                "dropped": "neutral",
            }
        )
        deadlines.register_source(
            "tasks",
            open_task_deadlines,
            {"default": _("All others"), "task": _("Tasks from letters"), "task_report": _("Regular reports")},
        )
        deadlines.register_source("petitions", open_petition_deadlines, {KIND: _("Answers to petitions")})
        hooks.register(
            policies.PURPOSE, hooks.Hook(on_issued=policies.decision_issued, on_voided=policies.decision_voided)
        )
