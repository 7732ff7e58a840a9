"""Pages of a courier's own system: the full trace, weighing records, work orders (1600 px wide)."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.drawing.backend import LEFT, RIGHT, Site, draw_pairs, draw_table_rows, open_page
from tests.drawing.canvas import GREY, INK, Colour, Picture, Sheet, wrap

MENU = ("快件查询", "称重管理", "工单中心", "派件签收", "问题件", "网点信息")
BLUE: Colour = (24, 84, 172)


@dataclass(frozen=True)
class Outlet:
    """The outlet whose account is logged in."""

    carrier: str
    company: str
    account: str
    colour: Colour = BLUE


@dataclass(frozen=True)
class Node:
    """One scan of a parcel: when, where, what; `spot` names its time on the page, `marks` parts of its text."""

    at: str
    action: str
    text: str
    spot: str = ""
    marks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Weighing:
    """One weighing of a parcel."""

    at: str
    point: str
    station: str
    scale: str
    weight_kg: str


def _site(outlet: Outlet, *, chosen: int) -> Site:
    return Site(f"{outlet.carrier}　网点操作系统", outlet.colour, MENU, chosen, f"{outlet.company}　{outlet.account}")


def draw_trace_page(outlet: Outlet, *, waybill_no: str, nodes: Sequence[Node], state: str, weight: str) -> Picture:
    """The whole trace of a parcel, latest first, as the outlet's system shows it; its height follows the nodes."""
    heights = [len(wrap(node.text, 25, 800)) * 38 + 44 for node in nodes]
    sheet, y = open_page(
        _site(outlet, chosen=0),
        height=round(460 + sum(heights)),
        title="快件全程跟踪",
        crumbs="快件查询 / 运单跟踪 / 内部轨迹",
    )
    y = draw_pairs(
        sheet,
        [("运单号", waybill_no, "waybill_no"), ("当前状态", state, "state"), ("结算重量", f"{weight} kg", "weight"),
         ("扫描节点", f"共 {len(nodes)} 条", "")],
        top=y,
        columns=2,
    )  # fmt: skip
    sheet.panel((LEFT, y, RIGHT, y + sum(heights) + 40), radius=8)
    y += 30
    for index, (node, height) in enumerate(zip(nodes, heights, strict=True)):
        ink = INK if index == 0 else (84, 88, 96)
        x = LEFT + 350
        if index < len(nodes) - 1:
            sheet.draw.line([(x, y + 18), (x, y + height + 18)], fill=(206, 212, 222), width=4)
        dot = 12 if index == 0 else 9
        sheet.draw.ellipse(
            (x - dot, y + 18 - dot, x + dot, y + 18 + dot), fill=outlet.colour if index == 0 else (170, 178, 190)
        )
        sheet.text((LEFT + 30, y), node.at, size=25, fill=ink, bold=index == 0, spot=node.spot)
        sheet.text((LEFT + 390, y), node.action, size=25, fill=outlet.colour, bold=True)
        sheet.paragraph((LEFT + 510, y), node.text, width=800, size=25, fill=ink, leading=1.52, marks=dict(node.marks))
        if node.spot:
            bottom = y + height - 24
            sheet.remember(f"{node.spot}_line", left=LEFT + 20, top=y - 8, right=RIGHT - 12, bottom=bottom)
        y += height
    return sheet.picture()


def draw_weighing_page(
    outlet: Outlet, *, waybill_no: str, rows: Sequence[Weighing], lit: int, goods: str, queried_at: str
) -> Picture:
    """The weighing records of a parcel, 1600x900; spots of row `lit`: at, point, station, scale, weight_kg."""
    sheet, y = open_page(_site(outlet, chosen=1), height=900, title="称重记录查询", crumbs="称重管理 / 称重记录查询")
    y = draw_pairs(
        sheet,
        [("运单号", waybill_no, "waybill_no"), ("内件", goods, ""), ("查询网点", outlet.company, "company"),
         ("查询时间", queried_at, "queried_at")],
        top=y,
    )  # fmt: skip
    y = draw_table_rows(
        sheet,
        ("称重时间", "称重点", "操作网点", "设备编号", "重量（kg）"),
        [(row.at, row.point, row.station, row.scale, row.weight_kg) for row in rows],
        top=y,
        shares=(2.3, 1.3, 3.4, 1.7, 1.3),
        lit=lit,
        spots=("at", "point", "station", "scale", "weight_kg"),
    )
    sheet.text((LEFT, y), f"共 {len(rows)} 条　　数据由称重设备自动上传，不可人工修改", size=22, fill=GREY)
    _draw_foot(sheet, outlet)
    return sheet.picture()


def draw_work_order_page(
    outlet: Outlet,
    *,
    order_no: str,
    waybill_no: str,
    opened_at: str,
    closed_at: str,
    subject: str,
    steps: Sequence[tuple[str, str, str]],
    conclusion: str,
) -> Picture:
    """A closed work order, 1600x1080; spots: work_order_no, waybill_no, opened_at, closed_at, conclusion."""
    sheet, y = open_page(_site(outlet, chosen=2), height=1080, title="工单详情", crumbs="工单中心 / 我的工单 / 详情")
    y = draw_pairs(
        sheet,
        [("工单号", order_no, "work_order_no"), ("状态", "已办结", "state"), ("运单号", waybill_no, "waybill_no"),
         ("工单类型", subject, ""), ("创建时间", opened_at, "opened_at"), ("办结时间", closed_at, "closed_at")],
        top=y,
    )  # fmt: skip
    y = draw_table_rows(sheet, ("处理时间", "处理人", "处理内容"), steps, top=y, shares=(2.2, 1.7, 6.1))
    draw_pairs(sheet, [("处理结论", conclusion, "conclusion")], top=y, columns=1)
    _draw_foot(sheet, outlet)
    return sheet.picture()


def _draw_foot(sheet: Sheet, outlet: Outlet) -> None:
    sheet.text(
        ((LEFT + RIGHT) / 2, sheet.height - 52),
        f"{outlet.carrier} · {outlet.company}",
        size=20,
        fill=GREY,
        align="centre",
    )
