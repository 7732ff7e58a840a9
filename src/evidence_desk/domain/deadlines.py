"""Deadlines: windows in plain hours, working hours, natural or working days, counted in the platform's zone."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import ClassVar, Literal

from evidence_desk.domain.cases import Stage
from evidence_desk.domain.facts import CHINA, aware

__all__ = ["Window", "due_at"]

_FARTHEST_DAYS = 3660


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


def due_at(window: Window, start: datetime, *, is_workday: Callable[[date], bool]) -> datetime:
    """Give the moment, in China's zone, at which a window that opened at `start` closes; a naive start is China's.

    hours: as many hours later. natural_days: the same clock time that many days later. working_days: the end
    (23:59:59) of the n-th working day after the day of `start`. working_hours: when that many hours have passed inside
    the daily hours; a window that is used up at closing time closes then, not the next morning.
    Raises ValueError for daily hours that are none, and where no working day comes within ten years.
    """
    begin = aware(start).astimezone(CHINA)
    match window.unit:
        case "hours":
            return begin + timedelta(hours=window.amount)
        case "natural_days":
            return begin + timedelta(days=window.amount)
        case "working_days":
            return _end_of_working_day(begin, window.amount, is_workday)
        case "working_hours":
            return _after_working_hours(window, begin, is_workday)


def _end_of_working_day(begin: datetime, amount: int, is_workday: Callable[[date], bool]) -> datetime:
    if amount <= 0:
        return begin
    day, left = begin.date(), amount
    for _ in range(_FARTHEST_DAYS):
        day += timedelta(days=1)
        left -= is_workday(day)
        if left <= 0:
            return datetime.combine(day, time(23, 59, 59), CHINA)
    raise ValueError("no working day comes within ten years")


def _after_working_hours(window: Window, begin: datetime, is_workday: Callable[[date], bool]) -> datetime:
    opens, closes = _clock(window.daily_from), _clock(window.daily_to)
    if opens >= closes:
        raise ValueError(f"daily hours {window.daily_from}-{window.daily_to} leave no time")
    left = timedelta(hours=window.amount)
    if left <= timedelta(0):
        return begin
    midnight = datetime.combine(begin.date(), time(), CHINA)
    for _ in range(_FARTHEST_DAYS):
        if not window.workdays_only or is_workday(midnight.date()):
            first, last = max(begin, midnight + opens), midnight + closes
            if last - first >= left:
                return first + left
            left -= max(last - first, timedelta(0))
        midnight += timedelta(days=1)
    raise ValueError("no working day comes within ten years")


def _clock(text: str) -> timedelta:
    """Read HH:MM, up to 24:00, as the time since midnight."""
    match = re.fullmatch(r"(\d{1,2}):(\d{2})", text)
    if match is None or int(match[2]) > 59 or int(match[1]) * 60 + int(match[2]) > 24 * 60:
        raise ValueError(f"{text!r} is no time of day (HH:MM)")
    return timedelta(hours=int(match[1]), minutes=int(match[2]))
