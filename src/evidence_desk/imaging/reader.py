"""What every reader of a file offers, and how it gets at the bytes."""

import io
from typing import BinaryIO, Protocol

from evidence_desk.domain.edits import PageRecipe
from evidence_desk.domain.findings import Finding, Severity
from evidence_desk.domain.picture import PageContent
from evidence_desk.imaging.faults import environment_faults, finding
from evidence_desk.imaging.limits import MAX_PICTURE_BYTES, check_bytes

__all__ = ["ANIMATION", "Reader", "read_all"]

ANIMATION = finding(
    "animation",
    Severity.WARNING,
    zh="这是动图，材料里只放第一帧；若关键内容在后面，请另外截图。",
    en="This is an animation; only its first frame is shown. Take a screenshot of what comes later if it matters.",
)


class Reader(Protocol):
    """One opened file. Not for use by two threads at once."""

    page_count: int
    findings: tuple[Finding, ...]

    def page(self, index: int, recipe: PageRecipe) -> PageContent:
        """Give page `index` (from 0), finished. Raises InputError."""

    def prove(self) -> None:
        """Decode everything. Raises InputError."""

    def close(self) -> None:
        """Let go of what is held."""


def read_all(file: BinaryIO, *, name: str) -> bytes:
    """Read a whole picture file, if its length is within the limit."""
    with environment_faults(name):
        check_bytes(file.seek(0, io.SEEK_END), MAX_PICTURE_BYTES, name=name)
        file.seek(0)
        return file.read()
