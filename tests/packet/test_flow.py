"""The flow down pages: nothing lost, nothing below the foot, headings where they are needed."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.packet.making import BOOK, letters, strays

from evidence_desk.packet.flow import TOP, WIDTH, Cell, Column, Flow
from evidence_desk.packet.leaves import Leaf, Panel, PlacedText
from evidence_desk.packet.typeset import Typesetter

SETTER = Typesetter(BOOK, lambda cite: ("", None))
COLUMNS = (Column("编号", 60), Column("内容", WIDTH - 160), Column("页码", 100))
passages = st.text("签收物流一致，。（）ab 12", max_size=400)


def words(leaf: Leaf) -> list[str]:
    return ["".join(run.glyphs.text for run in mark.line.runs) for mark in leaf.marks if isinstance(mark, PlacedText)]


def table(rows: Sequence[Sequence[str]], *, above: float = 0) -> list[Leaf]:
    flow = Flow(SETTER)
    flow.y += above
    flow.table(COLUMNS, [[Cell(text) for text in row] for row in rows])
    return flow.leaves


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(passages, passages, passages), min_size=1, max_size=12), st.floats(0, 650))
def test_a_table_loses_no_text_and_stays_above_the_foot(rows: list[tuple[str, str, str]], above: float) -> None:
    leaves = table(rows, above=above)
    laid = "".join(letters(leaves).split("编号内容页码"))
    assert sorted(laid) == sorted("".join("".join(cell.split()) for row in rows for cell in row))
    assert not strays(leaves)


def test_a_row_taller_than_a_leaf_runs_on_under_the_heading() -> None:
    leaves = table([("1", "签收时间与物流一致。" * 400, "9")])
    assert len(leaves) == 3
    assert all(words(leaf)[:3] == ["编号", "内容", "页码"] for leaf in leaves)
    assert letters(leaves).count("签") == 400
    assert not strays(leaves)


def test_rows_that_fit_a_leaf_are_never_torn() -> None:
    leaves = table([(f"行{row}", "签收时间与物流一致。" * 12, "终") for row in range(30)])
    assert len(leaves) > 2
    for leaf in leaves:
        said = "".join(words(leaf))
        assert said.count("行") == said.count("终")
        assert words(leaf)[:3] == ["编号", "内容", "页码"]


def test_a_heading_is_never_left_alone_above_a_row_taller_than_a_leaf() -> None:
    flow = Flow(SETTER)
    flow.heading("证据目录", place="index")
    flow.table(COLUMNS, [[Cell("1"), Cell("签收时间与物流一致。" * 250), Cell("9")]])
    assert "编号" in words(flow.leaves[0])


def test_a_heading_near_the_foot_moves_on_with_what_follows() -> None:
    flow = Flow(SETTER)
    flow.y = TOP + 640
    flow.heading("证据目录", place="index")
    assert len(flow.leaves) == 2
    assert "index" in flow.leaves[1].places
    assert flow.leaves[1].bookmarks[0][0] == "证据目录"
    assert flow.leaves[1].places["index"] == TOP


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(passages, st.sampled_from(["", "1.", "999."])), min_size=1, max_size=20))
def test_paragraphs_lose_no_text_and_stay_on_the_page(given_: list[tuple[str, str]]) -> None:
    flow = Flow(SETTER)
    for text, lead in given_:
        flow.paragraph(text * 3, indent=26 if lead else 0, lead=lead)
    assert letters(flow.leaves) == "".join(f"{lead}{''.join((text * 3).split())}" for text, lead in given_)
    assert not strays(flow.leaves)


def test_the_first_line_of_a_paragraph_is_not_left_alone_at_the_foot() -> None:
    for above in range(600, 720, 3):
        flow = Flow(SETTER)
        flow.y = TOP + above
        flow.paragraph("签收时间与物流一致。" * 20)
        assert len(words(flow.leaves[0])) != 1


@pytest.mark.parametrize("height", [10.0, 5000.0])
def test_what_begins_on_a_fresh_leaf_never_turns_the_page(height: float) -> None:
    flow = Flow(SETTER)
    flow.need(height)
    flow.need_or_fill(height)
    assert len(flow.leaves) == 1


def test_the_heads_panel_spans_the_table() -> None:
    (leaf,) = table([("1", "2", "3")])
    panel = next(mark for mark in leaf.marks if isinstance(mark, Panel))
    assert panel.width == pytest.approx(sum(column.width for column in COLUMNS))
