"""Reading a case folder (or a zip of it): everything that is wrong with it is told in one go."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from evidence_desk.domain.cases import Case
from evidence_desk.domain.findings import Finding
from evidence_desk.domain.vocabulary import Vocabulary
from evidence_desk.errors import InputError, Problem, Words
from evidence_desk.storage.case_files import CaseFiles, FolderFiles, UnusableFileError, ZipFiles, clean_name
from evidence_desk.storage.case_report import CASE_FILE, CaseReport
from evidence_desk.storage.case_text import parse_case_text
from evidence_desk.storage.case_toml import read_case_tables

__all__ = ["CaseFolder", "Probe", "read_case_folder"]

Probe = Callable[[str, Path], Iterable[Problem]]
"""(name in the case, readable file) -> what is wrong with the file's content."""


@dataclass(frozen=True)
class CaseFolder:
    """A case that was read, with its files. Leaving it (`with`) removes what a zip was unpacked to.

    `originals` maps every name that the evidence lists to a readable, non-empty file; always go through it, for the
    files of a zip, or of a disk that writes accents differently, do not lie at `root / name`.
    """

    case: Case
    root: Path
    originals: Mapping[str, Path]
    findings: tuple[Finding, ...]
    files: CaseFiles

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Remove what was unpacked."""
        self.files.close()


def read_case_folder(path: Path, vocabulary: Vocabulary, *, probe: Probe | None = None) -> CaseFolder:
    """Read a case folder, a zip of one, or its case.toml.

    Raises InputError with every problem found. `probe` is asked about each readable original only once there is a
    problem anyway, so that one run names the undecodable ones too and a sound case costs nothing.
    """
    files = _open(path)
    try:
        return _read(files, vocabulary, probe)
    except BaseException:
        files.close()
        raise


def _open(path: Path) -> CaseFiles:
    if path.name == CASE_FILE and path.is_file():
        return FolderFiles(path.parent)
    if path.is_dir():
        return FolderFiles(path)
    if path.is_file():
        return ZipFiles(path)
    message = Words("没有这个文件夹。", "There is no such folder.")
    raise InputError(Problem(message, Words("请检查路径。", "Check the path."), str(path)))


def _read(files: CaseFiles, vocabulary: Vocabulary, probe: Probe | None) -> CaseFolder:
    report = CaseReport()
    try:
        data = files.read_case()
    except UnusableFileError as error:
        raise InputError(Problem(error.message, error.hint, CASE_FILE)) from error
    tables = parse_case_text(data, report)
    if tables is None:
        raise InputError(report.problems)
    originals: dict[str, Path] = {}

    def locate(raw: str, key: str) -> str | None:
        try:
            name = clean_name(raw)
            if name not in originals:
                originals[name] = files.locate(name)
        except UnusableFileError as error:
            report.problem(key, error.message, error.hint, file=raw)
            return None
        return name

    case = read_case_tables(tables, vocabulary, report, locate=locate)
    if report.problems:
        probed = [problem for name, file in originals.items() for problem in probe(name, file)] if probe else []
        raise InputError([*report.problems, *probed])
    return CaseFolder(case, files.root, originals, tuple(report.findings), files)
