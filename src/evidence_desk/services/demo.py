"""The demo: sample cases of invented disputes, copied to where the person can change them, and their packets."""

from dataclasses import dataclass
from pathlib import Path

from evidence_desk.errors import InputError, Problem, Words
from evidence_desk.resources import read_toml
from evidence_desk.services.build import build_packet
from evidence_desk.services.reports import BuildReport
from evidence_desk.services.workshop import Progress, Workshop
from evidence_desk.storage import copy_file, disk_fault, same_content

__all__ = ["DemoCase", "DemoReport", "make_demo"]


@dataclass(frozen=True)
class DemoCase:
    """One sample case: its folder, and the packet that was built from it."""

    id: str
    title: str
    folder: Path
    packet: BuildReport


@dataclass(frozen=True)
class DemoReport:
    """What the demo made."""

    folder: Path
    cases: tuple[DemoCase, ...]


def make_demo(
    target: Path,
    *,
    samples: Path,
    workshop: Workshop,
    progress: Progress | None = None,
) -> DemoReport:
    """Copy the sample cases to `target` and build the packet of each beside its folder.

    May be repeated: our files are made fresh, nobody else's are touched, and one of ours that the person changed is
    kept beside the fresh one. Raises InputError when `target` is a file, EnvironmentFault when it can't be written.
    """
    if target.exists() and not target.is_dir():
        message = Words("这里已有一个同名文件。", "There is a file of that name.")
        raise InputError(Problem(message, Words("请换一个文件夹。", "Choose another folder."), str(target)))
    sources = sorted(one for one in samples.iterdir() if (one / "case.toml").is_file())
    cases: list[DemoCase] = []
    for done, source in enumerate(sources):
        if progress is not None:
            progress("demo", done, len(sources))
        folder = target / source.name
        _refresh(source, folder)
        packet = build_packet(
            folder,
            target / f"{source.name}.pdf",
            workshop=workshop,
        )
        cases.append(DemoCase(source.name, _title(source), folder, packet))
    if progress is not None:
        progress("demo", len(sources), len(sources))
    return DemoReport(target, tuple(cases))


def _refresh(source: Path, folder: Path) -> None:
    for original in sorted(path for path in source.rglob("*") if path.is_file()):
        copy = folder / original.relative_to(source)
        try:
            copy.parent.mkdir(parents=True, exist_ok=True)
            if copy.exists():
                if same_content(original, copy):
                    continue
                copy.replace(_free_name(copy))
        except OSError as error:
            raise disk_fault(error, str(copy)) from error
        copy_file(original, copy)


def _free_name(path: Path) -> Path:
    """Find a name under which what the person changed stays: case.yours.toml, case.yours2.toml ..."""
    number = 1
    while True:
        name = path.with_name(f"{path.stem}.yours{number if number > 1 else ''}{path.suffix}")
        if not name.exists():
            return name
        number += 1


def _title(source: Path) -> str:
    return str(read_toml(source / "case.toml").get("case", {}).get("title") or source.name)
