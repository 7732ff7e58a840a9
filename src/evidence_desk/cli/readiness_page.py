"""Readiness as JSON and as a page to read in a terminal."""

from evidence_desk.cli.terminal import Terminal
from evidence_desk.domain.facts import CHINA
from evidence_desk.domain.readiness import DeadlineState, Readiness

__all__ = ["show_readiness"]


def show_readiness(readiness: Readiness, terminal: Terminal) -> None:
    """Show what a case has, lacks and contradicts."""
    if terminal.as_json:
        terminal.answer(_values(readiness, terminal))
        return
    ready = terminal.say("已齐备，可以提交。", "Ready to submit.")
    lacking = terminal.say("还不能提交。", "Not ready to submit.")
    terminal.line(ready if readiness.ready else lacking, style="bold green" if readiness.ready else "bold red")
    usual = terminal.say("（案件没有写，按默认）", " (not stated, the default)") if readiness.position.defaulted else ""
    terminal.line(f"{terminal.label('申诉理由', 'Position')}{readiness.position.name}{usual}")
    terminal.line(_deadline(readiness.deadline, terminal))
    _show_requirements(readiness, terminal)
    _show_faults(readiness, terminal)
    if readiness.findings:
        terminal.line()
        terminal.findings(readiness.findings)


def _show_requirements(readiness: Readiness, terminal: Terminal) -> None:
    headers = (
        terminal.say("要求", "Requirement"),
        terminal.say("级别", "Level"),
        terminal.say("状态", "State"),
        terminal.say("证据", "Evidence"),
    )
    rows = [
        (
            one.name,
            terminal.say("必备", "required") if one.level == "required" else terminal.say("建议", "recommended"),
            terminal.say("已有", "met") if one.satisfied else terminal.say("缺", "missing"),
            terminal.listed(one.evidence) or one.how,
        )
        for one in readiness.requirements
    ]
    terminal.line()
    terminal.table(headers, rows)


def _show_faults(readiness: Readiness, terminal: Terminal) -> None:
    if readiness.missing_facts:
        terminal.line(f"{terminal.label('缺少事实', 'Missing facts')}{terminal.listed(readiness.missing_facts)}")
    for contradiction in readiness.contradictions:
        terminal.line(f"{terminal.label('矛盾', 'Contradiction')}{contradiction.message}", style="red")
    for wording in readiness.wording:
        way_out = wording.suggestion or terminal.say("删去", "delete it")
        terminal.line(f"{terminal.label('措辞', 'Wording')}“{wording.text}” {wording.why} → {way_out}")
    for leak in readiness.leaks:
        terminal.line(f"{terminal.label('隐私', 'Private')}[{leak.field}] {leak.masked}")


def _deadline(deadline: DeadlineState, terminal: Terminal) -> str:
    label = terminal.label("截止", "Deadline")
    if deadline.due is None or deadline.seconds_left is None:
        return f"{label}{terminal.pick(deadline.basis)}"
    hours, minutes = divmod(abs(deadline.seconds_left) // 60, 60)
    span = terminal.say(f"{hours} 小时 {minutes} 分", f"{hours} h {minutes} min")
    late = terminal.say(f"已超时 {span}", f"{span} overdue")
    left = late if deadline.overdue else terminal.say(f"还剩 {span}", f"{span} left")
    due, basis = f"{deadline.due.astimezone(CHINA):%Y-%m-%d %H:%M}", terminal.pick(deadline.basis)
    return label + terminal.say(f"{due}，{left}（{basis}）", f"{due}, {left} ({basis})")


def _values(readiness: Readiness, terminal: Terminal) -> dict[str, object]:
    return {
        "ready": readiness.ready,
        "position": readiness.position.id,
        "position_name": readiness.position.name,
        "position_defaulted": readiness.position.defaulted,
        "requirements": readiness.requirements,
        "missing_facts": readiness.missing_facts,
        "contradictions": readiness.contradictions,
        "cross_checks": readiness.cross_checks,
        "wording": readiness.wording,
        "citations": readiness.citations,
        "private": readiness.leaks,
        "deadline": readiness.deadline,
        **terminal.finding_lists(readiness.findings),
    }
