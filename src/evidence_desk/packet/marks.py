"""Marks: frames, arrows, numbers and notes, drawn above a picture that stays as it is."""

import math

from evidence_desk.domain.edits import Arrow, BoxMark, Mark, Note, NumberMark
from evidence_desk.domain.geometry import Box, Point
from evidence_desk.packet.leaves import Leaf, Panel, Path, PlateSpot, Rule
from evidence_desk.packet.typeset import Line, Style, Typesetter

__all__ = ["draw_marks"]

_BADGE = 7.5
_NOTE_LEAST = 40.0
_NOTE_SIZES = (9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0)


def draw_marks(leaf: Leaf, spot: PlateSpot, marks: tuple[Mark, ...], setter: Typesetter) -> None:
    """Draw the marks that fall into what `spot` shows of its page."""
    for mark in marks:
        match mark:
            case BoxMark():
                shown = mark.box.intersect(spot.source)
                if shown:
                    box = _on_leaf(shown, spot)
                    leaf.marks.append(Panel(*box, stroke=mark.color, radius=2.5, line=1.5))
            case Note():
                shown = mark.box.intersect(spot.source)
                if shown and _holds(spot.source, _centre(mark.box)):
                    _write_note(leaf, spot, _on_leaf(shown, spot), mark.text, setter=setter)
            case NumberMark():
                if _holds(spot.source, mark.at):
                    _draw_badge(leaf, _point_on_leaf(mark.at, spot), mark.label, setter)
            case Arrow():
                if _holds(spot.source, mark.end):
                    start = _enter(mark.start, mark.end, spot.source)
                    _draw_arrow(leaf, _point_on_leaf(start, spot), _point_on_leaf(mark.end, spot), mark.color)


def _holds(source: Box, point: Point) -> bool:
    """Tell whether a point is on this piece and no other; beyond the page's own edges a hair is allowed."""
    hair = 0.02
    left, top = source.x if source.x > 0 else -hair, source.y if source.y > 0 else -hair
    right, bottom = (end if end < 1 - 1e-9 else 1 + hair for end in (source.right, source.bottom))
    return left <= point.x <= right and top <= point.y < bottom


def _enter(start: Point, end: Point, source: Box) -> Point:
    """Give the point nearest to `start` from which the way to `end` lies on this piece."""
    way = 0.0
    for here, there, least, most in (
        (start.x, end.x, source.x, source.right),
        (start.y, end.y, source.y, source.bottom),
    ):
        edge = min(max(here, least), most)
        if edge != here:
            way = max(way, min((edge - here) / (there - here), 1.0) if there != here else 1.0)
    return Point(start.x + (end.x - start.x) * way, start.y + (end.y - start.y) * way)


def _centre(box: Box) -> Point:
    return Point(box.x + box.width / 2, box.y + box.height / 2)


def _point_on_leaf(point: Point, spot: PlateSpot) -> Point:
    source = spot.source
    return Point(
        spot.x + (point.x - source.x) / source.width * spot.width,
        spot.y + (point.y - source.y) / source.height * spot.height,
    )


def _on_leaf(box: Box, spot: PlateSpot) -> Box:
    start = _point_on_leaf(Point(box.x, box.y), spot)
    end = _point_on_leaf(Point(box.right, box.bottom), spot)
    return Box(start.x, start.y, end.x - start.x, end.y - start.y)


def _draw_badge(leaf: Leaf, at: Point, label: str, setter: Typesetter) -> None:
    text = setter.line(label, Style(8.5, 11, "semibold", "white"))
    half = max(_BADGE, text.width / 2 + 4)
    leaf.marks.append(
        Panel(at.x - half, at.y - _BADGE, half * 2, _BADGE * 2, fill="red", stroke="white", radius=_BADGE, line=0.8)
    )
    leaf.write(text, at.x - text.width / 2, at.y + 3.1)


def _draw_arrow(leaf: Leaf, start: Point, end: Point, color: str) -> None:
    length = math.dist(start, end)
    if length < 1:
        return
    head = min(9.0, length * 0.6)
    dx, dy = (end.x - start.x) / length, (end.y - start.y) / length
    neck = Point(end.x - dx * head, end.y - dy * head)
    leaf.marks.append(Rule(start.x, start.y, neck.x, neck.y, color, 1.8))
    wing = head * 0.48
    leaf.marks.append(
        Path(
            ((end.x, end.y), (neck.x - dy * wing, neck.y + dx * wing), (neck.x + dy * wing, neck.y - dx * wing)), color
        )
    )


def _write_note(leaf: Leaf, spot: PlateSpot, box: Box, text: str, *, setter: Typesetter) -> None:
    """Fit the text into the box by its size; a label too small for its text grows, but never beyond the piece."""
    box = box._replace(width=min(max(box.width, _NOTE_LEAST), spot.width))
    style, lines = _fit_note(box, text, setter)
    if len(lines) * style.leading + 5 > spot.height:
        box = box._replace(width=spot.width)
        style, lines = _fit_note(box, text, setter)
        lines = setter.lines(text, style, _note_width(box), most=max(int((spot.height - 5) / style.leading), 1))
    height = max(box.height, len(lines) * style.leading + 5)
    x = min(box.x, spot.x + spot.width - box.width)
    y = max(min(box.y, spot.y + spot.height - height), spot.y)
    leaf.marks.append(Panel(x, y, box.width, height, fill="amber-soft", stroke="amber", radius=2, line=0.7))
    top = y + (height - len(lines) * style.leading) / 2
    for number, line in enumerate(lines):
        leaf.write(line, x + 4, top + style.leading * (number + 0.5) + style.size * 0.36)


def _fit_note(box: Box, text: str, setter: Typesetter) -> tuple[Style, list[Line]]:
    for size in _NOTE_SIZES:
        style = Style(size, size * 1.3, "semibold", "amber")
        lines = setter.lines(text, style, _note_width(box))
        if len(lines) * style.leading + 4 <= box.height:
            break
    return style, lines


def _note_width(box: Box) -> float:
    return max(box.width - 8, 12)
