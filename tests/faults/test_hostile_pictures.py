"""Broken, cut and monstrous pictures: an InputError that names the file, fast, in little memory, never a traceback."""

import io
import json
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.imaging.picture_files import UNTOUCHED, motley, packed, put

from evidence_desk.domain.edits import PageRecipe
from evidence_desk.domain.geometry import Box
from evidence_desk.errors import InputError
from evidence_desk.imaging import open_original

HEIC = Path(__file__).parents[2] / "resources" / "samples" / "jd-missing-item" / "packing.heic"
ANY = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@cache
def whole(form: str) -> bytes:
    image = motley(80, 60)
    options: dict[str, Any] = {
        "TIFF": {"save_all": True, "append_images": [motley(40, 30)], "compression": "tiff_deflate"},
        "GIF": {"save_all": True, "append_images": [motley(80, 60, seed=2)]},
        "PNG-A": {},
    }.get(form, {})
    if form == "PNG-A":
        return packed(motley(80, 60, mode="RGBA"), "PNG")
    return packed(image, form, **options)


def try_all(path: Path, name: str) -> None:
    """Everything a caller may do with a file."""
    with open_original(path, name=name) as opened:
        opened.prove()
        for index in range(opened.page_count):
            opened.page(index, UNTOUCHED)
            opened.page(index, PageRecipe(crop=Box(0.1, 0.1, 0.5, 0.5), turn=90))


@pytest.mark.parametrize("form", ["PNG", "PNG-A", "JPEG"])
@ANY
@given(share=st.floats(0, 0.9999))
def test_a_cut_file_is_always_noticed(tmp_path: Path, form: str, share: float) -> None:
    data = whole(form)
    path = put(tmp_path, "cut", data[: int(len(data) * share)])
    with pytest.raises(InputError) as caught:
        try_all(path, "截图.png")
    assert caught.value.problems[0].file == "截图.png"
    assert caught.value.problems[0].hint.zh


@pytest.mark.parametrize("form", ["WEBP", "GIF", "BMP", "TIFF", "AVIF"])
@ANY
@given(share=st.floats(0, 0.9999))
def test_a_cut_file_gives_a_page_or_a_plain_error(tmp_path: Path, form: str, share: float) -> None:
    data = whole(form)
    path = put(tmp_path, "cut", data[: int(len(data) * share)])
    with suppress(InputError):  # anything else is a fault of ours
        try_all(path, f"a.{form.lower()}")


@pytest.mark.parametrize("form", ["WEBP", "GIF", "BMP", "TIFF", "AVIF"])
@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_half_a_file_is_refused(tmp_path: Path, form: str, share: float) -> None:
    data = packed(motley(80, 60), form)
    with pytest.raises(InputError):
        try_all(put(tmp_path, "cut", data[: int(len(data) * share)]), f"a.{form.lower()}")


@pytest.mark.parametrize("form", ["PNG", "PNG-A"])
@ANY
@given(data=st.data())
def test_a_flipped_byte_of_a_png_is_always_noticed(tmp_path: Path, form: str, data: st.DataObject) -> None:
    good = whole(form)
    at = data.draw(st.integers(0, len(good) - 1))
    flipped = good[:at] + bytes((good[at] ^ data.draw(st.integers(1, 255)),)) + good[at + 1 :]
    with pytest.raises(InputError):
        try_all(put(tmp_path, "flipped", flipped), "a.png")


@pytest.mark.parametrize("form", ["JPEG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"])
@ANY
@given(data=st.data())
def test_flipped_bytes_give_a_page_or_a_plain_error(tmp_path: Path, form: str, data: st.DataObject) -> None:
    broken = bytearray(whole(form))
    for _ in range(data.draw(st.integers(1, 6))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    with suppress(InputError):  # anything else is a fault of ours
        try_all(put(tmp_path, "flipped", bytes(broken)), f"a.{form.lower()}")


@pytest.mark.parametrize("share", [0.05, 0.3, 0.7, 0.97])
def test_a_cut_heic_is_refused(tmp_path: Path, share: float) -> None:
    data = HEIC.read_bytes()
    with pytest.raises(InputError):
        try_all(put(tmp_path, "a.heic", data[: int(len(data) * share)]), "a.heic")


@ANY
@given(
    noise=st.binary(min_size=1, max_size=400),
    head=st.sampled_from([0, 2, 4, 8, 12, 16, 30]),
    form=st.sampled_from(["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"]),
)
def test_noise_behind_a_known_beginning_is_refused_plainly(tmp_path: Path, noise: bytes, head: int, form: str) -> None:
    with suppress(InputError):  # anything else is a fault of ours
        try_all(put(tmp_path, "noise", whole(form)[:head] + noise), f"a.{form.lower()}")


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, *, idat: bytes, extra: bytes = b"", colour: int = 2) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + extra + chunk(b"IDAT", idat) + chunk(b"IEND", b"")


@cache
def flood() -> bytes:
    """A quarter of a flood of nothing."""
    engine = zlib.compressobj(1)
    block = bytes(1 << 20)
    return b"".join(engine.compress(block) for _ in range(256)) + engine.flush()


def many_page_tiff() -> bytes:
    page = packed(Image.new("1", (8, 8)), "TIFF")
    (first,) = struct.unpack_from("<I", page, 4)
    (count,) = struct.unpack_from("<H", page, first)
    size = 2 + 12 * count + 4
    directory = page[first : first + size - 4]
    start = len(page) + len(page) % 2
    out = bytearray(page.ljust(start, b"\0"))
    struct.pack_into("<I", out, 4, start)
    for index in range(20_000):
        out += directory + struct.pack("<I", start + (index + 1) * size)
    return bytes(out)


def wide_tiff() -> bytes:
    data = bytearray(packed(Image.new("1", (8, 8)), "TIFF", compression="group4"))
    (first,) = struct.unpack_from("<I", data, 4)
    for index in range(struct.unpack_from("<H", data, first)[0]):
        at = first + 2 + 12 * index
        if struct.unpack_from("<H", data, at)[0] in (256, 257):
            struct.pack_into("<HHII", data, at, struct.unpack_from("<H", data, at)[0], 4, 1, 60_000)
    return bytes(data)


def circular_tiff() -> bytes:
    data = bytearray(packed(Image.new("1", (8, 8)), "TIFF"))
    (first,) = struct.unpack_from("<I", data, 4)
    (count,) = struct.unpack_from("<H", data, first)
    struct.pack_into("<I", data, first + 2 + 12 * count, first)
    return bytes(data)


def patched(form: str, at: int, new: bytes, **options: Any) -> bytes:
    data = packed(motley(64, 48), form, **options)
    return data[:at] + new + data[at + len(new) :]


def tall_jpeg() -> bytes:
    data = packed(motley(64, 48), "JPEG")
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + struct.pack(">HH", 65_535, 65_535) + data[at + 4 :]


def many_scans() -> bytes:
    data = packed(motley(64, 48), "JPEG", progressive=True)
    scan = data.rindex(b"\xff\xda")
    return data[:-2] + data[scan:-2] * 20_000 + b"\xff\xd9"


REFUSED: dict[str, Callable[[], bytes]] = {
    "60000 x 60000.png": lambda: png(60_000, 60_000, idat=zlib.compress(bytes(3000))),
    "one long row.png": lambda: png(2_000_000_000, 1, idat=zlib.compress(bytes(3000))),
    "no height.png": lambda: png(10, 0, idat=zlib.compress(bytes(3000))),
    "many pages.tif": many_page_tiff,
    "wide.tif": wide_tiff,
    "circle.tif": circular_tiff,
    "wide.gif": lambda: patched("GIF", 6, struct.pack("<HH", 65_535, 65_535)),
    "wide.bmp": lambda: patched("BMP", 18, struct.pack("<ii", 60_000, 60_000)),
    "wide.webp": lambda: patched("WEBP", 26, struct.pack("<HH", 16_383, 16_383)),
    "wide lossless.webp": lambda: patched("WEBP", 21, struct.pack("<I", 0x0FFF_FFFF), lossless=True),
    "wide.jpg": tall_jpeg,
    "a thousand scans.jpg": many_scans,
}
SHOWN: dict[str, Callable[[], bytes]] = {
    "profile of a flood.png": lambda: png(
        9, 9, idat=zlib.compress(bytes(9 * 28)), extra=chunk(b"iCCP", b"x\0\0" + flood())
    ),
    "text of a flood.png": lambda: png(
        9, 9, idat=zlib.compress(bytes(9 * 28)), extra=chunk(b"zTXt", b"x\0\0" + flood()) * 3
    ),
    "pixels of a flood.png": lambda: png(9, 9, idat=flood()),
}

_TRIAL = """
import json, resource, sys, time
from pathlib import Path
from evidence_desk.domain.edits import PageRecipe
from evidence_desk.errors import InputError
from evidence_desk.imaging import open_original
for warm in sys.argv[2:]:
    with open_original(Path(warm), name=warm) as opened:
        opened.page(0, PageRecipe())
before, start, said = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter(), ""
try:
    with open_original(Path(sys.argv[1]), name="bomb") as opened:
        opened.prove()
        opened.page(0, PageRecipe())
except InputError as error:
    said = error.problems[0].message.zh
spent = time.perf_counter() - start
print(json.dumps([said, spent, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="peak memory of a process is read with the resource module")
@pytest.mark.parametrize("name", [*REFUSED, *SHOWN])
def test_a_bomb_costs_neither_time_nor_memory(tmp_path: Path, name: str) -> None:
    bomb = put(tmp_path, "bomb" + Path(name).suffix, {**REFUSED, **SHOWN}[name]())
    # the decoder's own libraries are loaded first, so that only the bomb's cost is measured
    form = {".tif": "TIFF", ".jpg": "JPEG"}.get(bomb.suffix, bomb.suffix[1:].upper())
    warm = put(tmp_path, "warm" + bomb.suffix, packed(motley(64, 48), form))
    alpha = put(tmp_path, "alpha.png", packed(motley(64, 48, mode="RGBA"), "PNG"))
    done = subprocess.run(
        [sys.executable, "-c", _TRIAL, str(bomb), str(warm), str(alpha)], capture_output=True, check=True, timeout=60
    )
    said, seconds, grown = json.loads(done.stdout)
    assert bool(said) == (name in REFUSED)
    assert seconds < 1
    assert grown < 50


def test_memory_that_runs_out_is_said_plainly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def starve(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", starve)
    with pytest.raises(InputError) as caught:
        try_all(put(tmp_path, "a.bmp", packed(motley(), "BMP")), "a.bmp")
    assert "内存" in caught.value.problems[0].message.zh


def test_process_wide_limits_stay_as_they_were(tmp_path: Path) -> None:
    from PIL import ImageFile

    before = (Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES)
    for form in ("PNG", "JPEG", "TIFF"):
        try_all(put(tmp_path, "a", whole(form)), "a")
    assert before == (Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES)


def test_a_photo_of_108_megapixels_is_taken_without_a_warning(tmp_path: Path) -> None:
    """Pillow warns from 89 megapixels on, and warnings are errors here."""
    out = io.BytesIO()
    Image.new("L", (12_000, 9_000), 90).save(out, "JPEG", quality=20)
    with open_original(put(tmp_path, "a.jpg", out.getvalue()), name="a.jpg") as opened:
        opened.prove()
        assert opened.page(0, UNTOUCHED).look.width == 12_000
