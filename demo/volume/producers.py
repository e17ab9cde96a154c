"""Producers with an owner, their products and their papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from accounts.enums import Role
from accounts.models import Membership, User
from demo import papers as scans
from demo.filing import USUAL_PAPERS
from demo.people import who
from demo.volume.batch import insert, pour
from demo.volume.ground import Commune, Ground, accounts
from demo.volume.plan import PER_PRODUCER, Plan
from foundation.files import store
from foundation.models import StoredFile
from foundation.text import search_key
from registrations.models import Evidence, EvidenceFile, Producer, ProducerMember, Product
from registrations.models.evidence import searched_by

_GOODS = (
    "Cà phê rang xay", "Mật ong rừng", "Măng le khô", "Chè dây", "Rượu cần", "Hồ tiêu đen", "Hạt mắc ca", "Sâm dây",
    "Thịt gác bếp", "Nấm linh chi", "Gạo nếp than", "Tinh dầu sả", "Bột gừng", "Mít sấy", "Chuối sấy", "Hạt điều",
    "Nước mắm", "Muối ớt", "Trà hoa vàng", "Bún khô", "Miến dong", "Tỏi đen", "Nghệ viên", "Bơ sáp",
)  # fmt: skip
_FORMS = (("cooperative", "Hợp tác xã"), ("household", "Hộ kinh doanh"), ("company", "Công ty TNHH"), ("group", "Tổ"))
_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "A", "Y", "Đinh", "Hồ", "Bùi", "Võ")
_GIVEN = ("Hoa", "Lan", "Bình", "Hải", "Nga", "Thắng", "Thảo", "Vinh", "Liên", "Quý", "Tín")


@dataclass(frozen=True)
class Field:
    """What the producers of the volume have: products with their commune, and papers by producer."""

    products: list[Product]
    communes: list[Commune]
    papers: dict[int, list[Evidence]]


def build(plan: Plan, ground: Ground, *, today: date) -> Field:
    """Write producers, products and papers. The first producer is that of the demo login."""
    people = _owners(plan.producers, today)
    homes = [_commune_of(number * PER_PRODUCER, plan, ground) for number in range(plan.producers)]
    producers = insert(Producer, (_producer(n, homes[n], people[n]) for n in range(plan.producers)))
    pour(
        ProducerMember,
        (ProducerMember(user=producer.created_by, producer=producer, is_owner=True) for producer in producers),
    )
    products = insert(Product, (_product(n, producers[n // PER_PRODUCER]) for n in range(plan.products)))
    communes = [homes[n // PER_PRODUCER] for n in range(plan.products)]
    return Field(products, communes, _papers(producers, today))


def _commune_of(product: int, plan: Plan, ground: Ground) -> Commune:
    if product < plan.at_home:
        return ground.communes[0]
    others = ground.communes[1:]
    return others[product // PER_PRODUCER % len(others)]


def _owners(count: int, today: date) -> list[User]:
    names = [f"{_FAMILY[n % 10]} {_GIVEN[n % 11]} {_GIVEN[n // 11 % 11]}" for n in range(1, count)]
    fresh = accounts("kl_chuthe", names)
    pour(Membership, (Membership(user=user, role=Role.PRODUCER, starts_on=today) for user in fresh))
    return [who("producer"), *fresh]


def _producer(number: int, commune: Commune, owner: User) -> Producer:
    form, word = _FORMS[number % len(_FORMS)]
    name = f"{word} {_GIVEN[number % 11]} {commune.unit.bare_name} {number + 1}"
    return Producer(
        name=name,
        legal_form=form,
        unit=commune.unit,
        address=f"Thôn {number % 12 + 1}",
        phone=f"0900{100000 + number}",
        representative=owner.full_name,
        representative_post="Đại diện",
        registration_no=f"DK-{number + 1:05d}",
        registered_on=date(2018, 5, 15),
        founded_on=date(2018, 5, 15),
        history=f"{name} được lập năm 2018, do {owner.full_name} đại diện.",
        organisation="Ban giám đốc, tổ sản xuất, tổ bán hàng; hơn một nửa lao động là người trong xã.",
        search=search_key(f"{name} {owner.full_name}")[:400],
        name_search=search_key(name)[:220],
        created_by=owner,
    )


def _product(number: int, producer: Producer) -> Product:
    name = f"{_GOODS[(number * 7 + number // 24) % len(_GOODS)]} {producer.unit.bare_name} {number + 1}"
    return Product(
        producer=producer,
        name=name,
        description=f"{name}: nguyên liệu trong xã, chế biến và đóng gói tại xưởng của chủ thể.",
        packing="Túi giấy nhiều lớp 250 g, thùng 20 túi",
        search=search_key(f"{name} ")[:450],
        created_by=producer.created_by,
    )


def _papers(producers: list[Producer], today: date) -> dict[int, list[Evidence]]:
    """Every producer holds the usual papers; one scan of each kind serves all of them."""
    rows = [
        Evidence(
            producer=producer,
            kind=kind,
            title=title,
            number=f"{producer.pk:02}/{today.year}",
            search=searched_by(title, f"{producer.pk:02}/{today.year}"),
            issuer=issuer,
            issued_on=today - timedelta(days=200),
            expires_on=today + timedelta(days=900),
            created_by=producer.created_by,
        )
        for producer in producers
        for kind, title, issuer in USUAL_PAPERS
    ]
    files = {kind: _scan(title) for kind, title, _issuer in USUAL_PAPERS}
    found: dict[int, list[Evidence]] = {}
    for paper in insert(Evidence, rows):
        found.setdefault(paper.producer_id, []).append(paper)
    pour(EvidenceFile, (EvidenceFile(evidence=paper, stored=files[paper.kind]) for paper in rows))
    return found


def _scan(title: str) -> StoredFile:
    drawn = scans.scan(title, "Dữ liệu khối lượng")
    return store(name=drawn.name, content_type=drawn.content_type, content=drawn.content, pages=1)
