"""Who may do what to documents and tasks.

Predicates ``(user, obj) -> bool`` about persons; from which state an action starts is said by the tables in ``enums``.
``user`` is ``None`` when the system acts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts.enums import Role
from accounts.models import Office
from accounts.rules import has_role, has_role_in
from accounts.selectors import people_of_office, reaches

if TYPE_CHECKING:
    from directives.models import Document, IncomingLetter, Task

# Who leads an office: the leader; in a commune its own leader.
HEADS = (Role.LEADER, Role.COMMUNE_LEADER)
# Who writes letters and works on tasks.
OFFICERS = (Role.ROUND_OFFICER, Role.COMMUNE_OFFICER)
WORKERS = (*OFFICERS, *HEADS)
# Who handles the correspondence of an office. Members of councils hold a role in an office too, but not its letters.
STAFF = (*WORKERS, Role.CLERK)


def handles_letters(user: Any, _obj: Any = None) -> bool:
    """Tell whether the person handles letters for any office."""
    return has_role(user, *STAFF)


def is_the_system(user: Any, _obj: Any = None) -> bool:
    """Only the portal itself makes PDFs."""
    return user is None


def follows_another(_user: Any, document: Document) -> bool:
    """A certificate is moved by the action on the decision that it hangs on; the rule was asked there."""
    return document.attached_to_id is not None


def is_inside(user: Any, document: Document) -> bool:
    """Tell whether the person works in the issuing or the drafting office, and so sees the history of a document."""
    return has_role_in(user, document.office_id, *STAFF) or has_role_in(user, document.drafting_office_id, *STAFF)


# -- Writing ---------------------------------------------------------------------------------------------------------
def issuers_above(office: Office) -> list[Office]:
    """Return the offices in whose name an office may write: its own, and those above it."""
    chain: list[Office] = []
    current: Office | None = office
    while current is not None and current not in chain:
        chain.append(current)
        current = current.parent
    return chain


def may_draft_for(user: Any, office: Office, drafting_office: Office) -> bool:
    """Officers and heads of an office may write for it and for the offices above it."""
    return has_role_in(user, drafting_office, *WORKERS) and office in issuers_above(drafting_office)


def may_draft(user: Any, _obj: Any = None) -> bool:
    """Tell whether the person may write letters at all."""
    return has_role(user, *WORKERS)


def may_edit(user: Any, document: Document) -> bool:
    """Officers and heads of the drafting office may change a draft."""
    return has_role_in(user, document.drafting_office_id, *WORKERS)


def may_mend(user: Any, document: Document) -> bool:
    """Whoever may write in the name of the issuing office may mend what it has issued, certificates excepted."""
    if document.state != "issued" or document.is_certificate or document.attached_to_id is not None:
        return False
    offices = [m.office for m in user.active_memberships if m.office is not None and m.role in WORKERS]
    return any(document.office in issuers_above(office) for office in offices)


def may_keep_texts(user: Any, office: Office) -> bool:
    """Staff of an office keep its templates and lists."""
    return has_role_in(user, office, *STAFF)


def may_submit(user: Any, document: Document) -> bool:
    """Whoever may change a draft may ask for it to be checked, once."""
    return document.submitted_at is None and may_edit(user, document)


# -- The route -------------------------------------------------------------------------------------------------------
def may_check(user: Any, document: Document) -> bool:
    """The head of the drafting office confirms the content.

    Where an office has no head today, another of its officers than the author stands in, or the head of the issuing
    office.
    """
    drafting = document.drafting_office_id
    if has_role_in(user, drafting, *HEADS):
        return True
    if not has_role_in(user, drafting, *OFFICERS) and not has_role_in(user, document.office_id, *HEADS):
        return False
    if people_of_office(drafting, *HEADS).exists():
        return False
    return has_role_in(user, document.office_id, *HEADS) or user.pk != document.created_by_id


def may_form_check(user: Any, document: Document) -> bool:
    """The clerk of the issuing office checks form and technique (Nghị định 30/2020, Điều 12)."""
    return has_role_in(user, document.office_id, Role.CLERK)


def may_approve(user: Any, document: Document) -> bool:
    """The leader of the issuing office signs (Nghị định 30/2020, Điều 13)."""
    return has_role_in(user, document.office_id, *HEADS)


def signs_documents(user: Any, _obj: Any = None) -> bool:
    """Tell whether the person signs documents for any office."""
    return has_role(user, *HEADS)


def may_publish(user: Any, document: Document) -> bool:
    """Clerk and leader of the issuing office publish what it has issued."""
    return (
        document.issued_at is not None
        and not document.training
        and has_role_in(user, document.office_id, Role.CLERK, *HEADS)
    )


def may_issue(user: Any, document: Document) -> bool:
    """The clerk of the issuing office sends what was signed (Nghị định 30/2020, Điều 14 to 18)."""
    return has_role_in(user, document.office_id, Role.CLERK)


def may_return(user: Any, document: Document) -> bool:
    """Whoever has the next step may return instead: the checker a submitted draft, the clerk, then the leader."""
    by_state = {"checked": may_form_check, "form_checked": may_approve}
    if document.state == "draft":
        return document.submitted_at is not None and may_check(user, document)
    return document.state in by_state and by_state[document.state](user, document)


def may_void(user: Any, document: Document) -> bool:
    """The drafting office may drop what has no number yet; a number taken is voided by the leader who gave it."""
    return may_edit(user, document) if document.number is None else may_approve(user, document)


def may_retry(user: Any, document: Document) -> bool:
    """Staff of the issuing or the drafting office may have a PDF made again that failed."""
    return document.state == "approved" and is_inside(user, document)


def may_retry_following(user: Any, document: Document) -> bool:
    """Staff of the two offices may have the job tried again that moves what hangs on a document."""
    return document.attached_to_id is None and is_inside(user, document)


def may_see_register(user: Any, office: Office) -> bool:
    """Staff of an office see its register."""
    return has_role_in(user, office, *STAFF)


def may_keep_register(user: Any, office: Office) -> bool:
    """The clerk of an office keeps its register (Nghị định 30/2020, Điều 15)."""
    return has_role_in(user, office, Role.CLERK)


def may_set_letters(user: Any, office: Office) -> bool:
    """The clerk and the leader of an office say how it numbers and signs."""
    return has_role_in(user, office, Role.CLERK, *HEADS)


# -- Letters in ------------------------------------------------------------------------------------------------------
def may_receive_for(user: Any, office: Office) -> bool:
    """Whoever handles the letters of an office enters those that arrive (Nghị định 30/2020, Điều 21, 22)."""
    return has_role_in(user, office, *STAFF)


def may_register_letter(user: Any, letter: IncomingLetter) -> bool:
    """Staff of the receiving office confirm a letter and complete its entry."""
    return has_role_in(user, letter.office_id, *STAFF)


def may_set_reminders(user: Any, _obj: Any = None) -> bool:
    """Administrators say when people are reminded."""
    return has_role(user, Role.ADMINISTRATOR)


# -- Tasks -----------------------------------------------------------------------------------------------------------
def acts_for(user: Any, office: Office, *roles: str) -> bool:
    """Tell whether the person holds a role in the office, or in the office of its kind that has taken over from it."""
    if has_role_in(user, office, *roles):
        return True
    return any(
        membership.role in roles
        and membership.office is not None
        and membership.office.kind == office.kind
        and membership.office.unit.level == office.unit.level
        and reaches(membership.office.unit_id, office.unit_id)
        for membership in (user.active_memberships if user and user.is_authenticated else [])
    )


def may_work_on(user: Any, task: Task) -> bool:
    """People of the office in charge take a task on and report, once its letter has been issued."""
    return task.given_at is not None and acts_for(user, task.assignee, *WORKERS)


def may_report(user: Any, task: Task) -> bool:
    """Like ``may_work_on``; what was accepted is reported again only where the task is regular."""
    return (task.regular or task.state != "accepted") and may_work_on(user, task)


def may_report_again(user: Any, task: Task) -> bool:
    """While the report on one period waits for its answer, another period may be reported on."""
    return bool(task.report_every) and may_work_on(user, task)


def may_judge(user: Any, task: Task) -> bool:
    """Whoever gave a task accepts or returns reports on it: issuing and drafting office; of a part the office above."""
    if task.parent_id is not None and task.parent is not None:
        return acts_for(user, task.parent.assignee, *WORKERS)
    document = task.document
    if document is None:
        return task.incoming is not None and has_role_in(user, task.incoming.office_id, *WORKERS)
    return has_role_in(user, document.office_id, *WORKERS) or has_role_in(user, document.drafting_office_id, *WORKERS)


def may_split(user: Any, task: Task) -> bool:
    """The office in charge hands parts of a task to offices below it, as long as the task is not done."""
    return task.is_open and may_work_on(user, task)


def may_hand_over(user: Any, task: Task) -> bool:
    """Within the office in charge, whoever works on tasks may pass one on."""
    return (task.is_open or task.regular) and may_work_on(user, task)


def may_ask_extension(user: Any, task: Task) -> bool:
    """The office in charge asks for a later deadline while the task is open."""
    return task.due_at is not None and task.is_open and may_work_on(user, task)


def may_set_reporting(user: Any, task: Task) -> bool:
    """The issuer says how often a regular task wants a report."""
    return task.regular and task.given_at is not None and may_judge(user, task)
