"""A small sound case with real pictures, for tests that go through the door."""

import zlib
from pathlib import Path
from struct import pack

from PIL import Image, ImageDraw

__all__ = ["SMALL_CASE", "change_case", "draw_screenshot", "png_of_size", "write_small_case"]

SMALL_CASE = """\
[case]
platform = "pinduoduo"
complaint = "not_received"
position = "signed_by_buyer"
title = "签收争议"
order_no = "241101-283917465092837"
buyer = "蓝莓不酸"
amount = "129.00"
deadline = 2024-11-07T09:30:00+08:00

[facts]
waybill_no = "YT8839201746352"
carrier = "圆通速递"
picked_up_at = 2024-11-01T18:42:00+08:00
signed_at = { value = 2024-11-04T11:06:00+08:00, source = "signoff" }
signer = "王**"

[statement]
text = "包裹已由收件人签收。[[evidence:signoff]]"

[[evidence]]
id = "signoff"
files = ["signoff.png"]
kind = "sign_off_proof"
title = "签收底单"
[[evidence.edits]]
type = "box"
page = 1
box = [0.1, 0.1, 0.3, 0.1]

[[evidence]]
id = "trace"
files = ["trace.jpg"]
kind = "tracking_trace"
"""


def draw_screenshot(path: Path, *, seed: int = 0) -> Path:
    """Draw a small picture of lines; `seed` makes pictures differ. The ending decides the format."""
    picture = Image.new("RGB", (360, 640), "white")
    pen = ImageDraw.Draw(picture)
    for row in range(20, 620, 24):
        pen.line((20, row, 120 + (row * 7 + seed * 31) % 200, row), fill=(40, 40, 40 + seed % 200), width=6)
    picture.save(path)
    return path


def png_of_size(width: int, height: int) -> bytes:
    """Give a PNG of a few hundred bytes that claims a size in pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    header = pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(100_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def write_small_case(folder: Path) -> Path:
    """Write the case and its two pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "case.toml").write_text(SMALL_CASE, encoding="utf-8")
    draw_screenshot(folder / "signoff.png", seed=1)
    draw_screenshot(folder / "trace.jpg", seed=2)
    return folder


def change_case(folder: Path, old: str, new: str) -> None:
    """Replace a piece of the case.toml."""
    file = folder / "case.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
