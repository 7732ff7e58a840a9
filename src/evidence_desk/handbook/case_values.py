"""What a sentence may say of a case, and how it is written there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from evidence_desk.domain.cases import Case
from evidence_desk.domain.facts import CHINA, FactKey, FactType, FactValue
from evidence_desk.domain.fields import case_head

__all__ = ["CASE_KEYS", "SentenceValues", "one_piece", "sentence_values", "written_day", "written_time"]

CASE_KEYS: Mapping[str, FactKey] = {
    key.key: key
    for key in (
        FactKey("buyer", "买家昵称", "Buyer"),
        FactKey("shop", "店铺", "Shop"),
        FactKey("amount", "涉案金额", "Amount in dispute", FactType.AMOUNT, "元"),
        FactKey("received_at", "收到通知时间", "Notice received at", FactType.TIME),
    )
}
"""Keys of a case's head that are no facts of their own."""

_BRACKETS = str.maketrans({"【": "［", "】": "］", "[": "［", "]": "］"})
_BREAKS = re.compile(r"[\s\x00-\x1f\x7f]+")


@dataclass(frozen=True)
class SentenceValues:
    """The confirmed values of a case by key, and the years its times fall in."""

    values: Mapping[str, FactValue]
    fact_keys: Mapping[str, FactKey]
    one_year: bool

    def moment(self, key: str) -> datetime | date | None:
        """Give a key's time or date; None where it has none (a time “尚未判定” is text)."""
        value = self.values.get(key)
        return value if isinstance(value, date) else None

    def shown(self) -> Mapping[str, str]:
        """Give every value as a sentence writes it."""
        return {key: self.write(key, value) for key, value in self.values.items()}

    def name_of(self, key: str) -> str:
        """Give a key's Chinese name."""
        found = self.fact_keys.get(key) or CASE_KEYS.get(key)
        return found.name if found else key

    def write(self, key: str, value: FactValue) -> str:
        """Write one value: 11月4日 11:06, 12.00 元, 1.260 kg, or the text itself on one line."""
        found = self.fact_keys.get(key) or CASE_KEYS.get(key)
        kind = found.type if found else FactType.TEXT
        if isinstance(value, datetime):
            return written_time(value, year=not self.one_year)
        if isinstance(value, date):
            return written_day(value)
        if kind is FactType.AMOUNT:
            return f"{value} 元"
        if kind is FactType.WEIGHT:
            return f"{value} kg"
        return one_piece(str(value)).rstrip("。")


def sentence_values(case: Case, fact_keys: Mapping[str, FactKey]) -> SentenceValues:
    """Give what may be said of a case: confirmed facts, and its head where the facts are silent."""
    values = dict(case_head(case))
    values |= {key: fact.value for key, fact in case.facts.items() if fact.confirmed and fact.value != ""}
    years = {_local(value).year for value in values.values() if isinstance(value, date)}
    return SentenceValues(values, fact_keys, one_year=len(years) <= 1)


def one_piece(text: str) -> str:
    """Write a text as one piece of a sentence: it starts neither a line nor a section, and cites nothing."""
    return _BREAKS.sub(" ", text).strip().translate(_BRACKETS)


def written_time(moment: datetime, *, year: bool) -> str:
    """Write a time in China's zone: 2024年11月4日 11:06."""
    local = moment.astimezone(CHINA)
    front = f"{local.year}年" if year else ""
    return f"{front}{local.month}月{local.day}日 {local:%H:%M}"


def written_day(day: date) -> str:
    """Write a day: 2024年11月4日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _local(value: date) -> date:
    return value.astimezone(CHINA) if isinstance(value, datetime) else value
