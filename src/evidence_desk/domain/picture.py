"""What a page of evidence looks like from outside: its size, its quiet rows, and data that a PDF can carry."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from evidence_desk.domain.findings import Finding

__all__ = ["DocumentPage", "Encoding", "PageContent", "PageLook", "PicturePage", "Raster"]


class Encoding(StrEnum):
    """How `Raster.data` is packed."""

    JPEG = "jpeg"
    """A whole JPEG file without EXIF, GPS and comments."""
    PNG = "png"
    """The joined IDAT of a PNG: zlib, each row led by its PNG filter byte."""
    DEFLATE = "deflate"
    """zlib of plain rows, each padded to whole bytes."""


@dataclass(frozen=True)
class Raster:
    """Pixels in a form that a PDF takes as they are.

    `width`, `height` in px as stored (before `PicturePage.orientation`). `channels` 1 grey or palette, 3 RGB, 4 CMYK;
    `bits` a channel. `palette` are RGB bytes (then channels is 1). `icc` is a profile of the same number of channels.
    `inverted` is true for Adobe CMYK JPEG, whose 0 is full ink. `alpha` is a grey raster of the same size.
    """

    width: int
    height: int
    encoding: Encoding
    channels: Literal[1, 3, 4]
    bits: Literal[1, 2, 4, 8, 16]
    data: bytes
    palette: bytes | None = None
    icc: bytes | None = None
    inverted: bool = False
    alpha: "Raster | None" = None


@dataclass(frozen=True)
class PageLook:
    """One finished page (cropped, turned) as layout sees it.

    `width` and `height` are px of a picture or points (1/72 inch) of a document page. `quiet` are rows at which a long
    picture may be cut, as shares (0..1) of the height, ascending; empty where the page needs no cut. Rows that
    had to be taken although they are not quiet (none lay within a screen height) stand in `forced` as well.
    """

    form: Literal["picture", "document"]
    width: float
    height: float
    quiet: tuple[float, ...] = ()
    forced: tuple[float, ...] = ()


@dataclass(frozen=True)
class PicturePage:
    """A page that is a picture. `orientation` is the EXIF number 1..8 that brings the stored pixels to `look`."""

    look: PageLook
    raster: Raster
    orientation: int = 1
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class DocumentPage:
    """A vector page: `pdf` is a whole one-page PDF, cleaned of everything that acts, flattened, upright."""

    look: PageLook
    pdf: bytes
    findings: tuple[Finding, ...] = ()


PageContent = PicturePage | DocumentPage
