"""Line breaking: Chinese text with the numbers, dates, amounts and citations that must never be torn apart."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from evidence_desk.domain.statement import Cite, Inline
from evidence_desk.packet.faces import FaceBook, Glyphs, Weight, clean

__all__ = ["Line", "PageNumber", "PageTarget", "Run", "Setting", "Style", "Typesetter"]

_DATE = r"\d{4}年\d{1,2}月\d{1,2}日|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}月\d{1,2}日|\d{4}/\d{1,2}/\d{1,2}"
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?"
_UNITS = r"kg|KB|MB|g|元|千克|公斤|克|件|个|只|份|页|张|小时|分钟|天|日|次|%|％"
_WHOLE = re.compile(
    rf"(?:(?:{_DATE})(?:\s?{_CLOCK})?)"
    rf"|(?:[¥￥]\s?\d[\d,]*(?:\.\d+)?(?:\s?元)?)"
    rf"|(?:\d[\d,]*(?:\.\d+)?\s?(?:{_UNITS})(?![A-Za-z0-9]))"
    r"|(?:证据\d+(?:-\d+)?(?:[、和与]\d+(?:-\d+)?)?)"
    r"|(?:[A-Za-z0-9À-ɏ*#@+_&=~%$']+(?:[-./:,\\]+[A-Za-z0-9À-ɏ*#@+_&=~%$']+)*)"
)
_NO_START = set("，。、；：？！）】》」』”’…—·％℃,.;:?!)]}%〉〕")
_NO_END = set("（【《「『“‘￥¥([{〈〔")


class PageTarget(NamedTuple):
    """Where a link leads: a place's name that the packet resolves once all pages stand."""

    place: str


class PageNumber(NamedTuple):
    """Stands for the printed page or pages from `place` to `end` ("" where one page is all)."""

    place: str
    end: str = ""


Setting = Inline | PageNumber
"""What can be set in a line: text, a citation, a page number."""


@dataclass(frozen=True)
class Style:
    """How text is set: size and leading in points, colour as a role of the palette."""

    size: float
    leading: float
    weight: Weight = "regular"
    color: str = "ink"


class Run(NamedTuple):
    """Glyphs of one face at `x` points from the line's start; `target` makes them a link."""

    x: float
    glyphs: Glyphs
    style: Style
    target: PageTarget | None


@dataclass(frozen=True)
class Line:
    """One set line. `width` in points."""

    runs: tuple[Run, ...]
    width: float


class _Atom(NamedTuple):
    """What must stay on one line: its glyphs and width in points; `space` atoms vanish at a line's end."""

    pieces: tuple[tuple[Glyphs, Style, PageTarget | None], ...]
    width: float
    first: str
    last: str
    space: bool


Resolve = Callable[[Cite | PageNumber], tuple[str, PageTarget | None]]
"""Turns a citation into what is printed for it ("证据3（第7页）") and where it leads."""


class Typesetter:
    """Breaks inlines into lines no wider than asked."""

    def __init__(self, faces: FaceBook, resolve: Resolve) -> None:
        self._faces = faces
        self._resolve = resolve
        self._known: dict[tuple[str, Style], _Atom] = {}
        self._broken: dict[tuple[str, Style, float], list[Line]] = {}

    def repaged(self, resolve: Resolve) -> "Typesetter":
        """Give one that prints citations by `resolve` and remembers what plain text measures."""
        other = Typesetter(self._faces, resolve)
        other._known, other._broken = self._known, self._broken
        return other

    def width(self, text: str, style: Style) -> float:
        """Give the width of `text` on one line, in points."""
        return sum(glyphs.width for glyphs in self._faces.split(text, style.weight)) * style.size / 1000

    def line(self, inlines: Sequence[Setting] | str, style: Style, *, limit: float | None = None) -> Line:
        """Set everything on one line; with `limit` (points) cut it and end it with "…"."""
        atoms = list(self._atoms(inlines, style))
        line = _join(atoms)
        if limit is None or line.width <= limit:
            return line
        tail = next(self._text_atoms("…", style))
        kept: list[_Atom] = []
        for atom in (char for one in atoms for char in self._shatter(one)):
            if sum(one.width for one in kept) + atom.width + tail.width > limit:
                break
            kept.append(atom)
        return _join([*kept, tail])

    def lines(
        self, inlines: Sequence[Setting] | str, style: Style, width: float, *, most: int | None = None
    ) -> list[Line]:
        """Break into lines of at most `width` points; at least one line, which may be empty.

        Where there are more than `most`, the last of them ends with "…".
        """
        if not isinstance(inlines, str):
            lines = self._break(inlines, style, width)
        else:
            key = (inlines, style, width)
            if key not in self._broken:
                self._broken[key] = self._break(inlines, style, width)
            lines = self._broken[key]
        if most is None or len(lines) <= most:
            return lines
        last = "".join(run.glyphs.text for line in lines[most - 1 : most + 1] for run in line.runs)
        return [*lines[: most - 1], self.line(f"{last}…", style, limit=width)]

    def _break(self, inlines: Sequence[Setting] | str, style: Style, width: float) -> list[Line]:
        lines: list[Line] = []
        current: list[_Atom] = []
        used = 0.0
        atoms = list(self._atoms(inlines, style))
        if atoms and not atoms[0].space and sum(atom.width for atom in atoms) <= width:
            return [_join(atoms)]
        for unit in self._fitting(_glue(atoms), width):
            if used + _ink(unit) > width and current:
                lines.append(_join(current))
                current, used = [], 0.0
            if current or not all(atom.space for atom in unit):
                current.extend(unit)
                used += sum(atom.width for atom in unit)
        if current or not lines:
            lines.append(_join(current))
        return lines

    def _fitting(self, units: Iterable[list[_Atom]], width: float) -> Iterator[list[_Atom]]:
        """Take apart what no line can hold: first words too long for any line, and only then at forbidden places."""
        for unit in units:
            if _ink(unit) <= width:
                yield unit
                continue
            pieces = [piece for atom in unit for piece in ([atom] if atom.width <= width else self._shatter(atom))]
            for part in _glue(pieces):
                if _ink(part) <= width:
                    yield part
                else:
                    yield from ([piece] for piece in part)

    def _atoms(self, inlines: Sequence[Setting] | str, style: Style) -> Iterator[_Atom]:
        for inline in [inlines] if isinstance(inlines, str) else inlines:
            if isinstance(inline, Cite | PageNumber):
                text, target = self._resolve(inline)
                link = Style(style.size, style.leading, style.weight, "accent") if target else style
                yield self._atom(text, link, target)
            else:
                yield from self._text_atoms(inline, style)

    def _text_atoms(self, text: str, style: Style) -> Iterator[_Atom]:
        end = 0
        # what cannot be seen would part what belongs together
        text = clean(text)
        for match in _WHOLE.finditer(text):
            yield from (self._plain(char, style) for char in text[end : match.start()])
            yield self._plain(match[0], style)
            end = match.end()
        yield from (self._plain(char, style) for char in text[end:])

    def _plain(self, text: str, style: Style) -> _Atom:
        atom = self._known.get((text, style))
        if atom is None:
            atom = self._known[text, style] = self._atom(text, style, None)
        return atom

    def _atom(self, text: str, style: Style, target: PageTarget | None) -> _Atom:
        glyphs = self._faces.split(text, style.weight)
        width = sum(one.width for one in glyphs) * style.size / 1000
        return _Atom(
            tuple((one, style, target) for one in glyphs), width, text[:1], text[-1:], text.isspace() or not glyphs
        )

    def _shatter(self, atom: _Atom) -> Iterator[_Atom]:
        for glyphs, style, target in atom.pieces:
            for char in glyphs.text:
                yield self._atom(char, style, target)


def _glue(atoms: Iterable[_Atom]) -> Iterator[list[_Atom]]:
    """Join atoms that may not be parted: nothing starts a line with a closing mark or ends it with an opening one.

    Spaces go with what stands before them, since they vanish where a line ends.
    """
    unit: list[_Atom] = []
    last = ""
    for atom in atoms:
        if unit and not (atom.space or atom.first in _NO_START or last in _NO_END):
            yield unit
            unit = []
        unit.append(atom)
        if not atom.space:
            last = atom.last
    if unit:
        yield unit


def _ink(unit: Sequence[_Atom]) -> float:
    """Give a unit's width without the spaces at its end."""
    if len(unit) == 1:
        return 0.0 if unit[0].space else unit[0].width
    end = len(unit)
    while end and unit[end - 1].space:
        end -= 1
    return sum(atom.width for atom in unit[:end])


def _join(atoms: Sequence[_Atom]) -> Line:
    kept = list(atoms)
    while kept and kept[-1].space:
        kept.pop()
    runs: list[Run] = []
    x = 0.0
    for atom in kept:
        for glyphs, style, target in atom.pieces:
            extent = glyphs.width * style.size / 1000
            last = runs[-1] if runs else None
            alike = last and last.glyphs.face == glyphs.face and last.target == target
            if last and alike and (last.style is style or last.style == style):
                joined = Glyphs(glyphs.face, last.glyphs.text + glyphs.text, last.glyphs.width + glyphs.width)
                runs[-1] = Run(last.x, joined, style, target)
            else:
                runs.append(Run(x, glyphs, style, target))
            x += extent
    return Line(tuple(runs), x)
