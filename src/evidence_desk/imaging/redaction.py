"""Redactions burned into pixels, and crops: what is hidden leaves no trace in what goes out."""

import hashlib
import math
from dataclasses import replace

from PIL import Image

from evidence_desk.domain.edits import PageRecipe, Redact
from evidence_desk.domain.geometry import WHOLE, Box
from evidence_desk.imaging.colour import to_srgb
from evidence_desk.imaging.decoding import Bitmap, high_bytes
from evidence_desk.imaging.orientation import to_stored

__all__ = ["burn_and_crop", "mosaic"]

_SEED = b"evidence-desk mosaic 1"
_CUT_BAND = 4_000_000
_DARK = 24

Pixels = tuple[int, int, int, int]
"""Left, top, right, bottom in px."""


def burn_and_crop(bitmap: Bitmap, recipe: PageRecipe) -> Bitmap:
    """Apply the recipe's redactions and crop to stored pixels; no original pixel of a redacted spot survives."""
    whole = bitmap
    if recipe.redactions:
        whole = _opaque(bitmap)
        canvas = whole.image.copy()
        for redaction in recipe.redactions:
            _burn(canvas, redaction, orientation=bitmap.orientation, bleed=bitmap.bleed)
        whole = replace(whole, image=canvas)
    if recipe.crop == WHOLE:
        return whole
    box = _nearest_pixels(to_stored(recipe.crop, bitmap.orientation), whole.image.size)
    alpha = _cut(whole.alpha, box) if whole.alpha else None
    if alpha is not None and alpha.getextrema()[0] == 255:
        alpha = None
    return replace(whole, image=_cut(whole.image, box), alpha=alpha)


def _opaque(bitmap: Bitmap) -> Bitmap:
    """Bring pixels to a mode that can be painted in, on white: see-through spots may hide what they once showed."""
    image = bitmap.image
    icc = bitmap.icc if image.mode in ("L", "RGB", "1", "I;16") else None
    if image.mode == "I;16":
        image = high_bytes(image)
    elif image.mode == "1":
        image = image.convert("L")
    elif image.mode == "P":
        icc = bitmap.icc
        image = image.convert("RGB")
    elif image.mode == "CMYK":
        image = to_srgb(image, bitmap.icc) if bitmap.icc else image.convert("RGB")
    if bitmap.alpha is not None:
        paper = Image.new(image.mode, image.size, "white")
        paper.paste(image, mask=bitmap.alpha)
        image = paper
    return replace(bitmap, image=image, alpha=None, icc=icc)


def _burn(canvas: Image.Image, redaction: Redact, *, orientation: int, bleed: int) -> None:
    box = _covering_pixels(to_stored(redaction.box, orientation), canvas.size, bleed=bleed)
    if redaction.style == "mosaic":
        pattern = mosaic(box[2] - box[0], box[3] - box[1])
        canvas.paste(pattern if canvas.mode == "L" else pattern.convert(canvas.mode), box[:2])
    else:
        canvas.paste(_DARK if canvas.mode == "L" else (_DARK, _DARK, _DARK), box)


def _covering_pixels(box: Box, size: tuple[int, int], *, bleed: int) -> Pixels:
    """Whole pixels, outward, on to the grid within which a lossy format smears (ringing would keep a ghost)."""
    width, height = size
    left = math.floor(box.x * width / bleed + 1e-6) * bleed
    top = math.floor(box.y * height / bleed + 1e-6) * bleed
    right = math.ceil(box.right * width / bleed - 1e-6) * bleed
    bottom = math.ceil(box.bottom * height / bleed - 1e-6) * bleed
    return _within((left, top, max(right, left + 1), max(bottom, top + 1)), size)


def _nearest_pixels(box: Box, size: tuple[int, int]) -> Pixels:
    width, height = size
    left, top = round(box.x * width), round(box.y * height)
    return _within((left, top, max(round(box.right * width), left + 1), max(round(box.bottom * height), top + 1)), size)


def _within(box: Pixels, size: tuple[int, int]) -> Pixels:
    width, height = size
    left, top = min(max(box[0], 0), width - 1), min(max(box[1], 0), height - 1)
    return left, top, min(max(box[2], left + 1), width), min(max(box[3], top + 1), height)


def mosaic(width: int, height: int) -> Image.Image:
    """Give a grey pattern of blocks, `width` x `height` px, that depends on nothing but its size."""
    block = min(max(min(width, height) // 3, 4), 48)
    columns, rows = -(-width // block), -(-height // block)
    noise = hashlib.shake_256(_SEED + f"{width}x{height}".encode()).digest(columns * rows)
    tones = bytes(110 + value * 110 // 255 for value in noise)
    blocks = Image.frombytes("L", (columns, rows), tones)
    return blocks.resize((columns * block, rows * block), Image.Resampling.NEAREST).crop((0, 0, width, height))


def _cut(image: Image.Image, box: Pixels) -> Image.Image:
    """Crop in bands: Pillow holds one large crop against a process-wide limit that is not ours to change."""
    left, top, right, bottom = box
    if (right - left) * (bottom - top) <= _CUT_BAND:
        return image.crop(box)
    out = Image.new(image.mode, (right - left, bottom - top))
    if image.palette is not None:
        out.putpalette(image.palette)
    step = max(_CUT_BAND // (right - left), 1)
    for start in range(top, bottom, step):
        out.paste(image.crop((left, start, right, min(start + step, bottom))), (0, start - top))
    return out
