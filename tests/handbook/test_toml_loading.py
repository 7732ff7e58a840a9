"""resources.read_toml: every fault of a file is named by file and line."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_desk import resources
from evidence_desk.errors import InputError
from evidence_desk.resources import read_toml, resource_folder


def written(folder: Path, data: bytes) -> Path:
    path = folder / "own.toml"
    path.write_bytes(data)
    return path


def fault(path: Path) -> tuple[str, str, str]:
    with pytest.raises(InputError) as caught:
        read_toml(path)
    (problem,) = caught.value.problems
    assert problem.message.zh.endswith(("。", "）。"))
    return problem.file, problem.key, problem.message.en


def test_the_resource_folder_holds_the_handbook() -> None:
    assert {"facts.toml", "evidence_kinds.toml", "wording.toml", "playbooks", "platforms"} <= {
        path.name for path in resource_folder().iterdir()
    }


def run(code: str, path: Path) -> str:
    environment = {**os.environ, "PYTHONPATH": str(path)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment, encoding="utf-8"
    )
    return done.stdout.strip()


def test_an_installed_package_finds_its_own_resources(tmp_path: Path) -> None:
    source = Path(resources.__file__).parent
    package = tmp_path / "evidence_desk"
    (package / "_resources").mkdir(parents=True)
    (package / "_resources" / "evidence_kinds.toml").touch()
    for name in ("__init__.py", "errors.py", "resources.py"):
        shutil.copy(source / name, package / name)
    found = run("from evidence_desk.resources import resource_folder; print(resource_folder())", tmp_path)
    assert Path(found) == (package / "_resources").resolve()


def test_a_lost_folder_is_a_fault_of_the_installation(tmp_path: Path) -> None:
    source = Path(resources.__file__).parent
    (tmp_path / "evidence_desk").mkdir()
    for name in ("__init__.py", "errors.py", "resources.py"):
        shutil.copy(source / name, tmp_path / "evidence_desk" / name)
    code = (
        "from evidence_desk import errors, resources\n"
        "try: resources.resource_folder()\n"
        "except errors.EnvironmentFault as fault: print(fault.exit_code)"
    )
    assert run(code, tmp_path) == "3"


def test_the_handbook_is_imported_without_its_heavy_libraries() -> None:
    code = (
        "import sys, evidence_desk.handbook\n"
        "print([name for name in ('pydantic', 'jinja2', 'chinese_calendar') if name in sys.modules])"
    )
    assert run(code, Path(resources.__file__).parent.parent) == "[]"


def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path: Path) -> None:
    assert read_toml(written(tmp_path, b"\xef\xbb\xbfa = 1\r\nb = '\xe5\xae\x98'\r\n")) == {"a": 1, "b": "官"}


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"a = 1\nb = \n", "line 2"),
        (b"a = 1\na = 2\n", "line 2"),
        (b'x = "open\n', "line 1"),
        (b"a = 1\n\nb = [1,\n", "line 4"),
        ("a = 1\nb = '说明'\n".encode("gbk"), "line 2"),
    ],
)
def test_a_broken_file_is_named_with_its_line(tmp_path: Path, data: bytes, line: str) -> None:
    file, key, _ = fault(written(tmp_path, data))
    assert (file, key) == ("own.toml", line)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    assert [fault(tmp_path / name)[0] for name in ("gone.toml", "folder.toml")] == ["gone.toml", "folder.toml"]


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    assert "too large" in fault(written(tmp_path, b"#" * 4_000_001))[2]


def test_endless_nesting_is_refused(tmp_path: Path) -> None:
    assert "nested" in fault(written(tmp_path, b"a = " + b"[" * 100_000))[2]


@given(data=st.binary(max_size=200))
def test_any_bytes_give_a_table_or_a_named_problem(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = written(tmp_path_factory.mktemp("any"), data)
    files = {"own.toml"}
    try:
        read_toml(path)
    except InputError as error:
        files = {problem.file for problem in error.problems}
    assert files == {"own.toml"}
