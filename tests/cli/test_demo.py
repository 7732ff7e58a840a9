"""The demo shows whole packets, may be repeated, and never costs the person anything."""

import json
from pathlib import Path

import pikepdf
import pytest

from evidence_desk.cli import main


def demo(folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    assert main(["demo", str(folder), "--json"]) == 0
    answer: dict[str, object] = json.loads(capsys.readouterr().out)
    return answer


def test_the_demo_makes_packets_of_several_complaint_types_and_may_be_repeated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "demo"
    cases = demo(folder, capsys)["cases"]
    assert isinstance(cases, list)
    complaints = set()
    for case in cases:
        text = (Path(case["folder"]) / "case.toml").read_text(encoding="utf-8")
        complaints.add(next(line for line in text.splitlines() if line.startswith("complaint")))
        with pikepdf.open(case["packet"]) as pdf:
            assert len(pdf.pages) == case["pages"]
    assert len(complaints) >= 4

    changed = Path(cases[0]["folder"]) / "case.toml"
    ours = changed.read_bytes()
    changed.write_bytes(ours + b"# mine\n")
    (folder / "my notes.txt").write_text("keep", encoding="utf-8")
    demo(folder, capsys)
    assert changed.read_bytes() == ours
    assert changed.with_name("case.yours.toml").read_bytes() == ours + b"# mine\n"
    assert (folder / "my notes.txt").read_text(encoding="utf-8") == "keep"


def test_a_file_in_the_way_is_the_calls_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "demo").write_text("mine", encoding="utf-8")
    assert main(["demo", str(tmp_path / "demo")]) == 2
    assert (tmp_path / "demo").read_text(encoding="utf-8") == "mine"
