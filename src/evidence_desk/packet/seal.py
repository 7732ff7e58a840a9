"""The seal: a packet carries the SHA-256 of itself, computed with that field blank, so any changed byte shows."""

import hashlib
import re
from pathlib import Path
from typing import BinaryIO, NamedTuple

__all__ = ["BLANK_SEAL", "SEAL_KEY", "SealState", "read_seal", "set_seal"]

SEAL_KEY = "/EvidenceDeskSeal"
BLANK_SEAL = "0" * 64
_FIELD = re.compile(rb"/EvidenceDeskSeal \(([0-9a-f]{64})\)")
_PIECE = 1 << 20


class SealState(NamedTuple):
    """`sha256` is of the whole file; `stated` and `found` are the digests with the field blank ("" if none)."""

    sha256: str
    stated: str
    found: str

    @property
    def whole(self) -> bool:
        """Whether not a byte has changed since the packet was sealed."""
        return bool(self.stated) and self.stated == self.found


def set_seal(path: Path) -> None:
    """Compute and write the seal of a finished packet.

    Raises ValueError when the file has no blank field or more than one.
    """
    with path.open("r+b") as file:
        fields = _find_fields(file)
        if len(fields) != 1 or fields[0][1] != BLANK_SEAL.encode():
            raise ValueError("the packet has no single blank seal")
        place, _ = fields[0]
        file.seek(0)
        seal = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(place)
        file.write(seal.encode())


def read_seal(path: Path) -> SealState:
    """Compare a file with the seal it carries. A file without one, or with several, has no stated seal."""
    with path.open("rb") as file:
        fields = _find_fields(file)
        place = fields[0][0] if len(fields) == 1 else -64
        whole, blanked = hashlib.sha256(), hashlib.sha256()
        file.seek(0)
        at = 0
        while piece := file.read(_PIECE):
            whole.update(piece)
            blanked.update(_blank(piece, place - at))
            at += len(piece)
    if len(fields) != 1:
        return SealState(whole.hexdigest(), "", "")
    return SealState(whole.hexdigest(), fields[0][1].decode(), blanked.hexdigest())


def _blank(piece: bytes, place: int) -> bytes:
    """Put zeros over the field where it lies in this piece; `place` is relative and may be outside."""
    start, end = max(place, 0), min(place + 64, len(piece))
    if start >= end:
        return piece
    return piece[:start] + b"0" * (end - start) + piece[end:]


def _find_fields(file: BinaryIO) -> list[tuple[int, bytes]]:
    """Give place and value of every seal field in the file."""
    fields: list[tuple[int, bytes]] = []
    overlap = 128
    file.seek(0)
    at, tail = 0, b""
    while piece := file.read(_PIECE):
        window = tail + piece
        base = at - len(tail)
        fields += [
            (base + match.start(1), match[1])
            for match in _FIELD.finditer(window)
            if match.end() > len(tail) or base == at
        ]
        at += len(piece)
        tail = window[-overlap:]
    return fields
