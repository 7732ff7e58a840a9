"""Taobao, a promised return freight that was paid before the complaint."""

from pathlib import Path

from tests.drawing.canvas import Picture
from tests.drawing.casefile import File, write_case
from tests.drawing.chat import Message, OrderCard, draw_chat_run
from tests.drawing.chat_look import WANGWANG_DARK
from tests.drawing.phone import Status
from tests.drawing.phone_page import draw_payment_page, draw_refund_page, draw_tracking_page
from tests.drawing.shop_page import Shop, draw_notice_page, draw_token_page

FOLDER = "taobao-freight-promise"
ORDER = "3947261850417362958"
RETURN_WAYBILL = "785120463917208"
TRADE = "2026111722001400000512837461"
ORANGE = (255, 96, 0)


def write(samples: Path) -> Path:
    """Draw the exhibits and write the case folder."""
    chat = _chat()
    files: dict[str, File] = {
        "notice.png": _notice(),
        "Screenshot_20261120_203815_com.taobao.qianniu.png": chat[0],
        "Screenshot_20261120_203822_com.taobao.qianniu.png": chat[1],
        "chat_token.png": _token(),
        "payment.png": _payment(),
        "return_trace.png": _return_trace(),
        "refund.png": _refund(),
    }
    return write_case(FOLDER, Path(__file__).with_suffix(".toml"), files, samples=samples)


def _notice() -> Picture:
    return draw_notice_page(
        Shop("淘宝", "禾木家居生活馆", ORANGE),
        title="违背承诺　投诉详情",
        pairs=[
            ("投诉编号", "TS2026112000417", "complaint_no"),
            ("投诉类型", "违背承诺（退货运费）", "type"),
            ("订单号", ORDER, "order_no"),
            ("买家", "tb晴天小满", "buyer"),
            ("发起时间", "2026-11-20 20:00:36", "complained_at"),
            ("举证截止", "2026-11-22 20:00:36", "deadline_at"),
            ("订单金额", "¥86.00", ""),
            ("当前阶段", "协商举证（48 小时）", ""),
        ],
        demand="商家承诺承担退货运费 12 元，至今没有收到。",
        remaining="请在 47 小时 22 分内与买家协商或提交凭证",
        steps=[("2026-11-20 20:00:36", "买家发起投诉，等待商家处理")],
    )


def _chat() -> list[Picture]:
    mine = "禾木家居:阿青"
    messages = [
        Message("靠垫套颜色和我家沙发不搭，想退了", stamp="2026-11-14 13:58"),
        Message("您好，可以退的，保持吊牌完好就行。", mine=True, name=mine),
        Message("退货运费谁出呀？"),
        Message(
            "本次退货运费 12 元由我们承担，收到退货后用支付宝转给您。",
            mine=True,
            name=mine,
            stamp="2026-11-14 14:05",
            spot="promise",
        ),
        Message("好的，那我寄了发单号给你", spot="agreed"),
        Message(f"中通 {RETURN_WAYBILL}，运费 12 元", stamp="2026-11-15 10:41"),
        Message("收到，麻烦您把支付宝账号留一下。", mine=True, name=mine),
        Message("就用淘宝绑定的那个，姓满"),
        Message(
            "退货已收到，12 元运费已转到您的支付宝，请查收。",
            mine=True,
            name=mine,
            stamp="2026-11-17 09:33",
            spot="told",
        ),
    ]
    return draw_chat_run(
        messages,
        count=2,
        look=WANGWANG_DARK,
        title="tb晴天小满",
        card=OrderCard(ORDER, "亚麻靠垫套 45×45 两件", "86.00", "退款成功"),
        status=Status(clock="20:38", battery=58),
    )


def _token() -> Picture:
    return draw_token_page(
        Shop("淘宝", "禾木家居生活馆", ORANGE, 2),
        token="JZ20261120-7738-4162",
        buyer="tb晴天小满",
        period="2026-11-14 至 2026-11-17",
        made_at="2026-11-20 20:45:02",
        quote=[
            ("2026-11-14 14:03:20", "tb晴天小满", "退货运费谁出呀？"),
            ("2026-11-14 14:05:11", "禾木家居:阿青", "本次退货运费 12 元由我们承担，收到退货后用支付宝转给您。"),
            ("2026-11-14 14:06:02", "tb晴天小满", "好的，那我寄了发单号给你"),
            ("2026-11-17 09:33:18", "禾木家居:阿青", "退货已收到，12 元运费已转到您的支付宝，请查收。"),
        ],
    )


def _payment() -> Picture:
    return draw_payment_page(
        channel="支付宝",
        amount="12.00",
        payee="*小满",
        rows=[
            ("交易时间", "2026-11-17 09:31:42", "transferred_at"),
            ("付款方式", "账户余额", ""),
            ("转账备注", "退货运费", "pay_purpose"),
            ("对方账户", "*小满 130******56", "payee_account"),
            ("付款方", "禾木家居（*青禾）", "payer"),
            ("交易号", TRADE, "trade_no"),
        ],
        status=Status(clock="20:41", battery=57),
    )


def _return_trace() -> Picture:
    return draw_tracking_page(
        carrier="中通快递",
        waybill_no=RETURN_WAYBILL,
        state="已签收",
        nodes=[
            ("2026-11-17 09:12:30", "【临溪市】已签收，签收人：禾木家居仓库", "signed_at"),
            ("2026-11-17 07:50:11", "【临溪市】临溪高新网点 派件员正在派件", ""),
            ("2026-11-16 22:18:45", "【临溪市】已到达 临溪转运中心", ""),
            ("2026-11-15 21:36:08", "【青屿市】已离开 青屿转运中心，发往 临溪转运中心", ""),
            ("2026-11-15 15:20:57", "【青屿市】青屿海棠网点 已揽收，运费 12.00 元（寄付）", "picked_up_at"),
        ],
        status=Status(clock="20:50", battery=55),
    )


def _refund() -> Picture:
    return draw_refund_page(
        amount="86.00",
        state="退款成功",
        note="2026-11-17 09:36 退款已原路退回",
        rows=[
            ("退款编号", "187340026511809362", "refund_no"),
            ("订单编号", ORDER, "order_no"),
            ("申请时间", "2026-11-14 14:08:50", "refund_requested_at"),
            ("退款类型", "退货退款", ""),
            ("退款原因", "不喜欢/不合适（七天无理由）", "reason"),
            ("退货运单", f"中通快递 {RETURN_WAYBILL}", ""),
        ],
        steps=[
            ("2026-11-17 09:36:05", "商家确认收货并退款 86.00 元"),
            ("2026-11-15 15:31:40", "买家填写退货运单号"),
            ("2026-11-14 14:10:22", "商家同意退货"),
        ],
        colour=ORANGE,
        status=Status(clock="20:52", battery=55),
    )
