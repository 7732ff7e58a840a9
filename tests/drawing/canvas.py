"""A sheet to draw on: fonts, wrapped Chinese text, panels, and the names of the spots drawn.

Every drawing in this package ends as a `Picture`: the image and the place of each named spot as shares
(0..1) of the page, which is how a case file says where something stands.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]
"""x, y, width, height."""

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"
REGULAR = FONTS / "NotoSansSC-Regular.ttf"
SEMIBOLD = FONTS / "NotoSansSC-SemiBold.ttf"
EMOJI = FONTS / "NotoEmoji-Regular.ttf"

INK: Colour = (28, 28, 30)
GREY: Colour = (140, 142, 148)
RULE: Colour = (226, 227, 230)
WHITE: Colour = (255, 255, 255)
EMOJI_COLOUR: Colour = (232, 158, 22)

_NEVER_FIRST = "，。！？、：；）》」』】”’…,.!?:;)%"
_NEVER_LAST = "（《「『【“‘([￥¥"


@dataclass(frozen=True)
class Picture:
    """A finished image and, by name, where things stand on it (shares of width and height)."""

    image: Image.Image
    spots: Mapping[str, Box] = field(default_factory=dict)

    def pixels(self, spot: str) -> tuple[int, int, int, int]:
        """Left, top, right, bottom of a spot in pixels."""
        x, y, w, h = self.spots[spot]
        width, height = self.image.size
        return round(x * width), round(y * height), round((x + w) * width), round((y + h) * height)


@lru_cache(maxsize=256)
def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """The text font at `size` pixels."""
    return ImageFont.truetype(str(SEMIBOLD if bold else REGULAR), size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=32)
def emoji_font(size: int) -> ImageFont.FreeTypeFont:
    """The emoji font at `size` pixels."""
    return ImageFont.truetype(str(EMOJI), size, layout_engine=ImageFont.Layout.BASIC)


def is_emoji(char: str) -> bool:
    """Whether the text font lacks this character and the emoji font has it."""
    return ord(char) >= 0x1F000


@lru_cache(maxsize=20_000)
def _advance(char: str, size: int, bold: bool) -> float:
    chosen = emoji_font(size) if is_emoji(char) else font(size, bold=bold)
    return chosen.getlength(char)


def text_width(text: str, size: int, *, bold: bool = False) -> float:
    """Width in pixels of one line of text."""
    return sum(_advance(char, size, bold) for char in text)


def _words(text: str) -> Iterator[str]:
    """Pieces that must not be broken: a Latin word or number, else one character."""
    word = ""
    for char in text:
        if char.isascii() and not char.isspace():
            word += char
            continue
        if word:
            yield word
            word = ""
        yield char
    if word:
        yield word


def wrap(text: str, size: int, width: float, *, bold: bool = False) -> list[str]:
    """Lines no wider than `width`, with no closing mark at a line's start; a long number breaks if it must."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in _words(paragraph):
            if text_width(line + word, size, bold=bold) <= width:
                line += word
                continue
            if text_width(word, size, bold=bold) > width:
                for char in word:
                    if text_width(line + char, size, bold=bold) > width:
                        lines.append(line)
                        line = ""
                    line += char
                continue
            carry = ""
            if word[0] in _NEVER_FIRST:
                carry, line = line[-1:], line[:-1]
            while line and line[-1] in _NEVER_LAST:
                carry, line = line[-1] + carry, line[:-1]
            lines.append(line)
            line = carry + word.lstrip(" ")
        lines.append(line)
    return lines


class Sheet:
    """A white (or coloured) sheet of `width` x `height` pixels that remembers named spots."""

    def __init__(self, width: int, height: int, *, colour: Colour = WHITE) -> None:
        self.width = width
        self.height = height
        self.image = Image.new("RGB", (width, height), colour)
        self.draw = ImageDraw.Draw(self.image)
        self._spots: dict[str, tuple[float, float, float, float]] = {}

    def remember(self, spot: str, *, left: float, top: float, right: float, bottom: float) -> None:
        """Name a place on the sheet, given in pixels."""
        self._spots[spot] = (left, top, right, bottom)

    def text(
        self,
        at: tuple[float, float],
        text: str,
        *,
        size: int = 40,
        fill: Colour = INK,
        bold: bool = False,
        align: str = "left",
        spot: str = "",
    ) -> float:
        """Draw one line whose top is at `at`; `align` left, centre or right of x. Returns its right edge."""
        x, y = at
        width = text_width(text, size, bold=bold)
        x -= {"left": 0.0, "centre": width / 2, "right": width}[align]
        if spot:
            self.remember(spot, left=x - 6, top=y - 2, right=x + width + 6, bottom=y + size * 1.3)
        baseline = y + size * 1.08
        for run, emoji in _runs(text):
            chosen = emoji_font(size) if emoji else font(size, bold=bold)
            self.draw.text((x, baseline), run, font=chosen, fill=EMOJI_COLOUR if emoji else fill, anchor="ls")
            x += sum(_advance(char, size, bold) for char in run)
        return x

    def paragraph(
        self,
        at: tuple[float, float],
        text: str,
        *,
        width: float,
        size: int = 40,
        leading: float = 1.5,
        fill: Colour = INK,
        bold: bool = False,
        marks: Mapping[str, str] | None = None,
        spot: str = "",
    ) -> float:
        """Draw wrapped text from `at` down; `marks` names the spots of parts of it. Returns the bottom."""
        x, y = at
        wanted = dict(marks or {})
        for line in wrap(text, size, width, bold=bold):
            for part in [part for part in wanted if part in line]:
                left = x + text_width(line[: line.index(part)], size, bold=bold)
                right = left + text_width(part, size, bold=bold)
                self.remember(wanted.pop(part), left=left - 6, top=y - 2, right=right + 6, bottom=y + size * 1.3)
            self.text((x, y), line, size=size, fill=fill, bold=bold)
            y += size * leading
        if wanted:
            raise ValueError(f"not on one line of the text: {', '.join(wanted)}")
        if spot:
            self.remember(spot, left=x - 6, top=at[1] - 4, right=x + width + 6, bottom=y)
        return y

    def panel(
        self,
        box: tuple[float, float, float, float],
        *,
        fill: Colour | None = WHITE,
        radius: float = 0,
        outline: Colour | None = None,
        line: int = 2,
    ) -> None:
        """A (rounded) rectangle: left, top, right, bottom."""
        self.draw.rounded_rectangle(box, radius, fill=fill, outline=outline, width=line if outline else 0)

    def rule(
        self, y: float, *, left: float = 0, right: float | None = None, fill: Colour = RULE, line: int = 2
    ) -> None:
        """A horizontal line across the sheet or between `left` and `right`."""
        self.draw.line([(left, y), (self.width if right is None else right, y)], fill=fill, width=line)

    def paste(self, image: Image.Image, at: tuple[float, float], *, spot: str = "") -> None:
        """Lay an image (its transparency respected) with its top left corner at `at`."""
        x, y = round(at[0]), round(at[1])
        self.image.paste(image, (x, y), image if image.mode == "RGBA" else None)
        if spot:
            self.remember(spot, left=x, top=y, right=x + image.width, bottom=y + image.height)

    def paste_picture(self, picture: Picture, at: tuple[float, float]) -> None:
        """Lay a picture and take over its spots."""
        self.paste(picture.image, at)
        for name in picture.spots:
            left, top, right, bottom = picture.pixels(name)
            self.remember(name, left=left + at[0], top=top + at[1], right=right + at[0], bottom=bottom + at[1])

    def picture(self) -> Picture:
        """What was drawn, with the spots as shares of the page."""
        spots = {}
        for name, (left, top, right, bottom) in self._spots.items():
            left, top = max(0.0, left), max(0.0, top)
            right, bottom = min(float(self.width), right), min(float(self.height), bottom)
            if right > left and bottom > top:
                spots[name] = (
                    round(left / self.width, 4),
                    round(top / self.height, 4),
                    round((right - left) / self.width, 4),
                    round((bottom - top) / self.height, 4),
                )
        return Picture(self.image, spots)


def _runs(text: str) -> Iterator[tuple[str, bool]]:
    run, emoji = "", False
    for char in text:
        if run and is_emoji(char) != emoji:
            yield run, emoji
            run = ""
        emoji = is_emoji(char)
        run += char
    if run:
        yield run, emoji
