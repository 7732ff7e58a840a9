"""The electronic waybill (面单) as its printed label, 1000x1640."""

from dataclasses import dataclass

from PIL import Image
from tests.drawing.barcode import draw_code128, draw_qr
from tests.drawing.canvas import INK, WHITE, Colour, Picture, Sheet


@dataclass(frozen=True)
class Party:
    """Sender or consignee as printed."""

    name: str
    phone: str
    address: str


@dataclass(frozen=True)
class Waybill:
    """What stands on a label. `route` is the big sorting code, `station` the delivering outlet."""

    carrier: str
    waybill_no: str
    route: str
    station: str
    consignee: Party
    sender: Party
    goods: str
    weight: str
    printed_at: str
    order_no: str
    service: str = "标准快递"


def draw_waybill(waybill: Waybill) -> Picture:
    """The label; spots: waybill_no, consignee, phone, address, sender_phone, order_no, printed_at, weight."""
    sheet = Sheet(1000, 1640)
    edge: Colour = INK
    sheet.panel((20, 20, 980, 1620), fill=None, outline=edge, line=4)
    sheet.text((50, 40), waybill.carrier, size=60, bold=True)
    sheet.panel((760, 44, 950, 116), fill=INK, radius=6)
    sheet.text((855, 52), waybill.service, size=38, fill=WHITE, bold=True, align="centre")
    sheet.text((50, 122), waybill.printed_at, size=28, spot="printed_at")
    sheet.text((950, 122), f"订单号 {waybill.order_no}", size=26, align="right", spot="order_no")
    sheet.rule(172, left=20, right=980, fill=edge, line=4)
    sheet.text((500, 176), waybill.route, size=104, bold=True, align="centre")
    sheet.rule(330, left=20, right=980, fill=edge, line=4)
    bars = draw_code128(waybill.waybill_no, module=4, height=170)
    sheet.paste(bars, (480 - bars.width / 2, 356))
    sheet.text((480, 534), waybill.waybill_no, size=50, bold=True, align="centre", spot="waybill_no")
    sheet.rule(616, left=20, right=980, fill=edge, line=4)
    sheet.text((50, 640), waybill.station, size=50, bold=True, spot="station")
    sheet.rule(726, left=20, right=980, fill=edge, line=4)
    y = _draw_party(sheet, "收", waybill.consignee, top=740, size=42, prefix="")
    sheet.rule(y, left=20, right=980, fill=edge, line=4)
    y = _draw_party(sheet, "寄", waybill.sender, top=y + 14, size=32, prefix="sender_")
    sheet.rule(y, left=20, right=980, fill=edge, line=4)
    code = draw_qr(waybill.waybill_no, module=9)
    sheet.paste(code, (760, y + 26))
    sheet.paragraph((50, y + 22), f"物品：{waybill.goods}", size=34, width=680, leading=1.4)
    sheet.text((50, y + 122), f"计费重量：{waybill.weight} kg", size=34, spot="weight")
    sheet.text((50, y + 176), "付款方式：寄方月结　件数：1/1", size=34)
    sheet.rule(y + 246, left=20, right=740, fill=edge, line=2)
    sheet.paragraph(
        (50, y + 258),
        "收件人签名：\n您的签字代表您已验收此包裹，并已确认商品信息无误。",
        size=26,
        width=660,
        leading=1.5,
        fill=(60, 60, 62),
    )
    sheet.text((50, 1556), "已验视　已实名　已安检", size=34, bold=True)
    side = draw_code128(waybill.waybill_no, module=2, height=58).rotate(90, Image.Resampling.NEAREST, expand=True)
    sheet.paste(side, (906, 338))
    return sheet.picture()


def _draw_party(sheet: Sheet, sign: str, party: Party, *, top: float, size: int, prefix: str) -> float:
    sheet.draw.ellipse((44, top + 12, 116, top + 84), outline=INK, width=4, fill=INK if sign == "收" else WHITE)
    sheet.text((80, top + 20), sign, size=42, bold=True, align="centre", fill=WHITE if sign == "收" else INK)
    right = sheet.text(
        (146, top + 10), party.name, size=size + 4, bold=True, spot=f"{prefix}consignee" if not prefix else ""
    )
    sheet.text((right + 40, top + 10), party.phone, size=size + 4, bold=True, spot=f"{prefix}phone")
    bottom = sheet.paragraph(
        (146, top + size * 1.7), party.address, size=size, width=800, leading=1.4, spot=f"{prefix}address"
    )
    return max(bottom, top + 96) + 18
