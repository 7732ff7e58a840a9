"""A built or verified packet as JSON and as a page to read in a terminal."""

from typing import TYPE_CHECKING

from evidence_desk.cli.terminal import Terminal

if TYPE_CHECKING:
    from evidence_desk.services import BuildReport, VerifyReport

__all__ = ["build_values", "megabytes", "show_build", "show_verification"]


def show_build(report: "BuildReport", terminal: Terminal) -> None:
    """Show what was built and what the person should know of it."""
    if terminal.as_json:
        terminal.answer(build_values(report, terminal))
        return
    pages = terminal.say(f"{report.pages} 页", f"{report.pages} pages")
    size = megabytes(report.bytes)
    extent = terminal.say(f"（{pages}，{size}）", f" ({pages}, {size})")
    terminal.line(f"{terminal.label('已生成', 'Written')}{report.packet}{extent}", style="bold green")
    terminal.line(f"{terminal.label('申诉理由', 'Position')}{report.position_name}")
    headers = (
        terminal.say("编号", "No."),
        terminal.say("名称", "Name"),
        terminal.say("种类", "Kind"),
        terminal.say("首页", "First page"),
        terminal.say("页数", "Pages"),
    )
    rows = [(one.number, one.title, one.kind or "", one.first_page, one.pages) for one in report.exhibits]
    if rows:
        terminal.table(headers, rows)
    terminal.findings(report.findings)


def show_verification(report: "VerifyReport", terminal: Terminal) -> None:
    """Show whether a packet is unchanged."""
    if terminal.as_json:
        values = {"packet": report.packet, "ok": report.ok, "pages": report.pages, "sha256": report.sha256}
        terminal.answer({**values, "originals": report.originals, **terminal.finding_lists(report.findings)})
        return
    good = terminal.say(f"未被改动（{report.pages} 页）。", f"Unchanged ({report.pages} pages).")
    bad = terminal.say("与生成时不一致。", "Not as it was built.")
    terminal.line(good if report.ok else bad, style="bold green" if report.ok else "bold red")
    if report.originals is not None:
        count = report.originals
        terminal.line(terminal.say(f"核对一致的原件：{count} 份。", f"Originals found unchanged: {count}."))
    terminal.findings(report.findings)


def build_values(report: "BuildReport", terminal: Terminal) -> dict[str, object]:
    """Give the JSON object of a build."""
    return {
        "packet": report.packet,
        "pages": report.pages,
        "bytes": report.bytes,
        "sha256": report.sha256,
        "edition": report.edition,
        "position": report.position,
        "exhibits": [
            {
                "number": one.number,
                "id": one.id,
                "title": one.title,
                "kind": one.kind,
                "first_page": one.first_page,
                "pages": one.pages,
                "files": one.files,
            }
            for one in report.exhibits
        ],
        **terminal.finding_lists(report.findings),
        "timings": report.timings,
    }


def megabytes(size: int) -> str:
    """Write a number of bytes as MB (10^6), as platforms count."""
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{size / 1e3:.0f} kB"
