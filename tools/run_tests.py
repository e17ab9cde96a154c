"""Run the checks and tests of this project (`make test`, `make test-fast`, `make lint`).

Every step runs, also after one has failed, so that one run tells all that is wrong; the exit status is 1 if any failed.
Each step ends with its time. PostgreSQL and Redis are started for the steps that need them and end with the run.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from services import end_like_ctrl_c, services

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ROOT / "var" / "test-reports"
BIN = Path(sys.executable).parent
MANAGE = [sys.executable, "manage.py"]
CONCISE = ("--output-format", "concise")
# The parts that must carry full types: where the rules of the house are read, written and counted.
STRICT_ROOMS = ("selectors", "services", "rules", "scoring")
APPS = (
    *("foundation", "activity", "accounts", "rubrics"),
    *("directives", "registrations", "evaluations", "dashboards", "catalogue", "demo"),
)
# Kinds of test, given to each by tests/conftest.py from what it uses.
DATABASE_TESTS = "(database or worker) and not browser"
TWO = ("-n", "2", "--dist", "worksteal")


@dataclass
class Run:
    """What has happened so far."""

    started: float = field(default_factory=time.monotonic)
    failed_steps: list[str] = field(default_factory=list)
    tests: Counter[str] = field(default_factory=Counter)

    def step(self, name: str, command: list[str | Path], env: dict[str, str] | None = None) -> bool:
        """Run one command under a heading; return whether it succeeded."""
        print(heading(name), flush=True)
        began = time.monotonic()
        status = subprocess.run(command, cwd=ROOT, env=os.environ | (env or {}), check=False).returncode
        return self._ended(name, status, time.monotonic() - began)

    def _ended(self, name: str, status: int, seconds: float) -> bool:
        if status:
            self.failed_steps.append(name)
        print(f"   {'ok' if status == 0 else f'FAILED ({status})'}, {seconds:.1f} s", flush=True)
        return status == 0

    def pytest(self, name: str, which: str, *options: str, env: dict[str, str] | None = None) -> None:
        """Run the tests of some kinds and add up their outcomes."""
        report, words = pytest_command(name, which, *options)
        self._count(report, succeeded=self.step(name, words, env))

    def _count(self, report: Path, *, succeeded: bool) -> None:
        outcomes = read_report(report)
        if not succeeded and not outcomes["failed"]:
            outcomes["failed"] += 1  # the runner itself broke
        self.tests += outcomes

    def close(self) -> int:
        """Print the two closing lines; return the exit status."""
        passed, failed, skipped = (self.tests[key] for key in ("passed", "failed", "skipped"))
        minutes, seconds = divmod(round(time.monotonic() - self.started), 60)
        if self.tests:
            print(f"\n{passed} passed, {failed} failed, {skipped} skipped")
        counts = f"{passed} tests passed, {skipped} skipped, " if self.tests else ""
        if self.failed_steps:
            print(f"Not good: {'; '.join(self.failed_steps)} failed ({failed} tests), in {minutes} min {seconds} s")
        else:
            print(f"All good: {counts}in {minutes} min {seconds} s")
        return 1 if self.failed_steps else 0


def heading(name: str) -> str:
    """Return the line above what a step says."""
    return f"\n\033[1m== {name}\033[0m"


def pytest_command(name: str, which: str, *options: str) -> tuple[Path, list[str | Path]]:
    """Return where a run of the tests of some kinds leaves its report, and its words; an old report goes."""
    report = REPORTS / f"{name.replace(' ', '-')}.xml"
    report.unlink(missing_ok=True)
    return report, [BIN / "pytest", "-q", "-m", which, f"--junitxml={report}", "--durations=5", *options]


def read_report(path: Path) -> Counter[str]:
    """Return the counts of passed, failed and skipped tests of a JUnit report; nothing if there is none."""
    if not path.exists():
        return Counter()
    suite = ET.parse(path).getroot().find("testsuite")
    total, errors, failures, skipped = (int(suite.get(key, "0")) for key in ("tests", "errors", "failures", "skipped"))
    bad = errors + failures
    return Counter(passed=max(total - bad - skipped, 0), failed=bad, skipped=skipped)


def strict_files() -> list[Path]:
    """Return the modules and packages that mypy reads."""
    found = [room for app in APPS for name in STRICT_ROOMS for room in (ROOT / app / f"{name}.py", ROOT / app / name)]
    return [path.relative_to(ROOT) for path in found if path.exists()]


def production_environment() -> dict[str, str]:
    """Return the variables that deploy/env.example documents, with its placeholders filled in."""
    lines = (ROOT / "deploy" / "env.example").read_text().splitlines()
    pairs = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    filled = {key: value.replace("change-me", secrets.token_urlsafe(64)) for key, value in pairs.items()}
    return filled | {"OCOP_VAR_DIR": str(ROOT / "var" / "check"), "MEDIA_ROOT": str(ROOT / "var" / "check" / "media")}


def checks(run: Run) -> None:
    """Run everything that reads the code without running it, or asks Django about itself."""
    test_settings = {"DJANGO_SETTINGS_MODULE": "ocop_portal.settings.test"}
    run.step("ruff check", [BIN / "ruff", "check", "--quiet", *CONCISE, "."])
    run.step("ruff format", [BIN / "ruff", "format", "--check", "--quiet", *CONCISE, "."])
    run.step("djlint", [BIN / "djlint", "--lint", "--quiet", "templates"])
    run.step("mypy, strict on " + ", ".join(STRICT_ROOMS), [BIN / "mypy", *strict_files()])
    run.step("migrations are complete", [*MANAGE, "makemigrations", "--check", "--dry-run", "-v0"], test_settings)
    deploy = ["check", "--deploy", "--fail-level", "WARNING"]
    run.step("check --deploy with deploy/env.example", [*MANAGE, *deploy], production_environment())
    run.step("pip check", [sys.executable, "-m", "pip", "check"])


def fast_tests(run: Run) -> None:
    """Run what daily work needs, without services, worker and browser: the quick tests, or all of the named folders."""
    only = os.environ.get("ONLY", "").split()
    which = "pure or database" if only else "(pure or database) and not slow"
    run.pytest("tests without worker and browser, SQLite", which, *TWO, *only)


def all_tests(run: Run) -> None:
    """Run every check, and every test where it means something: pure ones once, database ones on both databases.

    One after the other: walks wait for pages, and a page must not wait for a processor that other tests keep busy.
    """
    checks(run)
    run.pytest("tests without browser on SQLite, file system broker", "not browser", *TWO)
    with services() as env:
        run.pytest("database tests on PostgreSQL, Redis", DATABASE_TESTS, *TWO, env=env)
        run.pytest("browser tests on PostgreSQL, Redis", "browser", *TWO, env=env)


def main() -> int:
    end_like_ctrl_c()
    REPORTS.mkdir(parents=True, exist_ok=True)
    run = Run()
    try:
        if "--fast" in sys.argv:
            fast_tests(run)
        elif "--lint" in sys.argv:
            checks(run)
        else:
            all_tests(run)
    except KeyboardInterrupt:
        print("\nStopped.")
        return 130
    return run.close()


if __name__ == "__main__":
    sys.exit(main())
