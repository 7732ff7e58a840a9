"""Bad folders and full disks, through a process of its own: exit code, words, and what is left on the disk."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
import pytest
from PIL import Image
from tests.journeys.case_folders import Item, motley, write_case
from tests.small_case import png_of_size


class Ended(NamedTuple):
    """How a run of the program ended."""

    code: int
    answer: dict[str, Any]
    told: str


def run(*args: str | Path, limit: str = "", **environ: str) -> Ended:
    """Run the program with --json; `limit` is Python that runs before it."""
    start = f"{limit}\nimport sys\nfrom evidence_desk.cli import main\nsys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", start, *map(str, args), "--json"]
    done = subprocess.run(command, env={**os.environ, **environ}, capture_output=True, check=False, timeout=120)
    assert b"Traceback" not in done.stderr
    return Ended(done.returncode, json.loads(done.stdout.decode("utf-8")), done.stderr.decode("utf-8", "replace"))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    place = tmp_path / "out"
    place.mkdir()
    return place


def refused(folder: Path, out: Path) -> list[tuple[str, str]]:
    """Build; give (file, key) of every error, after looking that nothing was written and every error has words."""
    ended = run("build", folder, "-o", out / "appeal.pdf")
    assert ended.code == 2, ended
    assert list(out.iterdir()) == []
    for error in ended.answer["errors"]:
        assert set(error) == {"file", "key", "message", "hint"}
        assert error["message"].endswith(("。", "：", "”", "）")), error
        assert error["file"] or error["key"]
    return [(error["file"], error["key"]) for error in ended.answer["errors"]]


def test_no_folder_no_case_and_no_toml(tmp_path: Path, out: Path) -> None:
    (named,) = refused(tmp_path / "nowhere", out)
    assert "nowhere" in named[0]
    (tmp_path / "empty").mkdir()
    assert [file for file, _ in refused(tmp_path / "empty", out)] == ["case.toml"]
    (tmp_path / "empty" / "case.toml").write_text('[case]\nplatform = "taobao"\ntitle = 没有引号\n', encoding="utf-8")
    ((file, key),) = refused(tmp_path / "empty", out)
    assert file == "case.toml"
    assert "3" in key
    (tmp_path / "empty" / "case.toml").write_bytes('[case]\ntitle = "签收"\n'.encode("gb18030"))
    assert [file for file, _ in refused(tmp_path / "empty", out)] == ["case.toml"]


def test_all_problems_of_a_folder_are_told_in_one_run(tmp_path: Path, out: Path) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "empty.png").write_bytes(b"")
    (folder / "words.jpg").write_bytes(b"no picture " * 40)
    motley(400, 300).save(folder / "cut.png")
    (folder / "cut.png").write_bytes((folder / "cut.png").read_bytes()[:-60])
    motley(400, 300).save(folder / "cut.jpg")
    (folder / "cut.jpg").write_bytes((folder / "cut.jpg").read_bytes()[:700])
    (folder / "bomb.png").write_bytes(png_of_size(60_000, 60_000))
    (folder / "damaged.pdf").write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 8)
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(folder / "locked.pdf", encryption=pikepdf.Encryption(user="secret", owner="secret"))
    Image.new("RGB", (50, 50)).save(tmp_path / "outside.png")
    Image.new("RGB", (50, 50)).save(folder / "good.png")
    names = ["empty.png", "words.jpg", "cut.png", "cut.jpg", "bomb.png", "damaged.pdf", "locked.pdf", "missing.png"]
    names += ["../outside.png", "good.png"]
    if os.name != "nt":
        (folder / "link.png").symlink_to(tmp_path / "outside.png")
        names.append("link.png")
    evidence: list[Item] = [
        {"id": f"e{number}", "files": [name], "kind": "chat_record"} for number, name in enumerate(names)
    ]
    good: Item = {"id": "good", "files": ["good.png"]}
    box = {"type": "box", "page": 1, "box": [0.9, 0.9, 0.3, 0.3]}
    evidence += [{**good, "kind": "picture"}, {**good, "edits": [box]}]
    head: dict[str, Any] = {"platform": "ebay", "deadline": "明天", "byuer": "蓝莓", "stage": "court"}
    write_case(folder, evidence, statement="见[[evidence:ghost]]。", **head)
    found = refused(folder, out)
    files = {file for file, _ in found}
    assert set(names) - {"good.png"} <= files
    keys = {key for _, key in found}
    assert {"case.platform", "case.deadline", "case.byuer", "case.stage", "statement.text"} <= keys
    assert any(key.startswith(("evidence[11].kind", "evidence[12].kind")) for key in keys), keys
    assert any(key.endswith("].id") for key in keys), keys
    assert any(key.endswith("edits[1].box") for key in keys), keys
    assert "good.png" not in files


@pytest.mark.parametrize(
    ("head", "key"),
    [({"complaint": "not_recieved"}, "case.complaint"), ({"position": "signed_by_dog"}, "case.position")],
    ids=["playbook", "position"],
)
def test_an_unknown_playbook_or_position_is_named(tmp_path: Path, out: Path, head: dict[str, Any], key: str) -> None:
    assert ("case.toml", key) in refused(write_case(tmp_path / "case", [], **head), out)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sound case of about half a megabyte."""
    place = tmp_path / "case"
    place.mkdir()
    Image.effect_noise((600, 900), 100).save(place / "a.png")
    return write_case(place, [{"id": "a", "files": ["a.png"], "kind": "chat_record"}])


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 300 kB."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root of a Linux machine can make a small disk")
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", place], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("this machine mounts nothing")
    try:
        yield place
    finally:
        subprocess.run(["umount", place], check=True)


def test_a_full_disk_ends_with_three_and_leaves_what_was_there(folder: Path, small_disk: Path) -> None:
    (small_disk / "appeal.pdf").write_bytes(b"yesterday's packet")
    ended = run("build", folder, "-o", small_disk / "appeal.pdf")
    assert ended.code == 3, ended
    assert ended.answer["errors"][0]["file"].endswith("appeal.pdf")
    assert [(one.name, one.read_bytes()) for one in small_disk.iterdir()] == [("appeal.pdf", b"yesterday's packet")]


def test_a_full_disk_under_the_cache_is_the_environments_fault_too(folder: Path, out: Path, small_disk: Path) -> None:
    ended = run("build", folder, "-o", out / "appeal.pdf", EVIDENCE_DESK_CACHE=str(small_disk))
    assert ended.code == 3, ended
    assert ended.answer["errors"][0]["message"]
    assert list(out.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is POSIX's and its size Linux's")
def test_a_file_that_may_not_grow_leaves_nothing_half_written(folder: Path, out: Path) -> None:
    assert run("check", folder).code == 1  # the cache is warm: what fails is the packet
    limit = (
        "import resource, signal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (90_000, 90_000))"
    )
    ended = run("build", folder, "-o", out / "appeal.pdf", limit=limit)
    assert ended.code == 3, ended
    assert list(out.iterdir()) == []


def test_a_folder_that_is_not_there(folder: Path, out: Path) -> None:
    ended = run("build", folder, "-o", out / "deeper" / "appeal.pdf")
    assert ended.code == 3
    assert "deeper" in ended.answer["errors"][0]["file"]
    assert list(out.iterdir()) == []


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="/proc is Linux's")
def test_a_place_where_nobody_may_write(folder: Path) -> None:
    ended = run("build", folder, "-o", "/proc/appeal.pdf")
    assert ended.code == 3, ended


def test_an_output_that_is_a_folder_is_the_calls_fault(folder: Path, out: Path) -> None:
    (out / "appeal.pdf").mkdir()
    ended = run("build", folder, "-o", out / "appeal.pdf")
    assert ended.code == 2
    assert list((out / "appeal.pdf").iterdir()) == []


def test_the_demo_ends_well_whatever_it_finds(tmp_path: Path) -> None:
    ended = run("demo", tmp_path / "demo")
    assert ended.code == 0
    assert any(one["findings"] for one in ended.answer["cases"])
    assert len({one["id"] for one in ended.answer["cases"]}) >= 4
    for one in ended.answer["cases"]:
        assert Path(one["packet"]).stat().st_size == one["bytes"]
        assert (Path(one["folder"]) / "case.toml").is_file()
