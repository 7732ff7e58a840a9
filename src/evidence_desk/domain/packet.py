"""The packet's plan: every part's words and rows, ready to be set; only page numbers are still open."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from evidence_desk.domain.edits import Edition, PageRecipe
from evidence_desk.domain.evidence import Original
from evidence_desk.domain.statement import Cite, Paragraph

__all__ = [
    "CoreFact",
    "EventRow",
    "Exhibit",
    "ExhibitFile",
    "FactRow",
    "PacketPlan",
    "Part",
    "RequirementRow",
    "WorkingNote",
    "usual_parts",
]


class Part(StrEnum):
    """A part of the packet, in the order in which they are bound."""

    COVER = "cover"
    STATEMENT = "statement"
    FACTS = "facts"
    INDEX = "index"
    EXHIBITS = "exhibits"
    INTEGRITY = "integrity"
    REQUIREMENTS = "requirements"


def usual_parts(edition: Edition) -> frozenset[Part]:
    """Give the parts of an edition for which nobody asked otherwise: clerks are spared the list of requirements."""
    return frozenset(Part) - (frozenset() if edition is Edition.INTERNAL else {Part.REQUIREMENTS})


@dataclass(frozen=True)
class ExhibitFile:
    """One original of an exhibit as the packet shows it.

    `label` is "1-2" (or "1" where the exhibit has one file); `shown_name` the file name, masked where the edition asks.
    `pages` holds one recipe a page (empty for what is no picture); `first_page` counts over the item, from 1.
    `edits` says in words what was done to it. `form_name` and `advice` are for a sheet:
    what sort of file this is, and what it needs.
    """

    label: str
    original: Original
    shown_name: str
    pages: tuple[PageRecipe, ...]
    first_page: int
    edits: str
    form_name: str = ""
    advice: str = ""


@dataclass(frozen=True)
class Exhibit:
    """One item of evidence under its number. `remarks` stand on the slip: marks added, spots hidden."""

    number: int
    evidence_id: str
    title: str
    kind: str | None
    kind_name: str
    source: str
    taken_at: str
    proves: str
    remarks: str
    notes: str
    files: tuple[ExhibitFile, ...]


class CoreFact(NamedTuple):
    """One of the cover's strongest exhibits."""

    time: str
    heading: str
    claim: str
    cite: Cite


class FactRow(NamedTuple):
    """A key fact with the exhibit that shows it."""

    name: str
    value: str
    cite: Cite | None


class EventRow(NamedTuple):
    """An event of the timeline."""

    time: str
    text: str
    cite: Cite | None


class RequirementRow(NamedTuple):
    """What the clerk wants and what answers it."""

    name: str
    required: bool
    satisfied: bool
    cites: tuple[Cite, ...]
    explanation: str


class WorkingNote(NamedTuple):
    """A line of the internal edition: how grave, and what."""

    severity: str
    text: str


@dataclass(frozen=True)
class PacketPlan:
    """Everything the packet says. Texts are final (masked where the edition asks); citations are still tokens.

    `stated_at` is the time the packet claims for itself, aware. `numbers` are label and value of the cover's grid.
    `label` names the case in the footer. `working_notes` are for the internal edition only.
    """

    edition: Edition
    draft: bool
    parts: frozenset[Part]
    stated_at: datetime
    platform: str
    stage: str
    subject: str
    headline: str
    request: str
    label: str
    numbers: tuple[tuple[str, str], ...]
    core_facts: tuple[CoreFact, ...]
    statement: tuple[Paragraph, ...]
    facts: tuple[FactRow, ...]
    events: tuple[EventRow, ...]
    exhibits: tuple[Exhibit, ...]
    requirements: tuple[RequirementRow, ...]
    working_notes: tuple[WorkingNote, ...]
    deadline: str = ""
