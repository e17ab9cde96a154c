"""Official documents, their registers, and the tasks that they give."""

from directives.models.documents import Document, document_search_key
from directives.models.registers import RegisterCounter
from directives.models.tasks import NO_DEADLINE, Task, TaskReport

__all__ = ["NO_DEADLINE", "Document", "RegisterCounter", "Task", "TaskReport", "document_search_key"]
