"""Case folders made in a test, and the program's commands run on them in this process."""

import contextlib
import io
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import tomli_w
from PIL import Image, ImageDraw

from evidence_desk.cli import main

__all__ = ["CHINA", "FACTS", "HEAD", "Item", "build", "command", "motley", "said", "write_case"]

CHINA = timezone(timedelta(hours=8))
Item = dict[str, Any]

HEAD: dict[str, Any] = {
    "platform": "pinduoduo",
    "complaint": "not_received",
    "position": "signed_by_buyer",
    "shop": "山野小铺",
    "order_no": "241101-283917465092837",
    "complaint_no": "TS20241106001",
    "buyer": "蓝莓不酸",
    "goods": "手工陶瓷杯 2 只",
    "amount": "129.00",
    "deadline": datetime(2024, 11, 7, 9, 30, tzinfo=CHINA),
}
FACTS: dict[str, Any] = {
    "waybill_no": "YT8839201746352",
    "picked_up_at": datetime(2024, 11, 1, 18, 42, tzinfo=CHINA),
    "signed_at": datetime(2024, 11, 4, 11, 6, tzinfo=CHINA),
}


def write_case(
    folder: Path,
    evidence: Sequence[Item],
    *,
    statement: str | None = None,
    facts: Mapping[str, Any] | None = None,
    **head: Any,
) -> Path:
    """Write a case.toml beside the files; `head` changes HEAD, None takes a key away."""
    folder.mkdir(parents=True, exist_ok=True)
    case = {key: value for key, value in {**HEAD, **head}.items() if value is not None}
    whole: dict[str, Any] = {"case": case, "facts": dict(FACTS if facts is None else facts), "evidence": list(evidence)}
    if statement is not None:
        whole["statement"] = {"text": statement}
    (folder / "case.toml").write_text(tomli_w.dumps(whole), encoding="utf-8")
    return folder


def command(*args: str | Path) -> tuple[int, Any]:
    """Run a command with --json in this process; give its exit code and answer."""
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        code = main([*map(str, args), "--json"])
    return code, json.loads(told.getvalue())


def build(folder: Path, *options: str, name: str = "appeal.pdf") -> dict[str, Any]:
    """Build a folder's packet beside it; give the report."""
    out = folder.parent / name
    code, report = command("build", folder, "-o", out, *options)
    assert code in (0, 1), report
    assert isinstance(report, dict)
    return report


def motley(width: int = 96, height: int = 72, *, seed: int = 0) -> Image.Image:
    """Draw a picture whose four quarters differ, so that turning, mirroring and mixing up show."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    pen = ImageDraw.Draw(image)
    half_w, half_h = width // 2, height // 2
    pen.rectangle((0, 0, half_w - 1, half_h - 1), fill=(220, 30, 40 + seed % 100))
    pen.rectangle((half_w, 0, width, half_h - 1), fill=(20, 160 - seed % 60, 60))
    pen.rectangle((0, half_h, half_w - 1, height), fill=(30, 60 + seed % 90, 210))
    pen.ellipse((half_w + 4, half_h + 4, width - 8, height - 8), fill=(250, 220, 0))
    return image


def said(report: Mapping[str, Any], code: str) -> list[dict[str, Any]]:
    """Give what a report says under a code, among its findings and its notes."""
    return [one for one in (*report["findings"], *report["notes"]) if one["code"] == code]
