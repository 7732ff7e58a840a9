"""Evidence: what the seller attaches, and the recipes of edits that never touch an original."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from evidence_desk.domain.edits import Edit
from evidence_desk.domain.facts import FactValue

__all__ = ["Evidence", "Original"]


@dataclass(frozen=True)
class Original:
    """An original file as it was found: `name` as the case knows it, `size` in bytes, `sha256` in hex."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Evidence:
    """One item of evidence: one or more files that show one thing.

    `files` are names relative to the case, in order; pages count over all of them, from 1. `kind` None is 未分类:
    it satisfies no requirement and stands last. `fields` are what its pages show, by the keys of the kind.
    `notes` is free text for what is no picture (what a recording says).
    """

    id: str
    files: tuple[str, ...]
    kind: str | None = None
    title: str = ""
    proves: str = ""
    source: str = ""
    taken_at: datetime | None = None
    include: bool = True
    notes: str = ""
    fields: Mapping[str, FactValue] = field(default_factory=dict)
    edits: tuple[Edit, ...] = ()
