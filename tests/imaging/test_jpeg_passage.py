"""JPEG pixel data pass through untouched, without what tells about the taker; odd varieties come out right."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image, ImageCms
from tests.imaging.picture_files import motley, packed, picture_of, put
from tests.imaging.raster_reading import image_of, seen

from evidence_desk.domain.picture import Encoding
from evidence_desk.errors import InputError
from evidence_desk.imaging import open_original


def scan_of(data: bytes) -> bytes:
    """Everything from the first scan's header on."""
    return data[data.index(b"\xff\xda") :]


def exif_with(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SecretPhone"
    exif.get_ifd(0x8825)[2] = (31.0, 12.0, 5.0)
    return exif


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"subsampling": 0}, {"restart_marker_rows": 1}])
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_the_scans_are_the_files_own(tmp_path: Path, mode: str, options: dict[str, object]) -> None:
    data = packed(motley(150, 90, mode=mode), "JPEG", **options)
    page = picture_of(put(tmp_path, "a.jpg", data))
    assert page.raster.encoding is Encoding.JPEG
    assert scan_of(page.raster.data) == scan_of(data)
    assert image_of(page.raster).tobytes() == Image.open(io.BytesIO(data)).tobytes()


def test_exif_gps_comments_and_thumbnails_are_left_out(tmp_path: Path) -> None:
    data = packed(motley(60, 40), "JPEG", exif=exif_with(1), comment=b"my note")
    extra = segment(0xED, b"Photoshop 3.0\0 secret") + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:secret/>")
    data = data[:2] + extra + data[2:] + b"trailing secret"
    page = picture_of(put(tmp_path, "a.jpg", data))
    for word in (b"Exif", b"SecretPhone", b"my note", b"secret", b"xap"):
        assert word not in page.raster.data
    assert image_of(page.raster).tobytes() == Image.open(io.BytesIO(data)).tobytes()


def test_a_jfif_thumbnail_is_left_out(tmp_path: Path) -> None:
    data = packed(motley(60, 40), "JPEG")
    jfif = data.index(b"JFIF")
    body = data[jfif : jfif + 12] + bytes((2, 2)) + b"THUMBPIXELS!"
    grown = data[:2] + segment(0xE0, body) + data[jfif + 14 :]
    assert b"THUMB" not in picture_of(put(tmp_path, "a.jpg", grown)).raster.data


@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_is_told_and_pixels_stay(tmp_path: Path, orientation: int) -> None:
    image = motley(64, 40)
    data = packed(image, "JPEG", exif=exif_with(orientation), quality=95)
    page = picture_of(put(tmp_path, "a.jpg", data))
    assert page.orientation == orientation
    assert scan_of(page.raster.data) == scan_of(data)
    assert page.look.width == (40 if orientation >= 5 else 64)


def test_a_profile_stays_in_the_data_and_beside_it(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    page = picture_of(put(tmp_path, "a.jpg", packed(motley(), "JPEG", icc_profile=profile)))
    assert page.raster.icc == profile
    assert Image.open(io.BytesIO(page.raster.data)).info["icc_profile"] == profile


def test_adobe_cmyk_is_told_as_inverted(tmp_path: Path) -> None:
    image = motley(64, 40, mode="CMYK")
    data = packed(image, "JPEG", quality=95)
    page = picture_of(put(tmp_path, "a.jpg", data))
    assert (page.raster.channels, page.raster.inverted) == (4, True)
    assert b"Adobe" in page.raster.data
    assert image_of(page.raster).tobytes() == Image.open(io.BytesIO(data)).tobytes()


def test_cmyk_without_adobe_is_not_inverted(tmp_path: Path) -> None:
    data = packed(motley(64, 40, mode="CMYK"), "JPEG", quality=95)
    at = data.index(b"\xff\xeeAdobe"[:2])
    bare = data[:at] + data[at + 16 :]
    assert b"Adobe" not in bare
    assert not picture_of(put(tmp_path, "a.jpg", bare)).raster.inverted


def test_components_named_rgb_are_said_to_be_rgb(tmp_path: Path) -> None:
    data = packed(motley(64, 40), "JPEG", keep_rgb=True, subsampling=0, quality=95)
    bare = re.sub(rb"\xff\xee\x00\x0eAdobe.{7}", b"", data, flags=re.DOTALL)
    bare = re.sub(rb"\xff\xe0\x00\x10JFIF.{10}", b"", bare, flags=re.DOTALL)
    page = picture_of(put(tmp_path, "a.jpg", bare))
    assert page.raster.data[:20] == b"\xff\xd8\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00\xff\xdb"
    assert image_of(page.raster).tobytes() == Image.open(io.BytesIO(data)).tobytes()


def test_only_the_first_picture_of_an_mpo_is_kept(tmp_path: Path) -> None:
    first, second = motley(48, 32, seed=1), motley(48, 32, seed=9)
    data = packed(first, "MPO", save_all=True, append_images=[second], quality=95)
    page = picture_of(put(tmp_path, "a.jpg", data))
    assert page.raster.data.count(b"\xff\xd8\xff") == 1
    assert len(page.raster.data) < len(data) * 0.6
    assert seen(page).tobytes() == Image.open(io.BytesIO(data)).convert("RGB").tobytes()


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.98])
def test_pixel_data_that_stop_early_are_noticed(tmp_path: Path, share: float, progressive: bool) -> None:
    data = packed(motley(400, 300), "JPEG", quality=90, progressive=progressive)
    start = data.index(b"\xff\xda")
    path = put(tmp_path, "a.jpg", data[: start + int((len(data) - start) * share)])
    with pytest.raises(InputError) as caught, open_original(path, name="a.jpg") as opened:
        opened.prove()
    assert "不完整" in caught.value.problems[0].message.zh
