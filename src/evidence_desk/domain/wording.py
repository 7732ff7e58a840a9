"""Words that cost trust, and what to write instead: only confirmed facts, or nothing."""

import re
from collections.abc import Iterable, Iterator

from evidence_desk.domain.fields import CaseValues
from evidence_desk.domain.outgoing import OutgoingText
from evidence_desk.domain.playbook import ToneRule
from evidence_desk.domain.readiness import WordingFinding
from evidence_desk.domain.statement import token_spans

__all__ = ["check_wording"]

_BRACES = re.compile(r"\{(\w+)\}")
_QUOTE = re.compile(r"“[^”]*”|「[^」]*」|『[^』]*』")
_SAYS = re.compile(r"(?:称|说|表示|原话|原文|写道|留言|发送|发来|回复|要求|提出|评价)[^“”。；]{0,8}$|[:：]\s*$")


def check_wording(
    texts: Iterable[OutgoingText], *, rules: Iterable[ToneRule], values: CaseValues
) -> tuple[WordingFinding, ...]:
    """Find what breaks the tone rules in the seller's own words, in the order of texts and places.

    Of findings that lie inside one another the widest stays. A quotation of somebody's words (买家称“……”) is at most a
    warning, for it may be the proof. A suggestion's {fact} is filled from confirmed facts; lacking one, it is deletion.
    """
    compiled = [(rule, re.compile(rule.pattern)) for rule in rules]
    found: list[WordingFinding] = []
    for text in texts:
        if text.own:
            found += _widest(_matches(text, compiled, values))
    return tuple(found)


def _matches(
    text: OutgoingText, rules: list[tuple[ToneRule, re.Pattern[str]]], values: CaseValues
) -> Iterator[WordingFinding]:
    spared = token_spans(text.text)
    for rule, pattern in rules:
        for match in pattern.finditer(text.text):
            start, end = match.span()
            if start == end or any(a < end and start < b for a, b in spared):
                continue
            yield WordingFinding(
                field=text.field,
                text=match[0],
                start=start,
                end=end,
                why=rule.why,
                suggestion=_suggestion(rule, values),
                severity="warning" if _quoted(text.text, start, end) else rule.severity,
            )


def _widest(found: Iterator[WordingFinding]) -> list[WordingFinding]:
    grave = {"error": 0, "warning": 1}
    kept: list[WordingFinding] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end, grave[one.severity])):
        if not kept or one.end > kept[-1].end:
            kept.append(one)
    return kept


def _suggestion(rule: ToneRule, values: CaseValues) -> str:
    shown = {}
    for key in _BRACES.findall(rule.suggestion):
        value = values.confirmed(key)
        if value is None:
            return ""
        shown[key] = values.show(key, value)
    return _BRACES.sub(lambda match: shown[match[1]], rule.suggestion)


def _quoted(text: str, start: int, end: int) -> bool:
    for quote in _QUOTE.finditer(text):
        if quote.start() < start and end < quote.end():
            return _SAYS.search(text[max(quote.start() - 24, 0) : quote.start()]) is not None
    return False
