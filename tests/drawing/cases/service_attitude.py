"""Pinduoduo, service attitude, unfinished on purpose: a check is to find what is wrong with it.

Wrong are: the waybill number on the label differs from the trace, the chat is left out, the own text calls the
buyer names, and the title of an exhibit gives away a phone number.
"""

from pathlib import Path

from tests.drawing.canvas import Picture
from tests.drawing.casefile import File, write_case
from tests.drawing.chat import Message, OrderCard, draw_chat
from tests.drawing.chat_look import PINDUODUO
from tests.drawing.phone import Status
from tests.drawing.phone_page import draw_call_page, draw_tracking_page
from tests.drawing.shop_page import Shop, draw_notice_page
from tests.drawing.video import write_packing_video
from tests.drawing.waybill import Party, Waybill, draw_waybill

FOLDER = "pdd-service-attitude"
ORDER = "261118-401726384950172"
ON_LABEL = "YT9920417736285"
ON_TRACE = "YT9920417763285"
GOODS = "亚麻靠垫套 45×45 两件"
RED = (224, 46, 36)


def write(samples: Path) -> Path:
    """Draw the exhibits and write the case folder."""
    label = _waybill()
    files: dict[str, File] = {
        "notice.png": _notice(),
        "Screenshot_20261122_091102_com.xunmeng.merchant.png": _chat(),
        "waybill.png": label,
        "tracking.png": _tracking(),
        "call.png": draw_call_page(
            number="130 0000 0456",
            place="云泽市",
            calls=[("11月22日 09:20", "呼出 3 分 12 秒"), ("11月22日 09:18", "呼出 未接通")],
            status=Status(clock="09:26", battery=44),
        ),
    }
    target = samples / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    write_packing_video(target / "packing.mp4", label)
    return write_case(FOLDER, Path(__file__).with_suffix(".toml"), files, samples=samples)


def _notice() -> Picture:
    return draw_notice_page(
        Shop("拼多多", "拾光手作", RED, 4),
        title="消费者负面体验　申诉",
        pairs=[
            ("投诉编号", "FM20261122000713", "complaint_no"),
            ("投诉类型", "服务态度（顶撞、反问）", "type"),
            ("订单号", ORDER, "order_no"),
            ("买家", "一只芒果", ""),
            ("发起时间", "2026-11-22 08:50:18", "complained_at"),
            ("申诉截止", "2026-11-23 08:50:18", "deadline_at"),
            ("涉事客服", "拾光手作：小野", ""),
            ("会话日期", "2026-11-21", ""),
        ],
        demand="客服说话难听，问发货时间也不好好回答。",
        remaining="请在 23 小时 40 分内提交申诉，逾期不再受理",
        steps=[("2026-11-22 08:50:18", "平台判定消费者负面体验，等待商家申诉")],
    )


def _chat() -> Picture:
    mine = "拾光手作：小野"
    messages = [
        Message("在吗？我的靠垫套怎么还没到", stamp="11月21日 19:40"),
        Message("在路上了", mine=True, name=mine, stamp="11月21日 20:15"),
        Message("到哪里了呀，物流三天没有动"),
        Message("物流上面不是写着吗，你是不是看不懂？", mine=True, name=mine, spot="rude"),
        Message("你这什么态度"),
        Message("我说好几遍了，等着就行。", mine=True, name=mine),
        Message("我要投诉", stamp="11月21日 20:22"),
    ]
    return draw_chat(
        messages,
        look=PINDUODUO,
        title="一只芒果",
        card=OrderCard(ORDER, GOODS, "86.00", "待收货"),
        status=Status(clock="09:11", battery=47),
    )


def _waybill() -> Picture:
    return draw_waybill(
        Waybill(
            carrier="圆通速递", waybill_no=ON_LABEL, route="480-C03 11", station="云泽东郊",
            consignee=Party("孟小满", "13000000456", "云泽市东郊区采荷路 52 号 8 幢 301 室"),
            sender=Party("拾光手作", "13000000463", "青屿市海棠区织造路 33 号"),
            goods=GOODS, weight="0.62", printed_at="2026-11-18 17:32:10", order_no=ORDER,
        )
    )  # fmt: skip


def _tracking() -> Picture:
    return draw_tracking_page(
        carrier="圆通速递",
        waybill_no=ON_TRACE,
        state="运输中",
        nodes=[
            ("2026-11-19 02:12:46", "【青屿市】快件已从 青屿转运中心 发出，下一站 云泽转运中心", "last_scan_at"),
            ("2026-11-18 23:30:05", "【青屿市】快件已到达 青屿转运中心", ""),
            ("2026-11-18 18:20:37", "【青屿市】海棠织造网点 已揽收", "picked_up_at"),
        ],
        colour=(224, 46, 36),
        status=Status(clock="09:14", battery=46),
    )
