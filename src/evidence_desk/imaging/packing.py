"""Packing decoded pixels for a PDF: lossless wherever that is bearable."""

import io
import zlib
from dataclasses import replace
from typing import Literal

from PIL import Image

from evidence_desk.domain.findings import Finding, Severity
from evidence_desk.domain.picture import Encoding, Raster
from evidence_desk.imaging.decoding import Bitmap
from evidence_desk.imaging.faults import finding
from evidence_desk.imaging.png_data import parse_png

__all__ = ["MAX_LOSSLESS", "pack", "pack_plane"]

MAX_LOSSLESS = 6_000_000
"""Bytes above which the lossless form of pixels from a lossy source becomes a JPEG instead."""

_LEVEL = 5
_SAMPLE_ROWS = 48
_SAMPLES = 8
_BAND = 256


def pack(bitmap: Bitmap) -> tuple[Raster, tuple[Finding, ...]]:
    """Make a raster of the pixels as stored (the orientation stays the caller's matter), and say what was lost."""
    image = bitmap.image
    findings: tuple[Finding, ...] = ()
    if bitmap.lossy and image.mode in ("L", "RGB", "CMYK") and _lossless_estimate(image) > MAX_LOSSLESS:
        raster = _as_jpeg(image, bitmap.icc)
        findings = (_reencoded(),)
    elif image.mode == "CMYK":
        raster = _as_rows(image, bitmap.icc)
    else:
        raster = _as_png(image, bitmap.icc)
    if bitmap.alpha is not None:
        raster = replace(raster, alpha=pack_plane(bitmap.alpha))
    return raster, findings


def pack_plane(image: Image.Image) -> Raster:
    """Pack one grey plane without loss."""
    return _as_png(image, None)


def _reencoded() -> Finding:
    return finding(
        "reencoded",
        Severity.NOTE,
        zh="照片原有格式不能直接放入 PDF，已用高质量 JPEG（质量 95）重新保存；原件未改动。",
        en="The photo's own format cannot go into a PDF; it was saved anew as JPEG of quality 95. "
        "The original is unchanged.",
    )


def _as_png(image: Image.Image, icc: bytes | None) -> Raster:
    out = io.BytesIO()
    # named, or Pillow would take them from the source's metadata
    image.save(out, "PNG", compress_level=_LEVEL, icc_profile=None, transparency=None)
    parts = parse_png(out.getvalue(), name="")
    channels: Literal[1, 3] = 3 if parts.channels == 3 else 1
    return Raster(
        image.width,
        image.height,
        Encoding.PNG,
        channels,
        parts.bits,
        parts.idat,
        palette=parts.palette,
        icc=icc,
    )


def _as_rows(image: Image.Image, icc: bytes | None) -> Raster:
    engine, out = zlib.compressobj(6), []
    for top in range(0, image.height, _BAND):
        band = image.crop((0, top, image.width, min(top + _BAND, image.height)))
        out.append(engine.compress(band.tobytes()))
    out.append(engine.flush())
    return Raster(image.width, image.height, Encoding.DEFLATE, 4, 8, b"".join(out), icc=icc)


def _as_jpeg(image: Image.Image, icc: bytes | None) -> Raster:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=95, subsampling=0, exif=b"", comment=b"")
    channels: dict[str, Literal[1, 3, 4]] = {"L": 1, "RGB": 3, "CMYK": 4}
    return Raster(
        image.width,
        image.height,
        Encoding.JPEG,
        channels[image.mode],
        8,
        out.getvalue(),
        icc=icc,
        inverted=image.mode == "CMYK",
    )


def _lossless_estimate(image: Image.Image) -> float:
    """Guess the lossless size in bytes from a few bands of rows, all of them where the picture is small."""
    if image.width * image.height * len(image.getbands()) <= MAX_LOSSLESS:
        return 0
    step = max(image.height // _SAMPLES, _SAMPLE_ROWS)
    size = rows = 0
    for top in range(0, image.height - _SAMPLE_ROWS + 1, step):
        band = image.crop((0, top, image.width, top + _SAMPLE_ROWS))
        if image.mode == "CMYK":
            size += len(zlib.compress(band.tobytes(), 3))
        else:
            out = io.BytesIO()
            band.save(out, "PNG", compress_level=3)
            size += out.tell()
        rows += _SAMPLE_ROWS
    return size * image.height / rows if rows else 0
