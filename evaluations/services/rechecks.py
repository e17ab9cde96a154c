"""Re-checks of recognised products: planned, started, found, finished."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Office, User
from activity import journal, transitions
from activity.errors import Conflict, NotAllowed, Refused
from activity.notifications import notify
from directives.models import Document
from evaluations import after_notices, after_rules
from evaluations.enums import CAMPAIGN_TRANSITIONS, CampaignState, CheckVerdict
from evaluations.models import RecheckCampaign, RecheckItem, Withdrawal
from evaluations.selectors.recognised import recognised_now, recognition_to_withdraw
from evaluations.services.withdrawals import propose_withdrawal
from foundation import clock
from registrations.models import Product


@dataclass(frozen=True)
class Plan:
    """What a re-check is about; both days are included."""

    name: str
    scope: str
    starts_on: date
    ends_on: date
    directive: Document | None = None


@transaction.atomic
def plan_recheck(*, office: Office, plan: Plan, actor: User) -> RecheckCampaign:
    """Plan a re-check. Raises NotAllowed for anybody but the office's officers, Refused where it ends too early."""
    if not after_rules.starts_campaign_for(actor, office):
        raise NotAllowed
    if plan.ends_on < plan.starts_on:
        raise Refused(_("It cannot end before it begins."))
    made = RecheckCampaign.objects.create(office=office, created_by=actor, **plan.__dict__)
    journal.record(made, journal.Event("create", _("Re-check planned"), after={"name": plan.name}), actor=actor)
    return made


@transaction.atomic
def choose_products(*, campaign: RecheckCampaign, products: Iterable[Product], actor: User) -> int:
    """Make these recognised products those of a re-check that has not started; return how many.

    Raises NotAllowed; Conflict once it has started; Refused for a product that is not recognised or not visible here.
    """
    if not after_rules.runs_campaign(actor, campaign):
        raise NotAllowed
    if campaign.state != CampaignState.PREPARING:
        raise Conflict(_("The re-check has started: its products are fixed."))
    wanted = {product.pk: product for product in products}
    good = set(recognised_now(actor).filter(pk__in=wanted).values_list("pk", flat=True))
    if good != wanted.keys():
        raise Refused(_("Only products of your area that are recognised today can be checked again."))
    campaign.items.exclude(product_id__in=wanted).delete()
    there = set(campaign.items.values_list("product_id", flat=True))
    for pk, product in wanted.items():
        if pk not in there:
            RecheckItem.objects.create(
                campaign=campaign, product=product, stars=product.current_stars or 0,
                recognition=recognition_to_withdraw(product),
            )  # fmt: skip
    event = journal.Event("choose", _("Products of the re-check chosen"), after={"products": len(wanted)})
    journal.record(campaign, event, actor=actor)
    return len(wanted)


@transaction.atomic
def start_recheck(*, campaign: RecheckCampaign, actor: User) -> RecheckCampaign:
    """Start a re-check and tell producers and communes. Raises Refused without products, Conflict, NotAllowed."""
    if not campaign.items.exists():
        raise Refused(_("Choose the products first."))
    return transitions.apply(CAMPAIGN_TRANSITIONS, "start", campaign, actor=actor)


@transaction.atomic
def finish_recheck(*, campaign: RecheckCampaign, actor: User) -> RecheckCampaign:
    """Finish a re-check whose products all have a finding. Raises Refused while one lacks it, Conflict, NotAllowed."""
    left = campaign.items.filter(verdict="").count()
    if left:
        raise Refused(_("%(n)s products have no finding yet.") % {"n": left})
    facts = {"products": campaign.items.count()}
    return transitions.apply(CAMPAIGN_TRANSITIONS, "finish", campaign, actor=actor, facts=facts)


@transaction.atomic
def record_finding(
    *, item: RecheckItem, verdict: str, finding: str, actor: User, remedy_by: date | None = None, ground: str = ""
) -> RecheckItem:
    """Write down what was found about a product, once, and propose what follows.

    Args:
        remedy_by: the last day to put it right, where the verdict says so.
        ground: ground of the law in force, where the withdrawal is proposed: its decision is drafted at once.

    Raises:
        NotAllowed: another office's re-check, or a recognition that another office gave.
        Conflict: the re-check is not running, or the product has a finding already.
        Refused: what the verdict needs is missing.
    """
    campaign = item.campaign
    if not after_rules.runs_campaign(actor, campaign):
        raise NotAllowed
    if campaign.state != CampaignState.RUNNING:
        raise Conflict(_("The re-check is not running."))
    if verdict == CheckVerdict.REMEDY and (remedy_by is None or remedy_by < clock.today()):
        raise Refused(_("Give a day, not in the past, by which it has to be put right."))
    changes = {
        "verdict": CheckVerdict(verdict),
        "finding": finding.strip(),
        "checked_on": clock.today(),
        "checked_by": actor,
        "remedy_by": remedy_by if verdict == CheckVerdict.REMEDY else None,
        "withdrawal": _withdrawal(item, finding, ground, actor) if verdict == CheckVerdict.WITHDRAW else None,
    }
    if RecheckItem.objects.filter(pk=item.pk, verdict="").update(**changes) != 1:
        raise Conflict(_("This product has a finding already."))
    item.refresh_from_db()
    _note(item, "finding", _("Finding recorded"), finding, actor)
    notify(item.product, after_notices.finding_recorded(item), occasion=f"recheck-{item.pk}")
    return item


@transaction.atomic
def record_remedy(*, item: RecheckItem, note: str, actor: User) -> RecheckItem:
    """Confirm that what was found has been put right. Raises NotAllowed; Conflict where nothing waits for it."""
    if not after_rules.runs_campaign(actor, item.campaign):
        raise NotAllowed
    open_one = RecheckItem.objects.filter(pk=item.pk, verdict=CheckVerdict.REMEDY, remedied_on=None, withdrawal=None)
    if open_one.update(remedied_on=clock.today(), remedy_note=note.strip()) != 1:
        raise Conflict(_("Nothing of this product waits to be put right."))
    item.refresh_from_db()
    _note(item, "remedied", _("Put right, confirmed by the office"), note, actor)
    return item


@transaction.atomic
def propose_after_remedy(*, item: RecheckItem, facts: str, ground: str, actor: User) -> RecheckItem:
    """Propose the withdrawal where nothing was put right. Raises as ``record_remedy`` and ``propose_withdrawal``."""
    if not after_rules.runs_campaign(actor, item.campaign):
        raise NotAllowed
    if not item.waits_for_remedy or item.withdrawal_id is not None:
        raise Conflict(_("Nothing of this product waits to be put right."))
    if item.remedy_by is not None and clock.today() <= item.remedy_by:
        raise Refused(_("The producer has time until the end of the day that was set."))
    withdrawal = _withdrawal(item, facts, ground, actor)
    if RecheckItem.objects.filter(pk=item.pk, withdrawal=None, remedied_on=None).update(withdrawal=withdrawal) != 1:
        raise Conflict(_("Nothing of this product waits to be put right."))
    item.refresh_from_db()
    _note(item, "not_remedied", _("Not put right: withdrawal proposed"), facts, actor)
    return item


def _withdrawal(item: RecheckItem, facts: str, ground: str, actor: User) -> Withdrawal:
    return propose_withdrawal(product=item.product, ground=ground, facts=facts, known_on=clock.today(), actor=actor)


def _note(item: RecheckItem, action: str, label: str, reason: str, actor: User) -> None:
    """Write it into the chains of the re-check and of the product, where the producer reads it."""
    after = {"product": item.product_id, "verdict": item.verdict, "remedy_by": item.remedy_by}
    journal.record(item.campaign, journal.Event(action, label, after=after, reason=reason), actor=actor)
    event = journal.Event(f"recheck_{action}", label, after=after, reason=reason, for_producer=True)
    journal.record(item.product, event, actor=actor)
