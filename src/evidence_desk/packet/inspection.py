"""Inspection: reopens a packet and looks whether it is what it says: seal, pages, printed numbers, links, bookmarks."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pikepdf import AccessMode, Array, Name, OutlineItem, Pdf

from evidence_desk.domain.findings import Finding, Severity
from evidence_desk.errors import Words
from evidence_desk.packet.seal import SealState, read_seal
from evidence_desk.pdfium_lock import PDFIUM_LOCK

__all__ = ["Inspection", "ListedFile", "inspect_packet", "list_originals", "read_page_texts"]

T = TypeVar("T")

_FOOTER = re.compile(r"第\s*(\d+)\s*页\s*/\s*共\s*(\d+)\s*页")
_SITTING = 32
_PRINTED = re.compile(r"第\s*(\d+)\s*页")
_BOOKMARKED = re.compile(r" · 第 (\d+) 页$")


@dataclass(frozen=True)
class Inspection:
    """What reopening a packet came to. `findings` are everything that is wrong; none means that it is whole."""

    seal: SealState
    pages: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class ListedFile:
    """An original as the packet lists it."""

    exhibit: int
    sha256: str
    bytes: int


def inspect_packet(path: Path) -> Inspection:
    """Reopen a packet and look at everything. Never raises for a broken file; OSError where it cannot be read."""
    seal = read_seal(path)
    if not seal.stated:
        fault = _fault(
            "seal_missing",
            "文件里没有完整的封印：它不是本程序生成的申诉材料，或已被改动。",
            "There is no whole seal inside: this is no packet of ours, or it was changed.",
        )
        return Inspection(seal, 0, (fault,))
    if not seal.whole:
        fault = _fault(
            "seal_broken",
            "文件生成后被改动过：封印与内容不符。",
            "The file was changed after it was made: its seal does not match.",
        )
        return Inspection(seal, 0, (fault,))
    try:
        with Pdf.open(path, access_mode=AccessMode.stream) as pdf:
            links, dead = _read_links(pdf)
            printed = tuple(_check_printed(path, links))
            findings = (*printed, *dead, *_check_bookmarks(pdf), *_check_listing(pdf))
            return Inspection(seal, len(pdf.pages), findings)
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - anybody may seal anything, and PDF libraries raise all sorts at nonsense
        fault = _fault("unreadable", f"PDF 无法打开：{error}。", f"The PDF cannot be opened: {error}.")
        return Inspection(seal, 0, (fault,))


def list_originals(path: Path) -> tuple[ListedFile, ...]:
    """Give the originals a packet lists, in exhibit order; empty when it lists none that can be read."""
    try:
        with Pdf.open(path, access_mode=AccessMode.stream) as pdf:
            return _read_listing(pdf)
    except OSError:
        raise
    except Exception:  # noqa: BLE001 - as in inspect_packet, which has said so
        return ()


def _read_listing(pdf: Pdf) -> tuple[ListedFile, ...]:
    listing: Any = json.loads(pdf.Root.PieceInfo.EvidenceDesk.Private.read_bytes())
    return tuple(
        ListedFile(int(exhibit["number"]), str(file["sha256"]), int(file["bytes"]))
        for exhibit in listing["exhibits"]
        for file in exhibit["files"]
    )


def read_page_texts(path: Path) -> list[str]:
    """Give all text of each page, that of foreign vector pages included."""
    return list(_ask_pages(path, lambda _, text: text.get_text_bounded()))


def _fault(code: str, zh: str, en: str, where: str = "") -> Finding:
    return Finding(code, Severity.ERROR, Words(zh, en), where)


def _ask_pages(path: Path, ask: Callable[[int, Any], T]) -> Iterator[T]:
    """Give what `ask` makes of each page's number (from 1) and PDFium's text of it, in turn.

    PDFium works for one thread at a time and holds on to every picture until its document is closed, so the file is
    opened anew every few pages; between those sittings others may have their turn.
    """
    first, count = 0, 1
    while first < count:
        count, answers = _ask_sitting(path, first, ask)
        yield from answers
        first += _SITTING


def _ask_sitting(path: Path, first: int, ask: Callable[[int, Any], T]) -> tuple[int, list[T]]:
    import pypdfium2

    with PDFIUM_LOCK:
        document = pypdfium2.PdfDocument(path)
        try:
            answers = []
            for place in range(first, min(first + _SITTING, len(document))):
                page = document[place]
                text = page.get_textpage()
                answers.append(ask(place + 1, text))
                text.close()
                page.close()
            return len(document), answers
        finally:
            document.close()


class _Link(NamedTuple):
    """A link's rectangle (left, bottom, right, top in points) and the page it leads to."""

    rectangle: tuple[float, float, float, float]
    reached: int


def _read_links(pdf: Pdf) -> tuple[dict[int, list[_Link]], list[Finding]]:
    """Give the links by page, and a finding for each that leads nowhere."""
    places = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    links: dict[int, list[_Link]] = {}
    dead = []
    for number, page in enumerate(pdf.pages, 1):
        for note in page.obj.get("/Annots", Array()):
            if note.get("/Subtype") != Name.Link:
                continue
            target = note.get("/Dest")
            reached = places.get(target[0].objgen) if isinstance(target, Array) else None
            if reached is None:
                dead.append(
                    _fault("link", f"第 {number} 页有一处链接失效。", f"A link on page {number} leads nowhere.")
                )
                continue
            left, bottom, right, top = (float(value) for value in note.Rect)
            links.setdefault(number, []).append(_Link((left, bottom, right, top), reached))
    return links, dead


def _check_printed(path: Path, links: Mapping[int, Sequence[_Link]]) -> Iterator[Finding]:
    """Every foot prints its page and the total; every citation leads to the page it prints."""

    def ask(number: int, text: Any) -> tuple[str, list[str]]:
        spots = [text.get_text_bounded(*link.rectangle) for link in links.get(number, ())]
        return text.get_text_bounded(bottom=0, top=60), spots

    feet = []
    for number, (foot, spots) in enumerate(_ask_pages(path, ask), 1):
        # what a foreign page draws beyond its frame is text too, so the foot may be among others
        feet.append(_FOOTER.findall(foot))
        for link, spot in zip(links.get(number, ()), spots, strict=True):
            shown = _PRINTED.search(spot)
            if shown and int(shown[1]) != link.reached:
                yield _fault(
                    "link_number",
                    f"第 {number} 页的引用印着第{shown[1]}页，链接却指向第 {link.reached} 页。",
                    f"A citation on page {number} prints page {shown[1]} but leads to page {link.reached}.",
                )
    for number, printed in enumerate(feet, 1):
        if (str(number), str(len(feet))) not in printed:
            yield _fault(
                "page_number",
                f"第 {number} 页上印的页码不对。",
                f"The number printed on page {number} is wrong.",
                f"page {number}",
            )


def _check_listing(pdf: Pdf) -> Iterator[Finding]:
    try:
        _read_listing(pdf)
    except Exception:  # noqa: BLE001 - as in inspect_packet
        yield _fault("listing", "文件里没有可读的原件清单。", "There is no readable list of originals inside.")


def _check_bookmarks(pdf: Pdf) -> Iterator[Finding]:
    places = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    with pdf.open_outline() as outline:
        waiting: list[OutlineItem] = list(outline.root)
        while waiting:
            item = waiting.pop()
            waiting += item.children
            printed = _BOOKMARKED.search(item.title)
            target = item.destination
            reached = places.get(target[0].objgen) if isinstance(target, Array) else None
            if reached is None or (printed and int(printed[1]) != reached):
                yield _fault("bookmark", f"书签“{item.title}”指错了页。", f'Bookmark "{item.title}" leads astray.')
