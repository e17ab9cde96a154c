"""What the papers of a round say. Every number comes from the stored results of its entries."""

from evaluations.papers.certificate import certificate_content, certificate_months, expiry_of
from evaluations.papers.decision import decision_content
from evaluations.papers.facts import PaperFacts, facts_of
from evaluations.papers.minutes import minutes_content
from evaluations.papers.notice import commune_notice_content, producer_notice_content
from evaluations.papers.submission import submission_content

__all__ = [
    "PaperFacts",
    "certificate_content",
    "certificate_months",
    "commune_notice_content",
    "decision_content",
    "expiry_of",
    "facts_of",
    "minutes_content",
    "producer_notice_content",
    "submission_content",
]
