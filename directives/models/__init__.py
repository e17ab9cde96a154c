"""Official documents with registers, signatures and deliveries; tasks; petitions and support policies."""

from directives.models.documents import Document, document_search_key
from directives.models.extensions import TaskExtension
from directives.models.feeds import CalendarFeed
from directives.models.incoming import IncomingLetter
from directives.models.petitions import (
    Petition,
    PetitionFile,
    PetitionGroup,
    PetitionReport,
    PetitionTerm,
    petition_search_key,
)
from directives.models.policies import Policy, PolicyBeneficiary, PolicyBudgetLine, policy_search_key
from directives.models.registers import RegisterCounter, SetAsideNumber
from directives.models.reminders import ReminderHours, ReminderLadder, ReminderMark
from directives.models.sending import Delivery, Reading
from directives.models.settings import LetterSettings
from directives.models.signing import DocumentSignature, SigningKey
from directives.models.tasks import NO_DEADLINE, Task, TaskReport, TaskReportFile
from directives.models.texts import LetterTemplate, TextList

__all__ = [
    "NO_DEADLINE",
    "CalendarFeed",
    "Delivery",
    "Document",
    "DocumentSignature",
    "IncomingLetter",
    "LetterSettings",
    "LetterTemplate",
    "Petition",
    "PetitionFile",
    "PetitionGroup",
    "PetitionReport",
    "PetitionTerm",
    "Policy",
    "PolicyBeneficiary",
    "PolicyBudgetLine",
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
    "petition_search_key",
    "policy_search_key",
]
