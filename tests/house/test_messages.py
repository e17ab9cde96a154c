"""Every text on screen has its Vietnamese."""

from pathlib import Path

from tests.house import messages

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "locale" / "vi" / "LC_MESSAGES" / "django.po"


def test_every_text_has_a_vietnamese_form():
    translated = messages.entries(CATALOGUE.read_text(encoding="utf-8"))

    missing = sorted(text for key in messages.used(ROOT) if not translated.get(key) for text in [key[1]])

    assert missing == []


def test_placeholders_are_the_same_in_both_languages():
    import re

    placeholder = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
    entries = messages.entries(CATALOGUE.read_text(encoding="utf-8"))

    differing = [
        text
        for (_context, text), vietnamese in entries.items()
        if vietnamese and set(placeholder.findall(vietnamese)) - set(placeholder.findall(text))
    ]

    assert differing == []


def test_missing_text_is_seen(tmp_path):
    for app in [*messages.STOREYS, "ocop_portal", "templates"]:
        (tmp_path / app).mkdir()
    (tmp_path / "foundation" / "x.py").write_text(
        'from django.utils.translation import gettext as _\n_("Nowhere translated")\n'
    )
    (tmp_path / "templates" / "x.html").write_text('{% load i18n %}{% translate "Nor this" %}')

    assert {text for _context, text in messages.used(tmp_path)} == {"Nowhere translated", "Nor this"}
