"""Decoding with Pillow, one plugin at a time: no guessing among formats, and sizes judged before pixels."""

import io
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any

from PIL import Image, ImageFile

from evidence_desk.errors import EnvironmentFault, Problem, Words
from evidence_desk.imaging.colour import usable_profile
from evidence_desk.imaging.faults import foreign_faults
from evidence_desk.imaging.limits import check_size
from evidence_desk.imaging.orientation import exif_orientation
from evidence_desk.imaging.sniffing import Kind

__all__ = ["Bitmap", "as_grey", "big_decode", "decode_frame", "high_bytes", "normalise", "open_plugin"]

_BIG = 20_000_000
_one_big = threading.RLock()

_PLUGINS = {
    Kind.PNG: ("PngImagePlugin", "PngImageFile"),
    Kind.JPEG: ("JpegImagePlugin", "JpegImageFile"),
    Kind.GIF: ("GifImagePlugin", "GifImageFile"),
    Kind.BMP: ("BmpImagePlugin", "BmpImageFile"),
    Kind.TIFF: ("TiffImagePlugin", "TiffImageFile"),
    Kind.WEBP: ("WebPImagePlugin", "WebPImageFile"),
    Kind.AVIF: ("AvifImagePlugin", "AvifImageFile"),
}


@dataclass(frozen=True)
class Bitmap:
    """Decoded pixels as stored. `image` is of mode 1, L, I;16, P, RGB or CMYK; `alpha` L or None where all is opaque.

    `orientation` is the EXIF number; `lossy` that the source had thrown detail away; `bleed` is the grid in px
    within which a lossy source smears its pixels (1: not at all).
    """

    image: Image.Image
    alpha: Image.Image | None = None
    icc: bytes | None = None
    orientation: int = 1
    lossy: bool = False
    bleed: int = 1


@contextmanager
def big_decode(width: int, height: int) -> Iterator[None]:
    """Let only one really large picture be in memory at a time, however many threads work."""
    if width * height < _BIG:
        yield
        return
    with _one_big:
        yield


def open_plugin(kind: Kind, data: bytes, *, name: str) -> ImageFile.ImageFile:
    """Open `data` as exactly that kind. Header only: no pixel is decoded, the size is not yet judged.

    The plugin's class is called, not Image.open: that one tries formats in turn and warns of sizes that
    check_size allows, and both would have to be switched off for the whole process.
    """
    make = _plugin(kind, name)
    with foreign_faults(name):
        return make(io.BytesIO(data))


def _plugin(kind: Kind, name: str) -> Callable[[Any], ImageFile.ImageFile]:
    if kind is Kind.HEIF:
        return _heif_plugin(name)
    module, plugin = _PLUGINS[kind]
    made: Callable[[Any], ImageFile.ImageFile] = getattr(import_module(f"PIL.{module}"), plugin)
    return made


def _heif_plugin(name: str) -> Callable[[Any], ImageFile.ImageFile]:
    try:
        from pi_heif import HeifImageFile
    except ImportError as error:
        raise EnvironmentFault(
            Problem(
                Words(
                    "无法打开苹果手机的 HEIC 照片：缺少组件 pi-heif。",
                    "HEIC photos cannot be opened: the component pi-heif is missing.",
                ),
                Words(
                    "请重新安装本程序，或在手机上把照片导出为 JPEG。",
                    "Reinstall the program, or export the photo as JPEG on the phone.",
                ),
                name,
            )
        ) from error
    plugin: Callable[[Any], ImageFile.ImageFile] = HeifImageFile
    return plugin


def decode_frame(opened: ImageFile.ImageFile, *, kind: Kind, name: str, lossy: bool, page: int | None = None) -> Bitmap:
    """Decode the frame at which `opened` stands. `page` counts from 1 and is for the error's text."""
    check_size(*opened.size, name=name, page=page)
    with foreign_faults(name, page=page):
        opened.load()
        orientation = _orientation(opened, kind)
        bitmap = normalise(opened, icc=opened.info.get("icc_profile"))
        bleed = (8 if kind is Kind.JPEG else 4) if lossy else 1
        return Bitmap(bitmap.image, bitmap.alpha, bitmap.icc, orientation, lossy, bleed)


def _orientation(opened: ImageFile.ImageFile, kind: Kind) -> int:
    if kind is Kind.HEIF:
        # libheif has turned the pixels already by the container's own rule; the EXIF number repeats it
        return 1
    if kind is Kind.TIFF:
        # Pillow has turned TIFF pixels while loading
        return 1
    return exif_orientation(opened.info.get("exif") or b"")


def normalise(image: Image.Image, *, icc: bytes | None) -> Bitmap:
    """Bring any mode to one that a PDF takes, with transparency apart and a profile only where it fits."""
    keyed = "transparency" in image.info and image.mode in ("1", "L", "P", "RGB")
    if keyed or image.mode in ("LA", "La", "RGBA", "RGBa", "PA"):
        base, alpha = _split_alpha(image)
    else:
        base, alpha = image, None
    base, icc = _plain_mode(base, icc)
    channels = {"RGB": 3, "P": 3, "CMYK": 4}.get(base.mode, 1)
    return Bitmap(base, alpha, usable_profile(icc, channels))


def _split_alpha(image: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    grey = image.mode in ("LA", "La", "L", "1", "I;16")
    whole = image.convert("LA" if image.mode == "La" else "RGBA" if image.mode != "LA" else "LA")
    alpha = whole.getchannel("A")
    base = whole.convert("L" if grey else "RGB")
    return base, None if alpha.getextrema()[0] == 255 else alpha


def _plain_mode(image: Image.Image, icc: bytes | None) -> tuple[Image.Image, bytes | None]:
    match image.mode:
        case "1" | "L" | "RGB" | "CMYK":
            return image, icc
        case "P":
            return (image, icc) if image.getpalette() else (image.convert("RGB"), None)
        case "I;16" | "I;16B" | "I;16L" | "I;16N":
            return (image if image.mode == "I;16" else image.convert("I;16")), icc
        case "I" | "F":
            return _stretch(image), None
        case "LAB":
            return _from_lab(image), None
        case "RGBX":
            return image.convert("RGB"), icc
        case _:
            return image.convert("RGB"), None


def _stretch(image: Image.Image) -> Image.Image:
    """Bring wide numbers of unknown meaning to 8-bit grey: 0..255, 0..65535, 0..1 or, failing all, their own range."""
    low, high = image.getextrema()
    if not isinstance(low, int | float) or not isinstance(high, int | float):
        raise TypeError("more than one band")
    if low < 0 or high > 65_535:
        base, top = float(low), float(high)
    else:
        base, top = 0.0, 1.0 if high <= 1 and image.mode == "F" else 255.0 if high <= 255 else 65_535.0
    scale = 255.0 / (top - base) if top > base else 1.0
    return image.convert("F").point(partial(_line, scale=scale, base=base)).convert("L")


def _line(value: Any, *, scale: float, base: float) -> Any:
    return value * scale + (-base * scale)


def _from_lab(image: Image.Image) -> Image.Image:
    from PIL import ImageCms

    transform = ImageCms.buildTransform(ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB"), "LAB", "RGB")
    turned = ImageCms.applyTransform(image, transform)
    if turned is None:
        raise ValueError("the Lab colours could not be converted")
    return turned


def as_grey(bitmap: Bitmap) -> Image.Image:
    """Give the pixels as stored, in 8-bit grey on white, for looking at only."""
    image = high_bytes(bitmap.image) if bitmap.image.mode == "I;16" else bitmap.image.convert("L")
    if bitmap.alpha is None:
        return image
    paper = Image.new("L", image.size, 255)
    paper.paste(image, mask=bitmap.alpha)
    return paper


def high_bytes(image: Image.Image) -> Image.Image:
    """Take the upper 8 of the 16 bits of each grey pixel."""
    return Image.frombytes("L", image.size, image.tobytes()[1::2])
