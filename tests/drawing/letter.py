"""Sealed papers as A4 scans (1240x1754): courier certificates, authorisations, notices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PIL import Image
from tests.drawing.canvas import GREY, Colour, Picture, Sheet, text_width, wrap
from tests.drawing.photo import add_grain, lay_on
from tests.drawing.seal import draw_round_seal, draw_signature

A4 = (1240, 1754)


@dataclass(frozen=True)
class Letter:
    """A paper with a heading, an optional table of rows, paragraphs, and a seal at its foot.

    `marks` names the spots of parts of paragraphs; a row may carry a spot as its third part.
    """

    title: str
    number: str
    paragraphs: Sequence[str]
    company: str
    date: str
    rows: Sequence[tuple[str, str, str]] = ()
    signer: str = ""
    addressee: str = ""
    seal_label: str = ""
    header: str = ""
    marks: Mapping[str, str] = field(default_factory=dict)
    closing: Sequence[str] = ("特此证明。",)
    accent: Colour = (60, 60, 60)


def draw_letter(letter: Letter, *, angle: float = 0.5, seed: int = 2) -> Picture:
    """The letter as it comes off a scanner, turned by `angle` degrees, with paper grain."""
    sheet = Sheet(*A4, colour=(252, 251, 247))
    y = 96.0
    if letter.header:
        sheet.text((110, y), letter.header, size=30, fill=letter.accent, bold=True)
        sheet.text((1130, y + 4), letter.number, size=26, fill=GREY, align="right")
        sheet.rule(y + 56, left=110, right=1130, fill=letter.accent, line=3)
        y += 90
    sheet.text((620, y + 30), letter.title, size=58, bold=True, align="centre")
    y += 140
    if not letter.header:
        sheet.text((1120, y - 4), f"编号：{letter.number}", size=28, fill=(90, 90, 92), align="right")
        y += 50
    if letter.addressee:
        sheet.text((120, y), f"{letter.addressee}：", size=34)
        y += 66
    y = _draw_rows(sheet, letter.rows, top=y)
    wanted = dict(letter.marks)
    for text in letter.paragraphs:
        indented = "\u3000\u3000" + text
        lines = wrap(indented, 34, 1000)
        marks = {part: wanted.pop(part) for part in list(wanted) if any(part in line for line in lines)}
        y = sheet.paragraph((120, y), indented, width=1000, size=34, leading=1.72, marks=marks) + 10
    if wanted:
        raise ValueError(f"not on one line of the letter: {', '.join(wanted)}")
    for text in letter.closing:
        sheet.text((188, y + 6), text, size=34)
        y += 64
    foot = max(y + 90, 1220.0)
    _draw_foot(sheet, letter, top=foot, seed=seed)
    ground = Image.new("RGB", A4, (236, 235, 231))
    scanned = lay_on(ground, sheet.picture(), at=(A4[0] / 2, A4[1] / 2), scale=0.996, angle=angle)
    return Picture(add_grain(scanned.image, strength=1.5, seed=seed), scanned.spots)


def _draw_rows(sheet: Sheet, rows: Sequence[tuple[str, str, str]], *, top: float) -> float:
    """A two-column form with rules around its cells."""
    if not rows:
        return top
    y = top
    edge: Colour = (70, 70, 72)
    for label, value, spot in rows:
        lines = wrap(value, 32, 720)
        height = max(66, len(lines) * 46 + 22)
        sheet.panel((120, y, 1120, y + height + 1), fill=None, outline=edge, line=2)
        sheet.draw.line([(350, y), (350, y + height)], fill=edge, width=2)
        sheet.text((235, y + height / 2 - 22), label, size=32, align="centre")
        for index, line in enumerate(lines):
            sheet.text((376, y + 12 + index * 46), line, size=32)
        if spot:
            widest = max(text_width(line, 32) for line in lines)
            sheet.remember(spot, left=368, top=y + 8, right=384 + widest, bottom=y + height - 6)
        y += height
    return y + 40


def _draw_foot(sheet: Sheet, letter: Letter, *, top: float, seed: int) -> None:
    right = 1080
    if letter.signer:
        sheet.text((150, top + 8), "经办人（签字）：", size=32)
        sheet.paste(draw_signature(letter.signer, height=92, seed=seed), (390, top - 30), spot="signature")
    sheet.text((right, top + 110), letter.company, size=34, align="right", spot="company")
    sheet.text((right, top + 172), letter.date, size=34, align="right", spot="issued_at")
    stamp = draw_round_seal(letter.company, size=380, label=letter.seal_label, seed=seed).rotate(
        -7 + seed % 5 * 4, Image.Resampling.BICUBIC
    )
    sheet.paste(stamp, (right - 390, top - 40), spot="seal")
    sheet.text(
        (620, 1668), "（本证明涂改无效）" if letter.signer else "", size=26, fill=(120, 120, 122), align="centre"
    )
