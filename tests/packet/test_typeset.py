"""Line breaking: nothing wider than asked, nothing torn that belongs together, nothing lost."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.packet.making import BOOK

from evidence_desk.domain.statement import Cite
from evidence_desk.packet.typeset import Line, PageNumber, PageTarget, Setting, Style, Typesetter

STYLE = Style(10.0, 15.0)
CLOSING = "，。、；：？！）】》」』”’…—,.;:?!)]}%"
OPENING = "（【《「『“‘￥¥([{"


def spell(cite: Cite | PageNumber) -> tuple[str, PageTarget | None]:
    if isinstance(cite, PageNumber):
        return "7–9", PageTarget(cite.place)
    return f"{cite.evidence}（第12页）", PageTarget(cite.evidence)


@pytest.fixture(scope="module")
def setter() -> Typesetter:
    return SETTER


SETTER = Typesetter(BOOK, spell)


def words_of(line: Line) -> str:
    return "".join(run.glyphs.text for run in line.runs)


def texts(lines: list[Line]) -> list[str]:
    return [words_of(line) for line in lines]


WHOLE = [
    "YT8839201746352",
    "241101-283917465092837",
    "2024-11-04 11:06",
    "2024年11月4日 11:06:09",
    "11月4日11:06",
    "2024/11/04",
    "¥1,299.50",
    "￥129.00元",
    "129.00元",
    "1.260 kg",
    "98%",
    "证据12",
    "证据3-1",
    "证据3和5",
    "https://example.com/a/b-c",
]
HAN = st.text("包裹已由收件人本人签收买家未提出异议", min_size=0, max_size=14)
MARKS = st.sampled_from(["", "，", "。", "；", "（", "）", "“", "”", "：", "、", "……", "——", " ", "！"])
PASSAGE = st.lists(st.tuples(HAN, MARKS, st.sampled_from(["", *WHOLE]), MARKS), min_size=1, max_size=8)


@settings(max_examples=120, deadline=None)
@given(PASSAGE, st.floats(150, 480))
def test_what_belongs_together_stays_on_one_line(passage: list[tuple[str, str, str, str]], width: float) -> None:
    # a Han character on either side keeps a whole from growing together with its neighbour
    text = "".join(f"{han}{mark}本{whole}由{after}" for han, mark, whole, after in passage)
    lines = texts(SETTER.lines(text, STYLE, width))
    for _, _, whole, _ in passage:
        assert not whole or any(whole in line for line in lines)


@settings(max_examples=120, deadline=None)
@given(PASSAGE, st.floats(20, 480))
def test_no_line_is_wider_than_asked_and_no_character_is_lost(
    passage: list[tuple[str, str, str, str]], width: float
) -> None:
    text = "".join("".join(part) for part in passage)
    lines = SETTER.lines(text, STYLE, width)
    assert all(line.width <= width + 1e-6 for line in lines)
    assert "".join("".join(texts(lines)).split()) == "".join(text.split())


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(HAN.filter(bool), MARKS, MARKS), min_size=1, max_size=12), st.floats(80, 300))
def test_no_line_starts_with_a_closing_mark_or_ends_with_an_opening_one(
    passage: list[tuple[str, str, str]], width: float
) -> None:
    lines = texts(SETTER.lines("".join("".join(part) for part in passage), STYLE, width))
    for before, after in pairwise(lines):
        assert after[0] not in CLOSING
        assert before[-1] not in OPENING


@pytest.mark.parametrize("space", [" ", "\u3000", "\u200b", "\ufeff", "\n"])
def test_a_space_before_a_closing_mark_or_after_an_opening_one_makes_no_break(setter: Typesetter, space: str) -> None:
    for length in range(1, 12):
        for text in ("字" * length + space + "。" + "字" * 4, "字" * length + "（" + space + "字" * 4):
            for before, after in pairwise(texts(setter.lines(text, STYLE, 62))):
                assert after.strip()[0] not in CLOSING
                assert before.strip()[-1] not in OPENING


def test_a_word_wider_than_the_line_breaks_and_its_full_stop_stays_with_it(setter: Typesetter) -> None:
    for length in range(10, 60):
        lines = texts(setter.lines("8" * length + "。", STYLE, 50))
        assert "".join(lines) == "8" * length + "。"
        assert lines[-1] != "。"


def test_a_number_that_fits_a_line_stays_whole_though_its_marks_do_not_fit_beside_it(setter: Typesetter) -> None:
    number = "YT8839201746352"
    width = setter.width(number, STYLE) + 4
    assert number in texts(setter.lines(f"运单（{number}）。", STYLE, width))


def test_lines_begin_and_end_without_spaces(setter: Typesetter) -> None:
    lines = setter.lines("word " * 40, STYLE, 120)
    assert len(lines) > 1
    assert all(text == text.strip() for text in texts(lines))
    assert all(line.width == pytest.approx(setter.width(words_of(line), STYLE)) for line in lines)


def test_an_empty_text_is_one_empty_line(setter: Typesetter) -> None:
    (line,) = setter.lines("", STYLE, 100)
    assert (line.runs, line.width) == ((), 0)


def test_a_citation_is_one_link_that_never_breaks(setter: Typesetter) -> None:
    for before in range(30):
        inlines: list[Setting] = ["字" * before, Cite("证据3", 2), "。"]
        runs = [run for line in setter.lines(inlines, STYLE, 200) for run in line.runs if run.target]
        assert [(run.glyphs.text, run.target) for run in runs] == [("证据3（第12页）", PageTarget("证据3"))]
        assert runs[0].style.color == "accent"


def test_neighbouring_citations_of_different_exhibits_are_two_links(setter: Typesetter) -> None:
    (line,) = setter.lines([Cite("证据3"), Cite("证据4")], STYLE, 400)
    assert [run.target for run in line.runs] == [PageTarget("证据3"), PageTarget("证据4")]
    assert line.runs[1].x == pytest.approx(line.runs[0].glyphs.width * STYLE.size / 1000)


def test_runs_follow_one_another_without_gap_or_overlap(setter: Typesetter) -> None:
    (line,) = setter.lines("吉𠮷😀A", STYLE, 400)
    assert len({run.glyphs.face for run in line.runs}) > 1
    ends = [run.x + run.glyphs.width * STYLE.size / 1000 for run in line.runs]
    assert [run.x for run in line.runs] == pytest.approx([0, *ends[:-1]])
    assert line.width == pytest.approx(ends[-1])


@settings(max_examples=60, deadline=None)
@given(st.text("签收ab1 （。", max_size=60), st.floats(20, 300))
def test_a_cut_line_fits_and_says_that_it_was_cut(text: str, limit: float) -> None:
    line = SETTER.line(text, STYLE, limit=limit)
    assert line.width <= limit + 1e-6
    cut = words_of(line)
    assert cut == text.rstrip() or (cut.endswith("…") and text.startswith(cut[:-1]))


def test_pages_printed_anew_do_not_change_what_text_measures(setter: Typesetter) -> None:
    plain = setter.lines("包裹已签收。" * 20, STYLE, 200)
    other = setter.repaged(lambda cite: ("证据1（第100页）", None))
    assert other.lines("包裹已签收。" * 20, STYLE, 200) == plain
    assert words_of(other.line([Cite("x")], STYLE)) == "证据1（第100页）"
    assert words_of(setter.line([Cite("x")], STYLE)) == "x（第12页）"


def test_more_lines_than_wanted_end_with_dots(setter: Typesetter) -> None:
    text = "包裹已由收件人本人签收，" * 10
    lines = setter.lines(text, STYLE, 150, most=3)
    assert len(lines) == 3
    assert all(line.width <= 150 for line in lines)
    said = "".join(texts(lines))
    assert said.endswith("…")
    assert text.startswith(said[:-1])
    assert setter.lines("签收", STYLE, 150, most=1) == setter.lines("签收", STYLE, 150)
