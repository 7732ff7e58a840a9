"""JD, one cup said to be missing: three weighings agree, the packing photo shows six. The position is left out."""

from datetime import datetime
from pathlib import Path

from tests.drawing.canvas import Picture, Sheet
from tests.drawing.casefile import CHINA, File, Kept, Snapshot, encode_snapshot, write_case
from tests.drawing.chat import Message, OrderCard, draw_chat_run
from tests.drawing.chat_look import DONGDONG
from tests.drawing.courier import Node, Outlet, Weighing, draw_trace_page, draw_weighing_page
from tests.drawing.letter import Letter, draw_letter
from tests.drawing.phone import Status
from tests.drawing.phone_page import Item, draw_order_page
from tests.drawing.photo import draw_cup_photo, draw_packing_photo, draw_scale_photo
from tests.drawing.shop_page import Shop, draw_notice_page
from tests.drawing.waybill import Party, Waybill, draw_waybill

FOLDER = "jd-missing-item"
ORDER = "317264905183"
WAYBILL = "785120473916028"
GOODS = "青瓷品茗杯 6 只装"
RED = (214, 34, 40)
GLAZE = (168, 196, 184)
PICKUP = "岚州市青溪通达快运有限公司"
ARRIVAL = "青屿市海棠通达快运有限公司"


def write(samples: Path) -> Path:
    """Draw the exhibits and write the case folder; `packing.heic` stays as it lies there."""
    rows = [
        Weighing("2026-11-16 17:25:08", "揽收", "岚州青溪网点", "DWS-0812", "1.072"),
        Weighing("2026-11-17 02:10:44", "中转", "岚州转运中心", "DWS-3307", "1.070"),
        Weighing("2026-11-18 06:32:19", "到件", "青屿海棠网点", "DWS-1290", "1.068"),
    ]
    chat = _chat()
    files: dict[str, File] = {
        "notice.png": _notice(),
        "order.png": _order(),
        "waybill.png": _waybill(),
        "weight_pickup.png": draw_weighing_page(
            Outlet("中通快递", PICKUP, "工号 0812-03"), waybill_no=WAYBILL, rows=rows[:1], lit=0, goods=GOODS,
            queried_at="2026-11-21 10:16:30",
        ),
        "weight_arrival.png": draw_weighing_page(
            Outlet("中通快递", ARRIVAL, "工号 1290-11"), waybill_no=WAYBILL, rows=rows, lit=2, goods=GOODS,
            queried_at="2026-11-21 11:02:07",
        ),
        "trace.png": _trace(),
        "certificate.jpg": _certificate(),
        "one_cup_on_scale.jpg": Snapshot(
            draw_scale_photo("0.138", glaze=GLAZE), datetime(2026, 11, 21, 9, 40, 12, tzinfo=CHINA)
        ),
        "Screenshot_20261122_091530_com.jd.jmworkstation.png": chat[0],
        "Screenshot_20261122_091537_com.jd.jmworkstation.png": chat[1],
    }  # fmt: skip
    files["packing.heic"] = Kept(_packing().spots)
    return write_case(FOLDER, Path(__file__).with_suffix(".toml"), files, samples=samples)


def packing_photo() -> bytes:
    """The packing photo as JPEG with the phone's time: what `packing.heic` was encoded from."""
    return encode_snapshot(Snapshot(_packing(), datetime(2026, 11, 16, 16, 5, 42, tzinfo=CHINA)), quality=95)


def _packing() -> Picture:
    slip = Sheet(760, 620, colour=(250, 250, 246))
    slip.text((380, 40), "发货清单", size=56, bold=True, align="centre")
    slip.text((50, 140), f"订单 {ORDER}", size=44)
    slip.text((50, 220), "青瓷品茗杯　　6 只", size=44)
    slip.text((50, 300), "防震纸格　　　1 套", size=44)
    slip.text((50, 400), "复核：3 号台", size=44)
    slip.text((50, 480), "2026-11-16 16:05", size=44)
    return draw_packing_photo(_waybill(), glaze=GLAZE, slip=slip.picture())


def _notice() -> Picture:
    return draw_notice_page(
        Shop("京东", "雾里茶具专营店", RED),
        title="商品少件　纠纷举证",
        pairs=[
            ("纠纷单号", "JF20261122018846", "complaint_no"),
            ("纠纷类型", "商品少件/错发", "type"),
            ("订单号", ORDER, "order_no"),
            ("客户", "jd_南风过境", "buyer"),
            ("发起时间", "2026-11-22 09:00:24", "complained_at"),
            ("举证截止", "2026-11-23 09:00:24", "deadline_at"),
            ("订单金额", "¥168.00", ""),
            ("当前阶段", "商家举证（24 小时）", ""),
        ],
        demand="页面写 6 只，只收到 5 只杯子，要求退款 28.00 元。",
        remaining="请在 23 小时 51 分内提交举证，逾期将按现有凭证判定",
        steps=[("2026-11-22 09:00:24", "客户发起纠纷"), ("2026-11-20 12:30:51", "客户首次反馈少一只杯子")],
    )


def _order() -> Picture:
    return draw_order_page(
        shop="雾里茶具专营店",
        colour=RED,
        state="已完成",
        state_note="感谢您在京东购物",
        consignee=("苏*晴  130****0462", "青屿市海棠区望海路****", ""),
        items=[
            Item(
                "雾里 青瓷品茗杯 功夫茶具套装",
                "影青 / 6 只装",
                "168.00",
                1,
                draw_cup_photo((420, 420), seed=12, glaze=GLAZE, grain=0),
            )
        ],
        paid="168.00",
        rows=[
            ("订单编号", ORDER, "order_no"),
            ("下单时间", "2026-11-16 11:02:15", "ordered_at"),
            ("支付时间", "2026-11-16 11:02:58", "paid_at"),
            ("商品数量", "6 只（1 套）", "quantity"),
            ("货号", "WL-QC06", "sku"),
            ("承运商", "中通快递", ""),
            ("运单号", WAYBILL, "waybill_no"),
        ],
        status=Status(clock="09:08", battery=93),
    )


def _waybill() -> Picture:
    return draw_waybill(
        Waybill(
            carrier="中通快递", waybill_no=WAYBILL, route="532-08 113", station="青屿海棠",
            consignee=Party("苏晚晴", "13000000462", "青屿市海棠区望海路 216 号云栖里 2 号楼 904"),
            sender=Party("雾里茶具", "13000000477", "岚州市青溪区瓷溪路 9 号"),
            goods=GOODS, weight="1.07", printed_at="2026-11-16 15:48:33", order_no=ORDER,
        )
    )  # fmt: skip


def _trace() -> Picture:
    nodes = [
        Node(
            "2026-11-18 14:20:36", "签收", "【青屿海棠网点】已签收，签收人：本人（苏晚晴），派件员：程野", "signed_at"
        ),
        Node("2026-11-18 09:05:12", "派件", "【青屿海棠网点】派件员程野正在派件", "delivering_at"),
        Node("2026-11-18 06:32:19", "到件", "【青屿海棠网点】已到达，称重 1.068 kg", "arrived_at"),
        Node("2026-11-17 02:38:20", "发件", "【岚州转运中心】已发出，下一站【青屿海棠网点】", ""),
        Node("2026-11-17 02:10:44", "到件", "【岚州转运中心】已到达，称重 1.070 kg", ""),
        Node("2026-11-16 17:25:08", "揽收", "【岚州青溪网点】已揽收，称重 1.072 kg", "picked_up_at"),
    ]
    outlet = Outlet("中通快递", ARRIVAL, "工号 1290-11")
    return draw_trace_page(outlet, waybill_no=WAYBILL, nodes=nodes, state="已签收（本人）", weight="1.07")


def _certificate() -> Picture:
    return draw_letter(
        Letter(
            title="快件称重情况证明",
            number="HT-20261121-088",
            rows=[
                ("运单号", WAYBILL, "waybill_no"),
                ("揽收重量", "1.072 kg（2026-11-16 17:25 岚州青溪网点）", "weight_pickup"),
                ("中转重量", "1.070 kg（2026-11-17 02:10 岚州转运中心）", "weight_transit"),
                ("到件重量", "1.068 kg（2026-11-18 06:32 青屿海棠网点）", "weight_arrival"),
                ("签收时间", "2026 年 11 月 18 日 14 时 20 分", "signed_at"),
                ("外包装", "完好，无二次封箱痕迹", ""),
            ],
            paragraphs=[
                (
                    "上述重量均由动态称重设备自动采集，设备在检定有效期内，最大允许误差为 10 克。"
                    "快件在我司运输和派送过程中重量无异常变化。"
                ),
            ],
            company=ARRIVAL,
            date="2026 年 11 月 21 日",
            signer="白若川",
        ),
        angle=-0.7,
        seed=13,
    )


def _chat() -> list[Picture]:
    mine = "雾里茶具-小陶"
    messages = [
        Message("你好，收到货了，杯子只有 5 只，少了一只", stamp="2026-11-20 12:30"),
        Message("您好，非常抱歉让您费心了。麻烦拍一下外箱、面单和全部杯子，我们马上核对。", mine=True, name=mine),
        Message("箱子已经扔了"),
        Message("好的，没有关系。请问开箱时有没有拍视频或照片呢？", mine=True, name=mine),
        Message("没有拍"),
        Message("我们查了称重记录，揽收 1.072 kg，到青屿 1.068 kg，一只杯子重 0.138 kg。", mine=True, name=mine,
                stamp="2026-11-21 11:20"),
        Message("也麻烦您再看看防震纸格的最下面一层，杯子是上下两层放的。", mine=True, name=mine),
        Message("我看过了没有，给我退一只的钱吧", stamp="2026-11-22 08:56"),
    ]  # fmt: skip
    return draw_chat_run(
        messages,
        count=2,
        look=DONGDONG,
        title="jd_南风过境",
        card=OrderCard(ORDER, GOODS, "168.00", "已完成", draw_cup_photo((160, 160), seed=12, glaze=GLAZE, grain=0)),
        status=Status(clock="09:15", battery=92),
    )
