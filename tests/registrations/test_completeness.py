"""Completeness as a property: whatever is left out of a complete dossier is named, once, and nothing else is."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from activity.errors import Refused
from registrations import selectors, services
from registrations.models import Dossier, DossierItem
from registrations.steps import url_of_step
from tests.factories.registrations import make_dossier, make_place, owner_of
from tests.factories.rubrics import CODE_2019, publish_law

LAW_OF_ITS_OWN = True

pytestmark = pytest.mark.django_db
TEXTS = (
    "materials", "technology", "quality", "markets", "plan_production", "plan_market",
    "local_origin", "local_labour", "local_idea", "local_identity",
)  # fmt: skip
OF_THE_OLD_LAW = tuple(name for name in TEXTS if not name.startswith("local_"))


def leave_out(dossier: Dossier, texts: set[str], items: set[int], *, papers: bool) -> None:
    """Empty these texts, leave these items open and take the papers out, in rows."""
    Dossier.objects.filter(pk=dossier.pk).update(**dict.fromkeys(texts, ""))
    DossierItem.objects.filter(pk__in=items).update(answered=False, level=None)
    if papers:
        dossier.papers.clear()


@pytest.fixture(params=["26/2026", "1048/2019"])
def complete(request):
    if request.param == "26/2026":
        return make_dossier(), TEXTS, False
    place = make_place(law=publish_law(CODE_2019), level="district")
    return make_dossier(place), OF_THE_OLD_LAW, True


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_exactly_what_was_left_out_is_missed(complete, data):
    dossier, names, asks_papers = complete
    rows = dict(dossier.items.values_list("pk", "criterion__part__code"))
    texts = data.draw(st.sets(st.sampled_from(names)))
    items = data.draw(st.sets(st.sampled_from(sorted(rows)), max_size=6))
    papers = data.draw(st.booleans())
    wanted = {f"id_{name}" for name in texts}
    wanted |= {url_of_step(dossier, f"part-{rows[pk].lower()}") for pk in items}
    wanted |= {url_of_step(dossier, "papers")} if papers and asks_papers else set()

    with transaction.atomic():
        leave_out(dossier, texts, items, papers=papers)
        now = Dossier.objects.get(pk=dossier.pk)
        gaps = [gap.url.rpartition("#")[2] for gap in selectors.gaps_of(now)]
        assert sorted(gaps) == sorted(wanted)
        if wanted:
            with pytest.raises(Refused):
                services.submit_dossier(dossier=now, undertaken_by="A Đrin", actor=owner_of(now.producer))
        transaction.set_rollback(True)
