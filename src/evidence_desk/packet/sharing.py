"""Sharing: the fonts and pictures that every page of one PDF original brings along stand in the packet once."""

import hashlib
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Stream

__all__ = ["StreamShare"]

_DEEPEST = 20


class StreamShare:
    """Knows the streams already in a PDF, and puts them in the place of later copies of the same bytes."""

    def __init__(self) -> None:
        self._known: dict[bytes, pikepdf.Object] = {}

    def share(self, root: pikepdf.Object) -> None:
        """Replace, everywhere beneath `root`, what stands in the PDF already. The replaced copies are not saved."""
        waiting = [root]
        seen: set[tuple[int, int]] = set()
        while waiting:
            holder = waiting.pop()
            for key, value in list(_entries(holder)):
                if not isinstance(value, Array | Dictionary | Stream):
                    continue
                if value.is_indirect:
                    if value.objgen in seen:
                        continue
                    seen.add(value.objgen)
                if isinstance(value, Stream):
                    twin = self._twin(value)
                    if twin is not None and twin.objgen != value.objgen:
                        holder[key] = twin
                        continue
                waiting.append(value)

    def _twin(self, stream: pikepdf.Object) -> pikepdf.Object | None:
        """Give the first stream of the same content; None for one that refers to other objects."""
        digest = hashlib.sha256()
        for key, value in sorted(_entries(stream), key=lambda entry: str(entry[0])):
            if not _stands_alone(value):
                return None
            digest.update(
                (f"{key} {value.unparse()!r} " if isinstance(value, pikepdf.Object) else f"{key} {value} ").encode()
            )
        digest.update(stream.read_raw_bytes())
        return self._known.setdefault(digest.digest(), stream)


def _entries(holder: pikepdf.Object) -> Iterator[tuple[str | int, object]]:
    """Give what an array, a dictionary or a stream's dictionary holds; numbers and truths come as Python's own."""
    if isinstance(holder, Array):
        yield from enumerate(holder)
    else:
        yield from holder.items()


def _stands_alone(value: object, depth: int = 0) -> bool:
    """Whether nothing indirect is in it; what is nested absurdly deep is taken for something that has."""
    if not isinstance(value, pikepdf.Object):
        return True
    if value.is_indirect or depth > _DEEPEST:
        return False
    return not isinstance(value, Array | Dictionary) or all(_stands_alone(one, depth + 1) for _, one in _entries(value))
