"""Where a case's files lie: a folder or a zip of it. Names are untrusted; none leads out of the case."""

import os
import re
import shutil
import stat
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Protocol

from evidence_desk.errors import InputError, Problem, Words
from evidence_desk.storage.case_report import CASE_FILE, NO_HINT, nearest_hint
from evidence_desk.storage.case_text import MAX_CASE_BYTES
from evidence_desk.storage.disk import disk_fault

__all__ = ["CaseFiles", "FolderFiles", "UnusableFileError", "ZipFiles", "clean_name"]

ZIP_ENTRIES_MAX = 10_000
ZIP_BYTES_MAX = 4_000_000_000
ZIP_RATIO_MAX = 250
"""Pictures and PDFs barely shrink; text shrinks a hundredfold at most. Small files may shrink as they like."""
ZIP_RATIO_FREE = 20_000_000
CHUNK = 1 << 20

_DRIVE = re.compile(r"^[A-Za-z]:")
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)\s*(\..*)?$")
_OUTSIDE_HINT = Words(
    "请把文件复制到案件文件夹里，再写它在文件夹里的名字。",
    "Copy the file into the case folder and write its name there.",
)
_NAME_HINT = Words("请写上文件在案件文件夹里的名字。", "Write the file's name in the case folder.")
_UNPACK_HINT = Words(
    "请自行解压，检查后只留用得到的文件。", "Unpack it yourself, look at it and keep only what is needed."
)


class UnusableFileError(Exception):
    """A name in a case that leads to no usable file, with what to tell the person."""

    def __init__(self, message: Words, hint: Words = NO_HINT) -> None:
        super().__init__(message.en)
        self.message = message
        self.hint = hint


class CaseFiles(Protocol):
    """The files of one case."""

    root: Path
    """The folder; for a zip the folder that its files are unpacked to, under names of our own."""

    def read_case(self) -> bytes:
        """Give the bytes of case.toml; raises UnusableFileError."""

    def locate(self, name: str) -> Path:
        """Give a readable, non-empty file of the case by its cleaned name; raises UnusableFileError."""

    def close(self) -> None:
        """Let go of what was unpacked."""


def clean_name(raw: str) -> str:
    """Give a name inside the case with "/" between its parts; raises UnusableFileError for one that leads elsewhere."""
    name = raw.replace("\\", "/")
    if not name.strip():
        raise UnusableFileError(Words("文件名是空的。", "The file name is empty."), _NAME_HINT)
    if name.startswith("/") or _DRIVE.match(name):
        message = Words("这是绝对路径，不在案件文件夹里。", "This is an absolute path outside the case folder.")
        raise UnusableFileError(message, _OUTSIDE_HINT)
    if "\0" in name:
        raise UnusableFileError(Words("文件名含有空字符。", "The file name holds a NUL character."), _NAME_HINT)
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if ".." in parts:
        raise UnusableFileError(Words("路径用“..”指向别处。", "The path uses “..” to lead elsewhere."), _OUTSIDE_HINT)
    if not parts:
        raise UnusableFileError(*_folder_words())
    if os.name == "nt" and any(":" in part or _RESERVED.match(part) for part in parts):
        message = Words("Windows 不允许这样的文件名。", "Windows does not allow such a file name.")
        raise UnusableFileError(message, Words("请给文件改个名字。", "Give the file another name."))
    return "/".join(parts)


class FolderFiles:
    """A case that is a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._real_root = root.resolve()

    def read_case(self) -> bytes:
        """Give the bytes of case.toml; raises UnusableFileError."""
        path = self.root / CASE_FILE
        try:
            if not path.is_file():
                raise UnusableFileError(*_no_case_words())
            if not path.resolve().is_relative_to(self._real_root):
                raise UnusableFileError(*_link_outside_words())
            with path.open("rb") as stream:
                return stream.read(MAX_CASE_BYTES + 1)
        except OSError as error:
            raise disk_fault(error, CASE_FILE) from error

    def locate(self, name: str) -> Path:
        """Give a readable, non-empty file of the case by its cleaned name; raises UnusableFileError."""
        try:
            return self._locate(name)
        except OSError as error:
            if isinstance(error, PermissionError):
                raise disk_fault(error, name) from error
            reason = error.strerror or type(error).__name__
            message = Words(f"找不到文件（{reason}）。", f"The file cannot be found ({reason}).")
            raise UnusableFileError(message, Words("请检查文件名。", "Check the file's name.")) from error

    def close(self) -> None:
        """Nothing was unpacked."""

    def _locate(self, name: str) -> Path:
        path = self.root
        for part in PurePosixPath(name).parts:
            path = _child(path, part)
        try:
            real = path.resolve()
        except RuntimeError as error:
            # Python 3.11 and 3.12 tell a loop of links so
            message = Words("链接绕成了圈。", "The link leads round in a circle.")
            raise UnusableFileError(message, _OUTSIDE_HINT) from error
        if not real.is_relative_to(self._real_root):
            raise UnusableFileError(*_link_outside_words())
        mode = real.stat().st_mode
        if stat.S_ISDIR(mode):
            raise UnusableFileError(*_folder_words())
        if not stat.S_ISREG(mode):
            message = Words("这不是普通文件。", "This is no regular file.")
            raise UnusableFileError(message, Words("请换成文件的副本。", "Put a copy of the file in its place."))
        if real.stat().st_size == 0:
            raise UnusableFileError(*_empty_words())
        with real.open("rb"):
            # asked now so that a locked file is told before anything is built
            pass
        return path


def _child(folder: Path, part: str) -> Path:
    """Find an entry, whichever way its accents are composed on this disk (macOS takes names apart)."""
    path = folder / part
    if os.path.lexists(path):
        return path
    entries = os.listdir(folder) if folder.is_dir() else []  # noqa: PTH208 - names are wanted, not paths
    wanted = unicodedata.normalize("NFC", part)
    for entry in entries:
        if unicodedata.normalize("NFC", entry) == wanted:
            return folder / entry
    raise UnusableFileError(Words("找不到文件。", "The file does not exist."), _nearest_file(part, entries))


def _nearest_file(part: str, entries: Iterable[str]) -> Words:
    names = list(entries)
    same = [name for name in names if name.casefold() == part.casefold()]
    if same:
        return Words(f"文件夹里有“{same[0]}”，请注意大小写。", f"There is “{same[0]}”; mind upper and lower case.")
    nothing = Words("请检查文件名和扩展名。", "Check the name and its ending.")
    return nearest_hint(part, [name for name in names if name != CASE_FILE], otherwise=nothing)


class ZipFiles:
    """A case that is a zip. Files are unpacked one by one as they are asked for, under names of our own making.

    So no name in the zip ever reaches the disk, and what the case does not list is never unpacked.
    """

    def __init__(self, path: Path) -> None:
        self._label = path.name
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            message = Words("这不是完好的 zip 文件。", "This is no sound zip file.")
            raise self._fault(message, _damaged_words()[1]) from error
        except OSError as error:
            raise disk_fault(error, path.name) from error
        self._unpacked: dict[str, Path] = {}
        try:
            self._entries = self._index()
        except BaseException:
            self._zip.close()
            raise
        self._workspace = tempfile.TemporaryDirectory(prefix="evidence-desk-", ignore_cleanup_errors=True)
        self.root = Path(self._workspace.name)

    def read_case(self) -> bytes:
        """Give the bytes of case.toml; raises UnusableFileError."""
        if self._entries[CASE_FILE].file_size > MAX_CASE_BYTES:
            raise UnusableFileError(*_too_large_words())
        return self._unpack(CASE_FILE).read_bytes()

    def locate(self, name: str) -> Path:
        """Give a readable, non-empty file of the case by its cleaned name; raises UnusableFileError."""
        path = self._unpack(name)
        if path.stat().st_size == 0:
            raise UnusableFileError(*_empty_words())
        return path

    def close(self) -> None:
        """Remove what was unpacked."""
        self._zip.close()
        self._workspace.cleanup()

    def _fault(self, message: Words, hint: Words = NO_HINT) -> InputError:
        return InputError(Problem(message, hint, self._label))

    def _index(self) -> dict[str, zipfile.ZipInfo]:
        infos = self._zip.infolist()
        if len(infos) > ZIP_ENTRIES_MAX:
            raise self._fault(
                Words(f"zip 里的文件超过 {ZIP_ENTRIES_MAX} 个。", f"More than {ZIP_ENTRIES_MAX} files in it."),
                _UNPACK_HINT,
            )
        if sum(info.file_size for info in infos) > ZIP_BYTES_MAX:
            size = ZIP_BYTES_MAX // 10**9
            raise self._fault(
                Words(f"解压后会超过 {size} GB。", f"It would unpack to more than {size} GB."), _UNPACK_HINT
            )
        named = {name: info for info in infos if not (name := _entry_name(info)).startswith("__MACOSX/")}
        tops = [name for name in named if name == CASE_FILE or re.fullmatch(rf"[^/]+/{re.escape(CASE_FILE)}", name)]
        if not tops:
            raise InputError(Problem(*_no_case_words(), self._label, CASE_FILE))
        top = min(tops, key=lambda name: name.count("/"))
        if top != CASE_FILE and len(tops) > 1:
            shown = Words("、".join(sorted(tops)), ", ".join(sorted(tops)))
            message = Words(f"zip 里有不止一个案件：{shown.zh}", f"There is more than one case in it: {shown.en}")
            raise self._fault(message, Words("请每个案件压一个 zip。", "Make one zip of each case."))
        lead = top.removesuffix(CASE_FILE)
        return {_composed(name.removeprefix(lead)): info for name, info in named.items() if name.startswith(lead)}

    def _unpack(self, name: str) -> Path:
        key = _composed(name)
        if key in self._unpacked:
            return self._unpacked[key]
        info = self._entries.get(key)
        if info is None:
            if any(entry.startswith(f"{key}/") for entry in self._entries):
                raise UnusableFileError(*_folder_words())
            raise UnusableFileError(
                Words("zip 里没有这个文件。", "The zip holds no such file."), _nearest_file(key, self._entries)
            )
        if stat.S_ISLNK(info.external_attr >> 16):
            raise UnusableFileError(Words("这是链接，不是文件。", "This is a link, not a file."), _OUTSIDE_HINT)
        if info.is_dir():
            raise UnusableFileError(*_folder_words())
        if info.file_size > ZIP_RATIO_FREE and info.file_size > ZIP_RATIO_MAX * max(info.compress_size, 1):
            raise UnusableFileError(
                Words("压缩比异常，像是压缩炸弹。", "It is packed suspiciously small, like a zip bomb."), _UNPACK_HINT
            )
        ending = PurePosixPath(name).suffix
        target = (
            self.root / f"{len(self._unpacked):05d}{ending if re.fullmatch(r'[.][A-Za-z0-9]{1,8}', ending) else ''}"
        )
        self._copy_out(info, target, name)
        self._unpacked[key] = target
        return target

    def _copy_out(self, info: zipfile.ZipInfo, target: Path, name: str) -> None:
        try:
            with self._zip.open(info) as source, target.open("wb") as sink:
                shutil.copyfileobj(source, sink, CHUNK)
        except RuntimeError as error:
            message = Words("zip 加了密码。", "The zip is locked with a password.")
            hint = Words("请解压后再用，或去掉密码重新压缩。", "Unpack it first, or pack it again without a password.")
            raise UnusableFileError(message, hint) from error
        except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, ValueError) as error:
            raise UnusableFileError(*_damaged_words()) from error
        except OSError as error:
            raise disk_fault(error, name) from error
        except Exception as error:
            if type(error).__name__ in {"error", "LZMAError"}:
                # zlib.error and lzma.LZMAError share no base with anything
                raise UnusableFileError(*_damaged_words()) from error
            raise


def _entry_name(info: zipfile.ZipInfo) -> str:
    """Give an entry's name as it was meant: tools on Chinese Windows write GBK without saying so."""
    name = info.orig_filename
    if not info.flag_bits & 0x800:
        # zipfile took the bytes for cp437, which maps every byte and back
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/").removeprefix("./")


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _no_case_words() -> tuple[Words, Words]:
    return (
        Words("没有 case.toml，这不是案件文件夹。", "There is no case.toml, so this is no case folder."),
        Words(
            "案件文件夹里要有 case.toml，写明平台、投诉类型和证据；写法见 README。",
            "A case folder holds a case.toml with platform, complaint type and evidence; the README shows one.",
        ),
    )


def _too_large_words() -> tuple[Words, Words]:
    message = Words("文件太大，不像案件说明。", "It is too large for a description of a case.")
    return message, Words("截图和文件请放在旁边，不要写进 case.toml。", "Pictures lie beside case.toml, not in it.")


def _link_outside_words() -> tuple[Words, Words]:
    return Words("链接指向案件文件夹之外。", "The link leads out of the case folder."), _OUTSIDE_HINT


def _folder_words() -> tuple[Words, Words]:
    return (
        Words("这是文件夹，不是文件。", "This is a folder, not a file."),
        Words("请写出文件夹里具体的文件名。", "Name a file inside the folder."),
    )


def _damaged_words() -> tuple[Words, Words]:
    return (
        Words("zip 里的这个文件已损坏。", "This file is damaged inside the zip."),
        Words(
            "请重新压缩或重新传输 zip，也可以直接使用案件文件夹。",
            "Pack or send the zip again, or use the folder itself.",
        ),
    )


def _empty_words() -> tuple[Words, Words]:
    return (
        Words("文件是空的（0 字节）。", "The file is empty (0 bytes)."),
        Words("请重新保存或重新传输这个文件。", "Save or transfer the file again."),
    )
