"""A zip of a case folder is read like the folder, and nothing in it can do harm."""

import stat
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.storage.case_example import EXAMPLE

from evidence_desk.domain.vocabulary import Vocabulary
from evidence_desk.errors import InputError, Problem
from evidence_desk.storage import case_files, read_case_folder

PICTURE = b"any bytes"


def pack(target: Path, entries: Mapping[str, bytes | str], *, lead: str = "") -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in entries.items():
            zipped.writestr(lead + name, data)
    return target


def pack_raw(target: Path, entries: Mapping[bytes, bytes]) -> Path:
    """Write entries whose names are bytes in an encoding that the zip does not tell, as many tools do."""
    placeholders = {f"{n:04d}".ljust(len(name), "_"): name for n, name in enumerate(entries)}
    pack(target, {name: entries[raw] for name, raw in placeholders.items()})
    data = target.read_bytes()
    for name, raw in placeholders.items():
        data = data.replace(name.encode(), raw)
    target.write_bytes(data)
    return target


def problems(path: Path, vocabulary: Vocabulary) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        read_case_folder(path, vocabulary)
    return caught.value.problems


@pytest.mark.parametrize("lead", ["", "我的案件/", "./"])
def test_a_zip_reads_like_its_folder(example: Path, tmp_path: Path, vocabulary: Vocabulary, lead: str) -> None:
    path = pack(tmp_path / "case.zip", {"case.toml": EXAMPLE, "signoff.jpg": PICTURE}, lead=lead)
    with read_case_folder(path, vocabulary) as found, read_case_folder(example, vocabulary) as folder:
        assert found.case == folder.case
        assert found.originals["signoff.jpg"].read_bytes() == PICTURE


def test_what_was_unpacked_goes_with_the_case(tmp_path: Path, vocabulary: Vocabulary) -> None:
    path = pack(tmp_path / "case.zip", {"case.toml": EXAMPLE, "signoff.jpg": PICTURE})
    with read_case_folder(path, vocabulary) as found:
        unpacked = found.originals["signoff.jpg"]
    assert not unpacked.exists()
    assert not found.root.exists()


def test_only_what_the_case_lists_is_unpacked(tmp_path: Path, vocabulary: Vocabulary) -> None:
    path = pack(tmp_path / "case.zip", {"case.toml": EXAMPLE, "signoff.jpg": PICTURE, "../../evil.sh": "boom"})
    with read_case_folder(path, vocabulary) as found:
        assert sorted(file.read_bytes() for file in found.root.rglob("*")) == sorted([EXAMPLE.encode(), PICTURE])
    assert not (tmp_path.parent / "evil.sh").exists()


@pytest.mark.parametrize("name", ["../evil.jpg", "/evil.jpg", "C:/evil.jpg"])
def test_a_name_that_leads_out_is_a_problem_even_if_the_zip_holds_it(
    tmp_path: Path, vocabulary: Vocabulary, name: str
) -> None:
    text = EXAMPLE.replace("signoff.jpg", name)
    path = pack(tmp_path / "case.zip", {"case.toml": text, name: PICTURE})
    (problem,) = problems(path, vocabulary)
    assert problem.file == name


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_names_in_an_encoding_that_is_not_told_are_understood(
    tmp_path: Path, vocabulary: Vocabulary, encoding: str
) -> None:
    # the second byte of the last character is a backslash in GBK
    name = "签收底单乗.jpg"
    text = EXAMPLE.replace("signoff.jpg", name)
    path = pack_raw(tmp_path / "case.zip", {b"case.toml": text.encode(), name.encode(encoding): PICTURE})
    with read_case_folder(path, vocabulary) as found:
        assert found.originals[name].read_bytes() == PICTURE


def test_names_too_long_for_this_disk_are_fine(tmp_path: Path, vocabulary: Vocabulary) -> None:
    name = "签" * 200 + ".jpg"
    path = pack(tmp_path / "case.zip", {"case.toml": EXAMPLE.replace("signoff.jpg", name), name: PICTURE})
    with read_case_folder(path, vocabulary) as found:
        assert found.originals[name].read_bytes() == PICTURE


def test_backslashes_in_entries_separate(tmp_path: Path, vocabulary: Vocabulary) -> None:
    text = EXAMPLE.replace("signoff.jpg", "pics/signoff.jpg")
    path = pack_raw(tmp_path / "case.zip", {b"c\\case.toml": text.encode(), b"c\\pics\\signoff.jpg": PICTURE})
    with read_case_folder(path, vocabulary) as found:
        assert found.originals["pics/signoff.jpg"].read_bytes() == PICTURE


def test_what_macos_adds_is_ignored(tmp_path: Path, vocabulary: Vocabulary) -> None:
    entries: dict[str, bytes | str] = {
        "c/case.toml": EXAMPLE,
        "c/signoff.jpg": PICTURE,
        "__MACOSX/case.toml": "x",
        "__MACOSX/c/._signoff.jpg": "x",
    }
    with read_case_folder(pack(tmp_path / "case.zip", entries), vocabulary) as found:
        assert found.case.platform == "pinduoduo"


def test_a_zip_without_case_toml_is_a_problem(tmp_path: Path, vocabulary: Vocabulary) -> None:
    (problem,) = problems(pack(tmp_path / "case.zip", {"a/b/case.toml": EXAMPLE}), vocabulary)
    assert "case.toml" in problem.message.zh


def test_two_cases_in_one_zip_are_a_problem(tmp_path: Path, vocabulary: Vocabulary) -> None:
    (problem,) = problems(pack(tmp_path / "case.zip", {"a/case.toml": EXAMPLE, "b/case.toml": EXAMPLE}), vocabulary)
    assert "a/case.toml" in problem.message.zh


@pytest.mark.parametrize("present", [{}, {"signoff.jpg/x": b"1"}, {"signoff.jpg": b""}])
def test_a_missing_or_empty_file_is_a_problem(
    tmp_path: Path, vocabulary: Vocabulary, present: Mapping[str, bytes]
) -> None:
    entries: dict[str, bytes | str] = {"case.toml": EXAMPLE, **present}
    (problem,) = problems(pack(tmp_path / "case.zip", entries), vocabulary)
    assert (problem.file, problem.key) == ("signoff.jpg", "evidence[1].files[1]")


def test_a_link_in_a_zip_is_a_problem(tmp_path: Path, vocabulary: Vocabulary) -> None:
    path = tmp_path / "case.zip"
    with zipfile.ZipFile(path, "w") as zipped:
        zipped.writestr("case.toml", EXAMPLE)
        link = zipfile.ZipInfo("signoff.jpg")
        link.create_system = 3
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        zipped.writestr(link, "/etc/hostname")
    (problem,) = problems(path, vocabulary)
    assert problem.file == "signoff.jpg"


def test_a_bomb_is_refused_without_unpacking_it(tmp_path: Path, vocabulary: Vocabulary) -> None:
    path = pack(tmp_path / "case.zip", {"case.toml": EXAMPLE, "signoff.jpg": bytes(30_000_000)})
    (problem,) = problems(path, vocabulary)
    assert "炸弹" in problem.message.zh


def test_a_case_toml_of_many_megabytes_is_a_problem(tmp_path: Path, vocabulary: Vocabulary) -> None:
    (problem,) = problems(pack(tmp_path / "case.zip", {"case.toml": EXAMPLE + "# padding\n" * 900_000}), vocabulary)
    assert "太大" in problem.message.zh


def test_a_zip_that_would_fill_the_disk_is_refused(
    tmp_path: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_files, "ZIP_BYTES_MAX", 1000)
    path = pack(tmp_path / "case.zip", {"case.toml": EXAMPLE, "signoff.jpg": PICTURE, "more": bytes(1000)})
    (problem,) = problems(path, vocabulary)
    assert problem.file == "case.zip"


def test_a_zip_of_countless_entries_is_refused(
    tmp_path: Path, vocabulary: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_files, "ZIP_ENTRIES_MAX", 3)
    path = pack(tmp_path / "case.zip", {"case.toml": EXAMPLE, "signoff.jpg": PICTURE, "x": "", "y": ""})
    (problem,) = problems(path, vocabulary)
    assert problem.file == "case.zip"


def test_a_locked_zip_is_a_problem(tmp_path: Path, vocabulary: Vocabulary) -> None:
    path = pack(tmp_path / "case.zip", {"case.toml": EXAMPLE, "signoff.jpg": PICTURE})
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := data.find(signature, start)) >= 0:
            data[start + offset] |= 1
            start += 4
    path.write_bytes(data)
    (problem,) = problems(path, vocabulary)
    assert "密码" in problem.message.zh


def test_damage_inside_a_zip_is_a_problem(tmp_path: Path, vocabulary: Vocabulary) -> None:
    path = pack(tmp_path / "case.zip", {"case.toml": EXAMPLE, "signoff.jpg": bytes(range(256)) * 40})
    with zipfile.ZipFile(path) as zipped:
        info = zipped.getinfo("signoff.jpg")
    data = bytearray(path.read_bytes())
    (name_length, extra_length) = struct.unpack_from("<HH", data, info.header_offset + 26)
    begin = info.header_offset + 30 + name_length + extra_length
    data[begin : begin + 60] = bytes(60)
    path.write_bytes(data)
    (problem,) = problems(path, vocabulary)
    assert problem.file == "signoff.jpg"
    assert "损坏" in problem.message.zh


@pytest.mark.parametrize("keep", [0, 10, 200])
def test_what_is_no_sound_zip_is_a_problem(tmp_path: Path, vocabulary: Vocabulary, keep: int) -> None:
    path = pack(tmp_path / "case.zip", {"case.toml": EXAMPLE, "signoff.jpg": PICTURE})
    path.write_bytes(path.read_bytes()[:keep])
    (problem,) = problems(path, vocabulary)
    assert problem.file == "case.zip"
