"""The slip a consignee signs at the door, photographed by the courier."""

from tests.drawing.barcode import draw_code128
from tests.drawing.canvas import INK, Picture, Sheet, text_width, wrap
from tests.drawing.photo import add_grain, draw_table, lay_on
from tests.drawing.seal import draw_signature


def draw_signoff_slip(
    *,
    carrier: str,
    waybill_no: str,
    consignee: str,
    phone: str,
    address: str,
    signer: str,
    signed_at: str,
    station: str,
    courier: str,
    seed: int = 6,
) -> Picture:
    """A delivery slip signed by hand, photographed on a desk; 1200x1600."""
    slip = Sheet(1000, 1180, colour=(250, 249, 243))
    slip.panel((24, 24, 976, 1156), fill=None, outline=INK, line=3)
    slip.text((500, 50), f"{carrier}　派件签收联", size=46, bold=True, align="centre")
    slip.text((500, 118), station, size=30, fill=(90, 90, 92), align="centre")
    slip.rule(176, left=24, right=976, fill=INK, line=3)
    bars = draw_code128(waybill_no, module=3, height=110)
    slip.paste(bars, (500 - bars.width / 2, 200))
    slip.text((500, 322), waybill_no, size=46, bold=True, align="centre", spot="waybill_no")
    y = 402.0
    for label, value, spot in (
        ("收件人", consignee, "consignee"),
        ("电　话", phone, "phone"),
        ("地　址", address, "address"),
        ("派件员", courier, ""),
    ):
        slip.rule(y, left=24, right=976, fill=INK)
        slip.text((56, y + 18), label, size=36, fill=(70, 70, 72))
        bottom = slip.paragraph((220, y + 18), value, width=730, size=36, leading=1.4)
        if spot:
            lines = wrap(value, 36, 730)
            widest = max(text_width(line, 36) for line in lines)
            slip.remember(spot, left=210, top=y + 12, right=236 + widest, bottom=bottom + 4)
        y = max(bottom, y + 60) + 20
    slip.rule(y, left=24, right=976, fill=INK)
    slip.text((56, y + 24), "收件人签名：", size=36, fill=(70, 70, 72))
    slip.paste(draw_signature(signer, height=150, seed=seed), (310, y + 16), spot="signature")
    slip.rule(y + 190, left=24, right=976, fill=INK)
    slip.text((56, y + 214), "签收时间", size=36, fill=(70, 70, 72))
    slip.text((240, y + 214), signed_at, size=40, fill=(28, 38, 84), spot="signed_at")
    slip.text((56, y + 284), "签收方式　■本人　□代收　□驿站　□快递柜", size=34, spot="sign_method")
    desk = draw_table((1200, 1600), seed=seed, wood=(142, 104, 74), horizon=0.0)
    laid = lay_on(desk, slip.picture(), at=(604, 800), scale=1.02, angle=-2.2)
    return Picture(add_grain(laid.image, strength=2.5, seed=seed), laid.spots)
