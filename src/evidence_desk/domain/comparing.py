"""When two values say the same: as numbers, as moments, or as far as a mask lets one see."""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal

from evidence_desk.domain.facts import CHINA, FactType, FactValue, aware, parse_value
from evidence_desk.domain.names import masks_compatible

__all__ = ["as_day", "as_moment", "as_number", "as_type", "same_value"]


def as_type(value: FactValue, kind: FactType | None) -> FactValue | None:
    """Give the value as one of `kind` (None: as it is), or None where it is no such value (“尚未判定” for a time)."""
    if kind is None:
        return value
    try:
        return parse_value(value, kind)
    except ValueError:
        return None


def as_moment(value: FactValue) -> datetime | None:
    """Give a time as an aware moment; None for anything else, a date included."""
    return aware(value) if isinstance(value, datetime) else None


def as_day(value: FactValue) -> date | None:
    """Give the day, in China, of a time or a date."""
    moment = as_moment(value)
    if moment:
        return moment.astimezone(CHINA).date()
    return value if isinstance(value, date) else None


def as_number(value: FactValue | str) -> Decimal | None:
    """Give a number, also one written as text; None for anything else."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, str) and re.fullmatch(r"\s*\d{1,15}(?:\.\d{1,9})?\s*", value):
        return Decimal(value.strip())
    return None


def same_value(first: FactValue, second: FactValue) -> bool | None:
    """Tell whether two values say the same; None where a mask hides too much to say.

    Times count to the minute and a date stands for its whole day, because pages print them so. Numbers of orders and
    parcels are compared without spaces and hyphens and whatever their case.
    """
    if isinstance(first, date) and isinstance(second, date):
        a, b = as_moment(first), as_moment(second)
        if a and b:
            return a.replace(second=0, microsecond=0) == b.replace(second=0, microsecond=0)
        return as_day(first) == as_day(second)
    if isinstance(first, Decimal | int) or isinstance(second, Decimal | int):
        x, y = as_number(first), as_number(second)
        if x is not None and y is not None:
            return x == y
    one, other = _plain(first), _plain(second)
    if one == other:
        return True
    if "*" not in one and "*" not in other:
        return False
    # What a mask leaves open may be the same, which is not yet the same.
    return None if masks_compatible(one, other) is not False else False


def _plain(value: FactValue) -> str:
    text = unicodedata.normalize("NFKC", str(value)).casefold()
    text = re.sub(r"[\s\-\u2010-\u2015_·]+", "", text)
    return re.sub(r"[*×✱●]+", "*", text)
