"""Many products at once, for measuring: rows written in batches, consistent, the same for the same number and day.

What services would leave behind beside the rows is not made: journal entries, notices, jobs, and the official papers of
dossiers. Results come from the one function that computes them; certificates hang on a real, issued decision.
"""

from demo.volume.telling import tell

__all__ = ["tell"]
