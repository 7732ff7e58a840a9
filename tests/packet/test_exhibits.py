"""Exhibits: slips, pictures and sheets on the page, whatever the words' length and the pictures' size."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.packet.making import BOOK, exhibit, file_of, letters, plan_of, strays

from evidence_desk.domain.edits import PageRecipe
from evidence_desk.domain.geometry import Box
from evidence_desk.domain.packet import Exhibit
from evidence_desk.domain.picture import PageLook
from evidence_desk.packet.exhibits import lay_exhibit, lay_exhibits
from evidence_desk.packet.leaves import Leaf, Panel
from evidence_desk.packet.pagination import exhibit_end, exhibit_place, page_place
from evidence_desk.packet.plates import Plate, PlatePage
from evidence_desk.packet.typeset import Typesetter

SETTER = Typesetter(BOOK, lambda cite: ("", None))


def lay(item: Exhibit, *looks: Sequence[PageLook]) -> list[Leaf]:
    plates = {
        (item.number, place): Plate(
            Path("unread.plate"), tuple(PlatePage(look, None, 1, None, ()) for look in pages), ()
        )
        for place, pages in enumerate(looks)
    }
    return lay_exhibit(item, plan_of(item), plates, SETTER)


def picture(width: int = 1080, height: int = 2340) -> PageLook:
    return PageLook("picture", width, height, tuple(row / 50 for row in range(1, 50)) if height > width * 2.6 else ())


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(["", "签收底单", "签" * 200, "a" * 3000]),
    st.sampled_from(["", "证明签收", "证明签收。" * 40, "证" * 5000]),
    st.sampled_from(["", "圆通速递", "源" * 2000]),
    st.lists(st.tuples(st.integers(1, 4000), st.integers(1, 12000)), min_size=1, max_size=5),
)
def test_slip_and_pictures_stay_within_the_margins(
    title: str, proves: str, source: str, sizes: list[tuple[int, int]]
) -> None:
    item = exhibit(1, file_of(len(sizes)), title=title, proves=proves, source=source, remarks="有 3 处已遮盖。")
    leaves = lay(item, [picture(*size) for size in sizes])
    assert not strays(leaves)


def test_a_title_of_200_characters_stands_whole_on_its_slip() -> None:
    leaves = lay(
        exhibit(1, title="".join(chr(0x4E00 + number) for number in range(200)), source="", taken_at=""), [picture()]
    )
    assert all(chr(0x4E00 + number) in letters(leaves) for number in range(200))


def test_pictures_begin_under_the_slip_unless_it_fills_the_leaf() -> None:
    assert lay(exhibit(1), [picture()])[0].spots
    full = lay(exhibit(1, title="签" * 240, proves="证" * 2000, remarks="有 3 处已遮盖。" * 30), [picture()])
    assert not full[0].spots
    assert full[1].spots


def test_every_page_of_every_file_has_its_place_where_it_begins() -> None:
    item = exhibit(
        1,
        file_of(2, label="1-1"),
        file_of(0, label="1-2", first_page=3, form_name="视频"),
        file_of(2, label="1-3", first_page=4),
    )
    leaves = lay(item, [picture(), picture(1600, 900)], [], [picture(1080, 12000), PageLook("document", 595, 842)])
    places = {place: number for number, leaf in enumerate(leaves) for place in leaf.places}
    assert {page_place(1, page) for page in range(1, 6)} <= set(places)
    assert places[exhibit_place(1)] == 0
    assert places[exhibit_end(1)] == len(leaves) - 1
    for page, plate in {1: (1, 0, 0), 2: (1, 0, 1), 4: (1, 2, 0), 5: (1, 2, 1)}.items():
        assert plate in [spot.plate for spot in leaves[places[page_place(1, page)]].spots]


def test_every_leaf_names_its_exhibit() -> None:
    leaves = lay(exhibit(7, file_of(9, label="7")), [picture()] * 9)
    assert len(leaves) == 3
    assert all(leaf.exhibit == "证据7" for leaf in leaves)
    assert all("签收底单7" in letters([leaf]) for leaf in leaves)


@pytest.mark.parametrize("notes", ["", "卖家：您好。\n买家：收到了。\n\n" * 300, "长" * 9000])
def test_a_sheet_loses_no_word_of_its_notes(notes: str) -> None:
    item = exhibit(1, file_of(0, form_name="录音", advice="请一并提交。", name="通话.mp3"), notes=notes, proves="")
    leaves = lay(item)
    assert not strays(leaves)
    said = letters(leaves)
    for char in set("".join(notes.split())):
        assert said.count(char) >= notes.count(char)
    assert "通话.mp3" in said
    assert "请一并提交。" in said


def test_sheets_of_many_files_stand_on_as_many_leaves_as_they_need() -> None:
    files = [file_of(0, label=f"1-{place}", first_page=place, form_name="视频") for place in range(1, 21)]
    leaves = lay(exhibit(1, *files))
    assert not strays(leaves)
    places = [place for leaf in leaves for place in leaf.places if "-page-" in place]
    assert places == [page_place(1, page) for page in range(1, 21)]


def test_pictures_after_sheets_begin_a_leaf() -> None:
    item = exhibit(1, file_of(0, label="1-1", form_name="视频"), file_of(1, label="1-2", first_page=2))
    first, second = lay(item, [], [picture()])
    assert not first.spots
    assert len(second.spots) == 1


def test_a_hard_cut_is_marked_and_told() -> None:
    leaves = lay(exhibit(1), [PageLook("picture", 1080, 12000)])
    assert leaves[0].hard_cuts == {1}
    assert not lay(exhibit(1), [picture(1080, 12000)])[0].hard_cuts


def test_an_enlarged_spot_is_framed_on_the_whole() -> None:
    recipe = PageRecipe(magnify=(Box(0.25, 0.5, 0.5, 0.1),))
    (leaf,) = lay(exhibit(1, file_of(recipes=[recipe])), [picture()])
    whole, spot = leaf.spots
    assert spot.source == recipe.magnify[0]
    frames = [mark for mark in leaf.marks if getattr(mark, "stroke", "") == "red"]
    expected = (whole.x + whole.width * 0.25, whole.y + whole.height * 0.5, whole.width * 0.5, whole.height * 0.1)
    assert any((f.x, f.y, f.width, f.height) == pytest.approx(expected) for f in frames)  # type: ignore[union-attr]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.lists(st.tuples(st.integers(20, 2000), st.integers(20, 4000)), max_size=3), st.integers(0, 300)),
        min_size=1,
        max_size=8,
    )
)
def test_exhibits_that_share_a_leaf_neither_overlap_nor_lose_their_order(
    given_: list[tuple[list[tuple[int, int]], int]],
) -> None:
    items = [
        exhibit(number, file_of(len(sizes), label=str(number), form_name="视频"), proves="证" * words)
        for number, (sizes, words) in enumerate(given_, 1)
    ]
    pages = [tuple(PlatePage(picture(*size), None, 1, None, ()) for size in sizes) for sizes, _ in given_]
    plates = {(number, 0): Plate(Path("unread.plate"), page, ()) for number, page in enumerate(pages, 1)}
    leaves = lay_exhibits(plan_of(*items), plates, SETTER)
    assert not strays(leaves)
    order = [place for leaf in leaves for place in leaf.places if place.endswith(tuple("0123456789"))]
    assert [place for place in order if "-page-" not in place] == [exhibit_place(item.number) for item in items]
    for leaf in leaves:
        slips = [mark.y for mark in leaf.marks if isinstance(mark, Panel) and mark.fill == "accent"]
        assert slips == sorted(slips)
        tops = {int(place.split("-")[1]): y for place, y in leaf.places.items() if place.count("-") == 1}
        for spot in leaf.spots:
            below = [y for number, y in tops.items() if number > spot.plate.exhibit]
            assert all(spot.y + spot.height <= y for y in below)
            assert spot.y >= tops.get(spot.plate.exhibit, 0)
    shown = {(spot.plate.exhibit, spot.plate.page) for leaf in leaves for spot in leaf.spots}
    assert shown == {(number, page) for number, (sizes, _) in enumerate(given_, 1) for page in range(len(sizes))}


@pytest.mark.parametrize(("count", "named"), [(1, "证据1"), (2, "证据1–证据2"), (5, "证据1–证据5")])
def test_a_leaf_that_exhibits_share_names_the_first_and_the_last(count: int, named: str) -> None:
    items = [exhibit(number) for number in range(1, count + 1)]
    pages = (PlatePage(picture(90, 40), None, 1, None, ()),)
    plates = {(item.number, 0): Plate(Path("unread.plate"), pages, ()) for item in items}
    (leaf,) = lay_exhibits(plan_of(*items), plates, SETTER)
    assert leaf.exhibit == named
