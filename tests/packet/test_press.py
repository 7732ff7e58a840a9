"""The press: pixels identical in every form, turned as the camera held them, text from our own fonts."""

import zlib
from collections.abc import Callable
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pytest
from pikepdf import Name, Pdf, PdfImage
from PIL import Image, ImageCms, ImageOps
from tests.packet.making import (
    CORNERS,
    Workbench,
    cornered,
    document,
    exhibit,
    file_of,
    images_of,
    large,
    page_texts,
    picture,
    plan_of,
    raster_of,
    render,
    solid,
)

from evidence_desk.domain.edits import BoxMark, PageRecipe
from evidence_desk.domain.geometry import Box
from evidence_desk.domain.packet import PacketPlan, Part
from evidence_desk.domain.picture import Encoding, PageContent, PageLook, PicturePage, Raster
from evidence_desk.packet.leaves import A4

ONLY_EXHIBITS = frozenset({Part.EXHIBITS})


def bind_alone(bench: Workbench, *pages: PageContent, **more: Any) -> Path:
    """Bind one exhibit of these pages and nothing else."""
    plan = plan_of(exhibit(1, file_of(len(pages), **more)), parts=ONLY_EXHIBITS)
    return bench.bind(plan, [[pages]]).path


def page_of(raster: Raster) -> PicturePage:
    return PicturePage(PageLook("picture", raster.width, raster.height), raster)


def png_rows(image: Image.Image) -> bytes:
    """Pack rows each led by a PNG filter byte: none, sub and up in turn."""
    channels = len(image.getbands())
    stride = image.width * channels
    data = image.tobytes()
    rows, above = [], bytes(stride)
    for number in range(image.height):
        row = data[number * stride : (number + 1) * stride]
        left = bytes(channels) + row[:-channels]
        before = (bytes(stride), left, above)[number % 3]
        rows.append(bytes([number % 3]) + bytes((a - b) % 256 for a, b in zip(row, before, strict=True)))
        above = row
    return zlib.compress(b"".join(rows))


def motley(mode: str) -> Image.Image:
    image = cornered(41, 29)
    image.putpixel((20, 14), (1, 2, 3))
    return image.quantize(13) if mode == "P" else image.convert(mode)


def image_in(path: Path) -> Any:
    with Pdf.open(path) as pdf:
        (stream,) = images_of(pdf, 1)
        return PdfImage(stream).as_pil_image()


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_plain_rows_come_out_as_they_went_in(bench: Workbench, mode: str) -> None:
    image = motley(mode)
    found = image_in(bind_alone(bench, page_of(raster_of(image))))
    assert (found.mode, found.size, found.tobytes()) == (image.mode, image.size, image.tobytes())


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_filtered_png_rows_come_out_as_they_went_in(bench: Workbench, mode: str) -> None:
    image = motley(mode)
    channels: Any = len(image.getbands())
    raster = Raster(*image.size, Encoding.PNG, channels, 8, png_rows(image))
    found = image_in(bind_alone(bench, page_of(raster)))
    assert (found.mode, found.tobytes()) == (image.mode, image.tobytes())


@pytest.mark.parametrize("icc", [None, ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()])
def test_a_palette_comes_out_with_its_colours(bench: Workbench, icc: bytes | None) -> None:
    image = motley("P")
    palette = image.getpalette()
    assert palette
    raster = raster_of(image, palette=bytes(palette), icc=icc)
    path = bind_alone(bench, page_of(raster))
    with Pdf.open(path) as pdf:
        (stream,) = images_of(pdf, 1)
        assert stream.ColorSpace[0] == Name.Indexed
        assert bytes(stream.ColorSpace[3]) == bytes(palette)
        assert stream.read_bytes() == image.tobytes()
    seen = render(path, 1, scale=4).getcolors(1 << 24)
    assert seen
    shown = {color for _, color in seen}
    assert {tuple(palette[place * 3 : place * 3 + 3]) for place in range(len(palette) // 3)} <= shown


@pytest.mark.parametrize("bits", [1, 2, 4])
def test_few_bits_a_pixel_stay_packed(bench: Workbench, bits: Any) -> None:
    data = bytes(range(7, 7 + 3 * 5))
    raster = Raster(16 // bits, 5, Encoding.DEFLATE, 1, bits, zlib.compress(data[:10]))
    with Pdf.open(bind_alone(bench, page_of(raster))) as pdf:
        (stream,) = images_of(pdf, 1)
        assert (stream.BitsPerComponent, stream.read_bytes()) == (bits, data[:10])


def test_sixteen_bits_a_channel_survive_in_a_version_that_knows_them(bench: Workbench) -> None:
    data = bytes(range(2 * 3 * 6 * 4))
    path = bind_alone(bench, page_of(Raster(6, 4, Encoding.DEFLATE, 3, 16, zlib.compress(data))))
    with Pdf.open(path) as pdf:
        (stream,) = images_of(pdf, 1)
        assert int(stream.BitsPerComponent) == 16
        assert stream.read_bytes() == data
        assert pdf.pdf_version >= "1.5"


def test_alpha_is_a_mask_of_its_own_and_shows_the_paper_through(bench: Workbench) -> None:
    image = Image.new("RGB", (60, 40), (200, 0, 0))
    alpha = Image.new("L", (60, 40), 255)
    alpha.paste(0, (0, 0, 30, 40))
    path = bind_alone(bench, page_of(raster_of(image, alpha=raster_of(alpha))))
    with Pdf.open(path) as pdf:
        (stream,) = images_of(pdf, 1)
        assert stream.SMask.ColorSpace == Name.DeviceGray
        assert stream.SMask.read_bytes() == alpha.tobytes()
        assert stream.read_bytes() == image.tobytes()
    colors = {color for _, color in render(path, 1).getcolors(1 << 24) or []}
    assert (200, 0, 0) in colors
    assert (255, 255, 255) in colors


def test_a_colour_profile_goes_along_unchanged_and_once(bench: Workbench) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    pages = [page_of(raster_of(cornered(50 + place, 40), icc=profile)) for place in range(2)]
    with Pdf.open(bind_alone(bench, *pages)) as pdf:
        spaces = [image.ColorSpace for image in images_of(pdf, 1)]
        assert [space[0] for space in spaces] == [Name.ICCBased] * 2
        assert [space[1].N for space in spaces] == [3, 3]
        assert spaces[0][1].read_bytes() == profile
        assert spaces[0][1].objgen == spaces[1][1].objgen


def jpeg(image: Image.Image, folder: Path) -> bytes:
    path = folder / "a.jpg"
    image.save(path, quality=95, subsampling=0)
    return path.read_bytes()


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_a_jpeg_is_inside_byte_for_byte(bench: Workbench, tmp_path: Path, mode: str) -> None:
    data = jpeg(motley(mode), tmp_path)
    channels: Any = len(motley(mode).getbands())
    raster = Raster(41, 29, Encoding.JPEG, channels, 8, data, inverted=mode == "CMYK")
    with Pdf.open(bind_alone(bench, page_of(raster))) as pdf:
        (stream,) = images_of(pdf, 1)
        assert stream.read_raw_bytes() == data
        assert ("/Decode" in stream) == (mode == "CMYK")


def test_an_inverted_cmyk_jpeg_shows_its_true_colours(bench: Workbench, tmp_path: Path) -> None:
    # Pillow writes Adobe's inverted form, as Photoshop does
    data = jpeg(Image.new("CMYK", (60, 40), (0, 255, 255, 0)), tmp_path)
    path = bind_alone(bench, page_of(Raster(60, 40, Encoding.JPEG, 4, 8, data, inverted=True)))
    red = [
        count
        for count, color in render(path, 1).getcolors(1 << 24) or []
        if rgb(color)[0] > 180 and max(rgb(color)[1:]) < 90
    ]
    assert sum(red) > 60 * 40 * 4 * 0.9


def rgb(color: object) -> tuple[int, int, int]:
    assert isinstance(color, tuple)
    return color[0], color[1], color[2]


STORED: dict[int, Callable[[Image.Image], Image.Image]] = {
    1: lambda image: image,
    2: ImageOps.mirror,
    3: lambda image: image.rotate(180),
    4: ImageOps.flip,
    5: lambda image: image.transpose(Image.Transpose.TRANSPOSE),
    6: lambda image: image.transpose(Image.Transpose.ROTATE_90),
    7: lambda image: image.transpose(Image.Transpose.TRANSVERSE),
    8: lambda image: image.transpose(Image.Transpose.ROTATE_270),
}


def shown_corners(page: Image.Image) -> dict[str, tuple[int, int]]:
    """Where the middle of each corner's square appears."""
    found = {}
    for corner, color in CORNERS.items():
        spots = [
            (x, y)
            for x, y in product(range(0, page.width, 4), range(0, page.height // 2, 4))
            if all(abs(a - b) < 12 for a, b in zip(rgb(page.getpixel((x, y))), color, strict=True))
        ]
        assert spots, corner
        found[corner] = (
            sum(x for x, _ in spots) // len(spots),
            sum(y for _, y in spots) // len(spots),
        )
    return found


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_shown_upright(bench: Workbench, orientation: int) -> None:
    upright = cornered(300, 200)
    stored = STORED[orientation](upright)
    path = bind_alone(bench, picture(stored, orientation))
    with Pdf.open(path) as pdf:
        (stream,) = images_of(pdf, 1)
        assert stream.read_bytes() == stored.tobytes()
    found = shown_corners(render(path, 1, scale=1))
    assert found["top left"][0] == pytest.approx(found["bottom left"][0], abs=3)
    assert found["top right"][0] == pytest.approx(found["bottom right"][0], abs=3)
    assert found["top left"][1] == pytest.approx(found["top right"][1], abs=3)
    assert found["top left"][0] + 150 < found["top right"][0]
    assert found["top left"][1] + 100 < found["bottom left"][1]


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_piece_shows_its_part_and_nothing_beyond(bench: Workbench, orientation: int) -> None:
    """Stripes of a long picture: each piece's pixels are those of its own rows."""
    upright = Image.new("RGB", (40, 400))
    for row in range(400):
        upright.paste((row // 2, 255 - row // 2, 128), (0, row, 40, row + 1))
    stored = STORED[orientation](upright)
    look = PageLook("picture", 1000, 10_000, tuple(row / 20 for row in range(1, 20)))
    page = PicturePage(look, raster_of(stored), orientation)
    sheet = render(bind_alone(bench, page), 1, scale=1)
    column = [sheet.getpixel((x, 200)) for x in range(54, 541)]
    assert len({pixel for pixel in column if isinstance(pixel, tuple) and pixel[2] == 128}) >= 3
    # the first column's rows grow steadily from 0, and the next column goes on where it ends
    edges = []
    for x in (60, 230, 400):
        rows = [sheet.getpixel((x, y)) for y in range(60, 790)]
        shades = [pixel[0] for pixel in rows if isinstance(pixel, tuple) and pixel[2] == 128]
        assert shades == sorted(shades)
        edges.append((shades[0], shades[-1]))
    assert edges[0][0] <= 2
    assert edges[2][1] >= 196
    assert all(abs(after[0] - before[1]) <= 3 for before, after in pairwise(edges))


def test_an_enlarged_spot_shows_nothing_of_the_page_around_it(bench: Workbench) -> None:
    image = Image.new("RGB", (400, 300), (255, 0, 255))
    image.paste((0, 255, 255), (100, 90, 300, 210))
    recipe = PageRecipe(magnify=(Box(0.25, 0.3, 0.5, 0.4),))
    page = render(bind_alone(bench, picture(image), recipes=[recipe]), 1, scale=1)
    counts = {rgb(color): count for count, color in page.getcolors(1 << 24) or []}
    # the whole at a point a pixel, and its middle once more enlarged
    assert counts[255, 0, 255] == pytest.approx(400 * 300 - 200 * 120, rel=0.03)
    assert counts[0, 255, 255] > 2 * 200 * 120


def test_a_document_is_inside_as_vectors_and_its_text_can_be_found(bench: Workbench) -> None:
    path = bind_alone(bench, document("Invoice-42"), document("Second-page"))
    texts = page_texts(path)
    assert "Invoice-42" in texts[0]
    assert "Second-page" in texts[1]
    with Pdf.open(path) as pdf:
        assert not images_of(pdf, 1)
    page = render(path, 1)
    green = [x for x in range(page.width) if page.getpixel((x, 1360)) == (0, 128, 0)]
    assert green
    assert min(green) > page.width / 2 - 4


def test_a_foreign_foot_outside_its_frame_is_not_taken_for_ours(bench: Workbench) -> None:
    # enlarging draws the whole page, clipped: the rest of its text lies about the leaf unseen
    feet = [(x, y, "第 9 页 / 共 9 页") for x in range(30, 350, 40) for y in range(10, 460, 12)]
    foreign = document("x", more=feet)
    recipe = PageRecipe(magnify=(Box(0.1, 0.4, 0.3, 0.1),))
    bound = bind_alone(bench, foreign, recipes=[recipe])
    assert "第1页/共1页" in page_texts(bound)[0]


def test_a_picture_shown_twice_is_in_the_file_once(bench: Workbench) -> None:
    recipe = PageRecipe(magnify=(Box(0.1, 0.1, 0.5, 0.5),))
    plan = plan_of(exhibit(1, file_of(recipes=[recipe])), exhibit(2), parts=ONLY_EXHIBITS)
    path = bench.bind(plan, [[[large()]], [[large()]]]).path
    with Pdf.open(path) as pdf:
        found = {image.objgen for number in (1, 2) for image in images_of(pdf, number)}
        assert len(found) == 1


def test_marks_are_drawn_above_the_picture_that_stays_untouched(bench: Workbench) -> None:
    image = Image.new("RGB", (300, 200), (10, 20, 30))
    recipe = PageRecipe(marks=(BoxMark(page=1, box=Box(0.25, 0.25, 0.5, 0.5), color="#ff00ff"),))
    path = bind_alone(bench, picture(image), recipes=[recipe])
    with Pdf.open(path) as pdf:
        (stream,) = images_of(pdf, 1)
        assert stream.read_bytes() == image.tobytes()
    assert (255, 0, 255) in {color for _, color in render(path, 1).getcolors(1 << 24) or []}


def all_fonts(path: Path) -> list[Any]:
    with Pdf.open(path) as pdf:
        return [
            (str(item.get("/BaseFont")), "/FontDescriptor" in item and "/FontFile2" in item.FontDescriptor)
            for item in pdf.objects
            if getattr(item, "_type_name", "") == "dictionary" and item.get("/Type") == Name.Font
        ]


@pytest.fixture
def wordy() -> PacketPlan:
    return plan_of(
        exhibit(1, title="𠮷野家发票 📦"),
        statement="【结论】𠮷野家的包裹 😀 已由 é̲ 签收。㊙ ① ½ €5 — “引文” \U00020bb7\n1. 第二段 🎉",
        draft=True,
    )


def test_only_our_own_fonts_are_used_and_all_are_embedded_as_subsets(bench: Workbench, wordy: PacketPlan) -> None:
    path = bench.bind(wordy, [[[solid()]]]).path
    fonts = all_fonts(path)
    assert fonts
    assert all(embedded for _, embedded in fonts)
    assert not any("Helvetica" in name or "Times" in name for name, _ in fonts)
    assert b"Helvetica" not in path.read_bytes()


def test_rare_characters_and_emoji_are_extracted_as_they_were_written(bench: Workbench, wordy: PacketPlan) -> None:
    bound = bench.bind(wordy, [[[solid()]]])
    text = "".join(page_texts(bound.path))
    assert "𠮷野家的包裹😀已由" in text
    assert "㊙①½€5—“引文”𠮷" in text
    assert "第二段🎉" in text
    assert "证据1𠮷野家发票📦" in text
    assert not bound.findings


def test_a_rare_character_is_drawn_and_not_blank(bench: Workbench) -> None:
    inks = []
    for char in ("𠮷", "　"):
        plan = plan_of(statement=char * 3, parts=frozenset({Part.STATEMENT}), label="")
        page = render(bench.bind(plan).path, 1, scale=3)
        area = page.crop(((50 * 3), (95 * 3), (120 * 3), (120 * 3)))
        inks.append(sum(count for count, color in area.getcolors(1 << 20) or [] if sum(rgb(color)) < 380))
    assert inks[0] > 200
    assert inks[1] == 0


def test_a_draft_says_so_on_every_page_and_nothing_else_does(bench: Workbench) -> None:
    assert all("草稿" in text for text in page_texts(bench.bind(plan_of(exhibit(1), draft=True), [[[solid()]]]).path))
    assert not any("草稿" in text for text in page_texts(bench.bind(plan_of(exhibit(1)), [[[solid()]]]).path))


def test_every_page_is_a4(bench: Workbench) -> None:
    with Pdf.open(bench.bind(plan_of(exhibit(1)), [[[solid()]]]).path) as pdf:
        for page in pdf.pages:
            assert [float(value) for value in page.mediabox] == pytest.approx([0, 0, *A4], abs=0.01)
