"""What communes and offices do around the wishes: outreach, lists with their letters, support. Through the services."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.enums import Role
from accounts.models import Office, User
from accounts.selectors import offices_in_force, people_of_office
from activity import jobs
from demo.filing import Commune
from demo.people import who
from directives import services as directives
from foundation import clock
from registrations import selectors, services
from registrations.models import CommuneList, RegistrationRound, Wish


@dataclass(frozen=True)
class Help:
    """Support of a product: key of the product, kind, words, budget line, đồng; by an office, or a person of it too."""

    product: str
    kind: str
    words: str
    line: str
    amount: int
    given: bool = True
    person: str = ""


def support(wishes: Mapping[str, Wish], helps: Sequence[Help], *, office: Office, actor: User) -> None:
    """Note support of products as of today: given today, or planned for a month later."""
    for one in helps:
        values = {
            "kind": one.kind,
            "given": one.words,
            "given_by_office": office,
            "given_by_user": who(one.person) if one.person else None,
            "budget_line": one.line,
            "amount": one.amount,
            "on": clock.today() if one.given else clock.today() + timedelta(days=30),
            "state": "given" if one.given else "planned",
        }
        services.add_support(wish=wishes[one.product], values=values, actor=actor)


def outreach(commune: Commune, moment: datetime, *, people: int, round_: RegistrationRound) -> None:
    """Log a meeting of a commune, and what its loudspeakers said the day after."""
    with clock.frozen(moment):
        office = offices_in_force().filter(unit=commune.unit, kind="ubnd")[0]
    entries = [
        (
            "meeting",
            f"Hội trường Ủy ban nhân dân {commune.unit.name}",
            "Phổ biến đợt đăng ký, hướng dẫn chủ thể",
            people,
        ),
        ("loudspeaker", commune.unit.name, "Thông báo thời hạn, nơi nhận đăng ký sản phẩm OCOP", None),
    ]
    for days, (form, place, topic, came) in enumerate(entries):
        with clock.frozen(moment + timedelta(days=days)):
            values = {
                "form": form, "on": clock.today(), "place": place, "topic": topic, "people": came,
                "round": round_, "task": None, "note": "",
            }  # fmt: skip
            services.add_outreach(office=office, values=values, actor=who(commune.officer))


def send_list(round_: RegistrationRound, commune: Commune, wishes: Sequence[Wish]) -> CommuneList:
    """Send a commune's list: with a covering letter where somebody issues letters for the commune, else at once."""
    act = {"registration_round": round_, "unit": commune.unit, "wishes": wishes, "actor": who(commune.officer)}
    office = selectors.office_for_letters(commune.unit)
    if office is None:
        return services.list_wishes_of_commune(**act)
    made = services.send_list_by_letter(**act)
    letter, clerk = made.letter, people_of_office(office, Role.CLERK)[0]
    leader = who(commune.leader)
    for action, person in (("check", leader), ("form_check", clerk), ("approve", leader)):
        letter = directives.act(document=letter, action=action, actor=person)
    jobs.run_waiting()
    letter.refresh_from_db()
    directives.act(document=letter, action="issue", actor=clerk)
    return made
