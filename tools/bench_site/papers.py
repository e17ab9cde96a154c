"""Times what is made of paper: one letter, many certificates, the scan for reminders. Prints the figures as JSON."""

import hashlib
import json
import os
import resource
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from multiprocessing import get_context
from statistics import median
from typing import Any

CERTIFICATES, DEADLINES, SAMPLES = 500, 100_000, 15


def ready() -> None:
    """Load the portal; called by every process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench_site.settings")
    import django

    django.setup()


def seconds(work: Callable[[], Any]) -> float:
    """Return how long something takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


# -- One letter ------------------------------------------------------------------------------------------------------
def letter() -> dict[str, Any]:
    """Compare a decision of one page, from its rows to its stored bytes, with WeasyPrint alone on the same HTML."""
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    from directives import services
    from directives.models import Document
    from directives.rendering import pdf, render_html
    from directives.rendering.fetcher import PackagedFetcher
    from directives.rendering.typesetting import PDF_OPTIONS, _stylesheets
    from directives.selectors import content_of

    document = Document.objects.filter(state="issued").order_by("pk").first()
    html, fonts = render_html(content_of(document)), FontConfiguration()
    styles = _stylesheets(pdf.DOCUMENT_SHEETS)

    def alone() -> None:
        page = HTML(string=html, url_fetcher=PackagedFetcher())
        page.write_pdf(font_config=fonts, stylesheets=styles, **PDF_OPTIONS)

    def whole() -> None:
        hashlib.sha256(services.pdf_of(document)).hexdigest()

    alone(), whole()
    times = [(seconds(alone), seconds(whole)) for _sample in range(SAMPLES)]
    bare, ours = (median(column) for column in zip(*times, strict=True))
    facts = {"weasyprint_ms": round(bare * 1000), "ours_ms": round(ours * 1000)}
    return facts | {"pages": pdf.render(content_of(document)).page_count, "ratio_to_weasyprint": round(ours / bare, 2)}


# -- Certificates ----------------------------------------------------------------------------------------------------
def certificate(number: int) -> int:
    """Make one certificate as a worker does; return its size."""
    from directives.rendering import Certificate, Signature, render_certificate

    content = Certificate(
        issuer=("Ủy ban nhân dân", "tỉnh Quảng Ngãi"),
        product=f"Cà phê bột rang mộc số {number}",
        producer=f"Hợp tác xã Nông nghiệp số {number}",
        address="xã Bờ Y, tỉnh Quảng Ngãi",
        stars=3 + number % 3,
        decision_number="02/QĐ-UBND",
        decision_date=date(2026, 7, 20),
        certificate_number=f"{number:02}/GCN-UBND",
        place="Quảng Ngãi",
        issued_on=date(2026, 7, 20),
        expires_on=date(2029, 7, 20),
        signature=Signature(("TM. Ủy ban nhân dân", "Chủ tịch"), name="Đặng Hữu Phước"),
        verify_url=f"https://ocop.example/giay-chung-nhan/{number}/",
    )
    return len(render_certificate(content).pdf)


def certificates() -> dict[str, Any]:
    """Compare one worker with two on the same certificates."""
    found = {}
    for workers in (1, 2):
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=ready) as pool:
            list(pool.map(certificate, range(1, 4 * workers + 1)))  # warm
            found[workers] = seconds(lambda at=pool: list(at.map(certificate, range(1, CERTIFICATES + 1))))
    facts = {"certificates": CERTIFICATES, "seconds_1": round(found[1], 1), "seconds_2": round(found[2], 1)}
    return facts | {"gain_of_two": round(found[1] / found[2], 2)}


# -- Reminders -------------------------------------------------------------------------------------------------------
def reminder_scan() -> dict[str, Any]:
    """Look through many open deadlines for those of which somebody is to be told now; all is taken back."""
    from django.db import transaction

    from directives import services
    from foundation import calendar, clock

    # In the morning of a working day: at other times nothing is looked through.
    now = clock.start_of(calendar.add_working_days(clock.today(), 1)) + timedelta(hours=9)
    with transaction.atomic():
        _tasks(DEADLINES // 10)
        few = seconds(lambda: services.send_reminders(now=now, dry_run=True))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        _tasks(DEADLINES - DEADLINES // 10)
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        many = seconds(lambda: services.send_reminders(now=now, dry_run=True))
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        transaction.set_rollback(True)
    facts = {"deadlines": DEADLINES, "seconds": round(many, 2), "seconds_of_a_tenth": round(few, 2)}
    return facts | {"grown_mb": round((after - max(grown, before)) / 1024)}


def _tasks(count: int) -> None:
    """Write open tasks of an issued document, due in the next two years, in small batches."""
    from accounts.models import Office
    from directives.enums import TaskState
    from directives.models import Document, Task
    from foundation import clock

    document = Document.objects.filter(state="issued").order_by("pk").first()
    offices = list(Office.objects.filter(unit__level="commune").order_by("pk")[:40])
    for first in range(0, count, 2000):
        rows = []
        for number in range(first, min(first + 2000, count)):
            due = clock.start_of(clock.today()) + timedelta(days=1 + number % 730)
            rows.append(
                Task(
                    document=document,
                    summary=f"Nhiệm vụ {number}",
                    assignee=offices[number % len(offices)],
                    due_at=due,
                    due_sort=due,
                    state=TaskState.ASSIGNED,
                )
            )
        Task.objects.bulk_create(rows)


def main() -> None:
    ready()
    found = {"letter": letter(), "certificates": certificates(), "reminder-scan": reminder_scan()}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
