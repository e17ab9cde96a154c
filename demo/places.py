"""The real units of three stories, and their offices."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from accounts import services
from accounts.enums import OfficeKind, UnitLevel
from accounts.models import Office, Unit

LONG_AGO = date(2015, 1, 1)
# Since this day there is no district level: communes were merged and provinces too.
NEW_UNITS = date(2025, 7, 1)
LAST_DAY_OF_DISTRICTS = date(2025, 6, 30)

NGOC_HOI = {
    "thị trấn Plei Kần": "xã Bờ Y",
    "xã Bờ Y": "xã Bờ Y",
    "xã Đắk Xú": "xã Bờ Y",
    "xã Đắk Kan": "xã Sa Loong",
    "xã Sa Loong": "xã Sa Loong",
    "xã Đắk Ang": "xã Dục Nông",
    "xã Đắk Dục": "xã Dục Nông",
    "xã Đắk Nông": "xã Dục Nông",
}
DAK_GLONG = {
    "xã Quảng Khê": "xã Quảng Khê",
    "xã Đắk Plao": "xã Quảng Khê",
    "xã Đắk Som": "xã Tà Đùng",
    "xã Đắk R'Măng": "xã Tà Đùng",
    "xã Quảng Sơn": "xã Quảng Sơn",
    "xã Quảng Hòa": "xã Quảng Hòa",
    "xã Đắk Ha": "phường Bắc Gia Nghĩa",
}


@dataclass
class Places:
    """Units and offices by the names that the stories use."""

    units: dict[str, Unit] = field(default_factory=dict)
    offices: dict[str, Office] = field(default_factory=dict)


def build() -> Places:
    """Create all units and offices and the table of reach."""
    places = Places()
    kon_tum = _province(places, "62", "tỉnh Kon Tum", LONG_AGO, LAST_DAY_OF_DISTRICTS)
    dak_nong = _province(places, "67", "tỉnh Đắk Nông", LONG_AGO, LAST_DAY_OF_DISTRICTS)
    quang_ngai = _province(places, "51", "tỉnh Quảng Ngãi", NEW_UNITS, None)
    lam_dong = _province(places, "68", "tỉnh Lâm Đồng", NEW_UNITS, None)
    services.name_successors(unit=kon_tum, successors=[quang_ngai])
    services.name_successors(unit=dak_nong, successors=[lam_dong])
    _merge(places, _district(places, "01", "huyện Ngọc Hồi", kon_tum), NGOC_HOI, quang_ngai, "ngọc hồi")
    _merge(places, _district(places, "02", "huyện Đắk Glong", dak_nong), DAK_GLONG, lam_dong, "đắk glong")
    services.rebuild_reach()
    _provincial_offices(places, quang_ngai)
    _kon_tum_office(places, kon_tum)
    for key, name, seat in (("ngọc hồi", "Ngọc Hồi", "Ngọc Hồi"), ("đắk glong", "Đắk Glong", "Đắk Glong")):
        _district_offices(places, key, name, seat)
    return places


def _province(places: Places, code: str, name: str, start: date, end: date | None) -> Unit:
    unit = services.create_unit(level=UnitLevel.PROVINCE, code=code, name=name, valid_from=start, valid_to=end)
    places.units[name] = unit
    return unit


def _district(places: Places, code: str, name: str, parent: Unit) -> Unit:
    unit = services.create_unit(
        level=UnitLevel.DISTRICT,
        code=code,
        name=name,
        valid_from=LONG_AGO,
        valid_to=LAST_DAY_OF_DISTRICTS,
        parent=parent,
    )
    places.units[name] = unit
    return unit


def _merge(places: Places, district: Unit, communes: dict[str, str], province: Unit, prefix: str) -> None:
    """Create the old communes of a district, the communes they became, and the succession."""
    successors: dict[str, Unit] = {}
    for number, name in enumerate(dict.fromkeys(communes.values()), start=1):
        successors[name] = services.create_unit(
            level=UnitLevel.COMMUNE,
            code=f"{district.code}{number}",
            name=name,
            valid_from=NEW_UNITS,
            parent=province,
        )
        places.units[f"mới/{name}"] = successors[name]
        _people_committee(places, f"ubnd mới/{name}", successors[name], NEW_UNITS, None)
    for number, (name, successor) in enumerate(communes.items(), start=1):
        unit = services.create_unit(
            level=UnitLevel.COMMUNE,
            code=f"{district.code}{number}",
            name=name,
            valid_from=LONG_AGO,
            valid_to=LAST_DAY_OF_DISTRICTS,
            parent=district,
        )
        services.name_successors(unit=unit, successors=[successors[successor]])
        places.units[f"{prefix}/{name}"] = unit
        key = f"ubnd {prefix}/{name}"
        _people_committee(places, key, unit, LONG_AGO, LAST_DAY_OF_DISTRICTS, runs_rounds=True)


def _people_committee(
    places: Places, key: str, unit: Unit, start: date, end: date | None, *, runs_rounds: bool = False
) -> Office:
    office = services.create_office(
        unit=unit,
        kind=OfficeKind.PEOPLES_COMMITTEE,
        name=f"Ủy ban nhân dân {unit.name}",
        abbreviation="UBND",
        seat=unit.bare_name,
        valid_from=start,
        valid_to=end,
        runs_rounds=runs_rounds,
    )
    places.offices[key] = office
    return office


def _provincial_offices(places: Places, province: Unit) -> None:
    committee = _people_committee(places, "ubnd tỉnh", province, NEW_UNITS, None)
    for key, kind, name, abbreviation in (
        ("sở nông nghiệp", OfficeKind.AGRICULTURE, "Sở Nông nghiệp và Môi trường tỉnh Quảng Ngãi", "SNNMT"),
        ("vpđp tỉnh", OfficeKind.COORDINATION, "Văn phòng điều phối nông thôn mới tỉnh Quảng Ngãi", "VPĐP"),
    ):
        places.offices[key] = services.create_office(
            unit=province,
            parent=committee,
            kind=kind,
            name=name,
            abbreviation=abbreviation,
            seat="Quảng Ngãi",
            valid_from=NEW_UNITS,
            runs_rounds=kind == OfficeKind.AGRICULTURE,
        )


def _kon_tum_office(places: Places, kon_tum: Unit) -> None:
    _people_committee(places, "ubnd tỉnh kon tum", kon_tum, LONG_AGO, LAST_DAY_OF_DISTRICTS)


def _district_offices(places: Places, key: str, name: str, seat: str) -> None:
    unit = places.units[f"huyện {name}"]
    committee = _people_committee(places, f"ubnd {key}", unit, LONG_AGO, LAST_DAY_OF_DISTRICTS)
    coordination = "Văn phòng điều phối Chương trình mục tiêu quốc gia xây dựng nông thôn mới huyện"
    for short, kind, title, abbreviation in (
        ("phòng nn", OfficeKind.AGRICULTURE, "Phòng Nông nghiệp và Phát triển nông thôn huyện", "NN"),
        ("vpđp", OfficeKind.COORDINATION, coordination, "VPĐP"),
        ("phòng kt", OfficeKind.ECONOMY, "Phòng Kinh tế và Hạ tầng huyện", "KTHT"),
        ("văn phòng", OfficeKind.OTHER, "Văn phòng HĐND và UBND huyện", "TH"),
    ):
        places.offices[f"{short} {key}"] = services.create_office(
            unit=unit,
            parent=committee,
            kind=kind,
            name=f"{title} {name}",
            abbreviation=abbreviation,
            seat=seat,
            valid_from=LONG_AGO,
            valid_to=LAST_DAY_OF_DISTRICTS,
            runs_rounds=kind == OfficeKind.AGRICULTURE,
        )
