"""The last steps of every picture page: burn, crop, pack, turn, and say how it looks."""

from collections.abc import Callable

from PIL import Image

from evidence_desk.domain.edits import PageRecipe
from evidence_desk.domain.findings import Finding
from evidence_desk.domain.picture import PageLook, PicturePage, Raster
from evidence_desk.imaging.decoding import Bitmap, as_grey
from evidence_desk.imaging.orientation import combine, swaps_sides, upright
from evidence_desk.imaging.packing import pack
from evidence_desk.imaging.quiet_rows import LONG, Cuts, find_cuts, narrow_grey
from evidence_desk.imaging.redaction import burn_and_crop

__all__ = ["finish_bitmap", "finish_raster"]


def finish_bitmap(bitmap: Bitmap, recipe: PageRecipe, findings: tuple[Finding, ...] = ()) -> PicturePage:
    """Burn the recipe's redactions into decoded pixels, crop, pack and turn them."""
    if recipe.touches_pixels:
        bitmap = burn_and_crop(bitmap, recipe)
    raster, packed = pack(bitmap)
    return finish_raster(
        raster,
        orientation=combine(bitmap.orientation, recipe.turn),
        grey=lambda: as_grey(bitmap),
        findings=(*findings, *packed),
    )


def finish_raster(
    raster: Raster, *, orientation: int, grey: Callable[[], Image.Image], findings: tuple[Finding, ...] = ()
) -> PicturePage:
    """Make the page of a raster whose pixels are final. `grey` gives them decoded, as stored; only long ones ask."""
    width, height = raster.width, raster.height
    if swaps_sides(orientation):
        width, height = height, width
    cuts = find_cuts(narrow_grey(upright(grey(), orientation)), width=width) if height > LONG * width else Cuts()
    look = PageLook("picture", width, height, quiet=cuts.quiet, forced=cuts.forced)
    return PicturePage(look, raster, orientation, findings)
