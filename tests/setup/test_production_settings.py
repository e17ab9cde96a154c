"""Production settings start with the documented variables, and with nothing less."""

import pytest

from tests.setup.programs import ROOT, run_python

LOAD = ("-c", "from ocop_portal.settings import production")


@pytest.fixture
def documented(tmp_path):
    """The variables of deploy/env.example, with its placeholders replaced as its first line says."""
    lines = (ROOT / "deploy" / "env.example").read_text().splitlines()
    pairs = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    filled = {
        name: value.replace("change-me", "k7" * 5 + "0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGH")
        for name, value in pairs.items()
    }
    return filled | {"OCOP_VAR_DIR": str(tmp_path), "MEDIA_ROOT": str(tmp_path / "media")}


def test_documented_variables_pass_the_deployment_check(documented):
    result = run_python("manage.py", "check", "--deploy", "--fail-level", "WARNING", **documented)

    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "PUBLIC_BASE_URL"])
def test_missing_variable_is_refused_by_name(documented, name):
    result = run_python(*LOAD, **documented | {name: ""})

    assert result.returncode != 0
    assert f"ImproperlyConfigured: {name} must" in result.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "change-me"),
        ("SECRET_KEY", "django-insecure-" + "k3yWithManyDifferentLetters0123456789" * 2),
        ("SECRET_KEY", "short-but-random-9f8a7"),
        ("SECRET_KEY", "ab" * 40),
        ("ALLOWED_HOSTS", "*"),
        ("DATABASE_URL", "postgres://ocop:change-me@127.0.0.1:5432/ocop"),
        ("DATABASE_URL", "sqlite:////var/lib/ocop/ocop.sqlite3"),
        ("PUBLIC_BASE_URL", "http://ocop.example.vn"),
        ("EMAIL_URL", "smtp+tls://ocop:change-me@mail.example.vn:587"),
    ],
)
def test_default_or_weak_value_is_refused_by_name(documented, name, value):
    result = run_python(*LOAD, **documented | {name: value})

    assert result.returncode != 0
    assert f"ImproperlyConfigured: {name} " in result.stderr


def test_secret_may_come_from_a_file(documented, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text(documented.pop("SECRET_KEY"))

    result = run_python(*LOAD, **documented, SECRET_KEY_FILE=str(secret))

    assert result.returncode == 0, result.stderr


def test_demo_data_cannot_be_made(documented):
    show = "from ocop_portal.settings import production as settings; print(settings.DEMO_ALLOWED, settings.DEBUG)"

    result = run_python("-c", show, **documented)

    assert result.stdout.split() == ["False", "False"], result.stderr
