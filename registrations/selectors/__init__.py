"""Reads. The ``…_visible_to`` functions are the only doors to rows that a person may see."""

from registrations.selectors.completeness import Gap, gaps_of, recommendations_of
from registrations.selectors.counts import CommuneCount, counts_by_commune
from registrations.selectors.deadlines import DeadlineWords, after_the_last_moment, deadline_words
from registrations.selectors.doors import (
    dossiers_followed_by,
    dossiers_visible_to,
    evidence_visible_to,
    producers_visible_to,
    products_visible_to,
    rounds_visible_to,
    wishes_visible_to,
)
from registrations.selectors.dossiers import (
    commune_stage,
    dossiers_ready_for_scoring,
    open_corrections,
    people_of_producer,
    timeline_of,
)
from registrations.selectors.files import files_to_show, stored_file_visible_to
from registrations.selectors.lists import (
    counts_visible_to,
    reason_for,
    rows_of_list,
    sees_whole_round,
    timeline_of_wish,
    undecided_states,
    units_with_wishes,
)
from registrations.selectors.producers import (
    dossiers_in_work,
    drafts_of,
    editable_producers,
    open_rounds_for,
    producers_of,
    wish_with_key,
    wishes_in_work,
)
from registrations.selectors.queue import (
    QUEUE_STATES,
    approvals_for,
    communes_worked_for,
    list_wishes,
    office_dossiers,
    queue_numbers,
    queue_of,
)
from registrations.selectors.renewals import (
    product_waits_for_result,
    renewal_of_dossier,
    renewal_of_product,
    renewals_of,
    renewals_of_producer,
)
from registrations.selectors.scoring import Tally, choices_of, item_map, tally_of
from registrations.selectors.whereabouts import Whereabouts, whereabouts_of

__all__ = [
    "QUEUE_STATES",
    "CommuneCount",
    "DeadlineWords",
    "Gap",
    "Tally",
    "Whereabouts",
    "after_the_last_moment",
    "approvals_for",
    "choices_of",
    "commune_stage",
    "communes_worked_for",
    "counts_by_commune",
    "counts_visible_to",
    "deadline_words",
    "dossiers_followed_by",
    "dossiers_in_work",
    "dossiers_ready_for_scoring",
    "dossiers_visible_to",
    "drafts_of",
    "editable_producers",
    "evidence_visible_to",
    "files_to_show",
    "gaps_of",
    "item_map",
    "list_wishes",
    "office_dossiers",
    "open_corrections",
    "open_rounds_for",
    "people_of_producer",
    "producers_of",
    "producers_visible_to",
    "product_waits_for_result",
    "products_visible_to",
    "queue_numbers",
    "queue_of",
    "reason_for",
    "recommendations_of",
    "renewal_of_dossier",
    "renewal_of_product",
    "renewals_of",
    "renewals_of_producer",
    "rounds_visible_to",
    "rows_of_list",
    "sees_whole_round",
    "stored_file_visible_to",
    "tally_of",
    "timeline_of",
    "timeline_of_wish",
    "undecided_states",
    "units_with_wishes",
    "whereabouts_of",
    "wish_with_key",
    "wishes_in_work",
    "wishes_visible_to",
]
