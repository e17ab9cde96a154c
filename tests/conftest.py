"""What all tests share: their kinds, a real Celery worker, a real browser.

Fixtures of one app live in ``tests/<app>/conftest.py``; factories in ``tests/factories/``.
"""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.http import FileResponse
from django.test import Client, TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from rubrics.selectors import forget_sets
from tests.live_worker import LiveWorker

# Property tests are judged by what they find, not by how busy the machine is.
hypothesis_settings.register_profile("ocop", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("ocop")

COMMITTING_FIXTURES = {"transactional_db", "live_server"}
BROWSER_FIXTURES = {"browser", "context", "page", "new_context", "open_as"}
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def kind_of(item: pytest.Item) -> str:
    """Return which of the four kinds a test is of: ``make test`` runs each kind where it means something."""
    fixtures = set(getattr(item, "fixturenames", ()))
    if item.get_closest_marker("browser") or fixtures & BROWSER_FIXTURES:
        return "browser"
    if item.get_closest_marker("worker") or "live_worker" in fixtures:
        return "worker"
    if item.get_closest_marker("django_db") or fixtures & DATABASE_FIXTURES:
        return "database"
    return "pure"


def commits(item: pytest.Item) -> bool:
    """Return whether a test commits for real: it asks for a fixture that does, or its mark says so."""
    mark = item.get_closest_marker("django_db")
    return bool(mark and mark.kwargs.get("transaction")) or not COMMITTING_FIXTURES.isdisjoint(
        getattr(item, "fixturenames", ())
    )


# `make test-fast` leaves these out: whole procedures and PDFs. A few stay, so that it says when the way is broken.
SLOW_ROOMS = {"directives", "registrations", "evaluations", "dashboards", "demo", "rendering", "setup"}
ALWAYS = {
    "test_way.py",
    "test_route.py",
    "test_numbering.py",
    "test_transitions.py",
    "test_results.py",
    "test_dependencies.py",
    "test_wording.py",
    "test_context.py",
}
SLOW_FILES = {"test_files_sweeping.py"}


def is_slow(item: pytest.Item) -> bool:
    """Return whether daily work can wait for a test until ``make test`` or until its folder is named."""
    room = item.path.relative_to(item.config.rootpath / "tests").parts[0]
    return item.path.name in SLOW_FILES or (room in SLOW_ROOMS and item.path.name not in ALWAYS)


@pytest.hookimpl(tryfirst=True)  # before pytest picks the tests that -m names
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        item.add_marker(kind_of(item))
        if is_slow(item):
            item.add_marker("slow")
        if item.get_closest_marker("postgres"):
            item.add_marker(pytest.mark.skipif(connection.vendor != "postgresql", reason="holds on PostgreSQL only"))
    # The longest story first: at the end one processor would wait for it.
    items.sort(key=lambda item: "tests/demo/" not in item.nodeid)


def pytest_collection_finish() -> None:
    """Let the collector of unreachable objects leave alone what stays until the end: a tenth of all time was its."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def drop_triggers() -> None:
    """Take down the triggers that guard journal and law. The signal after a flush or a migration puts them up again."""
    if connection.vendor == "postgresql":
        drop = "format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass)"
        find = f"SELECT {drop} FROM pg_trigger WHERE NOT tgisinternal"
    else:
        find = "SELECT 'DROP TRIGGER \"' || name || '\"' FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(find)
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)


@pytest.fixture(autouse=True)
def _no_sets_of_another_test() -> Iterator[None]:
    """A test that is rolled back leaves row numbers to the next one; sets kept in memory must not outlive it."""
    yield
    forget_sets()


@pytest.fixture(autouse=True)
def _no_file_stays_open(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Close the files of answers that a test asked for and did not read, as a server does when the visitor has gone."""
    answers: list[FileResponse] = []
    request = Client.request

    def remembering(client: Client, **environ: Any) -> Any:
        response = request(client, **environ)
        if isinstance(response, FileResponse):
            answers.append(response)
        return response

    monkeypatch.setattr(Client, "request", remembering)
    yield
    for answer in answers:
        for close in answer._resource_closers:  # ``close()`` itself would tell everybody that the request has ended
            close()


@pytest.fixture(scope="session", autouse=True)
def _triggers_give_way_to_flush() -> Iterator[None]:
    """Let tests with real commits empty the database afterwards, which the guarding triggers refuse to anyone else."""
    flush = TransactionTestCase._fixture_teardown

    def without_triggers(case: TransactionTestCase) -> None:
        drop_triggers()
        flush(case)

    TransactionTestCase._fixture_teardown = without_triggers
    yield
    TransactionTestCase._fixture_teardown = flush


@pytest.fixture(scope="module")
def module_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Let a fixture of a module write rows that all its tests begin with: each test changes them in its own savepoint.

    Hand the rows to tests as deep copies, so that no test sees what another has done to them in memory.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def shared_db(request: pytest.FixtureRequest) -> bool:
    """Open ``module_db`` unless a test of the module commits for real; tell whether it is open.

    A module whose tests need a law of their own says ``LAW_OF_ITS_OWN = True`` and begins each test with nothing.
    """
    items = [item for item in request.session.items if item.path == request.path]
    if any(map(commits, items)) or getattr(request.module, "LAW_OF_ITS_OWN", False):
        return False
    request.getfixturevalue("module_db")
    return True


@pytest.fixture
def live_worker(transactional_db: None, request: pytest.FixtureRequest) -> Iterator[LiveWorker]:
    """A real Celery worker process on the test database and broker (file system, or Redis if TEST_REDIS_URL is set)."""
    environment = {"PUBLIC_BASE_URL": django_settings.PUBLIC_BASE_URL, "MEDIA_ROOT": str(django_settings.MEDIA_ROOT)}
    if "live_server" in request.fixturenames:
        environment["PUBLIC_BASE_URL"] = request.getfixturevalue("live_server").url
    worker = LiveWorker(environment)
    worker.forget_messages()
    try:
        worker.start()
        yield worker
    finally:
        worker.kill()  # what it was doing goes with the database


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the machine's own Chromium (``CHROMIUM`` names another one)."""
    # Playwright keeps an event loop in the thread of the tests; Django would refuse to touch the database beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    names = (os.environ.get("CHROMIUM", "chromium"), "chromium-browser", "google-chrome")
    program = next((path for name in names if (path := shutil.which(name))), None)
    return browser_type_launch_args | {"executable_path": program, "args": CHROMIUM_OPTIONS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A reader in Viet Nam on a small laptop; pass ``viewport`` to ``open_as`` for a phone."""
    place = {"locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"}
    return browser_context_args | place | {"viewport": {"width": 1280, "height": 800}}


@pytest.fixture(scope="session")
def base_url() -> None:
    """Take the place of pytest-playwright's own fixture, which pytest 9 warns about; ``open_as`` knows the address."""


@pytest.fixture
def open_as(live_server: Any, new_context: Callable[..., Any], settings: Any) -> Callable[..., Any]:
    """Return ``open_as(user=None, **context)``: a new browser window in which that user is logged in.

    Addresses may be given without host: ``open_as(officer).goto("/lam-viec/")``.
    """
    settings.PUBLIC_BASE_URL = live_server.url

    def open_window(user: Any = None, **context_options: Any) -> Any:
        viewport = context_options.pop("viewport", None)  # the shared options name one already
        context = new_context(base_url=live_server.url, **context_options)
        if user is not None:
            client = Client()
            client.force_login(user)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME]
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        page = context.new_page()
        if viewport:
            page.set_viewport_size(viewport)
        return page

    return open_window


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the tables that tests recorded as "score_table"; the property crosses from xdist's workers by itself."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            for name, lines in getattr(report, "user_properties", ()):
                if name == "score_table":
                    terminalreporter.section(lines[0])
                    terminalreporter.write_line("\n".join(lines[1:]))
