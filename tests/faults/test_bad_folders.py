"""Every bad input ends with exit code 2, a message that names file or key, no traceback, and nothing at the output."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from tests.small_case import change_case, draw_screenshot, png_of_size, write_small_case

from evidence_desk.cli import main

Break = Callable[[Path], None]


def replacing(old: str, new: str) -> Break:
    return lambda folder: change_case(folder, old, new)


def holding(data: bytes, name: str = "trace.jpg") -> Break:
    def write(folder: Path) -> None:
        change_case(folder, "trace.jpg", name)
        (folder / name).write_bytes(data)

    return write


def truncated(name: str) -> Break:
    def cut(folder: Path) -> None:
        change_case(folder, "trace.jpg", name)
        data = draw_screenshot(folder / name).read_bytes()
        (folder / name).write_bytes(data[: len(data) * 6 // 10])

    return cut


def flipped_png(folder: Path) -> None:
    path = folder / "signoff.png"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)


def locked_pdf(folder: Path) -> None:
    change_case(folder, "trace.jpg", "report.pdf")
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(folder / "report.pdf", encryption=pikepdf.Encryption(user="secret", owner="secret"))


def damaged_pdf(folder: Path) -> None:
    change_case(folder, "trace.jpg", "report.pdf")
    (folder / "report.pdf").write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 8)


def linked_outside(folder: Path) -> None:
    outside = folder.parent / "outside.png"
    draw_screenshot(outside)
    change_case(folder, "trace.jpg", "link.png")
    (folder / "link.png").symlink_to(outside)


def without_case(folder: Path) -> None:
    (folder / "case.toml").unlink()


POSIX = pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")

BAD: dict[str, tuple[Break, str]] = {
    "no case.toml": (without_case, "case.toml"),
    "broken TOML": (replacing('title = "签收争议"', "title = 签收争议"), "case.toml"),
    "unknown key": (replacing("buyer = ", "byuer = "), "case.byuer"),
    "unknown section": (replacing("[statement]", "[statment]"), "statment"),
    "unknown playbook": (replacing('"not_received"', '"not_recieved"'), "case.complaint"),
    "unknown kind": (replacing('"tracking_trace"', '"tracking"'), "evidence[2].kind"),
    "unknown platform": (replacing('"pinduoduo"', '"ebay"'), "case.platform"),
    "unknown position": (replacing('"signed_by_buyer"', '"signed_by_dog"'), "case.position"),
    "unknown stage": (replacing('buyer = "蓝莓不酸"', 'stage = "court"'), "case.stage"),
    "no date": (replacing("2024-11-07T09:30:00+08:00", "2024-11-31T09:30:00+08:00"), "case.deadline"),
    "text for a date": (replacing("2024-11-07T09:30:00+08:00", '"明天"'), "case.deadline"),
    "missing required key": (replacing('platform = "pinduoduo"\n', ""), "case.platform"),
    "missing file": (replacing("trace.jpg", "nowhere.jpg"), "nowhere.jpg"),
    "empty file": (holding(b""), "trace.jpg"),
    "truncated JPEG": (truncated("cut.jpg"), "cut.jpg"),
    "truncated PNG": (truncated("cut.png"), "cut.png"),
    "truncated WebP": (truncated("cut.webp"), "cut.webp"),
    "truncated GIF": (truncated("cut.gif"), "cut.gif"),
    "truncated BMP": (truncated("cut.bmp"), "cut.bmp"),
    "truncated TIFF": (truncated("cut.tiff"), "cut.tiff"),
    "PNG with a flipped byte": (flipped_png, "signoff.png"),
    "text called a picture": (holding(b"this is no picture at all, only words\n" * 20), "trace.jpg"),
    "a picture's first bytes only": (holding(b"\xff\xd8\xff\xe0"), "trace.jpg"),
    "HEIC that is none": (holding(b"\x00\x00\x00\x18ftypheic" + bytes(400), "a.heic"), "a.heic"),
    "EPS called a picture": (holding(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "a.png"), "a.png"),
    "absolute path": (replacing("trace.jpg", "/etc/hostname"), "/etc/hostname"),
    "path upwards": (replacing("trace.jpg", "../outside.png"), "../outside.png"),
    "Windows path": (replacing("trace.jpg", "C:/Windows/win.ini"), "C:/Windows/win.ini"),
    "folder for a file": (replacing("trace.jpg", "."), "evidence[2].files[1]"),
    "box outside the page": (replacing("[0.1, 0.1, 0.3, 0.1]", "[0.8, 0.1, 0.3, 0.1]"), "evidence[1].edits[1].box"),
    "edit beyond the last page": (replacing("page = 1", "page = 7"), "page"),
    "unknown edit": (replacing('type = "box"', 'type = "blur"'), "evidence[1].edits[1].type"),
    "duplicate id": (replacing('id = "trace"', 'id = "signoff"'), "evidence[2].id"),
    "citation of nothing": (replacing("[[evidence:signoff]]", "[[evidence:ghost]]"), "statement.text"),
    "fact from nowhere": (replacing('source = "signoff" }', 'source = "ghost" }'), "facts.signed_at.source"),
    "picture bomb": (holding(png_of_size(60_000, 60_000), "bomb.png"), "bomb.png"),
    "encrypted PDF": (locked_pdf, "report.pdf"),
    "damaged PDF": (damaged_pdf, "report.pdf"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_small_case(tmp_path / "case")


def build_errors(folder: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    """Build the folder and give the errors it ends with, after looking that nothing was written."""
    out = folder.parent / "out"
    out.mkdir()
    code = main(["build", str(folder), "-o", str(out / "appeal.pdf"), "--json"])
    told = capsys.readouterr()
    assert code == 2, told
    assert list(out.iterdir()) == []
    assert "Traceback" not in told.err
    errors: list[dict[str, str]] = json.loads(told.out)["errors"]
    assert errors
    for error in errors:
        assert set(error) == {"file", "key", "message", "hint"}
        assert error["message"]
        assert error["file"] or error["key"]
    return errors


@pytest.mark.parametrize(("spoil", "named"), BAD.values(), ids=BAD)
def test_a_bad_folder_is_refused_and_named(
    folder: Path, capsys: pytest.CaptureFixture[str], spoil: Break, named: str
) -> None:
    spoil(folder)
    errors = build_errors(folder, capsys)
    assert any(named in (error["file"], error["key"]) or named in error["key"] for error in errors), errors


@POSIX
def test_a_link_that_leads_out_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    linked_outside(folder)
    assert [error["file"] for error in build_errors(folder, capsys)] == ["link.png"]


def test_one_run_names_the_problems_of_the_text_and_of_the_pictures(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change_case(folder, '"pinduoduo"', '"ebay"')
    change_case(folder, "2024-11-07T09:30:00+08:00", "2024-11-31T09:30:00+08:00")
    flipped_png(folder)
    (folder / "trace.jpg").write_bytes(b"")
    errors = build_errors(folder, capsys)
    named = {error["file"] if error["file"] != "case.toml" else error["key"] for error in errors}
    assert named == {"case.platform", "case.deadline", "signoff.png", "trace.jpg"}


def test_one_run_names_every_undecodable_picture(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    flipped_png(folder)
    (folder / "trace.jpg").write_bytes(b"no picture")
    assert {error["file"] for error in build_errors(folder, capsys)} == {"signoff.png", "trace.jpg"}


@pytest.mark.parametrize("command", ["build", "check"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_people_are_told_on_standard_error_in_their_language(
    folder: Path, capsys: pytest.CaptureFixture[str], command: str, language: str
) -> None:
    change_case(folder, '"not_received"', '"not_recieved"')
    out = folder.parent / "appeal.pdf"
    place = ["-o", str(out)] if command == "build" else []
    assert main([command, str(folder), *place, "--lang", language]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "case.complaint" in told.err
    assert "not_received" in told.err
    assert ("建议" if language == "zh" else "Hint") in told.err
    assert not out.exists()


def test_a_packet_that_was_there_stays_when_the_folder_turns_bad(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = folder.parent / "appeal.pdf"
    out.write_bytes(b"yesterday's packet")
    change_case(folder, '"pinduoduo"', '"ebay"')
    assert main(["build", str(folder), "-o", str(out)]) == 2
    assert out.read_bytes() == b"yesterday's packet"


def test_an_original_is_never_overwritten_by_the_packet(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change_case(folder, "trace.jpg", "report.pdf")
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(folder / "report.pdf")
    before = (folder / "report.pdf").read_bytes()
    assert main(["build", str(folder), "-o", str(folder / "report.pdf")]) == 2
    assert (folder / "report.pdf").read_bytes() == before


def run(*args: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "evidence_desk", *args], capture_output=True, check=False, timeout=120)


def test_from_outside_a_bad_folder_ends_with_code_two_and_no_traceback(folder: Path) -> None:
    change_case(folder, '"pinduoduo"', '"ebay"')
    done = run("build", str(folder), "-o", str(folder.parent / "appeal.pdf"), "--json")
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert json.loads(done.stdout.decode("utf-8"))["errors"][0]["key"] == "case.platform"


@pytest.mark.skipif(sys.platform != "linux", reason="measures memory as Linux tells it")
def test_a_picture_bomb_is_refused_fast_and_in_little_memory(folder: Path) -> None:
    holding(png_of_size(60_000, 60_000), "bomb.png")(folder)
    # asked inside: what a parent sees of its child's memory begins with the parent's own
    code = (
        "import re, sys; from evidence_desk.cli import main; code = main(['check', sys.argv[1]]);"
        "print(re.search(r'VmHWM:\\s+(\\d+) kB', open('/proc/self/status').read())[1]); sys.exit(code)"
    )
    begin = time.monotonic()
    args = [sys.executable, "-W", "ignore", "-c", code, str(folder)]
    done = subprocess.run(args, capture_output=True, check=False, timeout=120)
    assert done.returncode == 2, done.stderr
    # the pixels would be 10.8 GB and minutes of work; what is spent here is the program's own start
    assert time.monotonic() - begin < 20
    assert int(done.stdout) < 300_000
