"""Verifying: whether a packet is as it was built, and whether the originals are those it lists."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from evidence_desk.domain.findings import Finding, Severity
from evidence_desk.errors import EnvironmentFault, InputError, Problem, Words
from evidence_desk.imaging import hash_file
from evidence_desk.packet import ListedFile, inspect_packet, list_originals
from evidence_desk.services.reports import VerifyReport

__all__ = ["verify_packet"]


def verify_packet(packet: Path, folder: Path | None = None) -> VerifyReport:
    """Look whether a packet is whole; with `folder` (the case's) also whether every listed original is in it unchanged.

    Any changed byte of the packet is a finding. Raises InputError when there is no such file or folder.
    """
    if not packet.is_file():
        message = Words("没有这个文件。", "There is no such file.")
        raise InputError(Problem(message, Words("请检查路径。", "Check the path."), str(packet)))
    try:
        inspection = inspect_packet(packet)
    except OSError as error:
        message = Words(f"文件无法读取：{error.strerror}。", f"The file cannot be read: {error.strerror}.")
        hint = Words("请检查权限，或关闭打开它的程序。", "Check its permissions, or close the program that holds it.")
        raise EnvironmentFault(Problem(message, hint, str(packet))) from error
    findings = list(inspection.findings)
    originals: int | None = None
    if folder is not None:
        _refuse_folder(folder)
        if inspection.pages:
            listed = list_originals(packet)
            missing = list(_missing_originals(listed, folder))
            findings += missing
            originals = len(listed) - len(missing)
    return VerifyReport(packet, not findings, inspection.pages, inspection.seal.sha256, originals, tuple(findings))


def _refuse_folder(folder: Path) -> None:
    if not folder.is_dir():
        message = Words("没有这个文件夹。", "There is no such folder.")
        hint = Words("请给出案件文件夹；压缩包请先解压。", "Give the case folder; unpack a zip first.")
        raise InputError(Problem(message, hint, str(folder)))


def _missing_originals(listed: tuple[ListedFile, ...], folder: Path) -> Iterator[Finding]:
    """Compare by content: an original may have been renamed since, but not changed."""
    sizes = {file.bytes for file in listed}
    found: Counter[str] = Counter()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.stat().st_size in sizes:
            found[hash_file(path)[1]] += 1
    for file in listed:
        if not found[file.sha256]:
            yield Finding(
                "original_missing",
                Severity.ERROR,
                Words(
                    f"证据{file.exhibit} 的一份原件（SHA-256 {file.sha256[:12]}…）不在文件夹里，或已被改动。",
                    f"An original of exhibit {file.exhibit} (SHA-256 {file.sha256[:12]}…) is not in the folder, "
                    "or was changed.",
                ),
                f"exhibit {file.exhibit}",
            )
