"""What the producer writes in a dossier."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import modelform_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.files.types import PDF
from foundation.forms import CheckedFileField, LineField, TextField
from registrations.editing import mark, marks_in
from registrations.expiry import warning
from registrations.forms.guarded import GuardedForm, clean_field
from registrations.forms.seen import Now, SeenForm, flat
from registrations.models import Correction, Dossier, DossierItem, Evidence
from registrations.models.kinds import UPDATE_FIELDS
from registrations.services.dossiers import seen_of_item
from registrations.steps import Step
from rubrics.models import Criterion, Level, Rubric

LONG = 10_000
# What may stay empty even when the dossier is submitted.
OPTIONAL = ("story", "profit", "plan_finance")
NOT_REACHED = "0"

_NO_CHANGE = gettext_lazy("Where nothing changed, write “no change”.")
_HINTS = {
    "changed": gettext_lazy(
        "What is better or new, and which paper proves it. The council compares it with the last dossier."
    ),
    **dict.fromkeys(UPDATE_FIELDS, _NO_CHANGE),
    "update_papers": gettext_lazy("Which papers ran out and which new ones take their place."),
    "story": gettext_lazy(
        "Where the product comes from, who makes it, what is special about it. A few paragraphs are enough."
    ),
    "materials": gettext_lazy("Where the raw material comes from, how much of it is local, contracts with growers."),
    "local_origin": gettext_lazy("Which raw material or culture of the commune the product is made from."),
    "local_labour": gettext_lazy("How many people of the commune work for you."),
    "local_idea": gettext_lazy("Whose idea the product was, and what it is based on."),
    "local_identity": gettext_lazy("What of the place, its people and its know-how lives in the product."),
    "revenue": gettext_lazy("A whole number, for example 350000000."),
}


def step_form(step: Step) -> type[GuardedForm]:
    """Return the form of a step that edits columns of the dossier itself. Nothing is required before submitting."""
    made: type[GuardedForm] = modelform_factory(
        Dossier, form=StepForm, fields=step.fields, formfield_callback=clean_field
    )
    return made


def ask_later(field: forms.Field, *, needed: bool) -> None:
    """Let a field be saved empty although its label does not call it optional: submitting asks for it."""
    field.required = needed
    field.validate = lambda value: None  # type: ignore[method-assign]  # noqa: ARG005 -- the method's shape


class StepForm(GuardedForm):
    """Texts of the dossier; formats only, never completeness."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name == "seen":
                continue
            ask_later(field, needed=name not in OPTIONAL)
            field.help_text = _HINTS.get(name, "")
            if isinstance(field, TextField):
                field.max_length = LONG
                field.validators.append(_longest)
                field.widget.attrs["rows"] = 8 if name == "story" else 5


def _longest(value: str) -> None:
    if len(value) > LONG:
        raise forms.ValidationError(
            _("This text has %(length)s characters; at most %(limit)s fit.") % {"length": len(value), "limit": LONG}
        )


class SetForm(GuardedForm):
    """The product set of the dossier, where the decision's sets are held."""

    class Meta:
        model = Dossier
        fields = ("rubric",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rubric"].queryset = Rubric.objects.filter(decision=self.instance.law).order_by("number")
        ask_later(self.fields["rubric"], needed=True)
        self.fields["rubric"].help_text = _(
            "Another set has other items: answers to the old one are kept, but do not count."
        )


class LaterChoice(forms.ChoiceField):
    """A choice that may be left open for now, and is called optional nowhere."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class PaperChoice(forms.ModelMultipleChoiceField):
    """The producer's papers, each with its kind."""

    widget = forms.CheckboxSelectMultiple

    registration_round: Any = None

    def label_from_instance(self, obj: Any) -> str:
        label = f"{obj.title} ({obj.get_kind_display()})"
        early = warning(obj, self.registration_round) if self.registration_round else ""
        return f"{label} – {early}" if early else label


class ItemForm(SeenForm):
    """The producer's answer to one item of the rubric."""

    use_required_attribute = False
    choice = LaterChoice(label=gettext_lazy("Your level"), widget=forms.RadioSelect, choices=())
    description = TextField(
        label=gettext_lazy("Why this level? Describe it"),
        required=False,
        max_length=4000,
        help_text=gettext_lazy("Form 02, part III"),
    )
    evidence = PaperChoice(
        label=gettext_lazy("Evidence for this item"), queryset=Evidence.objects.none(), required=False
    )

    def __init__(
        self,
        *args: Any,
        criterion: Criterion,
        levels: list[Level],
        papers: Any,
        registration_round: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criterion = criterion
        self.levels = {str(level.pk): level for level in levels}
        self.fields["choice"].choices = list(_choices(levels))
        self.fields["evidence"].queryset = papers
        self.fields["evidence"].registration_round = registration_round
        if not papers:
            del self.fields["evidence"]

    @property
    def guarded(self) -> list[str]:
        return [name for name in ("choice", "description", "evidence") if name in self.fields]

    def mark_of(self, name: str, value: Any) -> str:
        if name == "choice":
            level = self.levels.get(value)
            value = [bool(value), level.pk if level else None]
        return mark(sorted(paper.pk for paper in value) if name == "evidence" else value)

    def now(self, stored: DossierItem | None) -> dict[str, Now]:
        values = answer_of(stored)
        marks = marks_in(values["seen"])
        papers = list(stored.evidence.all()) if stored else []
        words = {
            "choice": dict(self.levels_in_words).get(values["choice"], _("(empty)")),
            "description": values["description"] or _("(empty)"),
            "evidence": "; ".join(str(paper) for paper in papers) or _("(empty)"),
        }
        raw = {
            "choice": (values["choice"],),
            "description": (values["description"],),
            "evidence": tuple(str(pk) for pk in values["evidence"]),
        }
        return {name: Now(marks[name].pop(), words[name], raw[name]) for name in self.guarded}

    @property
    def levels_in_words(self) -> list[tuple[str, str]]:
        """The levels and "không đạt", without their cases."""
        return list(flat(self.fields["choice"].choices))

    @property
    def answered(self) -> bool:
        """Whether a level, or "không đạt", was ticked."""
        return bool(self.cleaned_data["choice"])

    @property
    def level(self) -> Level | None:
        """The level that was ticked."""
        return self.levels.get(self.cleaned_data["choice"])


def answer_of(stored: DossierItem | None) -> dict[str, Any]:
    """Return what the form of an item holds for a stored answer, or for none."""
    if stored is None:
        return {"choice": "", "description": "", "evidence": [], "seen": seen_of_item(None)}
    choice = (str(stored.level_id) if stored.level_id else NOT_REACHED) if stored.answered else ""
    evidence = [paper.pk for paper in stored.evidence.all()]
    return {"choice": choice, "description": stored.description, "evidence": evidence, "seen": seen_of_item(stored)}


def _choices(levels: list[Level]) -> Any:
    """Yield the levels, under their case where the item has alternatives, and "không đạt" last."""
    cases: dict[str, list[tuple[str, str]]] = {}
    for level in levels:
        name = level.case_label or (_("Case %(number)s") % {"number": level.case} if level.case else "")
        stars = f" ({'★' * level.gate_stars})" if level.gate_stars else ""
        words = _("%(points)s points") % {"points": level.points}
        cases.setdefault(name, []).append((str(level.pk), f"{level.label} – {words}{stars}"))
    for name, choices in cases.items():
        if name:
            yield (name, choices)
        else:
            yield from choices
    yield (NOT_REACHED, _("Not reached – 0 points"))


class UndertakingForm(forms.Form):
    """The producer's undertaking (Mẫu 01)."""

    undertaken_by = LineField(label=gettext_lazy("Name of the representative"), max_length=120, min_length=2)
    confirmed = forms.BooleanField(label=gettext_lazy("I undertake this."))


class SignedPaperForm(forms.Form):
    """The undertaking as it was signed on paper."""

    signed_by = LineField(label=gettext_lazy("Who signed it"), max_length=120, min_length=2)
    scan = CheckedFileField(
        label=gettext_lazy("Scan or photograph of the signed page"),
        help_text=gettext_lazy("One PDF, JPG or PNG; a photograph from a phone will do."),
    )


class SignedFormsForm(forms.Form):
    """The forms as they were signed digitally outside of the portal."""

    file = CheckedFileField(
        label=gettext_lazy("Signed file"),
        kinds=(PDF,),
        help_text=gettext_lazy(
            "The PDF that you downloaded here, with your signature. The portal checks that nothing else changed."
        ),
    )


class AnswerForm(forms.ModelForm):
    """The answer to one point that is to be corrected."""

    answer = TextField(label=gettext_lazy("What did you correct?"), max_length=2000, min_length=2)

    class Meta:
        model = Correction
        fields = ("answer",)
