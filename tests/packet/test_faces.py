"""Faces: every character from a font we bring, and no silence about what none of them has."""

import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.packet.making import BOOK, FONTS

from evidence_desk.errors import EnvironmentFault
from evidence_desk.packet import FaceBook, load_faces
from evidence_desk.packet.faces import REPORTLAB_LOCK, Weight
from evidence_desk.packet.leaves import Leaf
from evidence_desk.packet.press import draw_leaves


def test_common_text_is_set_in_one_face(faces: FaceBook) -> None:
    (one,) = faces.split("包裹 YT8839 已签收，¥129.00", "regular")
    assert one.face == "Evidence-regular"
    (bold,) = faces.split("包裹已签收", "semibold")
    assert bold.face == "Evidence-semibold"


@pytest.mark.parametrize("char", ["𠮷", "😀", "📦", "㊙", "✅", "é", "Ω"])
def test_rare_characters_and_emoji_come_from_a_face_that_has_them(faces: FaceBook, char: str) -> None:
    faces.missing.clear()
    weights: tuple[Weight, ...] = ("regular", "semibold")
    for weight in weights:
        (one,) = faces.split(char, weight)
        assert one.text == char
        assert one.width > 0
    assert not faces.missing


def test_what_no_face_has_becomes_the_printers_mark_and_is_named(faces: FaceBook) -> None:
    faces.missing.clear()
    (one,) = faces.split("签\ue000收", "regular")
    assert one.text == "签〓收"
    assert faces.missing == {"\ue000"}


def test_the_printers_mark_itself_is_not_missing(faces: FaceBook) -> None:
    faces.missing.clear()
    faces.split("〓", "regular")
    assert not faces.missing


def test_a_character_met_before_is_named_again_in_the_next_packet(faces: FaceBook) -> None:
    faces.split("\ue001", "regular")
    faces.missing.clear()
    faces.split("\ue001", "regular")
    assert faces.missing == {"\ue001"}


@pytest.mark.parametrize(
    "text",
    [
        "收\u202e到",
        "收\u200b到",
        "收\u0007到",
        "收\ufe0f到",
        "收\u2066到",
        "收\u061c到",
        "收\U0001f3fb到",
        "收\r到",
        "收\ufeff到",
    ],
)
def test_what_cannot_be_seen_is_dropped_without_a_word(faces: FaceBook, text: str) -> None:
    faces.missing.clear()
    assert "".join(one.text for one in faces.split(text, "regular")) == "收到"
    assert not faces.missing


def test_a_joined_emoji_shows_its_parts(faces: FaceBook) -> None:
    faces.missing.clear()
    assert "".join(one.text for one in faces.split("👨‍👩‍👧", "regular")) == "👨👩👧"
    assert not faces.missing


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=20))
def test_every_text_can_be_set_and_measured(text: str) -> None:
    for one in BOOK.split(text, "regular"):
        assert one.text
        assert one.width >= 0


def test_missing_fonts_are_told_as_a_fault_of_the_installation(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault):
        load_faces(tmp_path)
    (tmp_path / "fonts.toml").write_text("font = 3", encoding="utf-8")
    with pytest.raises(EnvironmentFault):
        load_faces(tmp_path)


def test_a_damaged_font_file_is_told_by_name(tmp_path: Path) -> None:
    entries = [f'[[font]]\nid = "{name}"\nweight = "regular"\nfile = "a.ttf"\n' for name in ("regular", "semibold")]
    (tmp_path / "fonts.toml").write_text("\n".join(entries), encoding="utf-8")
    (tmp_path / "a.ttf").write_bytes(b"no font")
    with pytest.raises(EnvironmentFault) as told:
        load_faces(tmp_path).warm()
    assert told.value.problems[0].file == "a.ttf"


def test_a_list_without_the_main_faces_is_a_fault_of_the_installation(tmp_path: Path) -> None:
    (tmp_path / "fonts.toml").write_text('[[font]]\nid = "x"\nweight = "regular"\nfile = "a.ttf"', encoding="utf-8")
    with pytest.raises(EnvironmentFault):
        load_faces(tmp_path)


def test_books_of_two_packets_share_what_was_read_and_nothing_else() -> None:
    first, second = load_faces(FONTS), load_faces(FONTS)
    assert first.chains == second.chains
    first.split("\ue001", "regular")
    assert first.missing
    assert not second.missing


def test_one_document_is_drawn_at_a_time_whatever_its_book() -> None:
    done = threading.Event()

    def work() -> None:
        draw_leaves([Leaf()], load_faces(FONTS), draft=True)
        done.set()

    thread = threading.Thread(target=work, daemon=True)
    with REPORTLAB_LOCK:
        thread.start()
        assert not done.wait(0.3)
    assert done.wait(30)
    thread.join()
