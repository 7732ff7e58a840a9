"""A sound case.toml to start from, and how tests change it."""

from collections.abc import Callable
from pathlib import Path

__all__ = ["EXAMPLE", "Change"]

EXAMPLE = """\
format = 1
[case]
platform = "pinduoduo"
complaint = "not_received"
position = "signed_by_buyer"
stage = "evidence"
title = "圆通件签收争议"
shop = "山野小铺"
order_no = "241101-283917465092837"
complaint_no = "TS20241106001"
buyer = "蓝莓不酸"
goods = "手工陶瓷杯 2 只"
amount = "129.00"
received_at = 2024-11-06T09:30:00+08:00
deadline = 2024-11-07T09:30:00+08:00
request = "请核实签收凭证，驳回买家退款申请"

[facts]
waybill_no = "YT8839201746352"
picked_up_at = 2024-11-01T18:42:00+08:00
signed_at = { value = 2024-11-04T11:06:00+08:00, source = "signoff", page = 1, box = [0.1, 0.3, 0.4, 0.05] }
signer = "王**"

[statement]
text = \"\"\"
包裹已由买家本人签收。[[evidence:signoff]]
\"\"\"

[[evidence]]
id = "signoff"
files = ["signoff.jpg"]
kind = "sign_off_proof"
title = "签收底单"
proves = "买家本人于 11 月 4 日 11:06 签收"
source = "圆通速递 城东网点"
taken_at = 2024-11-06T10:02:00+08:00
include = true
[evidence.fields]
waybill_no = "YT8839201746352"
[[evidence.edits]]
type = "redact"
page = 1
box = [0.10, 0.62, 0.35, 0.04]
"""

Change = Callable[[str, str], Path]
"""Replaces a piece of the example's case.toml and gives the folder."""
