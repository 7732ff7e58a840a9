"""Cover, statement, facts, index: all their words, on the page, with numbers that lead where they say."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.packet.making import BOOK, exhibit, file_of, letters, plan_of, strays

from evidence_desk.domain.edits import Edition
from evidence_desk.domain.packet import CoreFact, EventRow, FactRow, PacketPlan, Part, RequirementRow, WorkingNote
from evidence_desk.domain.statement import Cite, parse_statement
from evidence_desk.packet.back import lay_back
from evidence_desk.packet.cover import lay_cover
from evidence_desk.packet.front import lay_front
from evidence_desk.packet.leaves import Leaf, PlacedText
from evidence_desk.packet.pagination import Pagination, exhibit_end, exhibit_place
from evidence_desk.packet.typeset import Typesetter

LONG = "签收时间与物流一致，收件人本人签收。"


def pagination(plan: PacketPlan, *, first: int = 998, pages: int = 12) -> Pagination:
    """Pages as in a packet of four digits: every exhibit takes `pages` pages."""
    numbers = {exhibit.evidence_id: exhibit.number for exhibit in plan.exhibits}
    places = {exhibit_place(n): first + (n - 1) * pages for n in numbers.values()}
    places |= {exhibit_end(n): first + n * pages - 1 for n in numbers.values()}
    places |= {f"part-{part.value}": 1000 for part in Part}
    return Pagination(numbers, places)


def setter_for(pages: Pagination) -> Typesetter:
    return Typesetter(BOOK, pages.spell)


def cover(plan: PacketPlan) -> list[Leaf]:
    pages = pagination(plan)
    return lay_cover(plan, setter_for(pages), pages)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 120), st.integers(0, 300), st.integers(0, 40), st.integers(0, 30))
def test_a_cover_keeps_all_its_words_and_its_margins(request: int, value: int, title: int, subject: int) -> None:
    facts = tuple(CoreFact("2024-11-04 11:06", LONG * title, LONG * title, Cite("e1")) for _ in range(3))
    plan = plan_of(
        exhibit(1),
        request=LONG * request,
        subject=f"关于{LONG * subject}",
        numbers=(("商品", "货" * value), ("订单号", "241101-283917465092837"), ("收件人", "梅" * 9)),
        core_facts=facts,
    )
    leaves = cover(plan)
    assert not strays(leaves)
    said = letters(leaves).replace("请求", "")
    assert said.count("货") == value
    assert said.count("梅") == 9
    assert LONG * subject in said
    assert LONG * request in said


def test_a_claim_too_long_for_the_cover_says_that_it_goes_on() -> None:
    plan = plan_of(exhibit(1), core_facts=(CoreFact("", "底单", LONG * 8, Cite("e1")),))
    assert "…" in letters(cover(plan))


def test_the_cover_names_its_edition_where_it_must_not_be_mistaken() -> None:
    assert "对外分享版" in letters(cover(replace(plan_of(), edition=Edition.SHARE)))
    assert "请勿提交" in letters(cover(replace(plan_of(), edition=Edition.INTERNAL)))


def lines_of(leaves: Sequence[Leaf]) -> list[str]:
    return [
        "".join(run.glyphs.text for run in mark.line.runs)
        for leaf in leaves
        for mark in leaf.marks
        if isinstance(mark, PlacedText)
    ]


def test_numbers_and_pages_in_the_index_are_never_torn() -> None:
    plan = plan_of(*(exhibit(number) for number in range(1, 321)), parts=frozenset({Part.INDEX}))
    leaves = lay_front(plan, setter_for(pagination(plan)))
    lines = lines_of(leaves)
    assert not strays(leaves)
    for number in range(1, 321):
        first = 998 + (number - 1) * 12
        assert f"证据{number}" in lines
        assert f"{first}–{first + 11}" in lines


def test_numbers_and_sizes_in_the_integrity_list_are_never_torn() -> None:
    files = [file_of(label=f"300-{place}", size=987_654_321_012) for place in range(1, 31)]
    plan = plan_of(exhibit(300, *files), parts=frozenset({Part.INTEGRITY}))
    leaves = lay_back(plan, setter_for(pagination(plan)))
    lines = lines_of(leaves)
    for file in files:
        assert f"证据{file.label}" in lines
        assert file.original.sha256 in lines
    assert lines.count("987,654,321,012") == 30
    assert not strays(leaves)


@pytest.mark.parametrize("text", ["", LONG * 60, "字" * 200, "a" * 500])
def test_texts_of_any_length_stay_whole_in_every_table(text: str) -> None:
    item = exhibit(1, title=text, source=text, proves=text)
    plan = plan_of(
        item,
        facts=(FactRow(text[:40], text, Cite("e1", 1)),),
        events=(EventRow("2024-11-04 11:06", text, Cite("e1")), EventRow("", text, None)),
        requirements=(RequirementRow(text, True, False, (Cite("e1"), Cite("e1")), text),),
        working_notes=(WorkingNote("error", text), WorkingNote("note", text)),
        edition=Edition.INTERNAL,
        deadline=text,
    )
    setter = setter_for(pagination(plan))
    front, back = lay_front(plan, setter), lay_back(plan, setter)
    assert not strays([*front, *back])
    assert sorted(letters(front)).count(text[:1]) >= text.count(text[:1]) * 6 if text else True
    assert sorted(letters(back)).count(text[:1]) >= text.count(text[:1]) * 5 if text else True


def test_a_statement_of_placeholders_alone_is_laid_as_it_is() -> None:
    plan = plan_of(statement="【待填：签收时间】\n【待填：签收人】")
    leaves = lay_front(plan, setter_for(pagination(plan)))
    assert "【待填：签收时间】【待填：签收人】" in letters(leaves)


def test_items_carry_their_numbers_within_the_margin() -> None:
    statement = "\n".join(f"{number}. 第{number}次派送。" for number in (1, 12, 999))
    plan = replace(plan_of(), statement=parse_statement(statement))
    leaves = lay_front(plan, setter_for(pagination(plan)))
    assert not strays(leaves)
    assert "999.第999次派送。" in letters(leaves)


def test_parts_without_content_are_left_out() -> None:
    plan = plan_of()
    setter = setter_for(pagination(plan))
    assert lay_front(plan, setter) == []
    assert lay_back(plan, setter) == []
