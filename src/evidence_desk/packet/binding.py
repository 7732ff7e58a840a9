"""Binding: from a plan and its plates to one finished, sealed, reopened and verified PDF."""

import io
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from html import escape
from pathlib import Path
from typing import NamedTuple

from pikepdf import Dictionary, Name, Pdf, String

from evidence_desk.domain.findings import Finding, Severity
from evidence_desk.domain.packet import PacketPlan, Part
from evidence_desk.errors import EnvironmentFault, Problem, Words
from evidence_desk.packet.back import lay_back
from evidence_desk.packet.cover import lay_cover
from evidence_desk.packet.exhibits import lay_exhibits
from evidence_desk.packet.faces import FaceBook
from evidence_desk.packet.flow import LEFT, RIGHT
from evidence_desk.packet.front import lay_front
from evidence_desk.packet.inspection import inspect_packet
from evidence_desk.packet.leaves import A4, Leaf, Rule
from evidence_desk.packet.pagination import Pagination, exhibit_end, exhibit_place, part_place
from evidence_desk.packet.plates import Plate
from evidence_desk.packet.press import draw_leaves, lay_plates, link_leaves, mend_fonts, save_plain
from evidence_desk.packet.seal import BLANK_SEAL, SEAL_KEY, set_seal
from evidence_desk.packet.splicing import splice
from evidence_desk.packet.typeset import Style, Typesetter
from evidence_desk.version import __version__

__all__ = ["BoundPacket", "bind_packet"]

_FOOTER = Style(8.2, 12.0, color="ink2")
_ROUNDS = 8
_PREFIX = ".evidence-desk-"
_PARTS = ("packet.pdf", "skeleton.pdf")
_ABANDONED = 3600


class ExhibitSpan(NamedTuple):
    """Where an exhibit stands: its first page and how many pages it takes."""

    first_page: int
    pages: int


@dataclass(frozen=True)
class BoundPacket:
    """A finished packet. `spans` by exhibit number; `findings` are what only binding can notice."""

    path: Path
    pages: int
    bytes: int
    sha256: str
    spans: Mapping[int, ExhibitSpan]
    findings: tuple[Finding, ...]


Plates = Mapping[tuple[int, int], Plate]


def bind_packet(
    plan: PacketPlan,
    plates: Plates,
    out: Path,
    *,
    faces: FaceBook,
    step: Callable[[str, int, int], None] = lambda _phase, _done, _all: None,
) -> BoundPacket:
    """Lay out, draw, seal, reopen, verify and only then rename into place.

    `plates` by exhibit number and place of the file in its exhibit. Raises EnvironmentFault when the disk is full or
    the place cannot be written; nothing half-written stays.
    """
    faces.missing.clear()
    leaves, pages = _lay_out(plan, plates, faces)
    findings = [*_glyph_findings(faces), *_cut_findings(plan, leaves)]
    with _workshop(out) as folder:
        part, skeleton = (folder / name for name in _PARTS)
        with Pdf.open(io.BytesIO(draw_leaves(leaves, faces, draft=plan.draft))) as pdf:
            mend_fonts(pdf)
            inserts = lay_plates(pdf, leaves, plates=plates, step=partial(step, "bind"))
            link_leaves(pdf, leaves, pages)
            _describe(pdf, plan)
            save_plain(pdf, skeleton)
        place = splice(skeleton, inserts, part, last=SEAL_KEY.encode())  # so that the seal is checked by hashing once
        set_seal(part, after=place)
        step("verify", 0, 1)
        inspection = inspect_packet(part)
        if inspection.findings:
            raise AssertionError(f"the finished packet contradicts its plan: {inspection.findings[0].message.en}")
        size = part.stat().st_size
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(out)
    spans = {exhibit.number: _span(pages, exhibit.number) for exhibit in plan.exhibits if Part.EXHIBITS in plan.parts}
    return BoundPacket(out, len(leaves), size, inspection.seal.sha256, spans, tuple(findings))


def _sweep(folder: Path) -> None:
    """Remove what a killed build left there: half a packet full of personal data must not lie about for good.

    A build takes seconds, so what nobody has touched for an hour is nobody's; only files that a build makes go.
    """
    with suppress(OSError):
        for left in folder.glob(f"{_PREFIX}????????"):
            with suppress(OSError):
                if left.is_dir() and not left.is_symlink() and time.time() - left.stat().st_mtime > _ABANDONED:
                    for name in _PARTS:
                        (left / name).unlink(missing_ok=True)
                    left.rmdir()


@contextmanager
def _workshop(out: Path) -> Iterator[Path]:
    """Give a folder beside the output, on the same disk, that is gone afterwards whatever happens.

    A virus scanner that still holds a leftover in it must not make a finished packet a failed one.
    """
    _sweep(out.parent)
    try:
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=_PREFIX, ignore_cleanup_errors=True) as name:
            yield Path(name)
    except OSError as error:
        raise EnvironmentFault(
            Problem(
                Words(
                    f"无法写入输出位置：{error.strerror}。", f"The output place cannot be written: {error.strerror}."
                ),
                Words(
                    "请关闭打开这个文件的程序，检查磁盘空间和权限，或换一个位置。",
                    "Close the program that holds the file, check free space and permissions, or choose another place.",
                ),
                str(out),
            )
        ) from error


def _lay_out(plan: PacketPlan, plates: Plates, faces: FaceBook) -> tuple[list[Leaf], Pagination]:
    """Lay everything, again and again until every printed page number is the right one."""
    numbers = {exhibit.evidence_id: exhibit.number for exhibit in plan.exhibits}
    pages = Pagination(numbers)
    setter = Typesetter(faces, pages.spell)
    bound = _lay_exhibits(plan, plates, setter)
    for _ in range(_ROUNDS):
        setter = setter.repaged(pages.spell)
        cover = lay_cover(plan, setter, pages) if Part.COVER in plan.parts else []
        leaves = [*cover, *lay_front(plan, setter), *bound, *lay_back(plan, setter)]
        if not leaves:
            leaves = [Leaf(footer=plan.label)]
        found = {place: number for number, leaf in enumerate(leaves, 1) for place in leaf.places}
        settled = pages.pages == found
        pages = Pagination(numbers, found)
        if settled:
            _add_footers(leaves, setter)
            return leaves, pages
    raise AssertionError("page numbers do not settle")


def _lay_exhibits(plan: PacketPlan, plates: Plates, setter: Typesetter) -> list[Leaf]:
    if Part.EXHIBITS not in plan.parts:
        return []
    leaves = lay_exhibits(plan, plates, setter)
    if leaves:
        leaves[0].places[part_place(Part.EXHIBITS)] = 0
        leaves[0].bookmarks.insert(0, (f"证据（{len(plan.exhibits)} 件）", 0, 0))
    return leaves


def _add_footers(leaves: list[Leaf], setter: Typesetter) -> None:
    y = A4.height - 36
    for number, leaf in enumerate(leaves, 1):
        leaf.marks.append(Rule(LEFT, y - 13, RIGHT, y - 13, "line"))
        count = setter.line(f"第 {number} 页 / 共 {len(leaves)} 页", _FOOTER)
        leaf.write(count, RIGHT - count.width, y)
        middle = setter.line(leaf.exhibit, _FOOTER)
        leaf.write(middle, (LEFT + RIGHT - middle.width) / 2, y)
        leaf.write(setter.line(leaf.footer, _FOOTER, limit=190), LEFT, y)


def _span(pages: Pagination, number: int) -> ExhibitSpan:
    first = pages.pages[exhibit_place(number)]
    return ExhibitSpan(first, pages.pages[exhibit_end(number)] - first + 1)


def _glyph_findings(faces: FaceBook) -> Iterator[Finding]:
    for char in sorted(faces.missing):
        code = f"U+{ord(char):04X}"
        message = Words(
            f"随附字体没有“{char}”（{code}），材料中印作“〓”，请改用其他写法。",
            f'No bundled font has "{char}" ({code}); it is printed as 〓. Please write it another way.',
        )
        yield Finding("glyph_missing", Severity.WARNING, message, code)


def _cut_findings(plan: PacketPlan, leaves: list[Leaf]) -> Iterator[Finding]:
    ids = {exhibit.number: exhibit.evidence_id for exhibit in plan.exhibits}
    for exhibit in sorted({number for leaf in leaves for number in leaf.hard_cuts}):
        message = Words(
            f"证据{exhibit} 的长图里有一处找不到空白行，切口可能穿过内容。",
            f"The long picture of exhibit {exhibit} has no quiet row at one cut; it may run through content.",
        )
        yield Finding("cut_through_content", Severity.WARNING, message, ids[exhibit])


def _describe(pdf: Pdf, plan: PacketPlan) -> None:
    """Set title, language, dates and the list of originals; nothing tells of the person or the machine."""
    title = f"申诉材料：{plan.subject}"
    stamp = plan.stated_at
    producer = f"Evidence Desk {__version__}"
    info = pdf.make_indirect(
        Dictionary(
            {
                "/Title": String(title),
                "/Creator": String(producer),
                "/Producer": String(producer),
                "/CreationDate": String(_pdf_date(stamp)),
                "/ModDate": String(_pdf_date(stamp)),
                SEAL_KEY: String(BLANK_SEAL),
            }
        )
    )
    pdf.trailer.Info = info
    root = pdf.Root
    root.Lang = String("zh-CN")
    root.PageMode = Name.UseOutlines
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    metadata = pdf.make_stream(_xmp(title, producer, stamp).encode())
    metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
    root.Metadata = metadata
    listing = pdf.make_stream(json.dumps(_listing(plan), ensure_ascii=False, sort_keys=True).encode())
    root.PieceInfo = Dictionary(
        EvidenceDesk=Dictionary(LastModified=String(_pdf_date(stamp)), Private=listing),
    )


def _listing(plan: PacketPlan) -> dict[str, object]:
    """List the originals for `verify`: digests and sizes by exhibit, in order; no names."""
    return {
        "format": 1,
        "edition": plan.edition.value,
        "stated_at": plan.stated_at.isoformat(),
        "exhibits": [
            {
                "number": exhibit.number,
                "files": [{"sha256": file.original.sha256, "bytes": file.original.size} for file in exhibit.files],
            }
            for exhibit in plan.exhibits
        ],
    }


def _pdf_date(moment: datetime) -> str:
    zone = moment.strftime("%z") or "+0000"
    return f"D:{moment:%Y%m%d%H%M%S}{zone[:3]}'{zone[3:5]}'"


def _xmp(title: str, producer: str, stamp: datetime) -> str:
    moment = stamp.isoformat(timespec="seconds")
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title, quote=False)}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate>
<xmp:CreatorTool>{producer}</xmp:CreatorTool><pdf:Producer>{producer}</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
