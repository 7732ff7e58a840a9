"""The tests' own reading of a Raster, as a PDF viewer would read it: nothing here comes from the room under test."""

import io
import struct
import zlib

from PIL import Image

from evidence_desk.domain.picture import Encoding, PageContent, PicturePage, Raster

_BY_HAND = 40_000

_SEEN = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def rows_of(raster: Raster) -> bytes:
    """Give the packed rows of a PNG or DEFLATE raster, row filters undone."""
    stride = (raster.width * raster.channels * raster.bits + 7) // 8
    data = zlib.decompress(raster.data)
    if raster.encoding is Encoding.DEFLATE:
        assert len(data) == stride * raster.height
        return data
    assert len(data) == (stride + 1) * raster.height
    step = max(raster.channels * raster.bits // 8, 1)
    rows, above = [], bytes(stride)
    for start in range(0, len(data), stride + 1):
        above = _unfilter(data[start], bytearray(data[start + 1 : start + 1 + stride]), above, step)
        rows.append(above)
    return b"".join(rows)


def _unfilter(kind: int, row: bytearray, above: bytes, step: int) -> bytes:
    for at in range(len(row)):
        left = row[at - step] if at >= step else 0
        corner = above[at - step] if at >= step else 0
        if kind == 0:
            guess = 0
        elif kind == 1:
            guess = left
        elif kind == 2:
            guess = above[at]
        elif kind == 3:
            guess = (left + above[at]) // 2
        else:
            guess = min((left, above[at], corner), key=lambda v: abs(left + above[at] - corner - v))
        row[at] = (row[at] + guess) & 255
    return bytes(row)


def samples_of(raster: Raster) -> list[int]:
    """Give every sample as a number, row by row."""
    stride = (raster.width * raster.channels * raster.bits + 7) // 8
    packed, out = rows_of(raster), []
    for start in range(0, len(packed), stride):
        row = packed[start : start + stride]
        number = int.from_bytes(row, "big")
        total, mask = stride * 8, (1 << raster.bits) - 1
        out += [number >> (total - (index + 1) * raster.bits) & mask for index in range(raster.width * raster.channels)]
    return out


def image_of(raster: Raster) -> Image.Image:
    """Decode a raster to 8-bit L, RGB or CMYK (0 is no ink), palette applied, alpha left out."""
    if raster.encoding is Encoding.JPEG:
        opened = Image.open(io.BytesIO(raster.data))
        opened.load()
        return opened
    size = (raster.width, raster.height)
    if raster.encoding is Encoding.PNG and raster.bits == 8 and raster.width * raster.height > _BY_HAND:
        return _by_pillow(raster)
    samples, top = samples_of(raster), (1 << raster.bits) - 1
    if raster.palette is not None:
        colours = [raster.palette[at : at + 3] for at in range(0, len(raster.palette), 3)]
        return Image.frombytes("RGB", size, b"".join(colours[sample] for sample in samples))
    grey = bytes(sample >> 8 if raster.bits == 16 else sample * 255 // top for sample in samples)
    return Image.frombytes({1: "L", 3: "RGB", 4: "CMYK"}[raster.channels], size, grey)


def _by_pillow(raster: Raster) -> Image.Image:
    """Wrap a large raster in a PNG of its own: unfiltering by hand is slow."""
    colour = 3 if raster.palette is not None else {1: 0, 3: 2}[raster.channels]
    header = struct.pack(">IIBBBBB", raster.width, raster.height, 8, colour, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"PLTE", raster.palette or b""), (b"IDAT", raster.data), (b"IEND", b"")]
    file = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
        if body or kind == b"IEND"
    )
    opened = Image.open(io.BytesIO(file))
    return opened.convert("RGB") if raster.palette is not None else opened.convert(opened.mode)


def seen(page: PageContent) -> Image.Image:
    """Give a picture page as a person sees it: turned upright, on white where it is see-through, as RGB."""
    assert isinstance(page, PicturePage)
    image = image_of(page.raster).convert("RGB")
    if page.raster.alpha is not None:
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image_of(page.raster.alpha))
        image = paper
    if page.orientation != 1:
        image = image.transpose(_SEEN[page.orientation])
    assert (float(image.width), float(image.height)) == (page.look.width, page.look.height)
    return image
