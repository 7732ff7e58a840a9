"""PNG: the pixel data go through as they are, unless transparency or interlacing forbids it."""

from dataclasses import replace

from evidence_desk.domain.edits import PageRecipe
from evidence_desk.domain.findings import Finding, Severity
from evidence_desk.domain.picture import Encoding, PageContent, Raster
from evidence_desk.imaging.decoding import Bitmap, as_grey, big_decode, decode_frame, open_plugin
from evidence_desk.imaging.faults import finding
from evidence_desk.imaging.finishing import finish_bitmap, finish_raster
from evidence_desk.imaging.orientation import combine
from evidence_desk.imaging.packing import pack_plane
from evidence_desk.imaging.png_alpha import without_opaque_alpha
from evidence_desk.imaging.png_data import PngParts, assemble, parse_png, prove_pixels
from evidence_desk.imaging.reader import ANIMATION
from evidence_desk.imaging.sniffing import Kind

__all__ = ["PngReader"]


class PngReader:
    """A PNG file of one page."""

    def __init__(self, data: bytes, *, name: str) -> None:
        self._name = name
        self._parts = parse_png(data, name=name)
        self._proved = False
        self._clean: bytes | None = None
        self.page_count = 1
        self.findings: tuple[Finding, ...] = (ANIMATION,) if self._parts.animated else ()

    def page(self, index: int, recipe: PageRecipe) -> PageContent:  # noqa: ARG002 - one page, as Reader asks
        """Give the page; its pixel data are inflated and checked on the way."""
        self.prove()
        parts = self._parts
        if not recipe.touches_pixels and self._clean and (parts.colour, parts.bits, parts.interlaced) == (6, 8, False):
            with big_decode(parts.width, parts.height):
                rows = without_opaque_alpha(parts)
                if rows is not None:
                    return self._finish(replace(parts, colour=2), rows, recipe)
        if recipe.touches_pixels or self._clean is None or parts.interlaced or parts.colour in (4, 6):
            findings = (_narrowed(),) if parts.bits == 16 and parts.channels > 1 else ()
            with big_decode(parts.width, parts.height):
                return finish_bitmap(self._decode(), recipe, findings)
        return self._finish(parts, self._clean, recipe)

    def _finish(self, parts: PngParts, data: bytes, recipe: PageRecipe) -> PageContent:
        raster = _as_it_is(parts, data)
        with big_decode(parts.width, parts.height):
            if parts.transparency is not None:
                alpha = self._decode().alpha
                raster = replace(raster, alpha=pack_plane(alpha) if alpha else None)
            return finish_raster(
                raster, orientation=combine(parts.orientation, recipe.turn), grey=lambda: as_grey(self._decode())
            )

    def prove(self) -> None:
        """Inflate every byte."""
        if not self._proved:
            self._clean = prove_pixels(self._parts, name=self._name)
            self._proved = True

    def _decode(self) -> Bitmap:
        parts = self._parts
        opened = open_plugin(Kind.PNG, assemble(parts), name=self._name)
        bitmap = decode_frame(opened, kind=Kind.PNG, name=self._name, lossy=False)
        return replace(bitmap, icc=parts.icc, orientation=parts.orientation)

    def close(self) -> None:
        """Nothing is held open."""


def _narrowed() -> Finding:
    return finding(
        "reencoded",
        Severity.NOTE,
        zh="每色 16 位的图片已转为 8 位显示；原件未改动。",
        en="A picture of 16 bits a colour is shown with 8. The original is unchanged.",
    )


def _as_it_is(parts: PngParts, data: bytes) -> Raster:
    return Raster(
        parts.width,
        parts.height,
        Encoding.PNG,
        3 if parts.channels == 3 else 1,
        parts.bits,
        data,
        palette=parts.palette,
        icc=parts.icc,
    )
