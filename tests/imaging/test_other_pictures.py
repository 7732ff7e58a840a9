"""Formats that a PDF does not take are decoded and packed again without loss, or said to be re-encoded."""

import io
import shutil
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageCms
from PIL.JpegImagePlugin import get_sampling
from tests.imaging.picture_files import UNTOUCHED, motley, packed, page_of, picture_of, put
from tests.imaging.raster_reading import image_of, samples_of, seen

from evidence_desk.domain.picture import Encoding
from evidence_desk.errors import EnvironmentFault
from evidence_desk.imaging import open_original

HEIC = Path(__file__).parents[2] / "resources" / "samples" / "jd-missing-item" / "packing.heic"


@pytest.mark.parametrize(
    ("form", "mode", "options"),
    [
        ("BMP", "1", {}),
        ("BMP", "L", {}),
        ("BMP", "P", {}),
        ("BMP", "RGB", {}),
        ("GIF", "P", {}),
        ("GIF", "L", {}),
        ("WEBP", "RGB", {"lossless": True}),
        ("TIFF", "1", {"compression": "group4"}),
        ("TIFF", "1", {"compression": "group3"}),
        ("TIFF", "L", {"compression": "tiff_lzw"}),
        ("TIFF", "P", {"compression": "packbits"}),
        ("TIFF", "RGB", {"compression": "tiff_deflate"}),
        ("TIFF", "RGB", {}),
    ],
)
def test_lossless_formats_keep_every_pixel(tmp_path: Path, form: str, mode: str, options: dict[str, object]) -> None:
    image = motley(mode=mode)
    page = picture_of(put(tmp_path, f"a.{form.lower()}", packed(image, form, **options)))
    assert seen(page).tobytes() == image.convert("RGB").tobytes()
    assert not page.findings


def test_one_bit_stays_one_bit(tmp_path: Path) -> None:
    page = picture_of(put(tmp_path, "fax.tif", packed(motley(mode="1"), "TIFF", compression="group4")))
    assert (page.raster.bits, page.raster.channels) == (1, 1)


def test_a_sixteen_bit_tiff_keeps_its_depth(tmp_path: Path) -> None:
    image = motley(mode="I;16")
    page = picture_of(put(tmp_path, "a.tif", packed(image, "TIFF")))
    raw = image.tobytes()
    assert page.raster.bits == 16
    assert samples_of(page.raster) == [raw[at] | raw[at + 1] << 8 for at in range(0, len(raw), 2)]


def test_a_cmyk_tiff_keeps_its_inks(tmp_path: Path) -> None:
    image = motley(mode="CMYK")
    page = picture_of(put(tmp_path, "a.tif", packed(image, "TIFF")))
    assert (page.raster.encoding, page.raster.channels, page.raster.inverted) == (Encoding.DEFLATE, 4, False)
    assert image_of(page.raster).tobytes() == image.tobytes()


def test_lab_becomes_srgb(tmp_path: Path) -> None:
    to_lab = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB")
    lab = ImageCms.applyTransform(motley(), to_lab)
    assert lab is not None
    shown = seen(picture_of(put(tmp_path, "a.tif", packed(lab, "TIFF")))).tobytes()
    expected = motley().tobytes()
    assert sum(abs(a - b) for a, b in zip(shown, expected, strict=True)) / len(expected) < 4


def test_a_float_tiff_is_shown_over_its_range(tmp_path: Path) -> None:
    image = motley(mode="L").convert("F").point(lambda value: value / 255 + 0)
    shown = seen(picture_of(put(tmp_path, "a.tif", packed(image, "TIFF")))).convert("L").tobytes()
    assert max(abs(a - b) for a, b in zip(shown, motley(mode="L").tobytes(), strict=True)) <= 1


def test_all_pages_of_a_tiff_are_pages(tmp_path: Path) -> None:
    pages = [motley(30 + step, 20, seed=step) for step in range(4)]
    path = put(tmp_path, "scan.tif", packed(pages[0], "TIFF", save_all=True, append_images=pages[1:]))
    with open_original(path, name="scan.tif") as opened:
        opened.prove()
        assert opened.page_count == 4
        for index in (2, 0, 3, 1):
            assert seen(opened.page(index, UNTOUCHED)).tobytes() == pages[index].tobytes()


def test_a_big_tiff_is_read(tmp_path: Path) -> None:
    image = motley()
    path = put(tmp_path, "a.tif", packed(image, "TIFF", big_tiff=True))
    assert seen(page_of(path)).tobytes() == image.tobytes()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_tiff_orientation_is_honoured(tmp_path: Path, orientation: int) -> None:
    image = motley()
    path = put(tmp_path, "a.tif", packed(image, "TIFF", tiffinfo={0x0112: orientation}))
    turned = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
    expected = image.transpose(turned[orientation]) if orientation > 1 else image
    assert seen(page_of(path)).tobytes() == expected.tobytes()


@pytest.mark.parametrize("form", ["WEBP", "TIFF", "GIF"])
def test_transparency_is_kept_apart(tmp_path: Path, form: str) -> None:
    image = motley(mode="RGBA")
    if form == "GIF":
        image.putalpha(image.getchannel("A").point(lambda value: 255 if value > 127 else 0))
    options = {"lossless": True, "exact": True} if form == "WEBP" else {}
    page = picture_of(put(tmp_path, f"a.{form.lower()}", packed(image, form, **options)))
    assert page.raster.alpha is not None
    assert image_of(page.raster.alpha).tobytes() == image.getchannel("A").tobytes()


@pytest.mark.parametrize("form", ["GIF", "WEBP", "AVIF"])
def test_of_an_animation_the_first_frame_is_shown(tmp_path: Path, form: str) -> None:
    frames = [motley(64, 48, seed=seed).convert("P" if form == "GIF" else "RGB") for seed in range(3)]
    data = packed(frames[0], form, save_all=True, append_images=frames[1:], duration=100)
    with open_original(put(tmp_path, "a." + form.lower(), data), name="a." + form.lower()) as opened:
        assert (opened.page_count, [finding.code for finding in opened.findings]) == (1, ["animation"])
        shown = seen(opened.page(0, UNTOUCHED))
    with Image.open(io.BytesIO(data)) as expected:
        assert shown.tobytes() == expected.convert("RGB").tobytes()


@pytest.mark.parametrize("form", ["WEBP", "AVIF"])
def test_small_lossy_pictures_are_packed_without_further_loss(tmp_path: Path, form: str) -> None:
    data = packed(motley(120, 80), form, quality=80)
    page = picture_of(put(tmp_path, f"a.{form.lower()}", data))
    assert page.raster.encoding is Encoding.PNG
    with Image.open(io.BytesIO(data)) as expected:
        assert seen(page).tobytes() == expected.convert("RGB").tobytes()


def test_a_large_photo_becomes_a_good_jpeg_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evidence_desk.imaging.packing.MAX_LOSSLESS", 200_000)
    grain = Image.merge("RGB", [Image.effect_noise((600, 400), 90) for _ in range(3)])
    page = picture_of(put(tmp_path, "a.webp", packed(grain, "WEBP", quality=90)))
    assert page.raster.encoding is Encoding.JPEG
    assert [finding.code for finding in page.findings] == ["reencoded"]
    with Image.open(io.BytesIO(page.raster.data)) as opened:
        assert "exif" not in opened.info
        assert get_sampling(opened) == 0


def test_avif_is_turned_as_its_container_says(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    image = motley(64, 40)
    page = picture_of(put(tmp_path, "a.avif", packed(image, "AVIF", exif=exif, quality=100)))
    assert (page.look.width, page.look.height) == (40, 64)
    with Image.open(tmp_path / "a.avif") as stored:
        assert seen(page).tobytes() == stored.convert("RGB").transpose(Image.Transpose.ROTATE_270).tobytes()


def test_heic_is_decoded() -> None:
    from pi_heif import open_heif

    page = picture_of(HEIC)
    expected = open_heif(HEIC).to_pillow()
    assert (page.look.width, page.look.height) == expected.size
    assert page.raster.width * page.raster.height == expected.width * expected.height


def test_heic_without_its_decoder_is_an_environment_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pi_heif", None)
    with pytest.raises(EnvironmentFault) as caught:
        open_original(HEIC, name="packing.heic")
    assert caught.value.problems[0].file == "packing.heic"
    assert "HEIC" in caught.value.problems[0].message.zh


def test_a_profile_stays_where_it_fits(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    path = put(tmp_path, "a.tif", packed(motley(), "TIFF", icc_profile=profile))
    assert picture_of(path).raster.icc == profile
    grey = put(tmp_path, "b.tif", packed(motley(mode="L"), "TIFF", icc_profile=profile))
    assert picture_of(grey).raster.icc is None


def test_the_file_is_free_after_closing(tmp_path: Path) -> None:
    path = put(tmp_path, "a.tif", packed(motley(), "TIFF", save_all=True, append_images=[motley(seed=2)]))
    with open_original(path, name="a.tif") as opened:
        opened.page(1, UNTOUCHED)
    shutil.move(path, tmp_path / "b.tif")
    (tmp_path / "b.tif").unlink()
