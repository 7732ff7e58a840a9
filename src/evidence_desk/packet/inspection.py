"""Inspection: reopens a packet and looks whether it is what it says: seal, pages, printed numbers, links, bookmarks."""

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, PdfError

from evidence_desk.domain.findings import Finding, Severity
from evidence_desk.errors import Words
from evidence_desk.packet.seal import read_seal

__all__ = ["PDFIUM_LOCK", "ListedFile", "inspect_packet", "list_originals", "read_page_texts"]

PDFIUM_LOCK = threading.Lock()
_FOOTER = re.compile(r"第\s*(\d+)\s*页\s*/\s*共\s*(\d+)\s*页")
_PRINTED = re.compile(r"第\s*(\d+)\s*页")


@dataclass(frozen=True)
class ListedFile:
    """An original as the packet lists it."""

    exhibit: int
    sha256: str
    bytes: int


def inspect_packet(path: Path) -> tuple[Finding, ...]:
    """Give everything that is wrong with a packet; nothing means that it is whole. Never raises for a broken file."""
    seal = read_seal(path)
    if not seal.stated:
        return (
            _fault(
                "seal_missing",
                "文件里没有完整的封印：它不是本程序生成的申诉材料，或已被改动。",
                "There is no whole seal inside: this is no packet of ours, or it was changed.",
            ),
        )
    if not seal.whole:
        return (
            _fault(
                "seal_broken",
                "文件生成后被改动过：封印与内容不符。",
                "The file was changed after it was made: its seal does not match.",
            ),
        )
    try:
        with Pdf.open(path) as pdf:
            texts = _foot_texts(path)
            return (*_check_numbers(texts), *_check_links(pdf, path), *_check_bookmarks(pdf))
    except PdfError as error:
        return (_fault("unreadable", f"PDF 无法打开：{error}。", f"The PDF cannot be opened: {error}."),)


def list_originals(path: Path) -> tuple[ListedFile, ...]:
    """Give the originals a packet lists, in exhibit order; empty when it lists none."""
    with Pdf.open(path) as pdf:
        piece = pdf.Root.get("/PieceInfo", Dictionary()).get("/EvidenceDesk")
        if piece is None:
            return ()
        listing: Mapping[str, Any] = json.loads(piece.Private.read_bytes())
    return tuple(
        ListedFile(exhibit["number"], file["sha256"], file["bytes"])
        for exhibit in listing["exhibits"]
        for file in exhibit["files"]
    )


def read_page_texts(path: Path) -> list[str]:
    """Give all text of each page, that of foreign vector pages included."""
    return _texts(path, lambda page: page.get_text_bounded())


def _fault(code: str, zh: str, en: str, where: str = "") -> Finding:
    return Finding(code, Severity.ERROR, Words(zh, en), where)


def _foot_texts(path: Path) -> list[str]:
    return _texts(path, lambda page: page.get_text_bounded(bottom=0, top=60))


def _texts(path: Path, read: Callable[[Any], str]) -> list[str]:
    import pypdfium2

    with PDFIUM_LOCK:
        document = pypdfium2.PdfDocument(path)
        try:
            texts = []
            for page in document:
                text = page.get_textpage()
                texts.append(read(text))
                text.close()
                page.close()
            return texts
        finally:
            document.close()


def _check_numbers(texts: list[str]) -> Iterator[Finding]:
    for number, text in enumerate(texts, 1):
        printed = _FOOTER.search(text)
        if printed is None or (int(printed[1]), int(printed[2])) != (number, len(texts)):
            yield _fault(
                "page_number",
                f"第 {number} 页上印的页码不对。",
                f"The number printed on page {number} is wrong.",
                f"page {number}",
            )


def _check_links(pdf: Pdf, path: Path) -> Iterator[Finding]:
    """Every link leads to a page of this file, and to the one it prints."""
    places = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    printed: list[tuple[int, list[float], int]] = []
    for number, page in enumerate(pdf.pages, 1):
        for note in page.obj.get("/Annots", Array()):
            if note.get("/Subtype") != Name.Link:
                continue
            target = note.get("/Dest")
            reached = places.get(target[0].objgen) if isinstance(target, Array) else None
            if reached is None:
                yield _fault("link", f"第 {number} 页有一处链接失效。", f"A link on page {number} leads nowhere.")
            else:
                printed.append((number, [float(value) for value in note.Rect], reached))
    yield from _compare_printed(path, printed)


def _compare_printed(path: Path, links: list[tuple[int, list[float], int]]) -> Iterator[Finding]:
    import pypdfium2

    with PDFIUM_LOCK:
        document = pypdfium2.PdfDocument(path)
        try:
            current, text = 0, None
            for number, (left, bottom, right, top), reached in links:
                if number != current:
                    current, text = number, document[number - 1].get_textpage()
                shown = _PRINTED.search(text.get_text_bounded(left, bottom, right, top)) if text else None
                if shown and int(shown[1]) != reached:
                    yield _fault(
                        "link_number",
                        f"第 {number} 页的引用印着第{shown[1]}页，链接却指向第 {reached} 页。",
                        f"A citation on page {number} prints page {shown[1]} but leads to page {reached}.",
                    )
        finally:
            document.close()


def _check_bookmarks(pdf: Pdf) -> Iterator[Finding]:
    places = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    with pdf.open_outline() as outline:
        waiting: list[OutlineItem] = list(outline.root)
        while waiting:
            item = waiting.pop()
            waiting += item.children
            printed = _PRINTED.search(item.title)
            target = item.destination
            reached = places.get(target[0].objgen) if isinstance(target, Array) else None
            if reached is None or (printed and int(printed[1]) != reached):
                yield _fault("bookmark", f"书签“{item.title}”指错了页。", f'Bookmark "{item.title}" leads astray.')
