"""All input of directives."""

from directives.forms.compose import LetterForms, Start
from directives.forms.filters import DocumentFilter, RegisterForm, TaskFilter
from directives.forms.incoming import IncomingFilter, NoteForm, ReceiveForm, TextForm
from directives.forms.letter import StartForm
from directives.forms.sending import MAX_PICKS, AnnouncementFilter, PicksForm, PublishForm
from directives.forms.steps import ScanForm, SignedFileForm, StepForm, StepWithReasonForm
from directives.forms.tasks import ReportForm

__all__ = [
    "MAX_PICKS",
    "AnnouncementFilter",
    "DocumentFilter",
    "IncomingFilter",
    "LetterForms",
    "NoteForm",
    "PicksForm",
    "PublishForm",
    "ReceiveForm",
    "RegisterForm",
    "ReportForm",
    "ScanForm",
    "SignedFileForm",
    "Start",
    "StartForm",
    "StepForm",
    "StepWithReasonForm",
    "TaskFilter",
    "TextForm",
]
