"""The demo logins and the invented colleagues who did the work of earlier years."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.contrib.auth.hashers import make_password

from accounts import services
from accounts.enums import Role
from accounts.models import Office, User
from demo.places import LAST_DAY_OF_DISTRICTS, LONG_AGO, NEW_UNITS, Places

PASSWORD = "ocop-demo"  # noqa: S105 -- the published password of demo logins, refused by production settings

COUNCIL = [
    ("council1", "Nguyễn Thanh Bình", "Chủ tịch hội đồng"),
    ("council2", "Lê Thị Hồng Nhung", "Phó Chủ tịch hội đồng"),
    ("council3", "Trần Quốc Vinh", "Thư ký hội đồng"),
    ("council4", "Y Hà", "Thành viên hội đồng"),
    ("council5", "A Lâm", "Thành viên hội đồng"),
    ("council6", "Phạm Thị Thu Trang", "Thành viên hội đồng"),
    ("council7", "Đỗ Minh Khôi", "Thành viên hội đồng"),
]

ADVISERS = [("tovan1", "Lê Công Định"), ("tovan2", "Bùi Thị Ngân"), ("tovan3", "Y Blút")]


def who(username: str) -> User:
    """Return the person freshly read, so that their roles are those of the clock's present day."""
    return User.objects.get(username=username)


def build(places: Places) -> None:
    """Create every login with its roles."""
    offices = places.offices
    _person("producer", "Y Ngọc Lan", phone="0900000101", roles=[(None, Role.PRODUCER, "", LONG_AGO)])
    _person(
        "commune",
        "Hoàng Thị Mai",
        roles=[
            (offices["ubnd mới/xã Bờ Y"], Role.COMMUNE_OFFICER, "Công chức kinh tế", NEW_UNITS),
        ],
    )
    _person(
        "commune_leader",
        "Vũ Đức Thắng",
        roles=[
            (offices["ubnd mới/xã Bờ Y"], Role.COMMUNE_LEADER, "Phó Chủ tịch", NEW_UNITS),
        ],
    )
    _person(
        "commune_clerk",
        "Hà Thị Thu",
        roles=[
            (offices["ubnd mới/xã Bờ Y"], Role.CLERK, "Văn thư", NEW_UNITS),
        ],
    )
    _person(
        "district",
        "Bùi Văn Hải",
        roles=[
            (offices["phòng nn ngọc hồi"], Role.ROUND_OFFICER, "Chuyên viên", LONG_AGO),
        ],
    )
    _person(
        "province",
        "Võ Thị Kim Oanh",
        roles=[
            (offices["sở nông nghiệp"], Role.ROUND_OFFICER, "Chuyên viên", NEW_UNITS),
        ],
    )
    _person(
        "leader",
        "Đặng Hữu Phước",
        roles=[
            (offices["ubnd tỉnh"], Role.LEADER, "Phó Chủ tịch", NEW_UNITS),
            (offices["ubnd ngọc hồi"], Role.LEADER, "Phó Chủ tịch", LONG_AGO),
        ],
    )
    _person(
        "clerk",
        "Ngô Thị Lệ",
        roles=[
            (offices["ubnd tỉnh"], Role.CLERK, "Văn thư", NEW_UNITS),
            (offices["ubnd ngọc hồi"], Role.CLERK, "Văn thư", LONG_AGO),
        ],
    )
    for username, name, _title in COUNCIL:
        _person(
            username,
            name,
            roles=[
                (offices["ubnd tỉnh"], Role.COUNCIL_MEMBER, "", NEW_UNITS),
                (offices["ubnd ngọc hồi"], Role.COUNCIL_MEMBER, "", LONG_AGO),
            ],
        )
    for username, name in ADVISERS:
        _person(username, name, roles=[(offices["ubnd tỉnh"], Role.COUNCIL_MEMBER, "", NEW_UNITS)])
    admin = _person("admin", "Quản trị cổng", roles=[(offices["ubnd tỉnh"], Role.ADMINISTRATOR, "", NEW_UNITS)])
    User.objects.filter(pk=admin.pk).update(is_superuser=True, is_staff=True)
    _colleagues(places)


def _colleagues(places: Places) -> None:
    """Create the heads of the drafting offices and the commune people of all units, each invented."""
    offices = places.offices
    heads = [
        ("truongphong_nn", "Lương Văn Tín", "phòng nn ngọc hồi", "Trưởng phòng", LONG_AGO),
        ("giamdoc_snn", "Hồ Ngọc Diệp", "sở nông nghiệp", "Giám đốc", NEW_UNITS),
        ("truongphong_dg", "Mai Xuân Quý", "phòng nn đắk glong", "Trưởng phòng", LONG_AGO),
        ("lanhdao_dg", "Tạ Quang Huy", "ubnd đắk glong", "Phó Chủ tịch", LONG_AGO),
    ]
    for username, name, key, title, start in heads:
        _person(username, name, roles=[(offices[key], Role.LEADER, title, start)])
    _person("vanthu_dg", "Cao Thị Hạnh", roles=[(offices["ubnd đắk glong"], Role.CLERK, "Văn thư", LONG_AGO)])
    _person(
        "chuyenvien_dg",
        "Lý Thành Công",
        roles=[
            (offices["phòng nn đắk glong"], Role.ROUND_OFFICER, "Chuyên viên", LONG_AGO),
        ],
    )
    communes = [key for key in offices if key.startswith(("ubnd ngọc hồi/", "ubnd đắk glong/", "ubnd mới/"))]
    for number, key in enumerate(communes, start=1):
        start = NEW_UNITS if key.startswith("ubnd mới/") else LONG_AGO
        end = None if key.startswith("ubnd mới/") else LAST_DAY_OF_DISTRICTS
        given = ("Hà", "Sơn", "Liên", "Dũng", "Thảo", "Nam", "Vân", "Kiên", "Hương", "Tuấn")[number % 10]
        _person(
            f"canbo{number:02}",
            f"Đinh Thị {given}" if number % 2 else f"A {given}",
            roles=[
                (offices[key], Role.COMMUNE_OFFICER, "Công chức", start, end),
            ],
        )
        _person(
            f"lanhdao{number:02}",
            f"Phan Văn {given}",
            roles=[
                (offices[key], Role.COMMUNE_LEADER, "Chủ tịch", start, end),
            ],
        )


@lru_cache(maxsize=1)
def _password_hash() -> str:
    """Hash the published password once: hashing it for every login would take most of the seed's time."""
    return make_password(PASSWORD)


def login(username: str, full_name: str, *, phone: str | None = None) -> User:
    """Create an account with the demo password."""
    user = services.create_user(username=username, full_name=full_name, phone=phone)
    User.objects.filter(pk=user.pk).update(password=_password_hash())
    return user


def officer_of(places: Places, key: str) -> User:
    """Return the officer of a commune's committee, named by the key of its office."""
    return _first(places.offices[key], Role.COMMUNE_OFFICER)


def leader_of(places: Places, key: str) -> User:
    """Return the leader of a commune's committee, named by the key of its office."""
    return _first(places.offices[key], Role.COMMUNE_LEADER)


def _first(office: Office, role: str) -> User:
    return User.objects.filter(memberships__office=office, memberships__role=role).order_by("pk")[0]


def _person(
    username: str,
    full_name: str,
    *,
    roles: list[tuple[Office | None, str, str, date] | tuple[Office | None, str, str, date, date | None]],
    phone: str | None = None,
) -> User:
    user = login(username, full_name, phone=phone)
    for office, role, title, start, *end in roles:
        services.grant(
            user=user, role=role, office=office, title=title, starts_on=start, ends_on=end[0] if end else None
        )
    return user
