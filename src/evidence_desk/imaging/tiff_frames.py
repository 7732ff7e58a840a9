"""The chain of pages in a TIFF, walked by hand: counts and sizes are known before a decoder makes room for them."""

from evidence_desk.imaging.faults import damaged, too_big, truncated
from evidence_desk.imaging.limits import MAX_FRAMES, check_size

__all__ = ["list_frames"]

_MAX_TIFF_PIXELS = 89_000_000
"""Pillow's TIFF decoder warns beyond this, process-wide; a sheet of A3 at 600 dpi has 70 million."""

_WIDTH, _HEIGHT, _SUBFILE = 256, 257, 254
_TYPE_BYTES = {1: 1, 3: 2, 4: 4, 16: 8}
_MAX_ENTRIES = 4_096


def list_frames(data: bytes, *, name: str) -> tuple[int, ...]:
    """Give the places (from 0, in the chain) of the frames that are pages; thumbnails between them are no pages.

    Raises InputError for too many, too large, or a chain that runs out of the file or in a circle.
    """
    order = "little" if data[:2] == b"II" else "big"
    wide = data[2:4] in (b"+\0", b"\0+")
    offset = _number(data, 8 if wide else 4, 8 if wide else 4, order)
    frames: list[int] = []
    seen: set[int] = set()
    while offset:
        if offset in seen:
            raise damaged(name, zh="TIFF 页目录自我循环", en="its chain of pages runs in a circle")
        if len(seen) >= MAX_FRAMES:
            raise too_big(
                name=name,
                page=None,
                zh=f"TIFF 超过 {MAX_FRAMES} 页。",
                en=f"The TIFF has more than {MAX_FRAMES} pages.",
            )
        seen.add(offset)
        tags, offset = _read_directory(data, offset, order=order, wide=wide, name=name)
        width, height = tags.get(_WIDTH, 0), tags.get(_HEIGHT, 0)
        check_size(width, height, name=name, page=len(seen))
        if width * height > _MAX_TIFF_PIXELS:
            raise too_big(
                name=name,
                page=len(seen),
                zh=f"TIFF 页面为 {width}×{height} 像素，超过 8900 万像素。",
                en=f"The TIFF page has {width}x{height} px, more than 89 megapixels.",
            )
        if len(seen) == 1 or not tags.get(_SUBFILE, 0) & 1:
            frames.append(len(seen) - 1)
    if not frames:
        raise damaged(name, zh="没有任何页面", en="it has no page")
    return tuple(frames)


def _number(data: bytes, position: int, size: int, order: str) -> int:
    return int.from_bytes(data[position : position + size], "little" if order == "little" else "big")


def _read_directory(data: bytes, offset: int, *, order: str, wide: bool, name: str) -> tuple[dict[int, int], int]:
    """Give the single-number tags of one directory and the offset of the next."""
    head, entry, pointer = (8, 20, 8) if wide else (2, 12, 4)
    count = _number(data, offset, head, order)
    end = offset + head + count * entry
    if count > _MAX_ENTRIES or end + pointer > len(data):
        raise truncated(name)
    tags: dict[int, int] = {}
    for position in range(offset + head, end, entry):
        size = _TYPE_BYTES.get(_number(data, position + 2, 2, order))
        if size and _number(data, position + 4, pointer, order) == 1 and size <= pointer:
            tags[_number(data, position, 2, order)] = _number(data, position + entry - pointer, size, order)
    return tags, _number(data, end, pointer, order)
