"""Facts: the one vocabulary for a case's facts, an exhibit's fields and what reading finds."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import ClassVar, TypeVar

from evidence_desk.domain.geometry import Box

__all__ = [
    "CHINA",
    "YEARS",
    "Fact",
    "FactKey",
    "FactType",
    "FactValue",
    "Place",
    "aware",
    "parse_value",
    "show_value",
    "store_value",
]

CHINA: tzinfo = timezone(timedelta(hours=8), "Asia/Shanghai")
"""Asia/Shanghai without a database of zones: no summer time since 1991."""

YEARS = range(1900, 3000)
"""The years a time or date may fall in: none is a slip of the pen, and windows can be added to all of them."""

FactValue = str | Decimal | datetime | date | int
"""text, choice: str; amount (yuan, 2 places), weight (kg, 3 places): Decimal; time: aware datetime; number: int."""


class FactType(StrEnum):
    """What a value is; decides how it is read, compared and printed."""

    TEXT = "text"
    TIME = "time"
    DATE = "date"
    AMOUNT = "amount"
    WEIGHT = "weight"
    NUMBER = "number"
    CHOICE = "choice"


@dataclass(frozen=True)
class FactKey:
    """A key of the vocabulary (resources/facts.toml, or added by a playbook).

    `instead` are words that may stand where there is no value yet ("尚未判定"); checks treat them as unknown.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    key: str
    name: str
    name_en: str
    type: FactType = FactType.TEXT
    unit: str = ""
    choices: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()


@dataclass(frozen=True)
class Place:
    """Where a value was read: exhibit, page over the item's files (from 1), spot on the unedited page."""

    evidence: str
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True)
class Fact:
    """A value of the case. Only confirmed facts may reach a statement."""

    key: str
    value: FactValue
    place: Place | None = None
    confirmed: bool = True


Day = TypeVar("Day", bound=date)

_QUANTA = {FactType.AMOUNT: Decimal("0.01"), FactType.WEIGHT: Decimal("0.001")}


def aware(moment: datetime) -> datetime:
    """Give the moment with its zone: what pages and people write without one is China's."""
    return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)


def parse_value(raw: object, kind: FactType) -> FactValue:
    """Turn what TOML or a form holds into a value of `kind`; naive times are taken as Asia/Shanghai.

    Raises ValueError with an English reason when `raw` is no such value.
    """
    if kind is FactType.TIME:
        return _parse_time(raw)
    if kind is FactType.DATE:
        return _parse_date(raw) if _is_plain_date(raw) else _parse_time(raw).astimezone(CHINA).date()
    if kind in _QUANTA:
        return _parse_decimal(raw, _QUANTA[kind])
    if kind is FactType.NUMBER:
        return _parse_number(raw)
    if isinstance(raw, bool) or not isinstance(raw, str | int | float | Decimal | datetime | date):
        raise ValueError(f"text expected, {type(raw).__name__} found")
    text = str(raw).strip()
    if not text:
        raise ValueError("the text is empty")
    return text


def store_value(value: FactValue) -> str | int | datetime | date:
    """Give the form in which a case folder keeps a value; parse_value reads it back."""
    return str(value) if isinstance(value, Decimal) else value


def show_value(value: FactValue, kind: FactType | None = None, *, zone: tzinfo = CHINA) -> str:
    """Write a value as the packet prints it: 2024-11-04 11:06, ¥129.00, 1.260 kg."""
    if isinstance(value, datetime):
        return aware(value).astimezone(zone).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        if kind is FactType.WEIGHT:
            return f"{value} kg"
        if kind is FactType.AMOUNT:
            return f"¥{value}"
    return str(value)


def _is_plain_date(raw: object) -> bool:
    return (isinstance(raw, date) and not isinstance(raw, datetime)) or (
        isinstance(raw, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", raw.strip()) is not None
    )


def _parse_date(raw: object) -> date:
    return _usual(raw if isinstance(raw, date) else date.fromisoformat(str(raw).strip()))


def _parse_time(raw: object) -> datetime:
    if _is_plain_date(raw):
        raise ValueError("a time of day is missing")
    if isinstance(raw, str):
        raw = datetime.fromisoformat(raw.strip())
    if not isinstance(raw, datetime):
        raise ValueError(f"a time expected, {type(raw).__name__} found")
    return _usual(aware(raw))


def _usual(day: Day) -> Day:
    if day.year not in YEARS:
        raise ValueError(f"the year {day.year} is not between {YEARS.start} and {YEARS.stop - 1}")
    return day


def _parse_decimal(raw: object, quantum: Decimal) -> Decimal:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float | Decimal):
        raise ValueError(f"a number expected, {type(raw).__name__} found")
    text = re.sub(r"(?i)^[¥￥]\s*|\s*(元|kg|千克|公斤)$|,(?=\d{3})", "", str(raw).strip())
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"a number expected, {str(raw)!r} found") from None
    if not value.is_finite() or value < 0 or value >= Decimal(10) ** 12:
        raise ValueError(f"{raw!r} is out of range")
    rounded = value.quantize(quantum)
    if rounded != value:
        raise ValueError(f"{raw!r} has more than {-int(quantum.as_tuple().exponent)} decimals")
    return rounded


def _parse_number(raw: object) -> int:
    if isinstance(raw, str) and re.fullmatch(r"\d{1,12}", raw.strip()):
        return int(raw)
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise ValueError(f"a whole number expected, {raw!r} found")
    if not 0 <= raw < 10**12:
        raise ValueError(f"{raw!r} is out of range")
    return raw
