"""Shares of a page: boxes and points that stay right whatever the page's size, and how edits move them."""

from typing import NamedTuple

__all__ = ["WHOLE", "Box", "Point"]


class Point(NamedTuple):
    """Shares (0..1) of a page's width and height, origin top left."""

    x: float
    y: float


class Box(NamedTuple):
    """Left, top, width and height as shares (0..1) of a page, origin top left."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Share of the width at which the box ends."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Share of the height at which the box ends."""
        return self.y + self.height

    def fits(self) -> bool:
        """Tell whether the box lies on the page and has an area (a hair of rounding allowed)."""
        hair = 1e-6
        return (
            self.x >= -hair
            and self.y >= -hair
            and self.width > 0
            and self.height > 0
            and self.right <= 1 + hair
            and self.bottom <= 1 + hair
        )

    def intersect(self, other: "Box") -> "Box | None":
        """Give the part both share, or None where they do not meet."""
        x, y = max(self.x, other.x), max(self.y, other.y)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Box(x, y, right - x, bottom - y) if right > x and bottom > y else None


WHOLE = Box(0.0, 0.0, 1.0, 1.0)
