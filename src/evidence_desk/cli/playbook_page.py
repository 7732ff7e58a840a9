"""Complaint types as JSON and as pages to read in a terminal."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from evidence_desk.cli.plain_values import plain
from evidence_desk.cli.terminal import Terminal
from evidence_desk.domain.playbook import EvidenceKind, FieldSpec, KindNeed, Playbook, Position, Requirement

if TYPE_CHECKING:
    from evidence_desk.handbook import Handbook

__all__ = ["show_playbook", "show_playbooks"]


def show_playbooks(playbooks: Sequence[Playbook], terminal: Terminal) -> None:
    """List complaint types: id, names, platforms."""
    if terminal.as_json:
        keys = ("id", "name", "name_en", "platforms")
        terminal.answer([{key: getattr(playbook, key) for key in keys} for playbook in playbooks])
        return
    headers = ("id", terminal.say("投诉类型", "Complaint type"), terminal.say("平台", "Platforms"))
    rows = [(one.id, terminal.say(one.name, one.name_en), " ".join(one.platforms)) for one in playbooks]
    terminal.table(headers, rows)


def show_playbook(playbook: Playbook, handbook: "Handbook", terminal: Terminal) -> None:
    """Show the whole of one complaint type."""
    if terminal.as_json:
        values = plain(playbook, terminal.language)
        if isinstance(values, dict):
            for requirement, shown in zip(playbook.requirements, values["requirements"], strict=True):
                shown["kinds"] = list(requirement.kinds)
        terminal.answer(values)
        return
    terminal.line(f"{playbook.name}  {playbook.name_en}  [{playbook.id}]", style="bold")
    terminal.line(playbook.applies)
    if playbook.caution:
        terminal.line(playbook.caution, style="yellow")
    _heading(terminal, terminal.say("申诉理由", "Positions"))
    for position in playbook.positions:
        _show_position(position, playbook, terminal)
    _heading(terminal, terminal.say("举证要求", "Requirements"))
    for requirement in playbook.requirements:
        _show_requirement(requirement, handbook, terminal)
    _heading(
        terminal, terminal.say("证据种类和字段（带 * 的要看得到）", "Evidence kinds and their fields (* must show)")
    )
    for kind in dict.fromkeys(kind for requirement in playbook.requirements for kind in requirement.kinds):
        if kind in handbook.kinds:
            _show_kind(handbook.kinds[kind], terminal)
    _heading(terminal, terminal.say("事实", "Facts"))
    names = (f"{handbook.fact_name(key, playbook.id)} ({key})" for key in playbook.facts)
    terminal.line(f"  {terminal.listed(names)}")
    _heading(terminal, terminal.say("核对", "Checks"))
    for one in playbook.checks:
        name = f"{one.id} ({one.rule})"
        terminal.line(f"  {terminal.label(name, name)}{one.passed or one.failed}")
    _heading(terminal, terminal.say("先做什么", "First aid"))
    for n, advice in enumerate(playbook.first_aid, 1):
        terminal.line(f"  {n}. {advice}")


def _heading(terminal: Terminal, text: str) -> None:
    terminal.line()
    terminal.line(text, style="bold cyan")


def _show_position(position: Position, playbook: Playbook, terminal: Terminal) -> None:
    usual = terminal.say("（默认）", " (default)") if position.id == playbook.default_position else ""
    settles = terminal.say("（和解）", " (settlement)") if position.outcome == "settlement" else ""
    terminal.line(f"  {position.name}{usual}{settles}  [{position.id}]", style="bold")
    terminal.line(f"    {terminal.label('适用', 'When')}{position.applies}")
    terminal.line(f"    {terminal.label('当心', 'Against')}{position.against}")


def _show_requirement(requirement: Requirement, handbook: "Handbook", terminal: Terminal) -> None:
    level = terminal.say("必备", "required") if requirement.level == "required" else terminal.say("建议", "recommended")
    shown = terminal.say(f"（{level}）", f" ({level})")
    terminal.line(f"  {requirement.name}{shown}  [{requirement.id}]", style="bold")
    either = terminal.say(" 或 ", " or ")
    ways = either.join(" + ".join(_need(need, handbook, terminal) for need in one) for one in requirement.sets)
    terminal.line(f"    {terminal.label('证据', 'Evidence')}{ways}")
    terminal.line(f"    {terminal.label('怎么拿', 'How')}{requirement.how}")
    terminal.line(f"    {terminal.label('会被驳回', 'Rejected')}{requirement.rejected}")


def _need(need: KindNeed, handbook: "Handbook", terminal: Terminal) -> str:
    kind = handbook.kinds.get(need.kind)
    name = f"{terminal.say(kind.name, kind.name_en)} [{need.kind}]" if kind else need.kind
    return f"{name} × {need.count}" if need.count > 1 else name


def _show_kind(kind: EvidenceKind, terminal: Terminal) -> None:
    terminal.line(f"  {terminal.say(kind.name, kind.name_en)}  [{kind.id}]", style="bold")
    terminal.line(f"    {terminal.listed(_field(spec, terminal) for spec in kind.fields)}")


def _field(spec: FieldSpec, terminal: Terminal) -> str:
    must = "*" if spec.must else ""
    choices = "/".join(terminal.say(label, choice) for choice, label in spec.choices.items())
    shown = terminal.say(f"：{choices}", f": {choices}") if choices else ""
    return f"{terminal.say(spec.name, spec.name_en)}{must} ({spec.key}{shown})"
