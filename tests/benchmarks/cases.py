"""Big cases for measuring: one exhibit a screenshot."""

import itertools
import re
import struct
import zlib
from pathlib import Path

__all__ = ["make_screenshot_case", "reword"]

_HEAD = """[case]
platform = "pinduoduo"
complaint = "not_received"
title = "百图大案"
shop = "山野小铺"
order_no = "261115-283917465092837"
complaint_no = "TS20261120001"
buyer = "蓝莓不酸"
amount = "129.00"
received_at = 2026-11-20T09:30:00+08:00

[facts]
waybill_no = "YT8839201746352"
picked_up_at = 2026-11-15T18:42:00+08:00
signed_at = 2026-11-18T11:06:00+08:00
signer = "王**"
"""

_ITEM = """
[[evidence]]
id = "e{number}"
files = ["{file}"]
kind = "chat_record"
title = "聊天记录 第 {number} 张"
proves = "买家在聊天中谈到包裹的情况（第 {number} 段）"
source = "拼多多商家后台"
"""

_turn = itertools.count(1)


def make_screenshot_case(folder: Path, pictures: Path, *, copies: int) -> Path:
    """Make a case folder of `copies` times the pictures; each copy's content differs in a comment, not in a pixel."""
    folder.mkdir(parents=True, exist_ok=True)
    items: list[str] = []
    for copy in range(copies):
        for picture in sorted(pictures.glob("*.png")):
            file = f"{copy}_{picture.name}"
            items.append(_ITEM.format(number=len(items) + 1, file=file))
            if not (folder / file).exists():
                data = picture.read_bytes()
                (folder / file).write_bytes(data[:-12] + _comment(f"copy {copy}") + data[-12:])
    (folder / "case.toml").write_text(_HEAD + "".join(items), encoding="utf-8")
    return folder


def reword(folder: Path) -> None:
    """Change one line of the case, to something it never was before."""
    path = folder / "case.toml"
    line = f'buyer = "蓝莓不酸{next(_turn)}"'
    text = re.sub(r'^buyer = ".*"$', line, path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")


def _comment(text: str) -> bytes:
    body = b"tEXt" + b"Comment\0" + text.encode()
    return struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
