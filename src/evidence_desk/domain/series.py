"""Checks that go through the exhibits of one kind: validity, a chain of authorisations, times in order."""

import re
import unicodedata
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from evidence_desk.domain import checks
from evidence_desk.domain.comparing import as_day, as_moment, as_type
from evidence_desk.domain.evidence import Evidence
from evidence_desk.domain.facts import FactType, FactValue, show_value
from evidence_desk.domain.fields import CaseValues, field_spec, named_value
from evidence_desk.domain.verdicts import Verdict

__all__ = ["SeriesVerdict", "judge_series"]

SeriesCheck = checks.Covers | checks.ChainUnbroken | checks.Ascending

_OPEN_END = re.compile(r"长期|永久|无固定期限")


class SeriesVerdict(NamedTuple):
    """A verdict with `shown`: what each exhibit concerned says, by evidence id, for the message."""

    verdict: Verdict
    shown: tuple[tuple[str, str], ...] = ()


def judge_series(check: SeriesCheck, values: CaseValues) -> SeriesVerdict:
    """Apply a check that compares the exhibits of a kind with each other or with a fact."""
    mine = [item for item in values.exhibits if item.kind == check.kind]
    match check:
        case checks.Covers():
            return _covers(check, values, mine)
        case checks.ChainUnbroken():
            return _chain(check, values, mine)
        case checks.Ascending():
            return _ascending(check, values, mine)


def _covers(check: checks.Covers, values: CaseValues, mine: list[Evidence]) -> SeriesVerdict:
    known = values.known(check.fact)
    day = None if known is None else as_day(known.value)
    dated = [item for item in mine if _validity(item, check, values) != (None, None)]
    if day is None or not dated:
        return SeriesVerdict(Verdict(None, (check.fact,)))
    outside, unsure, shown = [], False, []
    for item in dated:
        start, end = _validity(item, check, values)
        first, last = _day(start), _day(end)
        if (first and day < first) or (last and day > last):
            outside.append(item.id)
            shown.append((item.id, f"有效期 {_show(start)} 至 {_show(end)}"))
        # An end that is neither a date nor said to be open leaves the question open.
        unsure |= end is not None and last is None and not _OPEN_END.search(str(end))
    if outside:
        return SeriesVerdict(Verdict(False, (check.fact,), tuple(outside)), tuple(shown))
    carriers = tuple(item.id for item in dated)
    return SeriesVerdict(Verdict(None if unsure else True, (check.fact,), carriers))


def _validity(item: Evidence, check: checks.Covers, values: CaseValues) -> tuple[FactValue | None, FactValue | None]:
    return _raw(item, check.valid_from, values), _raw(item, check.valid_to, values)


def _raw(item: Evidence, name: str, values: CaseValues) -> FactValue | None:
    """The field as its kind reads it, else as it was written (“长期” where a date is expected)."""
    value = values.said(item, name)
    if value is not None:
        return value
    spec = field_spec(values.kinds.get(item.kind or ""), name)
    keys = (spec.key, *spec.aliases) if spec else (name,)
    return next((item.fields[key] for key in keys if key in item.fields), None)


def _day(value: FactValue | None) -> date | None:
    if value is None:
        return None
    typed = as_type(value, FactType.DATE)
    return None if typed is None else as_day(typed)


def _show(value: FactValue | None) -> str:
    return "未写明" if value is None else show_value(value)


def _chain(check: checks.ChainUnbroken, values: CaseValues, mine: list[Evidence]) -> SeriesVerdict:
    facts = (check.giver, check.taker, *([check.end] if check.end else []))
    links = [(item.id, _raw(item, check.giver, values), _raw(item, check.taker, values)) for item in mine]
    gaps: list[tuple[str, str]] = []
    unsure = not links or (len(links) == 1 and not check.end)
    for (before, _, taker), (after, giver, _) in pairwise(links):
        if taker is None or giver is None:
            unsure = True
        elif _party(taker) != _party(giver):
            gaps += [
                (before, f"{values.name_of(check.taker)} {taker}"),
                (after, f"{values.name_of(check.giver)} {giver}"),
            ]
    if check.end and links:
        end, (last, _, taker) = values.known(check.end), links[-1]
        if end is None or taker is None:
            unsure = True
        elif _party(taker) != _party(end.value):
            gaps.append((last, f"{values.name_of(check.taker)} {taker}"))
    if gaps:
        return SeriesVerdict(Verdict(False, facts, tuple(dict.fromkeys(gap[0] for gap in gaps))), tuple(gaps))
    return SeriesVerdict(Verdict(None if unsure else True, facts, tuple(link[0] for link in links)))


def _party(name: FactValue) -> str:
    return re.sub(r"[\s()]+", "", unicodedata.normalize("NFKC", str(name))).casefold()


def _ascending(check: checks.Ascending, values: CaseValues, mine: list[Evidence]) -> SeriesVerdict:
    told = []
    for item in mine:
        value = named_value(item, check.field, values.kinds)
        moment = None if value is None else as_moment(value)
        if moment is not None:
            told.append((item.id, moment))
    wrong = [pair for pair in pairwise(told) if pair[1][1] < pair[0][1]]
    if wrong:
        shown = dict.fromkeys((one, show_value(moment)) for pair in wrong for one, moment in pair)
        return SeriesVerdict(Verdict(False, (check.field,), tuple(one for one, _ in shown)), tuple(shown))
    settled = len(told) == len(mine) >= 2
    return SeriesVerdict(Verdict(True if settled else None, (check.field,), tuple(one for one, _ in told)))
