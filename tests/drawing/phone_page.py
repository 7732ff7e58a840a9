"""Pages of phone apps, 1080x2340: order detail, payment success, refund detail, public tracking."""

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image
from tests.drawing.canvas import GREY, INK, RULE, WHITE, Colour, Picture, Sheet, wrap
from tests.drawing.phone import STATUS_HEIGHT, Status, draw_button, draw_home_bar, draw_status_bar, draw_title_bar

PHONE = (1080, 2340)
GREEN: Colour = (7, 193, 96)
ALIPAY: Colour = (22, 119, 255)
Row = tuple[str, str, str]


@dataclass(frozen=True)
class Item:
    """A line of an order with its little photo."""

    name: str
    option: str
    price: str
    count: int
    photo: Image.Image


def draw_order_page(
    *,
    shop: str,
    colour: Colour,
    state: str,
    state_note: str,
    consignee: Row | None,
    items: Sequence[Item],
    paid: str,
    rows: Sequence[Row],
    status: Status | None = None,
) -> Picture:
    """An order's detail page; `rows` are (label, value, spot); spots also: paid_amount, consignee."""
    sheet = Sheet(*PHONE, colour=(244, 244, 246))
    sheet.panel((0, 0, 1080, 400), fill=colour)
    draw_status_bar(sheet, status or Status(), ink=WHITE)
    draw_title_bar(sheet, "订单详情", ink=WHITE)
    sheet.text((48, 236), state, size=52, fill=WHITE, bold=True)
    sheet.text((48, 312), state_note, size=34, fill=WHITE)
    y = 420.0
    if consignee is not None:
        name, address, spot = consignee
        bottom = y + 120 + len(wrap(address, 36, 860)) * 54
        sheet.panel((24, y, 1056, bottom), radius=20)
        sheet.draw.ellipse((54, y + 40, 110, y + 96), fill=colour)
        sheet.draw.ellipse((72, y + 58, 92, y + 78), fill=WHITE)
        sheet.text((140, y + 34), name, size=40, bold=True)
        sheet.paragraph((140, y + 96), address, width=860, size=36, fill=(90, 92, 98))
        if spot:
            sheet.remember(spot, left=132, top=y + 28, right=1020, bottom=bottom - 12)
        y = bottom + 20
    height = 110 + 250 * len(items) + 110
    sheet.panel((24, y, 1056, y + height), radius=20)
    sheet.text((54, y + 28), shop, size=38, bold=True)
    y += 110
    for item in items:
        sheet.paste(item.photo.resize((210, 210), Image.Resampling.LANCZOS), (54, y))
        sheet.paragraph((292, y), item.name, width=530, size=36, leading=1.4)
        sheet.text((292, y + 126), item.option, size=32, fill=GREY)
        sheet.text((1026, y), f"¥{item.price}", size=36, align="right")
        sheet.text((1026, y + 56), f"×{item.count}", size=34, fill=GREY, align="right")
        y += 250
    sheet.text((54, y + 14), "实付款", size=38, bold=True)
    sheet.text((1026, y + 6), f"¥{paid}", size=46, fill=(226, 66, 52), bold=True, align="right", spot="paid_amount")
    y = _draw_rows(sheet, rows, top=y + 130)
    draw_home_bar(sheet)
    return sheet.picture()


def draw_payment_page(
    *,
    channel: str,
    amount: str,
    payee: str,
    rows: Sequence[Row],
    status: Status | None = None,
    dark: bool = False,
) -> Picture:
    """A finished transfer (channel 支付宝 or 微信); spots: paid_amount, payee, state and those of the rows."""
    colour = ALIPAY if channel == "支付宝" else GREEN
    paper: Colour = (24, 24, 26) if dark else (245, 246, 248)
    card: Colour = (38, 38, 42) if dark else WHITE
    ink: Colour = (226, 226, 228) if dark else INK
    sheet = Sheet(*PHONE, colour=paper)
    draw_status_bar(sheet, status or Status(), ink=ink)
    draw_title_bar(sheet, "账单详情", ink=ink, dots=False)
    sheet.text((1040, STATUS_HEIGHT + 44), "全部账单", size=34, fill=ink, align="right")
    sheet.panel((24, 250, 1056, 760), fill=card, radius=24)
    sheet.draw.ellipse((484, 296, 596, 408), fill=colour)
    sheet.text((540, 314), payee[:1], size=54, fill=WHITE, bold=True, align="centre")
    sheet.text((540, 432), payee, size=42, fill=ink, align="centre", spot="payee")
    sheet.text((540, 508), f"-{amount}", size=96, fill=ink, bold=True, align="centre", spot="paid_amount")
    sheet.text(
        (540, 660), "交易成功" if channel == "支付宝" else "支付成功", size=38, fill=GREY, align="centre", spot="state"
    )
    y = _draw_rows(sheet, rows, top=784, card=card, ink=ink)
    sheet.panel((24, y + 10, 1056, y + 360), fill=card, radius=24)
    for index, entry in enumerate(("账单管理", "对此订单有疑问", "申请电子回单")):
        sheet.text((64, y + 42 + index * 110), entry, size=38, fill=ink)
        sheet.text((1010, y + 42 + index * 110), ">", size=38, fill=GREY, align="right")
    sheet.text((540, 2210), f"{channel}支付", size=32, fill=GREY, align="centre")
    draw_home_bar(sheet, ink=ink)
    return sheet.picture()


def draw_refund_page(
    *,
    amount: str,
    state: str,
    note: str,
    rows: Sequence[Row],
    steps: Sequence[tuple[str, str]],
    status: Status | None = None,
    colour: Colour = (226, 60, 48),
) -> Picture:
    """A refund request; `rows` are (label, value, spot), `steps` the course of it; spot: refund_amount."""
    sheet = Sheet(*PHONE, colour=(244, 244, 246))
    sheet.panel((0, 0, 1080, 420), fill=colour)
    draw_status_bar(sheet, status or Status(), ink=WHITE)
    draw_title_bar(sheet, "退款详情", ink=WHITE)
    sheet.text((48, 244), state, size=54, fill=WHITE, bold=True)
    sheet.text((48, 328), note, size=34, fill=WHITE)
    sheet.panel((24, 440, 1056, 580), radius=20)
    sheet.text((54, 482), "退款金额", size=40)
    sheet.text((1026, 472), f"¥{amount}", size=52, fill=colour, bold=True, align="right", spot="refund_amount")
    y = _draw_rows(sheet, rows, top=604)
    sheet.panel((24, y, 1056, y + 90 + len(steps) * 116), radius=20)
    sheet.text((54, y + 30), "协商历史", size=40, bold=True)
    for index, (at, text) in enumerate(steps):
        top = y + 106 + index * 116
        sheet.draw.ellipse((62, top + 12, 82, top + 32), fill=colour if index == 0 else (206, 208, 214))
        sheet.text((110, top), text, size=36)
        sheet.text((110, top + 50), at, size=30, fill=GREY)
    draw_button(sheet, (560, 2180, 800, 2276), "拒绝", fill=(236, 237, 240), ink=INK)
    draw_button(sheet, (820, 2180, 1050, 2276), "同意", fill=colour)
    draw_home_bar(sheet)
    return sheet.picture()


def draw_tracking_page(
    *,
    carrier: str,
    waybill_no: str,
    state: str,
    nodes: Sequence[tuple[str, str, str]],
    colour: Colour = (255, 106, 0),
    status: Status | None = None,
    size: tuple[int, int] = PHONE,
) -> Picture:
    """The public trace of a parcel, latest first; nodes are (time, text, spot)."""
    sheet = Sheet(*size, colour=(244, 245, 248))
    draw_status_bar(sheet, status or Status())
    y = draw_title_bar(sheet, "物流详情") + 20.0
    sheet.panel((24, y, 1056, y + 190), radius=20)
    sheet.text((60, y + 34), state, size=46, bold=True, fill=colour, spot="state")
    sheet.text((60, y + 112), f"{carrier}  {waybill_no}", size=36, spot="waybill_no")
    sheet.panel((900, y + 108, 1010, y + 162), fill=(240, 241, 244), radius=27)
    sheet.text((955, y + 114), "复制", size=30, align="centre")
    y += 214
    bottom = y + 40 + sum(len(wrap(text, 36, 820)) * 54 + 88 for _, text, _ in nodes)
    sheet.panel((24, y, 1056, bottom), radius=20)
    y += 40
    for index, (at, text, spot) in enumerate(nodes):
        lines = wrap(text, 36, 820)
        height = len(lines) * 54 + 88
        if index < len(nodes) - 1:
            sheet.draw.line([(92, y + 24), (92, y + height + 10)], fill=RULE, width=4)
        reach = 16 if index == 0 else 10
        sheet.draw.ellipse(
            (92 - reach, y + 24 - reach, 92 + reach, y + 24 + reach), fill=colour if index == 0 else (196, 199, 206)
        )
        ink = INK if index == 0 else (104, 107, 114)
        sheet.paragraph((146, y), text, width=820, size=36, fill=ink)
        sheet.text((146, y + len(lines) * 54), at, size=30, fill=GREY, spot=spot)
        y += height
    if y > size[1] - 40:
        raise ValueError(f"the trace is {y:.0f} px high, the page {size[1]}")
    draw_home_bar(sheet)
    return sheet.picture()


def _draw_rows(sheet: Sheet, rows: Sequence[Row], *, top: float, card: Colour = WHITE, ink: Colour = INK) -> float:
    """A rounded card of label and value rows; returns where the next card begins."""
    height = 40 + sum(max(1, len(wrap(value, 36, 720))) * 52 + 28 for _, value, _ in rows)
    sheet.panel((24, top, 1056, top + height), fill=card, radius=20)
    y = top + 32
    for label, value, spot in rows:
        sheet.text((54, y), label, size=36, fill=GREY)
        lines = wrap(value, 36, 720)
        for index, line in enumerate(lines):
            sheet.text((290, y + index * 52), line, size=36, fill=ink, spot=spot if len(lines) == 1 else "")
        if spot and len(lines) > 1:
            sheet.remember(spot, left=282, top=y - 4, right=1030, bottom=y + len(lines) * 52)
        y += max(1, len(lines)) * 52 + 28
    return top + height + 24


def draw_call_page(
    *, number: str, place: str, calls: Sequence[tuple[str, str]], status: Status | None = None
) -> Picture:
    """A contact's call history; calls are (time, what happened); spots: number, call_1, call_2 ... for the times."""
    sheet = Sheet(*PHONE, colour=(247, 247, 249))
    draw_status_bar(sheet, status or Status())
    draw_title_bar(sheet, "通话详情")
    sheet.draw.ellipse((440, 270, 640, 470), fill=(176, 190, 208))
    sheet.draw.ellipse((505, 310, 575, 380), fill=WHITE)
    sheet.draw.pieslice((470, 388, 610, 528), 180, 360, fill=WHITE)
    sheet.text((540, 506), number, size=62, bold=True, align="centre", spot="number")
    sheet.text((540, 600), place, size=36, fill=GREY, align="centre")
    for index, (label, colour) in enumerate((("呼叫", GREEN), ("短信", ALIPAY), ("复制", (150, 154, 162)))):
        left = 180 + index * 270
        draw_button(sheet, (left, 690, left + 180, 780), label, fill=colour, size=38)
    sheet.panel((24, 840, 1056, 880 + 150 * len(calls)), radius=20)
    for index, (at, what) in enumerate(calls):
        top = 866 + index * 150
        sheet.text((64, top), at, size=42, spot=f"call_{index + 1}")
        sheet.text((64, top + 62), what, size=34, fill=GREY)
        if index < len(calls) - 1:
            sheet.rule(top + 128, left=64, right=1016)
    draw_home_bar(sheet)
    return sheet.picture()
