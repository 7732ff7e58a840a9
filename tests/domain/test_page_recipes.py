"""What a page's edits come to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_desk.domain.edits import (
    Arrow,
    BoxMark,
    Crop,
    Edition,
    Magnify,
    Note,
    NumberMark,
    PageRecipe,
    Redact,
    Rotate,
    page_recipe,
)
from evidence_desk.domain.geometry import WHOLE, Box, Point

HALF = Box(0.5, 0.0, 0.5, 1.0)


def recipe(*edits: object, page: int = 1, edition: Edition = Edition.PLATFORM) -> PageRecipe:
    return page_recipe(edits, page, edition)  # type: ignore[arg-type]  # all are edits


def close(first: Box, second: Box) -> bool:
    return all(abs(a - b) < 1e-9 for a, b in zip(first, second, strict=True))


def test_a_page_without_edits_is_left_alone() -> None:
    assert recipe() == PageRecipe()
    assert not recipe().touches_pixels


def test_edits_of_other_pages_and_editions_do_not_count() -> None:
    share_only = Redact(page=1, box=HALF, editions=frozenset({Edition.SHARE}))
    assert recipe(Crop(page=2, box=HALF), share_only) == PageRecipe()
    assert recipe(share_only, edition=Edition.SHARE).redactions == (share_only,)


def test_only_redaction_and_cropping_touch_the_pixels() -> None:
    assert recipe(Redact(page=1, box=HALF)).touches_pixels
    assert recipe(Crop(page=1, box=HALF)).touches_pixels
    assert not recipe(Rotate(page=1, angle=90), BoxMark(page=1, box=HALF)).touches_pixels


def test_a_crop_of_the_whole_page_is_none() -> None:
    assert not recipe(Crop(page=1, box=WHOLE)).touches_pixels


def test_crops_intersect_and_apart_the_last_stands() -> None:
    left, middle = Box(0.0, 0.0, 0.6, 1.0), Box(0.4, 0.0, 0.4, 1.0)
    assert close(recipe(Crop(page=1, box=left), Crop(page=1, box=middle)).crop, Box(0.4, 0.0, 0.2, 1.0))
    far = Box(0.8, 0.0, 0.2, 1.0)
    assert recipe(Crop(page=1, box=left), Crop(page=1, box=far)).crop == far


@pytest.mark.parametrize(("angles", "turn"), [((90,), 90), ((90, 90), 180), ((270, 180), 90), ((180, 180), 0)])
def test_turns_add_up(angles: tuple[int, ...], turn: int) -> None:
    assert recipe(*(Rotate(page=1, angle=angle) for angle in angles)).turn == turn  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("angle", "expected"),
    [
        (90, Box(0.9, 0.0, 0.1, 0.2)),
        (180, Box(0.8, 0.9, 0.2, 0.1)),
        (270, Box(0.0, 0.8, 0.1, 0.2)),
    ],
)
def test_a_mark_in_the_top_left_corner_turns_with_the_page(angle: int, expected: Box) -> None:
    corner = BoxMark(page=1, box=Box(0.0, 0.0, 0.2, 0.1))
    (mark,) = recipe(corner, Rotate(page=1, angle=angle)).marks  # type: ignore[arg-type]  # one of the three
    assert isinstance(mark, BoxMark)
    assert close(mark.box, expected)


def test_marks_come_in_shares_of_the_cropped_page() -> None:
    (mark,) = recipe(Crop(page=1, box=HALF), BoxMark(page=1, box=Box(0.5, 0.0, 0.25, 0.5))).marks
    assert isinstance(mark, BoxMark)
    assert close(mark.box, Box(0.0, 0.0, 0.5, 0.5))


def test_a_mark_is_cut_at_the_crop_and_gone_outside() -> None:
    crop = Crop(page=1, box=HALF)
    (mark,) = recipe(crop, Note(page=1, box=Box(0.25, 0.0, 0.5, 1.0), text="说明")).marks
    assert isinstance(mark, Note)
    assert close(mark.box, Box(0.0, 0.0, 0.5, 1.0))
    outside = [
        BoxMark(page=1, box=Box(0.0, 0.0, 0.2, 0.2)),
        NumberMark(page=1, at=Point(0.2, 0.2), label="1"),
        Arrow(page=1, start=Point(0.1, 0.1), end=Point(0.2, 0.2)),
        Magnify(page=1, box=Box(0.0, 0.0, 0.2, 0.2)),
    ]
    found = recipe(crop, *outside)
    assert (found.marks, found.magnify) == ((), ())


def test_an_arrow_from_outside_begins_at_the_edge() -> None:
    (mark,) = recipe(Crop(page=1, box=HALF), Arrow(page=1, start=Point(0.1, 0.5), end=Point(0.75, 0.5))).marks
    assert isinstance(mark, Arrow)
    assert mark.start == Point(0.0, 0.5)
    assert mark.end == Point(0.5, 0.5)


def test_a_badge_on_the_edge_stays_on_the_page() -> None:
    (mark,) = recipe(Crop(page=1, box=HALF), NumberMark(page=1, at=Point(0.495, 0.5), label="1")).marks
    assert isinstance(mark, NumberMark)
    assert mark.at == Point(0.0, 0.5)


def test_redactions_stay_in_shares_of_the_unedited_page() -> None:
    hidden = Redact(page=1, box=Box(0.1, 0.62, 0.35, 0.04))
    assert recipe(hidden, Crop(page=1, box=HALF), Rotate(page=1, angle=90)).redactions == (hidden,)


_share = st.floats(0, 1)
_boxes = st.builds(
    lambda x, y, w, h: Box(x * 0.9, y * 0.9, 0.01 + w * (0.99 - x * 0.9), 0.01 + h * (0.99 - y * 0.9)),
    _share,
    _share,
    _share,
    _share,
)
_points = st.builds(Point, _share, _share)
_edits = st.lists(
    st.one_of(
        st.builds(Crop, page=st.just(1), box=_boxes),
        st.builds(Rotate, page=st.just(1), angle=st.sampled_from([90, 180, 270])),
        st.builds(BoxMark, page=st.just(1), box=_boxes),
        st.builds(Note, page=st.just(1), box=_boxes, text=st.just("说明")),
        st.builds(NumberMark, page=st.just(1), at=_points, label=st.just("1")),
        st.builds(Arrow, page=st.just(1), start=_points, end=_points),
        st.builds(Magnify, page=st.just(1), box=_boxes),
    ),
    max_size=6,
)


@given(_edits)
def test_everything_of_a_recipe_lies_on_its_page(edits: list[object]) -> None:
    found = recipe(*edits)
    assert found.crop.fits()
    boxes = [*found.magnify, *(mark.box for mark in found.marks if isinstance(mark, BoxMark | Note))]
    assert all(box.fits() for box in boxes)
    points = [mark.at for mark in found.marks if isinstance(mark, NumberMark)]
    points += [point for mark in found.marks if isinstance(mark, Arrow) for point in (mark.start, mark.end)]
    assert all(0 <= point.x <= 1 and 0 <= point.y <= 1 for point in points)


@given(_boxes, _boxes)
def test_intersection_is_mutual_and_inside_both(first: Box, second: Box) -> None:
    shared = first.intersect(second)
    assert shared == second.intersect(first)
    if shared:
        for box in (first, second):
            assert shared.x >= box.x
            assert shared.right <= box.right + 1e-9
            assert shared.bottom <= box.bottom + 1e-9


@pytest.mark.parametrize(
    "box",
    [
        Box(-0.1, 0, 0.5, 0.5),
        Box(0, 0, 1.1, 1),
        Box(0, 0, 0, 1),
        Box(0.5, 0.5, 0.6, 0.1),
        Box(float("nan"), 0, 1, 1),
        Box(0, 0, float("inf"), 1),
    ],
)
def test_boxes_off_the_page_do_not_fit(box: Box) -> None:
    assert not box.fits()


def test_a_hair_of_rounding_is_forgiven() -> None:
    assert Box(0.7, 0.1, 0.3 + 1e-9, 0.9).fits()
