"""Make the two screen fonts: Be Vietnam Pro with the letters that Vietnamese and English need, and nothing else.

Usage: python tools/subset_fonts.py [TARGET_DIR]  (default: var/vendor/fonts)

The package brings each weight split into script subsets; a Vietnamese word set from two files loses its kerning and
costs two requests. Here the "latin" and "vietnamese" files of a weight are cut down and merged into one WOFF2 without
hinting. The family has no digits of one width; they are added as the feature ``tnum``, so that points stand under each
other in tables.
"""

from __future__ import annotations

import sys
import tempfile
import unicodedata
from pathlib import Path

from fontTools import merge, subset
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "node_modules" / "@fontsource" / "be-vietnam-pro" / "files"
WEIGHTS = (400, 600)
VOWELS = "aăâeêioôơuưy"
TONE_MARKS = ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323")
PUNCTUATION = "\u00a0“”‘’–—…•·×°²³½«»§₫"


def letters() -> set[int]:
    """Return the code points that the fonts must cover."""
    vowels = VOWELS + VOWELS.upper()
    vietnamese = {unicodedata.normalize("NFC", vowel + mark) for vowel in vowels for mark in TONE_MARKS}
    printable = {chr(code) for code in range(0x20, 0x7F)}
    return {ord(char) for char in vietnamese | printable | set("đĐ" + PUNCTUATION)}


def cut(source: Path, wanted: set[int], target: Path) -> set[int]:
    """Write the part of a font that covers ``wanted`` as plain TrueType; return what it covers."""
    options = subset.Options()
    options.hinting = False
    options.layout_features = ["kern"]
    options.name_IDs = [1, 2]
    options.notdef_outline = False
    options.drop_tables += ["GDEF", "gasp"]
    font = subset.load_font(str(source), options)
    covered = wanted & set(font.getBestCmap())
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=covered)
    subsetter.subset(font)
    font.flavor = None
    font.save(target)
    return covered


def add_tabular_digits(font: TTFont) -> None:
    """Give every digit a twin of one common width, reached by ``font-variant-numeric: tabular-nums``."""
    names = [font.getBestCmap()[ord(digit)] for digit in "0123456789"]
    width = round(sum(font["hmtx"][name][0] for name in names[2:]) / 8)
    for name in names:
        advance, bearing = font["hmtx"][name]
        shift = (width - advance) // 2
        part = GlyphComponent()
        part.glyphName, part.x, part.y, part.flags = name, shift, 0, 0x204
        twin = Glyph()
        twin.numberOfContours, twin.components = -1, [part]
        font["glyf"][f"{name}.tnum"] = twin
        font["hmtx"][f"{name}.tnum"] = (width, bearing + shift)
        twin.recalcBounds(font["glyf"])
    font.setGlyphOrder(font["glyf"].glyphOrder)
    rules = "".join(f"sub {name} by {name}.tnum;" for name in names)
    scripts = "languagesystem DFLT dflt; languagesystem latn dflt;"
    addOpenTypeFeaturesFromString(font, f"{scripts} feature tnum {{ {rules} }} tnum;", tables=["GSUB"])


def make(weight: int, target: Path) -> int:
    """Write one weight; return its size in bytes."""
    wanted, parts = letters(), []
    with tempfile.TemporaryDirectory() as folder:
        for script in ("latin", "vietnamese", "latin-ext"):
            part = Path(folder) / f"{script}.ttf"
            wanted -= cut(SOURCE / f"be-vietnam-pro-{script}-{weight}-normal.woff2", wanted, part)
            parts.append(str(part))
            if not wanted:
                break
        if wanted:
            raise SystemExit(f"Be Vietnam Pro {weight} lacks: {''.join(map(chr, sorted(wanted)))}")
        font = merge.Merger().merge(parts)
    add_tabular_digits(font)
    font.flavor = "woff2"
    font.save(target)
    return target.stat().st_size


def main() -> None:
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "var" / "vendor" / "fonts"
    target.mkdir(parents=True, exist_ok=True)
    for weight in WEIGHTS:
        path = target / f"be-vietnam-pro-{weight}.woff2"
        size = make(weight, path)
        with TTFont(path) as font:
            print(f"{path.name}: {size} bytes, {len(font.getBestCmap())} letters")


if __name__ == "__main__":
    main()
