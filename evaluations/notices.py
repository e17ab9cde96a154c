"""Whom the steps of a round tell what. Used by the tables in ``enums``; confirm pages show the same lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.selectors import people_for_unit, people_of_office
from activity.notifications import Notice
from evaluations.enums.choices import RECUSED_STATES, CouncilRole
from evaluations.rules import HEADS
from foundation.formatting import day
from registrations.notices import people_of_producer_id

if TYPE_CHECKING:
    from evaluations.models import (
        AdvisoryReport,
        Certificate,
        Entry,
        EvaluationRound,
        Meeting,
        Recusal,
        Sheet,
        TeamRecusal,
    )


def _url(evaluation_round: EvaluationRound) -> str:
    return reverse("evaluations:round", args=[evaluation_round.pk])


def without(actor: Any, people: Iterable[Any]) -> list[Any]:
    """Return the people but the one who acts."""
    return [person for person in people if actor is None or person.pk != actor.pk]


def council_of(evaluation_round: EvaluationRound, **only: Any) -> list[Any]:
    """Return the people on the council of a round, narrowed by columns of their seats."""
    return [seat.user for seat in evaluation_round.council.members.filter(**only).select_related("user")]


def not_recused(entry: Entry, people: Iterable[Any]) -> list[Any]:
    """Return the people without those who are recused from an entry, on its council or on the advisory team."""
    seats = entry.recusals.filter(state__in=RECUSED_STATES).order_by().values_list("member__user_id", flat=True)
    team = entry.team_recusals.filter(state__in=RECUSED_STATES).order_by().values_list("user_id", flat=True)
    recused = set(seats.union(team))
    return [person for person in people if person.pk not in recused]


def keepers(evaluation_round: EvaluationRound) -> list[Any]:
    """Return the officers of the round and the council's secretaries, each once."""
    officers = people_of_office(evaluation_round.office, Role.ROUND_OFFICER)
    people = [*officers, *council_of(evaluation_round, role=CouncilRole.SECRETARY)]
    return list({person.pk: person for person in people}.values())


def dossiers_ready(evaluation_round: EvaluationRound, actor: Any) -> Iterator[Notice]:
    """Tell the council that the dossiers can be read, and the advisory team that its reports are awaited."""
    title = _("The dossiers of %(round)s are ready to be read") % {"round": evaluation_round}
    yield Notice("dossiers_ready", without(actor, council_of(evaluation_round)), title, url=_url(evaluation_round))
    team = [seat.user for seat in evaluation_round.council.advisers.select_related("user")]
    if team:
        title = _("The advisory team's reports are awaited: %(round)s") % {"round": evaluation_round}
        yield Notice("advice_awaited", without(actor, team), title, url=_url(evaluation_round))


def scoring_opened(evaluation_round: EvaluationRound, actor: Any) -> Iterator[Notice]:
    """Tell the members with a vote that they can fill their sheets."""
    title = _("Score sheets are open: %(round)s") % {"round": evaluation_round}
    people = without(actor, council_of(evaluation_round, counted=True))
    yield Notice("scoring_opened", people, title, url=_url(evaluation_round))


def discussion_opened(evaluation_round: EvaluationRound, actor: Any) -> Iterator[Notice]:
    """Tell the council that it discusses now, with all sheets side by side."""
    title = _("The council discusses now: %(round)s") % {"round": evaluation_round}
    yield Notice("discussion_opened", without(actor, council_of(evaluation_round)), title, url=_url(evaluation_round))


def round_closed(evaluation_round: EvaluationRound, actor: Any) -> Iterator[Notice]:
    """Tell the council and the officers that results stand."""
    title = _("Results stand: %(round)s") % {"round": evaluation_round}
    people = {person.pk: person for person in [*council_of(evaluation_round), *keepers(evaluation_round)]}
    yield Notice("round_closed", without(actor, people.values()), title, url=_url(evaluation_round))


def round_reopened(evaluation_round: EvaluationRound, actor: Any) -> Iterator[Notice]:
    """Tell the council that the results no longer stand."""
    title = _("The council discusses again: %(round)s") % {"round": evaluation_round}
    yield Notice("round_reopened", without(actor, council_of(evaluation_round)), title, url=_url(evaluation_round))


def result_proposed(evaluation_round: EvaluationRound, actor: Any) -> Iterator[Notice]:
    """Tell the leader of the office that decides."""
    title = _("Results are proposed for your decision: %(round)s") % {"round": evaluation_round}
    people = without(actor, people_of_office(evaluation_round.issuing_office, *HEADS))
    yield Notice("result_proposed", people, title, url=_url(evaluation_round))


def result_approved(evaluation_round: EvaluationRound, actor: Any) -> Iterator[Notice]:
    """Tell the secretary that the decision is signed."""
    title = _("The decision on the results is signed: %(round)s") % {"round": evaluation_round}
    people = without(actor, keepers(evaluation_round))
    yield Notice("result_approved", people, title, url=_url(evaluation_round))


def result_published(evaluation_round: EvaluationRound, actor: Any) -> Iterator[Notice]:
    """Tell council and officers; producers and communes are told about each dossier by registrations."""
    title = _("Results are published: %(round)s") % {"round": evaluation_round}
    people = {person.pk: person for person in [*council_of(evaluation_round), *keepers(evaluation_round)]}
    yield Notice("result_published", without(actor, people.values()), title, url=_url(evaluation_round))


def decision_voided(evaluation_round: EvaluationRound, actor: Any) -> Iterator[Notice]:
    """Tell the secretary that results have to be proposed again."""
    title = _("The decision was voided, propose the results again: %(round)s") % {"round": evaluation_round}
    people = without(actor, keepers(evaluation_round))
    yield Notice("decision_voided", people, title, url=_url(evaluation_round))


def certificate_prolonged(certificate: Certificate, actor: Any) -> Iterator[Notice]:  # noqa: ARG001 -- shape of notices
    """Tell producer and commune until when the certificate holds while a result is awaited."""
    dossier = certificate.entry.dossier
    title = _("Certificate %(number)s was prolonged until %(day)s") % {
        "number": certificate.number,
        "day": day(certificate.prolonged_until),
    }
    people = [*people_of_producer_id(dossier.producer_id), *people_for_unit(dossier.unit_id, Role.COMMUNE_OFFICER)]
    yield Notice("certificate_prolonged", people, title, url=reverse("catalogue:certificate", args=[certificate.token]))


def result_left(entry: Entry, below: Entry) -> Notice:
    """Tell the officers of the office that has sent a product up, by ``below``, that its result is left to them."""
    title = _("A result is left to your office: %(product)s") % {"product": entry.dossier.product}
    people = not_recused(below, people_of_office(below.round.office, Role.ROUND_OFFICER))
    return Notice("result_left", people, title, url=reverse("evaluations:left_results"))


def result_explained(entry: Entry) -> Notice:
    """Tell the producer where the own result is explained."""
    title = _("The result of %(product)s is explained") % {"product": entry.dossier.product}
    people = list(people_of_producer_id(entry.dossier.producer_id))
    return Notice("result_explained", people, title, url=reverse("evaluations:entry", args=[entry.pk]))


def sheet_reopened(sheet: Sheet, actor: Any) -> Iterator[Notice]:
    """Tell the member that the sheet can be changed again."""
    title = _("Your sheet was opened again: %(product)s") % {"product": sheet.entry.dossier.product}
    url = reverse("evaluations:sheet", args=[sheet.entry_id])
    yield Notice("sheet_reopened", without(actor, [sheet.member.user]), title, url=url)


def advice_handed_over(report: AdvisoryReport, actor: Any) -> Notice:
    """Tell the council that the advisory team's report on a product can be read; never a member recused there."""
    entry = report.entry
    people = without(actor, not_recused(entry, council_of(entry.round)))
    title = _("The advisory team's report can be read: %(product)s") % {"product": entry.dossier.product}
    return Notice("advice_handed_over", people, title, url=reverse("evaluations:advice", args=[entry.pk]))


def recusal_declared(recusal: Recusal | TeamRecusal) -> Notice:
    """Tell the secretary that a declaration waits; never the member or adviser who made it."""
    title = _("%(member)s declared a conflict of interest") % {"member": recusal.member}
    evaluation_round = recusal.entry.round
    url = reverse("evaluations:recusals", args=[evaluation_round.pk])
    return Notice("recusal_declared", without(recusal.person, keepers(evaluation_round)), title, url=url)


def recusal_answered(recusal: Recusal | TeamRecusal) -> Notice:
    """Tell the member or adviser what the secretary answered."""
    title = _("Your declaration of a conflict of interest: %(state)s") % {"state": recusal.get_state_display()}
    return Notice("recusal_answered", [recusal.person], title, body=recusal.answer, url=_url(recusal.entry.round))


# -- Meetings --------------------------------------------------------------------------------------------------------
def meeting_invitations(meeting: Meeting, actor: Any) -> Iterator[Notice]:
    """Tell council and advisory team of the meeting, and each producer when the own product is taken up."""
    evaluation_round = meeting.round
    values = {"round": evaluation_round, "when": str(meeting), "place": meeting.place or "–"}
    title = _("Meeting of the council: %(when)s, %(round)s") % values
    url = reverse("evaluations:meeting", args=[meeting.pk])
    team = [seat.user for seat in evaluation_round.council.advisers.select_related("user")]
    people = {person.pk: person for person in [*council_of(evaluation_round), *team]}
    body = _("Place: %(place)s") % values
    yield Notice("meeting_invitation", without(actor, people.values()), title, body=body, url=url)
    items = meeting.agenda.select_related("entry__dossier__product").order_by("starts_at")
    for item in items:
        dossier = item.entry.dossier
        title = _("Present your product to the council: %(product)s") % {"product": dossier.product}
        when = {"time": f"{item.starts_at:%H:%M}", "day": f"{meeting.local_day:%d/%m/%Y}", "place": values["place"]}
        body = _("At %(time)s on %(day)s. Place: %(place)s") % when
        producers = list(people_of_producer_id(dossier.producer_id))
        yield Notice(f"presentation:{item.entry_id}", producers, title, body=body, url=dossier.get_absolute_url())


def short_notice_warning(evaluation_round: EvaluationRound, actor: Any) -> Notice:
    """Tell chair and deputies that the dossiers come late and that they must answer."""
    title = _("The dossiers reach the council late: %(round)s") % {"round": evaluation_round}
    leads = council_of(evaluation_round, role__in=(CouncilRole.CHAIR, CouncilRole.DEPUTY))
    url = reverse("evaluations:short_notice", args=[evaluation_round.pk])
    return Notice("short_notice", without(actor, leads), title, url=url)


def short_notice_accepted(evaluation_round: EvaluationRound, actor: Any) -> Notice:
    """Tell the secretary that the council meets all the same, and why."""
    title = _("The council meets although the dossiers came late: %(round)s") % {"round": evaluation_round}
    people = without(actor, keepers(evaluation_round))
    body = evaluation_round.short_notice_reason
    return Notice("short_notice_accepted", people, title, body=body, url=_url(evaluation_round))


def tie_declared(evaluation_round: EvaluationRound, member: Any) -> Notice:
    """Tell the secretary that a member has declared a tie that matters in the round."""
    title = _("%(member)s declared a tie to a producer of %(round)s") % {"member": member, "round": evaluation_round}
    url = reverse("evaluations:recusals", args=[evaluation_round.pk])
    return Notice("tie_declared", without(member, keepers(evaluation_round)), title, url=url)


def sheets_owed(evaluation_round: EvaluationRound) -> Notice:
    """Tell the members who still owe a sheet; the products are named on their own page only."""
    from evaluations.selectors.deadlines import members_owing  # the tables import this module before models are ready

    title = _("Submit your score sheets: %(round)s") % {"round": evaluation_round}
    return Notice("sheets_owed", members_owing(evaluation_round), title, url=_url(evaluation_round))
