"""The README keeps its promises: the two commands stand first, its example is a case, its pictures exist."""

import re
from pathlib import Path

from tests.small_case import draw_screenshot

from evidence_desk.bootstrap import open_handbook
from evidence_desk.errors import InputError
from evidence_desk.storage import read_case_folder

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_the_first_two_sh_blocks_are_one_line_each_and_end_in_the_two_commands() -> None:
    first, second = (block.removesuffix("\n") for block in blocks("sh")[:2])
    assert "\n" not in first + second
    assert first.endswith("evidence-desk demo")
    assert second.endswith("pytest")


def test_windows_has_both_commands_too() -> None:
    first, second = (block.strip() for block in blocks("powershell")[:2])
    assert first.endswith("evidence-desk demo")
    assert second.endswith("pytest")


def test_its_example_is_a_sound_case(tmp_path: Path) -> None:
    (tmp_path / "case.toml").write_text(blocks("toml")[0], encoding="utf-8")
    draw_screenshot(tmp_path / "signoff.jpg")
    try:
        with read_case_folder(tmp_path, open_handbook().vocabulary()) as found:
            assert found.findings == ()
    except InputError as error:
        raise AssertionError(error.problems) from error


def test_its_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).is_file(), target


def test_it_names_every_command() -> None:
    for command in ("demo", "build", "check", "verify", "playbooks"):
        assert f"`evidence-desk {command}" in README
