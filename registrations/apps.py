"""Registrations' wiring: menu, state colours, deadlines and job handlers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistrationsConfig(AppConfig):
    name = "registrations"
    verbose_name = _("Registrations")

    def ready(self) -> None:
        from accounts import takeovers
        from directives import deadlines
        from foundation import navigation, tones
        from registrations import (  # noqa: F401 -- jobs register their handlers
            hooks,
            import_jobs,
            invitation_jobs,
            jobs,
            reminders,
            rules,
        )
        from registrations.selectors import search
        from registrations.services import note_takeover

        takeovers.register(note_takeover)
        search.index_columns()
        deadlines.register_source("registrations", reminders.deadlines, reminders.KINDS)
        hooks.register()
        tones.register(
            {
                "registered": "waiting",
                "listed": "waiting",
                "opinion_waiting": "waiting",
                "opinion_approved": "waiting",
                "fixed": "waiting",
                "decided": "good",
                "uploaded": "waiting",
                "staging": "waiting",
                "staged": "waiting",
                "accepting": "waiting",
                "undoing": "waiting",
                "ready": "good",
                "error": "late",
                "duplicate": "waiting",
                "kept": "waiting",
                "prepared": "waiting",
                "planned": "waiting",
                "given": "good",
                "cancelled": "neutral",
            }
        )
        item = navigation.NavItem
        for entry in (
            item(_("My products"), "registrations:start", rules.may_create_producer, 30),
            item(_("Dossiers"), "registrations:queue", rules.sees_queue, 40),
            item(_("Enter on behalf"), "registrations:behalf", rules.may_enter_on_behalf, 41),
            item(_("Dossiers"), "registrations:office_dossiers", rules.sees_office_dossiers, 40),
            item(_("Registration rounds"), "registrations:rounds", rules.sees_rounds, 30),
            item(_("Look up"), "registrations:producers", rules.sees_rounds, 42),
            item(_("Outreach log"), "registrations:outreach", rules.sees_queue, 45),
        ):
            navigation.register(entry)
