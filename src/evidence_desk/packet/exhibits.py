"""The exhibits: a slim slip on top, then the pictures; a sheet stands for what is no picture."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from evidence_desk.domain.geometry import Box
from evidence_desk.domain.packet import Exhibit, ExhibitFile, PacketPlan
from evidence_desk.packet.flow import BOTTOM, LEFT, RIGHT, TOP, WIDTH
from evidence_desk.packet.leaves import Leaf, Panel, PlateRef, PlateSpot, Rule
from evidence_desk.packet.marks import draw_marks
from evidence_desk.packet.mounting import Area, Mount, Mounted, mount_pages
from evidence_desk.packet.pagination import exhibit_end, exhibit_place, page_place
from evidence_desk.packet.plates import Plate
from evidence_desk.packet.typeset import Line, Style, Typesetter

__all__ = ["lay_exhibit", "lay_exhibits"]

_NUMBER = Style(13.0, 18.0, "semibold", "accent")
_TITLE = Style(11.0, 16.0, "semibold")
_CLAIM = Style(9.2, 14.0, color="ink2")
_CAPTION = Style(8.2, 12.0, color="muted")
_SHEET_LABEL = Style(9.2, 15.0, color="ink2")
_SHEET_VALUE = Style(9.8, 15.0)
_CONTINUED = 26.0
_ORIGIN = 176.0
"""Points that source and time may take on the right of a slip."""
_BELOW_SLIP = 10.0
_BETWEEN = 16.0
"""Points between two exhibits that share a leaf."""
_UNDER_CONTINUED = TOP + _CONTINUED + _BELOW_SLIP
_LEAST_AREA = 240.0
"""Points of height below which pictures rather begin on the next leaf."""
_TITLE_LINES, _ORIGIN_LINES, _CLAIM_LINES = 12, 8, 14
"""Lines a slip gives to each; the index says the rest."""
_SHEET_HEAD = 44.0
_SHEET_GAP = 6.0

Plates = Mapping[tuple[int, int], Plate]
"""Plates by exhibit number and place of the file in its exhibit (from 0)."""


def lay_exhibits(plan: PacketPlan, plates: Plates, setter: Typesetter) -> list[Leaf]:
    """Lay all exhibits. A short one moves up below the one before it where that costs it no size."""
    leaves: list[Leaf] = []
    for exhibit in plan.exhibits:
        laid = lay_exhibit(exhibit, plan, plates, setter)
        down = leaves[-1].bottom + _BETWEEN - TOP if leaves else 0.0
        if leaves and len(laid) == 1 and laid[0].bottom + down <= BOTTOM:
            leaves[-1].absorb(laid[0], down)
        else:
            leaves += laid
    return leaves


def lay_exhibit(exhibit: Exhibit, plan: PacketPlan, plates: Plates, setter: Typesetter) -> list[Leaf]:
    """Lay an exhibit on leaves of its own."""
    first = _new_leaf(exhibit, plan)
    first.bookmarks.append((f"证据{exhibit.number} {exhibit.title}", 1, TOP))
    first.places[exhibit_place(exhibit.number)] = TOP
    top = y = _draw_slip(first, exhibit, setter)
    leaves = [first]
    for file in exhibit.files:
        if not file.pages:
            y = _lay_sheet(leaves, exhibit, plan, file, setter=setter, y=y)
    further = Area(LEFT, WIDTH, BOTTOM - _UNDER_CONTINUED)
    # beside sheets, or under a slip that takes most of the leaf, pictures would be too small to read
    below_slip = y == top and BOTTOM - top >= _LEAST_AREA
    area = Area(LEFT, WIDTH, BOTTOM - top) if below_slip else further
    for number, pieces in enumerate(mount_pages(_mounts(exhibit, plates), area, further)):
        if number or not below_slip:
            leaves.append(_continue(exhibit, plan, setter))
            top = _UNDER_CONTINUED
        _draw_pieces(leaves[-1], exhibit, pieces, top, setter)
    leaves[-1].places[exhibit_end(exhibit.number)] = TOP
    return leaves


def _mounts(exhibit: Exhibit, plates: Plates) -> list[Mount]:
    mounts = []
    several = len(exhibit.files) > 1
    for place, file in enumerate(exhibit.files):
        if not file.pages:
            continue
        pages = plates[exhibit.number, place].pages
        for number, (page, recipe) in enumerate(zip(pages, file.pages, strict=True)):
            label = f"证据{file.label}" if several else ""
            if len(pages) > 1:
                label = f"{label} 第 {number + 1}/{len(pages)} 页".strip()
            ref = PlateRef(exhibit.number, place, number)
            mounts.append(Mount(ref, page.look, recipe, label, file.first_page + number))
    return mounts


def _new_leaf(exhibit: Exhibit, plan: PacketPlan) -> Leaf:
    return Leaf(footer=plan.label, exhibit=f"证据{exhibit.number}")


def _continue(exhibit: Exhibit, plan: PacketPlan, setter: Typesetter) -> Leaf:
    """Begin a further leaf of the exhibit under a one-line slip."""
    leaf = _new_leaf(exhibit, plan)
    leaf.marks.append(Panel(LEFT, TOP, WIDTH, _CONTINUED, fill="sunken"))
    leaf.marks.append(Panel(LEFT, TOP, 3, _CONTINUED, fill="accent"))
    number = setter.line(f"证据{exhibit.number}", Style(10.5, 15, "semibold", "accent"))
    leaf.write(number, LEFT + 14, TOP + 17)
    title = setter.line(f"{exhibit.title}（续）", _CLAIM, limit=WIDTH - number.width - 40)
    leaf.write(title, LEFT + 14 + number.width + 12, TOP + 16.6)
    return leaf


def _draw_slip(leaf: Leaf, exhibit: Exhibit, setter: Typesetter) -> float:
    """Draw the slip and give the y below which pictures may begin."""
    number = setter.line(f"证据{exhibit.number}", _NUMBER)
    indent = LEFT + 14 + max(number.width, 40) + 12
    meta = _set_origin(exhibit, setter)
    title = setter.lines(exhibit.title, _TITLE, RIGHT - 12 - indent - (_ORIGIN + 12 if meta else 0), most=_TITLE_LINES)
    claims: list[Line] = []
    if exhibit.proves:
        claims += setter.lines(f"证明：{exhibit.proves}", _CLAIM, RIGHT - 12 - indent, most=_CLAIM_LINES)
    if exhibit.remarks:
        claims += setter.lines(exhibit.remarks, Style(8.4, 13.0, color="muted"), RIGHT - 12 - indent)
    head = max(len(title) * _TITLE.leading, len(meta) * _CLAIM.leading)
    height = 9 + head + (3 + len(claims) * _CLAIM.leading if claims else 0) + 8
    leaf.marks.append(Panel(LEFT, TOP, WIDTH, height, fill="sunken"))
    leaf.marks.append(Panel(LEFT, TOP, 3, height, fill="accent"))
    leaf.write(number, LEFT + 14, TOP + 22)
    for row, line in enumerate(title):
        leaf.write(line, indent, TOP + 21.4 + row * _TITLE.leading)
    for row, line in enumerate(meta):
        leaf.write(line, RIGHT - 12 - line.width, TOP + 21 + row * _CLAIM.leading)
    for row, line in enumerate(claims):
        leaf.write(line, indent, TOP + 9 + head + 3 + 10.4 + row * _CLAIM.leading)
    leaf.bottom = TOP + height
    return TOP + height + _BELOW_SLIP


def _set_origin(exhibit: Exhibit, setter: Typesetter) -> list[Line]:
    """Set source and time on one line, or on lines of their own where they do not fit."""
    parts = [part for part in (exhibit.source, exhibit.taken_at) if part]
    joined = " · ".join(parts)
    if setter.width(joined, _CLAIM) <= _ORIGIN:
        return [setter.line(joined, _CLAIM)] if joined else []
    return [line for part in parts for line in setter.lines(part, _CLAIM, _ORIGIN, most=_ORIGIN_LINES)]


def _draw_pieces(leaf: Leaf, exhibit: Exhibit, pieces: Sequence[Mounted], top: float, setter: Typesetter) -> None:
    for piece in pieces:
        y = top + piece.y
        spot = PlateSpot(piece.mount.plate, piece.x, y, piece.width, piece.height, piece.source)
        leaf.spots.append(spot)
        if piece.first:
            leaf.places[page_place(exhibit.number, piece.mount.page)] = TOP
        frame = "red" if piece.enlarged else "line2"
        leaf.marks.append(
            Panel(piece.x, y, piece.width, piece.height, stroke=frame, line=1.2 if piece.enlarged else 0.5)
        )
        if piece.hard:
            leaf.hard_cuts.add(exhibit.number)
            edge = y + piece.height
            leaf.marks.append(Rule(piece.x, edge, piece.x + piece.width, edge, "amber", 1.2))
        draw_marks(leaf, spot, piece.mount.recipe.marks, setter)
        if not piece.enlarged:
            for box in piece.mount.recipe.magnify:
                shown = box.intersect(piece.source)
                if shown:
                    _frame_source(leaf, spot, shown)
        if piece.caption:
            caption = setter.line(piece.caption, _CAPTION, limit=max(piece.width, 90))
            x = piece.x + (piece.width - caption.width) / 2
            leaf.write(caption, min(max(x, LEFT), RIGHT - caption.width), y + piece.height + 11)
        leaf.bottom = max(leaf.bottom, y + piece.height + (13 if piece.caption else 0))


def _frame_source(leaf: Leaf, spot: PlateSpot, box: Box) -> None:
    """Show on the whole where an enlarged spot was taken from."""
    x_scale, y_scale = spot.width / spot.source.width, spot.height / spot.source.height
    leaf.marks.append(
        Panel(
            spot.x + (box.x - spot.source.x) * x_scale,
            spot.y + (box.y - spot.source.y) * y_scale,
            box.width * x_scale,
            box.height * y_scale,
            stroke="red",
            line=0.8,
        )
    )


class _SheetLine(NamedTuple):
    """A line of a sheet, led by its label where a row begins; `gap` points are left below it."""

    label: str
    line: Line
    gap: float

    @property
    def height(self) -> float:
        return _SHEET_VALUE.leading + self.gap


def _lay_sheet(
    leaves: list[Leaf], exhibit: Exhibit, plan: PacketPlan, file: ExhibitFile, *, setter: Typesetter, y: float
) -> float:
    """Lay the sheet that stands for a file that is no picture, over as many leaves as it takes; give the y below."""
    rest = list(_sheet_lines(exhibit, file, setter))
    place = page_place(exhibit.number, file.first_page)
    heading = setter.line(f"证据{file.label} 为电子文件，随材料另行提交", Style(10, 15, "semibold"))
    while rest:
        if BOTTOM - y < min(sum(line.height for line in rest) + _SHEET_HEAD, _LEAST_AREA):
            leaves.append(_continue(exhibit, plan, setter))
            y = _UNDER_CONTINUED
        if not any(place in leaf.places for leaf in leaves):
            leaves[-1].places[place] = TOP
        ends = accumulate(line.height for line in rest)
        count = sum(1 for end in ends if y + _SHEET_HEAD + end <= BOTTOM)
        y = _draw_sheet(leaves[-1], heading, rest[:count], setter, y)
        rest = rest[count:]
    return y


def _sheet_lines(exhibit: Exhibit, file: ExhibitFile, setter: Typesetter) -> Iterator[_SheetLine]:
    digest = file.original.sha256
    rows = [
        ("文件名", file.shown_name),
        ("类型", file.form_name),
        ("大小", f"{file.original.size:,} 字节"),
        ("SHA-256", f"{digest[:32]} {digest[32:]}"),
        ("内容说明", exhibit.notes),
        ("提交方式", file.advice),
    ]
    for label, value in rows:
        lines = [line for part in value.splitlines() for line in setter.lines(part, _SHEET_VALUE, WIDTH - 132)]
        for number, line in enumerate(lines, 1):
            yield _SheetLine(label if number == 1 else "", line, _SHEET_GAP if number == len(lines) else 0)


def _draw_sheet(leaf: Leaf, heading: Line, lines: Sequence[_SheetLine], setter: Typesetter, top: float) -> float:
    height = _SHEET_HEAD + sum(line.height for line in lines)
    leaf.marks.append(Panel(LEFT, top, WIDTH, height, stroke="line2", radius=6))
    leaf.write(heading, LEFT + 18, top + 24)
    y = top + 38
    for label, line, gap in lines:
        if label:
            leaf.write(setter.line(label, _SHEET_LABEL), LEFT + 18, y + 11)
        leaf.write(line, LEFT + 96, y + 11)
        y += _SHEET_VALUE.leading + gap
    leaf.bottom = top + height
    return top + height + 14
