"""Splicing: copies the plates' data into the finished PDF, byte for byte and one after the other.

A PDF library would hold every picture in memory until it saves. So the packet is saved with stand-ins of a few bytes,
and written once more with the real data in their place: memory stays flat however many pictures there are, and no more
than one original's plate is open at a time.
"""

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

__all__ = ["Insert", "Inserts", "splice"]

_STAND_IN = re.compile(rb"(.*?)/Length (\d+)(.*?>>\s*stream\r?\n)@plate (\d+)@(.*)", re.DOTALL)
_XREF = re.compile(rb"xref\n0 (\d+)\n")
_ID = re.compile(rb"/ID \[<[0-9a-f]{32}><[0-9a-f]{32}>\]")


class Insert(NamedTuple):
    """`length` bytes from `start` of the file at `path`."""

    path: Path
    start: int
    length: int


class Inserts:
    """Gives out stand-ins, and remembers what belongs in their place."""

    def __init__(self) -> None:
        self.waiting: list[Insert] = []

    def stand_in(self, insert: Insert) -> bytes:
        """Give the data that a stream must hold until the splice."""
        self.waiting.append(insert)
        return b"@plate %d@" % (len(self.waiting) - 1)


def splice(skeleton: Path, inserts: Sequence[Insert], target: Path, *, last: bytes = b"") -> None:
    """Write `skeleton` to `target` with every stand-in replaced, offsets corrected and a new file identifier.

    The skeleton must be a PDF with one plain cross-reference table and no object streams, as save_plain makes them.
    The object that contains `last` is written after all others.
    """
    data = skeleton.read_bytes()
    start = int(data[data.rindex(b"startxref") + 9 :].split()[0])
    offsets = _read_offsets(data, start)
    bounds = sorted(offsets.values())
    ends = dict(zip(bounds, [*bounds[1:], start], strict=True))
    moved: dict[int, int] = {}
    with target.open("wb") as file:
        file.write(data[: bounds[0]])
        objects = [(number, data[offset : ends[offset]]) for number, offset in offsets.items()]
        objects.sort(key=lambda entry: (bool(last) and last in entry[1], offsets[entry[0]]))
        for number, body in objects:
            moved[number] = file.tell()
            _write_object(body, inserts, file)
        table = file.tell()
        file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1))
        file.write(b"".join(b"%010d 00000 n \n" % moved[number] for number in range(1, len(offsets) + 1)))
        trailer = data[data.index(b"trailer", start) : data.rindex(b"startxref")]
        file.write(_identify(trailer, data, inserts))
        file.write(b"startxref\n%d\n%%%%EOF\n" % table)


def _read_offsets(data: bytes, start: int) -> dict[int, int]:
    head = _XREF.match(data, start)
    if head is None:
        raise ValueError("the skeleton has no plain cross-reference table")
    count = int(head[1])
    rows = data[head.end() : head.end() + 20 * count]
    return {number: int(rows[number * 20 : number * 20 + 10]) for number in range(1, count)}


def _write_object(body: bytes, inserts: Sequence[Insert], file: BinaryIO) -> None:
    match = _STAND_IN.fullmatch(body) if b"@plate " in body else None
    if match is None:
        file.write(body)
        return
    insert = inserts[int(match[4])]
    file.write(b"%b/Length %d%b" % (match[1], insert.length, match[3]))
    with insert.path.open("rb") as source:
        source.seek(insert.start)
        _copy(source, file, insert.length)
    file.write(match[5])


def _copy(source: BinaryIO, target: BinaryIO, length: int) -> None:
    left = length
    while left:
        piece = source.read(min(left, 1 << 20))
        if not piece:
            raise OSError(None, "a plate ends too early")
        target.write(piece)
        left -= len(piece)


def _identify(trailer: bytes, data: bytes, inserts: Sequence[Insert]) -> bytes:
    """Make the file identifier depend on the pictures too: their plates are named after their content."""
    digest = hashlib.sha256(data)
    for insert in inserts:
        digest.update(f"{insert.path.stem} {insert.start} {insert.length}\n".encode())
    identifier = digest.hexdigest()[:32].encode()
    return _ID.sub(b"/ID [<%b><%b>]" % (identifier, identifier), trailer)
