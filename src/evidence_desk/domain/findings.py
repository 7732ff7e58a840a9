"""A finding: something the person should know before this goes out."""

from enum import StrEnum
from typing import NamedTuple

from evidence_desk.errors import Words

__all__ = ["Finding", "Severity"]


class Severity(StrEnum):
    """ERROR: the clerk will reject it or it must not go out. WARNING: weakens it. NOTE: good to know, exit code 0."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Finding(NamedTuple):
    """`code` is stable and machine-readable ("missing_fact"); `where` an evidence id, fact key or "statement"."""

    code: str
    severity: Severity
    message: Words
    where: str = ""
