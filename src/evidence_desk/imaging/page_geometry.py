"""Where a PDF page's visible part lies, and how it comes upright to the origin."""

import math
from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Object

from evidence_desk.imaging.faults import too_big

__all__ = ["Frame", "Matrix", "inherited", "page_frame"]

Matrix = tuple[float, float, float, float, float, float]

_MAX_SIDE_PT = 100_000
"""A joined chat saved as PDF has one point a pixel; nothing longer than this makes sense."""

_LETTER = (0.0, 0.0, 612.0, 792.0)


@dataclass(frozen=True)
class Frame:
    """The visible part of a page in its own units, and its turn (clockwise degrees) and unit (points)."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int
    unit: float

    def size(self, turn: int = 0) -> tuple[float, float]:
        """Give width and height in points, upright and turned by further clockwise degrees."""
        width, height = (self.right - self.left) * self.unit, (self.top - self.bottom) * self.unit
        return (height, width) if (self.turn + turn) % 180 else (width, height)

    def matrix(self, turn: int = 0) -> Matrix:
        """Give what brings the page's own coordinates upright into (0, 0, *size)."""
        u, (width, height) = self.unit, self.size(turn)
        match (self.turn + turn) % 360:
            case 90:
                return (0, -u, u, 0, -self.bottom * u, height + self.left * u)
            case 180:
                return (-u, 0, 0, -u, width + self.left * u, height + self.bottom * u)
            case 270:
                return (0, u, -u, 0, width + self.bottom * u, -self.left * u)
            case _:
                return (u, 0, 0, u, -self.left * u, -self.bottom * u)


def page_frame(page: Object, *, name: str, number: int | None) -> Frame:
    """Read the frame of a page object, inherited values included. `number` counts from 1 and is for errors."""
    media = _box(inherited(page, "/MediaBox")) or _LETTER
    crop = _box(inherited(page, "/CropBox")) or media
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    if right - left <= 0 or top - bottom <= 0:
        left, bottom, right, top = media
    turn = _number(inherited(page, "/Rotate")) or 0
    unit = _number(page.get("/UserUnit")) or 1.0
    frame = Frame(left, bottom, right, top, int(turn) // 90 * 90 % 360, unit if unit > 0 else 1.0)
    width, height = frame.size()
    if not (1 <= width <= _MAX_SIDE_PT and 1 <= height <= _MAX_SIDE_PT):
        raise too_big(
            name=name,
            page=number,
            zh=f"PDF 页面尺寸为 {width:.0f}×{height:.0f} 点，不是可以打印的页面。",
            en=f"The PDF page measures {width:.0f}x{height:.0f} points, which is no page that can be shown.",
        )
    return frame


def inherited(page: Object, key: str) -> Any:
    """Give a page's value, looked up through the tree of pages; None where there is none."""
    node: Any = page
    for _ in range(50):
        if key in node:
            return node[key]
        parent = node.get("/Parent")
        if parent is None:
            return None
        node = parent
    return None


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _box(value: Any) -> tuple[float, float, float, float] | None:
    if not isinstance(value, Array) or len(value) != 4:
        return None
    numbers = [_number(entry) for entry in value]
    if any(number is None for number in numbers):
        return None
    a, b, c, d = (number or 0.0 for number in numbers)
    left, right, bottom, top = min(a, c), max(a, c), min(b, d), max(b, d)
    return (left, bottom, right, top) if right > left and top > bottom else None
