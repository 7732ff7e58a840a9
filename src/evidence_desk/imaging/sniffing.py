"""What a file is, told from its first bytes. Endings only decide what a stranger's content is held against."""

import re
from enum import StrEnum
from pathlib import PurePath

__all__ = ["HEAD_BYTES", "Kind", "ending_of", "promises_picture", "sniff", "suits"]

HEAD_BYTES = 1_100


class Kind(StrEnum):
    """The forms that this room opens."""

    PNG = "PNG"
    JPEG = "JPEG"
    WEBP = "WebP"
    GIF = "GIF"
    BMP = "BMP"
    TIFF = "TIFF"
    HEIF = "HEIC"
    AVIF = "AVIF"
    PDF = "PDF"


_ENDINGS: dict[Kind, tuple[str, ...]] = {
    Kind.PNG: ("png", "apng"),
    Kind.JPEG: ("jpg", "jpeg", "jpe", "jfif", "mpo"),
    Kind.WEBP: ("webp",),
    Kind.GIF: ("gif",),
    Kind.BMP: ("bmp", "dib"),
    Kind.TIFF: ("tif", "tiff"),
    Kind.HEIF: ("heic", "heif", "heics", "heifs", "hif"),
    Kind.AVIF: ("avif", "avifs"),
    Kind.PDF: ("pdf",),
}
_PROMISING = frozenset(ending for endings in _ENDINGS.values() for ending in endings)
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"})
_AVIF_BRANDS = frozenset({b"avif", b"avis"})
_PDF_MARK = re.compile(rb"%PDF-\d")
_PDF_JUNK = re.compile(rb"[\s\0\xef\xbb\xbf]*%PDF-\d")


def ending_of(name: str) -> str:
    """Give the name's ending in lower case without the dot."""
    return PurePath(name.replace("\\", "/")).suffix[1:].lower()


def promises_picture(name: str) -> bool:
    """Tell whether the ending is that of a picture or PDF this room opens."""
    return ending_of(name) in _PROMISING


def suits(kind: Kind, name: str) -> bool:
    """Tell whether the ending is one of that kind's."""
    return ending_of(name) in _ENDINGS[kind]


def sniff(head: bytes, *, name: str) -> Kind | None:
    """Tell the kind from the first HEAD_BYTES of a file; None for everything else."""
    for kind, mark in ((Kind.PNG, b"\x89PNG\r\n\x1a\n"), (Kind.JPEG, b"\xff\xd8\xff")):
        if head.startswith(mark):
            return kind
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return Kind.GIF
    if head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return Kind.TIFF
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Kind.WEBP
    if head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in (12, 16, 40, 52, 56, 64, 108, 124):
        return Kind.BMP
    if head[4:8] == b"ftyp":
        return _sniff_boxes(head)
    # a PDF may follow a little junk, but a text that only speaks of PDF is none
    if _PDF_JUNK.match(head) or (ending_of(name) == "pdf" and _PDF_MARK.search(head)):
        return Kind.PDF
    return None


def _sniff_boxes(head: bytes) -> Kind | None:
    size = int.from_bytes(head[:4], "big")
    brands = {head[at : at + 4] for at in (8, *range(16, min(size, len(head)), 4))}
    if head[8:12] in _AVIF_BRANDS:
        return Kind.AVIF
    if head[8:12] in _HEIF_BRANDS:
        return Kind.HEIF
    if head[8:12] in (b"mif1", b"msf1", b"miaf"):
        return Kind.AVIF if brands & _AVIF_BRANDS else Kind.HEIF
    return None
