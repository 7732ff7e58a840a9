"""Pictures of every format come out as they went in: untouched data, right way up, right colours, nothing private."""

import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Name
from PIL import Image, ImageChops
from tests.journeys.case_folders import Item, build, motley, said, write_case
from tests.journeys.conftest import SAMPLES, Samples
from tests.journeys.judges import decode, everything_inside, pictures_on, render

from evidence_desk.bootstrap import sample_folder


def one_picture(folder: Path, name: str, **item: Any) -> dict[str, Any]:
    """Build a case of one file; give the report."""
    write_case(folder, [{"id": "one", "files": [name], "kind": "tracking_trace", **item}], statement="见证据。")
    return build(folder)


def drawn(report: dict[str, Any], *, page: int = 0) -> Image.Image:
    """Draw the first (or `page`th further) page of the only exhibit and cut the picture out of it."""
    path, number = Path(report["packet"]), report["exhibits"][0]["first_page"] + page
    sheet = render(path, number, scale=2)
    # below the slip and above the foot; a picture smaller than the leaf stands on white
    return sheet.crop((100, 220, sheet.width - 100, sheet.height - 130))


def colours_at(image: Image.Image, *shares: tuple[float, float]) -> list[tuple[int, ...]]:
    """Find the picture on white paper and give its colours at shares of its width and height."""
    box = (
        ImageChops.difference(image, Image.new("RGB", image.size, "white"))
        .convert("L")
        .point(lambda v: 255 * (v > 60))
        .getbbox()
    )
    assert box
    left, top, right, bottom = box
    found = []
    for x, y in shares:
        value = image.getpixel((left + round((right - left) * x), top + round((bottom - top) * y)))
        assert isinstance(value, tuple)
        found.append(value)
    return found


def near(one: tuple[int, ...], other: tuple[int, ...], *, by: int = 26) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


QUARTERS = ((0.2, 0.2), (0.8, 0.2), (0.2, 0.8), (0.75, 0.75))
RED, GREEN, BLUE, YELLOW = (220, 30, 40), (20, 160, 60), (30, 60, 210), (250, 220, 0)


@pytest.mark.parametrize(
    ("mode", "options"),
    [
        ("RGB", {}),
        ("L", {}),
        ("1", {}),
        ("P", {}),
        ("RGB", {"icc_profile": "srgb"}),
        ("P", {"bits": 4}),
    ],
    ids=["rgb", "grey", "black and white", "palette", "profile", "four bits"],
)
def test_png_pixels_go_through_untouched(tmp_path: Path, mode: str, options: dict[str, Any]) -> None:
    image = motley(300, 500).quantize(14) if mode == "P" else motley(300, 500).convert(mode)
    if "icc_profile" in options:
        from PIL import ImageCms

        options = {"icc_profile": ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()}
    folder = tmp_path / "case"
    folder.mkdir()
    image.save(folder / "a.png", **options)
    report = one_picture(folder, "a.png")
    with pikepdf.open(report["packet"]) as pdf:
        (inside,) = pictures_on(pdf, report["exhibits"][0]["first_page"])
        assert decode(inside).convert("RGB").tobytes() == image.convert("RGB").tobytes()


def scan_of(jpeg: bytes) -> bytes:
    """Give a JPEG's compressed pixels: all from its start of scan on."""
    at = 2
    while jpeg[at + 1] != 0xDA:
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    return jpeg[at:]


def photo_with_secrets() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "SecretPhone"
    exif[0x0132] = "2024:11:04 11:06:00"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (30.0, 15.0, 44.4)
    gps[29] = "1987:06:05"
    out = io.BytesIO()
    motley(640, 480).save(out, "JPEG", quality=88, exif=exif, comment=b"taken at the secret place")
    return out.getvalue()


def test_jpeg_pixels_go_through_and_exif_gps_and_comments_do_not(tmp_path: Path) -> None:
    data = photo_with_secrets()
    for secret in (b"SecretPhone", b"1987:06:05", b"secret place", b"Exif"):
        assert secret in data
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "photo.jpg").write_bytes(data)
    report = one_picture(folder, "photo.jpg")
    with pikepdf.open(report["packet"]) as pdf:
        (inside,) = pictures_on(pdf, report["exhibits"][0]["first_page"])
        raw = inside.read_raw_bytes()
        assert inside.Filter == Name.DCTDecode
        assert scan_of(raw) == scan_of(data)
        with Image.open(io.BytesIO(data)) as original:
            assert decode(inside).tobytes() == original.tobytes()
    whole = everything_inside(Path(report["packet"]))
    for secret in (b"SecretPhone", b"1987:06:05", b"secret place", b"Exif\0\0"):
        assert secret not in whole


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda one: one.name)
def test_each_unedited_picture_of_a_sample_is_inside_untouched(samples: Samples, sample: Path) -> None:
    import tomllib

    built = samples.get(sample, "platform")
    case = tomllib.loads((sample / "case.toml").read_text(encoding="utf-8"))
    compared = 0
    with pikepdf.open(built.packet.path) as pdf:
        for item in case["evidence"]:
            touching = [e for e in item.get("edits", []) if e["type"] in ("redact", "crop")]
            if touching or not item.get("include", True):
                continue
            names = [name for name in item["files"] if name.endswith((".png", ".jpg"))]
            exhibit = next(one for one in built.report["exhibits"] if one["id"] == item["id"])
            span = range(exhibit["first_page"], exhibit["first_page"] + exhibit["pages"])
            inside = {one.objgen: one for page in span for one in pictures_on(pdf, page)}
            decoded = [decode(one).convert("RGB") for one in inside.values()]
            for name in names:
                with Image.open(sample / name) as original:
                    wanted = original.convert("RGB")
                assert any(one.size == wanted.size and one.tobytes() == wanted.tobytes() for one in decoded), name
                compared += 1
    assert compared >= 1


def saved(image: Image.Image, form: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


FORMS: dict[str, tuple[str, dict[str, Any]]] = {
    "a.png": ("PNG", {}),
    "a.jpg": ("JPEG", {"quality": 92}),
    "progressive.jpg": ("JPEG", {"quality": 92, "progressive": True}),
    "a.webp": ("WEBP", {"quality": 92}),
    "lossless.webp": ("WEBP", {"lossless": True}),
    "a.gif": ("GIF", {}),
    "a.bmp": ("BMP", {}),
    "a.tiff": ("TIFF", {"compression": "tiff_lzw"}),
    "a.avif": ("AVIF", {"quality": 90}),
}


@pytest.mark.parametrize(("name", "form"), FORMS.items(), ids=FORMS)
def test_every_format_shows_its_colours_in_their_places(
    tmp_path: Path, name: str, form: tuple[str, dict[str, Any]]
) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / name).write_bytes(saved(motley(600, 450), form[0], **form[1]))
    report = one_picture(folder, name)
    for seen, wanted in zip(colours_at(drawn(report), *QUARTERS), (RED, GREEN, BLUE, YELLOW), strict=True):
        assert near(seen, wanted), (seen, wanted)


def test_cmyk_comes_out_in_its_colours(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "print.jpg").write_bytes(saved(motley(600, 450).convert("CMYK"), "JPEG", quality=95))
    seen = colours_at(drawn(one_picture(folder, "print.jpg")), *QUARTERS)
    # no profile: what counts is that nothing is inverted and no channel swapped
    for colour, (strong, weak) in zip(seen, ((0, 1), (1, 0), (2, 0), (0, 2)), strict=True):
        assert colour[strong] > colour[weak] + 60, seen


def test_sixteen_bits_are_neither_cut_nor_swapped(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    ramp = [x * 65535 // 599 for _ in range(450) for x in range(600)]
    image = Image.frombytes("I;16", (600, 450), b"".join(value.to_bytes(2, "little") for value in ramp))
    image.save(folder / "deep.png")
    seen = drawn(one_picture(folder, "deep.png"))
    row = seen.convert("L").crop((0, 60, seen.width, 61)).tobytes()
    dark = row.index(min(row))
    steps = row[dark + 3 : dark + 500 : 40]
    assert list(steps) == sorted(steps)
    assert steps[-1] - steps[0] > 90


@pytest.mark.parametrize(
    ("form", "orientation"),
    # the other formats share the turning; two directions tell whether they reach it
    [*(("JPEG", one) for one in range(1, 9)), *((form, one) for form in ("PNG", "TIFF", "WEBP") for one in (3, 6))],
)
def test_exif_orientation_is_obeyed(tmp_path: Path, form: str, orientation: int) -> None:
    upright = motley(600, 450)
    back = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }.get(orientation)
    stored = upright.transpose(back) if back is not None else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    folder = tmp_path / "case"
    folder.mkdir()
    name = f"turned.{form.lower()}"
    (folder / name).write_bytes(saved(stored, form, exif=exif))
    for seen, wanted in zip(
        colours_at(drawn(one_picture(folder, name)), *QUARTERS), (RED, GREEN, BLUE, YELLOW), strict=True
    ):
        assert near(seen, wanted), (seen, wanted)


def test_all_pages_of_a_tiff_are_shown(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    pages = [Image.new("RGB", (500, 700), colour) for colour in ("#c00000", "#00a000", "#0000c0")]
    pages[0].save(folder / "fax.tif", save_all=True, append_images=pages[1:])
    report = one_picture(folder, "fax.tif")
    path, exhibit = Path(report["packet"]), report["exhibits"][0]
    seen = []
    for page in range(exhibit["first_page"], exhibit["first_page"] + exhibit["pages"]):
        sheet = render(path, page)
        seen += [
            colour for _, colour in sheet.getcolors(1 << 20) or [] if colour in ((192, 0, 0), (0, 160, 0), (0, 0, 192))
        ]
    assert sorted(seen) == [(0, 0, 192), (0, 160, 0), (192, 0, 0)]


def test_only_the_first_frame_of_an_animation_is_shown_and_it_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    frames = [Image.new("P", (300, 300), 1), Image.new("P", (300, 300), 2)]
    for frame in frames:
        frame.putpalette([255, 255, 255, 200, 0, 0, 0, 0, 200])
    frames[0].save(folder / "moving.gif", save_all=True, append_images=frames[1:], duration=100)
    report = one_picture(folder, "moving.gif")
    assert said(report, "animation")
    (colour,) = colours_at(drawn(report), (0.5, 0.5))
    assert near(colour, (200, 0, 0))


def test_transparency_shows_paper_and_not_what_lies_beneath(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    image = Image.new("RGBA", (400, 400), (255, 0, 0, 0))
    image.paste((0, 0, 200, 255), (0, 0, 400, 100))
    image.paste((0, 160, 0, 255), (0, 300, 400, 400))
    image.save(folder / "clear.png")
    top, middle, bottom = colours_at(drawn(one_picture(folder, "clear.png")), (0.5, 0.1), (0.5, 0.5), (0.5, 0.9))
    assert near(top, (0, 0, 200))
    assert near(middle, (255, 255, 255))
    assert near(bottom, (0, 160, 0))


def test_the_samples_heic_photo_is_shown(samples: Samples) -> None:
    built = samples.get(sample_folder() / "jd-missing-item", "platform")
    exhibit = next(one for one in built.report["exhibits"] if "packing.heic" in one["files"])
    sheet = render(built.packet.path, exhibit["first_page"])
    assert len(sheet.crop((60, 140, 530, 760)).getcolors(1 << 20) or []) > 5000


def test_a_wrong_ending_is_fine_and_said(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "really_png.jpg").write_bytes(saved(motley(600, 450), "PNG"))
    report = one_picture(folder, "really_png.jpg")
    assert said(report, "wrong_ending")
    for seen, wanted in zip(colours_at(drawn(report), *QUARTERS), (RED, GREEN, BLUE, YELLOW), strict=True):
        assert near(seen, wanted)


def test_a_picture_used_by_two_exhibits_is_in_the_file_once(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    noise = Image.effect_noise((500, 700), 90)
    noise.save(folder / "a.png")
    size = (folder / "a.png").stat().st_size
    items: list[Item] = [{"id": one, "files": ["a.png"], "kind": "tracking_trace"} for one in ("one", "two")]
    assert build(write_case(folder, items))["bytes"] < size * 1.8
