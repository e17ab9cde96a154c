"""All of it, in one transaction: the whole volume or nothing."""

from __future__ import annotations

from django.conf import settings
from django.db import connection, transaction
from django.test.utils import override_settings
from django.utils import translation

from activity import jobs
from demo.volume import dossiers, ground, judging, producers
from demo.volume.batch import Say
from demo.volume.plan import plan_for
from demo.volume.sheets import Pool
from foundation import clock
from rubrics import selectors as rubrics

LAW = "26/2026/QĐ-TTg"


def tell(count: int, *, score_rows: int, say: Say) -> None:
    """Write so many products with everything that belongs to them, as of the clock's present day."""
    today, plan = clock.today(), plan_for(count)
    law = rubrics.decision_by_code(LAW)
    quiet = override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend")
    with quiet, translation.override(settings.LANGUAGE_CODE), jobs.without_nudges(), transaction.atomic():
        base = ground.build(plan, today=today)
        field = producers.build(plan, base, today=today)
        say(f"producers: {plan.producers:,}, products: {plan.products:,}")
        pool = Pool(law)
        filed = dossiers.build(plan, base, field, pool, law, say)
        judging.build(base, law, pool, filed, score_rows=score_rows, say=say)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
