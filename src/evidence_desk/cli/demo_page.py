"""The demo's result as JSON and as a page to read in a terminal."""

from typing import TYPE_CHECKING

from evidence_desk.cli.packet_page import build_values, megabytes
from evidence_desk.cli.terminal import Terminal

if TYPE_CHECKING:
    from evidence_desk.services import DemoReport

__all__ = ["show_demo"]


def show_demo(report: "DemoReport", terminal: Terminal) -> None:
    """Show where the sample cases and their packets are."""
    if terminal.as_json:
        cases = [
            {"id": one.id, "title": one.title, "folder": one.folder, **build_values(one.packet, terminal)}
            for one in report.cases
        ]
        terminal.answer({"folder": report.folder, "cases": cases})
        return
    headers = (
        terminal.say("示例案件", "Sample case"),
        terminal.say("申诉材料", "Packet"),
        terminal.say("页数", "Pages"),
        terminal.say("大小", "Size"),
        terminal.say("待处理", "Findings"),
    )
    rows = [
        (one.title, one.packet.packet, one.packet.pages, megabytes(one.packet.bytes), len(one.packet.findings))
        for one in report.cases
    ]
    terminal.table(headers, rows)
    terminal.line(
        terminal.say(
            f"示例都在 {report.folder}；打开任一 PDF 看看，再改改旁边的 case.toml。",
            f"All of it is in {report.folder}; open any PDF, then try changing the case.toml beside it.",
        )
    )
