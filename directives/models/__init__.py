"""Official documents, their registers, signatures and deliveries, and the tasks that they give."""

from directives.models.documents import Document, document_search_key
from directives.models.registers import RegisterCounter, SetAsideNumber
from directives.models.sending import Delivery, Reading
from directives.models.settings import LetterSettings
from directives.models.extensions import TaskExtension
from directives.models.feeds import CalendarFeed
from directives.models.registers import LetterSettings, RegisterCounter, SetAsideNumber
from directives.models.reminders import ReminderHours, ReminderLadder, ReminderMark
from directives.models.sending import Delivery, LetterTemplate, Reading, TextList
from directives.models.signing import DocumentSignature, SigningKey
from directives.models.tasks import NO_DEADLINE, Task, TaskReport
from directives.models.texts import LetterTemplate, TextList
from directives.models.tasks import NO_DEADLINE, Task, TaskExtension, TaskReport, TaskReportFile
from directives.models.tasks import NO_DEADLINE, Task, TaskReport, TaskReportFile

__all__ = [
    "NO_DEADLINE",
    "CalendarFeed",
    "Delivery",
    "Document",
    "DocumentSignature",
    "LetterSettings",
    "LetterTemplate",
    "Reading",
    "RegisterCounter",
    "ReminderHours",
    "ReminderLadder",
    "ReminderMark",
    "SetAsideNumber",
    "SigningKey",
    "Task",
    "TaskExtension",
    "TaskReport",
    "TaskReportFile",
    "TextList",
    "document_search_key",
]
