"""The cover: what this is and its conclusion, the request, the numbers, the strongest exhibits, the contents."""

from collections.abc import Sequence

from evidence_desk.domain.edits import Edition
from evidence_desk.domain.packet import CoreFact, PacketPlan, Part
from evidence_desk.packet.flow import LEFT, RIGHT, TOP, WIDTH, Flow
from evidence_desk.packet.leaves import Leaf, Link, Panel, Rule
from evidence_desk.packet.pagination import PART_TITLES, Pagination, part_place
from evidence_desk.packet.typeset import Line, PageTarget, Style, Typesetter

__all__ = ["lay_cover"]

_TITLE = Style(23.0, 32.0, "semibold")
_LABEL = Style(9.2, 14.0, color="ink2")
_VALUE = Style(9.8, 15.0)
_STRONG = Style(10.0, 15.0, "semibold")
_MINOR = Style(12.0, 17.0, "semibold")
_CLAIM = Style(9.2, 14.0)
_BANNERS = {Edition.SHARE: "对外分享版（个人信息已遮盖）", Edition.INTERNAL: "内部工作版（请勿提交）"}


def lay_cover(plan: PacketPlan, setter: Typesetter, pages: Pagination) -> list[Leaf]:
    """Lay the cover: what this is, its conclusion, the request, numbers, strongest exhibits, contents."""
    flow = Flow(setter, footer=plan.label)
    leaf = flow.leaf
    leaf.bookmarks.append(("封面", 0, 0))
    leaf.places[part_place(Part.COVER)] = 0
    leaf.write(setter.line(f"{plan.platform} · {plan.stage}", _LABEL), LEFT, TOP + 10)
    made = setter.line(f"制作于 {plan.stated_at:%Y-%m-%d %H:%M}", _LABEL)
    leaf.write(made, RIGHT - made.width, TOP + 10)
    flow.y = TOP + 66
    flow.paragraph("申诉材料" + (f" · {_BANNERS[plan.edition]}" if plan.edition in _BANNERS else ""), _LABEL, after=2)
    flow.paragraph(plan.subject, _TITLE, after=0)
    if plan.headline:
        flow.paragraph(plan.headline, _TITLE, after=0)
    flow.y += 14
    if plan.request:
        _request_box(flow, plan.request)
    _number_grid(flow, plan.numbers)
    if plan.core_facts:
        _core_facts(flow, plan)
    _contents(flow, plan, pages)
    return flow.leaves


def _request_box(flow: Flow, request: str) -> None:
    lines = flow.setter.lines(request, Style(11.5, 18.0), WIDTH - 32)
    frame = 18 + 14
    while lines:
        flow.need_or_fill(frame + len(lines) * 18.0)
        count = max(int((flow.room - frame) / 18), 1)
        top, height = flow.y, frame + min(count, len(lines)) * 18.0
        flow.leaf.marks.append(Panel(LEFT, top, WIDTH, height, fill="accent-soft"))
        flow.leaf.marks.append(Panel(LEFT, top, 3, height, fill="accent"))
        flow.leaf.write(flow.setter.line("请求", _LABEL), LEFT + 16, top + 20)
        for number, line in enumerate(lines[:count]):
            flow.leaf.write(line, LEFT + 16, top + 38 + number * 18)
        lines = lines[count:]
        flow.y = top + height + 22


def _number_grid(flow: Flow, numbers: Sequence[tuple[str, str]]) -> None:
    half = WIDTH / 2
    for start in range(0, len(numbers), 2):
        pair = numbers[start : start + 2]
        cells = [flow.setter.lines(value, _VALUE, half - 84) for _, value in pair]
        while any(cells):
            height = max(len(lines) for lines in cells) * _VALUE.leading + 7
            flow.need_or_fill(height)
            count = max(int((flow.room - 7) / _VALUE.leading), 1)
            for column, ((label, _), lines) in enumerate(zip(pair, cells, strict=True)):
                x = LEFT + column * half
                if lines:
                    flow.leaf.write(flow.setter.line(label, _LABEL), x, flow.y + 11)
                for number, line in enumerate(lines[:count]):
                    flow.leaf.write(line, x + 68, flow.y + 11 + number * _VALUE.leading)
            flow.y += min(height, count * _VALUE.leading + 7)
            cells = [lines[count:] for lines in cells]
    flow.y += 14


def _core_facts(flow: Flow, plan: PacketPlan) -> None:
    gap = 12.0
    width = (WIDTH - gap * 2) / 3
    sets = [_core_card(flow.setter, fact, width - 24) for fact in plan.core_facts]
    height = max(sum(style.leading for _, style in card) for card in sets) + 22
    flow.need(height + 34)
    flow.paragraph("核心事实", _MINOR, after=6)
    for number, card in enumerate(sets):
        x, y = LEFT + number * (width + gap), flow.y
        flow.leaf.marks.append(Panel(x, y, width, height, stroke="line2", radius=6))
        y += 11
        for line, style in card:
            flow.leaf.write(line, x + 12, y + style.leading * 0.5 + style.size * 0.36)
            y += style.leading
    flow.y += height + 24


def _core_card(setter: Typesetter, fact: CoreFact, width: float) -> list[tuple[Line, Style]]:
    time, heading, claim, cite = fact
    card: list[tuple[Line, Style]] = []
    if time:
        card += [(line, _LABEL) for line in setter.lines(time, _LABEL, width)]
    card += [(line, _STRONG) for line in setter.lines(heading, _STRONG, width, most=4)]
    if claim != heading:
        card += [(line, _CLAIM) for line in setter.lines(claim, _CLAIM, width, most=4)]
    link = Style(9.2, 16.0, "semibold", "accent")
    card += [(line, link) for line in setter.lines([cite], link, width)]
    return card


def _contents(flow: Flow, plan: PacketPlan, pages: Pagination) -> None:
    entries = [
        (f"{title}（{len(plan.exhibits)} 件）" if part is Part.EXHIBITS else title, part_place(part))
        for part, title in PART_TITLES.items()
        if pages.page(part_place(part)) or (not pages.pages and part in plan.parts)
    ]
    if not entries:
        return
    flow.need(32 + 28 * ((len(entries) + 1) // 2))
    flow.paragraph("目录", _MINOR, after=4)
    gap = 36.0
    width = (WIDTH - gap) / 2
    rows = (len(entries) + 1) // 2
    top = flow.y
    for number, (title, place) in enumerate(entries):
        x, y = LEFT + (number // rows) * (width + gap), top + (number % rows) * 26
        link = PageTarget(place)
        entry = flow.setter.line(title, Style(10.0, 15.0, "semibold", "accent"))
        flow.leaf.write(entry, x, y + 16)
        page = flow.setter.line(str(pages.page(place) or 0), Style(10.0, 15.0))
        flow.leaf.write(page, x + width - page.width, y + 16)
        flow.leaf.links.append(Link(x, y + 2, width, 22, link))
        flow.leaf.marks.append(Rule(x, y + 25, x + width, y + 25, "line"))
    flow.y = top + rows * 26
