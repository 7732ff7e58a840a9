"""The wheel is the whole program: installed elsewhere, it works outside the checkout with all its resources."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest
from tests.small_case import write_small_case

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of programs of an environment that holds our wheel and sees the installed packages."""
    place = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(place), str(ROOT), cwd=place)
    (wheel,) = place.glob("*.whl")
    environment = place / "env"
    venv.create(environment, with_pip=False, symlinks=os.name != "nt")
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    python = programs / ("python.exe" if os.name == "nt" else "python")
    # pip of this environment installs into the other one; its packages are lent by a path file that comes last
    run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "-q",
        "--no-deps",
        "--no-index",
        str(wheel),
        cwd=place,
    )
    packages = run(str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=place).strip()
    (Path(packages) / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return programs


def run(*command: str, cwd: Path) -> str:
    environ = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    done = subprocess.run(command, cwd=cwd, env=environ, capture_output=True, check=False, timeout=300)
    assert done.returncode in (0, 1), done.stderr.decode("utf-8", "replace")
    return done.stdout.decode("utf-8")


def test_the_program_is_the_wheels_and_not_the_checkouts(installed: Path, tmp_path: Path) -> None:
    place = run(str(installed / "python"), "-c", "import evidence_desk; print(evidence_desk.__file__)", cwd=tmp_path)
    assert ROOT not in Path(place.strip()).parents


def test_the_handbook_is_in_the_wheel(installed: Path, tmp_path: Path) -> None:
    found = json.loads(run(str(installed / "evidence-desk"), "playbooks", "--json", cwd=tmp_path))
    here = sorted(path.stem for path in (ROOT / "resources" / "playbooks").glob("*.toml"))
    assert sorted(one["id"] for one in found) == here


def test_a_packet_is_built_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    write_small_case(tmp_path / "case")
    built = json.loads(run(str(installed / "evidence-desk"), "build", "case", "-o", "a.pdf", "--json", cwd=tmp_path))
    assert (tmp_path / "a.pdf").stat().st_size == built["bytes"]
    assert len(built["exhibits"]) == 2


def test_the_samples_are_in_the_wheel(installed: Path, tmp_path: Path) -> None:
    code = "from evidence_desk.bootstrap import sample_folder; print(len(list(sample_folder().glob('*/case.toml'))))"
    count = int(run(str(installed / "python"), "-c", code, cwd=tmp_path))
    assert count == len(list((ROOT / "resources" / "samples").glob("*/case.toml")))
