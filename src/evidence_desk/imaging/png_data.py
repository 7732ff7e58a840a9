"""PNG without a decode: its chunks are checked, its pixel data are proved and handed on as they are."""

import struct
from dataclasses import dataclass
from typing import Literal

from evidence_desk.imaging.colour import MAX_PROFILE, usable_profile
from evidence_desk.imaging.faults import damaged, truncated
from evidence_desk.imaging.inflate import BrokenStreamError, Inflating, crc32, inflate_bounded
from evidence_desk.imaging.limits import check_size
from evidence_desk.imaging.orientation import exif_orientation

__all__ = ["SIGNATURE", "PngParts", "assemble", "parse_png", "prove_pixels"]

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHANNELS: dict[int, Literal[1, 2, 3, 4]] = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_KNOWN_CRITICAL = {b"IHDR", b"PLTE", b"IDAT", b"IEND"}


@dataclass(frozen=True)
class PngParts:
    """What matters in a PNG. `colour` is the PNG colour type, `idat` the joined data, `orientation` from eXIf."""

    width: int
    height: int
    bits: Literal[1, 2, 4, 8, 16]
    colour: int
    interlaced: bool
    idat: bytes
    palette: bytes | None
    transparency: bytes | None
    icc: bytes | None
    orientation: int
    animated: bool

    @property
    def channels(self) -> int:
        """Samples a pixel, alpha included; 1 for a palette."""
        return _CHANNELS[self.colour]


def parse_png(data: bytes, *, name: str) -> PngParts:
    """Read the chunks of `data`, checking every checksum and the size before anything is inflated."""
    width, height, bits, colour, interlaced = _read_header(data, name)
    idat: list[bytes] = []
    extras: dict[bytes, bytes] = {}
    position, ended = 33, False
    while not ended:
        if position + 12 > len(data):
            raise truncated(name)
        length, kind = struct.unpack_from(">I4s", data, position)
        body = position + 8
        if length > len(data) - body - 4:
            raise truncated(name)
        view = memoryview(data)[position + 4 : body + length]
        if crc32(view) != int.from_bytes(data[body + length : body + length + 4], "big"):
            raise damaged(
                name, zh=f"{_label(kind)} 数据块的校验值不符", en=f"checksum of chunk {_label(kind)} is wrong"
            )
        if kind == b"IDAT":
            idat.append(data[body : body + length])
        elif kind in (b"PLTE", b"tRNS", b"iCCP", b"eXIf", b"acTL"):
            extras.setdefault(kind, data[body : body + length])
        elif not kind[0] & 0x20 and kind not in _KNOWN_CRITICAL:
            raise damaged(name, zh=f"含有未知的必要数据块 {_label(kind)}", en=f"unknown critical chunk {_label(kind)}")
        ended = kind == b"IEND"
        position = body + length + 4
    if not idat:
        raise damaged(name, zh="没有像素数据", en="no pixel data")
    return PngParts(
        width=width,
        height=height,
        bits=bits,
        colour=colour,
        interlaced=interlaced,
        idat=idat[0] if len(idat) == 1 else b"".join(idat),
        palette=_read_palette(extras.get(b"PLTE"), colour=colour, bits=bits, name=name),
        # a single see-through colour among 16-bit ones is made by no screen, and Pillow cannot tell it apart
        transparency=extras.get(b"tRNS") if colour in (0, 2, 3) and bits < 16 else None,
        icc=_read_profile(extras.get(b"iCCP"), channels=1 if colour in (0, 4) else 3),
        orientation=exif_orientation(extras.get(b"eXIf", b"")),
        animated=b"acTL" in extras,
    )


def _label(kind: bytes) -> str:
    return kind.decode("ascii", "replace") if kind.isalpha() else kind.hex()


def _read_header(data: bytes, name: str) -> tuple[int, int, Literal[1, 2, 4, 8, 16], int, bool]:
    if len(data) < 33:
        raise truncated(name)
    length, kind, width, height, bits, colour, method, filtering, interlace = struct.unpack_from(">I4sIIBBBBB", data, 8)
    if kind != b"IHDR" or length != 13 or crc32(data[12:29]) != int.from_bytes(data[29:33], "big"):
        raise damaged(name, zh="文件头的校验值不符", en="the header's checksum is wrong")
    if bits not in _DEPTHS.get(colour, ()) or method or filtering or interlace > 1:
        raise damaged(name, zh="文件头的颜色类型无效", en="the header's colour type is invalid")
    check_size(width, height, name=name)
    return width, height, bits, colour, bool(interlace)


def _read_palette(chunk: bytes | None, *, colour: int, bits: int, name: str) -> bytes | None:
    if colour != 3:
        return None
    if not chunk or len(chunk) % 3:
        raise damaged(name, zh="缺少调色板", en="the palette is missing")
    return chunk[: 3 << bits]


def _read_profile(chunk: bytes | None, *, channels: int) -> bytes | None:
    if not chunk:
        return None
    _, _, rest = chunk.partition(b"\0")
    return usable_profile(inflate_bounded(rest[1:], MAX_PROFILE), channels) if rest[:1] == b"\0" else None


def _row_sizes(parts: PngParts) -> list[tuple[int, int]]:
    """Give (bytes a row with its filter byte, rows) of each pass."""
    if not parts.interlaced:
        passes = [(parts.width, parts.height)]
    else:
        passes = [
            (-(-(parts.width - x) // dx), -(-(parts.height - y) // dy))
            for x, y, dx, dy in _ADAM7
            if parts.width > x and parts.height > y
        ]
    return [((width * parts.channels * parts.bits + 7) // 8 + 1, rows) for width, rows in passes]


def prove_pixels(parts: PngParts, *, name: str) -> bytes | None:
    """Inflate all pixel data and give them back (still packed) if they are exactly right.

    None says that they hold all rows and something more, so they should be packed anew. Raises InputError for
    less than all rows, a wrong checksum or an unknown row filter.
    """
    sizes = _row_sizes(parts)
    total = sum(stride * rows for stride, rows in sizes)
    stride = sizes[0][0] if len(sizes) == 1 else 0
    inflating, position = Inflating(parts.idat), 0
    try:
        for piece in inflating.pieces():
            if stride and max(piece[-position % stride : total - position : stride], default=0) > 4:
                raise damaged(name, zh="像素数据中有未知的行过滤方式", en="unknown row filter in the pixel data")
            position += len(piece)
            if position > total:
                return None
    except BrokenStreamError as error:
        raise damaged(name, zh="像素数据无法解压", en=f"the pixel data cannot be inflated ({error})") from error
    if position < total:
        raise truncated(name)
    if not inflating.ended:
        return None
    return parts.idat if inflating.used == len(parts.idat) else parts.idat[: inflating.used]


def assemble(parts: PngParts) -> bytes:
    """Make a PNG file of the parts alone, so that a decoder meets nothing that was not checked."""
    header = struct.pack(">IIBBBBB", parts.width, parts.height, parts.bits, parts.colour, 0, 0, int(parts.interlaced))
    chunks = [(b"IHDR", header)]
    if parts.palette:
        chunks.append((b"PLTE", parts.palette))
    if parts.transparency:
        chunks.append((b"tRNS", parts.transparency))
    chunks += [(b"IDAT", parts.idat), (b"IEND", b"")]
    return SIGNATURE + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc32(kind + body)) for kind, body in chunks
    )
