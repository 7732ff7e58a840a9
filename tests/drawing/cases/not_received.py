"""Pinduoduo, not received: the consignee signed at the door, everything agrees."""

from pathlib import Path

from tests.drawing.canvas import Picture
from tests.drawing.casefile import File, write_case
from tests.drawing.chat import Message, OrderCard, draw_chat_run
from tests.drawing.chat_look import PINDUODUO
from tests.drawing.courier import Node, Outlet, draw_trace_page, draw_work_order_page
from tests.drawing.letter import Letter, draw_letter
from tests.drawing.phone import Status
from tests.drawing.phone_page import Item, draw_order_page, draw_refund_page
from tests.drawing.photo import draw_cup_photo
from tests.drawing.shop_page import Shop, draw_notice_page
from tests.drawing.signoff import draw_signoff_slip
from tests.drawing.waybill import Party, Waybill, draw_waybill

FOLDER = "pdd-not-received"
ORDER = "261115-283917465092837"
WAYBILL = "YT8817264093158"
GOODS = "手工陶瓷杯 2 只"
COMPANY = "云泽市临湖捷邮快递有限公司"
RED = (224, 46, 36)
OUTLET = Outlet("圆通速递", COMPANY, "工号 0571026")
ADDRESS = "云泽市临湖区栖霞路 88 号知春苑 6 幢 1203 室"


def write(samples: Path) -> Path:
    """Draw the exhibits and write the case folder."""
    files: dict[str, File] = {
        "notice.png": _notice(),
        "order.png": _order(),
        "waybill.png": _waybill(),
        "trace.png": _trace(),
        "signoff.jpg": draw_signoff_slip(
            carrier="圆通速递", waybill_no=WAYBILL, consignee="林晓禾", phone="13000000127", address=ADDRESS,
            signer="林晓禾", signed_at="2026-11-18 11:06", station="云泽临湖网点", courier="周启明（工号 0571026-18）",
        ),
        "certificate.jpg": _certificate(),
        "work_order.png": _work_order(),
        "refund.png": _refund(),
    }  # fmt: skip
    for index, picture in enumerate(_chat(), start=1):
        files[f"Screenshot_20261121_1703{index * 7:02d}_com.xunmeng.merchant.png"] = picture
    return write_case(FOLDER, Path(__file__).with_suffix(".toml"), files, samples=samples)


def _notice() -> Picture:
    return draw_notice_page(
        Shop("拼多多", "山野小铺", RED),
        title="未收到货　平台介入举证",
        pairs=[
            ("投诉编号", "TS20261121001938", "complaint_no"),
            ("投诉类型", "未收到货（物流显示已签收）", "type"),
            ("订单号", ORDER, "order_no"),
            ("买家", "蓝莓不酸", ""),
            ("发起时间", "2026-11-21 16:40:05", "complained_at"),
            ("举证截止", "2026-11-23 16:40:05", "deadline_at"),
            ("订单金额", "¥129.00", ""),
            ("当前阶段", "商家举证（仅一次机会）", ""),
        ],
        demand="物流显示本人签收，但我没有收到包裹，要求仅退款 129.00 元。",
        remaining="请在 47 小时 58 分内提交凭证，逾期平台将按现有凭证处理",
        steps=[
            ("2026-11-21 16:40:05", "买家申请平台介入，等待商家举证"),
            ("2026-11-21 09:30:12", "商家拒绝退款：包裹已由收件人签收"),
            ("2026-11-20 20:15:44", "买家申请仅退款，原因：未收到货"),
        ],
    )


def _order() -> Picture:
    return draw_order_page(
        shop="山野小铺",
        colour=RED,
        state="已签收",
        state_note="包裹已于 11 月 18 日 11:06 签收",
        consignee=("林*禾  130****0127", "云泽市临湖区栖霞路****", ""),
        items=[
            Item(
                "山野手作 手工陶瓷杯 粗陶马克杯带把手",
                "黛青 / 2 只装",
                "129.00",
                1,
                draw_cup_photo((420, 420), seed=4, cups=2, grain=0),
            )
        ],
        paid="129.00",
        rows=[
            ("订单编号", ORDER, "order_no"),
            ("下单时间", "2026-11-15 10:18:07", "ordered_at"),
            ("支付时间", "2026-11-15 10:20:31", "paid_at"),
            ("发货时间", "2026-11-15 16:02:50", ""),
            ("成交时间", "2026-11-18 11:06:18", ""),
            ("快递公司", "圆通速递", ""),
            ("运单号", WAYBILL, "waybill_no"),
        ],
        status=Status(clock="16:52", battery=81),
    )


def _waybill() -> Picture:
    return draw_waybill(
        Waybill(
            carrier="圆通速递", waybill_no=WAYBILL, route="480-A21 06", station="云泽临湖",
            consignee=Party("林晓禾", "13000000127", ADDRESS),
            sender=Party("山野小铺", "13000000205", "岚州市青溪区陶坊路 12 号山野工坊"),
            goods=GOODS, weight="1.24", printed_at="2026-11-15 15:58:21", order_no=ORDER,
        )
    )  # fmt: skip


def _trace() -> Picture:
    nodes = [
        Node(
            "2026-11-18 11:06:18",
            "签收",
            "【云泽临湖网点】已签收，签收人：本人（林晓禾），派件员：周启明，签收底单已上传",
            "signed_at",
        ),
        Node(
            "2026-11-18 08:50:12",
            "派件",
            "【云泽临湖网点】派件员周启明（13000000318）正在派件",
            "delivering_at",
            (("13000000318", "courier_phone"),),
        ),
        Node("2026-11-18 07:35:40", "到件", "【云泽临湖网点】已到达，称重 1.24 kg", ""),
        Node("2026-11-17 20:12:26", "发件", "【云泽转运中心】已发出，下一站【云泽临湖网点】", ""),
        Node("2026-11-17 05:48:03", "到件", "【云泽转运中心】已到达", ""),
        Node("2026-11-16 01:30:57", "发件", "【岚州分拨中心】已发出，下一站【云泽转运中心】", ""),
        Node("2026-11-15 22:05:44", "到件", "【岚州分拨中心】已到达，称重 1.25 kg", ""),
        Node("2026-11-15 18:42:10", "揽收", "【岚州青溪网点】已揽收，揽件员：何立，称重 1.24 kg", "picked_up_at"),
    ]
    return draw_trace_page(OUTLET, waybill_no=WAYBILL, nodes=nodes, state="已签收（本人）", weight="1.24")


def _certificate() -> Picture:
    return draw_letter(
        Letter(
            title="快件签收情况证明",
            number="LH-20261122-017",
            rows=[
                ("运单号", WAYBILL, "waybill_no"),
                ("寄件人", "山野小铺（岚州市青溪区）", ""),
                ("收件人", "林晓禾", "signer"),
                ("收件地址", "云泽市临湖区栖霞路 88 号知春苑 6 幢", "address"),
                ("签收时间", "2026 年 11 月 18 日 11 时 06 分", "signed_at"),
                ("签收方式", "本人签收", "sign_method"),
            ],
            paragraphs=[
                (
                    "上述快件由我司派件员周启明于签收时间送至收件地址门口，经核对姓名后由收件人本人当面签收，"
                    "并在派件签收联上签字，签收时外包装完好。"
                ),
                "我司已于 2026 年 11 月 22 日向派件员复核，情况属实，签收底单随本证明一并提供。",
            ],
            company=COMPANY,
            date="2026 年 11 月 22 日",
            signer="陆远舟",
        ),
        angle=0.6,
    )


def _work_order() -> Picture:
    return draw_work_order_page(
        OUTLET,
        order_no="GD20261121440173",
        waybill_no=WAYBILL,
        opened_at="2026-11-21 17:20:36",
        closed_at="2026-11-22 09:30:15",
        subject="签收未收到",
        steps=[
            ("2026-11-21 17:20:36", "客户 山野小铺", "买家反馈未收到包裹，请核实签收情况并提供底单。"),
            ("2026-11-21 18:05:09", "客服 0571026", "已联系派件员周启明，系 11 月 18 日上门当面签收。"),
            ("2026-11-22 09:30:15", "网点主管", "已调取签收联原件，签名为收件人姓名，可出具证明。"),
        ],
        conclusion="经核实，快件于 2026-11-18 11:06 由收件人本人当面签收，签收有效，工单办结。",
    )


def _refund() -> Picture:
    return draw_refund_page(
        amount="129.00",
        state="平台介入中",
        note="请在规定时间内上传凭证",
        rows=[
            ("退款编号", "RF2611202015440093", "refund_no"),
            ("订单编号", ORDER, "order_no"),
            ("申请时间", "2026-11-20 20:15:44", "refund_requested_at"),
            ("退款类型", "仅退款", ""),
            ("退款原因", "未收到货", "reason"),
        ],
        steps=[
            ("2026-11-21 16:40:05", "买家申请平台介入"),
            ("2026-11-21 09:30:12", "商家拒绝：已由收件人签收"),
            ("2026-11-20 20:15:44", "买家申请仅退款 129.00 元"),
        ],
        status=Status(clock="16:55", battery=80),
    )


def _chat() -> list[Picture]:
    mine = "山野小铺：小禾"
    messages = [
        Message("您好，杯子大概几天能到？", stamp="11月15日 10:24"),
        Message("您好，今天下午发出，一般三天左右到云泽。", mine=True, name=mine),
        Message(f"您好，已发圆通，运单号 {WAYBILL}，请留意查收。", mine=True, name=mine, stamp="11月15日 16:05"),
        Message("包裹正在派送，请保持电话畅通，麻烦当面验收。", mine=True, name=mine, stamp="11月18日 09:02"),
        Message("快递说到楼下了", stamp="11月18日 11:03"),
        Message("我下去拿一下", spot="fetch"),
        Message(f"系统消息：订单 {ORDER} 已签收", system=True, stamp="11月18日 11:06"),
        Message("我想问一下，这个单子显示签收了，我怎么没有收到？", stamp="11月20日 20:10"),
        Message("很抱歉让您着急了。我先向网点核实签收情况。", mine=True, name=mine),
        Message(
            "理解您的心情。我们已请网点调取签收底单，核实后第一时间答复您。",
            mine=True,
            name=mine,
            stamp="11月20日 20:18",
        ),
        Message("您当天说下楼去取，请问取到的是不是这一件呢？", mine=True, name=mine),
        Message("记不清了"),
        Message(photo=draw_cup_photo((400, 320), seed=4, cups=2, grain=0), mine=True, stamp="11月21日 09:20"),
        Message("这是发出的两只杯子。网点回复是您本人签收，麻烦您再看看家里有没有。", mine=True, name=mine),
        Message("我不管，我申请平台了", stamp="11月21日 16:41"),
        Message("好的，我们会如实提交签收凭证，由平台核实。给您带来的不便，我们深表歉意。", mine=True, name=mine),
    ]
    return draw_chat_run(
        messages,
        count=3,
        look=PINDUODUO,
        title="蓝莓不酸",
        card=OrderCard(ORDER, GOODS, "129.00", "已签收", draw_cup_photo((160, 160), seed=4, cups=2, grain=0)),
        status=Status(clock="17:03", battery=79),
    )
