"""What the codes of somebody's conditions say: which topics fit, and which facts advice needs."""

from collections.abc import Iterable, Iterator
from typing import Literal

from handout.batch.fhir_resources import Coding, Condition
from handout.search.index import Entry

System = Literal["ICD-10", "ICD-10-CM", "SNOMED CT"]

_SYSTEMS: dict[str, System] = {
    "http://snomed.info/sct": "SNOMED CT",
    "urn:oid:2.16.840.1.113883.6.96": "SNOMED CT",
    "http://hl7.org/fhir/sid/icd-10": "ICD-10",
    "urn:oid:2.16.840.1.113883.6.3": "ICD-10",
    "http://hl7.org/fhir/sid/icd-10-uk": "ICD-10",
    "http://hl7.org/fhir/sid/icd-10-cm": "ICD-10-CM",
    "urn:oid:2.16.840.1.113883.6.90": "ICD-10-CM",
}
_FACTS = {
    "diabetes": (("44054006", "46635009", "73211009"), ("E10", "E11", "E12", "E13", "E14")),
    "pregnant": (("77386006",), ("Z33", "Z34", "O")),
}
"""By field: codes of SNOMED CT, and starts of those of ICD-10."""

_NOT_SO = {"refuted", "entered-in-error"}


def is_current(condition: Condition) -> bool:
    """Whether the patient has it now, as far as is known."""
    clinical = {one.code for one in condition.clinical_status.coding}
    verified = {one.code for one in condition.verification_status.coding}
    return "active" in clinical and not verified & _NOT_SO


def topics_for(conditions: Iterable[Condition], entries: tuple[Entry, ...]) -> tuple[str, ...]:
    """The topics about these conditions; of ICD-10, also about the wider kind of what they have."""
    about = [entry for entry in entries if entry.is_condition]
    found = (
        entry.id
        for coding in _codings(conditions)
        for entry in about
        if any(_fits(coding, code.system, code.value) for code in entry.codes)
    )
    return tuple(dict.fromkeys(found))


def facts_of(conditions: Iterable[Condition]) -> tuple[str, ...]:
    """The fields of a table that are a yes."""
    codings = tuple(_codings(conditions))
    return tuple(
        field
        for field, (exact, starts) in _FACTS.items()
        if any(_says(coding, exact, starts) for coding in codings)
    )


def _codings(conditions: Iterable[Condition]) -> Iterator[Coding]:
    return (coding for condition in conditions for coding in condition.code.coding)


def _says(coding: Coding, exact: tuple[str, ...], starts: tuple[str, ...]) -> bool:
    system = _SYSTEMS.get(coding.system)
    if system == "SNOMED CT":
        return coding.code in exact
    return system is not None and coding.code.upper().startswith(starts)


def _fits(coding: Coding, system: str, code: str) -> bool:
    """Whether what somebody has is what the code of a topic says, or a finer kind of it."""
    own = _SYSTEMS.get(coding.system)
    if own == "SNOMED CT" or system == "SNOMED CT":
        return own == system and coding.code == code
    # What ICD-10-CM adds to ICD-10 is finer, so ICD-10 is found by it, but not it by ICD-10.
    is_comparable = own == system or (own == "ICD-10-CM" and system == "ICD-10")
    return is_comparable and _bare(coding.code).startswith(_bare(code))


def _bare(code: str) -> str:
    return code.upper().replace(".", "").rstrip("-")
