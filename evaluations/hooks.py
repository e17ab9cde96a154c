"""Which documents of directives concern evaluations, and what their approval, issue and voiding does here."""

from __future__ import annotations

from directives import hooks
from evaluations.services import publishing, withdrawals


def register() -> None:
    """Register the hooks of a round's papers; may run twice."""
    plain = hooks.Hook(on_voided=publishing.paper_voided)
    for purpose in ("evaluations.minutes", "evaluations.submission", "evaluations.notice"):
        hooks.register(purpose, plain)
    hooks.register(
        "evaluations.decision",
        hooks.Hook(
            on_approved=publishing.decision_approved,
            on_issued=publishing.decision_issued,
            on_voided=publishing.paper_voided,
        ),
    )
    hooks.register(
        "evaluations.certificate",
        hooks.Hook(
            on_approved=publishing.certificate_approved,
            on_issued=publishing.certificate_issued,
            on_voided=publishing.paper_voided,
        ),
    )
    hooks.register(
        withdrawals.PURPOSE,
        hooks.Hook(on_issued=withdrawals.withdrawal_issued, on_voided=withdrawals.withdrawal_voided),
    )
