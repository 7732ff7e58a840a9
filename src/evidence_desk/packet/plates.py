"""Plates: the finished pages of one original, kept as they go into a PDF, made once and found again in a cache.

A plate knows nothing of numbers, slips or layout, so renumbering a case or rewording a statement makes no plate anew.
On disk it is two files: `KEY.plate`, the data of all pages one after the other, and `KEY.json`, what they are.
"""

import json
import os
import tempfile
import time
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal, NamedTuple

from evidence_desk.domain.findings import Finding, Severity
from evidence_desk.domain.picture import DocumentPage, Encoding, PageContent, PageLook, Raster
from evidence_desk.errors import EnvironmentFault, Problem, Words

__all__ = ["PLATE_VERSION", "Blob", "Image", "Plate", "PlateCache", "PlatePage"]

PLATE_VERSION = "4"
"""Part of every key; changes when a plate's form changes."""


class Blob(NamedTuple):
    """A stretch of a plate's data: where it starts and how many bytes it has."""

    start: int
    length: int


@dataclass(frozen=True)
class Image:
    """A raster whose bytes lie in the plate; otherwise as domain.picture.Raster."""

    width: int
    height: int
    encoding: Encoding
    channels: Literal[1, 3, 4]
    bits: Literal[1, 2, 4, 8, 16]
    data: Blob
    palette: Blob | None
    icc: Blob | None
    inverted: bool
    alpha: "Image | None"


@dataclass(frozen=True)
class PlatePage:
    """A page: an image with the EXIF orientation that shows it upright, or a one-page PDF in `document`."""

    look: PageLook
    image: Image | None
    orientation: int
    document: Blob | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Plate:
    """A plate on disk with what layout must know of it."""

    path: Path
    pages: tuple[PlatePage, ...]
    findings: tuple[Finding, ...]

    def read(self, blob: Blob) -> bytes:
        """Read a stretch of the data."""
        with self.path.open("rb") as file:
            file.seek(blob.start)
            return file.read(blob.length)


class PlateCache:
    """Plates by key in a folder that may be deleted at any time; holds about `limit` bytes."""

    def __init__(self, folder: Path, *, limit: int = 1_000_000_000) -> None:
        self._folder = folder / "plates"
        self._limit = limit
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise EnvironmentFault(
                Problem(
                    Words("缓存文件夹无法写入。", "The cache folder cannot be written."),
                    Words("请检查权限，或换一个缓存位置。", "Check its permissions or choose another place."),
                    str(folder),
                )
            ) from error

    def find(self, key: str) -> Plate | None:
        """Give the plate of that key if it is here and whole."""
        path = self._folder / f"{key}.plate"
        try:
            checksum, _, text = path.with_suffix(".json").read_bytes().partition(b"\n")
            if checksum != _checksum(path, text):
                return None
            facts = json.loads(text)
            os.utime(path)
            return Plate(path, tuple(_read_page(page) for page in facts["pages"]), _read_findings(facts["findings"]))
        except (OSError, ValueError, KeyError, TypeError):
            # a cache that lies or is gone is made anew; nothing depends on it
            return None

    def make(self, key: str, pages: Iterable[PageContent], findings: Callable[[], tuple[Finding, ...]]) -> Plate:
        """Write a plate from its pages and keep it. `findings` is asked after the last page."""
        path = self._folder / f"{key}.plate"
        part: Path | None = None
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._folder, suffix=".part")
            part = Path(name)
            with open(handle, "wb") as file:  # noqa: PTH123 - a handle, not a path
                plated = tuple(_write_page(page, file) for page in pages)
            plate = Plate(path, plated, findings())
            facts = {
                "pages": [_page_facts(page) for page in plate.pages],
                "findings": [_finding_facts(finding) for finding in plate.findings],
            }
            text = json.dumps(facts, ensure_ascii=False).encode()
            checksum = _checksum(part, text)
            part.replace(path)
            part.write_bytes(checksum + b"\n" + text)
            part.replace(path.with_suffix(".json"))
        except OSError as error:
            # on Windows nobody can replace what another build is reading: it made the same plate meanwhile
            found = self.find(key)
            if found is not None:
                return found
            raise EnvironmentFault(
                Problem(
                    Words(f"缓存无法写入：{error.strerror}。", f"The cache cannot be written: {error.strerror}."),
                    Words("请检查磁盘空间。", "Check free disk space."),
                    str(self._folder),
                )
            ) from error
        finally:
            if part is not None:
                part.unlink(missing_ok=True)
        return plate

    def trim(self, keep: Iterable[Path] = ()) -> None:
        """Delete the plates longest unused until the limit holds; those in `keep` or used this hour stay."""
        kept = {path.name for path in keep}
        young = time.time() - 3600
        for path in self._folder.glob("*.part"):  # what a crash left behind
            with suppress(OSError):
                if path.stat().st_mtime < young:
                    path.unlink()
        plates = []
        for path in self._folder.glob("*.plate"):
            with suppress(OSError):
                status = path.stat()
                plates.append((status.st_mtime, status.st_size, path))
        total = sum(size for _, size, _ in plates)
        for used, size, path in sorted(plates):
            if total <= self._limit:
                return
            if path.name in kept or used > young:
                continue
            with suppress(OSError):  # another window may hold it open
                path.unlink()
                path.with_suffix(".json").unlink(missing_ok=True)
                total -= size


def _checksum(path: Path, facts: bytes) -> bytes:
    """Give the CRC-32 of a plate's data and facts: a cache is no vault, and nothing rotten may reach a packet."""
    value = zlib.crc32(facts)
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            value = zlib.crc32(piece, value)
    return b"%08x" % value


def _write_page(page: PageContent, file: BinaryIO) -> PlatePage:
    if isinstance(page, DocumentPage):
        return PlatePage(page.look, None, 1, _append(page.pdf, file), page.findings)
    return PlatePage(page.look, _write_image(page.raster, file), page.orientation, None, page.findings)


def _write_image(raster: Raster, file: BinaryIO) -> Image:
    return Image(
        width=raster.width,
        height=raster.height,
        encoding=raster.encoding,
        channels=raster.channels,
        bits=raster.bits,
        data=_append(raster.data, file),
        palette=_append(raster.palette, file) if raster.palette is not None else None,
        icc=_append(raster.icc, file) if raster.icc is not None else None,
        inverted=raster.inverted,
        alpha=_write_image(raster.alpha, file) if raster.alpha else None,
    )


def _append(data: bytes, file: BinaryIO) -> Blob:
    start = file.tell()
    file.write(data)
    return Blob(start, len(data))


def _page_facts(page: PlatePage) -> dict[str, object]:
    look = page.look
    return {
        "form": look.form,
        "size": [look.width, look.height],
        "quiet": look.quiet,
        "forced": look.forced,
        "image": vars(page.image) | {"alpha": page.image.alpha and vars(page.image.alpha)} if page.image else None,
        "orientation": page.orientation,
        "document": page.document,
        "findings": [_finding_facts(finding) for finding in page.findings],
    }


def _read_page(facts: dict[str, Any]) -> PlatePage:
    width, height = facts["size"]
    look = PageLook(facts["form"], width, height, tuple(facts["quiet"]), tuple(facts["forced"]))
    document = Blob(*facts["document"]) if facts["document"] else None
    return PlatePage(
        look, _read_image(facts["image"]), facts["orientation"], document, _read_findings(facts["findings"])
    )


def _read_image(facts: dict[str, Any] | None) -> Image | None:
    if facts is None:
        return None
    blobs = {name: Blob(*facts[name]) if facts[name] else None for name in ("data", "palette", "icc")}
    return Image(**{**facts, **blobs, "encoding": Encoding(facts["encoding"]), "alpha": _read_image(facts["alpha"])})


def _finding_facts(finding: Finding) -> list[str]:
    return [finding.code, finding.severity.value, finding.message.zh, finding.message.en, finding.where]


def _read_findings(rows: list[list[str]]) -> tuple[Finding, ...]:
    return tuple(Finding(code, Severity(grave), Words(zh, en), where) for code, grave, zh, en, where in rows)
