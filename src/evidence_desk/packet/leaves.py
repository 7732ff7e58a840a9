"""Leaves: pages as lists of things to draw, before anything is drawn. Points, origin top left, y downwards."""

from dataclasses import dataclass, field
from typing import NamedTuple

from evidence_desk.domain.geometry import Box
from evidence_desk.packet.typeset import Line, PageTarget

__all__ = ["A4", "PALETTE", "Leaf", "Link", "Panel", "Path", "PlacedText", "PlateRef", "PlateSpot", "Rule"]


class _Size(NamedTuple):
    width: float
    height: float


A4 = _Size(595.276, 841.89)

PALETTE = {
    "ink": "#1b2330",
    "ink2": "#475467",
    "muted": "#667085",
    "accent": "#0b7a75",
    "accent-soft": "#e6f4f2",
    "line": "#dfe3e8",
    "line2": "#c6ccd5",
    "sunken": "#f2f4f7",
    "red": "#b42b08",
    "amber": "#94490a",
    "amber-soft": "#fdf3e1",
    "green": "#146c3f",
    "white": "#ffffff",
}
"""Colour roles of the packet; marks bring their own "#rrggbb"."""


class PlacedText(NamedTuple):
    """A line whose baseline starts at (x, y)."""

    x: float
    y: float
    line: Line

    def moved(self, down: float) -> "PlacedText":
        """Give the same, `down` points lower."""
        return self._replace(y=self.y + down)


class Rule(NamedTuple):
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    color: str
    width: float = 0.6

    def moved(self, down: float) -> "Rule":
        """Give the same, `down` points lower."""
        return self._replace(y1=self.y1 + down, y2=self.y2 + down)


class Panel(NamedTuple):
    """A rectangle, its corners rounded by `radius`; fill or stroke may be "" for none."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    stroke: str = ""
    radius: float = 0
    line: float = 0.6

    def moved(self, down: float) -> "Panel":
        """Give the same, `down` points lower."""
        return self._replace(y=self.y + down)


class Path(NamedTuple):
    """A closed filled polygon."""

    points: tuple[tuple[float, float], ...]
    fill: str

    def moved(self, down: float) -> "Path":
        """Give the same, `down` points lower."""
        return self._replace(points=tuple((x, y + down) for x, y in self.points))


class PlateRef(NamedTuple):
    """Page `page` (from 0) of the plate made for file `file` (from 0) of the exhibit numbered `exhibit`."""

    exhibit: int
    file: int
    page: int


class PlateSpot(NamedTuple):
    """The part `source` (shares of the finished page) of a plate's page, shown in the rectangle given."""

    plate: PlateRef
    x: float
    y: float
    width: float
    height: float
    source: Box


class Link(NamedTuple):
    """A rectangle that leads to a place."""

    x: float
    y: float
    width: float
    height: float
    target: PageTarget


Mark = Rule | Panel | Path | PlacedText


@dataclass
class Leaf:
    """One page. `places` are names that links can lead to, with their y; `bookmarks` name, level and y.

    `hard_cuts` are numbers of exhibits of which a piece on this leaf ends at a row that is not quiet; `bottom` is the y
    below which an exhibit's leaf is still empty.
    """

    marks: list[Mark] = field(default_factory=list)
    spots: list[PlateSpot] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    places: dict[str, float] = field(default_factory=dict)
    bookmarks: list[tuple[str, int, float]] = field(default_factory=list)
    footer: str = ""
    exhibit: str = ""
    hard_cuts: set[int] = field(default_factory=set)
    bottom: float = 0.0

    def absorb(self, other: "Leaf", down: float) -> None:
        """Take over what stands on another leaf, moved down by `down` points."""
        self.marks += [mark.moved(down) for mark in other.marks]
        self.spots += [spot._replace(y=spot.y + down) for spot in other.spots]
        self.links += [link._replace(y=link.y + down) for link in other.links]
        self.places |= {place: y + down for place, y in other.places.items()}
        self.bookmarks += [(name, level, y + down) for name, level, y in other.bookmarks]
        self.exhibit = f"{self.exhibit.partition('–')[0]}–{other.exhibit}"  # a dozen small ones still fit the foot
        self.hard_cuts |= other.hard_cuts
        self.bottom = other.bottom + down

    def write(self, line: Line, x: float, y: float) -> None:
        """Put a line's baseline at (x, y), and links over its runs that lead somewhere."""
        self.marks.append(PlacedText(x, y, line))
        for run in line.runs:
            if run.target:
                size = run.style.size
                width = run.glyphs.width * size / 1000
                self.links.append(Link(x + run.x, y - size * 0.95, width, size * 1.25, run.target))
