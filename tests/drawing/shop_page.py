"""Pages of a platform's seller back end: the complaint notice, the evidence number, a listing (1600 px wide)."""

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image
from tests.drawing.backend import LEFT, RIGHT, WIDTH, Site, draw_pairs, draw_table_rows, open_page
from tests.drawing.canvas import GREY, INK, WHITE, Colour, Picture, Sheet
from tests.drawing.photo import draw_cup_photo

MENU = ("首页", "订单管理", "售后管理", "投诉管理", "违规申诉", "客服数据", "店铺设置")


@dataclass(frozen=True)
class Shop:
    """A seller's back end."""

    platform: str
    name: str
    colour: Colour
    chosen: int = 3


def _site(shop: Shop) -> Site:
    return Site(f"{shop.platform}　商家后台", shop.colour, MENU, shop.chosen, shop.name)


def draw_notice_page(
    shop: Shop,
    *,
    title: str,
    pairs: Sequence[tuple[str, str, str]],
    demand: str,
    remaining: str,
    steps: Sequence[tuple[str, str]] = (),
) -> Picture:
    """A complaint or penalty notice, 1600x1120; pairs are (label, value, spot)."""
    sheet, y = open_page(_site(shop), height=1120, title=title, crumbs="售后与投诉 / 投诉管理 / 投诉详情")
    sheet.panel((LEFT, y, RIGHT, y + 84), fill=(255, 244, 232), radius=8, outline=(250, 206, 160))
    sheet.draw.ellipse((LEFT + 24, y + 24, LEFT + 60, y + 60), fill=(240, 130, 30))
    sheet.text((LEFT + 42, y + 26), "!", size=28, fill=WHITE, bold=True, align="centre")
    sheet.text((LEFT + 80, y + 24), remaining, size=26, fill=(176, 84, 12), bold=True, spot="remaining")
    y = draw_pairs(sheet, pairs, top=y + 108, title="投诉信息")
    y = draw_pairs(sheet, [("买家诉求", demand, "demand")], top=y, columns=1)
    if steps:
        y = draw_table_rows(sheet, ("时间", "进度"), steps, top=y, shares=(1.2, 4))
    sheet.panel((LEFT, y, LEFT + 190, y + 60), fill=shop.colour, radius=8)
    sheet.text((LEFT + 95, y + 12), "立即举证", size=26, fill=WHITE, bold=True, align="centre")
    sheet.panel((LEFT + 214, y, LEFT + 404, y + 60), radius=8, outline=(200, 204, 212))
    sheet.text((LEFT + 309, y + 12), "联系买家", size=26, align="centre")
    return sheet.picture()


def draw_token_page(
    shop: Shop, *, token: str, buyer: str, period: str, made_at: str, quote: Sequence[Sequence[str]]
) -> Picture:
    """The page that issues a chat evidence number, 1600x900; spots: chat_token, period, made_at, promise."""
    sheet, y = open_page(_site(shop), height=900, title="聊天记录举证号", crumbs="客户服务 / 投诉举证 / 生成举证号")
    y = draw_pairs(
        sheet,
        [
            ("举证号", token, "chat_token"),
            ("会员", buyer, "buyer"),
            ("聊天日期", period, "period"),
            ("生成时间", made_at, "made_at"),
        ],
        top=y,
        title="举证号已生成",
    )
    lit = next((index for index, row in enumerate(quote) if "运费" in row[2] and "承担" in row[2]), -1)
    y = draw_table_rows(
        sheet, ("时间", "发送方", "内容"), quote, top=y, shares=(2, 1.8, 6), lit=lit, spots=("", "", "promise")
    )
    sheet.text((LEFT, y), "举证号仅供平台客服查看对应时段聊天记录，有效期 75 天。", size=22, fill=GREY)
    return sheet.picture()


def draw_listing_page(
    *,
    platform: str,
    colour: Colour,
    shop: str,
    title: str,
    price: str,
    item_id: str,
    captured_at: str,
    details: Sequence[tuple[str, str]],
    quote: str,
    photo: Image.Image | None = None,
) -> Picture:
    """A transaction snapshot of a listing, 1600x1180; spots: item_id, snapshot_at, quote, title."""
    sheet = Sheet(WIDTH, 1180)
    sheet.panel((0, 0, WIDTH, 76), fill=colour)
    sheet.text((40, 18), f"{platform} · 交易快照", size=32, fill=WHITE, bold=True)
    sheet.text((WIDTH - 40, 24), f"快照时间 {captured_at}", size=24, fill=WHITE, align="right", spot="snapshot_at")
    sheet.panel((40, 100, WIDTH - 40, 160), fill=(255, 249, 230), radius=6)
    sheet.text(
        (60, 112),
        "您正在查看的是买家下单时的商品信息快照，可作为判断买卖双方交易约定的依据。",
        size=24,
        fill=(120, 94, 30),
    )
    shown = (photo or draw_cup_photo((560, 560), seed=9)).resize((560, 560), Image.Resampling.LANCZOS)
    sheet.paste(shown, (40, 190))
    x = 650
    y = sheet.paragraph((x, 190), title, width=900, size=38, bold=True, leading=1.4, spot="title")
    sheet.panel((x, y + 14, WIDTH - 40, y + 114), fill=(250, 244, 242))
    sheet.text((x + 24, y + 44), "成交价", size=26, fill=GREY)
    sheet.text((x + 130, y + 26), f"¥{price}", size=52, fill=(222, 54, 40), bold=True)
    y += 144
    for label, value in (
        ("商品ID", item_id),
        ("店铺", shop),
        ("发货", "48 小时内发货，运费险"),
        ("服务", "七天无理由退货 · 正品保障"),
    ):
        sheet.text((x, y), label, size=26, fill=GREY)
        sheet.text((x + 130, y), value, size=26, spot="item_id" if label == "商品ID" else "")
        y += 56
    sheet.text((40, 790), "商品参数", size=30, bold=True)
    sheet.rule(838, left=40, right=WIDTH - 40)
    for index, (label, value) in enumerate(details):
        left, top = 40 + index % 2 * 760, 856 + index // 2 * 54
        sheet.text((left, top), label, size=25, fill=GREY)
        sheet.text((left + 170, top), value, size=25, fill=INK)
    bottom = 856 + -(-len(details) // 2) * 54 + 14
    sheet.panel((40, bottom, WIDTH - 40, bottom + 84), fill=(240, 246, 255), radius=6)
    sheet.text((64, bottom + 24), quote, size=26, fill=(26, 62, 120), spot="quote")
    return sheet.picture()
