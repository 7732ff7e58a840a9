"""How the command line speaks: language, usage errors, encodings, and what --help must not load."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.small_case import write_small_case

from evidence_desk import bootstrap
from evidence_desk.cli import main
from evidence_desk.cli.terminal import visible
from evidence_desk.version import __version__


@pytest.mark.parametrize(
    ("args", "key"),
    [
        ([], ""),
        (["biuld"], "biuld"),
        (["build"], "FOLDER"),
        (["build", "folder"], "--out"),
        (["build", "folder", "-o"], "-o"),
        (["build", "folder", "-o", "a.pdf", "--editon", "share"], "--editon"),
        (["build", "folder", "-o", "a.pdf", "--edition", "secret"], "--edition"),
        (["build", "folder", "-o", "a.pdf", "--without", "soul"], "--without"),
        (["check"], "FOLDER"),
        (["check", "one", "two"], "two"),
        (["verify"], "PACKET.pdf"),
        (["playbooks", "--lang", "fr"], "--lang"),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_call_at_fault_ends_with_two_and_json_where_asked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, args: list[str], key: str, language: str
) -> None:
    monkeypatch.setenv("EVIDENCE_DESK_LANG", language)
    assert main([*args, "--json"]) == 2
    (error,) = json.loads(capsys.readouterr().out)["errors"]
    assert set(error) == {"file", "key", "message", "hint"}
    assert key in error["key"]
    assert any("\u4e00" <= char <= "\u9fff" for char in error["message"]) is (language == "zh")


def test_a_call_at_fault_is_told_to_people_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["biuld"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "build" in told.err


def test_without_a_command_there_is_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    told = capsys.readouterr().out
    for command in ("demo", "build", "check", "verify", "playbooks"):
        assert command in told


@pytest.mark.parametrize("command", [[], ["demo"], ["build"], ["check"], ["verify"], ["playbooks"]])
@pytest.mark.parametrize(("language", "word", "strange"), [("zh", "用法", "Usage"), ("en", "Usage", "用法")])
def test_help_speaks_the_chosen_language(
    capsys: pytest.CaptureFixture[str], command: list[str], language: str, word: str, strange: str
) -> None:
    assert main([*command, "--help", "--lang", language]) == 0
    told = capsys.readouterr().out
    assert word in told
    assert strange not in told


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"evidence-desk {__version__}\n"


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "zh"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB"}, "en"),
        ({"LANG": "en_US.UTF-8", "EVIDENCE_DESK_LANG": "zh"}, "zh"),
        ({"EVIDENCE_DESK_LANG": "en"}, "en"),
    ],
)
def test_the_language_is_english_only_where_it_is_spoken(environ: dict[str, str], expected: str) -> None:
    assert bootstrap.language(environ) == expected


def run(*args: str, **environ: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "evidence_desk", *args]
    return subprocess.run(command, capture_output=True, check=False, timeout=120, env={**os.environ, **environ})


@pytest.mark.parametrize(
    "environ", [{"PYTHONIOENCODING": "cp1252"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}]
)
def test_json_is_utf8_whatever_the_terminals_encoding(environ: dict[str, str]) -> None:
    done = run("playbooks", "--json", **environ)
    assert done.returncode == 0
    assert "未收到货" in [one["name"] for one in json.loads(done.stdout.decode("utf-8"))]


def test_a_terminal_without_chinese_still_gets_an_answer() -> None:
    done = run("playbooks", PYTHONIOENCODING="cp1252")
    assert done.returncode == 0
    assert b"not_received" in done.stdout
    assert done.stderr == b""


def test_json_stands_alone_on_standard_output(tmp_path: Path) -> None:
    done = run("check", str(write_small_case(tmp_path / "case")), "--json")
    assert done.returncode == 1
    assert done.stderr == b""
    json.loads(done.stdout)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no names that are no Unicode")
def test_a_path_that_is_no_unicode_is_told_as_json() -> None:
    command = [os.fsencode(sys.executable), b"-m", b"evidence_desk", b"check", b"/nowhere/\xff", b"--json"]
    done = subprocess.run(command, capture_output=True, check=False, timeout=60)
    assert done.returncode == 2
    (error,) = json.loads(done.stdout.decode("utf-8"))["errors"]
    assert error["file"].startswith("/nowhere/")


HEAVY = ("PySide6", "rapidocr", "onnxruntime", "cv2", "reportlab", "pikepdf", "PIL", "numpy", "pypdfium2")


@pytest.mark.parametrize("args", [["--help"], ["build", "--help"], ["--version"]])
def test_help_loads_nothing_heavy(args: list[str]) -> None:
    code = f"import sys; from evidence_desk.cli import main; main({args!r}); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, timeout=60)
    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    assert "typer" in loaded
    assert not loaded & set(HEAVY)


def test_services_load_no_window_and_no_reading() -> None:
    code = "import sys, evidence_desk.services; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, timeout=60)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert "evidence_desk" in loaded
    assert not loaded & {"PySide6", "rapidocr", "onnxruntime", "cv2"}


def test_progress_is_shown_on_a_terminal_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_small_case(tmp_path / "case")
    main(["check", str(folder)])
    assert capsys.readouterr().err == ""

    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Screen()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", screen)
    main(["check", str(folder)])
    assert "原件" in screen.getvalue()


def test_a_table_is_drawn_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Screen()
    monkeypatch.setattr(sys, "stdout", screen)
    assert main(["playbooks"]) == 0
    assert "投诉类型" in screen.getvalue()
    assert "not_received" in screen.getvalue()


def test_names_cannot_disguise_themselves() -> None:
    assert visible("abc\u202egpj.exe") == "abc\\u202egpj.exe"
    assert visible("bell\x07\x1b[2J") == "bell\\u0007\\u001b[2J"
    assert visible("签收🙂\n行") == "签收🙂\n行"
