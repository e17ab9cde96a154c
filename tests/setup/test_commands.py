"""The commands that README promises."""

import os
import stat

import pytest

from tests.setup.programs import ROOT, run

README = (ROOT / "README.md").read_text(encoding="utf-8")
TARGETS = ("setup", "seed", "demo", "test", "test-fast", "lint", "format", "requirements", "clean")


@pytest.mark.parametrize("target", TARGETS)
def test_target_exists_and_readme_names_it(target):
    result = run("make", "--dry-run", target)

    assert result.returncode == 0, result.stderr
    assert f"`make {target}`" in README


def test_ci_calls_make_test():
    script = ROOT / ".ci" / "run"

    assert script.stat().st_mode & stat.S_IXUSR
    assert script.read_text().splitlines()[-1] == "exec make test"


@pytest.fixture
def machine_without_gettext(tmp_path):
    """A PATH on which everything is but msgfmt, where nobody is root and sudo asks for a password."""
    for folder in ("/usr/bin", "/bin"):
        for program in os.scandir(folder):
            if program.name not in ("msgfmt", "sudo", "id") and not (tmp_path / program.name).is_symlink():
                (tmp_path / program.name).symlink_to(program.path)
    for name, body in {"id": "echo 1000", "sudo": "exit 1"}.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{body}\n")
        (tmp_path / name).chmod(0o755)
    return str(tmp_path)


def test_setup_without_root_prints_the_one_line_to_run_and_stops(machine_without_gettext):
    result = run("tools/setup", PATH=machine_without_gettext)

    assert result.returncode == 1
    assert "sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends gettext'" in result.stderr
