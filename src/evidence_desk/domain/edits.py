"""Edits are recipes in shares of the unedited page; here is what each page's edits come to."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from evidence_desk.domain.geometry import WHOLE, Box, Point

__all__ = [
    "Arrow",
    "BoxMark",
    "Crop",
    "Edit",
    "Edition",
    "Magnify",
    "Mark",
    "Note",
    "NumberMark",
    "PageRecipe",
    "Redact",
    "Rotate",
    "page_recipe",
]


class Edition(StrEnum):
    """Whom an output is for."""

    PLATFORM = "platform"
    SHARE = "share"
    INTERNAL = "internal"


EVERY_EDITION = frozenset(Edition)


@dataclass(frozen=True, kw_only=True)
class _EditBase:
    page: int
    editions: frozenset[Edition] = field(default=EVERY_EDITION)


@dataclass(frozen=True, kw_only=True)
class Redact(_EditBase):
    """Hide a spot for good: burned into the pixels. "mosaic" is a pattern that owes nothing to what it hides."""

    box: Box
    style: Literal["solid", "mosaic"] = "solid"


@dataclass(frozen=True, kw_only=True)
class Crop(_EditBase):
    """Keep only this spot."""

    box: Box


@dataclass(frozen=True, kw_only=True)
class Rotate(_EditBase):
    """Turn the page clockwise by `angle` degrees."""

    angle: Literal[90, 180, 270]


@dataclass(frozen=True, kw_only=True)
class BoxMark(_EditBase):
    """A frame drawn above the page. `color` is "#rrggbb"."""

    box: Box
    color: str = "#c62f0c"


@dataclass(frozen=True, kw_only=True)
class Arrow(_EditBase):
    """An arrow drawn above the page."""

    start: Point
    end: Point
    color: str = "#c62f0c"


@dataclass(frozen=True, kw_only=True)
class NumberMark(_EditBase):
    """A round badge with a short label, centred on `at`."""

    at: Point
    label: str


@dataclass(frozen=True, kw_only=True)
class Note(_EditBase):
    """A short text on a light label, set into `box`."""

    box: Box
    text: str


@dataclass(frozen=True, kw_only=True)
class Magnify(_EditBase):
    """Show this spot enlarged beside the whole."""

    box: Box


Mark = BoxMark | Arrow | NumberMark | Note
Edit = Redact | Crop | Rotate | BoxMark | Arrow | NumberMark | Note | Magnify


@dataclass(frozen=True)
class PageRecipe:
    """What one page's edits come to in one edition.

    `redactions` and `crop` are shares of the unedited upright page and go into the pixels; `turn` is clockwise degrees
    (0, 90, 180, 270) applied after the crop; `marks` and `magnify` are already in shares of the finished page
    (cropped and turned), and what falls wholly outside the crop is gone.
    """

    redactions: tuple[Redact, ...] = ()
    crop: Box = WHOLE
    turn: int = 0
    marks: tuple[Mark, ...] = ()
    magnify: tuple[Box, ...] = ()

    @property
    def touches_pixels(self) -> bool:
        """Whether the page's own data cannot go through untouched."""
        return bool(self.redactions) or self.crop != WHOLE


def page_recipe(edits: tuple[Edit, ...], page: int, edition: Edition) -> PageRecipe:
    """Reduce the edits of `page` (from 1, over the item's files) that hold in `edition` to one recipe.

    Crops intersect, turns add up. Crops that share nothing leave the last one standing.
    """
    mine = [edit for edit in edits if edit.page == page and edition in edit.editions]
    crop, turn = WHOLE, 0
    for edit in mine:
        if isinstance(edit, Crop):
            crop = crop.intersect(edit.box) or edit.box
        elif isinstance(edit, Rotate):
            turn = (turn + edit.angle) % 360
    marks: list[Mark] = []
    magnify: list[Box] = []
    for edit in mine:
        if isinstance(edit, Magnify):
            box = _finish_box(edit.box, crop, turn)
            if box:
                magnify.append(box)
        elif isinstance(edit, BoxMark | Arrow | NumberMark | Note):
            mark = _finish_mark(edit, crop, turn)
            if mark:
                marks.append(mark)
    return PageRecipe(
        redactions=tuple(edit for edit in mine if isinstance(edit, Redact)),
        crop=crop,
        turn=turn,
        marks=tuple(marks),
        magnify=tuple(magnify),
    )


def _finish_mark(mark: Mark, crop: Box, turn: int) -> Mark | None:
    match mark:
        case BoxMark():
            box = _finish_box(mark.box, crop, turn)
            return box and BoxMark(page=mark.page, editions=mark.editions, box=box, color=mark.color)
        case Note():
            box = _finish_box(mark.box, crop, turn)
            return box and Note(page=mark.page, editions=mark.editions, box=box, text=mark.text)
        case NumberMark():
            at = _finish_point(mark.at, crop, turn)
            # A badge reaches a little beyond its centre: one just off the edge still shows, moved onto the page.
            inside = -0.02 <= at.x <= 1.02 and -0.02 <= at.y <= 1.02
            at = _onto_page(at)
            return NumberMark(page=mark.page, editions=mark.editions, at=at, label=mark.label) if inside else None
        case Arrow():
            start, end = _finish_point(mark.start, crop, turn), _finish_point(mark.end, crop, turn)
            if not (0 <= end.x <= 1 and 0 <= end.y <= 1):
                return None
            start = _onto_page(start)
            return Arrow(page=mark.page, editions=mark.editions, start=start, end=end, color=mark.color)


def _onto_page(point: Point) -> Point:
    return Point(min(max(point.x, 0.0), 1.0), min(max(point.y, 0.0), 1.0))


def _finish_box(box: Box, crop: Box, turn: int) -> Box | None:
    kept = box.intersect(crop)
    if kept is None:
        return None
    a = _finish_point(Point(kept.x, kept.y), crop, turn)
    b = _finish_point(Point(kept.right, kept.bottom), crop, turn)
    return Box(min(a.x, b.x), min(a.y, b.y), abs(a.x - b.x), abs(a.y - b.y))


def _finish_point(point: Point, crop: Box, turn: int) -> Point:
    x, y = (point.x - crop.x) / crop.width, (point.y - crop.y) / crop.height
    return {0: Point(x, y), 90: Point(1 - y, x), 180: Point(1 - x, 1 - y), 270: Point(y, 1 - x)}[turn]
