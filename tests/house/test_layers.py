"""The storeys of the house: imports go down only, and the test that says so can see."""

from pathlib import Path

import pytest

from tests.house import layers

ROOT = Path(__file__).resolve().parents[2]


def test_no_import_goes_up_or_sideways():
    assert layers.violations(ROOT) == []


@pytest.mark.parametrize(
    "line",
    [
        "from evaluations.models import Entry",
        "import evaluations.models",
        "def f():\n    from evaluations import services",
        'apps.get_model("evaluations", "Entry")',
        'models.ForeignKey("evaluations.Entry", on_delete=models.CASCADE)',
        'import_string("evaluations.services.close_round")',
    ],
)
def test_upward_import_is_seen(tmp_path, line):
    for app in layers.STOREYS:
        (tmp_path / app).mkdir()
    (tmp_path / "registrations" / "services.py").write_text(line)

    found = layers.violations(tmp_path)

    assert len(found) == 1
    assert "registrations must not import evaluations" in found[0]


def test_sideways_import_is_seen(tmp_path):
    for app in layers.STOREYS:
        (tmp_path / app).mkdir()
    (tmp_path / "catalogue" / "views.py").write_text("from dashboards import selectors")

    assert len(layers.violations(tmp_path)) == 1


def test_downward_import_is_allowed(tmp_path):
    for app in layers.STOREYS:
        (tmp_path / app).mkdir()
    (tmp_path / "evaluations" / "services.py").write_text("from registrations.services import fix_for_scoring")

    assert layers.violations(tmp_path) == []
