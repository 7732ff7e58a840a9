"""Mounting: how the pages of an exhibit sit on leaves, as large as can be read and cut only at quiet rows.

Phone screens stand two or three abreast, long ones run through columns in reading order, landscape pictures stand
upright one above the other, everything else and every document page has a leaf of its own.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, repeat
from typing import Literal, NamedTuple

from evidence_desk.domain.edits import PageRecipe
from evidence_desk.domain.geometry import WHOLE, Box
from evidence_desk.domain.picture import PageLook
from evidence_desk.packet.leaves import PlateRef

__all__ = ["Area", "Mount", "Mounted", "mount_pages"]

_GAP = 12.0
_CAPTION = 15.0
_FINEST = 1.0
"""Points a pixel at most: a small picture is not blown up beyond that."""
_SPOT_FINEST = 1.6
_PHONE_RATIO = 1.5
_LONG_RATIO = 2.6
_SPOTS = 3
"""Enlarged spots on one leaf; further ones go on leaves of their own."""

Shape = Literal["document", "spot", "long", "phone", "landscape", "single"]


class Area(NamedTuple):
    """Room for pictures on a leaf: left edge, width and the height left below the slip."""

    x: float
    width: float
    height: float


@dataclass(frozen=True)
class Mount:
    """One finished page of an exhibit, waiting to be mounted. `page` counts over the item, from 1."""

    plate: PlateRef
    look: PageLook
    recipe: PageRecipe
    label: str
    page: int

    @property
    def ratio(self) -> float:
        """Height over width."""
        return self.look.height / self.look.width

    @property
    def shape(self) -> Shape:
        """How it wants to be mounted."""
        if self.recipe.magnify and self.ratio <= _LONG_RATIO:
            return "spot"
        if self.look.form == "document":
            return "document"
        if self.ratio > _LONG_RATIO:
            return "long"
        if self.ratio >= _PHONE_RATIO:
            return "phone"
        return "landscape" if self.ratio <= 1.05 else "single"


class Mounted(NamedTuple):
    """A piece on a leaf: `source` of the page in the rectangle, y from the area's top. `hard` tells that the row where
    it ends is not a quiet one; `enlarged` that it repeats a spot; `first` that a page begins here."""

    mount: Mount
    x: float
    y: float
    width: float
    height: float
    source: Box
    caption: str
    first: bool = True
    enlarged: bool = False
    hard: bool = False


def mount_pages(mounts: Sequence[Mount], first: Area, further: Area) -> Iterator[list[Mounted]]:
    """Give what goes on each leaf, the first leaf's area being `first`."""
    area = first
    for shape, group in groupby(mounts, key=lambda mount: mount.shape):
        members = list(group)
        match shape:
            case "phone":
                leaves = _mount_abreast(members, area, further)
            case "long":
                leaves = _mount_each(_mount_long, members, area, further)
            case "landscape":
                leaves = _mount_stacked(members, area, further)
            case "spot":
                leaves = _mount_each(_mount_spots, members, area, further)
            case _:
                leaves = _mount_alone(members, area, further)
        for leaf in leaves:
            yield leaf
            area = further


def _mount_each(
    mount: Callable[[Mount, Area, Area], Iterable[list[Mounted]]], members: Sequence[Mount], first: Area, further: Area
) -> Iterator[list[Mounted]]:
    """Mount pages that take whole leaves, one after the other."""
    for member, area in zip(members, chain([first], repeat(further)), strict=False):
        yield from mount(member, area, further)


def _mount_alone(members: Sequence[Mount], first: Area, further: Area) -> Iterator[list[Mounted]]:
    area = first
    for member in members:
        finest = 4.0 if member.look.form == "document" else _FINEST
        scale = min(area.width / member.look.width, (area.height - _CAPTION) / member.look.height, finest)
        width, height = member.look.width * scale, member.look.height * scale
        x = area.x + (area.width - width) / 2
        yield [Mounted(member, x, 0, width, height, WHOLE, member.label)]
        area = further
        for box in member.recipe.magnify:
            yield [_enlarge(member, box, further, further.x, 0)]


def _mount_abreast(members: Sequence[Mount], first: Area, further: Area) -> Iterator[list[Mounted]]:
    area = first
    rest = list(members)
    while rest:
        count = 2 if len(rest) in (2, 4) else min(3, len(rest))
        row, rest = rest[:count], rest[count:]
        column = (area.width - _GAP * (count - 1)) / count
        widths = []
        for member in row:
            scale = min(column / member.look.width, (area.height - _CAPTION) / member.look.height, _FINEST)
            widths.append(member.look.width * scale)
        x = area.x if count > 1 else area.x + (area.width - widths[0]) / 2
        slack = (area.width - sum(widths) - _GAP * (count - 1)) / 2 if count > 1 else 0
        x += max(slack, 0)
        leaf = []
        for member, width in zip(row, widths, strict=True):
            leaf.append(Mounted(member, x, 0, width, width * member.ratio, WHOLE, member.label))
            x += width + _GAP
        yield leaf
        area = further


def _mount_stacked(members: Sequence[Mount], first: Area, further: Area) -> Iterator[list[Mounted]]:
    area, y = first, 0.0
    leaf: list[Mounted] = []
    for member in members:
        scale = min(area.width / member.look.width, (area.height - _CAPTION) / member.look.height, _FINEST)
        width, height = member.look.width * scale, member.look.height * scale
        if leaf and y + height + _CAPTION > area.height:
            yield leaf
            area, y, leaf = further, 0.0, []
        leaf.append(Mounted(member, area.x + (area.width - width) / 2, y, width, height, WHOLE, member.label))
        y += height + _CAPTION + _GAP
    if leaf:
        yield leaf


def _mount_long(member: Mount, first: Area, further: Area) -> Iterator[list[Mounted]]:
    look = member.look
    abreast = 3 if look.width <= 1300 else 2 if look.width <= 2000 else 1
    column = (first.width - _GAP * (abreast - 1)) / abreast
    scale = min(column / look.width, _FINEST)
    pieces: list[tuple[float, float, bool]] = []
    start = 0.0
    while start < 1:
        area = first if len(pieces) < abreast else further
        end, hard = _cut(look, start, (area.height - _CAPTION) / (look.height * scale))
        pieces.append((start, end, hard))
        start = end
    leaf: list[Mounted] = []
    for number, (begin, end, hard) in enumerate(pieces):
        if leaf and number % abreast == 0:
            yield leaf
            leaf = []
        caption = member.label if len(pieces) == 1 else f"{member.label}（{number + 1}/{len(pieces)}）"
        x = first.x + number % abreast * (column + _GAP)
        size = look.width * scale, (end - begin) * look.height * scale
        source = Box(0, begin, 1, end - begin)
        leaf.append(Mounted(member, x, 0, *size, source, caption, first=number == 0, hard=hard))
    yield leaf
    for box in member.recipe.magnify:
        yield [_enlarge(member, box, further, further.x, 0)]


def _cut(look: PageLook, start: float, capacity: float) -> tuple[float, bool]:
    """Give where a piece that begins at `start` ends (shares of the height), and whether that row is a hard cut."""
    limit = start + capacity
    if limit >= 1 - 1e-9:
        return 1.0, False
    fitting = [row for row in look.quiet if start + capacity * 0.12 < row <= limit]
    if not fitting:
        return limit, True
    best = fitting[-1]
    calm = [row for row in fitting if row not in look.forced]
    if best in look.forced and calm:
        best = calm[-1]
    return best, best in look.forced


def _mount_spots(member: Mount, area: Area, further: Area) -> Iterator[list[Mounted]]:
    """Mount the whole with its first decisive spots, and the others on leaves that follow."""
    boxes = member.recipe.magnify
    yield _mount_whole(member, boxes[:_SPOTS], area)
    for start in range(_SPOTS, len(boxes), _SPOTS):
        yield _stack_spots(member, boxes[start : start + _SPOTS], further)


def _mount_whole(member: Mount, boxes: Sequence[Box], area: Area) -> list[Mounted]:
    """Mount the whole with decisive spots enlarged beside it (phone screens) or below it (everything wider)."""
    look = member.look
    height = area.height - _CAPTION
    if member.ratio >= _PHONE_RATIO:
        scale = min(area.width * 0.52 / look.width, height / look.height, _FINEST)
        left = look.width * scale
        leaf = [Mounted(member, area.x, 0, left, look.height * scale, WHOLE, member.label)]
        x = area.x + left + _GAP * 1.5
        return leaf + _stack_spots(member, boxes, Area(x, area.x + area.width - x, area.height))
    scale = min(area.width / look.width, height * 0.62 / look.height, _FINEST)
    width = look.width * scale
    leaf = [Mounted(member, area.x + (area.width - width) / 2, 0, width, look.height * scale, WHOLE, member.label)]
    y = look.height * scale + _CAPTION + _GAP
    each = Area(area.x, (area.width - _GAP * (len(boxes) - 1)) / len(boxes), area.height - y)
    spots = [_enlarge(member, box, each, 0, y) for box in boxes]
    x = area.x + (area.width - sum(spot.width for spot in spots) - _GAP * (len(spots) - 1)) / 2
    for spot in spots:
        leaf.append(spot._replace(x=x))
        x += spot.width + _GAP
    return leaf


def _stack_spots(member: Mount, boxes: Sequence[Box], area: Area) -> list[Mounted]:
    """Mount enlarged spots one above the other."""
    each = area._replace(height=(area.height - _GAP * (len(boxes) - 1)) / len(boxes))
    spots: list[Mounted] = []
    y = 0.0
    for box in boxes:
        spots.append(_enlarge(member, box, each, area.x, y))
        y += spots[-1].height + _CAPTION + _GAP
    return spots


def _enlarge(member: Mount, box: Box, area: Area, x: float, y: float) -> Mounted:
    width, height = member.look.width * box.width, member.look.height * box.height
    finest = _SPOT_FINEST if member.look.form == "picture" else 4.0
    scale = min(area.width / width, (area.height - _CAPTION) / height, finest)
    return Mounted(
        member, x, y, width * scale, height * scale, box, f"{member.label} 局部放大", first=False, enlarged=True
    )
