"""A Celery worker in a process of its own, for tests that want the real thing."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connection

from ocop_portal.celery import app

# Generous: a busy machine may take ten times as long as a quiet one (3 s).
START_SECONDS = 120


def database_url() -> str:
    """Return the URL of the test database, for another process to open."""
    place = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{place['NAME']}"
    return f"postgres://{place['USER']}:{place['PASSWORD']}@{place['HOST']}:{place['PORT']}/{place['NAME']}"


class LiveWorker:
    """One worker at a time; ``start`` may follow ``kill``, as when a machine comes back."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = os.environ | {"TEST_DATABASE_URL": database_url()} | environment
        self.log = Path(settings.VAR_DIR) / "live-worker.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the worker and return when it takes messages."""
        # The kernel ends the worker if the tests are killed before they can.
        celery = [
            "setpriv",
            "--pdeathsig",
            "KILL",
            sys.executable,
            "-m",
            "celery",
            "--app",
            "ocop_portal",
            "--skip-checks",
        ]
        worker = ["worker", "--pool", "solo", "--loglevel", "INFO"]
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        with self.log.open("wb") as output:
            streams = {"stdin": subprocess.DEVNULL, "stdout": output, "stderr": output}
            self.process = subprocess.Popen(
                [*celery, *worker, *quiet], cwd=settings.BASE_DIR, env=self.environment, **streams
            )
        self.wait_until(lambda: " ready." in self.output(), START_SECONDS)

    def output(self) -> str:
        """Return what the worker has said since it was started."""
        return self.log.read_text(errors="replace")

    def wait_until(self, condition: Callable[[], bool], seconds: float = 60) -> None:
        """Return when the condition holds; fail with the worker's log if it does not in time, or the worker ends."""
        end = time.monotonic() + seconds
        while not condition():
            ended = self.process is not None and self.process.poll() is not None
            if ended or time.monotonic() > end:
                reason = "the worker ended" if ended else f"not within {seconds} s"
                raise AssertionError(f"{reason}:\n{self.output()[-4000:]}")
            time.sleep(0.05)

    def kill(self) -> None:
        """End the worker as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def forget_messages(self) -> None:
        """Remove what earlier tests have left in the broker."""
        with app.connection_for_write() as broker:
            app.control.purge(connection=broker)
