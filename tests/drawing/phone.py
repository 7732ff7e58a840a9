"""The frame of a phone screenshot: status bar, title bar, buttons. Sizes are for 1080 px wide screens."""

from dataclasses import dataclass

from tests.drawing.canvas import GREY, INK, WHITE, Colour, Sheet

STATUS_HEIGHT = 92
TITLE_HEIGHT = 128


@dataclass(frozen=True)
class Status:
    """What the status bar says: clock, battery percent, network word."""

    clock: str = "10:21"
    battery: int = 76
    network: str = "5G"


def draw_status_bar(sheet: Sheet, status: Status, *, ink: Colour = INK, paper: Colour | None = None) -> None:
    """Clock on the left; signal, network and battery on the right; 92 px high."""
    if paper is not None:
        sheet.panel((0, 0, sheet.width, STATUS_HEIGHT), fill=paper)
    sheet.text((56, 30), status.clock, size=38, fill=ink, bold=True)
    right = sheet.width - 52
    sheet.panel((right - 66, 36, right - 8, 66), fill=None, outline=ink, radius=9, line=3)
    sheet.panel((right - 6, 45, right, 57), fill=ink, radius=3)
    inner = 48 * status.battery / 100
    low = status.battery <= 20
    sheet.panel((right - 61, 41, right - 61 + inner, 61), fill=(230, 60, 50) if low else ink, radius=5)
    sheet.text((right - 84, 32), f"{status.battery}", size=30, fill=ink, align="right")
    sheet.text((right - 138, 32), status.network, size=30, fill=ink, align="right", bold=True)
    for bar in range(4):
        x = right - 252 + bar * 13
        sheet.panel((x, 62 - 7 * (bar + 1), x + 8, 64), fill=ink, radius=2)


def draw_back_arrow(sheet: Sheet, *, centre: float, ink: Colour = INK) -> None:
    """The < at the left of a title bar whose middle is at `centre`."""
    sheet.draw.line([(70, centre - 24), (46, centre), (70, centre + 24)], fill=ink, width=6, joint="curve")


def draw_title_bar(
    sheet: Sheet, title: str, *, ink: Colour = INK, paper: Colour | None = None, dots: bool = True, note: str = ""
) -> int:
    """Title centred under the status bar, with an optional small second line. Returns its bottom."""
    bottom = STATUS_HEIGHT + TITLE_HEIGHT
    if paper is not None:
        sheet.panel((0, STATUS_HEIGHT, sheet.width, bottom), fill=paper)
    centre = STATUS_HEIGHT + TITLE_HEIGHT / 2
    draw_back_arrow(sheet, centre=centre, ink=ink)
    top = centre - 48 if note else centre - 30
    sheet.text((sheet.width / 2, top), title, size=46, fill=ink, bold=True, align="centre")
    if note:
        sheet.text((sheet.width / 2, centre + 14), note, size=28, fill=GREY, align="centre")
    if dots:
        for index in range(3):
            x = sheet.width - 106 + index * 24
            sheet.draw.ellipse((x, centre - 6, x + 12, centre + 6), fill=ink)
    return bottom


def draw_button(
    sheet: Sheet,
    box: tuple[float, float, float, float],
    label: str,
    *,
    fill: Colour,
    ink: Colour = WHITE,
    size: int = 40,
) -> None:
    """A pill button with a centred label."""
    left, top, right, bottom = box
    sheet.panel(box, fill=fill, radius=(bottom - top) / 2)
    sheet.text(((left + right) / 2, (top + bottom) / 2 - size * 0.68), label, size=size, fill=ink, align="centre")


def draw_home_bar(sheet: Sheet, *, ink: Colour = INK) -> None:
    """The gesture bar at the very bottom."""
    sheet.panel(
        (sheet.width / 2 - 190, sheet.height - 24, sheet.width / 2 + 190, sheet.height - 14), fill=ink, radius=5
    )
