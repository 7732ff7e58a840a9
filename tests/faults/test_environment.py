"""A full disk, a place that can't be written, a reader that goes away: exit code 3 or silence, nothing half-written."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.small_case import write_small_case

from evidence_desk.cli import main


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_small_case(tmp_path / "case")


def test_a_place_that_does_not_exist_is_the_environments_fault(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", str(folder), "-o", str(tmp_path / "nowhere" / "a.pdf"), "--json"]) == 3
    (error,) = json.loads(capsys.readouterr().out)["errors"]
    assert "nowhere" in error["file"]


@pytest.mark.skipif(sys.platform != "linux", reason="a folder that even root can't write is Linux's")
def test_a_place_that_cannot_be_written_is_the_environments_fault(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", str(folder), "-o", "/proc/appeal.pdf", "--json"]) == 3
    told = capsys.readouterr()
    assert "Traceback" not in told.err
    (error,) = json.loads(told.out)["errors"]
    assert "/proc" in error["file"]


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is POSIX's and its size Linux's")
@pytest.mark.parametrize("room", [1_000, 10_000, 40_000])
def test_a_disk_that_fills_while_the_packet_is_written_leaves_nothing(folder: Path, tmp_path: Path, room: int) -> None:
    out = tmp_path / "out"
    out.mkdir()
    limited = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room}))\n"
        "from evidence_desk.cli import main\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    args = [sys.executable, "-c", limited, "build", str(folder), "-o", str(out / "a.pdf"), "--json"]
    done = subprocess.run(args, capture_output=True, check=False, timeout=120)
    assert done.returncode == 3, done.stderr.decode()
    assert json.loads(done.stdout)["errors"]
    assert b"Traceback" not in done.stderr
    assert list(out.iterdir()) == []


def test_a_full_disk_at_the_last_moment_keeps_the_packet_that_was_there(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "a.pdf").write_bytes(b"yesterday's packet")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert main(["build", str(folder), "-o", str(out / "a.pdf")]) == 3
    assert "磁盘" in capsys.readouterr().err
    assert [(path.name, path.read_bytes()) for path in out.iterdir()] == [("a.pdf", b"yesterday's packet")]


@pytest.mark.skipif(os.name == "nt", reason="pipes break in their own way on Windows")
@pytest.mark.parametrize("args", [["playbooks"], ["playbooks", "--json"], ["--help"], ["playbooks", "not_received"]])
def test_a_reader_that_goes_away_ends_the_output_in_silence(args: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        command = [sys.executable, "-m", "evidence_desk", *args]
        done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False, timeout=60)
    finally:
        os.close(writing)
    assert done.stderr == b""
    assert done.returncode == 0


def test_an_unforeseen_error_is_told_without_a_traceback(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def burst(*args: object, **options: object) -> None:
        raise ZeroDivisionError("a secret of the case")

    monkeypatch.setattr("evidence_desk.services.check_case", burst)
    assert main(["check", str(folder)]) == 3
    told = capsys.readouterr().err
    assert "Traceback" not in told
    assert "secret" not in told
    assert "EVIDENCE_DESK_DEBUG" in told


def test_details_of_an_unforeseen_error_are_shown_on_request(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def burst(*args: object, **options: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("evidence_desk.services.check_case", burst)
    monkeypatch.setenv("EVIDENCE_DESK_DEBUG", "1")
    assert main(["check", str(folder)]) == 3
    assert "Traceback" in capsys.readouterr().err


def test_an_interrupt_is_silent(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*args: object, **options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("evidence_desk.services.check_case", stop)
    assert main(["check", str(folder)]) == 130
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "")
