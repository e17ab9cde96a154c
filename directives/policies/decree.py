"""The decision that issues a support policy, as a draft. Official documents are Vietnamese."""

from __future__ import annotations

from accounts.models import Office
from directives.body import SectionText, blocks_of
from directives.models import Policy, PolicyBeneficiary
from directives.policies.enums import BeneficiaryKind, BudgetSource
from directives.rendering import DocumentType as Kind
from directives.rendering import OfficialDocument
from directives.selectors import authority_of, letterhead, signature_block, symbol_of
from foundation import formatting
from foundation.text import lower_first, one_line

_SOURCES = {
    BudgetSource.CENTRAL: "Ngân sách trung ương",
    BudgetSource.PROVINCE: "Ngân sách tỉnh",
    BudgetSource.LOCAL: "Ngân sách các cấp dưới tỉnh",
    BudgetSource.PROGRAMME: "Các chương trình mục tiêu quốc gia",
    BudgetSource.COMBINED: "Lồng ghép các chương trình, dự án khác",
    BudgetSource.CREDIT: "Tín dụng ưu đãi",
    BudgetSource.OWN: "Vốn đối ứng của chủ thể",
    BudgetSource.OTHER: "Nguồn hợp pháp khác",
}
_KINDS = {
    BeneficiaryKind.COOPERATIVE: "Hợp tác xã, tổ hợp tác",
    BeneficiaryKind.ENTERPRISE: "Doanh nghiệp",
    BeneficiaryKind.HOUSEHOLD: "Hộ kinh doanh, trang trại",
    BeneficiaryKind.UNIT: "Xã, phường, thôn, làng",
    BeneficiaryKind.OTHER: "Đối tượng khác",
}


def decision_content(policy: Policy, *, issuing: Office) -> OfficialDocument:
    """Return the draft of the decision; everything in it can be changed in the editor before the approval."""
    head = letterhead(issuing)
    grounds = [line.strip() for line in policy.legal_grounds.split("\n") if line.strip()]
    return OfficialDocument(
        type=Kind.QUYET_DINH,
        issuer=head.issuer,
        parent_issuer=head.parent_issuer,
        symbol=symbol_of(issuing, Kind.QUYET_DINH, policy.office),
        place=head.place,
        abstract=f"Ban hành chính sách {lower_first(policy.title)}",
        authority_line=authority_of(issuing),
        legal_grounds=grounds or ["Căn cứ Luật Tổ chức chính quyền địa phương"],
        proposal=f"Theo đề nghị của {policy.office.name}" if policy.office != issuing else "",
        body=blocks_of(_articles(policy), Kind.QUYET_DINH),
        signature=signature_block(issuing, Kind.QUYET_DINH),
        recipients=["Như Điều 5"],
        archive=f"VT, {policy.office.abbreviation}" if policy.office != issuing else "VT",
    )


def _articles(policy: Policy) -> list[SectionText]:
    content = "\n".join(line.replace("[[", "[").replace("]]", "]") for line in policy.content.split("\n"))
    money = policy.budget_lines.all()
    rows = [f"| {n} | {_SOURCES[BudgetSource(row.source)]} | {row.year} | {formatting.number(row.amount)} |"
            for n, row in enumerate(money, start=1)]  # fmt: skip
    table = ["| TT | Nguồn kinh phí | Năm | Số tiền (đồng) |", *rows] if rows else []
    total = sum(row.amount for row in money)
    sum_up = f"Tổng kinh phí: {formatting.number(total)} đồng, gồm:" if rows else "Thực hiện theo quy định hiện hành."
    return [
        SectionText("", f"Ban hành chính sách “{one_line(policy.title)}” với nội dung sau:\n{content}"),
        SectionText("Đối tượng được hỗ trợ", "\n".join(f"- {_served(row)}." for row in policy.beneficiaries.all())),
        SectionText("Kinh phí thực hiện", "\n".join([sum_up, *table])),
        SectionText("", "Quyết định này có hiệu lực kể từ ngày ký."),
        SectionText(
            "",
            f"{policy.office.name}, Ủy ban nhân dân cấp xã và các tổ chức, cá nhân có liên quan chịu trách "
            "nhiệm thi hành Quyết định này",
        ),
    ]


def _served(row: PolicyBeneficiary) -> str:
    words = row.name or _KINDS[BeneficiaryKind(row.kind)]
    where = f" tại {row.unit.name}" if row.unit else ""
    return f"{one_line(words)}{where}" + (f" ({row.count:02d})" if row.count else "")
