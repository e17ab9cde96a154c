"""Running the project's own programs as a person would, apart from the environment of the tests."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OF_THE_TESTS = {
    *("DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE"),
    *("DATABASE_URL", "REDIS_URL", "TEST_DATABASE_URL", "TEST_REDIS_URL"),
}


def clean_environment(**variables: str) -> dict[str, str]:
    """Return the environment of a person who has set nothing but ``variables``."""
    return {name: value for name, value in os.environ.items() if name not in OF_THE_TESTS} | variables


def run(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command in the project's root and return what it said."""
    environment = clean_environment(**variables)
    return subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=300)


def run_python(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the Python of the tests with ``words``."""
    return run(sys.executable, *words, **variables)
