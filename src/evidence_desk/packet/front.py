"""The parts between cover and exhibits: the statement, key facts with the timeline, the evidence index."""

from evidence_desk.domain.packet import PacketPlan, Part
from evidence_desk.packet.flow import BODY, WIDTH, Cell, Column, Flow
from evidence_desk.packet.leaves import Leaf
from evidence_desk.packet.pagination import PART_TITLES, exhibit_end, exhibit_place, part_place
from evidence_desk.packet.typeset import PageNumber, Setting, Style, Typesetter

__all__ = ["lay_front"]

_LABEL = Style(9.2, 14.0, color="ink2")
_CELL = Style(9.2, 14.0)
_MINOR = Style(12.0, 17.0, "semibold")


def lay_front(plan: PacketPlan, setter: Typesetter) -> list[Leaf]:
    """Lay statement, key facts with timeline, and index; a part begins a leaf of its own where room is short."""
    flow = Flow(setter, footer=plan.label)
    if Part.STATEMENT in plan.parts and plan.statement:
        _lay_statement(flow, plan)
    if Part.FACTS in plan.parts and (plan.facts or plan.events):
        _lay_facts(flow, plan)
    if Part.INDEX in plan.parts and plan.exhibits:
        _lay_index(flow, plan)
    return flow.leaves if flow.leaves[0].bookmarks else []


def _lay_statement(flow: Flow, plan: PacketPlan) -> None:
    flow.heading(PART_TITLES[Part.STATEMENT], place=part_place(Part.STATEMENT))
    for paragraph in plan.statement:
        if paragraph.kind == "heading":
            flow.need(60)
            flow.y += 8
            flow.paragraph(paragraph.inlines, Style(11.5, 18.0, "semibold", "accent"), after=1)
        elif paragraph.kind == "item":
            flow.paragraph(paragraph.inlines, BODY, indent=26, lead=f"{paragraph.number}.")
        else:
            flow.paragraph(paragraph.inlines, BODY)


def _lay_facts(flow: Flow, plan: PacketPlan) -> None:
    rows = len(plan.facts) + len(plan.events)
    flow.heading(PART_TITLES[Part.FACTS], place=part_place(Part.FACTS), keep=min(200 + rows * 22, 420))
    columns = [Column("事实", 110), Column("内容", WIDTH - 110 - 118), Column("出处", 118)]
    if plan.facts:
        rows_of_facts = [
            (Cell(fact.name, _LABEL), Cell(fact.value, _CELL), Cell([fact.cite] if fact.cite else "", _CELL))
            for fact in plan.facts
        ]
        flow.table(columns, rows_of_facts)
    if plan.events:
        flow.need(120)
        flow.y += 20 if plan.facts else 0
        flow.paragraph("时间线", _MINOR, after=6)
        columns[:2] = [Column("时间", 110), Column("事件", WIDTH - 110 - 118)]
        rows_of_events = [
            (Cell(event.time, _CELL), Cell(event.text, _CELL), Cell([event.cite] if event.cite else "", _CELL))
            for event in plan.events
        ]
        flow.table(columns, rows_of_events)


def _lay_index(flow: Flow, plan: PacketPlan) -> None:
    keep = min(90 + len(plan.exhibits) * 36, 420)
    flow.heading(PART_TITLES[Part.INDEX], place=part_place(Part.INDEX), keep=keep)
    rows = []
    for exhibit in plan.exhibits:
        names: list[Setting] = [exhibit.title]
        if len(exhibit.files) > 1:
            names.append(f"（证据{exhibit.files[0].label} 至 {exhibit.files[-1].label}）")
        rows.append(
            [
                Cell(f"证据{exhibit.number}", Style(9.2, 14.0, "semibold", "accent")),
                Cell(names, _CELL),
                Cell(exhibit.kind_name, _CELL),
                Cell(exhibit.source, _CELL),
                Cell(exhibit.proves, _CELL),
                Cell([PageNumber(exhibit_place(exhibit.number), exhibit_end(exhibit.number))], _CELL),
            ]
        )
    numbers = flow.column("编号", (row[0] for row in rows), least=46)
    pages = flow.column("页码", (row[-1] for row in rows), least=42)
    columns = (
        numbers,
        Column("名称", 108),
        Column("类别", 78),
        Column("来源", 76),
        Column("证明内容", WIDTH - numbers.width - 108 - 78 - 76 - pages.width),
        pages,
    )
    flow.table(columns, rows)
