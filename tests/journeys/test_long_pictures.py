"""Long pictures are cut between lines of text only, nothing is lost or doubled, and hard cuts are confessed."""

import itertools
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
import pytest
from PIL import Image, ImageDraw
from tests.journeys.case_folders import build, said, write_case
from tests.journeys.conftest import SAMPLES, Samples
from tests.journeys.judges import pictures_on


class Piece(NamedTuple):
    """A stretch of a picture as a page shows it: page, left edge in points, first and last row (shares)."""

    page: int
    left: float
    top: float
    bottom: float


def pieces_of(path: Path, first_page: int, pages: int) -> list[Piece]:
    """Read from the drawing instructions which rows of the exhibit's picture each page shows, in reading order."""
    found = []
    with pikepdf.open(path) as pdf:
        for number in range(first_page, first_page + pages):
            clip = matrix = None
            for step in pikepdf.parse_content_stream(pdf.pages[number - 1]):
                operands, operator = list(step.operands), step.operator
                values = numbers(operands)
                if str(operator) == "re":
                    clip = values
                elif str(operator) == "cm" and len(values) == 6 and values[0] > 1:
                    matrix = values
                elif str(operator) == "Do" and clip and matrix:
                    height, base = matrix[3], matrix[5]
                    top = 1 - (clip[1] + clip[3] - base) / height
                    bottom = 1 - (clip[1] - base) / height
                    found.append(Piece(number, clip[0], top, bottom))
    return found


def numbers(operands: list[Any]) -> list[float]:
    return [float(value) for value in operands if isinstance(value, int | Decimal)]


def chat(height: int = 20_000, width: int = 1080) -> tuple[Image.Image, list[tuple[int, int]]]:
    """Draw a chat of bubbles with lines of text; give it with the rows (from, to) that hold text."""
    image = Image.new("RGB", (width, height), (237, 237, 237))
    pen = ImageDraw.Draw(image)
    rows = []
    y, number = 80, 0
    while y < height - 400:
        lines = 1 + number * 7 % 5
        left = 60 if number % 2 else 300
        pen.rounded_rectangle(
            (left, y, left + 700, y + lines * 62 + 40), 20, fill="white" if number % 2 else (149, 236, 105)
        )
        for line in range(lines):
            at = y + 28 + line * 62
            for column in range(8 + (number * 3 + line * 5) % 6):
                x = left + 30 + column * 48
                pen.rectangle((x, at, x + 40, at + 40), outline=(20, 20, 20), width=5)
                pen.line((x, at + number % 40, x + 40, at + 40 - number % 40), fill=(20, 20, 20), width=4)
            rows.append((at, at + 40))
        y += lines * 62 + 40 + 44
        number += 1
    return image, rows


def assert_whole(pieces: list[Piece]) -> None:
    """Together the pieces show every row once, in reading order."""
    assert pieces == sorted(pieces, key=lambda one: (one.page, one.left))
    assert abs(pieces[0].top) < 1e-3
    assert abs(pieces[-1].bottom - 1) < 1e-3
    for one, following in itertools.pairwise(pieces):
        assert abs(one.bottom - following.top) < 2e-4


@pytest.mark.parametrize("name", ["chat.png", "chat.jpg"])
def test_no_line_of_a_chat_is_cut(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    image, rows = chat()
    image.save(folder / name)
    report = build(write_case(folder, [{"id": "chat", "files": [name], "kind": "chat_record"}]))
    exhibit = report["exhibits"][0]
    pieces = pieces_of(Path(report["packet"]), exhibit["first_page"], exhibit["pages"])
    assert len({one.page for one in pieces}) >= 2
    assert_whole(pieces)
    for piece in pieces[:-1]:
        row = piece.bottom * image.height
        assert not any(top - 1 < row < bottom + 1 for top, bottom in rows), row
    assert not said(report, "cut_through_content")
    with pikepdf.open(report["packet"]) as pdf:
        seen = {one.objgen for page in range(1, report["pages"] + 1) for one in pictures_on(pdf, page)}
    assert len(seen) == 1, "one picture, shown in pieces"


def test_the_long_chat_of_the_samples_is_whole_and_cut_at_calm_rows(samples: Samples) -> None:
    sample = next(one for one in SAMPLES if one.name == "douyin-late-shipment")
    built = samples.get(sample, "platform")
    exhibit = next(one for one in built.report["exhibits"] if one["id"] == "chat")
    pieces = pieces_of(built.packet.path, exhibit["first_page"], exhibit["pages"])
    assert_whole(pieces)
    with Image.open(sample / "long_chat.png") as opened:
        grey = opened.convert("L")
    assert grey.height >= 12_000
    for piece in pieces[:-1]:
        row = round(piece.bottom * grey.height)
        around = grey.crop((0, row - 2, grey.width, row + 2))
        low, high = around.getextrema()
        assert isinstance(low, int | float)
        assert isinstance(high, int | float)
        assert high - low < 40, "a row of one colour from edge to edge"


def test_a_picture_without_any_quiet_row_is_cut_all_the_same_and_confessed(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    Image.effect_noise((720, 7200), 120).save(folder / "noise.png")
    report = build(write_case(folder, [{"id": "noise", "files": ["noise.png"], "kind": "chat_record"}]))
    exhibit = report["exhibits"][0]
    pieces = pieces_of(Path(report["packet"]), exhibit["first_page"], exhibit["pages"])
    assert_whole(pieces)
    assert [one["where"] for one in said(report, "cut_through_content")] == ["noise"]
