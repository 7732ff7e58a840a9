"""Planning: from a case and what was found about it to the packet's plan, every word of it in place."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from evidence_desk.domain.cases import Case, Stage
from evidence_desk.domain.edits import Arrow, BoxMark, Edition, Mark, Note, NumberMark, PageRecipe, page_recipe
from evidence_desk.domain.evidence import Evidence, Original
from evidence_desk.domain.exhibits import exhibits, plain_label
from evidence_desk.domain.facts import CHINA, FactKey, FactType, show_value
from evidence_desk.domain.fields import CaseValues
from evidence_desk.domain.file_forms import describe_form
from evidence_desk.domain.packet import (
    CoreFact,
    EventRow,
    Exhibit,
    ExhibitFile,
    FactRow,
    PacketPlan,
    Part,
    RequirementRow,
    WorkingNote,
)
from evidence_desk.domain.platforms import Platform
from evidence_desk.domain.playbook import EvidenceKind, Playbook
from evidence_desk.domain.ranking import Strongest
from evidence_desk.domain.readiness import Readiness
from evidence_desk.domain.statement import Cite, Inline, Paragraph, parse_statement
from evidence_desk.domain.timeline import Event

__all__ = ["FileFacts", "PlanInput", "plan_packet"]

STAGES = {
    Stage.NEGOTIATE: "协商阶段",
    Stage.EVIDENCE: "举证阶段",
    Stage.APPEAL: "处罚后申诉",
    Stage.SECOND_APPEAL: "二次申诉",
}
_UNSORTED = "未分类"
_MARK_NAMES = {BoxMark: "方框", NumberMark: "编号", Arrow: "箭头", Note: "文字"}


class FileFacts(NamedTuple):
    """An original with the number of its pages; 0 for what is no picture and no PDF."""

    original: Original
    pages: int


@dataclass(frozen=True, kw_only=True)
class PlanInput:
    """What a plan is made from.

    `files` by evidence id, in the item's order; `statement` with its citations as tokens; `mask` is applied to every
    text that goes out.
    """

    case: Case
    edition: Edition
    draft: bool
    parts: frozenset[Part]
    stated_at: datetime
    playbook: Playbook
    platform: Platform
    kinds: Mapping[str, EvidenceKind]
    fact_keys: Mapping[str, FactKey]
    readiness: Readiness
    statement: str
    strongest: Sequence[Strongest]
    events: Sequence[Event]
    files: Mapping[str, Sequence[FileFacts]]
    mask: Callable[[str], str]


def plan_packet(given: PlanInput) -> PacketPlan:
    """Number the exhibits and write down everything the packet says."""
    case, mask = given.case, given.mask
    position = given.playbook.position(case.position)
    internal = given.edition is Edition.INTERNAL
    return PacketPlan(
        edition=given.edition,
        draft=given.draft,
        parts=given.parts,
        stated_at=given.stated_at.astimezone(CHINA),
        platform=given.platform.name,
        stage=STAGES[case.stage],
        subject=f"关于“{given.playbook.name}”投诉",
        headline=position.headline,
        request=_sentence(mask(given.playbook.request_for(case, position))),
        label=mask(" · ".join(part for part in (case.complaint_no or case.order_no, case.shop) if part)),
        numbers=tuple((label, mask(value)) for label, value in _numbers(given) if value),
        core_facts=tuple(
            CoreFact(_shown(one.at), mask(one.title), mask(one.claim), Cite(one.evidence)) for one in given.strongest
        ),
        statement=tuple(_masked(paragraph, mask) for paragraph in parse_statement(given.statement)),
        facts=tuple(_fact_rows(given)),
        events=tuple(
            EventRow(_shown(event.at), mask(event.text), Cite(event.evidence, event.page) if event.evidence else None)
            for event in given.events
        ),
        exhibits=tuple(_exhibit(item, number, given) for number, item in enumerate(exhibits(case), 1)),
        requirements=tuple(_requirement_rows(given.readiness, mask)),
        working_notes=tuple(
            WorkingNote(finding.severity.value, finding.message.zh) for finding in given.readiness.findings
        )
        if internal
        else (),
        deadline=_deadline(given.readiness) if internal else "",
    )


def _deadline(readiness: Readiness) -> str:
    state = readiness.deadline
    return f"截止时间：{show_value(state.due)}（{state.basis.zh}）" if state.due else f"截止时间：{state.basis.zh}"


def _numbers(given: PlanInput) -> Iterator[tuple[str, str]]:
    case = given.case
    facts = {key: fact for key, fact in case.facts.items() if fact.confirmed}
    waybill = str(facts["waybill_no"].value) if "waybill_no" in facts else ""
    carrier = str(facts["carrier"].value) if "carrier" in facts and waybill else ""
    amount = case.amount
    received = case.received_at
    yield "店铺", case.shop
    yield "投诉编号", case.complaint_no
    yield "订单号", case.order_no
    yield "运单号", f"{waybill}（{carrier}）" if carrier else waybill
    yield "买家", case.buyer
    yield "商品", case.goods
    yield "实付金额", show_value(amount, FactType.AMOUNT) if amount is not None else ""
    yield "收到投诉", show_value(received) if received else ""


def _fact_rows(given: PlanInput) -> Iterator[FactRow]:
    facts = {key: fact for key, fact in given.case.facts.items() if fact.confirmed}
    ordered = [key for key in given.playbook.facts if key in facts]
    ordered += [key for key in facts if key not in ordered]
    values = CaseValues(given.case, given.kinds, given.fact_keys)
    for key in ordered:
        fact = facts[key]
        evidence, page = values.shown_by(fact)
        shown = given.mask(values.show(key, fact.value))
        yield FactRow(values.name_of(key), shown, Cite(evidence, page) if evidence else None)


def _exhibit(item: Evidence, number: int, given: PlanInput) -> Exhibit:
    kind = given.kinds.get(item.kind or "")
    files: list[ExhibitFile] = []
    first = 1
    facts = given.files[item.id]
    for place, (original, count) in enumerate(facts, 1):
        recipes = tuple(
            _masked_marks(page_recipe(item.edits, first + page, given.edition), given.mask) for page in range(count)
        )
        form = describe_form(original.name)
        files.append(
            ExhibitFile(
                label=f"{number}-{place}" if len(facts) > 1 else str(number),
                original=original,
                shown_name=given.mask(original.name.rpartition("/")[2]),
                pages=recipes,
                first_page=first,
                edits=_edits_in_words(recipes),
                form_name=form.name if not count else "",
                advice=form.advice if not count else "",
            )
        )
        first += max(count, 1)
    return Exhibit(
        number=number,
        evidence_id=item.id,
        title=given.mask(plain_label(item, given.kinds)),
        kind=item.kind,
        kind_name=kind.name if kind else _UNSORTED,
        source=given.mask(item.source),
        taken_at=_shown(item.taken_at),
        proves=given.mask(item.proves),
        remarks=_remarks([recipe for file in files for recipe in file.pages]),
        notes=given.mask(item.notes),
        files=tuple(files),
    )


def _masked_marks(recipe: PageRecipe, mask: Callable[[str], str]) -> PageRecipe:
    """Give the recipe with what its marks say masked."""
    return replace(recipe, marks=tuple(_masked_mark(mark, mask) for mark in recipe.marks))


def _masked_mark(mark: Mark, mask: Callable[[str], str]) -> Mark:
    if isinstance(mark, Note):
        return replace(mark, text=mask(mark.text))
    return replace(mark, label=mask(mark.label)) if isinstance(mark, NumberMark) else mark


def _edits_in_words(recipes: Sequence[PageRecipe]) -> str:
    hidden = sum(len(recipe.redactions) for recipe in recipes)
    marked = sum(len(recipe.marks) for recipe in recipes)
    words = [
        f"遮盖 {hidden} 处" if hidden else "",
        "裁切" if any(recipe.crop != PageRecipe().crop for recipe in recipes) else "",
        "旋转" if any(recipe.turn for recipe in recipes) else "",
        f"标注 {marked} 处" if marked else "",
        "局部放大" if any(recipe.magnify for recipe in recipes) else "",
    ]
    return "、".join(word for word in words if word)


def _remarks(recipes: Sequence[PageRecipe]) -> str:
    marks = [mark for recipe in recipes for mark in recipe.marks]
    hidden = sum(len(recipe.redactions) for recipe in recipes)
    words = []
    if marks:
        drawn = [name for form, name in _MARK_NAMES.items() if any(isinstance(mark, form) for mark in marks)]
        words.append(f"图上的{'、'.join(drawn)}为后加，原图未改动")
    if hidden:
        words.append(f"有 {hidden} 处已遮盖")
    if any(recipe.crop != PageRecipe().crop for recipe in recipes):
        words.append("只截取了原图的一部分")
    return _sentence("；".join(words))


def _requirement_rows(readiness: Readiness, mask: Callable[[str], str]) -> Iterator[RequirementRow]:
    for state in readiness.requirements:
        cites = tuple(Cite(evidence) for evidence in state.evidence)
        yield RequirementRow(state.name, state.level == "required", state.satisfied, cites, mask(state.explanation.zh))


def _masked(paragraph: Paragraph, mask: Callable[[str], str]) -> Paragraph:
    """Mask what is text, and part citations that stand side by side."""
    inlines: list[Inline] = []
    for inline in paragraph.inlines:
        if isinstance(inline, Cite):
            inlines += ["、", inline] if inlines and isinstance(inlines[-1], Cite) else [inline]
        else:
            inlines.append(mask(inline))
    return replace(paragraph, inlines=tuple(inlines))


def _shown(moment: datetime | None) -> str:
    return show_value(moment) if moment else ""


def _sentence(text: str) -> str:
    return text if not text or text[-1] in "。！？.!?…" else f"{text}。"
