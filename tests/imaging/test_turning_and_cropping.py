"""Turns cost no pixel, crops are exact, redactions leave nothing behind."""

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw
from tests.imaging.picture_files import motley, packed, picture_of, put
from tests.imaging.raster_reading import image_of, seen

from evidence_desk.domain.edits import PageRecipe, Redact
from evidence_desk.domain.geometry import Box
from evidence_desk.domain.picture import Encoding
from evidence_desk.imaging.redaction import mosaic

TURNED = {0: None, 90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
SEEN = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def transposed(image: Image.Image, how: Image.Transpose | None) -> Image.Image:
    return image if how is None else image.transpose(how)


def oriented_png(image: Image.Image, orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return packed(image, "PNG", exif=exif)


def redact(*boxes: tuple[float, float, float, float], style: str = "solid") -> tuple[Redact, ...]:
    return tuple(Redact(page=1, box=Box(*box), style="mosaic" if style == "mosaic" else "solid") for box in boxes)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_turn_and_orientation_become_one_without_touching_pixels(tmp_path: Path, orientation: int, turn: int) -> None:
    image = motley()
    data = oriented_png(image, orientation)
    page = picture_of(put(tmp_path, "a.png", data), PageRecipe(turn=turn))
    assert page.raster.data in data
    assert seen(page).tobytes() == transposed(transposed(image, SEEN[orientation]), TURNED[turn]).tobytes()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_crop_is_taken_from_the_upright_page_and_then_turned(tmp_path: Path, orientation: int, turn: int) -> None:
    image = motley(40, 40)
    box = Box(0.25, 0.5, 0.5, 0.25)
    page = picture_of(put(tmp_path, "a.png", oriented_png(image, orientation)), PageRecipe(crop=box, turn=turn))
    upright = transposed(image, SEEN[orientation]).crop((10, 20, 30, 30))
    assert seen(page).tobytes() == transposed(upright, TURNED[turn]).tobytes()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_redaction_lies_where_the_person_put_it(tmp_path: Path, orientation: int) -> None:
    image = Image.new("RGB", (60, 40), "white")
    page = picture_of(
        put(tmp_path, "a.png", oriented_png(image, orientation)),
        PageRecipe(redactions=redact((0.5, 0.0, 0.25, 0.5))),
    )
    shown = seen(page)
    width, height = shown.size
    dark = ImageChops.invert(shown.convert("L")).point(lambda value: 255 if value > 128 else 0)
    assert dark.getbbox() == (width // 2, 0, width * 3 // 4, height // 2)


@pytest.mark.parametrize("style", ["solid", "mosaic"])
@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "CMYK", "I;16"])
def test_what_was_beneath_changes_nothing(tmp_path: Path, mode: str, style: str) -> None:
    """Two pictures that differ only under the box must come out alike to the last byte."""
    form = "TIFF" if mode == "CMYK" else "PNG"
    pages, originals = [], []
    table = motley(64, 48).quantize(32)
    for seed in (1, 2):
        same = table.copy() if mode == "P" else motley(64, 48, mode="L" if mode == "1" else mode)
        if mode == "1":
            same = same.convert("1", dither=Image.Dither.NONE)
        hidden = motley(20, 10, mode="L")
        if seed == 2:
            hidden = hidden.transpose(Image.Transpose.ROTATE_180)
        if mode == "P":
            same.paste(hidden.convert("RGB").quantize(palette=table), (30, 20))
        else:
            same.paste(hidden.convert(mode), (30, 20))
        originals.append(same.tobytes())
        path = put(tmp_path, f"{seed}.{form.lower()}", packed(same, form))
        box = (29 / 64, 19 / 48, 22 / 64, 12 / 48)
        pages.append(picture_of(path, PageRecipe(redactions=redact(box, style=style))))
    assert originals[0] != originals[1]
    assert pages[0].raster == pages[1].raster
    assert pages[0].raster.alpha is None


def test_a_mosaic_owes_nothing_to_the_pixels() -> None:
    assert mosaic(50, 20).tobytes() == mosaic(50, 20).tobytes()
    assert mosaic(50, 20).size == (50, 20)
    tones = mosaic(400, 90).getcolors()
    assert tones is not None
    assert len(tones) > 8


def test_pixels_outside_the_box_stay(tmp_path: Path) -> None:
    image = motley(100, 80)
    page = picture_of(
        put(tmp_path, "a.png", packed(image, "PNG")), PageRecipe(redactions=redact((0.2, 0.25, 0.3, 0.25)))
    )
    shown = seen(page)
    box = ImageChops.difference(shown, image).getbbox()
    assert box is not None
    assert box[0] >= 20
    assert box[1] >= 20
    assert box[2] <= 50
    assert box[3] <= 40


def test_a_box_is_widened_to_whole_pixels(tmp_path: Path) -> None:
    image = Image.new("L", (10, 10), 255)
    page = picture_of(
        put(tmp_path, "a.png", packed(image, "PNG")), PageRecipe(redactions=redact((0.33, 0.33, 0.2, 0.2)))
    )
    dark = ImageChops.invert(image_of(page.raster)).point(lambda value: 255 if value > 128 else 0)
    assert dark.getbbox() == (3, 3, 6, 6)


def test_of_a_jpeg_the_blocks_around_the_box_go_too(tmp_path: Path) -> None:
    """Text right inside the box rings through its 8 x 8 blocks; none of that may be left outside the box."""
    blank = Image.new("RGB", (160, 160), "white")
    written = blank.copy()
    ImageDraw.Draw(written).text((51, 51), "13812345678", fill="black")
    box = Box(50 / 160, 50 / 160, 75 / 160, 14 / 160)
    pages = [
        picture_of(
            put(tmp_path, "a.jpg", packed(image, "JPEG", quality=20, subsampling=0)),
            PageRecipe(redactions=(Redact(page=1, box=box),)),
        )
        for image in (blank, written)
    ]
    assert seen(pages[0]).tobytes() == seen(pages[1]).tobytes()


def test_a_redacted_jpeg_keeps_no_metadata(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SecretPhone"
    page = picture_of(
        put(tmp_path, "a.jpg", packed(motley(80, 60), "JPEG", exif=exif, comment=b"SecretNote")),
        PageRecipe(redactions=redact((0, 0, 0.5, 0.5))),
    )
    assert b"Secret" not in page.raster.data
    assert page.raster.encoding is Encoding.PNG


def test_a_redacted_large_photo_becomes_a_jpeg_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evidence_desk.imaging.packing.MAX_LOSSLESS", 200_000)
    grain = Image.merge("RGB", [Image.effect_noise((600, 400), 100) for _ in range(3)])
    page = picture_of(
        put(tmp_path, "a.jpg", packed(grain, "JPEG", quality=92)), PageRecipe(redactions=redact((0.1, 0.1, 0.2, 0.2)))
    )
    assert page.raster.encoding is Encoding.JPEG
    assert [finding.code for finding in page.findings] == ["reencoded"]
    dark = Image.open(io.BytesIO(page.raster.data)).convert("L").crop((64, 48, 176, 112))
    assert max(dark.tobytes()) < 60


@settings(max_examples=60, deadline=None)
@given(
    left=st.floats(0, 0.9),
    top=st.floats(0, 0.9),
    width=st.floats(0.001, 1),
    height=st.floats(0.001, 1),
    turn=st.sampled_from([0, 90, 180, 270]),
)
def test_any_crop_gives_a_page_of_its_size(
    tmp_path_factory: pytest.TempPathFactory, left: float, top: float, width: float, height: float, turn: int
) -> None:
    box = Box(left, top, min(width, 1 - left), min(height, 1 - top))
    image = motley(50, 30)
    page = picture_of(
        put(tmp_path_factory.mktemp("crop"), "a.png", packed(image, "PNG")), PageRecipe(crop=box, turn=turn)
    )
    wide, high = (page.look.width, page.look.height) if turn % 180 == 0 else (page.look.height, page.look.width)
    assert abs(wide - box.width * 50) <= 1
    assert abs(high - box.height * 30) <= 1
    assert seen(page).size == (page.look.width, page.look.height)
