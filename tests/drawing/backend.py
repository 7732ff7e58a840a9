"""Web pages of a back end (1600 px wide): header, side menu, panels, tables.

Used for the courier's weighing, tracking and work order pages and for the platforms' complaint pages.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.drawing.canvas import GREY, INK, RULE, WHITE, Colour, Sheet, text_width, wrap

WIDTH = 1600
MENU = 220
LEFT = MENU + 40
RIGHT = WIDTH - 40


@dataclass(frozen=True)
class Site:
    """A back end: its name, colour, menu and the account shown at the right."""

    name: str
    colour: Colour
    menu: Sequence[str]
    chosen: int
    account: str


def open_page(site: Site, *, height: int, title: str, crumbs: str = "") -> tuple[Sheet, float]:
    """A page with its frame drawn; returns the sheet and where content begins."""
    sheet = Sheet(WIDTH, height, colour=(243, 244, 247))
    sheet.panel((0, 0, WIDTH, 72), fill=site.colour)
    sheet.text((32, 16), site.name, size=30, fill=WHITE, bold=True, spot="site")
    sheet.text((WIDTH - 40, 22), site.account, size=22, fill=WHITE, align="right")
    sheet.panel((0, 72, MENU, height), fill=(38, 43, 54))
    for index, entry in enumerate(site.menu):
        top = 96 + index * 62
        if index == site.chosen:
            sheet.panel((0, top - 8, MENU, top + 46), fill=site.colour)
        sheet.text((36, top + 3), entry, size=23, fill=WHITE if index == site.chosen else (176, 182, 194))
    y = 96.0
    if crumbs:
        sheet.text((LEFT, y), crumbs, size=20, fill=GREY)
        y += 40
    sheet.text((LEFT, y), title, size=32, bold=True)
    return sheet, y + 66


def draw_pairs(
    sheet: Sheet, pairs: Sequence[tuple[str, str, str]], *, top: float, columns: int = 2, title: str = ""
) -> float:
    """A white panel of label and value pairs; the third part of each names the value's spot."""
    rows = -(-len(pairs) // columns)
    step = (RIGHT - LEFT - 60) / columns
    lines_of = [wrap(value, 24, step - 160) for _, value, _ in pairs]
    heights = [
        max(len(lines) for lines in lines_of[row * columns : (row + 1) * columns]) * 36 + 16 for row in range(rows)
    ]
    bottom = top + 28 + sum(heights) + (56 if title else 0) + 12
    sheet.panel((LEFT, top, RIGHT, bottom), radius=8, outline=RULE)
    y = top + 24
    if title:
        sheet.text((LEFT + 30, y), title, size=26, bold=True)
        y += 56
    for row in range(rows):
        for column in range(columns):
            index = row * columns + column
            if index >= len(pairs):
                break
            label, _, spot = pairs[index]
            x = LEFT + 30 + column * step
            sheet.text((x, y), label, size=24, fill=GREY)
            for line_index, line in enumerate(lines_of[index]):
                sheet.text((x + 140, y + line_index * 36), line, size=24)
            if spot:
                widest = max(text_width(line, 24) for line in lines_of[index])
                sheet.remember(
                    spot, left=x + 134, top=y - 2, right=x + 146 + widest, bottom=y + len(lines_of[index]) * 36 - 2
                )
        y += heights[row]
    return bottom + 24


def draw_table_rows(
    sheet: Sheet,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    top: float,
    shares: Sequence[float],
    lit: int = -1,
    spots: Sequence[str] = (),
) -> float:
    """A table over the content's width; `shares` divide it, row `lit` is tinted and its cells are named by `spots`."""
    width = RIGHT - LEFT
    edges = [LEFT + width * sum(shares[:index]) / sum(shares) for index in range(len(shares) + 1)]
    sheet.panel((LEFT, top, RIGHT, top + 56), fill=(232, 236, 243))
    for index, label in enumerate(header):
        sheet.text((edges[index] + 16, top + 12), label, size=23, bold=True, fill=(70, 76, 88))
    y = top + 56
    for number, row in enumerate(rows):
        cells = [wrap(cell, 23, edges[index + 1] - edges[index] - 28) for index, cell in enumerate(row)]
        height = max(len(lines) for lines in cells) * 34 + 26
        sheet.panel((LEFT, y, RIGHT, y + height), fill=(255, 247, 226) if number == lit else WHITE)
        for index, lines in enumerate(cells):
            for line_index, line in enumerate(lines):
                sheet.text((edges[index] + 16, y + 12 + line_index * 34), line, size=23, fill=INK, bold=number == lit)
            if number == lit and index < len(spots) and spots[index]:
                widest = max(text_width(line, 23, bold=True) for line in lines)
                sheet.remember(spots[index], left=edges[index] + 8, top=y + 6, right=edges[index] + 24 + widest,
                               bottom=y + len(lines) * 34 + 14)  # fmt: skip
        sheet.rule(y + height, left=LEFT, right=RIGHT)
        y += height
    sheet.panel((LEFT, top, RIGHT, y), fill=None, outline=(210, 214, 222))
    return y + 24
