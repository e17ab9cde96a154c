"""The only code that changes petitions and their groups."""

from directives.petitions.services.groups import group_petitions, propose_for_group, rename_group, ungroup_petition
from directives.petitions.services.handling import (
    decide_from_list,
    decide_petition,
    propose_answer,
    return_petition,
    send_back,
    set_term,
)
from directives.petitions.services.reports import report_petitions
from directives.petitions.services.writing import (
    PetitionText,
    add_files,
    remove_file,
    save_petition,
    send_petition,
    withdraw_petition,
)

__all__ = [
    "PetitionText",
    "add_files",
    "decide_from_list",
    "decide_petition",
    "group_petitions",
    "propose_answer",
    "propose_for_group",
    "remove_file",
    "rename_group",
    "report_petitions",
    "return_petition",
    "save_petition",
    "send_back",
    "send_petition",
    "set_term",
    "ungroup_petition",
    "withdraw_petition",
]
