"""The door: any file in, finished pages or a plain 'other' out."""

import hashlib
import stat
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Literal, Self

from evidence_desk.domain.edits import PageRecipe
from evidence_desk.domain.findings import Finding, Severity
from evidence_desk.domain.picture import PageContent
from evidence_desk.imaging.faults import (
    environment_faults,
    finding,
    foreign_faults,
    not_a_file,
    truncated,
    wrong_content,
)
from evidence_desk.imaging.frame_reader import FrameReader
from evidence_desk.imaging.jpeg_reader import JpegReader
from evidence_desk.imaging.png_reader import PngReader
from evidence_desk.imaging.reader import Reader, read_all
from evidence_desk.imaging.sniffing import HEAD_BYTES, Kind, ending_of, promises_picture, sniff, suits

__all__ = ["OpenedOriginal", "hash_file", "open_original"]

_BLOCK = 1 << 20


def hash_file(path: Path, *, name: str = "") -> tuple[int, str]:
    """Give the size in bytes and the SHA-256 in hex, read in blocks. `name` is for errors, else the file's own."""
    digest, size = hashlib.sha256(), 0
    shown = name or path.name
    with environment_faults(shown):
        if not stat.S_ISREG(path.stat().st_mode):
            raise not_a_file(shown)
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                size += len(block)
                digest.update(block)
    return size, digest.hexdigest()


class OpenedOriginal:
    """An opened file. A context manager, and for one thread at a time.

    `form` tells what it is; `page_count` is 0 for "other"; `findings` hold for the file as a whole.
    """

    def __init__(
        self,
        *,
        name: str,
        form: Literal["pictures", "document", "other"],
        file: BinaryIO,
        reader: Reader | None,
        findings: tuple[Finding, ...],
    ) -> None:
        self.name = name
        self.form = form
        self._file = file
        self._reader = reader
        self._findings = findings
        self.page_count = reader.page_count if reader else 0

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is to be known of the file as a whole; those of single pages come with the pages."""
        return (*self._findings, *(self._reader.findings if self._reader else ()))

    def page(self, index: int, recipe: PageRecipe) -> PageContent:
        """Give page `index` (from 0 within this file), finished by `recipe`. Raises InputError."""
        if self._reader is None or not 0 <= index < self.page_count:
            raise IndexError(f"{self.name} has {self.page_count} pages")
        with foreign_faults(self.name, page=index + 1 if self.page_count > 1 else None):
            return self._reader.page(index, recipe)

    def prove(self) -> None:
        """Decode everything once; what cannot be decoded raises InputError."""
        if self._reader is not None:
            with foreign_faults(self.name):
                self._reader.prove()

    def close(self) -> None:
        """Let go of the file."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_original(path: Path, *, name: str) -> OpenedOriginal:
    """Open any evidence file by its content. `name` is the name as the user knows it, for errors.

    Raises InputError for a file that is missing, empty, over the limits, damaged, protected by a password, or whose
    ending promises a picture or PDF that its content is not; EnvironmentFault where it may not be read.
    """
    with environment_faults(name):
        if not stat.S_ISREG(path.stat().st_mode):
            raise not_a_file(name)
        file = path.open("rb")
    try:
        return _open(file, name=name)
    except BaseException:
        file.close()
        raise


def _open(file: BinaryIO, *, name: str) -> OpenedOriginal:
    with environment_faults(name):
        head = file.read(HEAD_BYTES)
    kind = sniff(head, name=name)
    if kind is None:
        _refuse_impostor(head, name=name)
        return OpenedOriginal(name=name, form="other", file=file, reader=None, findings=_advice(name))
    with foreign_faults(name):
        reader = _reader(kind, file, name=name)
    form: Literal["pictures", "document"] = "document" if kind is Kind.PDF else "pictures"
    findings = () if suits(kind, name) else (_wrong_ending(kind, name),)
    return OpenedOriginal(name=name, form=form, file=file, reader=reader, findings=findings)


def _reader(kind: Kind, file: BinaryIO, *, name: str) -> Reader:
    if kind is Kind.PDF:
        from evidence_desk.imaging.document_reader import DocumentReader

        return DocumentReader(file, name=name)
    data = read_all(file, name=name)
    if kind is Kind.PNG:
        return PngReader(data, name=name)
    if kind is Kind.JPEG:
        return JpegReader(data, name=name)
    return FrameReader(data, kind=kind, name=name)


def _refuse_impostor(head: bytes, *, name: str) -> None:
    if not head:
        raise wrong_content(name, zh="文件是空的。", en="The file is empty.")
    if not promises_picture(name):
        return
    if not head.strip(b"\0"):
        raise truncated(name)
    ending = ending_of(name)
    raise wrong_content(
        name,
        zh=f"文件扩展名是 .{ending}，内容却不是图片或 PDF（可能已损坏，或只是改了名字）。",
        en=f"The name ends in .{ending}, but the content is neither a picture nor a PDF.",
    )


def _wrong_ending(kind: Kind, name: str) -> Finding:
    ending = ending_of(name)
    return finding(
        "wrong_ending",
        Severity.NOTE,
        zh=f"文件内容是 {kind.value}，扩展名却是“.{ending}”；已按内容处理。"
        if ending
        else f"文件没有扩展名，内容是 {kind.value}；已按内容处理。",
        en=f"The content is {kind.value} although the name ends in '.{ending}'; the content was believed.",
    )


_UNSHOWN = {
    **dict.fromkeys(("psd", "psb", "ai", "svg", "jp2", "j2k", "jxl", "tga", "ico", "eps", "xps"), "picture"),
    **dict.fromkeys(("cr2", "cr3", "nef", "arw", "dng", "raf", "orf", "rw2"), "picture"),
    "ofd": "ofd",
    **dict.fromkeys(("doc", "docx", "wps", "xls", "xlsx", "et", "ppt", "pptx"), "office"),
}


def _advice(name: str) -> tuple[Finding, ...]:
    """Say how to make a file visible that can only stand as a sheet."""
    advice = {
        "picture": ("请在看图软件里另存为 PNG 或 JPEG", "Save it as PNG or JPEG in a picture viewer"),
        "ofd": ("请用开票平台或 OFD 阅读器转成 PDF", "Convert it to PDF with an OFD reader"),
        "office": ("请另存为 PDF", "Save it as PDF"),
    }.get(_UNSHOWN.get(ending_of(name), ""))
    if advice is None:
        return ()
    return (
        finding(
            "not_shown",
            Severity.WARNING,
            zh=f"这种格式无法直接显示，材料里只列出文件信息；{advice[0]}后再加入，审核员才能看到内容。",
            en=f"This format cannot be shown; the packet only lists the file. {advice[1]} to make it visible.",
        ),
    )
