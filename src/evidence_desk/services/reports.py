"""What the services give back."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from evidence_desk.domain.edits import Edition
from evidence_desk.domain.findings import Finding

__all__ = ["BuildReport", "ExhibitReport", "VerifyReport"]


@dataclass(frozen=True)
class ExhibitReport:
    """An exhibit in a finished packet. `first_page` and `pages` are 0 when the exhibits were left out."""

    number: int
    id: str
    title: str
    kind: str | None
    first_page: int
    pages: int
    files: tuple[str, ...]


@dataclass(frozen=True)
class BuildReport:
    """A finished packet. `timings` in seconds by phase; `position` is the id of the line of defence in force,
    `position_name` what it is called.
    """

    packet: Path
    pages: int
    bytes: int
    sha256: str
    edition: Edition
    position: str
    position_name: str
    exhibits: tuple[ExhibitReport, ...]
    findings: tuple[Finding, ...]
    timings: Mapping[str, float]


@dataclass(frozen=True)
class VerifyReport:
    """What verifying came to. `originals` counts those found unchanged in the folder, None without one."""

    packet: Path
    ok: bool
    pages: int
    sha256: str
    originals: int | None
    findings: tuple[Finding, ...]
