"""What producers file. State changes go through ``registrations.services`` only."""

from registrations.models.completion import CompletionRequest
from registrations.models.desk import DossierOpening, ItemCheck, PaperCheck, Reception, SavedFilter
from registrations.models.digital import DossierSignature
from registrations.models.dossiers import Dossier, DossierFile, DossierItem, NumberCounter, Submission
from registrations.models.evidence import Evidence, EvidenceFile
from registrations.models.imports import ImportBatch, ImportRow
from registrations.models.outreach import Outreach
from registrations.models.people import Invitation, SignedPaper
from registrations.models.producers import Producer, ProducerMember, Product
from registrations.models.reasons import CommonReason
from registrations.models.reviews import CommuneOpinion, Correction
from registrations.models.rounds import CommuneReminder, LateEntry, RegistrationRound
from registrations.models.support import Support
from registrations.models.wishes import CommuneList, Wish

__all__ = [
    "CommonReason",
    "CommuneList",
    "CommuneOpinion",
    "CommuneReminder",
    "CompletionRequest",
    "Correction",
    "Dossier",
    "DossierFile",
    "DossierItem",
    "DossierOpening",
    "DossierSignature",
    "Evidence",
    "EvidenceFile",
    "ImportBatch",
    "ImportRow",
    "Invitation",
    "ItemCheck",
    "LateEntry",
    "NumberCounter",
    "Outreach",
    "PaperCheck",
    "Producer",
    "ProducerMember",
    "Product",
    "Reception",
    "RegistrationRound",
    "SavedFilter",
    "SignedPaper",
    "Submission",
    "Support",
    "Wish",
]
