"""Mounting: every page whole, in order, within its area, as it was drawn, and cut only where a cut harms nothing."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence_desk.domain.edits import PageRecipe
from evidence_desk.domain.geometry import WHOLE, Box
from evidence_desk.domain.picture import PageLook
from evidence_desk.packet.leaves import PlateRef
from evidence_desk.packet.mounting import Area, Mount, Mounted, mount_pages

FIRST = Area(54, 487.276, 610)
FURTHER = Area(54, 487.276, 685)
CAPTION = 15
HAIR = 1e-6

sizes = st.integers(1, 6000)
spots = st.lists(
    st.builds(
        lambda x, y, w, h: Box(x * (1 - w), y * (1 - h), w, h), *[st.floats(0, 1)] * 2, *[st.floats(0.01, 1)] * 2
    ),
    max_size=7,
)
quiet_rows = st.lists(st.floats(0.001, 0.999), max_size=40, unique=True).map(sorted)


@st.composite
def looks(draw: st.DrawFn) -> PageLook:
    """Documents, screenshots, photos and long pictures of any size, with any quiet rows."""
    if draw(st.booleans()) and draw(st.booleans()):
        return PageLook("document", draw(st.floats(1, 3000)), draw(st.floats(1, 3000)))
    width, height = draw(sizes), draw(sizes)
    if draw(st.booleans()):
        height = max(height, width * draw(st.integers(3, 30)))
    rows = draw(quiet_rows)
    forced = tuple(row for row in rows if draw(st.booleans())) if draw(st.booleans()) else ()
    return PageLook("picture", width, height, tuple(rows), forced)


def mount(look: PageLook, page: int = 1, magnify: tuple[Box, ...] = ()) -> Mount:
    return Mount(PlateRef(1, 0, page - 1), look, PageRecipe(magnify=magnify), f"第 {page} 页", page)


def picture(width: float, height: float, *quiet: float, forced: tuple[float, ...] = ()) -> PageLook:
    return PageLook("picture", width, height, quiet, forced)


def lay(*mounts: Mount, first: Area = FIRST) -> list[list[Mounted]]:
    return list(mount_pages(mounts, first, FURTHER))


mounts_of = st.lists(st.tuples(looks(), spots), min_size=1, max_size=6).map(
    lambda given: [mount(look, page, tuple(boxes)) for page, (look, boxes) in enumerate(given, 1)]
)


@settings(max_examples=120, deadline=None)
@given(mounts_of, st.floats(240, 685))
def test_every_page_is_shown_whole_and_in_order(mounts: list[Mount], height: float) -> None:
    leaves = lay(*mounts, first=FIRST._replace(height=height))
    assert all(leaves)
    shown = [piece for leaf in leaves for piece in leaf if not piece.enlarged]
    for one in mounts:
        pieces = [piece for piece in shown if piece.mount is one]
        assert pieces[0].first
        assert not any(piece.first for piece in pieces[1:])
        assert pieces[0].source.y == 0
        assert pieces[-1].source.bottom == pytest.approx(1)
        assert all(piece.source.x == 0 and piece.source.width == 1 for piece in pieces)
        assert all(before.source.bottom == pytest.approx(after.source.y) for before, after in pairwise(pieces))
    assert [piece.mount.page for piece in shown] == sorted(piece.mount.page for piece in shown)


@settings(max_examples=120, deadline=None)
@given(mounts_of, st.floats(240, 685))
def test_nothing_leaves_its_area_and_no_piece_covers_another(mounts: list[Mount], height: float) -> None:
    first = FIRST._replace(height=height)
    for number, leaf in enumerate(lay(*mounts, first=first)):
        area = FURTHER if number else first
        for piece in leaf:
            assert piece.width > 0
            assert piece.height > 0
            assert piece.x >= area.x - HAIR
            assert piece.x + piece.width <= area.x + area.width + HAIR
            assert piece.y >= 0
            assert piece.y + piece.height + CAPTION <= area.height + HAIR
        for index, one in enumerate(leaf):
            for other in leaf[index + 1 :]:
                apart = (
                    one.x + one.width <= other.x + HAIR
                    or other.x + other.width <= one.x + HAIR
                    or one.y + one.height + CAPTION <= other.y + HAIR
                    or other.y + other.height + CAPTION <= one.y + HAIR
                )
                assert apart


@settings(max_examples=120, deadline=None)
@given(mounts_of)
def test_nothing_is_stretched_or_blown_up(mounts: list[Mount]) -> None:
    for piece in (piece for leaf in lay(*mounts) for piece in leaf):
        look = piece.mount.look
        across = piece.width / (look.width * piece.source.width)
        down = piece.height / (look.height * piece.source.height)
        assert across == pytest.approx(down, rel=1e-4)
        if look.form == "picture":
            assert across <= (1.6 if piece.enlarged else 1.0) + HAIR


@settings(max_examples=120, deadline=None)
@given(mounts_of)
def test_every_decisive_spot_is_enlarged_once(mounts: list[Mount]) -> None:
    pieces = [piece for leaf in lay(*mounts) for piece in leaf]
    for one in mounts:
        shown = [piece.source for piece in pieces if piece.enlarged and piece.mount is one]
        assert shown == list(one.recipe.magnify)


@settings(max_examples=150, deadline=None)
@given(st.integers(300, 2400), st.integers(3, 40), quiet_rows, st.data(), st.floats(240, 685))
def test_a_cut_runs_through_content_only_where_no_quiet_row_is_in_reach(
    width: int, times: int, rows: list[float], data: st.DataObject, height: float
) -> None:
    forced = tuple(row for row in rows if data.draw(st.booleans()))
    calm = [row for row in rows if row not in forced]
    look = picture(width, width * times, *rows, forced=forced)
    leaves = lay(mount(look), first=FIRST._replace(height=height))
    for number, leaf in enumerate(leaves):
        room = (FURTHER.height if number else height) - CAPTION
        for piece in leaf:
            start, end = piece.source.y, piece.source.bottom
            if end > 1 - 1e-9:
                assert not piece.hard
                continue
            reach = room / (look.height * piece.width / look.width)
            in_reach = [row for row in rows if start + reach * 0.12 < row <= start + reach]
            assert end <= start + reach + HAIR
            if piece.hard:
                assert not [row for row in in_reach if row in calm]
            else:
                assert any(end == pytest.approx(row) for row in calm)


def test_three_phone_screens_stand_abreast_and_two_or_four_in_pairs() -> None:
    phone = picture(1080, 2340)
    for count, rows in ((1, [1]), (2, [2]), (3, [3]), (4, [2, 2]), (5, [3, 2]), (6, [3, 3]), (7, [3, 2, 2])):
        assert [len(leaf) for leaf in lay(*(mount(phone, page) for page in range(1, count + 1)))] == rows


def test_screens_abreast_stand_left_to_right_on_one_line() -> None:
    (leaf,) = lay(*(mount(picture(1080, 2340), page) for page in (1, 2, 3)))
    assert [piece.mount.page for piece in leaf] == [1, 2, 3]
    assert [piece.x for piece in leaf] == sorted(piece.x for piece in leaf)
    assert {piece.y for piece in leaf} == {0}


def test_landscape_pictures_stand_one_above_the_other() -> None:
    leaves = lay(*(mount(picture(1600, 900), page) for page in (1, 2, 3)))
    assert [len(leaf) for leaf in leaves] == [2, 1]
    assert leaves[0][0].y + leaves[0][0].height < leaves[0][1].y


def test_documents_have_a_leaf_each() -> None:
    leaves = lay(*(mount(PageLook("document", 595, 842), page) for page in (1, 2)))
    assert [[piece.source for piece in leaf] for leaf in leaves] == [[WHOLE], [WHOLE]]


def test_a_long_chat_runs_through_columns_at_its_quiet_rows() -> None:
    rows = tuple(row / 100 for row in range(1, 100))
    leaves = lay(mount(picture(1080, 12_000, *rows)))
    assert [len(leaf) for leaf in leaves] == [3]
    assert [piece.caption for piece in leaves[0]] == ["第 1 页（1/3）", "第 1 页（2/3）", "第 1 页（3/3）"]
    assert [piece.x for piece in leaves[0]] == sorted(piece.x for piece in leaves[0])
    assert not any(piece.hard for piece in leaves[0])


def test_each_cut_takes_the_last_calm_row_in_reach_even_before_a_forced_one() -> None:
    rows = tuple(row / 1000 for row in range(1, 1000))
    look = picture(1080, 12_000, *rows, forced=rows[1::2])
    for leaf in lay(mount(look)):
        for piece in leaf:
            reach = (FIRST.height - CAPTION) / (look.height * piece.width / look.width)
            if piece.source.bottom < 1:
                assert piece.source.y + reach - piece.source.bottom <= 0.002 + HAIR


def test_a_long_picture_without_quiet_rows_is_cut_hard_and_says_so() -> None:
    pieces = [piece for leaf in lay(mount(picture(1080, 12_000))) for piece in leaf]
    assert [piece.hard for piece in pieces] == [True] * (len(pieces) - 1) + [False]


def test_a_decisive_spot_is_larger_than_on_the_whole() -> None:
    box = Box(0.1, 0.4, 0.5, 0.05)
    for look in (picture(1080, 2340), picture(1600, 1200), PageLook("document", 595, 842), picture(1080, 9000)):
        pieces = [piece for leaf in lay(mount(look, magnify=(box,))) for piece in leaf]
        (spot,) = [piece for piece in pieces if piece.enlarged]
        whole = pieces[0]
        assert spot.width / box.width > whole.width * 1.15


def test_a_picture_after_a_full_first_leaf_uses_the_whole_of_the_next() -> None:
    small = FIRST._replace(height=260)
    leaves = lay(mount(PageLook("document", 595, 842), 1), mount(PageLook("document", 595, 842), 2), first=small)
    assert leaves[0][0].height < 260 < leaves[1][0].height
