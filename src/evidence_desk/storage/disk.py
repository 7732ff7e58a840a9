"""Writing so that a crash, a full disk or a pulled plug leaves the old file or the new one, never half of either."""

import errno
import os
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from evidence_desk.errors import EnvironmentFault, Problem, Words

__all__ = ["copy_file", "disk_fault", "same_content", "write_file"]

CHUNK = 1 << 20
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}


def write_file(target: Path, data: bytes) -> None:
    """Write `data` to `target`: temp file beside it, fsync, rename. Raises EnvironmentFault."""

    def fill(sink: BinaryIO) -> None:
        sink.write(data)

    _replace(target, fill)


def copy_file(source: Path, target: Path) -> None:
    """Copy a file's content to `target`: temp file beside it, fsync, rename. Raises EnvironmentFault."""

    def fill(sink: BinaryIO) -> None:
        with source.open("rb") as stream:
            shutil.copyfileobj(stream, sink, CHUNK)

    _replace(target, fill)


def same_content(first: Path, second: Path) -> bool:
    """Tell whether two files hold the same bytes. Raises EnvironmentFault when one can't be read."""
    try:
        if first.samefile(second):
            return True
        if first.stat().st_size != second.stat().st_size:
            return False
        with first.open("rb") as one, second.open("rb") as two:
            while chunk := one.read(CHUNK):
                if chunk != two.read(CHUNK):
                    return False
    except OSError as error:
        raise disk_fault(error, second.name) from error
    return True


def disk_fault(error: OSError, file: str) -> EnvironmentFault:
    """Say in words what the disk or the system refused to do with `file`."""
    reason = error.strerror or type(error).__name__
    if error.errno in _FULL:
        message = Words("磁盘已满。", "The disk is full.")
        hint = Words("请清理磁盘空间，或换一个盘再试。", "Free some space, or choose another disk.")
    elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        message = Words(
            f"没有权限读写，或文件正被别的程序占用（{reason}）。", f"No permission, or it is in use ({reason})."
        )
        hint = Words(
            "请关闭打开它的程序，或换一个可以写入的文件夹。",
            "Close the program that holds it, or choose a folder that can be written to.",
        )
    else:
        message = Words(f"系统拒绝了对该文件的操作（{reason}）。", f"The system refused ({reason}).")
        hint = Words("请检查路径、磁盘和文件名。", "Check the path, the disk and the file's name.")
    return EnvironmentFault(Problem(message, hint, file))


def _replace(target: Path, fill: Callable[[BinaryIO], None]) -> None:
    partial: Path | None = None
    try:
        # a short name of our own: the target's may already be as long as the disk allows; opened plainly, as readable
        # as any other file that the person makes
        name = target.with_name(f".evidence-desk-{secrets.token_hex(8)}.part")
        with name.open("xb") as sink:
            partial = name
            fill(sink)
            sink.flush()
            os.fsync(sink.fileno())
        partial.replace(target)
        partial = None
        _sync_folder(target.parent)
    except OSError as error:
        raise disk_fault(error, str(target)) from error
    finally:
        if partial is not None:
            partial.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make the rename itself last; Windows has no such call and needs none."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
