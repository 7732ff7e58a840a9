"""Domain values as what JSON can hold."""

import dataclasses
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path

from evidence_desk.bootstrap import Language
from evidence_desk.domain.findings import Finding
from evidence_desk.errors import Problem, Words

__all__ = ["finding_values", "plain", "problem_values"]


def plain(value: object, language: Language) -> object:
    """Turn dataclasses, named tuples, enums, decimals, dates and paths into dicts, lists, strings and numbers.

    Words become the sentence in `language`; sets are sorted.
    """
    match value:
        case Words():
            return value.en if language == "en" else value.zh
        case Enum():
            return value.value
        case None | str() | bool() | int() | float():
            return value
        case Decimal() | Path():
            return str(value)
        case date():
            return value.isoformat()
        case Mapping():
            return {str(plain(key, language)): plain(one, language) for key, one in value.items()}
        case set() | frozenset():
            return sorted(str(plain(one, language)) for one in value)
        case tuple() if hasattr(value, "_asdict"):
            return plain(value._asdict(), language)
        case tuple() | list():
            return [plain(one, language) for one in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name), language) for field in dataclasses.fields(value)}
    raise TypeError(f"{type(value).__name__} has no plain form")


def finding_values(finding: Finding, language: Language) -> dict[str, object]:
    """Give the JSON object of a finding."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": plain(finding.message, language),
        "where": finding.where,
    }


def problem_values(problem: Problem, language: Language) -> dict[str, object]:
    """Give the JSON object of a problem."""
    return {
        "file": problem.file,
        "key": problem.key,
        "message": plain(problem.message, language),
        "hint": plain(problem.hint, language),
    }
