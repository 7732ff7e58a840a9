"""A case: one complaint, the seller's side of it, and where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from evidence_desk.domain.evidence import Evidence
from evidence_desk.domain.facts import Fact

__all__ = ["Case", "Stage"]


class Stage(StrEnum):
    """How far the dispute has gone; deadlines and wording depend on it."""

    NEGOTIATE = "negotiate"
    EVIDENCE = "evidence"
    APPEAL = "appeal"
    SECOND_APPEAL = "second_appeal"


@dataclass(frozen=True)
class Case:
    """What a case folder or the library holds of one dispute.

    `platform` is the id of an upload channel or platform profile, `complaint` a playbook's, `position` one of that
    playbook's positions (None: its default applies). `amount` is in yuan with two places. `statement` None means:
    draft it from the playbook. Order of `evidence` is the person's own.
    """

    platform: str
    complaint: str
    position: str | None = None
    stage: Stage = Stage.EVIDENCE
    title: str = ""
    shop: str = ""
    order_no: str = ""
    complaint_no: str = ""
    buyer: str = ""
    goods: str = ""
    amount: Decimal | None = None
    received_at: datetime | None = None
    deadline: datetime | None = None
    request: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    statement: str | None = None
    evidence: tuple[Evidence, ...] = ()
