"""The project's own form of law (format: ``data/README.md``): read from files or texts, checked, written, compared."""

from rubrics.lawfiles.data import CriterionData, DecisionData, LawFileError, LevelData, PartData, Problem, SetData
from rubrics.lawfiles.folder import DATA_DIR, decision_folder, decision_folders, read_decision

__all__ = [
    "DATA_DIR",
    "CriterionData",
    "DecisionData",
    "LawFileError",
    "LevelData",
    "PartData",
    "Problem",
    "SetData",
    "decision_folder",
    "decision_folders",
    "read_decision",
]
