"""JPEG: the pixel data go through as they are, unless PDF viewers cannot show that variety."""

from dataclasses import replace

from PIL import Image

from evidence_desk.domain.edits import PageRecipe
from evidence_desk.domain.findings import Finding
from evidence_desk.domain.picture import Encoding, PageContent, Raster
from evidence_desk.imaging.decoding import Bitmap, big_decode, decode_frame, open_plugin
from evidence_desk.imaging.faults import foreign_faults
from evidence_desk.imaging.finishing import finish_bitmap, finish_raster
from evidence_desk.imaging.jpeg_data import JpegParts, parse_jpeg
from evidence_desk.imaging.orientation import combine
from evidence_desk.imaging.sniffing import Kind

__all__ = ["JpegReader"]


class JpegReader:
    """A JPEG file of one page (the first picture of an MPO)."""

    def __init__(self, data: bytes, *, name: str) -> None:
        self._name = name
        self._parts = parse_jpeg(data, name=name)
        self._proved = False
        self.page_count = 1
        self.findings: tuple[Finding, ...] = ()

    def page(self, index: int, recipe: PageRecipe) -> PageContent:  # noqa: ARG002 - one page, as Reader asks
        """Give the page; the pixel data are decoded once to see that they are whole."""
        parts = self._parts
        if recipe.touches_pixels or not parts.portable:
            with big_decode(parts.width, parts.height):
                return finish_bitmap(self._decode(), recipe)
        self.prove()
        with big_decode(parts.width, parts.height):
            return finish_raster(
                _as_it_is(parts), orientation=combine(parts.orientation, recipe.turn), grey=self._decode_grey
            )

    def prove(self) -> None:
        """Run the whole entropy decoder: at an eighth of the size it still reads every bit, in a 64th of the memory."""
        if self._proved:
            return
        parts = self._parts
        with big_decode(parts.width, parts.height), foreign_faults(self._name):
            opened = open_plugin(Kind.JPEG, parts.clean, name=self._name)
            opened.draft(opened.mode, (max(parts.width // 8, 1), max(parts.height // 8, 1)))
            opened.load()
        self._proved = True

    def _decode(self) -> Bitmap:
        opened = open_plugin(Kind.JPEG, self._parts.clean, name=self._name)
        bitmap = decode_frame(opened, kind=Kind.JPEG, name=self._name, lossy=True)
        return replace(bitmap, icc=self._parts.icc, orientation=self._parts.orientation)

    def _decode_grey(self) -> Image.Image:
        """Decode brightness alone, a third of the memory."""
        opened = open_plugin(Kind.JPEG, self._parts.clean, name=self._name)
        with foreign_faults(self._name):
            opened.draft("L", opened.size)
            return opened.convert("L")

    def close(self) -> None:
        """Nothing is held open."""


def _as_it_is(parts: JpegParts) -> Raster:
    return Raster(
        parts.width,
        parts.height,
        Encoding.JPEG,
        3 if parts.components == 3 else 4 if parts.components == 4 else 1,
        8,
        parts.clean,
        icc=parts.icc,
        inverted=parts.inverted,
    )
