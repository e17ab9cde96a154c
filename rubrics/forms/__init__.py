"""All input of the law's editors."""

from rubrics.forms.facts import BeginForm, FactsForm, StageRows
from rubrics.forms.lists import list_rows, one_more
from rubrics.forms.sets import SetFileForm, SetForm

__all__ = ["BeginForm", "FactsForm", "SetFileForm", "SetForm", "StageRows", "list_rows", "one_more"]
