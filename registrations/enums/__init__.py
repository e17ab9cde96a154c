"""States and words of registrations, and the tables of who may move what from where to where."""

from registrations.enums.choices import (
    AfterReturn,
    DossierKind,
    DossierState,
    EvidenceKind,
    FileKind,
    HelpKind,
    LegalForm,
    MeetsEvent,
    MemberRole,
    ReturnedFrom,
    RoundState,
    SettledAs,
    Verdict,
    WishState,
)
from registrations.enums.imports import IMPORT_TRANSITIONS, ImportKind, ImportState, RowState
from registrations.enums.tables import (
    DOSSIER_TRANSITIONS,
    ROUND_TRANSITIONS,
    SCORING_TRANSITIONS,
    TRANSITIONS,
    WISH_TRANSITIONS,
)

__all__ = [
    "DOSSIER_TRANSITIONS",
    "IMPORT_TRANSITIONS",
    "ROUND_TRANSITIONS",
    "SCORING_TRANSITIONS",
    "TRANSITIONS",
    "WISH_TRANSITIONS",
    "AfterReturn",
    "DossierKind",
    "DossierState",
    "EvidenceKind",
    "FileKind",
    "HelpKind",
    "ImportKind",
    "ImportState",
    "LegalForm",
    "MeetsEvent",
    "MemberRole",
    "ReturnedFrom",
    "RoundState",
    "RowState",
    "SettledAs",
    "Verdict",
    "WishState",
]
