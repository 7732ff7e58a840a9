"""The parts after the exhibits: integrity appendix, requirements, and the working notes of the internal edition."""

from evidence_desk.domain.edits import Edition
from evidence_desk.domain.packet import PacketPlan, Part
from evidence_desk.packet.flow import SMALL, WIDTH, Cell, Column, Flow
from evidence_desk.packet.leaves import Leaf
from evidence_desk.packet.pagination import PART_TITLES, part_place
from evidence_desk.packet.typeset import Setting, Style, Typesetter

__all__ = ["lay_back"]

_CELL = Style(9.0, 13.5)
_FINE = Style(6.3, 13.5, color="ink2")
_TONES = {"error": ("须改", "red"), "warning": ("注意", "amber"), "note": ("提示", "ink2")}


def lay_back(plan: PacketPlan, setter: Typesetter) -> list[Leaf]:
    """Lay the integrity appendix, the requirements and (internal edition) the working notes."""
    leaves: list[Leaf] = []
    if Part.INTEGRITY in plan.parts and plan.exhibits:
        leaves += _lay_integrity(plan, setter)
    if Part.REQUIREMENTS in plan.parts and plan.requirements:
        leaves += _lay_requirements(plan, setter)
    if plan.edition is Edition.INTERNAL:
        leaves += _lay_notes(plan, setter)
    return leaves


def _lay_integrity(plan: PacketPlan, setter: Typesetter) -> list[Leaf]:
    flow = Flow(setter, footer=plan.label)
    flow.heading(PART_TITLES[Part.INTEGRITY], place=part_place(Part.INTEGRITY))
    flow.paragraph(
        "下表列出每份原件的名称、字节数和 SHA-256 摘要，原件未作改动；"
        "图上的遮盖、裁切和标注只作用于本材料中的副本。"
        "摘要用于核对文件是否一致，不是可信时间戳，也不证明文件形成的时间。",
        SMALL,
        after=8,
    )
    rows = []
    for exhibit in plan.exhibits:
        for file in exhibit.files:
            name: list[Setting] = [file.shown_name]
            if file.edits:
                name.append(f"（{file.edits}）")
            rows.append(
                [
                    Cell(f"证据{file.label}", _CELL),
                    Cell(name, _CELL),
                    Cell(f"{file.original.size:,}", _CELL),
                    Cell(file.original.sha256, _FINE),
                ]
            )
    numbers = flow.column("编号", (row[0] for row in rows), least=50)
    sizes = flow.column("字节数", (row[2] for row in rows), least=60)
    digests = flow.column("SHA-256", (row[3] for row in rows))
    names = Column("文件与处理", WIDTH - numbers.width - sizes.width - digests.width)
    columns = (numbers, names, sizes, digests)
    flow.table(columns, rows)
    return flow.leaves


def _lay_requirements(plan: PacketPlan, setter: Typesetter) -> list[Leaf]:
    flow = Flow(setter, footer=plan.label)
    flow.heading(PART_TITLES[Part.REQUIREMENTS], place=part_place(Part.REQUIREMENTS))
    columns = (
        Column("要求", 112),
        Column("程度", 44),
        Column("情况", 52),
        Column("证据", 112),
        Column("说明", WIDTH - 320),
    )
    rows = []
    for row in plan.requirements:
        cites: list[Setting] = []
        for cite in row.cites:
            cites += ["、", cite] if cites else [cite]
        word, color = (
            ("已满足", "green") if row.satisfied else ("未满足", "red") if row.required else ("可补充", "amber")
        )
        rows.append(
            (
                Cell(row.name, _CELL),
                Cell("必备" if row.required else "建议", _CELL),
                Cell(word, Style(9.0, 13.5, "semibold", color)),
                Cell(cites, _CELL),
                Cell(row.explanation, _CELL),
            )
        )
    flow.table(columns, rows)
    return flow.leaves


def _lay_notes(plan: PacketPlan, setter: Typesetter) -> list[Leaf]:
    flow = Flow(setter, footer=plan.label)
    flow.heading("内部工作页", place="part-notes")
    flow.paragraph("本页只供本店内部使用，不得提交或外传。", SMALL, after=2)
    if plan.deadline:
        flow.paragraph(plan.deadline, SMALL, after=8)
    if not plan.working_notes:
        flow.paragraph("没有待处理的问题。", SMALL)
        return flow.leaves
    rows = []
    for note in plan.working_notes:
        word, color = _TONES[note.severity]
        rows.append((Cell(word, Style(9.0, 13.5, "semibold", color)), Cell(note.text, _CELL)))
    flow.table((Column("程度", 52), Column("问题", WIDTH - 52)), rows)
    return flow.leaves
