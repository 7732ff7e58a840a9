"""The statement: plain text with citations as tokens, so that numbers and pages are never typed by anybody."""

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

__all__ = [
    "PLACEHOLDER",
    "Cite",
    "Inline",
    "Paragraph",
    "cited_ids",
    "cites_in",
    "parse_inlines",
    "parse_statement",
    "placeholder",
    "token_spans",
]

_CITATION = re.compile(r"\[\[evidence:([^\]#\s]+)(?:#(\d{1,4}))?\]\]")
_TOKEN = re.compile(r"\[\[evidence:[^\]\n]*\]\]")
_HEADING = re.compile(r"^【([^】]{1,12})】(.*)$", re.DOTALL)
# "1.5 kg" begins no item; "1. 3月4日签收" and "1.3月4日签收" do.
_ITEM = re.compile(r"^(\d{1,3})(?:[、．]\s*|\.\s+|\.(?!\d)|\.(?=\d{1,2}月|\d{4}[年-]))(?=\S)(.*)$", re.DOTALL)
_INNER_HEADING = re.compile(r"(?<=[。！？；;\s])(?=【(?:结论|经过|事实|来源|核对|处理|请求|诉求|致歉|说明)】)")
PLACEHOLDER = re.compile(r"【待[填补]：[^】]*】")


class Cite(NamedTuple):
    """A reference to an exhibit by its evidence id; `page` counts over the item's pages, from 1 (None: its first)."""

    evidence: str
    page: int | None = None


Inline = str | Cite


@dataclass(frozen=True)
class Paragraph:
    """One paragraph. An "item" carries its printed `number`; a "heading" stands alone or before text on its line."""

    kind: Literal["heading", "item", "text"]
    inlines: tuple[Inline, ...]
    number: str = ""


def token_spans(text: str) -> list[tuple[int, int]]:
    """Give start and end of everything in a text that is meant as a citation: ids are no words of the seller's."""
    return [match.span() for match in _TOKEN.finditer(text)]


def placeholder(name: str) -> str:
    """Give the mark that stands where a value is missing."""
    return f"【待填：{name}】"


def parse_inlines(text: str) -> tuple[Inline, ...]:
    """Split text at its citations: "签收[[evidence:signoff]]。" -> ("签收", Cite("signoff"), "。")."""
    parts: list[Inline] = []
    end = 0
    for match in _CITATION.finditer(text):
        if match.start() > end:
            parts.append(text[end : match.start()])
        parts.append(Cite(match[1], int(match[2]) if match[2] else None))
        end = match.end()
    if end < len(text):
        parts.append(text[end:])
    return tuple(parts)


def parse_statement(text: str) -> tuple[Paragraph, ...]:
    """Read a statement, one paragraph a line: 【结论】 makes a heading, "1." or "1、" an item; blank lines go.

    A usual heading that follows a full stop on the same line (the form for small text boxes) counts as well.
    """
    paragraphs: list[Paragraph] = []
    for raw in (part for line in text.splitlines() for part in _INNER_HEADING.split(line)):
        line = raw.strip()
        if not line:
            continue
        heading = None if PLACEHOLDER.match(line) else _HEADING.match(line)
        if heading:
            paragraphs.append(Paragraph("heading", (heading[1],)))
            line = heading[2].strip()
            if not line:
                continue
        item = _ITEM.match(line)
        if item:
            paragraphs.append(Paragraph("item", parse_inlines(item[2]), item[1]))
        else:
            paragraphs.append(Paragraph("text", parse_inlines(line)))
    return tuple(paragraphs)


def cites_in(text: str) -> tuple[Cite, ...]:
    """Give a text's citations in their order."""
    return tuple(inline for inline in parse_inlines(text) if isinstance(inline, Cite))


def cited_ids(text: str) -> tuple[str, ...]:
    """Give the evidence ids a text cites, each once, in order of first appearance."""
    return tuple(dict.fromkeys(match[1] for match in _CITATION.finditer(text)))
