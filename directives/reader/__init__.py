"""The letter reader: what a Vietnamese administrative letter says, as proposals that a person confirms.

Pure and deterministic: small rules over the text, no network, no model. ``read`` takes text, ``text_of`` makes text of
a file. Nothing is invented: what the letter leaves blank stays ``None``, what is doubtful goes to ``warnings``.
"""

from directives.reader.as_json import as_json
from directives.reader.files import Unreadable, text_of
from directives.reader.reading import Place, Reading, Recurrence, Reference, Round, Task, read

__all__ = [
    "Place",
    "Reading",
    "Recurrence",
    "Reference",
    "Round",
    "Task",
    "Unreadable",
    "as_json",
    "read",
    "text_of",
]
