"""What producers file. State changes go through ``registrations.services`` only."""

from registrations.models.dossiers import Dossier, DossierFile, DossierItem, NumberCounter, Submission
from registrations.models.evidence import Evidence, EvidenceFile
from registrations.models.imports import ImportBatch, ImportRow
from registrations.models.producers import Producer, ProducerMember, Product
from registrations.models.reviews import CommuneOpinion, Correction
from registrations.models.rounds import RegistrationRound
from registrations.models.wishes import CommuneList, Support, Wish

__all__ = [
    "CommuneList",
    "CommuneOpinion",
    "Correction",
    "Dossier",
    "DossierFile",
    "DossierItem",
    "Evidence",
    "EvidenceFile",
    "ImportBatch",
    "ImportRow",
    "NumberCounter",
    "Producer",
    "ProducerMember",
    "Product",
    "RegistrationRound",
    "Submission",
    "Support",
    "Wish",
]
