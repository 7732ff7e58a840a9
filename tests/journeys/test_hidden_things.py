"""What is redacted or cropped is in no byte of the packet: not in pixels, not in text, in the editions it holds for."""

import re
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageDraw
from reportlab.pdfgen.canvas import Canvas
from tests.journeys.case_folders import Item, build, write_case
from tests.journeys.judges import decode, everything_inside, look_at, pictures_on, render

SECRET = (13, 201, 87)
"""A colour that nothing else in a packet has."""

KEPT = (201, 13, 160)


def secret_picture(folder: Path, name: str = "shot.png") -> None:
    """Draw a phone screen with a secret patch at (0.2, 0.3, 0.4, 0.1) and another thing to keep below it."""
    folder.mkdir(exist_ok=True)
    image = Image.new("RGB", (500, 1000), (240, 240, 244))
    pen = ImageDraw.Draw(image)
    pen.rectangle((100, 300, 299, 399), fill=SECRET)
    pen.rectangle((100, 600, 299, 699), fill=KEPT)
    options: dict[str, Any] = {"quality": 95, "subsampling": 0} if name.endswith("jpg") else {}
    image.save(folder / name, **options)


def near(image: Image.Image, colour: tuple[int, int, int], *, by: int = 12) -> int:
    """Count the pixels about that colour."""
    counts = image.convert("RGB").getcolors(1 << 20) or []
    return sum(
        n
        for n, one in counts
        if isinstance(one, tuple) and all(abs(a - b) <= by for a, b in zip(one, colour, strict=True))
    )


def inside(report: dict[str, Any]) -> list[Image.Image]:
    """Decode every picture in the file, wherever it is used."""
    with pikepdf.open(report["packet"]) as pdf:
        pages = range(1, len(pdf.pages) + 1)
        return [decode(one).convert("RGB") for page in pages for one in pictures_on(pdf, page)]


def redaction(**more: Any) -> Item:
    return {"type": "redact", "page": 1, "box": [0.2, 0.3, 0.4, 0.1], **more}


def shot(edits: list[Item], name: str = "shot.png") -> Item:
    return {"id": "shot", "files": [name], "kind": "chat_record", "title": "聊天截图", "edits": edits}


@pytest.mark.parametrize("name", ["shot.png", "shot.jpg", "shot.webp", "shot.gif", "shot.bmp", "shot.tiff"])
@pytest.mark.parametrize("style", ["solid", "mosaic"])
def test_a_redacted_spot_of_a_picture_is_gone_and_the_rest_stays(tmp_path: Path, name: str, style: str) -> None:
    folder = tmp_path / "case"
    secret_picture(folder, name)
    report = build(write_case(folder, [shot([redaction(style=style)], name)]))
    (picture,) = inside(report)
    assert near(picture, SECRET, by=24) == 0
    assert near(picture, KEPT, by=24) > 15_000
    assert "有 1 处已遮盖" in look_at(Path(report["packet"])).text


def test_an_edition_of_its_own_hides_only_there(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    secret_picture(folder)
    write_case(folder, [shot([redaction(editions=["share"])])])
    seen: dict[str, set[tuple[bool, bool]]] = {}
    for edition in ("platform", "share", "internal", "share", "platform"):
        report = build(folder, "--edition", edition)
        (picture,) = inside(report)
        said = "已遮盖" in look_at(Path(report["packet"])).page(report["exhibits"][0]["first_page"])
        seen.setdefault(edition, set()).add((near(picture, SECRET) > 0, said))
    assert seen == {"platform": {(True, False)}, "internal": {(True, False)}, "share": {(False, True)}}


@pytest.mark.parametrize("name", ["shot.png", "shot.jpg"])
def test_what_is_cropped_away_is_not_in_the_file(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "case"
    secret_picture(folder, name)
    crop = {"type": "crop", "page": 1, "box": [0.0, 0.5, 1.0, 0.4]}
    report = build(write_case(folder, [shot([crop], name)]))
    (picture,) = inside(report)
    assert picture.size == (500, 400)
    assert near(picture, SECRET, by=24) == 0
    assert near(picture, KEPT, by=24) > 15_000
    assert "只截取了原图的一部分" in look_at(Path(report["packet"])).text


def test_redaction_crop_and_turn_meet_on_the_upright_page(tmp_path: Path) -> None:
    """Boxes are shares of the page a person sees: upright by EXIF, before crop and turn."""
    folder = tmp_path / "case"
    folder.mkdir()
    secret_picture(folder)
    exif = Image.Exif()
    exif[0x0112] = 6
    with Image.open(folder / "shot.png") as upright:
        upright.transpose(Image.Transpose.ROTATE_90).save(folder / "turned.jpg", quality=95, subsampling=0, exif=exif)
    edits = [
        {"type": "rotate", "page": 1, "angle": 90},
        {"type": "crop", "page": 1, "box": [0, 0.2, 1, 0.6]},
        redaction(),
    ]
    report = build(write_case(folder, [shot(edits, "turned.jpg")]))
    (picture,) = inside(report)
    assert near(picture, SECRET, by=24) == 0
    assert near(picture, KEPT, by=24) > 15_000
    sheet = render(Path(report["packet"]), report["exhibits"][0]["first_page"], scale=2)
    kept = [(x, y) for x in range(0, sheet.width, 4) for y in range(0, sheet.height, 4) if near_one(sheet, x, y)]
    across, up = max(x for x, _ in kept) - min(x for x, _ in kept), max(y for _, y in kept) - min(y for _, y in kept)
    assert up > across * 1.5  # the patch is twice as wide as high; turned, it stands


def near_one(image: Image.Image, x: int, y: int) -> bool:
    value = image.getpixel((x, y))
    assert isinstance(value, tuple)
    return all(abs(a - b) <= 30 for a, b in zip(value, KEPT, strict=True))


def report_pdf(path: Path) -> None:
    """Write two pages of real text: a phone number and a name at the top of each, words to keep below."""
    canvas = Canvas(str(path), pagesize=(400, 600), pageCompression=1)
    for page in (1, 2):
        canvas.setFont("Courier", 16)
        canvas.drawString(40, 540, f"Zhang Weimin 1380013800{page}")
        canvas.drawString(40, 300, f"KEEPTHIS page {page}")
        canvas.showPage()
    canvas.setTitle("Zhang Weimin")
    canvas.save()


TOP = [0.05, 0.05, 0.9, 0.1]


@pytest.mark.parametrize("kind", ["redact", "crop"])
def test_text_of_a_pdf_under_a_box_is_gone_from_the_whole_file(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    report_pdf(folder / "report.pdf")
    edit = {"type": kind, "page": 1, "box": TOP if kind == "redact" else [0.0, 0.3, 1.0, 0.5]}
    item: Item = {"id": "report", "files": ["report.pdf"], "kind": "inspection_report", "edits": [edit]}
    report = build(write_case(folder, [item]))
    packet, raw = look_at(Path(report["packet"])), everything_inside(Path(report["packet"]))
    assert b"13800138001" not in raw
    assert "13800138001" not in packet.text
    assert b"Zhang Weimin 13800138002" in raw  # the page without an edit goes through as it is
    assert "KEEPTHIS page 2" in packet.text
    assert "KEEPTHIS page 1" not in packet.text
    (picture,) = inside(report)
    dark = sum(picture.convert("L").histogram()[:90])
    assert dark > 200, "the rest of the page is still drawn"


def test_text_under_a_box_stays_only_in_the_editions_without_it(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    report_pdf(folder / "report.pdf")
    edits = [{"type": "redact", "page": page, "box": TOP, "editions": ["share"]} for page in (1, 2)]
    item: Item = {"id": "report", "files": ["report.pdf"], "kind": "inspection_report", "edits": edits}
    write_case(folder, [item])
    platform, share = build(folder, name="p.pdf"), build(folder, "--edition", "share", name="s.pdf")
    assert "13800138001" in look_at(Path(platform["packet"])).text
    assert re.search(rb"1380013800|Weimin", everything_inside(Path(share["packet"]))) is None


def test_marks_lie_above_pixels_that_stay_as_they_are(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    secret_picture(folder)
    edits: list[Item] = [
        {"type": "box", "page": 1, "box": [0.1, 0.1, 0.3, 0.1], "color": "#1144ee"},
        {"type": "arrow", "page": 1, "from": [0.8, 0.8], "to": [0.5, 0.65], "color": "#1144ee"},
        {"type": "number", "page": 1, "at": [0.9, 0.1], "label": "7"},
        {"type": "note", "page": 1, "box": [0.1, 0.8, 0.6, 0.1], "text": "此处为签收时间"},
    ]
    report = build(write_case(folder, [shot(edits)]))
    (picture,) = inside(report)
    with Image.open(folder / "shot.png") as original:
        assert picture.tobytes() == original.tobytes()
    page = report["exhibits"][0]["first_page"]
    sheet = render(Path(report["packet"]), page, scale=2)
    assert near(sheet, (0x11, 0x44, 0xEE), by=20) > 400
    text = look_at(Path(report["packet"])).page(page)
    assert "此处为签收时间" in text
    assert "为后加，原图未改动" in text


def test_an_enlarged_spot_is_the_same_picture_shown_again(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    secret_picture(folder)
    plain = build(write_case(folder, [shot([])]), name="plain.pdf")
    magnify = {"type": "magnify", "page": 1, "box": [0.2, 0.6, 0.4, 0.1]}
    report = build(write_case(folder, [shot([magnify])]))
    assert len(inside(report)) == 1
    page = report["exhibits"][0]["first_page"]
    enlarged = near(render(Path(report["packet"]), page), KEPT)
    # the whole becomes smaller, the spot larger than it ever was
    assert enlarged > near(render(Path(plain["packet"]), page), KEPT) * 1.2
    assert "局部放大" in look_at(Path(report["packet"])).page(page)


def test_a_redaction_also_hides_in_the_enlarged_spot(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    secret_picture(folder)
    magnify = {"type": "magnify", "page": 1, "box": [0.1, 0.25, 0.6, 0.2]}
    report = build(write_case(folder, [shot([magnify, redaction()])]))
    assert near(render(Path(report["packet"]), report["exhibits"][0]["first_page"], scale=2), SECRET) == 0
