"""Android's screenshots carry an alpha channel that hides nothing; it is taken out of the packed rows directly.

PNG filters work on each channel by itself, so the filtered bytes of red, green and blue are already those of an RGB
picture with the same row filters. Nothing is unfiltered, and what an opaque channel must look like when filtered is
known for each filter.
"""

from PIL import Image

from evidence_desk.imaging.inflate import deflate, inflate_bounded
from evidence_desk.imaging.png_data import PngParts

__all__ = ["without_opaque_alpha"]


def without_opaque_alpha(parts: PngParts) -> bytes | None:
    """Give the packed rows of an 8-bit RGBA picture as RGB, or None where any pixel is see-through."""
    width, height = parts.width, parts.height
    stride = 1 + 4 * width
    raw = inflate_bounded(parts.idat, stride * height)
    if raw is None or len(raw) != stride * height:
        return None
    filters = raw[::stride]
    # read one byte further on, each row is its pixels and the next one's filter
    filtered = Image.frombuffer("RGBA", (width, height), raw[1:] + b"\0", "raw", "RGBA", stride, 1)
    alpha = filtered.getchannel("A").tobytes()
    first, later = _opaque_first(width), _opaque_later(width)
    for row, kind in enumerate(filters):
        if alpha[row * width : (row + 1) * width] != (later if row else first).get(kind):
            return None
    colours = filtered.convert("RGB").tobytes()
    line = 3 * width
    rows = [b""] * (2 * height)
    rows[0::2] = [filters[row : row + 1] for row in range(height)]
    rows[1::2] = [colours[row * line : (row + 1) * line] for row in range(height)]
    return deflate(b"".join(rows))


def _opaque_first(width: int) -> dict[int, bytes]:
    """Give the top row of an opaque channel under each of the filters 0..4 (none, left, above, mean, Paeth)."""
    full, rest = b"\xff" * width, bytes(width - 1)
    return {0: full, 1: b"\xff" + rest, 2: full, 3: b"\xff" + b"\x80" * (width - 1), 4: b"\xff" + rest}


def _opaque_later(width: int) -> dict[int, bytes]:
    """Give any other row of an opaque channel under each filter."""
    full, rest, nothing = b"\xff" * width, bytes(width - 1), bytes(width)
    return {0: full, 1: b"\xff" + rest, 2: nothing, 3: b"\x80" + rest, 4: nothing}
