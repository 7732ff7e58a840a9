"""Inflating to prove, in bounded pieces: what comes out is looked at and dropped."""

import zlib
from collections.abc import Iterator
from importlib import import_module
from typing import Any

__all__ = ["BrokenStreamError", "Inflating", "crc32", "deflate", "inflate_bounded"]

_FEED = 65_536
"""isal keeps the interpreter locked for smaller pieces, and two threads would not get ahead."""

_PIECE = 1 << 20


def _pick_engine() -> Any:
    """Take isal, which inflates three times as fast as zlib, where it is installed."""
    try:
        return import_module("isal.isal_zlib")
    except ImportError:
        return zlib


_engine = _pick_engine()


def crc32(data: bytes | memoryview) -> int:
    """Give the CRC-32 of `data`."""
    value: int = _engine.crc32(data)
    return value


def deflate(data: bytes) -> bytes:
    """Pack quickly, for data whose rows are already filtered."""
    packed: bytes = _engine.compress(data, 3 if _engine is zlib else 1)
    return packed


class BrokenStreamError(Exception):
    """The compressed data contradict themselves."""


class Inflating:
    """One pass over zlib data. `pieces()` yields at most 1 MiB at a time; afterwards `ended` and `used` hold.

    `ended` tells whether the stream came to its own end with a right checksum, `used` how many bytes it took.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.ended = False
        self.used = 0

    def pieces(self) -> Iterator[bytes]:
        """Yield the inflated data. Raises BrokenStreamError."""
        engine: Any = _engine.decompressobj()
        view = memoryview(self._data)
        try:
            for start in range(0, len(view), _FEED):
                feed: Any = view[start : start + _FEED]
                while feed and not engine.eof:
                    piece = engine.decompress(feed, _PIECE)
                    feed = engine.unconsumed_tail
                    if piece:
                        yield piece
                if engine.eof:
                    self.ended = True
                    self.used = min(start + _FEED, len(view)) - len(engine.unused_data)
                    return
            # a full output buffer can leave a rest inside the engine
            while not engine.eof and (piece := engine.decompress(b"", _PIECE)):
                yield piece
            self.ended, self.used = engine.eof, len(view)
        except (zlib.error, _engine.error) as error:
            raise BrokenStreamError(str(error)) from error


def inflate_bounded(data: bytes, limit: int) -> bytes | None:
    """Inflate at most `limit` bytes; None where the data are broken or longer than that."""
    inflating, out, size = Inflating(data), [], 0
    try:
        for piece in inflating.pieces():
            size += len(piece)
            if size > limit:
                return None
            out.append(piece)
    except BrokenStreamError:
        return None
    return b"".join(out) if inflating.ended else None
