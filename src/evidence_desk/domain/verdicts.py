"""What a check on facts comes to: it holds, it does not, or nobody can say."""

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple

from evidence_desk.domain import checks
from evidence_desk.domain.comparing import as_day, as_moment, as_number, same_value
from evidence_desk.domain.facts import CHINA, FactValue
from evidence_desk.domain.fields import CaseValues, Known
from evidence_desk.domain.names import has_mask, looks_like_name, names_agree

__all__ = ["Verdict", "judge_values"]

ValueCheck = (
    checks.NotBefore
    | checks.AtLeast
    | checks.AtMost
    | checks.Within
    | checks.LongerThan
    | checks.Between
    | checks.WeightsAgree
    | checks.ProvesNothingWhen
    | checks.OneOf
    | checks.NamesMatch
    | checks.OrderDate
)


class Verdict(NamedTuple):
    """`holds` None: the values do not let one say. `evidence` carries the values; on failure, those that disagree."""

    holds: bool | None
    facts: tuple[str, ...]
    evidence: tuple[str, ...] = ()


def judge_values(check: ValueCheck, values: CaseValues, *, platform: str) -> Verdict:
    """Apply a check that looks at facts alone."""
    match check:
        case checks.NotBefore():
            return _pair(values, (check.earlier, check.later), lambda a, b: _not_before(a, b, strict=check.strict))
        case checks.AtLeast():
            return _measure(values, check.fact, check.minimum or check.value, lambda a, b: a >= b)
        case checks.AtMost():
            return _measure(values, check.fact, check.maximum or check.value, lambda a, b: a <= b)
        case checks.ProvesNothingWhen():
            return _measure(values, check.fact, check.less_than, lambda a, b: a >= b)
        case checks.Within():
            return _pair(values, (check.start, check.end), lambda a, b: _lasts(a, b, least=0, most=check.hours))
        case checks.LongerThan():
            return _pair(values, (check.start, check.end), lambda a, b: _lasts(a, b, least=check.hours, most=None))
        case checks.Between():
            return _between(check, values)
        case checks.WeightsAgree():
            tolerance = Decimal(check.tolerance_kg)
            return _pair(values, (check.first, check.second), lambda a, b: _close(a, b, tolerance))
        case checks.OneOf():
            return _one_of(check, values)
        case checks.NamesMatch():
            return _pair(values, (check.first, check.second), lambda a, b: _same_person(a, b, keys=check))
        case checks.OrderDate():
            return _pair(values, ("order_no", check.fact), lambda a, b: _order_day(a, b, platform=platform))


def _pair(values: CaseValues, keys: tuple[str, str], holds: Callable[[FactValue, FactValue], bool | None]) -> Verdict:
    first, second = values.known(keys[0]), values.known(keys[1])
    if first is None or second is None:
        return Verdict(None, keys)
    return Verdict(holds(first.value, second.value), keys, _together(first, second))


def _together(*known: Known) -> tuple[str, ...]:
    return tuple(dict.fromkeys(evidence for one in known for evidence in one.evidence))


def _measure(values: CaseValues, key: str, bound: str, holds: Callable[[Decimal, Decimal], bool]) -> Verdict:
    """Compare a fact's number with `bound`: a plain number or another fact's key."""
    plain = as_number(bound)
    if plain is None:
        return _pair(values, (key, bound), lambda a, b: _numbers(a, b, holds))
    known = values.known(key)
    if known is None:
        return Verdict(None, (key,))
    return Verdict(_numbers(known.value, plain, holds), (key,), known.evidence)


def _numbers(first: FactValue, second: FactValue, holds: Callable[[Decimal, Decimal], bool]) -> bool | None:
    a, b = as_number(first), as_number(second)
    return None if a is None or b is None else holds(a, b)


def _not_before(earlier: FactValue, later: FactValue, *, strict: bool) -> bool | None:
    a, b = as_moment(earlier), as_moment(later)
    if a and b:
        return a < b if strict else a <= b
    first, second = as_day(earlier), as_day(later)
    if first is None or second is None:
        return None
    if strict and first == second and (a or b):
        # A day against an hour of the same day: it may be either way round.
        return None
    return first < second if strict else first <= second


def _span(value: FactValue) -> tuple[datetime, datetime] | None:
    """The moments a value may stand for: a time itself, a date any moment of its day."""
    moment, day = as_moment(value), as_day(value)
    if moment:
        return moment, moment
    if day is None:
        return None
    start = datetime.combine(day, time(), CHINA)
    return start, start + timedelta(days=1) - timedelta(microseconds=1)


def _lasts(start: FactValue, end: FactValue, *, least: int, most: int | None) -> bool | None:
    first, last = _span(start), _span(end)
    if first is None or last is None:
        return None
    shortest, longest = last[0] - first[1], last[1] - first[0]
    floor, ceiling = timedelta(hours=least), timedelta(hours=most) if most is not None else timedelta.max
    if shortest >= floor and longest <= ceiling:
        return True
    return False if longest < floor or shortest > ceiling else None


def _between(check: checks.Between, values: CaseValues) -> Verdict:
    keys = (check.fact, check.start, check.end)
    known = [values.known(key) for key in keys]
    fact, start, end = known
    if fact is None or (start is None and end is None):
        return Verdict(None, keys)
    bounds = [
        _not_before(start.value, fact.value, strict=False) if start else None,
        _not_before(fact.value, end.value, strict=False) if end else None,
    ]
    carriers = _together(*(one for one in known if one))
    if False in bounds:
        return Verdict(False, keys, carriers)
    return Verdict(None if None in bounds else True, keys, carriers)


def _close(first: FactValue, second: FactValue, tolerance: Decimal) -> bool | None:
    return _numbers(first, second, lambda a, b: abs(a - b) <= tolerance)


def _one_of(check: checks.OneOf, values: CaseValues) -> Verdict:
    known = values.known(check.fact)
    if known is None:
        return Verdict(None, (check.fact,))
    found = [same_value(known.value, choice) for choice in check.values]
    if None in found and True not in found:
        return Verdict(None, (check.fact,), known.evidence)
    return Verdict((True in found) is not check.forbidden, (check.fact,), known.evidence)


def _same_person(first: FactValue, second: FactValue, *, keys: checks.NamesMatch) -> bool | None:
    agree = names_agree(str(first), str(second))
    if agree is not False:
        return agree
    # A nickname that differs from a signer's name says nothing about the person behind it.
    shown = {keys.first: str(first), keys.second: str(second)}
    return None if "buyer" in shown and not looks_like_name(shown["buyer"]) else False


def _order_day(order_no: FactValue, moment: FactValue, *, platform: str) -> bool | None:
    """Whether the number begins with the day (yymmdd); only Pinduoduo's form of number is taken for one that does."""
    text, day = str(order_no).strip(), as_day(moment)
    match = re.fullmatch(r"(\d{6})(-?)\d{9,15}", text)
    if match is None or day is None or has_mask(text) or not (match[2] or platform.startswith("pinduoduo")):
        return None
    try:
        ordered = datetime.strptime(match[1], "%y%m%d").replace(tzinfo=CHINA).date()
    except ValueError:
        return None
    if ordered == day:
        return True
    exact = as_moment(moment)
    # Ordered shortly before midnight and paid after it is one purchase.
    if exact and day - ordered == timedelta(days=1) and exact.astimezone(CHINA).time() < time(1):
        return None
    return False
