"""The law as data: a decision with its bands, stages and rubric sets.

A published decision never changes: ``triggers.py`` guards these tables in the database. Rows are written only by
``services.publish_decision``.
"""

from rubrics.models.decisions import Band, Decision, Stage
from rubrics.models.sets import Criterion, Level, Part, Rubric

__all__ = ["Band", "Criterion", "Decision", "Level", "Part", "Rubric", "Stage"]
