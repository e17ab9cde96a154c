"""What can be wrong with a row, in words. Rows keep codes, so that every reader gets them in their own language."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TEXTS: dict[str, str | Promise] = {
    # What keeps a row out until it is mended in the file.
    "missing": _("is empty. Fill it in."),
    "error_value": _("holds the error value %(text)s. Type the right value over it."),
    "formula": _("holds a formula without a result. Open the file in Excel, save it and send it again."),
    "too_long": _("has %(length)s characters; at most %(limit)s fit. Shorten it."),
    "phone": _("“%(text)s” is no phone number. Write 10 digits that begin with 0."),
    "email": _("“%(text)s” is no e-mail address. Correct it or leave it empty."),
    "tax_code": _("“%(text)s” is no tax code. It has 10 digits, 10 and 3 with a dash, or 12."),
    "date": _("“%(text)s” is no day. Write day/month/year, for example 25/03/2024."),
    "date_future": _("%(text)s lies in the future. Correct the day."),
    "date_order": _("%(text)s does not come after the day of recognition. Correct one of them."),
    "stars": _("“%(text)s” is no rank. Write a number from %(least)s to 5."),
    "stars_differ": _("says %(text)s, but the newest recognition in this row says %(other)s. Make them agree."),
    "no_recognition_day": _("is empty, but the row gives stars. Write the day of the recognition."),
    "year": _("“%(text)s” is no year between %(least)s and %(most)s."),
    "legal_form": _("“%(text)s” is no legal form that is known here. Write one of: %(choices)s."),
    "kind": _("“%(text)s” is not understood. Write: lần đầu, nâng hạng or đánh giá lại."),
    "not_recognised": _("says “%(text)s”, but the portal knows no recognition of this product. Write “lần đầu”."),
    "kind_not_taken": _("This round does not take “%(text)s”."),
    "rubric": _("“%(text)s” is no product set of the decision. Write its number or its name as the decision has it."),
    "commune": _("There is no commune “%(text)s” in your area. Write its name as it is now."),
    "commune_like": _("There is no commune “%(text)s” in your area. Did you mean %(other)s?"),
    "commune_twice": _("There are several communes “%(text)s” (%(other)s). Write the kind too: xã, phường, đặc khu."),
    "commune_split": _("“%(text)s” no longer exists; it became %(other)s. Write the commune as it is now."),
    "commune_not_in_round": _("%(text)s does not take part in this round."),
    "refused": "%(text)s",
    # What is there already.
    "twin": _("The same product of the same producer stands in row %(row)s."),
    "known_product": _("The portal has this product already: %(text)s."),
    "known_recognition": _("The portal has this product with the same or a newer recognition."),
    "known_wish": _("This product is already registered in this round."),
    "maybe_phone": _("The phone number belongs to “%(text)s” in the portal. The same producer under another name?"),
    "maybe_tax_code": _("The tax code belongs to “%(text)s” in the portal. The same producer under another name?"),
    "maybe_row": _("Row %(row)s has the same tax code with another name: “%(text)s”."),
    # What was left out, and why.
    "footer": _("A total or a signature, no product."),
    "heading": _("A heading between the rows."),
    "again_header": _("The column names once more."),
    "only_number": _("Only a running number."),
    "by_hand": _("Left out by hand."),
    # What a person should know about a row that is taken over.
    "from_above": _("The producer is taken from row %(row)s: the cell was empty or merged."),
    "heading_commune": _("The commune is taken from the heading in row %(row)s."),
    "commune_now": _("%(text)s is %(other)s today."),
    "own_commune": _("The row names no commune; yours is taken."),
    "from_address": _("The commune is taken from the address."),
    "form_guessed": _("The legal form is taken from the name: %(text)s."),
    "phone_first": _("Several numbers; the first one is taken: %(text)s."),
    "phone_missing": _("No phone number yet; add it later."),
    "representative_missing": _("No representative yet; add one later."),
    "stars_assumed": _("No expected stars; 3 are taken."),
    "kind_assumed": _("No kind given; “first time” is taken."),
    "help_other": _("Help that has no name here goes into the note: %(text)s."),
    "year_differs": _("The year %(text)s does not match the day %(other)s; the day counts."),
    "expiry_counted": _("No last day given; 36 months are counted: until %(text)s."),
    "not_recorded": _("Stars are recorded only by the office that runs rounds; they are left out."),
    "other_facts": _("The producer's data differ from row %(row)s, which counts."),
    "known_producer": _("The producer is in the portal already; that record is used."),
    "known_product_used": _("The product is in the portal already; that record is used."),
}


# Sentences that stand by themselves; all others go on after the title of their column.
_BY_THEMSELVES = ("twin", "known_", "maybe_", "refused")


@dataclasses.dataclass(frozen=True)
class Problem:
    """One remark about a row: its code, the field that it is about (may be empty), and what fills its gaps."""

    code: str
    field: str = ""
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return what is stored."""
        return dataclasses.asdict(self) | {"params": dict(self.params)}

    @property
    def sentence(self) -> str:
        """The words, without the name of the column."""
        return str(TEXTS[self.code]) % dict(self.params)

    @property
    def names_column(self) -> bool:
        """Whether the sentence goes on after the title of the column."""
        return not self.code.startswith(_BY_THEMSELVES)


def problem(code: str, field_key: str = "", **params: Any) -> Problem:
    """Return a remark; ``text`` is cut to what a table can show."""
    if "text" in params:
        params["text"] = str(params["text"])[: 300 if code == "refused" else 80]
    return Problem(code, field_key, params)


def from_json(stored: Mapping[str, Any]) -> Problem:
    """Return a stored remark."""
    return Problem(stored["code"], stored.get("field", ""), stored.get("params", {}))
