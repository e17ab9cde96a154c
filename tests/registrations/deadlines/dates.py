"""The dates of the rounds in these tests."""

from datetime import timedelta

from tests.factories.registrations import moment

# "trước ngày 25/9" and "đến hết ngày 24/9" are this moment; a week later nothing is accepted; leave lasts to the 10th.
SOFT, HARD, LEAVE = moment("2026-09-25"), moment("2026-10-02"), moment("2026-10-10")
SECOND = timedelta(seconds=1)
