"""Splicing: a skeleton with stand-ins becomes the file that a PDF library would have written."""

import io
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Dictionary, Name, ObjectStreamMode, Pdf, Stream

from evidence_desk.packet.press import save_plain
from evidence_desk.packet.splicing import Insert, Inserts, splice


def skeleton(folder: Path, pieces: list[bytes], *, key: str = "k") -> tuple[Path, Inserts]:
    """A PDF of one page with an image of stand-in data for each piece, and the pieces in one plate."""
    plate = folder / f"{key}.plate"
    plate.write_bytes(b"head" + b"".join(pieces))
    inserts = Inserts([plate])
    start = 4
    path = folder / "skeleton.pdf"
    with Pdf.new() as pdf:
        page = pdf.add_blank_page()
        page.obj.Resources = Dictionary(XObject=Dictionary())
        for number, piece in enumerate(pieces):
            stream = Stream(pdf, inserts.stand_in(Insert(plate, start, len(piece))))
            stream.Subtype, stream.Length1 = Name.Image, 7
            page.obj.Resources.XObject[f"/P{number}"] = pdf.make_indirect(stream)
            start += len(piece)
        page.obj.Contents = pdf.make_stream(b"q Q")
        save_plain(pdf, path)
    return path, inserts


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.binary(max_size=300), st.just(b"endstream endobj\n@0 0@")), min_size=1, max_size=12))
def test_every_stream_holds_its_own_data_afterwards(tmp_path: Path, pieces: list[bytes]) -> None:
    path, inserts = skeleton(tmp_path, pieces)
    out = tmp_path / "out.pdf"
    splice(path, inserts, out)
    with Pdf.open(out) as pdf:
        assert not pdf.check_pdf_syntax()
        forms = pdf.pages[0].obj.Resources.XObject
        assert [forms[f"/P{number}"].read_raw_bytes() for number in range(len(pieces))] == pieces
        assert pdf.pages[0].obj.Contents.read_bytes() == b"q Q"


def test_large_data_is_copied_whole(tmp_path: Path) -> None:
    pieces = [zlib.compress(bytes(range(256)) * 9000, 0), b"x" * (1 << 20), b""]
    path, inserts = skeleton(tmp_path, pieces)
    splice(path, inserts, tmp_path / "out.pdf")
    with Pdf.open(tmp_path / "out.pdf") as pdf:
        forms = pdf.pages[0].obj.Resources.XObject
        assert [forms[f"/P{number}"].read_raw_bytes() for number in range(3)] == pieces


def identifier(path: Path) -> bytes:
    with Pdf.open(path) as pdf:
        return bytes(pdf.trailer.ID[0])


def test_other_pictures_give_another_identifier_and_the_same_give_the_same(tmp_path: Path) -> None:
    found = []
    for key, data in (("a", b"one"), ("a", b"one"), ("b", b"two")):
        path, inserts = skeleton(tmp_path, [data], key=key)
        splice(path, inserts, tmp_path / "out.pdf")
        found.append(identifier(tmp_path / "out.pdf"))
    assert found[0] == found[1] != found[2]


def test_a_plate_that_ends_too_early_is_an_error_of_the_disk(tmp_path: Path) -> None:
    path, inserts = skeleton(tmp_path, [b"some data"])
    (tmp_path / "k.plate").write_bytes(b"head")
    with pytest.raises(OSError, match="too early"):
        splice(path, inserts, tmp_path / "out.pdf")


def test_a_skeleton_of_another_kind_is_refused(tmp_path: Path) -> None:
    with Pdf.new() as pdf:
        pdf.add_blank_page()
        out = io.BytesIO()
        pdf.save(out, object_stream_mode=ObjectStreamMode.generate)
    (tmp_path / "skeleton.pdf").write_bytes(out.getvalue())
    with pytest.raises(ValueError, match="cross-reference"):
        splice(tmp_path / "skeleton.pdf", Inserts([]), tmp_path / "out.pdf")
