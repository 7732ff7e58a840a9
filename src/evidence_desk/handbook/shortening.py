"""The short form of a statement, for text boxes of 100 or 200 characters: whole sentences, in the statement's order."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from evidence_desk.domain.statement import PLACEHOLDER, Cite, Paragraph, parse_statement

__all__ = ["ShortStatement", "draft_short"]

_END = re.compile(r"(?<=[。！？!?])")
_CLAUSE = re.compile(r"(?<=[，；,;])")
_YEAR = re.compile(r"((?:19|20)\d\d)年(?=\d{1,2}月)")
_TIME = re.compile(r"(\d日) (\d{1,2}:\d\d)")
_RANK = {"结论": 0, "请求": 1, "诉求": 1, "经过": 2, "来源": 2, "核对": 3, "处理": 4}
_UNRANKED, _COURTESY, _LAST = 2, 5, 9
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"


class ShortStatement(NamedTuple):
    """`text` fits; `left_out` are the sentences that found no room, in order; `size` as measured."""

    text: str
    left_out: tuple[str, ...]
    size: int


class _Sentence(NamedTuple):
    section: str
    place: int
    leads: bool
    number: str
    text: str
    cites: tuple[str, ...]

    @property
    def rank(self) -> int:
        rank = _RANK.get(self.section, _UNRANKED)
        # what follows the first sentence of a conclusion or request is courtesy
        return rank if rank > 1 or self.leads else _COURTESY


def draft_short(
    statement: str,
    *,
    limit: int,
    measure: Callable[[str], int] = len,
    labels: Mapping[str, str] | None = None,
    decisive: Sequence[str] = (),
) -> ShortStatement:
    """Condense a statement to at most `limit` as `measure` counts (characters, or bytes of an encoding).

    Conclusion and request come first, then what exhibits carry (those of `decisive`, evidence ids with the strongest
    first, before those of `labels`), then cross-checks, handling, courtesy, and what still has a gap to fill; each
    sentence whole or not at all. Only where conclusion or request alone is too long is it cut behind a clause, never
    inside a number or word. `labels` say how a citation is printed, by evidence id ("图1"); a citation without one is
    dropped.
    """
    found = _sentences(statement, labels or {})
    strongest = [*decisive, *(labels or {})]
    order = sorted(found, key=lambda one: (_importance(one, strongest), one.place))
    kept: list[_Sentence] = []

    def fits(sentence: _Sentence) -> bool:
        return measure(_write([*kept, sentence])) <= limit

    for sentence in order:
        if fits(sentence):
            kept.append(sentence)
        elif sentence.rank <= 1 and not any(one.section == sentence.section for one in kept):
            clipped = _clip(sentence, fits)
            kept += [clipped] if clipped else []
    places = {one.place for one in kept}
    text = _write(kept)
    return ShortStatement(text, tuple(one.text for one in found if one.place not in places), measure(text))


def _importance(sentence: _Sentence, decisive: Sequence[str]) -> tuple[int, int]:
    strongest = min((decisive.index(one) for one in sentence.cites if one in decisive), default=len(decisive))
    gap = sentence.rank > 1 and PLACEHOLDER.search(sentence.text) is not None
    return _LAST if gap else sentence.rank, strongest if sentence.cites else len(decisive) + 1


def _sentences(statement: str, labels: Mapping[str, str]) -> list[_Sentence]:
    found: list[_Sentence] = []
    section = ""
    for paragraph in parse_statement(_condense(statement)):
        if paragraph.kind == "heading":
            section = str(paragraph.inlines[0])
            continue
        cites = tuple(one.evidence for one in paragraph.inlines if isinstance(one, Cite))
        for piece in _END.split(_printed(paragraph, labels)):
            if piece.strip():
                # two sentences of one item share its number; only the first shows it
                fresh = not found or found[-1].number != paragraph.number or found[-1].section != section
                number = paragraph.number if fresh else ""
                leads = not found or found[-1].section != section
                found.append(_Sentence(section, len(found), leads, number, piece.strip(), cites))
    return found


def _printed(paragraph: Paragraph, labels: Mapping[str, str]) -> str:
    text = ""
    run: list[str] = []
    for inline in (*paragraph.inlines, ""):
        if isinstance(inline, Cite):
            run += [labels[inline.evidence]] if inline.evidence in labels else []
            continue
        if run and inline != "":
            text, run = f"{text}（{'、'.join(dict.fromkeys(run))}）", []
        text += inline
    return text + (f"（{'、'.join(dict.fromkeys(run))}）" if run else "")


def _condense(statement: str) -> str:
    """Leave out the year where all times are of one, and the space inside a time."""
    years = set(_YEAR.findall(statement))
    text = _YEAR.sub("", statement) if len(years) == 1 else statement
    return _TIME.sub(r"\1\2", text)


def _write(sentences: Sequence[_Sentence]) -> str:
    text, section = "", ""
    number = 0
    for one in sorted(sentences, key=lambda one: one.place):
        if one.section != section:
            section, number = one.section, 0
            text += f"【{section}】" if section else ""
        if one.number:
            number += 1
            # "1." before a day of the month would read as one number
            text += _CIRCLED[number - 1] if number <= len(_CIRCLED) else f"({number})"
        text += one.text
    return text


def _clip(sentence: _Sentence, fits: Callable[[_Sentence], bool]) -> _Sentence | None:
    clauses = _CLAUSE.split(sentence.text)
    for count in range(len(clauses) - 1, 0, -1):
        text = re.sub(r"[，；,;\s]+$", "", "".join(clauses[:count])) + "。"
        if fits(sentence._replace(text=text)):
            return sentence._replace(text=text)
    return None
