"""Long pictures are cut between things, never through a line of text or a bubble where that can be helped."""

import random
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from tests.imaging.picture_files import packed, picture_of, put

from evidence_desk.domain.edits import PageRecipe
from evidence_desk.domain.geometry import Box
from evidence_desk.domain.picture import PageLook

SAMPLE = Path(__file__).parents[2] / "resources" / "samples" / "douyin-late-shipment" / "long_chat.png"
Span = tuple[int, int]


class Chat:
    """A drawn chat that knows where its bubbles and its lines of text are."""

    def __init__(self, *, width: int = 540, height: int = 6000, dark: bool = False, seed: int = 1) -> None:
        self.width, self.height = width, height
        paper, mine, theirs, ink = (
            ((17, 17, 17), (62, 181, 117), (44, 44, 44), (230, 230, 230))
            if dark
            else ((237, 237, 237), (149, 236, 105), (255, 255, 255), (20, 20, 20))
        )
        self.image = Image.new("RGB", (width, height), paper)
        self.bubbles: list[Span] = []
        self.lines: list[Span] = []
        self.pen = ImageDraw.Draw(self.image)
        chance, y = random.Random(seed), 30
        while y < height - 400:
            count, own = chance.randrange(1, 8), chance.random() < 0.5
            bottom = y + 20 + count * 30
            left = width - 70 - 360 if own else 70
            self.pen.rounded_rectangle((left, y, left + 360, bottom), 8, fill=mine if own else theirs)
            self.pen.rectangle((width - 56 if own else 16, y, width - 16 if own else 56, y + 40), fill=(90, 120, 200))
            self.bubbles.append((y, max(bottom, y + 40)))
            for line in range(count):
                self._write(left + 14, y + 14 + line * 30, 330, ink, chance)
            y = max(bottom, y + 40) + chance.randrange(14, 40)

    def _write(self, x: int, y: int, width: int, ink: tuple[int, int, int], chance: random.Random) -> None:
        at = x
        while at < x + width - 20:
            wide = chance.randrange(4, 16)
            self.pen.rectangle((at, y, at + wide, y + 17), outline=ink, width=2)
            at += wide + 5
        self.lines.append((y, y + 18))


def cuts(look: PageLook) -> list[float]:
    return [share * look.height for share in look.quiet]


def crossed(look: PageLook, spans: list[Span]) -> list[Span]:
    """Spans that some row offered for a cut runs through, forced ones not counted."""
    kind = [share * look.height for share in look.quiet if share not in look.forced]
    return [span for span in spans if any(span[0] < row < span[1] for row in kind)]


def widest_gap(look: PageLook) -> float:
    return max(b - a for a, b in pairwise([0.0, *cuts(look), look.height]))


def test_an_ordinary_screenshot_needs_no_cut(tmp_path: Path) -> None:
    chat = Chat(width=540, height=1170)
    assert picture_of(put(tmp_path, "a.png", packed(chat.image, "PNG"))).look.quiet == ()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("form", "options"), [("PNG", {}), ("JPEG", {"quality": 45}), ("WEBP", {"quality": 60})])
def test_a_chat_is_cut_between_bubbles(tmp_path: Path, form: str, options: dict[str, int], dark: bool) -> None:
    chat = Chat(dark=dark, height=4500, seed=len(form))
    look = picture_of(put(tmp_path, "a", packed(chat.image, form, **options))).look
    assert crossed(look, chat.bubbles) == []
    assert look.forced == ()
    assert widest_gap(look) <= 1.6 * chat.width
    assert len(look.quiet) > len(chat.bubbles) // 2
    assert list(look.quiet) == sorted(set(look.quiet))


def test_a_chat_with_a_border_and_a_side_list_is_cut_all_the_same(tmp_path: Path) -> None:
    chat = Chat()
    pen = ImageDraw.Draw(chat.image)
    pen.rectangle((0, 0, 7, chat.height), fill=(60, 60, 60))
    pen.line((530, 0, 530, chat.height), fill=(0, 0, 0), width=1)
    look = picture_of(put(tmp_path, "a.png", packed(chat.image, "PNG"))).look
    assert crossed(look, chat.bubbles) == []
    assert widest_gap(look) <= 1.6 * chat.width


def test_a_bubble_longer_than_a_screen_is_cut_between_its_lines(tmp_path: Path) -> None:
    chat = Chat(height=1200)
    picture = Image.new("RGB", (540, 4200), (237, 237, 237))
    picture.paste(chat.image.crop((0, 0, 540, 800)))
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((70, 820, 480, 3400), 8, fill=(255, 255, 255))
    lines = [(y, y + 18) for y in range(840, 3370, 30)]
    for top, _ in lines:
        for x in range(84, 460, 17):
            pen.rectangle((x, top, x + 11, top + 17), outline=(0, 0, 0), width=2)
    look = picture_of(put(tmp_path, "a.png", packed(picture, "PNG"))).look
    assert crossed(look, lines) == []
    assert look.forced == ()
    assert widest_gap(look) <= 1.6 * 540


def test_noise_without_any_quiet_row_is_cut_and_named(tmp_path: Path) -> None:
    noise = Image.effect_noise((300, 2400), 120)
    look = picture_of(put(tmp_path, "a.png", packed(noise, "PNG"))).look
    assert look.forced
    assert set(look.forced) <= set(look.quiet)
    assert widest_gap(look) <= 1.6 * 300


def test_the_calm_row_of_a_busy_picture_is_found(tmp_path: Path) -> None:
    picture = Image.effect_noise((300, 900), 120)
    picture.paste(128, (0, 430, 300, 440))
    look = picture_of(put(tmp_path, "a.png", packed(picture, "PNG"))).look
    assert any(430 <= row <= 440 for row in cuts(look))


def test_rows_are_those_of_the_finished_page(tmp_path: Path) -> None:
    chat = Chat()
    path = put(tmp_path, "a.png", packed(chat.image, "PNG"))
    look = picture_of(path, PageRecipe(crop=Box(0, 0.25, 1, 0.75))).look
    assert look.height == 4500
    shifted = [(top - 1500, bottom - 1500) for top, bottom in chat.bubbles]
    assert crossed(look, shifted) == []


def test_a_picture_lying_on_its_side_is_cut_upright(tmp_path: Path) -> None:
    chat = Chat()
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = chat.image.transpose(Image.Transpose.ROTATE_90)
    look = picture_of(put(tmp_path, "a.png", packed(lying, "PNG", exif=exif))).look
    assert (look.width, look.height) == (540, 6000)
    assert crossed(look, chat.bubbles) == []
    assert look.quiet


@pytest.mark.skipif(not SAMPLE.exists(), reason="the samples are drawn by python -m tests.drawing")
@pytest.mark.parametrize("jpeg", [False, True])
def test_the_samples_long_chat_is_cut_at_calm_rows(tmp_path: Path, jpeg: bool) -> None:
    with Image.open(SAMPLE) as opened:
        picture = opened.convert("RGB")
    path = put(tmp_path, "a", packed(picture, "JPEG", quality=60)) if jpeg else SAMPLE
    look = picture_of(path).look
    assert look.forced == ()
    assert widest_gap(look) <= 1.6 * 1080
    for row in cuts(look):
        strip = picture.crop((0, round(row) - 2, 1080, round(row) + 3)).convert("L").resize((270, 5))
        low, high = strip.getextrema()
        assert isinstance(low, int | float)
        assert isinstance(high, int | float)
        assert high - low <= 4
