"""What the project leans on is pinned, hashed, and explained."""

import re

import pytest

from tests.setup.programs import ROOT

LOCK_FILES = ("requirements.txt", "requirements-dev.txt", "requirements-node.txt")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def direct_requirements():
    lines = (ROOT / "requirements.in").read_text().splitlines()
    return [re.match(r"[a-z0-9-]+", line)[0] for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("name", LOCK_FILES)
def test_every_package_of_a_lock_file_is_pinned_and_hashed(name):
    text = (ROOT / name).read_text()

    blocks = re.findall(r"^(?![ #\n])(.+?)(?=^(?![ \n]))", text + "end", flags=re.MULTILINE | re.DOTALL)

    assert blocks
    assert [block for block in blocks if "==" not in block or "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("name", [*LOCK_FILES, "package-lock.json"])
def test_lock_file_names_no_host_and_no_folder(name):
    text = (ROOT / name).read_text()

    assert re.findall(r'file:/|--(?:extra-)?index-url|--find-links|--trusted-host|"resolved"', text) == []


def test_direct_dependencies_are_few_and_each_has_its_reason_in_readme():
    names = direct_requirements()

    assert len(names) <= 28
    assert [name for name in names if f"| {name} |" not in README] == []


def test_readme_lists_every_environment_variable_of_the_settings():
    sources = [path.read_text() for path in (ROOT / "ocop_portal" / "settings").glob("*.py") if path.stem != "test"]
    found = {name for source in sources for name in re.findall(r'(?:env(?:\.\w+)?|_required)\(\s*"([A-Z_]+)"', source)}

    assert "SECRET_KEY" in found
    assert sorted(name for name in found if f"`{name}`" not in README) == []
