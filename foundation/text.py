"""Vietnamese text: one normal form, search without accents, sorting by given name."""

from __future__ import annotations

import re
import unicodedata

# Characters that change how text is shown but not what it says, and control characters; people paste them without
# knowing. Not among them: U+FE0F, which makes a sign an emoji.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0001]"
)
# The zero-width joiner makes one emoji of two ("a woman" and "a sheaf": a farmer); anywhere else it is invisible dirt.
_JOINER = re.compile(
    "(?<![\u2600-\u27bf\U0001f000-\U0001faff\ufe0f])\u200d|\u200d(?![\u2600-\u27bf\U0001f000-\U0001faff])"
)
_BREAKS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_PHONE_MARKS = re.compile(r"[ .()\-–]")
_COUNTRY = re.compile(r"^(?:\+84|0084|84(?=\d{9,10}$))0?")
_DIGITS = re.compile(r"[0-9]{4,11}")
_SPACES = re.compile(r"[ \t\u00a0]+")


def nfc(text: str) -> str:
    """Return the text in NFC without control, zero-width and direction marks; line breaks and emoji stay."""
    return unicodedata.normalize("NFC", _JOINER.sub("", _INVISIBLE.sub("", _BREAKS.sub("\n", text))))


def one_line(text: str) -> str:
    """Return the text in NFC on one line with single spaces."""
    return _SPACES.sub(" ", nfc(text).replace("\n", " ")).strip()


def lower_first(text: str) -> str:
    """Return a title as it goes on within a sentence: "Hỗ trợ …" → "hỗ trợ …"; "OCOP …" stays, for it is a name."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def search_key(text: str) -> str:
    """Return the form in which text is stored for search and compared: no accents, no case ("Cà phê" → "ca phe")."""
    plain = unicodedata.normalize("NFD", one_line(text).casefold()).replace("đ", "d")
    return "".join(char for char in plain if not unicodedata.combining(char))


def phone_digits(typed: str) -> str:
    """Return a phone number, or a part of one, in the form in which it is stored; empty where it can be none.

    "+84 912 345 678", "0084912345678", "84912345678" and "0912.345.678" are all "0912345678". Fewer than four digits
    say too little.
    """
    plain = _PHONE_MARKS.sub("", one_line(typed))
    digits = _COUNTRY.sub("0", plain)
    return digits if _DIGITS.fullmatch(digits) else ""


def sort_key(full_name: str) -> str:
    """Return the key by which people are sorted in Vietnam: given name first, then the rest.

    Accents stay as second keys, so that "An" comes before "Ân" but both before "Bình".
    """
    *rest, given = one_line(full_name).casefold().split(" ")
    others = " ".join(rest)
    return "|".join([search_key(given), given, search_key(others), others])


def slug(text: str) -> str:
    """Return a name fit for a file: "Cà phê Bờ Y" → "ca-phe-bo-y"."""
    return re.sub(r"[^a-z0-9]+", "-", search_key(text)).strip("-")[:80] or "tep"
