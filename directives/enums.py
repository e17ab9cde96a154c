"""Types and states of documents and tasks, and the tables that say how they move."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from activity.transitions import Transition
from directives import notices, rules


class DocumentType(TextChoices):
    """The eight types of Nghị định 30/2020 that the portal writes, and the certificate, which is none of them."""

    CONG_VAN = "cong_van", _("Official letter")
    QUYET_DINH = "quyet_dinh", _("Decision document")
    THONG_BAO = "thong_bao", _("Notice")
    KE_HOACH = "ke_hoach", _("Plan")
    BAO_CAO = "bao_cao", _("Report document")
    TO_TRINH = "to_trinh", _("Submission")
    BIEN_BAN = "bien_ban", _("Minutes")
    GIAY_MOI = "giay_moi", _("Invitation")
    GIAY_CHUNG_NHAN = "giay_chung_nhan", _("Certificate")


class DocumentState(TextChoices):
    DRAFT = "draft", _("draft")
    CHECKED = "checked", _("content checked")
    FORM_CHECKED = "form_checked", _("form checked")
    APPROVED = "approved", _("approved, being made")
    RENDERED = "rendered", _("made, waiting to be issued")
    SIGNED = "signed", _("signed")
    ISSUED = "issued", _("issued")
    REPLACED = "replaced", _("replaced")
    VOIDED = "voided", _("voided")


class DocumentAction(TextChoices):
    SUBMIT = "submit", _("Submit for checking")
    CHECK = "check", _("Confirm the content")
    FORM_CHECK = "form_check", _("Confirm the form")
    APPROVE = "approve", _("Approve and sign")
    RENDER = "render", _("Make the PDF")
    SIGN = "sign", _("Sign digitally")
    REPLACE = "replace", _("Replace")
    ISSUE = "issue", _("Issue")
    RETURN = "return_", _("Return")
    VOID = "void", _("Void")


class Every(TextChoices):
    """How often a regular task wants a report."""

    MONTH = "month", _("every month")
    QUARTER = "quarter", _("every quarter")
    HALF_YEAR = "half_year", _("every half-year")
    YEAR = "year", _("every year")


class ExtensionState(TextChoices):
    ASKED = "asked", _("asked for")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")


class Audience(TextChoices):
    """As what somebody is reminded: who does it, who leads the office, who leads the office above."""

    WORKER = "worker", _("who does it")
    HEAD = "head", _("head of the office")
    LEADER = "leader", _("leader above")


class TaskState(TextChoices):
    ASSIGNED = "assigned", _("assigned")
    IN_PROGRESS = "in_progress", _("in progress")
    REPORTED = "reported", _("reported")
    ACCEPTED = "accepted", _("accepted")
    RETURNED = "returned", _("returned")


class TaskAction(TextChoices):
    TAKE = "take", _("Take the task on")
    REPORT = "report", _("Report")
    REPORT_AGAIN = "report_again", _("Report on another period")
    ACCEPT = "accept", _("Accept the report")
    RETURN = "return_", _("Return the report")


class Register(TextChoices):
    """The number series of an office. A council or board keeps one of its own under its own name."""

    LETTERS = "van_ban", _("Letters and other documents")
    DECISIONS = "quyet_dinh", _("Decisions")
    CERTIFICATES = "giay_chung_nhan", _("Certificates")
    TRAINING = "TẬP HUẤN", _("Training")


class Relation(TextChoices):
    """How one document mends another: its content, or its form (Nghị định 30/2020, Điều 18 and 19)."""

    REPLACES = "replaces", _("replaces")
    CORRECTS = "corrects", _("corrects")


class NumberState(TextChoices):
    RESERVED = "reserved", _("set aside")
    USED = "used", _("used")
    VOIDED = "voided", _("voided")


class SigningWay(TextChoices):
    """What an office asks for before a document goes out."""

    APPROVAL = "approval", _("Approval in the portal")
    DIGITAL = "digital", _("Digital signatures of signer and office")
    PAPER = "paper", _("Signed paper, scanned")


class SignatureRole(TextChoices):
    PERSON = "person", _("Signature of the signer")
    OFFICE = "office", _("Signature of the office")
    SCAN = "scan", _("Scan of the signed paper")


class SignatureState(TextChoices):
    WAITING = "waiting", _("being made")
    MADE = "made", _("made")
    FAILED = "failed", _("failed")


class Purpose(TextChoices):
    """What a recipient is to do with a document, as coded behind its name under "Nơi nhận"."""

    CARRY_OUT = "t/h", _("to carry out")
    COOPERATE = "p/h", _("to cooperate")
    COPY = "t.b/c", _("for information")
    PUBLISH = "đăng tải", _("to publish")
    ARCHIVE = "lưu", _("archive")


class TextListKind(TextChoices):
    GROUNDS = "grounds", _("Legal grounds")
    RECIPIENTS = "recipients", _("Recipients")


SERIES_OF_TYPE = {
    DocumentType.QUYET_DINH: Register.DECISIONS,
    DocumentType.GIAY_CHUNG_NHAN: Register.CERTIFICATES,
}

# Before approval a document has neither number nor date; from approval on it keeps both for good.
UNNUMBERED = (DocumentState.DRAFT, DocumentState.CHECKED, DocumentState.FORM_CHECKED)
NUMBERED = (
    DocumentState.APPROVED,
    DocumentState.RENDERED,
    DocumentState.SIGNED,
    DocumentState.ISSUED,
    DocumentState.REPLACED,
)
# Those who have left the house: addressees and assignees see them.
SENT = (DocumentState.ISSUED, DocumentState.REPLACED)
# The states in which a deadline still runs.
OPEN_TASKS = (TaskState.ASSIGNED, TaskState.IN_PROGRESS, TaskState.RETURNED)

_S, _A = DocumentState, DocumentAction

TRANSITIONS: dict[str, Transition] = {
    _A.SUBMIT: Transition(
        (_S.DRAFT,), _S.DRAFT, rules.may_submit, _A.SUBMIT.label, _("Submitted for checking"),
        notices=notices.to_checkers,
    ),
    _A.CHECK: Transition(
        (_S.DRAFT,), _S.CHECKED, rules.may_check, _A.CHECK.label, _("Content checked"), notices=notices.to_clerks
    ),
    _A.FORM_CHECK: Transition(
        (_S.CHECKED,), _S.FORM_CHECKED, rules.may_form_check, _A.FORM_CHECK.label, _("Form checked"),
        notices=notices.to_approvers,
    ),
    _A.APPROVE: Transition(
        (_S.FORM_CHECKED,), _S.APPROVED, rules.may_approve, _A.APPROVE.label, _("Approved; number and date allocated"),
        notices=notices.to_author_and_clerks_of_approval,
    ),
    _A.RENDER: Transition((_S.APPROVED,), _S.RENDERED, rules.is_the_system, _A.RENDER.label, _("PDF made and stored")),
    _A.SIGN: Transition((_S.RENDERED,), _S.SIGNED, rules.is_the_system, _A.SIGN.label, _("Signed digitally")),
    _A.REPLACE: Transition(
        (_S.ISSUED,), _S.REPLACED, rules.is_the_system, _A.REPLACE.label, _("Replaced by another document")
    ),
    _A.ISSUE: Transition(
        (_S.RENDERED, _S.SIGNED), _S.ISSUED, rules.may_issue, _A.ISSUE.label, _("Issued"),
        notices=notices.of_issue,
    ),
    _A.RETURN: Transition(
        UNNUMBERED, _S.DRAFT, rules.may_return, _A.RETURN.label, _("Returned to the author"),
        needs_reason=True, notices=notices.to_author,
    ),
    _A.VOID: Transition(
        (*UNNUMBERED, _S.APPROVED, _S.RENDERED, _S.SIGNED), _S.VOIDED, rules.may_void, _A.VOID.label, _("Voided"),
        needs_reason=True, danger=True, notices=notices.to_author,
    ),
}  # fmt: skip

# A certificate goes the way of the decision that it hangs on; whoever moves the decision moves it.
ATTACHED_TRANSITIONS: dict[str, Transition] = {
    _A.CHECK: Transition((_S.DRAFT,), _S.CHECKED, rules.follows_another, _A.CHECK.label, _("Content checked")),
    _A.FORM_CHECK: Transition(
        (_S.DRAFT, _S.CHECKED), _S.FORM_CHECKED, rules.follows_another, _A.FORM_CHECK.label, _("Form checked")
    ),
    _A.APPROVE: Transition(
        UNNUMBERED, _S.APPROVED, rules.follows_another, _A.APPROVE.label, _("Approved; number and date allocated")
    ),
    _A.RENDER: TRANSITIONS[_A.RENDER],
    _A.SIGN: TRANSITIONS[_A.SIGN],
    _A.ISSUE: Transition((_S.RENDERED, _S.SIGNED), _S.ISSUED, rules.follows_another, _A.ISSUE.label, _("Issued")),
    _A.RETURN: Transition(
        UNNUMBERED, _S.DRAFT, rules.follows_another, _A.RETURN.label, _("Returned to the author"), needs_reason=True
    ),
    _A.VOID: Transition(
        (*UNNUMBERED, _S.APPROVED, _S.RENDERED, _S.SIGNED), _S.VOIDED, rules.follows_another, _A.VOID.label,
        _("Voided"), needs_reason=True,
    ),
}  # fmt: skip

# A letter that the portal writes whole (``hooks.Hook.by_portal``): the leader signs the draft, nothing else is by hand.
PORTAL_TRANSITIONS: dict[str, Transition] = {
    _A.APPROVE: Transition(
        UNNUMBERED, _S.APPROVED, rules.may_approve, _A.APPROVE.label, _("Approved; number and date allocated")
    ),
    _A.RENDER: TRANSITIONS[_A.RENDER],
    _A.SIGN: TRANSITIONS[_A.SIGN],
    _A.ISSUE: Transition(
        (_S.RENDERED, _S.SIGNED), _S.ISSUED, rules.is_the_system, _A.ISSUE.label, _("Issued"),
        notices=notices.of_issue,
    ),
    _A.VOID: Transition(
        (*UNNUMBERED, _S.APPROVED, _S.RENDERED, _S.SIGNED), _S.VOIDED, rules.is_the_system, _A.VOID.label,
        _("Voided"), needs_reason=True,
    ),
}  # fmt: skip

_T, _TA = TaskState, TaskAction

TASK_TRANSITIONS: dict[str, Transition] = {
    _TA.TAKE: Transition(
        (_T.ASSIGNED,), _T.IN_PROGRESS, rules.may_work_on, _TA.TAKE.label, _("Task taken on")
    ),
    _TA.REPORT: Transition(
        (_T.ASSIGNED, _T.IN_PROGRESS, _T.RETURNED, _T.ACCEPTED), _T.REPORTED, rules.may_report, _TA.REPORT.label,
        _("Task reported"), notices=notices.of_report,
    ),
    _TA.REPORT_AGAIN: Transition(
        (_T.REPORTED,), _T.REPORTED, rules.may_report_again, _TA.REPORT_AGAIN.label, _("Task reported"),
        notices=notices.of_report,
    ),
    _TA.ACCEPT: Transition(
        (_T.REPORTED,), _T.ACCEPTED, rules.may_judge, _TA.ACCEPT.label, _("Report accepted"),
        notices=notices.of_judgement,
    ),
    _TA.RETURN: Transition(
        (_T.REPORTED,), _T.RETURNED, rules.may_judge, _TA.RETURN.label, _("Report returned"),
        needs_reason=True, notices=notices.of_judgement,
    ),
}  # fmt: skip
