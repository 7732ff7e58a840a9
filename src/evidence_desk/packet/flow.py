"""The flow of text down pages: a cursor, tables that break between rows, and new leaves when one is full."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from evidence_desk.packet.leaves import A4, Leaf, Panel, Rule
from evidence_desk.packet.typeset import Line, Setting, Style, Typesetter

__all__ = ["BODY", "BOTTOM", "LEFT", "RIGHT", "SMALL", "TOP", "WIDTH", "Cell", "Column", "Flow"]

LEFT = 54.0
RIGHT = A4.width - 54.0
WIDTH = RIGHT - LEFT
TOP = 56.0
BOTTOM = A4.height - 64.0

BODY = Style(10.5, 18.0)
SMALL = Style(9.0, 14.0, color="ink2")
_HEAD = Style(15.0, 20.0, "semibold")
_TABLE = Style(9.2, 14.0)
_TABLE_HEAD = Style(9.0, 14.0, color="ink2")
_LEAST = 120.0
"""Points that what runs on over several leaves wants on the first."""
_PADDING = 4.0
"""Points above and below the text of a table's row."""


@dataclass(frozen=True)
class Column:
    """A table's column: its heading and its width in points."""

    title: str
    width: float


class Cell(NamedTuple):
    """What stands in a table's cell."""

    inlines: Sequence[Setting] | str
    style: Style = _TABLE


class Flow:
    """Fills leaves from top to bottom. `y` is where the next thing begins."""

    def __init__(self, setter: Typesetter, *, footer: str = "") -> None:
        self.setter = setter
        self.leaves: list[Leaf] = []
        self._footer = footer
        self.y = TOP
        self.turn_page()

    @property
    def leaf(self) -> Leaf:
        """The leaf being filled."""
        return self.leaves[-1]

    @property
    def room(self) -> float:
        """Points left on this leaf."""
        return BOTTOM - self.y

    def turn_page(self) -> None:
        """Begin a new leaf."""
        self.leaves.append(Leaf(footer=self._footer))
        self.y = TOP

    def need(self, height: float) -> None:
        """Begin a new leaf unless `height` points are left on this one."""
        if self.room < height and self.y > TOP:
            self.turn_page()

    def need_or_fill(self, height: float) -> None:
        """Begin a new leaf for what fits on one but not here; what no leaf can hold begins here if a few lines fit."""
        self.need(height if height <= BOTTOM - TOP else _LEAST)

    def heading(self, text: str, *, place: str = "", keep: float = 110) -> None:
        """Set a part's heading with its rule, on a leaf with `keep` points left for it and what follows.

        It becomes a bookmark and, with `place`, something links can lead to.
        """
        self.need(keep)
        if self.y > TOP:
            self.y += 26
        self.leaf.bookmarks.append((text, 0, self.y))
        if place:
            self.leaf.places[place] = self.y
        self.leaf.write(self.setter.line(text, _HEAD), LEFT, self.y + 15)
        self.y += 26
        self.leaf.marks.append(Rule(LEFT, self.y, RIGHT, self.y, "accent", 1.4))
        self.y += 10

    def paragraph(
        self,
        inlines: Sequence[Setting] | str,
        style: Style = BODY,
        *,
        indent: float = 0,
        lead: str = "",
        after: float = 4,
    ) -> None:
        """Set a paragraph; `lead` (an item's number) hangs in the indent."""
        lines = self.setter.lines(inlines, style, WIDTH - indent)
        for number, line in enumerate(lines):
            self.need(style.leading * (2 if number == 0 and len(lines) > 1 else 1))
            baseline = self.y + style.leading * 0.5 + style.size * 0.36
            if number == 0 and lead:
                mark = self.setter.line(lead, Style(style.size, style.leading, "semibold", "accent"))
                self.leaf.write(mark, max(LEFT + indent - 8 - mark.width, LEFT), baseline)
            self.leaf.write(line, LEFT + indent, baseline)
            self.y += style.leading
        self.y += after

    def column(self, title: str, cells: Iterable[Cell], *, least: float = 0) -> Column:
        """Give a column as wide as its widest cell on one line: numbers and pages are never torn."""
        widths = (self.setter.line(cell.inlines, cell.style).width for cell in cells)
        return Column(title, max(least, max(widths, default=0.0) + 12.01))

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], *, head: bool = True) -> None:
        """Set a table; rows break across leaves only when one is taller than a leaf, headings come again."""
        fresh = head
        for row in rows:
            cells = [
                _CellLines(self.setter.lines(cell.inlines, cell.style, column.width - 12), cell.style)
                for cell, column in zip(row, columns, strict=True)
            ]
            leaves = len(self.leaves)
            self.need_or_fill(max(cell.height for cell in cells) + _PADDING * 2 + (24 if fresh else 0))
            fresh = head if len(self.leaves) > leaves else fresh
            while True:
                if fresh:
                    self._table_head(columns)
                    fresh = False
                cells = self._table_row(columns, cells)
                if not any(cell.lines for cell in cells):
                    break
                self.turn_page()
                fresh = head

    def _table_head(self, columns: Sequence[Column]) -> None:
        width = sum(column.width for column in columns)
        self.leaf.marks.append(Panel(LEFT, self.y, width, 24, fill="sunken"))
        x = LEFT
        for column in columns:
            self.leaf.write(self.setter.line(column.title, _TABLE_HEAD), x + 6, self.y + 15.4)
            x += column.width
        self.y += 24

    def _table_row(self, columns: Sequence[Column], cells: "Sequence[_CellLines]") -> "list[_CellLines]":
        """Set as many lines of each cell as fit, and give what is left over."""
        x, bottom = LEFT, self.y
        rest: list[_CellLines] = []
        for column, cell in zip(columns, cells, strict=True):
            y = self.y + _PADDING
            fitting = max(1, int((BOTTOM + 0.01 - y) // cell.style.leading))
            for line in cell.lines[:fitting]:
                self.leaf.write(line, x + 6, y + cell.style.leading * 0.5 + cell.style.size * 0.36)
                y += cell.style.leading
            rest.append(_CellLines(cell.lines[fitting:], cell.style))
            bottom = max(bottom, y)
            x += column.width
        self.y = bottom + _PADDING
        self.leaf.marks.append(Rule(LEFT, self.y, x, self.y, "line", 0.6))
        return rest


class _CellLines(NamedTuple):
    lines: list[Line]
    style: Style

    @property
    def height(self) -> float:
        return len(self.lines) * self.style.leading
