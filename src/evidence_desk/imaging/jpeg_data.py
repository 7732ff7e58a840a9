"""JPEG without a re-encode: markers are walked, what tells about the taker is left out, pixel data stay as they are."""

import re
from dataclasses import dataclass

from evidence_desk.imaging.colour import usable_profile
from evidence_desk.imaging.faults import damaged, truncated
from evidence_desk.imaging.limits import check_size
from evidence_desk.imaging.orientation import exif_orientation

__all__ = ["JpegParts", "parse_jpeg"]

_NEXT_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_PLAIN_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
_MAX_SCANS = 200
"""Each scan of a progressive JPEG goes over the whole picture; encoders make about ten."""

_ADOBE_RGB = b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00"


@dataclass(frozen=True)
class JpegParts:
    """What matters in a JPEG. `clean` is the whole file without metadata; `portable` tells if PDF viewers show it.

    `components` 1, 3 or 4 where portable; `inverted` says that CMYK values count paper, not ink (Adobe).
    """

    width: int
    height: int
    components: int
    portable: bool
    inverted: bool
    clean: bytes
    icc: bytes | None
    orientation: int


class _Walk:
    """Collects while the segments pass by."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.kept: list[bytes] = [b"\xff\xd8"]
        self.icc: dict[int, bytes] = {}
        self.icc_place = 0
        self.orientation = 1
        self.scans = 0
        self.jfif = self.adobe = False
        self.frame: tuple[int, bytes] | None = None

    def take(self, marker: int, segment: bytes) -> None:
        """Judge one segment, `segment` with marker and length."""
        body = segment[4:]
        if marker == 0xE0 and body.startswith(b"JFIF\0") and len(body) >= 12 and not self.jfif:
            # the thumbnail that may follow could show what the picture no longer shows
            self.jfif = True
            self.kept.append(b"\xff\xe0\x00\x10" + body[:12] + b"\0\0")
        elif marker == 0xE1 and body.startswith(b"Exif\0\0") and self.orientation == 1:
            self.orientation = exif_orientation(body)
        elif marker == 0xE2 and body.startswith(b"ICC_PROFILE\0") and len(body) > 14:
            self.icc.setdefault(body[12], body[14:])
        elif marker == 0xEE and body.startswith(b"Adobe") and len(body) >= 12 and not self.adobe:
            self.adobe = True
            self.kept.append(b"\xff\xee\x00\x0e" + body[:12])
        elif marker in _FRAMES:
            self._take_frame(marker, segment)
        elif marker in (0xC4, 0xDB, 0xDD, 0xCC, 0xDA):
            self.kept.append(segment)
            self._count_scan(marker)

    def _count_scan(self, marker: int) -> None:
        self.scans += marker == 0xDA
        if self.scans > _MAX_SCANS:
            raise damaged(self.name, zh="JPEG 扫描次数异常", en="it has an absurd number of scans")

    def _take_frame(self, marker: int, segment: bytes) -> None:
        if self.frame is not None or len(segment) < 10:
            raise damaged(self.name, zh="JPEG 图像头重复或不完整", en="its frame header is doubled or incomplete")
        self.frame = (marker, segment[4:])
        check_size(_number(segment, 7), _number(segment, 5), name=self.name)
        self.icc_place = len(self.kept)
        self.kept.append(segment)


def parse_jpeg(data: bytes, *, name: str) -> JpegParts:
    """Walk the markers of `data` (first picture of an MPO) up to its end marker; the size is checked on the way."""
    walk = _Walk(name)
    position = 2
    while True:
        position, marker = _next_marker(data, position, name)
        if marker == 0xD9:
            break
        if marker == 0x01 or 0xD0 <= marker <= 0xD8:
            position += 2
            continue
        length = _number(data, position + 2)
        if length < 2 or position + 2 + length > len(data):
            raise truncated(name) if length >= 2 else damaged(name, zh="JPEG 段长度无效", en="invalid segment length")
        walk.take(marker, data[position : position + 2 + length])
        position += 2 + length
        if marker == 0xDA:
            scan = position
            position, _ = _next_marker(data, position, name, in_scan=True)
            walk.kept.append(data[scan:position])
    return _finish(walk)


def _number(data: bytes, position: int) -> int:
    return int.from_bytes(data[position : position + 2], "big")


def _next_marker(data: bytes, position: int, name: str, *, in_scan: bool = False) -> tuple[int, int]:
    match = _NEXT_MARKER.search(data, position)
    if match is None:
        raise truncated(name)
    found = match.start()
    if not in_scan and data[position:found].strip(b"\xff") and found - position > 64:
        raise damaged(name, zh="JPEG 段之间有无法识别的数据", en="unknown data between its segments")
    return found, data[found + 1]


def _finish(walk: _Walk) -> JpegParts:
    if walk.frame is None or not any(part[:2] == b"\xff\xda" for part in walk.kept):
        raise damaged(walk.name, zh="没有像素数据", en="no pixel data")
    marker, frame = walk.frame
    components = frame[5]
    ids = frame[6 : 6 + 3 * components : 3]
    kept = walk.kept
    icc = usable_profile(b"".join(walk.icc[key] for key in sorted(walk.icc)), components)
    if icc:
        kept[walk.icc_place : walk.icc_place] = _icc_segments(icc)
    if components == 3 and ids == b"RGB" and not walk.adobe and not walk.jfif:
        # decoders guess RGB from these names, PDF viewers do not all: say it
        kept.insert(1, _ADOBE_RGB)
    kept.append(b"\xff\xd9")
    return JpegParts(
        width=_number(frame, 3),
        height=_number(frame, 1),
        components=components,
        portable=marker in _PLAIN_FRAMES and frame[0] == 8 and components in (1, 3, 4),
        inverted=components == 4 and walk.adobe,
        clean=b"".join(kept),
        icc=icc,
        orientation=walk.orientation,
    )


def _icc_segments(icc: bytes) -> list[bytes]:
    pieces = [icc[start : start + 65_000] for start in range(0, len(icc), 65_000)]
    return [
        b"\xff\xe2" + (len(piece) + 16).to_bytes(2, "big") + b"ICC_PROFILE\0" + bytes((index, len(pieces))) + piece
        for index, piece in enumerate(pieces, 1)
    ]
