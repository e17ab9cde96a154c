"""The advisory team's report: written item by item, handed over to the council, taken back while nobody has closed."""

from evaluations.services.advice.handing_over import hand_over_advice, take_advice_back
from evaluations.services.advice.visit import add_test, add_visit_photos, note_test_result, remove_advice_file
from evaluations.services.advice.writing import Finding, save_advice

__all__ = [
    "Finding",
    "add_test",
    "add_visit_photos",
    "hand_over_advice",
    "note_test_result",
    "remove_advice_file",
    "save_advice",
    "take_advice_back",
]
