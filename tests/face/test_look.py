"""The tokens keep their promises: contrast, meaning of colour, weight."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCSS = ROOT / "static" / "scss"
CSS_BUDGET, FONT_BUDGET = 16_000, 21_000

# What stands on what, and the least contrast by WCAG 2.2: 4.5 for text, 3 for lines of fields and for drawings.
PAIRS = [
    ("ink", "white", 4.5), ("ink", "paper", 4.5), ("ink", "sand-100", 4.5), ("ink-soft", "paper", 4.5),
    ("ink-soft", "sand-100", 4.5), ("ink-soft", "white", 4.5), ("white", "green-900", 4.5), ("white", "green-800", 4.5),
    ("white", "green-700", 4.5), ("green-700", "paper", 4.5), ("green-700", "white", 4.5),
    ("green-700", "green-50", 4.5),
    ("green-700", "sand-100", 4.5), ("green-800", "green-100", 4.5), ("green-900", "green-100", 4.5),
    ("green-200", "green-900", 4.5), ("green-900", "white", 4.5), ("blue-700", "blue-100", 4.5),
    ("blue-700", "white", 4.5), ("white", "blue-700", 4.5), ("red-700", "red-100", 4.5), ("red-700", "paper", 4.5),
    ("red-700", "white", 4.5), ("red-800", "red-100", 4.5), ("white", "red-700", 4.5), ("sand-500", "white", 3),
    ("sand-500", "paper", 3), ("gold-line", "white", 3), ("gold-line", "paper", 3), ("green-600", "sand-200", 3),
]  # fmt: skip


def tokens() -> dict[str, str]:
    text = (SCSS / "_tokens.scss").read_text()
    found = dict(re.findall(r"^\$([a-z0-9-]+): (#[0-9a-f]{3,6});", text, re.M))
    return {
        name: value if len(value) == 7 else "#" + "".join(2 * char for char in value[1:])
        for name, value in found.items()
    }


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture(scope="module")
def css(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The style sheet, compiled here from the sources."""
    target = tmp_path_factory.mktemp("css") / "app.css"
    sass = ROOT / "node_modules" / "sass" / "sass.js"
    flags = ["--quiet", "--no-source-map", "--style=compressed", f"--load-path={ROOT / 'node_modules'}"]
    subprocess.run(["node", sass, *flags, SCSS / "app.scss", target], check=True)
    return target.read_bytes()


@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_pair_of_tokens_has_enough_contrast(front: str, ground: str, least: float) -> None:
    colours = tokens()

    assert contrast(colours[front], colours[ground]) >= least


def test_gold_is_for_stars_and_colours_live_in_the_token_file() -> None:
    others = {path.name: path.read_text() for path in SCSS.glob("*.scss") if path.name != "_tokens.scss"}
    gold = [line for text in others.values() for line in text.splitlines() if "$gold" in line]

    assert all("star" in line for line in gold)
    assert [name for name, text in others.items() if re.search(r"#[0-9a-fA-F]{3,6}\b(?!\s*\{)", text)] == []


def test_style_sheet_keeps_its_budget(css: bytes) -> None:
    assert len(gzip.compress(css, 9)) <= CSS_BUDGET


def test_style_sheet_loads_nothing_from_elsewhere(css: bytes) -> None:
    urls = re.findall(rb"url\(([^)]{0,60})", css)

    assert [url for url in urls if not url.strip(b"\"'").startswith((b"fonts/", b"data:image/svg+xml"))] == []


def test_fonts_cover_vietnamese_and_keep_their_budget(tmp_path: Path) -> None:
    from fontTools.ttLib import TTFont

    subprocess.run([sys.executable, ROOT / "tools" / "subset_fonts.py", tmp_path], check=True, capture_output=True)

    files = sorted(tmp_path.glob("*.woff2"))
    needed = set("Đặng Thị Ngọc Ửng – “Mỗi xã một sản phẩm” 1.250.000 ₫ ẵ Ẫ ỹ Ỵ ợ Ự")
    assert [path.name for path in files] == ["be-vietnam-pro-400.woff2", "be-vietnam-pro-600.woff2"]
    assert sum(path.stat().st_size for path in files) <= FONT_BUDGET
    for path in files:
        with TTFont(path) as font:
            covered = {chr(code) for code in font.getBestCmap()}
            features = {
                record.FeatureTag for name in ("GPOS", "GSUB") for record in font[name].table.FeatureList.FeatureRecord
            }
        assert needed <= covered
        assert {"kern", "tnum"} <= features
