"""The statement's form: headings, items, citations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_desk.domain.statement import (
    PLACEHOLDER,
    Cite,
    Inline,
    Paragraph,
    cited_ids,
    parse_inlines,
    parse_statement,
    placeholder,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("签收[[evidence:signoff]]。", ("签收", Cite("signoff"), "。")),
        ("[[evidence:a#3]][[evidence:b]]", (Cite("a", 3), Cite("b"))),
        ("没有引用", ("没有引用",)),
        ("", ()),
        ("[[evidence:my slip]]", ("[[evidence:my slip]]",)),
        ("[[evidence:a#12345]]", ("[[evidence:a#12345]]",)),
    ],
)
def test_citations_are_taken_out_of_text(text: str, expected: tuple[Inline, ...]) -> None:
    assert parse_inlines(text) == expected


@pytest.mark.parametrize(
    ("line", "number", "rest"),
    [
        ("1. 签收", "1", "签收"),
        ("1、签收", "1", "签收"),
        ("2．签收", "2", "签收"),
        ("12.签收", "12", "签收"),
        # what follows the number may itself begin with a digit
        ("1. 11月4日签收", "1", "11月4日签收"),
        ("1、11月4日签收", "1", "11月4日签收"),
        ("1.11月4日签收", "1", "11月4日签收"),
        ("3.2024年11月4日签收", "3", "2024年11月4日签收"),
        ("3.2024-11-04 签收", "3", "2024-11-04 签收"),
    ],
)
def test_numbered_lines_are_items(line: str, number: str, rest: str) -> None:
    assert parse_statement(line) == (Paragraph("item", (rest,), number),)


@pytest.mark.parametrize("line", ["1.5 kg", "12.00 元已退", "2024年签收", "1.", "1234. 签收", "13.80 米"])
def test_lines_that_merely_begin_with_digits_are_text(line: str) -> None:
    assert parse_statement(line) == (Paragraph("text", (line,)),)


def test_a_heading_may_stand_alone_or_before_text() -> None:
    assert parse_statement("【结论】已签收。\n【经过】\n1. 揽收\n") == (
        Paragraph("heading", ("结论",)),
        Paragraph("text", ("已签收。",)),
        Paragraph("heading", ("经过",)),
        Paragraph("item", ("揽收",), "1"),
    )


def test_usual_headings_on_one_line_are_told_apart() -> None:
    kinds = [
        one.inlines[0]
        for one in parse_statement("【结论】已签收。【经过】1.揽收；【请求】请核实。")
        if one.kind == "heading"
    ]
    assert kinds == ["结论", "经过", "请求"]


def test_brackets_inside_a_sentence_are_no_heading() -> None:
    line = "短信写着：您的包裹已签收。【圆通速递】退订回T"
    assert parse_statement(line) == (Paragraph("text", (line,)),)
    assert parse_statement("详见【经过】一节") == (Paragraph("text", ("详见【经过】一节",)),)


def test_a_gap_at_the_beginning_of_a_line_is_no_heading() -> None:
    line = f"{placeholder('签收时间')}签收"
    assert parse_statement(line) == (Paragraph("text", (line,)),)
    assert PLACEHOLDER.search(line)


def test_blank_lines_and_windows_line_ends_do_not_matter() -> None:
    assert parse_statement("【经过】\r\n\r\n  1. 揽收  \r\n") == parse_statement("【经过】\n1. 揽收")


def test_cited_ids_come_once_in_order() -> None:
    assert cited_ids("[[evidence:b]][[evidence:a#2]][[evidence:b#1]]") == ("b", "a")


_ids = st.text("abcdef_0123456789-", min_size=1, max_size=8)
_parts = st.lists(
    st.one_of(st.text("签收。 已，", min_size=1, max_size=6), st.builds(Cite, _ids, st.none() | st.integers(1, 9999))),
    max_size=6,
)


@given(_parts)
def test_what_is_written_is_read_back(parts: list[Inline]) -> None:
    text = "".join(
        f"[[evidence:{part.evidence}{f'#{part.page}' if part.page else ''}]]" if isinstance(part, Cite) else part
        for part in parts
    )
    found = parse_inlines(text)
    assert [part for part in found if isinstance(part, Cite)] == [part for part in parts if isinstance(part, Cite)]
    said = "".join(part for part in parts if isinstance(part, str))
    assert "".join(part for part in found if isinstance(part, str)) == said


@given(st.text(alphabet="【】结论经过1.、． 月2024年[]evidnc:#\n。；", max_size=60))
def test_no_word_of_any_text_is_lost(text: str) -> None:
    def letters(value: str) -> str:
        return "".join(value.split())

    read = ""
    for one in parse_statement(text):
        words = "".join(
            f"[[evidence:{part.evidence}{f'#{part.page}' if part.page is not None else ''}]]"
            if isinstance(part, Cite)
            else part
            for part in one.inlines
        )
        read += f"【{words}】" if one.kind == "heading" else words
    dropped = sum(len(one.number) + 1 for one in parse_statement(text) if one.kind == "item")
    assert len(letters(read)) + dropped >= len(letters(text)) - text.count("#0")
