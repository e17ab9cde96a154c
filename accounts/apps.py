"""Accounts' wiring: the journal learns how to name a person's office."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from accounts import rules
        from activity import context
        from foundation import navigation, page_context

        context.register_office_lookup(_office_of)
        page_context.register("acting_office", lambda request: _office_of(request.user)[1])
        navigation.register(
            navigation.NavItem(
                label=_("Accounts"), url_name="accounts:people", shown_to=rules.may_help_with_accounts, order=90
            )
        )
        navigation.register(
            navigation.NavItem(
                label=_("Rest days"), url_name="accounts:rest_days", shown_to=rules.may_change_rest_days, order=91
            )
        )
        navigation.register(
            navigation.NavItem(
                label=_("Units and offices"), url_name="accounts:units", shown_to=rules.may_administer, order=92
            )
        )


def _office_of(user: Any) -> tuple[int | None, str]:
    from accounts.selectors import acting_membership

    membership = acting_membership(user)
    return (membership.office_id, str(membership.office)) if membership else (None, "")
