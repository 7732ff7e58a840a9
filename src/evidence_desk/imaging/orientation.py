"""The eight ways a picture can lie, as EXIF numbers them, and how boxes move between them."""

from typing import Literal

from PIL import Image

from evidence_desk.domain.geometry import Box

__all__ = ["combine", "exif_orientation", "swaps_sides", "to_stored", "upright"]

_Matrix = tuple[int, int, int, int]

_MATRICES: dict[int, _Matrix] = {
    1: (1, 0, 0, 1),
    2: (-1, 0, 0, 1),
    3: (-1, 0, 0, -1),
    4: (1, 0, 0, -1),
    5: (0, 1, 1, 0),
    6: (0, -1, 1, 0),
    7: (0, -1, -1, 0),
    8: (0, 1, -1, 0),
}
"""What brings stored points (x right, y down, about the centre) to where they are seen."""

_NUMBERS = {matrix: number for number, matrix in _MATRICES.items()}
_TURNS = {0: 1, 90: 6, 180: 3, 270: 8}


def combine(orientation: int, turn: int) -> int:
    """Give the EXIF number of `orientation` (1..8) followed by a clockwise `turn` (0, 90, 180, 270)."""
    a, b, c, d = _MATRICES[_TURNS[turn]]
    e, f, g, h = _MATRICES[orientation]
    return _NUMBERS[(a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h)]


def swaps_sides(orientation: int) -> bool:
    """Tell whether width and height change places."""
    return orientation >= 5


_TRANSPOSE = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def upright(image: Image.Image, orientation: int) -> Image.Image:
    """Turn stored pixels to how they are seen."""
    return image if orientation == 1 else image.transpose(_TRANSPOSE[orientation])


def to_stored(box: Box, orientation: int) -> Box:
    """Move a box from the upright page to the stored pixels, both in shares."""
    a, b, c, d = _MATRICES[orientation]
    # the inverse of an orthogonal matrix is its transpose
    corners = [(x - 0.5, y - 0.5) for x, y in ((box.x, box.y), (box.right, box.bottom))]
    moved = [(a * x + c * y + 0.5, b * x + d * y + 0.5) for x, y in corners]
    (x1, y1), (x2, y2) = moved
    return Box(min(x1, x2), min(y1, y2), abs(x1 - x2), abs(y1 - y2))


def exif_orientation(exif: bytes) -> int:
    """Read the orientation (1..8) out of a TIFF-formed EXIF block; 1 where it says nothing sensible."""
    if exif.startswith(b"Exif\0\0"):
        exif = exif[6:]
    if exif[:4] not in (b"II*\0", b"MM\0*") or len(exif) < 10:
        return 1
    order: Literal["little", "big"] = "little" if exif[:2] == b"II" else "big"
    start = int.from_bytes(exif[4:8], order)
    count = int.from_bytes(exif[start : start + 2], order)
    for index in range(min(count, 512)):
        entry = exif[start + 2 + 12 * index : start + 14 + 12 * index]
        if len(entry) == 12 and int.from_bytes(entry[:2], order) == 0x0112:
            value = int.from_bytes(entry[8:10], order)
            return value if 1 <= value <= 8 else 1
    return 1
