"""WebP, GIF, BMP, TIFF, HEIC and AVIF: decoded by Pillow and packed anew, frame by frame."""

from PIL import ImageFile

from evidence_desk.domain.edits import PageRecipe
from evidence_desk.domain.findings import Finding
from evidence_desk.domain.picture import PageContent
from evidence_desk.imaging.decoding import Bitmap, big_decode, decode_frame, open_plugin
from evidence_desk.imaging.faults import foreign_faults, truncated
from evidence_desk.imaging.finishing import finish_bitmap
from evidence_desk.imaging.limits import check_size
from evidence_desk.imaging.reader import ANIMATION
from evidence_desk.imaging.sniffing import Kind
from evidence_desk.imaging.tiff_frames import list_frames

__all__ = ["FrameReader"]


class FrameReader:
    """A file of one page, or of as many as a TIFF has."""

    def __init__(self, data: bytes, *, kind: Kind, name: str) -> None:
        self._data, self._kind, self._name = data, kind, name
        self._lossy = kind in (Kind.HEIF, Kind.AVIF)
        self._frames: tuple[int, ...] = (0,)
        self._opened: ImageFile.ImageFile | None = None
        if kind is Kind.TIFF:
            self._frames = list_frames(data, name=name)
        elif kind is Kind.WEBP:
            self._lossy = _check_webp(data, name=name)
        elif kind is Kind.GIF:
            check_size(*(int.from_bytes(data[at : at + 2], "little") for at in (6, 8)), name=name)
        opened = self._open()
        check_size(*opened.size, name=name)
        with foreign_faults(name):
            animated = kind in (Kind.GIF, Kind.WEBP, Kind.AVIF) and bool(getattr(opened, "is_animated", False))
        self.page_count = len(self._frames)
        self.findings: tuple[Finding, ...] = (ANIMATION,) if animated else ()

    def page(self, index: int, recipe: PageRecipe) -> PageContent:
        """Decode one frame and give it as a page."""
        opened = self._at(index)
        with big_decode(*opened.size):
            return finish_bitmap(self._decode(opened, index), recipe)

    def prove(self) -> None:
        """Decode every frame."""
        for index in range(self.page_count):
            opened = self._at(index)
            with big_decode(*opened.size):
                self._decode(opened, index)

    def close(self) -> None:
        """Let go of the decoder."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def _open(self) -> ImageFile.ImageFile:
        self.close()
        self._opened = open_plugin(self._kind, self._data, name=self._name)
        return self._opened

    def _at(self, index: int) -> ImageFile.ImageFile:
        # many-page files stay open, for the way to page n leads through all pages before it
        opened = self._opened if self.page_count > 1 and self._opened else self._open()
        with foreign_faults(self._name, page=self._page(index)):
            opened.seek(self._frames[index])
        return opened

    def _decode(self, opened: ImageFile.ImageFile, index: int) -> Bitmap:
        return decode_frame(opened, kind=self._kind, name=self._name, lossy=self._lossy, page=self._page(index))

    def _page(self, index: int) -> int | None:
        return index + 1 if self.page_count > 1 else None


def _check_webp(data: bytes, *, name: str) -> bool:
    """Judge length and canvas of a WebP before its decoder makes room for it; tell whether it is lossy."""
    if len(data) < 30 or int.from_bytes(data[4:8], "little") + 8 > len(data):
        raise truncated(name)
    chunk, lossy = data[12:16], True
    if chunk == b"VP8X":
        check_size(*(int.from_bytes(data[at : at + 3], "little") + 1 for at in (24, 27)), name=name)
        position = 12
        while position + 8 <= len(data) and data[position : position + 4] not in (b"VP8L", b"VP8 ", b"ANMF"):
            position += 8 + int.from_bytes(data[position + 4 : position + 8], "little") + 1 & ~1
        lossy = data[position : position + 4] != b"VP8L"
    elif chunk == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        check_size((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, name=name)
        lossy = False
    else:
        check_size(*(int.from_bytes(data[at : at + 2], "little") & 0x3FFF for at in (26, 28)), name=name)
    return lossy
