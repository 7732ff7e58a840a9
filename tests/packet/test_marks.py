"""Marks: on the very spot they were set, on one piece only, and never off the picture."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.packet.making import BOOK

from evidence_desk.domain.edits import Arrow, BoxMark, Edition, Mark, Note, NumberMark, PageRecipe, page_recipe
from evidence_desk.domain.edits import Crop as CropEdit
from evidence_desk.domain.edits import Rotate as RotateEdit
from evidence_desk.domain.geometry import WHOLE, Box, Point
from evidence_desk.packet.leaves import Leaf, Panel, Path, PlacedText, PlateRef, PlateSpot, Rule
from evidence_desk.packet.marks import draw_marks
from evidence_desk.packet.typeset import Typesetter

SETTER = Typesetter(BOOK, lambda cite: ("", None))
HAIR = 1e-6

shares = st.floats(0, 1)
points = st.builds(Point, shares, shares)
boxes = st.tuples(shares, shares, st.floats(0.01, 1), st.floats(0.01, 1)).map(
    lambda box: Box(box[0] * (1 - box[2]), box[1] * (1 - box[3]), box[2], box[3])
)


def spot_of(
    source: Box = WHOLE, *, x: float = 100, y: float = 200, width: float = 300, height: float = 400
) -> PlateSpot:
    return PlateSpot(PlateRef(1, 0, 0), x, y, width, height, source)


def drawn(*marks: Mark, spot: PlateSpot | None = None) -> Leaf:
    leaf = Leaf()
    draw_marks(leaf, spot or spot_of(), marks, SETTER)
    return leaf


def panels(leaf: Leaf) -> list[Panel]:
    return [mark for mark in leaf.marks if isinstance(mark, Panel)]


def words(leaf: Leaf) -> str:
    return "".join(run.glyphs.text for mark in leaf.marks if isinstance(mark, PlacedText) for run in mark.line.runs)


def test_a_frame_stands_on_its_spot_in_its_colour() -> None:
    (panel,) = panels(drawn(BoxMark(page=1, box=Box(0.25, 0.5, 0.5, 0.25), color="#123456")))
    assert (panel.x, panel.y, panel.width, panel.height) == pytest.approx((175, 400, 150, 100))
    assert (panel.stroke, panel.fill) == ("#123456", "")


def test_a_frame_across_a_cut_is_drawn_on_both_pieces_up_to_the_cut() -> None:
    mark = BoxMark(page=1, box=Box(0.1, 0.4, 0.5, 0.2))
    (above,) = panels(drawn(mark, spot=spot_of(Box(0, 0, 1, 0.5))))
    (below,) = panels(drawn(mark, spot=spot_of(Box(0, 0.5, 1, 0.5))))
    assert above.y + above.height == pytest.approx(600)
    assert below.y == pytest.approx(200)


def test_what_lies_outside_a_piece_is_not_drawn_on_it() -> None:
    elsewhere = (
        BoxMark(page=1, box=Box(0, 0.6, 1, 0.1)),
        Note(page=1, box=Box(0, 0.6, 1, 0.1), text="说明"),
        NumberMark(page=1, at=Point(0.5, 0.7), label="1"),
        Arrow(page=1, start=Point(0.5, 0.1), end=Point(0.5, 0.9)),
    )
    assert not drawn(*elsewhere, spot=spot_of(Box(0, 0, 1, 0.5))).marks


@settings(max_examples=150, deadline=None)
@given(st.floats(0.05, 0.95), points)
def test_a_number_stands_on_exactly_one_of_two_pieces(cut: float, at: Point) -> None:
    mark = NumberMark(page=1, at=at, label="1")
    pieces = (Box(0, 0, 1, cut), Box(0, cut, 1, 1 - cut))
    assert sum(bool(drawn(mark, spot=spot_of(piece)).marks) for piece in pieces) == 1


def test_a_number_shows_its_label_around_its_point() -> None:
    leaf = drawn(NumberMark(page=1, at=Point(0.5, 0.5), label="12"))
    (badge,) = panels(leaf)
    assert words(leaf) == "12"
    assert badge.x + badge.width / 2 == pytest.approx(250)
    assert badge.y + badge.height / 2 == pytest.approx(400)


def test_a_number_at_the_very_edge_of_the_page_is_drawn() -> None:
    for at in (Point(0, 0), Point(1, 1), Point(1.01, 0.5), Point(0.5, 1.01)):
        assert drawn(NumberMark(page=1, at=at, label="1")).marks


@settings(max_examples=150, deadline=None)
@given(points, points, boxes)
def test_an_arrow_ends_where_it_points_and_never_leaves_its_piece(start: Point, end: Point, source: Box) -> None:
    spot = spot_of(source)
    leaf = drawn(Arrow(page=1, start=start, end=end), spot=spot)
    inside = source.x <= end.x <= source.right and source.y <= end.y < source.bottom
    for mark in leaf.marks:
        assert inside or end.y == pytest.approx(1) or source.bottom == pytest.approx(1)
        if isinstance(mark, Rule):
            for x, y in ((mark.x1, mark.y1), (mark.x2, mark.y2)):
                assert spot.x - 1 <= x <= spot.x + spot.width + 1
                assert spot.y - 1 <= y <= spot.y + spot.height + 1
        if isinstance(mark, Path):
            tip = (end.x - source.x) / source.width, (end.y - source.y) / source.height
            assert mark.points[0] == pytest.approx((spot.x + tip[0] * 300, spot.y + tip[1] * 400))


def test_an_arrow_from_another_piece_keeps_its_direction() -> None:
    leaf = drawn(Arrow(page=1, start=Point(0.1, 0.1), end=Point(0.9, 0.9)), spot=spot_of(Box(0, 0.5, 1, 0.5)))
    (shaft,) = [mark for mark in leaf.marks if isinstance(mark, Rule)]
    assert (shaft.x1, shaft.y1) == pytest.approx((250, 200))


@settings(max_examples=80, deadline=None)
@given(boxes, st.text("签收时间与物流一致 ab12", max_size=300), st.floats(60, 480), st.floats(40, 680))
def test_a_note_stays_on_its_piece_and_holds_its_text(box: Box, text: str, width: float, height: float) -> None:
    spot = spot_of(width=width, height=height)
    leaf = drawn(Note(page=1, box=box, text=text), spot=spot)
    (label,) = panels(leaf)
    assert label.x >= spot.x - HAIR
    assert label.y >= spot.y - HAIR
    assert label.x + label.width <= spot.x + spot.width + HAIR
    assert label.y + label.height <= spot.y + spot.height + HAIR
    for placed in leaf.marks:
        if isinstance(placed, PlacedText):
            assert label.y <= placed.y <= label.y + label.height
            assert placed.x + placed.line.width <= label.x + label.width + HAIR
    said = "".join(words(leaf).split())
    whole = "".join(text.split())
    assert said == whole or (said.endswith("…") and whole.startswith(said[:-1]))


def test_a_short_note_is_set_large_and_whole() -> None:
    leaf = drawn(Note(page=1, box=Box(0.1, 0.1, 0.6, 0.2), text="签收时间与物流一致"))
    assert words(leaf) == "签收时间与物流一致"
    sizes = {run.style.size for mark in leaf.marks if isinstance(mark, PlacedText) for run in mark.line.runs}
    assert sizes == {9.5}


@pytest.mark.parametrize("angle", [90, 180, 270])
@pytest.mark.parametrize("crop", [WHOLE, Box(0.2, 0.1, 0.5, 0.6)])
def test_marks_follow_their_spot_through_crop_and_turn(angle: int, crop: Box) -> None:
    at = Point(crop.x + crop.width * 0.25, crop.y + crop.height * 0.125)
    edits = (
        CropEdit(page=1, box=crop),
        RotateEdit(page=1, angle=angle),  # type: ignore[arg-type]
        NumberMark(page=1, at=at, label="1"),
    )
    recipe: PageRecipe = page_recipe(edits, 1, Edition.PLATFORM)
    leaf = drawn(*recipe.marks)
    (badge,) = panels(leaf)
    found = (badge.x + badge.width / 2 - 100) / 300, (badge.y + badge.height / 2 - 200) / 400
    expected = {90: (0.875, 0.25), 180: (0.75, 0.875), 270: (0.125, 0.75)}[angle]
    assert found == pytest.approx(expected)
