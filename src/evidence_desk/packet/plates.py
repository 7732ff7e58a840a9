"""Plates: one small PDF an original, holding its finished pages untouched, made once and kept in a cache.

A plate knows nothing of numbers, slips or layout, so renumbering a case or rewording a statement makes no plate anew.
"""

import json
import os
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from evidence_desk.domain.findings import Finding, Severity
from evidence_desk.domain.picture import DocumentPage, Encoding, PageContent, PageLook, PicturePage, Raster
from evidence_desk.errors import EnvironmentFault, Problem, Words

__all__ = ["PLATE_VERSION", "Plate", "PlateCache", "PlatePage", "orient"]

PLATE_VERSION = "1"
"""Part of every key; changes when a plate's form changes."""

Matrix = tuple[float, float, float, float, float, float]

_TURNS: dict[int, Matrix] = {
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}


def orient(orientation: int) -> Matrix:
    """Give the matrix that shows an image (PDF's unit square) upright for EXIF `orientation`, in the unit square."""
    return _TURNS[orientation]


@dataclass(frozen=True)
class PlatePage:
    """A page of a plate. `content` says whether its PDF page holds one image, or vectors to be used as a form."""

    look: PageLook
    content: Literal["image", "form"]
    orientation: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Plate:
    """A plate on disk with what layout must know of it."""

    path: Path
    pages: tuple[PlatePage, ...]
    findings: tuple[Finding, ...]


class PlateCache:
    """Plates by key in a folder that may be deleted at any time; holds about `limit` bytes."""

    def __init__(self, folder: Path, *, limit: int = 1_000_000_000) -> None:
        self._folder = folder / "plates"
        self._limit = limit
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
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
        path = self._folder / f"{key}.pdf"
        try:
            facts = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
            if path.stat().st_size != facts["bytes"]:
                return None
            os.utime(path)
            return Plate(path, tuple(_read_page(page) for page in facts["pages"]), _read_findings(facts["findings"]))
        except (OSError, ValueError, KeyError, TypeError):
            # a cache that lies or is gone is made anew; nothing depends on it
            return None

    def make(self, key: str, pages: Iterable[PageContent], findings: Callable[[], tuple[Finding, ...]]) -> Plate:
        """Write a plate from its pages and keep it. `findings` is asked after the last page."""
        path = self._folder / f"{key}.pdf"
        handle, name = tempfile.mkstemp(dir=self._folder, suffix=".part")
        os.close(handle)
        part = Path(name)
        try:
            looks = _write_plate(pages, part)
            found = findings()
            facts = {
                "bytes": part.stat().st_size,
                "pages": [_page_facts(page) for page in looks],
                "findings": [_finding_facts(finding) for finding in found],
            }
            part.replace(path)
            part.write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
            part.replace(path.with_suffix(".json"))
        finally:
            part.unlink(missing_ok=True)
        return Plate(path, tuple(looks), found)

    def trim(self, keep: Iterable[Path] = ()) -> None:
        """Delete the plates longest unused until the limit holds; those in `keep` or used this hour stay."""
        kept = {path.name for path in keep}
        young = time.time() - 3600
        plates = []
        for path in self._folder.glob("*.pdf"):
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


def _write_plate(pages: Iterable[PageContent], path: Path) -> list[PlatePage]:
    looks: list[PlatePage] = []
    with Pdf.new() as pdf:
        sources: list[Pdf] = []
        for page in pages:
            if isinstance(page, PicturePage):
                _add_picture(pdf, page)
                looks.append(PlatePage(page.look, "image", page.orientation, page.findings))
            else:
                sources.append(_add_document(pdf, page))
                looks.append(PlatePage(page.look, "form", 1, page.findings))
        if not looks:
            pdf.add_blank_page()
        pdf.save(
            path,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            static_id=True,
        )
        for source in sources:
            source.close()
    return looks


def _add_picture(pdf: Pdf, page: PicturePage) -> None:
    image = pdf.make_indirect(_image(pdf, page.raster))
    width, height = page.look.width, page.look.height
    a, b, c, d, e, f = orient(page.orientation)
    content = f"q {width:g} 0 0 {height:g} 0 0 cm {a:g} {b:g} {c:g} {d:g} {e:g} {f:g} cm /Im0 Do Q"
    pdf.pages.append(
        pikepdf.Page(
            Dictionary(
                Type=Name.Page,
                MediaBox=Array([0, 0, width, height]),
                Resources=Dictionary(XObject=Dictionary(Im0=image)),
                Contents=pdf.make_stream(content.encode()),
            )
        )
    )


def _add_document(pdf: Pdf, page: DocumentPage) -> Pdf:
    import io

    source = Pdf.open(io.BytesIO(page.pdf))
    pdf.pages.append(source.pages[0])
    return source


def _image(pdf: Pdf, raster: Raster) -> Stream:
    image = Stream(pdf, raster.data)
    image.Type, image.Subtype = Name.XObject, Name.Image
    image.Width, image.Height = raster.width, raster.height
    image.ColorSpace = _color_space(pdf, raster)
    image.BitsPerComponent = raster.bits
    if raster.encoding is Encoding.JPEG:
        image.Filter = Name.DCTDecode
    else:
        image.Filter = Name.FlateDecode
        if raster.encoding is Encoding.PNG:
            image.DecodeParms = Dictionary(
                Predictor=15, Colors=raster.channels, BitsPerComponent=raster.bits, Columns=raster.width
            )
    if raster.inverted:
        image.Decode = Array([1, 0] * raster.channels)
    if raster.alpha:
        image.SMask = pdf.make_indirect(_image(pdf, raster.alpha))
    return image


def _color_space(pdf: Pdf, raster: Raster) -> pikepdf.Object:
    plain = {1: Name.DeviceGray, 3: Name.DeviceRGB, 4: Name.DeviceCMYK}
    if raster.palette is not None:
        base = _profile(pdf, raster.icc, 3) if raster.icc else Name.DeviceRGB
        return Array([Name.Indexed, base, len(raster.palette) // 3 - 1, pikepdf.String(raster.palette)])
    if raster.icc:
        return _profile(pdf, raster.icc, raster.channels)
    return plain[raster.channels]


def _profile(pdf: Pdf, icc: bytes, channels: int) -> pikepdf.Object:
    import zlib

    profile = Stream(pdf, zlib.compress(icc))
    profile.N = channels
    profile.Filter = Name.FlateDecode
    return Array([Name.ICCBased, pdf.make_indirect(profile)])


def _page_facts(page: PlatePage) -> dict[str, object]:
    look = page.look
    return {
        "form": look.form,
        "size": [look.width, look.height],
        "quiet": look.quiet,
        "forced": look.forced,
        "content": page.content,
        "orientation": page.orientation,
        "findings": [_finding_facts(finding) for finding in page.findings],
    }


def _read_page(facts: dict[str, Any]) -> PlatePage:
    width, height = facts["size"]
    look = PageLook(facts["form"], width, height, tuple(facts["quiet"]), tuple(facts["forced"]))
    return PlatePage(look, facts["content"], facts["orientation"], _read_findings(facts["findings"]))


def _finding_facts(finding: Finding) -> list[str]:
    return [finding.code, finding.severity.value, finding.message.zh, finding.message.en, finding.where]


def _read_findings(rows: list[list[str]]) -> tuple[Finding, ...]:
    return tuple(Finding(code, Severity(grave), Words(zh, en), where) for code, grave, zh, en, where in rows)
