"""Content decides what a file is; names only decide what a stranger's content is held against."""

import hashlib
from pathlib import Path

import pytest
from tests.imaging.picture_files import UNTOUCHED, motley, packed, put

from evidence_desk.errors import InputError
from evidence_desk.imaging import hash_file, open_original


def test_hash_and_size_are_of_the_bytes(tmp_path: Path) -> None:
    data = bytes(range(256)) * 9000
    path = put(tmp_path, "a.bin", data)
    assert hash_file(path) == (len(data), hashlib.sha256(data).hexdigest())


def test_hashing_a_missing_file_names_it(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        hash_file(tmp_path / "缺少.png")
    assert caught.value.problems[0].file == "缺少.png"


@pytest.mark.parametrize("ending", ["jpg", "pdf", "heic", "txt", "mp4", ""])
def test_a_picture_is_a_picture_whatever_its_ending(tmp_path: Path, ending: str) -> None:
    name = f"a.{ending}" if ending else "a"
    path = put(tmp_path, name, packed(motley(), "PNG"))
    with open_original(path, name=name) as opened:
        assert (opened.form, opened.page_count) == ("pictures", 1)
        assert [finding.code for finding in opened.findings] == ["wrong_ending"]
        opened.page(0, UNTOUCHED)


@pytest.mark.parametrize("name", ["a.png", "a.JPG", "图.jpeg", "a.webp", "a.tiff", "a.heic", "a.pdf", "a.bmp", "a.gif"])
@pytest.mark.parametrize(
    "data", [b"hello, this is no picture", b"PK\x03\x04 a zip", b"\0" * 4000, b"<html>%PDF</html>"]
)
def test_an_impostor_is_refused(tmp_path: Path, name: str, data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        open_original(put(tmp_path, "x", data), name=name)
    problem = caught.value.problems[0]
    assert problem.file == name
    assert problem.message.zh
    assert problem.message.en
    assert problem.hint.zh


@pytest.mark.parametrize("name", ["a.txt", "video.mp4", "invoice.ofd", "table.xlsx", "nothing"])
def test_any_other_file_has_no_pages(tmp_path: Path, name: str) -> None:
    path = put(tmp_path, "x", b"BM some text that mentions %PDF-1.4 and II*")
    with open_original(path, name=name) as opened:
        opened.prove()
        assert (opened.form, opened.page_count) == ("other", 0)
        with pytest.raises(IndexError):
            opened.page(0, UNTOUCHED)


def test_a_file_that_cannot_be_shown_says_how_it_could(tmp_path: Path) -> None:
    with open_original(put(tmp_path, "x", b"PK\x03\x04"), name="发票.ofd") as opened:
        assert [finding.code for finding in opened.findings] == ["not_shown"]
        assert "PDF" in opened.findings[0].message.zh


@pytest.mark.parametrize("name", ["a.png", "a.txt"])
def test_an_empty_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError):
        open_original(put(tmp_path, "x", b""), name=name)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        open_original(tmp_path, name="a.png")
    assert caught.value.problems[0].file == "a.png"


def test_a_missing_file_is_the_inputs_fault(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        open_original(tmp_path / "gone.png", name="gone.png")


def test_names_of_any_kind_only_appear_in_messages(tmp_path: Path) -> None:
    name = "\u202e截图😀\x07" + "长" * 200 + ".png"
    with pytest.raises(InputError) as caught:
        open_original(put(tmp_path, "x", b"no picture"), name=name)
    assert caught.value.problems[0].file == name
