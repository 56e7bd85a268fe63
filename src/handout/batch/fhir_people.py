"""Who a FHIR patient is, under the names of our fields."""

import datetime
from collections.abc import Iterable

from handout.batch.fhir_resources import (
    Address,
    Communication,
    HumanName,
    Identifier,
    Patient,
    Period,
)

_NAME_USES = ("official", "usual", "")
_ADDRESS_USES = ("home", "", "temp")


def cells_of(patient: Patient, today: datetime.date) -> dict[str, str]:
    """The cells of a row; "" where nothing is known."""
    name = _name(patient.name, today)
    nickname = next((one for one in patient.name if one.use == "nickname"), HumanName())
    address = _address(patient.address, today)
    return {
        "id": _id(patient, today),
        "title": _joined(name.prefix),
        "given": _joined(name.given),
        "family": name.family,
        "preferred": _joined(nickname.given),
        "birth_date": patient.birth_date if len(patient.birth_date) >= 10 else "",
        "language": _language(patient.communication),
        "address": "\n".join(_lines(address)),
        "postcode": address.postal_code,
    }


def _id(patient: Patient, today: datetime.date) -> str:
    """The medical record number; otherwise the first identifier, otherwise the resource's id."""
    own = [
        one
        for one in patient.identifier
        if one.value and one.use != "old" and _is_current(one.period, today)
    ]
    records = (one for one in own if _is_record_number(one))
    found = next(records, own[0] if own else None)
    return found.value if found else patient.id


def _is_record_number(identifier: Identifier) -> bool:
    return any(coding.code == "MR" for coding in identifier.type.coding)


def _name(names: Iterable[HumanName], today: datetime.date) -> HumanName:
    current = [one for one in names if _is_current(one.period, today)]
    ordered = (one for use in _NAME_USES for one in current if one.use == use)
    return next(ordered, HumanName())


def _address(addresses: Iterable[Address], today: datetime.date) -> Address:
    """Where letters reach the patient now; an address for visits only is not one."""
    current = [
        one for one in addresses if one.type != "physical" and _is_current(one.period, today)
    ]
    ordered = (one for use in _ADDRESS_USES for one in current if one.use == use)
    return next(ordered, Address())


def _lines(address: Address) -> Iterable[str]:
    lines = (*address.line, address.city, address.district, address.state)
    return dict.fromkeys(line for line in lines if line)


def _language(spoken: tuple[Communication, ...]) -> str:
    """The preferred language's tag; its words where it has none, which are refused later."""
    found = next((one for one in spoken if one.preferred), spoken[0] if spoken else None)
    if found is None:
        return ""
    codes = (coding.code for coding in found.language.coding if coding.code)
    return next(codes, found.language.text)


def _joined(parts: Iterable[str | None]) -> str:
    return " ".join(part for part in parts if part)


def _is_current(period: Period, today: datetime.date) -> bool:
    return not period.end or period.end[:10] >= today.isoformat()[: len(period.end[:10])]
