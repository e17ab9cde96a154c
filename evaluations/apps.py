"""Evaluations' wiring: menu, colours, visibility, hooks of documents, the job that drafts papers, deadlines."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvaluationsConfig(AppConfig):
    name = "evaluations"
    verbose_name = _("Evaluations")

    def ready(self) -> None:
        from directives import deadlines
        from directives import hooks as letters
        from directives import visibility as documents
        from evaluations import access, after_rules, hooks, rules, tasks  # noqa: F401 -- tasks registers its job
        from evaluations.enums.after import TONES
        from evaluations.screening import screenings as screened
        from evaluations.selectors.after_deadlines import after_recognition
        from evaluations.selectors.deadlines import opinions_waiting, sheets_waiting
        from foundation import navigation, tones
        from registrations import screenings
        from registrations import visibility as dossiers

        navigation.register(navigation.NavItem(_("Scoring"), "evaluations:scoring", rules.sees_scoring, order=50))
        navigation.register(
            navigation.NavItem(_("Evaluation rounds"), "evaluations:rounds", rules.sees_rounds, order=51)
        )
        navigation.register(
            navigation.NavItem(_("After recognition"), "evaluations:recognised", after_rules.sees_after, order=52)
        )
        tones.register(
            {
                **TONES,
                **dict.fromkeys(("dossiers_fixed", "proposed", "declared", "waiting_sheet", "differs"), "waiting"),
                "unproven": "late",
                **dict.fromkeys(
                    ("closed", "sealed", "confirmed", "listed", "proposed_up", "left_below", "agrees"), "good"
                ),
                **dict.fromkeys(("abstained", "notice", "not_listed", "not_scored"), "neutral"),
            }
        )
        documents.register_provider(grants=access.documents_granted, denials=access.documents_denied)
        dossiers.register_provider(grants=access.dossiers_granted, denials=access.dossiers_denied)
        screenings.register_provider(screened)
        hooks.register()
        letters.register_follow_up(
            letters.FollowUp("evaluations:round_create", _("Prepare an evaluation round"), rules.may_create_rounds)
        )
        deadlines.register_source("evaluations_after", after_recognition)
        deadlines.register_source("evaluations_written", opinions_waiting, {"opinions": _("Written opinions")})
        deadlines.register_source("evaluations", sheets_waiting, {"sheets": _("Score sheets before the meeting")})
