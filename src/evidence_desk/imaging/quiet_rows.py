"""Where a long picture may be cut: rows between things, found on a narrow grey copy with Pillow alone.

A row is *still* if it equals its neighbours, and *flat* if it is one tone across. Columns that stay the same for most
of a screen (margins, borders, separators) count for neither, so a flat row runs between bubbles, while a still one may
also run through a bubble or card between two lines. Flat rows are offered first; still ones only where a screen height
holds no flat one; and where nothing is still, the least busy row is taken and named as forced.
"""

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from PIL import Image, ImageChops

__all__ = ["LONG", "SCREEN", "Cuts", "find_cuts", "narrow_grey"]

LONG = 2.6
"""Height over width beyond which a picture is longer than any phone's screen."""

SCREEN = 1.6
"""Height over width of the stretch within which there must be a row to cut at."""

_COLUMNS = 256
_WIDE_GAP, _NARROW_GAP = 0.022, 0.006
_INSET = 0.05
_STRIDE = 0.15
_NOISE_SHARE = 0.2


class Cuts(NamedTuple):
    """Rows as shares of the height, ascending; `forced` are those among `quiet` that cut through something."""

    quiet: tuple[float, ...] = ()
    forced: tuple[float, ...] = ()


class _Measure(NamedTuple):
    """The copy's row facts: how much each row differs from the next, and how far its tones lie apart."""

    change: bytes
    spread: bytes
    noise: int


def narrow_grey(image: Image.Image) -> Image.Image:
    """Make the copy to look at: full height, at most 256 columns, grey."""
    grey = image if image.mode == "L" else image.convert("L")
    factor = -(-grey.width // _COLUMNS)
    return grey.reduce((factor, 1)) if factor > 1 else grey


def find_cuts(grey: Image.Image, *, width: int) -> Cuts:
    """Find the rows at which a picture `width` px wide may be cut; `grey` is its narrow copy of full height."""
    height = grey.height
    screen = round(SCREEN * width)
    measure = _measure(grey, reach=round(screen * 0.9))
    rows: list[int] = []
    for levels, least in _tiers(measure, width):
        if not _gaps(rows, height, screen):
            break
        found = _run_rows(levels, least=least, stride=round(_STRIDE * width))
        edge = round(_INSET * width)
        rows = _fill(rows, [row for row in found if edge <= row <= height - edge], height=height, screen=screen)
    forced = _force(rows, measure, height=height, screen=screen)
    shares = sorted({*rows, *forced})
    return Cuts(tuple(row / height for row in shares), tuple(row / height for row in forced))


def _measure(grey: Image.Image, *, reach: int) -> _Measure:
    below = ImageChops.offset(grey, 0, -1)
    step = ImageChops.difference(grey, below)
    # the last row has no next one; it also keeps the runs of neighbouring columns apart
    step.paste(255, (0, grey.height - 1, grey.width, grey.height))
    change = _row_max(step)
    noise = _noise(change)
    mask = _lasting_columns(step, noise=noise, reach=reach)
    bright = ImageChops.darker(grey, mask)
    dark = ImageChops.darker(ImageChops.invert(grey), mask)
    spread = ImageChops.add(_column(_row_max(bright)), _column(_row_max(dark)), offset=-255)
    return _Measure(change, spread.tobytes(), noise)


def _row_max(image: Image.Image) -> bytes:
    """Give each row's largest value, by folding the picture in halves."""
    while image.width > 1:
        half = -(-image.width // 2)
        left = image.crop((0, 0, half, image.height))
        right = image.crop((image.width - half, 0, image.width, image.height))
        image = ImageChops.lighter(left, right)
    return image.tobytes()


def _column(values: bytes) -> Image.Image:
    return Image.frombytes("L", (1, len(values)), values)


def _noise(change: bytes) -> int:
    """Tell how far equal rows may differ: what compression does to the calmest fifth of the rows, doubled."""
    calm = sorted(change)[int(len(change) * _NOISE_SHARE)]
    return min(max(2 * calm + 2, 3), 12)


def _lasting_columns(step: Image.Image, *, noise: int, reach: int) -> Image.Image:
    """Give a mask of 0 wherever a column stays the same for at least `reach` rows, 255 elsewhere."""
    turned = step.point([1 if value > noise else 0 for value in range(256)]).transpose(Image.Transpose.TRANSPOSE)
    marks = turned.tobytes()
    mask = bytearray(b"\xff") * len(marks)
    # without the look behind, every row of a shorter run would be tried anew
    for match in re.finditer(b"(?<!\0)\0{%d,}" % max(reach, 1), marks):
        mask[match.start() : match.end()] = bytes(match.end() - match.start())
    return Image.frombytes("L", turned.size, bytes(mask)).transpose(Image.Transpose.TRANSPOSE)


def _tiers(measure: _Measure, width: int) -> Iterator[tuple[bytes, int]]:
    """Yield, from best to worst, a flag per row (1 where a cut harms nothing) and the least run of rows wanted."""
    wide, narrow = max(round(_WIDE_GAP * width), 3), max(round(_NARROW_GAP * width), 2)
    still, flat = _below(measure.change, measure.noise), _below(measure.spread, measure.noise + 2)
    both = bytes(a & b for a, b in zip(still, flat, strict=True))
    yield both, wide
    yield both, narrow
    yield still, wide
    yield still, narrow
    for factor in (2, 4):
        # a photo or a gradient is never still, but its calm stretches are the places to cut
        yield _below(measure.change, measure.noise * factor), narrow


def _below(values: bytes, limit: int) -> bytes:
    return values.translate(bytes(1 if value <= limit else 0 for value in range(256)))


def _run_rows(flags: bytes, *, least: int, stride: int) -> list[int]:
    """Give the middle of every run of at least `least` rows, and several rows of a long one."""
    rows = []
    for match in re.finditer(b"\1{%d,}" % least, flags):
        start, length = match.start(), match.end() - match.start()
        parts = max(length // max(stride, 1), 1)
        rows += [start + length * (2 * part + 1) // (2 * parts) for part in range(parts)]
    return rows


def _gaps(rows: list[int], height: int, screen: int) -> list[tuple[int, int]]:
    """List the stretches between cuts (and the picture's ends) that are longer than a screen."""
    ends = [0, *rows, height]
    return [(start, end) for start, end in itertools.pairwise(ends) if end - start > screen]


def _fill(rows: list[int], found: list[int], *, height: int, screen: int) -> list[int]:
    """Add those of `found` that lie where `rows` leave more than a screen without a cut."""
    if not rows:
        return sorted(found)
    added: list[int] = []
    for start, end in _gaps(rows, height, screen):
        added += found[bisect_left(found, start + 1) : bisect_left(found, end)]
    return sorted({*rows, *added})


def _force(rows: list[int], measure: _Measure, *, height: int, screen: int) -> list[int]:
    """Take the least busy row wherever a screen still holds none."""
    forced: list[int] = []
    for start, end in _gaps(rows, height, screen):
        at = start
        while end - at > screen:
            low, high = at + screen * 3 // 5, min(at + screen, end - 1)
            at = min(range(low, high), key=lambda row: (measure.change[row], measure.spread[row], -row))
            forced.append(at)
    return forced
