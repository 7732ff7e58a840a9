"""PNG data pass through untouched wherever a PDF takes them, and every pixel stays right where it does not."""

import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageCms
from tests.imaging.picture_files import UNTOUCHED, motley, packed, picture_of, put, screenshot
from tests.imaging.raster_reading import image_of, samples_of, seen

from evidence_desk.domain.picture import Encoding
from evidence_desk.imaging import open_original


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def chunks_of(data: bytes) -> list[tuple[bytes, bytes]]:
    found, at = [], 8
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        found.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + length]))
        at += 12 + length
    return found


def with_chunk(data: bytes, kind: bytes, body: bytes) -> bytes:
    """Set a chunk right behind the header."""
    return data[:33] + chunk(kind, body) + data[33:]


def raw_png(*, size: tuple[int, int], bits: int, colour: int, rows: bytes, **extra: bytes) -> bytes:
    """A PNG from packed rows that already carry their filter bytes."""
    body = chunk(b"IHDR", struct.pack(">IIBBBBB", *size, bits, colour, 0, 0, 0))
    body += b"".join(chunk(name.encode(), value) for name, value in extra.items())
    return b"\x89PNG\r\n\x1a\n" + body + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "I;16"])
def test_pixel_data_are_the_files_own(tmp_path: Path, mode: str) -> None:
    data = packed(motley(mode=mode), "PNG")
    page = picture_of(put(tmp_path, "a.png", data))
    assert page.raster.encoding is Encoding.PNG
    assert page.raster.data == b"".join(body for kind, body in chunks_of(data) if kind == b"IDAT")
    assert page.raster.alpha is None
    assert not page.findings


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB"])
def test_pixels_are_right(tmp_path: Path, mode: str) -> None:
    image = motley(mode=mode)
    page = picture_of(put(tmp_path, "a.png", packed(image, "PNG")))
    assert seen(page).tobytes() == image.convert("RGB").tobytes()


def test_sixteen_bits_stay_sixteen(tmp_path: Path) -> None:
    image = motley(mode="I;16")
    page = picture_of(put(tmp_path, "a.png", packed(image, "PNG")))
    assert page.raster.bits == 16
    raw = image.tobytes()
    assert samples_of(page.raster) == [raw[at] | raw[at + 1] << 8 for at in range(0, len(raw), 2)]


@pytest.mark.parametrize("bits", [1, 2, 4])
def test_small_palettes_pass_with_their_bits(tmp_path: Path, bits: int) -> None:
    width, height = 13, 5
    stride = (width * bits + 7) // 8
    rows = b"".join(b"\0" + bytes((row * 37 + at * 11) & 255 for at in range(stride)) for row in range(height))
    colours = bytes(value * 5 % 256 for value in range(3 << bits))
    page = picture_of(
        put(tmp_path, "a.png", raw_png(size=(width, height), bits=bits, colour=3, rows=rows, PLTE=colours))
    )
    assert (page.raster.bits, page.raster.palette) == (bits, colours)
    with Image.open(tmp_path / "a.png") as expected:
        assert seen(page).tobytes() == expected.convert("RGB").tobytes()


def test_many_idat_chunks_are_joined(tmp_path: Path) -> None:
    data = packed(screenshot(), "PNG")
    whole = b"".join(body for kind, body in chunks_of(data) if kind == b"IDAT")
    pieces = b"".join(chunk(b"IDAT", whole[at : at + 100]) for at in range(0, len(whole), 100))
    split = data[:33] + pieces + chunk(b"IEND", b"")
    assert picture_of(put(tmp_path, "a.png", split)).raster.data == whole


def test_an_opaque_alpha_channel_is_dropped(tmp_path: Path) -> None:
    image = screenshot()
    page = picture_of(put(tmp_path, "a.png", packed(image.convert("RGBA"), "PNG")))
    assert page.raster.alpha is None
    assert page.raster.channels == 3
    assert seen(page).tobytes() == image.tobytes()


def filtered(image: Image.Image, kinds: list[int]) -> bytes:
    """Filter an image's rows by hand, each by its own kind."""
    step = len(image.getbands())
    stride, raw, out = image.width * step, image.tobytes(), b""
    for row in range(image.height):
        line = raw[row * stride : (row + 1) * stride]
        above = raw[(row - 1) * stride : row * stride] if row else bytes(stride)
        kind = kinds[row % len(kinds)]
        out += bytes((kind,)) + bytes((line[at] - _guess(kind, line, above, at, step)) & 255 for at in range(stride))
    return out


def _guess(kind: int, line: bytes, above: bytes, at: int, step: int) -> int:
    left = line[at - step] if at >= step else 0
    corner = above[at - step] if at >= step else 0
    paeth = min((left, above[at], corner), key=lambda value: abs(left + above[at] - corner - value))
    return (0, left, above[at], (left + above[at]) // 2, paeth)[kind]


@pytest.mark.parametrize("kinds", [[0], [1], [2], [3], [4], [3, 4, 2, 1, 0], [4, 0, 3], [2, 3]])
def test_an_opaque_alpha_channel_is_dropped_under_every_row_filter(tmp_path: Path, kinds: list[int]) -> None:
    image = motley(19, 17).convert("RGBA")
    data = raw_png(size=image.size, bits=8, colour=6, rows=filtered(image, kinds))
    page = picture_of(put(tmp_path, "a.png", data))
    assert (page.raster.channels, page.raster.alpha) == (3, None)
    assert seen(page).tobytes() == image.convert("RGB").tobytes()


@pytest.mark.parametrize("kinds", [[0], [1], [2], [3], [4], [3, 4, 2, 1, 0]])
@pytest.mark.parametrize("spot", [(0, 0), (18, 0), (0, 9), (7, 16)])
def test_a_single_see_through_pixel_is_not_lost(tmp_path: Path, kinds: list[int], spot: tuple[int, int]) -> None:
    image = motley(19, 17).convert("RGBA")
    image.putpixel(spot, (1, 2, 3, 254))
    page = picture_of(put(tmp_path, "a.png", raw_png(size=image.size, bits=8, colour=6, rows=filtered(image, kinds))))
    assert page.raster.alpha is not None
    assert image_of(page.raster.alpha).tobytes() == image.getchannel("A").tobytes()


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_an_alpha_channel_becomes_a_raster_of_its_own(tmp_path: Path, mode: str) -> None:
    image = motley(mode=mode)
    page = picture_of(put(tmp_path, "a.png", packed(image, "PNG")))
    assert page.raster.alpha is not None
    assert image_of(page.raster.alpha).tobytes() == image.getchannel("A").tobytes()
    base = image.convert("RGB") if mode == "RGBA" else image.getchannel("L")
    assert image_of(page.raster).convert(base.mode).tobytes() == base.tobytes()


def test_a_palette_with_transparency_keeps_its_data(tmp_path: Path) -> None:
    image = motley(mode="P")
    table = bytes(255 - index * 3 for index in range(64))
    data = packed(image, "PNG", transparency=table)
    page = picture_of(put(tmp_path, "a.png", data))
    assert page.raster.data == b"".join(body for kind, body in chunks_of(data) if kind == b"IDAT")
    assert page.raster.alpha is not None
    assert image_of(page.raster.alpha).tobytes() == bytes(table[index] for index in image.tobytes())


def test_a_colour_key_becomes_transparency(tmp_path: Path) -> None:
    image = screenshot(100, 60)
    page = picture_of(put(tmp_path, "a.png", packed(image, "PNG", transparency=(245, 245, 245))))
    assert page.raster.alpha is not None
    keyed = bytes(0 if pixel == (245, 245, 245) else 255 for pixel in image.get_flattened_data())
    assert image_of(page.raster.alpha).tobytes() == keyed


@pytest.mark.parametrize(("colour", "bits"), [(0, 1), (0, 8), (2, 8), (3, 4), (6, 8)])
def test_interlaced_pictures_come_out_right(tmp_path: Path, colour: int, bits: int) -> None:
    data = _interlaced(colour, bits)
    page = picture_of(put(tmp_path, "a.png", data))
    with Image.open(tmp_path / "a.png") as expected:
        paper = Image.new("RGBA", expected.size, "white")
        paper.alpha_composite(expected.convert("RGBA"))
    assert seen(page).tobytes() == paper.convert("RGB").tobytes()


def _interlaced(colour: int, bits: int, size: tuple[int, int] = (21, 13)) -> bytes:
    channels = {0: 1, 2: 3, 3: 1, 6: 4}[colour]
    rows = b""
    for x, y, dx, dy in (
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    ):
        width, height = -(-(size[0] - x) // dx), -(-(size[1] - y) // dy)
        stride = (width * channels * bits + 7) // 8
        rows += b"".join(b"\0" + bytes((r * 29 + c * 13 + x) & 255 for c in range(stride)) for r in range(height))
    body = chunk(b"IHDR", struct.pack(">IIBBBBB", *size, bits, colour, 0, 0, 1))
    if colour == 3:
        body += chunk(b"PLTE", bytes(value * 5 % 256 for value in range(48)))
    return b"\x89PNG\r\n\x1a\n" + body + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def test_data_beyond_the_last_row_are_packed_anew(tmp_path: Path) -> None:
    rows = b"".join(b"\0" + bytes(range(row, row + 9)) for row in range(4)) + b"secret" * 9
    page = picture_of(put(tmp_path, "a.png", raw_png(size=(9, 4), bits=8, colour=0, rows=rows)))
    assert seen(page).convert("L").tobytes() == b"".join(bytes(range(row, row + 9)) for row in range(4))
    assert b"secret" not in zlib.decompress(page.raster.data)


def test_bytes_behind_the_pixel_stream_are_cut_off(tmp_path: Path) -> None:
    data = packed(screenshot(), "PNG")
    whole = b"".join(body for kind, body in chunks_of(data) if kind == b"IDAT")
    padded = data[:33] + chunk(b"IDAT", whole + b"GPS 31.2 N") + chunk(b"IEND", b"")
    assert picture_of(put(tmp_path, "a.png", padded)).raster.data == whole


def test_a_profile_stays_and_other_metadata_go(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = packed(screenshot(), "PNG", icc_profile=profile)
    data = with_chunk(data, b"tEXt", b"Author\0Wang Xiaoming")
    page = picture_of(put(tmp_path, "a.png", data))
    assert page.raster.icc == profile
    assert b"Xiaoming" not in page.raster.data


def test_a_profile_of_the_wrong_kind_is_dropped(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = with_chunk(packed(motley(mode="L"), "PNG"), b"iCCP", b"x\0\0" + zlib.compress(profile))
    assert picture_of(put(tmp_path, "a.png", data)).raster.icc is None


def test_orientation_in_exif_is_honoured(tmp_path: Path) -> None:
    image = motley()
    exif = Image.Exif()
    exif[0x0112] = 6
    page = picture_of(put(tmp_path, "a.png", packed(image, "PNG", exif=exif)))
    assert page.orientation == 6
    assert seen(page).tobytes() == image.transpose(Image.Transpose.ROTATE_270).tobytes()


def test_an_animation_is_reported(tmp_path: Path) -> None:
    frames = [motley(seed=seed) for seed in range(3)]
    data = packed(frames[0], "PNG", save_all=True, append_images=frames[1:])
    with open_original(put(tmp_path, "a.png", data), name="a.png") as opened:
        assert [finding.code for finding in opened.findings] == ["animation"]
        page = opened.page(0, UNTOUCHED)
    assert seen(page).tobytes() == frames[0].tobytes()
