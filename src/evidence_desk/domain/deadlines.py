"""Deadlines: windows in plain hours, working hours, natural or working days, counted in the platform's zone."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from evidence_desk.domain.cases import Stage

__all__ = ["Window"]


@dataclass(frozen=True, kw_only=True)
class Window:
    """How long a stage leaves. Empty `platform` or `complaint` mean any.

    `unit` "working_hours" counts only between `daily_from` and `daily_to` (HH:MM), and only on working days when
    `workdays_only`. `what` says what must be done by then.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    stage: Stage
    amount: int
    unit: Literal["hours", "working_hours", "natural_days", "working_days"]
    platform: str = ""
    complaint: str = ""
    what: str = ""
    daily_from: str = "09:00"
    daily_to: str = "18:00"
    workdays_only: bool = False
    source: str
    as_of: str
    confidence: Literal["A", "B", "C", "D"]
