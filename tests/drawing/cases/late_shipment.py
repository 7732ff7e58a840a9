"""Douyin, late shipment: a long chat (1080x12000) in which the buyer asks for a later date; a storm besides."""

from pathlib import Path

from tests.drawing.canvas import Picture
from tests.drawing.casefile import File, write_case
from tests.drawing.chat import Message, OrderCard, draw_chat
from tests.drawing.chat_look import FEIGE
from tests.drawing.letter import Letter, draw_letter
from tests.drawing.oranges import draw_orange_photo
from tests.drawing.phone import Status
from tests.drawing.phone_page import Item, draw_order_page, draw_tracking_page
from tests.drawing.shop_page import Shop, draw_notice_page
from tests.drawing.waybill import Party, Waybill, draw_waybill

FOLDER = "douyin-late-shipment"
ORDER = "6938274105926417483"
WAYBILL = "463817465092836"
GOODS = "云泽脐橙 5 斤装 2 箱"
ISSUER = "岚州市北辰速运有限公司"
INK_BLUE = (34, 66, 138)


def write(samples: Path) -> Path:
    """Draw the exhibits and write the case folder."""
    files: dict[str, File] = {
        "notice.png": _notice(),
        "order.png": _order(),
        "long_chat.png": long_chat(),
        "tracking.png": _tracking(),
        "waybill.png": _waybill(),
        "storm_notice.jpg": _storm(),
    }
    return write_case(FOLDER, Path(__file__).with_suffix(".toml"), files, samples=samples)


def _notice() -> Picture:
    return draw_notice_page(
        Shop("抖店", "果满园生鲜", INK_BLUE, 4),
        title="延迟发货　违规申诉",
        pairs=[
            ("违规单号", "WG20261119076251", "complaint_no"),
            ("违规类型", "延迟发货", "type"),
            ("订单号", ORDER, "order_no"),
            ("用户", "月亮邮局", "buyer"),
            ("通知时间", "2026-11-19 10:12:40", "complained_at"),
            ("申诉截止", "2026-11-26 10:12:40", "deadline_at"),
            ("应发货时间", "2026-11-12 23:59:59", "promised_ship_at"),
            ("实际揽收", "2026-11-15 16:30:22", ""),
        ],
        demand="商家未在承诺的 48 小时内发货，系统判定延迟发货。",
        remaining="请在 6 天 23 小时内提交申诉（说明不超过 200 字，图片不超过 5 张）",
        steps=[("2026-11-19 10:12:40", "系统下发违规通知")],
    )


def _order() -> Picture:
    return draw_order_page(
        shop="果满园生鲜",
        colour=(40, 48, 72),
        state="已完成",
        state_note="买家已于 11 月 18 日签收",
        consignee=("江*月  130****0583", "临溪市栖云区梧桐里****", ""),
        items=[
            Item("云泽脐橙 新鲜现摘 5 斤装", "5 斤 × 2 箱", "79.80", 1, draw_orange_photo((420, 420), seed=6, grain=0))
        ],
        paid="79.80",
        rows=[
            ("订单编号", ORDER, "order_no"),
            ("下单时间", "2026-11-10 21:13:58", "ordered_at"),
            ("支付时间", "2026-11-10 21:14:36", "paid_at"),
            ("承诺发货", "2026-11-12 23:59:59 前", "promised_ship_at"),
            ("发货时间", "2026-11-15 15:12:08", ""),
            ("快递公司", "韵达快递", ""),
            ("运单号", WAYBILL, "waybill_no"),
        ],
        status=Status(clock="10:20", battery=66),
    )


def _tracking() -> Picture:
    return draw_tracking_page(
        carrier="韵达快递",
        waybill_no=WAYBILL,
        state="已签收",
        nodes=[
            ("2026-11-18 12:41:05", "【临溪市】已签收，签收人：本人，感谢使用韵达快递", "signed_at"),
            ("2026-11-18 08:32:47", "【临溪市】栖云网点 派件员正在为您派件", "delivering_at"),
            ("2026-11-18 06:20:13", "【临溪市】快件已到达 临溪栖云网点", "arrived_at"),
            ("2026-11-17 19:44:28", "【临溪市】快件已到达 临溪分拨中心", ""),
            ("2026-11-16 03:15:50", "【岚州市】快件已从 岚州分拨中心 发出", ""),
            ("2026-11-15 22:08:31", "【岚州市】快件已到达 岚州分拨中心", ""),
            ("2026-11-15 16:30:22", "【岚州市】青溪果园网点 已揽收", "picked_up_at"),
        ],
        colour=(254, 44, 85),
        status=Status(clock="10:24", battery=65),
    )


def _waybill() -> Picture:
    return draw_waybill(
        Waybill(
            carrier="韵达快递", waybill_no=WAYBILL, route="610-B07 02", station="临溪栖云",
            consignee=Party("江映月", "13000000583", "临溪市栖云区梧桐里 17 号院 3 单元 501 室"),
            sender=Party("果满园生鲜", "13000000594", "岚州市青溪区橙园路 1 号果园仓"),
            goods=GOODS, weight="5.46", printed_at="2026-11-15 15:06:44", order_no=ORDER,
            service="生鲜优先",
        )
    )  # fmt: skip


def _storm() -> Picture:
    return draw_letter(
        Letter(
            title="关于强降雪期间暂停收寄的通告",
            number="北辰字〔2026〕31 号",
            header=f"{ISSUER}（韵达快递 岚州分拨中心）",
            addressee="各网点、各商家",
            rows=[
                ("影响地区", "岚州市青溪区、城北区", "region"),
                ("停发时间", "2026 年 11 月 12 日至 2026 年 11 月 14 日", "period"),
                ("恢复时间", "2026 年 11 月 15 日 08 时起恢复揽收", ""),
            ],
            paragraphs=[
                (
                    "受强降雪和道路结冰影响，岚州市高速入口临时封闭，干线车辆无法进出。"
                    "为保障人员和快件安全，上述地区在停发时间内暂停揽收和发运，生鲜类快件不予收寄。"
                ),
                "恢复后将优先安排积压的生鲜快件。给各商家和收件人带来的不便，敬请谅解。",
            ],
            closing=("特此通告。",),
            company=ISSUER,
            date="2026 年 11 月 12 日",
            accent=(150, 40, 30),
        ),
        angle=0.3,
        seed=44,
    )


def long_chat(*, height: int = 12_000) -> Picture:
    """The whole talk as one scrolled screenshot, 1080x12000; spots: request, agreed, told."""
    return draw_chat(
        _talk(),
        look=FEIGE,
        size=(1080, height),
        title="月亮邮局",
        card=OrderCard(ORDER, GOODS, "79.80", "已完成", draw_orange_photo((160, 160), seed=6, grain=0)),
        status=Status(clock="10:31", battery=64),
    )


def _talk() -> list[Message]:
    mine = "果满园-小橙"
    lines: list[tuple[str, bool, str, str]] = [
        ("你好，刚拍了两箱脐橙，什么时候发？", False, "2026-11-10 21:16", ""),
        ("您好，欢迎光临果满园，订单已收到，48 小时内从岚州果园发出。", True, "", ""),
        ("橙子甜不甜呀，上次在别家买的有点酸", False, "", ""),
        ("这批是霜后采的，糖度 13 度左右，收到先放两天回回甜更好吃。", True, "", ""),
        ("行，那大小呢？", False, "", ""),
        ("单果 75 到 85 毫米，每箱 5 斤大概 12 个。给您发张今天的实拍。", True, "", ""),
        ("PHOTO", True, "", "2"),
        ("看着不错👍", False, "", ""),
        ("谢谢您的认可，我们现摘现发，不打蜡。", True, "", ""),
        ("好的", False, "", ""),
        ("对了，我明天要出差，家里没有人收", False, "2026-11-11 10:16", ""),
        ("您好，请问大概哪天回来呢？", True, "", ""),
        ("17 号晚上到家", False, "", ""),
        ("明白了。从岚州到临溪要三天左右，如果按原计划明天发，14 号就到了。", True, "", ""),
        ("那会坏吗？", False, "", ""),
        ("生鲜放在驿站几天容易闷坏，不建议这样。", True, "", ""),
        ("那你们能不能 15 号再发？我 18 号正好在家收", False, "2026-11-11 10:20", "request"),
        (
            "可以的。跟您确认一下：原定 11 月 12 日前发货，现在按您的要求改到 11 月 15 日发出，您看可以吗？",
            True,
            "",
            "ask",
        ),
        ("可以，就 15 号发，晚几天没关系", False, "2026-11-11 10:22", "agreed"),
        ("好的，已为您备注“11 月 15 日发货”。如果您的安排有变化，随时告诉我。", True, "", ""),
        ("麻烦了", False, "", ""),
        ("不麻烦，祝您出差顺利。", True, "", ""),
        ("您好，跟您说一下，岚州今天下大雪，快递通知 12 到 14 号暂停揽收，15 号恢复。", True, "2026-11-12 14:05", ""),
        ("哦，那我的会受影响吗", False, "", ""),
        ("您约的是 15 号，正好恢复当天发，不受影响，我们会盯着。", True, "", ""),
        ("好，注意安全", False, "", ""),
        ("谢谢您的关心，果园那边已经把果子搬进恒温库了。", True, "", ""),
        ("PHOTO", True, "2026-11-13 09:30", "9"),
        ("这是今天库里的果子，一点没有冻着，您放心。", True, "", ""),
        ("很新鲜的样子", False, "", ""),
        ("是的，发之前还会再挑一遍，把有伤的拿出来。", True, "", ""),
        ("好👌", False, "", ""),
        ("早上好，今天恢复揽收，您的两箱下午发出。", True, "2026-11-15 09:02", ""),
        ("收到", False, "", ""),
        (f"已经发出，韵达 {WAYBILL}，16:30 快递已揽收，预计 18 号到临溪。", True, "2026-11-15 16:48", "told"),
        ("好的，我 17 号晚上就到家了", False, "", ""),
        ("时间刚刚好。箱子里放了一张保存说明，您收到后看一下。", True, "", ""),
        ("嗯嗯", False, "", ""),
        ("您好，包裹今天派送，请留意电话。", True, "2026-11-18 08:40", ""),
        ("已经拿到了", False, "2026-11-18 12:50", ""),
        ("请您开箱看看，有坏果拍照给我，我们按个数赔。", True, "", ""),
        ("都是好的，个头挺大", False, "", ""),
        ("太好了。喜欢的话麻烦给个评价，祝您生活愉快", True, "", ""),
        ("挺甜的，下次还买", False, "2026-11-18 19:26", ""),
        ("感谢您的支持！", True, "", ""),
    ]
    messages = [Message(f"以下为订单 {ORDER} 的会话", system=True)]
    for text, own, stamp, extra in lines:
        photo = draw_orange_photo((500, 620), seed=int(extra), grain=0) if text == "PHOTO" else None
        messages.append(
            Message("" if photo else text, mine=own, stamp=stamp, name=mine if own and stamp else "", photo=photo,
                    spot="" if photo else extra)
        )  # fmt: skip
    return messages
