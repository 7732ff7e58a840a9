"""Readiness: what a case has, lacks and contradicts, measured against its playbook. Deterministic."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from evidence_desk.domain.findings import Finding
from evidence_desk.errors import Words

__all__ = [
    "Contradiction",
    "CrossCheck",
    "DeadlineState",
    "Leak",
    "PositionState",
    "Readiness",
    "RequirementState",
    "UncitedItem",
    "WordingFinding",
]


@dataclass(frozen=True)
class PositionState:
    """The line of defence in force; `defaulted` when the case names none."""

    id: str
    name: str
    defaulted: bool


@dataclass(frozen=True)
class RequirementState:
    """One requirement as it stands. `evidence` are the ids that satisfy it (empty when unsatisfied)."""

    id: str
    name: str
    level: Literal["required", "recommended"]
    satisfied: bool
    kinds: tuple[str, ...]
    evidence: tuple[str, ...]
    explanation: Words
    why: str
    how: str
    rejected: str


@dataclass(frozen=True)
class Contradiction:
    """A check that failed. `evidence` are the exhibits whose values disagree: they satisfy nothing until resolved."""

    rule: str
    check: str
    level: Literal["error", "warning"]
    facts: tuple[str, ...]
    evidence: tuple[str, ...]
    message: str


@dataclass(frozen=True)
class CrossCheck:
    """A check that passed and has a sentence to say so; `evidence` carries the values."""

    check: str
    sentence: str
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class WordingFinding:
    """Words that break the tone rules. `field` is "statement" or "evidence.ID.title"; start/end index into it."""

    field: str
    text: str
    start: int
    end: int
    why: str
    suggestion: str
    severity: Literal["error", "warning"]


@dataclass(frozen=True)
class Leak:
    """Personal data that would go out. `masked` shows it hidden; `field` as in WordingFinding, or a file name's."""

    field: str
    type: Literal["phone", "id_card", "bank_card", "address", "wechat", "plate", "name"]
    text: str
    masked: str
    start: int
    end: int


@dataclass(frozen=True)
class UncitedItem:
    """`kind` "sentence": one that cites nothing; "exhibit": one that nobody cites; "unknown": a citation of nothing."""

    kind: Literal["sentence", "exhibit", "unknown"]
    text: str


@dataclass(frozen=True)
class DeadlineState:
    """How long is left. `basis` says whether the case states it or a window was counted."""

    due: datetime | None
    seconds_left: int | None
    overdue: bool
    basis: Words


@dataclass(frozen=True)
class Readiness:
    """Everything `check` says.

    `ready` means: every required need met, no error-level contradiction, nothing to fill in, no error-level wording, no
    leak, no unknown citation.
    """

    ready: bool
    position: PositionState
    requirements: tuple[RequirementState, ...]
    missing_facts: tuple[str, ...]
    contradictions: tuple[Contradiction, ...]
    cross_checks: tuple[CrossCheck, ...]
    wording: tuple[WordingFinding, ...]
    citations: tuple[UncitedItem, ...]
    leaks: tuple[Leak, ...]
    deadline: DeadlineState
    findings: tuple[Finding, ...]

    def with_findings(self, more: tuple[Finding, ...]) -> "Readiness":
        """Give the same with `more` in front of its findings."""
        return replace(self, findings=(*more, *self.findings))
