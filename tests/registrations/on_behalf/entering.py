"""What an officer does for people without a computer, in short words."""

from uuid import uuid4

from accounts import services as accounts
from foundation.files import CheckedUpload
from registrations import services
from registrations.models import Dossier
from registrations.services.wishes import WishFacts
from tests.factories.registrations import PNG, make_round
from tests.factories.rubrics import best_levels

NEW_PASSWORD = "mat-khau-cua-toi"
PHONE = "0900000707"


def scan(name="phieu-ky.png"):
    return CheckedUpload(name=name, content_type="image/png", content=PNG)


def enter_wish(place, producer, actor, *, signed=(), registration_round=None):
    return services.register_wish(
        registration_round=registration_round or make_round(place),
        producer=producer,
        product={"name": "Măng khô", "group": ""},
        facts=WishFacts(target_year=2027, expected_stars=3, rubric=place.law.rubrics.first()),
        key=uuid4(),
        actor=actor,
        signed=signed,
    )


def write_all(dossier, officer):
    """Type the whole dossier as the officer."""
    names = (
        "story", "materials", "technology", "quality", "markets", "plan_production", "plan_market",
        "local_origin", "local_labour", "local_idea", "local_identity",
    )  # fmt: skip
    values = dict.fromkeys(names, "Nội dung.") | {"revenue": 1_000_000}
    services.save_fields_of_dossier(dossier=dossier, values=values, seen=None, actor=officer)
    services.update_product(
        product=dossier.product, values={"description": "Măng rừng phơi khô."}, seen=None, actor=officer
    )
    for criterion, level in best_levels(dossier.rubric).items():
        services.save_item(
            dossier=dossier,
            criterion=criterion,
            answered=True,
            level=level,
            description="Có.",
            evidence=[],
            seen=None,
            actor=officer,
        )
    paper = {"kind": "business_registration", "title": "ĐKKD", "number": "1", "issuer": "UBND"}
    services.add_evidence(
        producer=dossier.producer, values=paper, uploads=[scan("dkkd.png")], actor=officer, dossier=dossier
    )
    return Dossier.objects.get(pk=dossier.pk)


def claim(producer, officer):
    """Print the code and take the account over; return the person."""
    slip = services.hand_over(producer=producer, actor=officer)
    return accounts.redeem_code(login=slip.account.username, code=slip.code, password=NEW_PASSWORD)
