"""Drafts a statement from a position's template: only confirmed facts, only exhibits that are there."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from evidence_desk.domain.cases import Case
from evidence_desk.domain.facts import CHINA, FactKey
from evidence_desk.domain.playbook import DraftLine, EvidenceKind, Playbook, Position
from evidence_desk.domain.readiness import CrossCheck
from evidence_desk.domain.statement import placeholder
from evidence_desk.handbook.case_values import SentenceValues, one_piece, sentence_values, written_day, written_time
from evidence_desk.handbook.citing_exhibits import ExhibitFinder
from evidence_desk.handbook.templates import names_in, render, required_names

__all__ = ["draft_statement"]

_OPEN, _CLOSE = "\x02", "\x03"
_STOPS = re.compile(r"[。；，、.;,\s]+$")
_FAR_PAST = datetime(1, 1, 2, tzinfo=CHINA)


def draft_statement(
    *,
    playbook: Playbook,
    position: Position,
    case: Case,
    kinds: Mapping[str, EvidenceKind],
    fact_keys: Mapping[str, FactKey],
    cross_checks: Sequence[CrossCheck] = (),
) -> str:
    """Write the statement of a position as plain text in the form domain.statement reads; same input, same text.

    Sections 结论, 经过 (numbered, in order of time), 核对, 处理, 请求; empty ones are left out. A fact that is missing
    or not confirmed stands as 【待填：...】, a sentence that lacks every exhibit ends in 【待补：...】. `fact_keys`
    include those the playbook adds; `cross_checks` are checks that passed: one that no included exhibit carries is not
    printed.
    """
    desk = _Desk(sentence_values(case, fact_keys), ExhibitFinder(case, kinds=kinds, fact_keys=fact_keys), kinds=kinds)
    draft = position.draft
    course = [f"{number}. {line}" for number, line in enumerate(desk.lines(draft.course, by_time=True), start=1)]
    request = f"{_STOPS.sub('', one_piece(playbook.request_for(case, position)))}。"
    closing = [desk.fill(draft.closing)] if draft.closing else []
    sections = {
        "结论": [desk.fill(draft.conclusion)],
        "经过": course,
        "核对": desk.cross_checks(cross_checks),
        "处理": desk.lines(draft.handling, by_time=False),
        "请求": [request, *closing],
    }
    return "\n".join(f"【{name}】\n" + "\n".join(lines) for name, lines in sections.items() if lines) + "\n"


@dataclass(frozen=True)
class _Desk:
    values: SentenceValues
    exhibits: ExhibitFinder
    kinds: Mapping[str, EvidenceKind]

    def fill(self, text: str) -> str:
        """Fill a template, with a space where a number or Latin word meets Chinese."""
        marked = {key: f"{_OPEN}{shown}{_CLOSE}" for key, shown in self.values.shown().items()}
        return _space(render(text, marked, self._missing))

    def lines(self, lines: Iterable[DraftLine], *, by_time: bool) -> list[str]:
        """Write the lines that have something to say, those with a time in its order."""
        written: list[tuple[datetime, str]] = []
        last = _FAR_PAST
        for line in lines:
            text = self._line(line)
            if text is not None:
                # a line without a time of its own stays behind the one it follows
                last = _moment(self.values.moment(line.at)) or last
                written.append((last, text))
        if by_time:
            written.sort(key=lambda pair: pair[0])
        return [text for _, text in written]

    def cross_checks(self, checks: Iterable[CrossCheck]) -> list[str]:
        """Write each passed check whose values some exhibit carries."""
        cited = [(check.sentence, self.exhibits.included(check.evidence)) for check in checks]
        return [_cite(sentence, ids) for sentence, ids in cited if sentence.strip() and ids]

    def _line(self, line: DraftLine) -> str | None:
        keys = [*([line.at] if line.at else []), *required_names(line.text)]
        lacking = [key for key in keys if key not in self.values.values]
        lacking += [line.at] if line.at and self.values.moment(line.at) is None else []
        cited = self.exhibits.find(line.cite, [*keys, *sorted(names_in(line.text) - set(keys))])
        if line.optional and (lacking or (line.cite and not cited)):
            return None
        text = self.fill(line.text)
        if line.at:
            text = f"{self._front(line.at)}，{text}"
        if line.cite and not cited:
            return f"{_STOPS.sub('', text)}{self._wanted(line.cite)}。"
        return _cite(text, cited)

    def _front(self, key: str) -> str:
        moment = self.values.moment(key)
        if isinstance(moment, datetime):
            return written_time(moment, year=True)
        return written_day(moment) if moment else self._missing(key)

    def _missing(self, key: str) -> str:
        return placeholder(self.values.name_of(key))

    def _wanted(self, kinds: Sequence[str]) -> str:
        names = [self.kinds[kind].name for kind in kinds[:2] if kind in self.kinds]
        return f"【待补：{'或'.join(names)}】"


def _cite(text: str, ids: Iterable[str]) -> str:
    places = "、".join(f"[[evidence:{one}]]" for one in ids)
    return f"{_STOPS.sub('', text)}{'，见' if places else ''}{places}。"


def _moment(value: date | None) -> datetime | None:
    if isinstance(value, datetime) or value is None:
        return value
    return datetime.combine(value, time(), CHINA)


def _space(text: str) -> str:
    text = re.sub(rf"(?<=[\u4e00-\u9fff]){_OPEN}(?=[0-9A-Za-z])", " ", text)
    text = re.sub(rf"(?<=[0-9A-Za-z]){_CLOSE}(?=[\u4e00-\u9fff])", " ", text)
    return text.replace(_OPEN, "").replace(_CLOSE, "")
