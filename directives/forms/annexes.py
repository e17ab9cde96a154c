"""Annexes of a letter, typed as its sections are; wide tables belong here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from directives.body import LONGEST_ANNEX, MOST_ANNEXES, blocks_of_lines, text_of
from directives.forms.base import PlainForm
from directives.forms.fields import PrintedLineField, PrintedTextField
from directives.forms.parts import PORTRAIT_COLUMNS
from directives.rendering import Annex, Block, OfficialDocument, Table
from directives.rendering.codec import clean

LANDSCAPE_COLUMNS = 16


class AnnexForm(PlainForm):
    """One annex: its title and what stands in it."""

    title = PrintedLineField(label=_l("Title of the annex"), required=False, max_length=300)
    text = PrintedTextField(
        label=_l("Text"),
        required=False,
        max_length=LONGEST_ANNEX,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_l("Rows of a table begin and end with “|”, with “|” between the cells; the first row is its head."),
    )
    landscape = forms.BooleanField(label=_l("Landscape page, for wide tables"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.is_empty(data) or self.errors:
            return data
        if not data.get("title"):
            self.add_error("title", _("Give the annex a title."))
        if not data.get("text"):
            self.add_error("text", _("Write what stands in the annex."))
        widest = widest_table(self.blocks())
        if widest > (LANDSCAPE_COLUMNS if data.get("landscape") else PORTRAIT_COLUMNS):
            self.add_error("landscape", too_wide(widest, landscape=bool(data.get("landscape"))))
        return data

    def is_empty(self, data: dict[str, Any]) -> bool:
        """Whether nothing was filled in, so that the annex does not count."""
        return not (data.get("title") or data.get("text"))

    def blocks(self) -> list[Block]:
        """Return what stands in the annex."""
        return blocks_of_lines([line for line in clean(self.cleaned_data.get("text", "")).split("\n") if line])


def widest_table(blocks: Any) -> int:
    """Return the number of columns of the widest table; 0 where there is none."""
    return max((len(block.columns) for block in blocks if isinstance(block, Table)), default=0)


def too_wide(columns: int, *, landscape: bool) -> str:
    """Return the sentence about a table that does not fit its page."""
    if landscape:
        return _("A table of %(n)s columns does not fit even a landscape page. Split it.") % {"n": columns}
    return _("A table of %(n)s columns is too wide here. Put it in an annex on a landscape page.") % {"n": columns}


class BaseAnnexFormSet(forms.BaseFormSet):
    """Knows which annexes count."""

    def kept_forms(self) -> list[Any]:
        """Return the annexes that say something and were not taken out."""
        read = [form for form in self.forms if hasattr(form, "cleaned_data")]
        return [f for f in read if not f.cleaned_data.get("DELETE") and not f.is_empty(f.cleaned_data)]

    def annexes(self) -> list[Annex]:
        """Return the annexes as far as they are written."""
        return [
            Annex(form.cleaned_data.get("title") or "…", form.blocks(), landscape=form.cleaned_data.get("landscape"))
            for form in self.kept_forms()
        ]


AnnexFormSet = forms.formset_factory(
    AnnexForm,
    formset=BaseAnnexFormSet,
    extra=0,
    can_delete=True,
    max_num=MOST_ANNEXES,
    absolute_max=MOST_ANNEXES + 1,
    validate_max=True,
)


def annexes_in(content: OfficialDocument | None) -> list[dict[str, Any]] | None:
    """Return the initial values of a document's annexes; ``None`` where they hold more than text can say."""
    found: list[dict[str, Any]] = []
    for annex in content.annexes if content else ():
        text = text_of(annex.blocks)
        if text is None or annex.number:
            return None
        found.append({"title": annex.title, "text": text, "landscape": annex.landscape})
    return found
