"""Phone chats: bubbles left (buyer) and right (seller), time stamps, pictures, an order card.

A chat is laid out once as a long strip (1080 px wide) and shown through a window, so that several screenshots
of one chat overlap exactly as scrolled phone screens do.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from PIL import Image, ImageDraw
from tests.drawing.canvas import GREY, WHITE, Picture, Sheet, text_width, wrap
from tests.drawing.chat_look import WECHAT, WECHAT_DARK, ChatLook
from tests.drawing.phone import STATUS_HEIGHT, TITLE_HEIGHT, Status, draw_home_bar, draw_status_bar, draw_title_bar

PHONE = (1080, 2340)
INPUT_HEIGHT = 196
CARD_HEIGHT = 232
_TEXT = 44
_LEADING = 62
_AVATAR = 112
_WIDEST = 640


@dataclass(frozen=True)
class Message:
    """One line of talk. `stamp` is the time printed above it; `name` stands over the bubble, `spot` names its place."""

    text: str = ""
    mine: bool = False
    stamp: str = ""
    name: str = ""
    photo: Image.Image | None = None
    system: bool = False
    spot: str = ""


@dataclass(frozen=True)
class OrderCard:
    """The card under the title bar that ties a chat to its order."""

    order_no: str
    goods: str
    amount: str
    state: str = "已发货"
    photo: Image.Image | None = None


def phone_chat(
    messages: Sequence[Message],
    *,
    dark: bool = False,
    size: tuple[int, int] = PHONE,
    clock: str = "10:21",
    look: ChatLook | None = None,
    title: str = "客户",
    card: OrderCard | None = None,
    battery: int = 76,
    scroll: int = 0,
) -> Image.Image:
    """One screenshot of a chat (1080x2340 unless told otherwise), scrolled down by `scroll` pixels."""
    chosen = look or (WECHAT_DARK if dark else WECHAT)
    status = Status(clock=clock, battery=battery)
    return draw_chat(messages, look=chosen, size=size, status=status, title=title, card=card, scroll=scroll).image


def draw_chat(
    messages: Sequence[Message],
    *,
    look: ChatLook = WECHAT,
    size: tuple[int, int] = PHONE,
    status: Status | None = None,
    title: str = "客户",
    note: str = "",
    card: OrderCard | None = None,
    scroll: int = 0,
) -> Picture:
    """As `phone_chat`, with the spots of the messages that carry one."""
    return _frame(_strip(messages, look), look, size=size, status=status or Status(), title=title, note=note, card=card,
                  scroll=scroll)  # fmt: skip


def draw_chat_run(
    messages: Sequence[Message],
    *,
    count: int = 3,
    look: ChatLook = WECHAT,
    size: tuple[int, int] = PHONE,
    status: Status | None = None,
    title: str = "客户",
    card: OrderCard | None = None,
) -> list[Picture]:
    """`count` screenshots that show the whole chat from top to end, each overlapping the one before."""
    strip = _strip(messages, look)
    view = _view_height(size, card)
    travel = max(0, strip.image.height - view)
    status = status or Status()
    if travel > (count - 1) * (view - 120):
        raise ValueError(f"the chat is too long for {count} screenshots: {strip.image.height} px")
    pictures = []
    for index in range(count):
        scroll = round(travel * index / max(1, count - 1))
        pictures.append(_frame(strip, look, size=size, status=status, title=title, note="", card=card, scroll=scroll))
        status = replace(status, battery=status.battery - (index % 2))
    return pictures


def chat_height(messages: Sequence[Message], *, card: bool = False) -> int:
    """How tall a screenshot has to be to show the whole chat."""
    return _strip(messages, WECHAT).image.height + STATUS_HEIGHT + TITLE_HEIGHT + INPUT_HEIGHT + CARD_HEIGHT * card


def _view_height(size: tuple[int, int], card: OrderCard | None) -> int:
    return size[1] - STATUS_HEIGHT - TITLE_HEIGHT - INPUT_HEIGHT - (CARD_HEIGHT if card else 0)


def _frame(
    strip: Picture,
    look: ChatLook,
    *,
    size: tuple[int, int],
    status: Status,
    title: str,
    note: str,
    card: OrderCard | None,
    scroll: int,
) -> Picture:
    sheet = Sheet(*size, colour=look.paper)
    top = STATUS_HEIGHT + TITLE_HEIGHT + (CARD_HEIGHT if card else 0)
    height = _view_height(size, card)
    window = strip.image.crop((0, scroll, strip.image.width, min(strip.image.height, scroll + height)))
    sheet.image.paste(window, (0, top))
    for name in strip.spots:
        left, upper, right, lower = strip.pixels(name)
        if upper >= scroll and lower <= scroll + height:
            sheet.remember(name, left=left, top=upper - scroll + top, right=right, bottom=lower - scroll + top)
    draw_status_bar(sheet, status, ink=look.ink, paper=look.bar)
    draw_title_bar(sheet, title, ink=look.ink, paper=look.bar, note=note)
    if card:
        _draw_card(sheet, look, card)
    _draw_input_bar(sheet, look)
    return sheet.picture()


def _draw_card(sheet: Sheet, look: ChatLook, card: OrderCard) -> None:
    top = STATUS_HEIGHT + TITLE_HEIGHT
    sheet.panel((0, top, sheet.width, top + CARD_HEIGHT), fill=look.bar)
    sheet.rule(top, fill=look.paper, line=3)
    if card.photo is None:
        sheet.panel((40, top + 36, 200, top + 196), fill=(214, 205, 190), radius=14)
        sheet.draw.ellipse((78, top + 80, 150, top + 152), fill=(245, 240, 232), outline=(150, 132, 112), width=5)
    else:
        sheet.paste(card.photo.resize((160, 160), Image.Resampling.LANCZOS), (40, top + 36))
    sheet.text((226, top + 30), f"订单号 {card.order_no}", size=34, fill=GREY, spot="order_no")
    sheet.text((226, top + 86), card.goods, size=38, fill=look.ink)
    sheet.text((226, top + 146), f"¥{card.amount}", size=38, fill=(226, 66, 52), bold=True)
    sheet.text((sheet.width - 44, top + 148), card.state, size=34, fill=GREY, align="right")


def _draw_input_bar(sheet: Sheet, look: ChatLook) -> None:
    top = sheet.height - INPUT_HEIGHT
    sheet.panel((0, top, sheet.width, sheet.height), fill=look.bar)
    sheet.rule(top, fill=look.paper, line=3)
    centre = top + 74
    sheet.draw.ellipse((36, centre - 36, 108, centre + 36), outline=look.ink, width=5)
    for index, reach in enumerate((8, 18, 28)):
        x = 56 + index * 9
        sheet.draw.arc((x - reach, centre - reach, x + reach, centre + reach), -50, 50, fill=look.ink, width=4)
    sheet.panel((136, centre - 44, sheet.width - 236, centre + 44), fill=look.field, radius=14)
    face = sheet.width - 176
    sheet.draw.ellipse((face - 36, centre - 36, face + 36, centre + 36), outline=look.ink, width=5)
    sheet.draw.arc((face - 18, centre - 16, face + 18, centre + 20), 20, 160, fill=look.ink, width=5)
    for x in (face - 14, face + 14):
        sheet.draw.ellipse((x - 4, centre - 14, x + 4, centre - 6), fill=look.ink)
    plus = sheet.width - 76
    sheet.draw.ellipse((plus - 36, centre - 36, plus + 36, centre + 36), outline=look.ink, width=5)
    sheet.draw.line([(plus - 18, centre), (plus + 18, centre)], fill=look.ink, width=5)
    sheet.draw.line([(plus, centre - 18), (plus, centre + 18)], fill=look.ink, width=5)
    draw_home_bar(sheet, ink=look.ink)


def _strip(messages: Sequence[Message], look: ChatLook) -> Picture:
    """The whole talk on one sheet, as tall as it needs."""
    tops = [0]
    for message in messages:
        tops.append(tops[-1] + _message_height(message))
    sheet = Sheet(PHONE[0], tops[-1] + 40, colour=look.paper)
    for message, (top, _) in zip(messages, pairwise(tops), strict=True):
        _draw_message(sheet, message, look, top=top)
    return sheet.picture()


def _message_height(message: Message) -> int:
    height = 96 if message.stamp else 0
    if message.system:
        return height + len(wrap(message.text, 34, 760)) * 50 + 52
    height += 40 + (44 if message.name else 0)
    if message.photo is not None:
        return height + message.photo.height
    return height + max(_AVATAR, len(wrap(message.text, _TEXT, _WIDEST)) * _LEADING + 52)


def _draw_message(sheet: Sheet, message: Message, look: ChatLook, *, top: int) -> None:
    y = top
    if message.stamp:
        sheet.text((sheet.width / 2, y + 34), message.stamp, size=34, fill=GREY, align="centre")
        y += 96
    if message.system:
        _draw_system_line(sheet, message, look, top=y)
        return
    y += 20
    side = sheet.width - 36 - _AVATAR if message.mine else 36
    _draw_avatar(sheet, look, (side, y), mine=message.mine)
    if message.name:
        edge = (sheet.width - 176, y - 8) if message.mine else (176, y - 8)
        sheet.text(edge, message.name, size=28, fill=GREY, align="right" if message.mine else "left")
        y += 44
    if message.photo is not None:
        x = sheet.width - 176 - message.photo.width if message.mine else 176
        mask = Image.new("L", message.photo.size, 0)
        ImageDraw.Draw(mask).rounded_rectangle((0, 0, message.photo.width - 1, message.photo.height - 1), 14, fill=255)
        sheet.image.paste(message.photo, (x, y), mask)
        if message.spot:
            sheet.remember(message.spot, left=x, top=y, right=x + message.photo.width, bottom=y + message.photo.height)
        return
    lines = wrap(message.text, _TEXT, _WIDEST)
    width = max(text_width(line, _TEXT) for line in lines) + 64
    height = len(lines) * _LEADING + 52
    left = sheet.width - 176 - width if message.mine else 176
    fill, ink = (look.mine, look.my_ink) if message.mine else (look.theirs, look.their_ink)
    sheet.panel((left, y, left + width, y + height), fill=fill, radius=16)
    tip = left + width if message.mine else left
    out = 16 if message.mine else -16
    sheet.draw.polygon([(tip - out / 4, y + 40), (tip + out, y + 56), (tip - out / 4, y + 72)], fill=fill)
    for index, line in enumerate(lines):
        sheet.text((left + 32, y + 26 + index * _LEADING), line, size=_TEXT, fill=ink)
    if message.spot:
        sheet.remember(message.spot, left=left - 6, top=y - 6, right=left + width + 6, bottom=y + height + 6)


def _draw_system_line(sheet: Sheet, message: Message, look: ChatLook, *, top: int) -> None:
    lines = wrap(message.text, 34, 760)
    half = max(text_width(line, 34) for line in lines) / 2 + 30
    shade = look.theirs if look.paper[0] < 100 else (222, 224, 228)
    bottom = top + len(lines) * 50 + 28
    sheet.panel((sheet.width / 2 - half, top + 12, sheet.width / 2 + half, bottom), fill=shade, radius=12)
    for index, line in enumerate(lines):
        ink = GREY if look.paper[0] < 100 else (112, 114, 120)
        sheet.text((sheet.width / 2, top + 20 + index * 50), line, size=34, fill=ink, align="centre")


def _draw_avatar(sheet: Sheet, look: ChatLook, at: tuple[float, float], *, mine: bool) -> None:
    x, y = at
    colour = look.my_avatar if mine else look.their_avatar
    pale = (min(255, colour[0] + 70), min(255, colour[1] + 70), min(255, colour[2] + 70))
    sheet.panel((x, y, x + _AVATAR, y + _AVATAR), fill=colour, radius=16)
    if mine:
        sheet.panel((x + 26, y + 50, x + 86, y + 90), fill=pale, radius=4)
        sheet.draw.polygon([(x + 18, y + 50), (x + 30, y + 24), (x + 82, y + 24), (x + 94, y + 50)], fill=WHITE)
        sheet.panel((x + 48, y + 62, x + 64, y + 90), fill=colour)
    else:
        sheet.draw.ellipse((x + 36, y + 22, x + 76, y + 62), fill=pale)
        sheet.draw.pieslice((x + 18, y + 64, x + 94, y + 150), 180, 360, fill=pale)
