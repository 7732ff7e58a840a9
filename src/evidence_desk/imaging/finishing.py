"""The last steps of every picture page: burn, crop, pack, turn, and say how it looks."""

from evidence_desk.domain.edits import PageRecipe
from evidence_desk.domain.findings import Finding
from evidence_desk.domain.picture import PageLook, PicturePage, Raster
from evidence_desk.imaging.decoding import Bitmap
from evidence_desk.imaging.orientation import combine, swaps_sides
from evidence_desk.imaging.packing import pack
from evidence_desk.imaging.redaction import burn_and_crop

__all__ = ["finish_bitmap", "finish_raster"]


def finish_bitmap(bitmap: Bitmap, recipe: PageRecipe, findings: tuple[Finding, ...] = ()) -> PicturePage:
    """Burn the recipe's redactions into decoded pixels, crop, pack and turn them."""
    if recipe.touches_pixels:
        bitmap = burn_and_crop(bitmap, recipe)
    raster, packed = pack(bitmap)
    return finish_raster(raster, orientation=bitmap.orientation, turn=recipe.turn, findings=(*findings, *packed))


def finish_raster(raster: Raster, *, orientation: int, turn: int, findings: tuple[Finding, ...] = ()) -> PicturePage:
    """Make the page of a raster whose pixels are final."""
    combined = combine(orientation, turn)
    width, height = raster.width, raster.height
    if swaps_sides(combined):
        width, height = height, width
    return PicturePage(PageLook("picture", width, height), raster, combined, findings)
