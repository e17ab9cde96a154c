"""Pages of the law: what everybody may read, and the drafts of those who enter it."""

from rubrics.views.drafts import draft, draft_act, draft_begin, draft_facts, draft_file, drafts
from rubrics.views.public import index, rubric
from rubrics.views.sets import set_add, set_drop, set_edit, set_import, set_workbook_file

__all__ = [
    "draft",
    "draft_act",
    "draft_begin",
    "draft_facts",
    "draft_file",
    "drafts",
    "index",
    "rubric",
    "set_add",
    "set_drop",
    "set_edit",
    "set_import",
    "set_workbook_file",
]
