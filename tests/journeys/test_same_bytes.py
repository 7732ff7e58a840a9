"""The same case at the same stated time gives the same bytes, wherever and however it is built, and tells of nobody."""

import getpass
import hashlib
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from tests.journeys.case_folders import Item, build, motley, write_case
from tests.journeys.conftest import SAMPLES, Samples
from tests.journeys.judges import everything_inside, look_at

EPOCH = "1730943000"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A case with a picture, an edited picture, a PDF, and a file that is neither."""
    place = tmp_path / "case"
    place.mkdir()
    motley(300, 600).save(place / "a.png")
    motley(300, 600, seed=5).save(place / "b.jpg")
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(400, 500))
        pdf.save(place / "c.pdf")
    (place / "d.mp4").write_bytes(b"\0\0\0\x18ftypmp42 a film")
    redact = {"type": "redact", "page": 1, "box": [0.1, 0.1, 0.5, 0.2], "style": "mosaic"}
    evidence: list[Item] = [
        {"id": "a", "files": ["a.png"], "kind": "sign_off_proof"},
        {"id": "b", "files": ["b.jpg"], "kind": "tracking_trace", "edits": [redact]},
        {"id": "c", "files": ["c.pdf"], "kind": "inspection_report"},
        {"id": "d", "files": ["d.mp4"], "kind": "packing_evidence", "notes": "打包过程"},
    ]
    return write_case(place, evidence)


def build_elsewhere(folder: Path, out: Path, **environ: str) -> str:
    """Build in a process of its own; give the packet's digest.

    The hash seeds that the test asks for were chosen because the editions stand in another order in a set under each.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "evidence_desk", "build", str(folder), "-o", str(out)]
    done = subprocess.run(
        command,
        env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH, **environ},
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.returncode in (0, 1), done.stderr
    return hashlib.sha256(out.read_bytes()).hexdigest()


def test_neither_cache_nor_place_nor_zone_nor_language_nor_hash_seed_changes_a_byte(
    folder: Path, tmp_path: Path
) -> None:
    cache = str(tmp_path / "cache")
    cold = build_elsewhere(
        folder, tmp_path / "one.pdf", EVIDENCE_DESK_CACHE=cache, PYTHONHASHSEED="1", TZ="Asia/Shanghai"
    )
    warm = build_elsewhere(folder, tmp_path / "two.pdf", EVIDENCE_DESK_CACHE=cache, PYTHONHASHSEED="4", LC_ALL="C")
    moved = tmp_path / "另一个 文件夹" / "案件"
    shutil.copytree(folder, moved)
    for file in moved.iterdir():
        os.utime(file, (1_000_000_000, 1_000_000_000))
    other = build_elsewhere(
        moved,
        tmp_path / "deep" / "three.pdf",
        EVIDENCE_DESK_CACHE=str(tmp_path / "cache2"),
        EVIDENCE_DESK_LANG="en",
        PYTHONHASHSEED="5",
        TZ="America/New_York",
        LC_ALL="de_DE.UTF-8",
        USER="somebody",
        HOME=str(tmp_path),
    )
    assert cold == warm == other


def test_another_stated_time_is_another_packet(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    first = build(folder)["sha256"]
    packet = look_at(folder.parent / "appeal.pdf")
    assert "2024-11-07 09:30" in packet.page(1)
    with pikepdf.open(packet.path) as pdf:
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20241107093000+08'00")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1730950000")
    assert build(folder)["sha256"] != first


def test_a_cache_deleted_in_between_changes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    first = build(folder)["sha256"]
    shutil.rmtree(os.environ["EVIDENCE_DESK_CACHE"])
    assert build(folder)["sha256"] == first


def test_a_damaged_cache_is_made_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    first = build(folder)["sha256"]
    files = [path for path in Path(os.environ["EVIDENCE_DESK_CACHE"]).rglob("*") if path.is_file()]
    assert len(files) >= 6
    for number, path in enumerate(files):
        path.write_bytes(b"" if number % 2 else path.read_bytes()[: path.stat().st_size // 2])
    assert build(folder)["sha256"] == first


def test_title_and_language_are_told_and_neither_person_nor_place_nor_machine(folder: Path) -> None:
    report = build(folder)
    with pikepdf.open(report["packet"]) as pdf:
        assert pdf.Root.Lang == "zh-CN"
        assert "未收到货" in str(pdf.docinfo["/Title"])
        assert "/Author" not in pdf.docinfo
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            assert xmp["dc:title"] == str(pdf.docinfo["/Title"])
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    whole = everything_inside(Path(report["packet"]))
    tells = [
        str(folder),
        str(folder.parent),
        str(Path.home()),
        os.environ["EVIDENCE_DESK_CACHE"],
        "pytest-of-",
        "/tmp/",
    ]
    tells += [name for name in (socket.gethostname(), getpass.getuser()) if len(name) > 4]
    for tell in tells:
        assert tell.encode() not in whole, tell


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda one: one.name)
def test_a_samples_packet_tells_of_no_place(samples: Samples, sample: Path) -> None:
    whole = everything_inside(samples.get(sample, "platform").packet.path)
    assert not re.search(rb"(?:/home/|/tmp/|/root/|[A-Z]:\\Users|pytest)", whole)
