"""The seal: a packet carries the SHA-256 of itself, computed with that field blank, so any changed byte shows."""

import hashlib
import re
from pathlib import Path
from typing import BinaryIO, NamedTuple

__all__ = ["BLANK_SEAL", "SEAL_KEY", "SealState", "read_seal", "set_seal"]

SEAL_KEY = "/EvidenceDeskSeal"
BLANK_SEAL = "0" * 64
_KEY = SEAL_KEY.encode() + b" ("
_FIELD = re.compile(re.escape(_KEY) + rb"([0-9a-f]{64})\)")
_FIELD_LENGTH = len(_KEY) + 65
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


def set_seal(path: Path, *, after: int = 0) -> None:
    """Compute and write the seal of a finished packet, whose field begins at byte `after` or later.

    The last field in the file is its seal: a picture may hold bytes that look like one. Raises ValueError when that is
    not blank or there is none.
    """
    with path.open("r+b") as file:
        fields = _find_fields(file, after)
        if not fields or fields[-1][1] != BLANK_SEAL.encode():
            raise ValueError("the packet has no blank seal")
        place, _ = fields[-1]
        file.seek(0)
        seal = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(place)
        file.write(seal.encode())


def read_seal(path: Path) -> SealState:
    """Compare a file with the seal it carries. A file without one has no stated seal."""
    with path.open("rb") as file:
        fields = _find_fields(file)
        file.seek(0)
        if not fields:
            return SealState(hashlib.file_digest(file, "sha256").hexdigest(), "", "")
        place, stated = fields[-1]
        whole = hashlib.sha256()
        _hash(file, whole, place)
        blanked = whole.copy()  # the two differ only from here on
        whole.update(file.read(len(stated)))
        blanked.update(BLANK_SEAL.encode())
        while piece := file.read(_PIECE):
            whole.update(piece)
            blanked.update(piece)
    return SealState(whole.hexdigest(), stated.decode(), blanked.hexdigest())


def _hash(file: BinaryIO, digest: "hashlib._Hash", length: int) -> None:
    """Read and hash the next `length` bytes."""
    while length and (piece := file.read(min(length, _PIECE))):
        digest.update(piece)
        length -= len(piece)


def _find_fields(file: BinaryIO, start: int = 0) -> list[tuple[int, bytes]]:
    """Give place and value of every seal field in the file from byte `start` on."""
    fields: list[tuple[int, bytes]] = []
    file.seek(start)
    at, tail = start, b""
    while piece := file.read(_PIECE):
        window, base = tail + piece, at - len(tail)
        found = window.find(_KEY)
        while found >= 0:
            match = _FIELD.match(window, found)
            if match:
                fields.append((base + match.start(1), match[1]))
            found = window.find(_KEY, found + 1)
        at += len(piece)
        # what may begin a field that ends in the next piece; a whole one is longer and was found already
        tail = window[-(_FIELD_LENGTH - 1) :]
    return fields
