"""The seal: any changed byte shows, wherever the field lies."""

from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence_desk.packet import seal as seal_module
from evidence_desk.packet.seal import BLANK_SEAL, SEAL_KEY, read_seal, set_seal

FIELD = f"{SEAL_KEY} ({BLANK_SEAL})".encode()
shared = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def sealed(path: Path, before: bytes, after: bytes) -> Path:
    path.write_bytes(before + FIELD + after)
    set_seal(path)
    return path


@shared
@given(st.binary(max_size=400), st.binary(max_size=400))
def test_a_sealed_file_is_whole_and_keeps_its_length(tmp_path: Path, before: bytes, after: bytes) -> None:
    path = sealed(tmp_path / "a", before, after)
    state = read_seal(path)
    assert state.whole
    assert state.sha256 == sha256(path.read_bytes()).hexdigest()
    assert path.stat().st_size == len(before) + len(FIELD) + len(after)


@shared
@given(st.binary(max_size=200), st.binary(max_size=200), st.data())
def test_any_changed_byte_shows(tmp_path: Path, before: bytes, after: bytes, data: st.DataObject) -> None:
    path = sealed(tmp_path / "a", before, after)
    whole = bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= data.draw(st.integers(1, 255))
    path.write_bytes(whole)
    assert not read_seal(path).whole


@shared
@given(st.integers(0, 300), st.integers(0, 300), st.integers(100, 160))
def test_a_field_across_the_border_of_two_reads_is_found_once(
    tmp_path: Path, before: int, after: int, piece: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seal_module, "_PIECE", piece)
        path = sealed(tmp_path / "a", b"x" * before, b"y" * after)
        assert read_seal(path).whole
        path.write_bytes(path.read_bytes() + b"z")
        assert not read_seal(path).whole


@pytest.mark.parametrize("added", [b"\n", b"%%EOF\n", FIELD])
def test_what_is_appended_shows(tmp_path: Path, added: bytes) -> None:
    path = sealed(tmp_path / "a", b"before", b"after")
    path.write_bytes(path.read_bytes() + added)
    assert not read_seal(path).whole


def test_a_file_cut_short_or_empty_is_not_whole(tmp_path: Path) -> None:
    path = sealed(tmp_path / "a", b"before", b"after")
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert not read_seal(path).whole


@pytest.mark.parametrize("content", [b"", b"nothing", FIELD + FIELD.replace(b"0", b"1"), FIELD.replace(b"0", b"1")])
def test_only_a_blank_field_can_be_sealed(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a"
    path.write_bytes(content)
    with pytest.raises(ValueError, match="seal"):
        set_seal(path)
    assert path.read_bytes() == content


def test_what_looks_like_a_seal_before_it_neither_counts_nor_may_change(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"picture" + FIELD + b"info" + FIELD + b"end")
    set_seal(path)
    assert read_seal(path).whole
    data = path.read_bytes()
    assert FIELD in data
    path.write_bytes(data.replace(FIELD, FIELD.replace(b"0", b"1")))
    assert not read_seal(path).whole
