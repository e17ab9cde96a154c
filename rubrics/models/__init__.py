"""The law as data: a decision with its bands, stages and rubric sets; and drafts of decisions.

A published decision never changes: ``triggers.py`` guards its tables in the database. Their rows are written only by
``services.publish_decision``.
"""

from rubrics.models.decisions import Band, Decision, Stage
from rubrics.models.drafts import LawDraft, LawDraftSet
from rubrics.models.sets import Criterion, Level, Part, Rubric

__all__ = ["Band", "Criterion", "Decision", "LawDraft", "LawDraftSet", "Level", "Part", "Rubric", "Stage"]
