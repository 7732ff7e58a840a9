"""Splicing: copies the plates' data into the finished PDF, byte for byte and one after the other.

A PDF library would hold every picture in memory until it saves. So the packet is saved with stand-ins of a few bytes,
and written once more with the real data in their place: memory stays flat however many pictures there are, and no more
than one original's plate is open at a time.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

__all__ = ["Insert", "Inserts", "splice"]

_XREF = re.compile(rb"xref\n0 (\d+)\n")
_ID = re.compile(rb"/ID \[<[0-9a-f]{32}><[0-9a-f]{32}>\]")


class Insert(NamedTuple):
    """`length` bytes from `start` of the file at `path`."""

    path: Path
    start: int
    length: int


class Inserts:
    """Gives out stand-ins, and remembers what belongs in their place.

    Their mark depends on every plate of the packet, so that nobody can put one into a file of his own.
    """

    def __init__(self, plates: Iterable[Path]) -> None:
        names = " ".join(sorted(path.stem for path in plates))
        self.mark = hashlib.sha256(names.encode()).hexdigest().encode()
        self.waiting: list[Insert] = []

    def stand_in(self, insert: Insert) -> bytes:
        """Give the data that a stream must hold until the splice."""
        self.waiting.append(insert)
        return b"@%b %d@" % (self.mark, len(self.waiting) - 1)


def splice(skeleton: Path, inserts: Inserts, target: Path, *, last: bytes = b"") -> int:
    """Write `skeleton` to `target` with every stand-in replaced, offsets corrected and a new file identifier.

    The skeleton must be a PDF with one plain cross-reference table and no object streams, as save_plain makes them.
    The object that contains `last` is written after all others. Gives the place of the object written last.
    """
    data = skeleton.read_bytes()
    start = int(data[data.rindex(b"startxref") + 9 :].split()[0])
    offsets = _read_offsets(data, start)
    bounds = sorted(offsets.values())
    ends = dict(zip(bounds, [*bounds[1:], start], strict=True))
    moved: dict[int, int] = {}
    # the last length before the data is the stream's own: the dictionary's keys are sorted, and no text follows it
    stand_in = re.compile(rb"(.*)/Length \d+(.*>>\s*stream\r?\n)@%b (\d+)@(\s*endstream\s.*)" % inserts.mark, re.DOTALL)
    with target.open("wb") as file:
        file.write(data[: bounds[0]])
        objects = [(number, data[offset : ends[offset]]) for number, offset in offsets.items()]
        objects.sort(key=lambda entry: (bool(last) and last in entry[1], offsets[entry[0]]))
        for number, body in objects:
            moved[number] = file.tell()
            match = stand_in.fullmatch(body) if inserts.mark in body else None
            if match is None:
                file.write(body)
            else:
                _write_insert(match, inserts.waiting[int(match[3])], file)
        final = moved[objects[-1][0]]
        table = file.tell()
        file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1))
        file.write(b"".join(b"%010d 00000 n \n" % moved[number] for number in range(1, len(offsets) + 1)))
        trailer = data[data.index(b"trailer", start) : data.rindex(b"startxref")]
        file.write(_identify(trailer, data, inserts.waiting))
        file.write(b"startxref\n%d\n%%%%EOF\n" % table)
    return final


def _read_offsets(data: bytes, start: int) -> dict[int, int]:
    head = _XREF.match(data, start)
    if head is None:
        raise ValueError("the skeleton has no plain cross-reference table")
    count = int(head[1])
    rows = data[head.end() : head.end() + 20 * count]
    return {number: int(rows[number * 20 : number * 20 + 10]) for number in range(1, count)}


def _write_insert(match: re.Match[bytes], insert: Insert, file: BinaryIO) -> None:
    """Write a stream object around the data that its stand-in stood for."""
    file.write(b"%b/Length %d%b" % (match[1], insert.length, match[2]))
    with insert.path.open("rb") as source:
        source.seek(insert.start)
        _copy(source, file, insert.length)
    file.write(match[4])


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
