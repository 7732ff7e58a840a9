"""The press: draws leaves onto PDF pages, lays the plates beneath, and adds what a reader navigates by."""

import io
import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, Stream, String

from evidence_desk.domain.picture import Encoding
from evidence_desk.packet.faces import REPORTLAB_LOCK, FaceBook, clean
from evidence_desk.packet.leaves import A4, PALETTE, Leaf, Mark, Panel, PlacedText, PlateSpot, Rule
from evidence_desk.packet.leaves import Path as Polygon
from evidence_desk.packet.pagination import Pagination
from evidence_desk.packet.plates import Blob, Image, Plate, PlatePage
from evidence_desk.packet.sharing import StreamShare
from evidence_desk.packet.splicing import Insert, Inserts

if TYPE_CHECKING:
    from reportlab.lib.colors import Color
    from reportlab.pdfgen.canvas import Canvas

__all__ = ["draw_leaves", "lay_plates", "link_leaves", "mend_fonts", "save_plain"]

_TURNS: dict[int, tuple[int, int, int, int, int, int]] = {
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}
"""By EXIF orientation: the matrix that shows an image upright within PDF's unit square."""


def draw_leaves(leaves: Sequence[Leaf], faces: FaceBook, *, draft: bool) -> bytes:
    """Draw text and shapes of all leaves with ReportLab; give the PDF. Footers count the pages."""
    from reportlab import rl_config
    from reportlab.pdfgen.canvas import Canvas

    target = io.BytesIO()
    with REPORTLAB_LOCK:
        rl_config.useA85 = 0
        canvas = Canvas(target, pagesize=tuple(A4), pageCompression=1, invariant=1)
        canvas._preamble = "1 0 0 1 0 0 cm"  # ReportLab's own sets Helvetica, which is never embedded
        for leaf in leaves:
            if draft:
                _draw_draft(canvas, faces)
            for mark in leaf.marks:
                _draw(canvas, mark)
            canvas.showPage()
        canvas.save()
    return target.getvalue()


@cache
def _ink(color: str) -> "Color":
    """Give a role of the palette, or "#rrggbb", as ReportLab wants it."""
    from reportlab.lib.colors import HexColor

    return HexColor(PALETTE.get(color, color))


def _draw_draft(canvas: "Canvas", faces: FaceBook) -> None:
    glyphs = faces.split("草稿", "semibold")
    canvas.saveState()
    canvas.setFillColor(_ink("#eef0f3"))
    canvas.translate(A4.width / 2, A4.height / 2)
    canvas.rotate(38)
    x = -150.0
    for one in glyphs:
        canvas.setFont(one.face, 150)
        canvas.drawString(x, -52, one.text)
        x += one.width * 0.15
    canvas.restoreState()


def _draw(canvas: "Canvas", mark: Mark) -> None:
    match mark:
        case PlacedText():
            _draw_text(canvas, mark)
        case Rule():
            canvas.setStrokeColor(_ink(mark.color))
            canvas.setLineWidth(mark.width)
            canvas.line(mark.x1, A4.height - mark.y1, mark.x2, A4.height - mark.y2)
        case Panel():
            _draw_panel(canvas, mark)
        case Polygon():
            shape = canvas.beginPath()
            shape.moveTo(mark.points[0][0], A4.height - mark.points[0][1])
            for x, y in mark.points[1:]:
                shape.lineTo(x, A4.height - y)
            shape.close()
            canvas.setFillColor(_ink(mark.fill))
            canvas.drawPath(shape, stroke=0, fill=1)


def _draw_panel(canvas: "Canvas", panel: Panel) -> None:
    if panel.fill:
        canvas.setFillColor(_ink(panel.fill))
    if panel.stroke:
        canvas.setStrokeColor(_ink(panel.stroke))
        canvas.setLineWidth(panel.line)
    y = A4.height - panel.y - panel.height
    paint = {"stroke": int(bool(panel.stroke)), "fill": int(bool(panel.fill))}
    if panel.radius:
        canvas.roundRect(panel.x, y, panel.width, panel.height, panel.radius, **paint)
    else:
        canvas.rect(panel.x, y, panel.width, panel.height, **paint)


def _draw_text(canvas: "Canvas", placed: PlacedText) -> None:
    if not placed.line.runs:
        return
    text = canvas.beginText(placed.x, A4.height - placed.y)
    color = ""
    for run in placed.line.runs:
        if run.x:
            text.setTextOrigin(placed.x + run.x, A4.height - placed.y)
        if run.style.color != color:
            color = run.style.color
            text.setFillColor(_ink(color))
        text.setFont(run.glyphs.face, run.style.size)
        text.textOut(run.glyphs.text)
    canvas.drawText(text)


def save_plain(pdf: Pdf, target: Path) -> None:
    """Save without touching stream data, every object readable in the file, the same bytes every time."""
    # a full disk while qpdf writes the file itself would end the whole process: it throws where nobody may catch
    whole = io.BytesIO()
    pdf.save(
        whole,
        min_version="1.7",
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        deterministic_id=True,
    )
    target.write_bytes(whole.getbuffer())


def lay_plates(
    pdf: Pdf,
    leaves: Sequence[Leaf],
    *,
    plates: Mapping[tuple[int, int], Plate],
    step: Callable[[int, int], None],
) -> Inserts:
    """Put each spot's plate beneath the text of its page; a plate used twice is in the file once.

    Pictures come as stand-ins; what is to be spliced in is returned.
    """
    mounter = _Mounter(pdf, plates)
    for number, (page, leaf) in enumerate(zip(pdf.pages, leaves, strict=True)):
        step(number, len(leaves))
        if not leaf.spots:
            continue
        commands: list[str] = []
        resources = page.obj.Resources
        if Name.XObject not in resources:
            resources.XObject = Dictionary()
        for spot in leaf.spots:
            plate = plates[spot.plate.exhibit, spot.plate.file]
            name = f"/P{spot.plate.exhibit}x{spot.plate.file}x{spot.plate.page}"
            resources.XObject[name] = mounter.mount(plate, spot.plate.page)
            commands.append(_paint(spot, plate.pages[spot.plate.page], name))
        under = pdf.make_stream("\n".join(commands).encode())
        page.contents_add(under, prepend=True)
    return mounter.inserts


class _Mounter:
    """Brings plates' pages into a PDF, each once."""

    def __init__(self, pdf: Pdf, plates: Mapping[tuple[int, int], Plate]) -> None:
        self._pdf = pdf
        self._mounted: dict[tuple[Path, int], pikepdf.Object] = {}
        self._profiles: dict[bytes, pikepdf.Object] = {}
        self._share = StreamShare()
        self.inserts = Inserts(plate.path for plate in plates.values())

    def mount(self, plate: Plate, number: int) -> pikepdf.Object:
        """Give the XObject for a page (from 0) of a plate."""
        key = (plate.path, number)
        if key not in self._mounted:
            page = plate.pages[number]
            self._mounted[key] = self._image(plate, page.image) if page.image else self._form(plate, page.document)
        return self._mounted[key]

    def _form(self, plate: Plate, document: Blob | None) -> pikepdf.Object:
        if document is None:
            raise ValueError("a plate's page is neither image nor document")
        with Pdf.open(io.BytesIO(plate.read(document))) as source:
            form = self._pdf.copy_foreign(source.pages[0].as_form_xobject())
        self._share.share(form)
        return form

    def _image(self, plate: Plate, image: Image) -> pikepdf.Object:
        stream = Stream(self._pdf, self.inserts.stand_in(Insert(plate.path, *image.data)))
        stream.Type, stream.Subtype = Name.XObject, Name.Image
        stream.Width, stream.Height = image.width, image.height
        stream.ColorSpace = self._color_space(plate, image)
        stream.BitsPerComponent = image.bits
        stream.Filter = Name.DCTDecode if image.encoding is Encoding.JPEG else Name.FlateDecode
        if image.encoding is Encoding.PNG:
            stream.DecodeParms = Dictionary(
                Predictor=15, Colors=image.channels, BitsPerComponent=image.bits, Columns=image.width
            )
        if image.inverted:
            stream.Decode = Array([1, 0] * image.channels)
        if image.alpha:
            stream.SMask = self._image(plate, image.alpha)
        return self._pdf.make_indirect(stream)

    def _color_space(self, plate: Plate, image: Image) -> pikepdf.Object:
        profile = self._profile(plate.read(image.icc), image) if image.icc else None
        if image.palette is not None:
            palette = plate.read(image.palette)
            return Array([Name.Indexed, profile or Name.DeviceRGB, len(palette) // 3 - 1, String(palette)])
        return profile or {1: Name.DeviceGray, 3: Name.DeviceRGB, 4: Name.DeviceCMYK}[image.channels]

    def _profile(self, icc: bytes, image: Image) -> pikepdf.Object:
        if icc not in self._profiles:
            stream = Stream(self._pdf, zlib.compress(icc))
            stream.N = 3 if image.palette is not None else image.channels
            stream.Filter = Name.FlateDecode
            self._profiles[icc] = self._pdf.make_indirect(stream)
        return Array([Name.ICCBased, self._profiles[icc]])


def _paint(spot: PlateSpot, page: PlatePage, name: str) -> str:
    """Give the operators that show `spot.source` of the plate's page in the spot's rectangle and nothing beyond."""
    source = spot.source
    width, height = spot.width / source.width, spot.height / source.height
    x = spot.x - source.x * width
    y = A4.height - (spot.y - source.y * height) - height
    clip = f"{spot.x:.3f} {A4.height - spot.y - spot.height:.3f} {spot.width:.3f} {spot.height:.3f} re W n"
    if page.image is None:
        scale = f"{width / page.look.width:.6f} 0 0 {height / page.look.height:.6f} {x:.3f} {y:.3f} cm"
        return f"q {clip} {scale} {name} Do Q"
    turn = " ".join(f"{value:g}" for value in _TURNS[page.orientation])
    return f"q {clip} {width:.3f} 0 0 {height:.3f} {x:.3f} {y:.3f} cm {turn} cm {name} Do Q"


def link_leaves(pdf: Pdf, leaves: Sequence[Leaf], pages: Pagination) -> None:
    """Add links with explicit targets, bookmarks that carry page numbers, and page labels."""
    tops = {place: y for leaf in leaves for place, y in leaf.places.items()}
    for page, leaf in zip(pdf.pages, leaves, strict=True):
        notes = []
        for link in leaf.links:
            number = pages.page(link.target.place)
            if number is None:
                continue
            top = A4.height - max(tops.get(link.target.place, 0) - 12, 0)
            rectangle = [link.x, A4.height - link.y - link.height, link.x + link.width, A4.height - link.y]
            notes.append(
                pdf.make_indirect(
                    Dictionary(
                        Type=Name.Annot,
                        Subtype=Name.Link,
                        Rect=Array([round(value, 2) for value in rectangle]),
                        Border=Array([0, 0, 0]),
                        F=4,
                        Dest=Array([pdf.pages[number - 1].obj, Name.XYZ, None, round(top, 2), None]),
                    )
                )
            )
        if notes:
            page.obj.Annots = Array(notes)
    with pdf.open_outline() as outline:
        parent: OutlineItem | None = None
        for number, title, level, y in _bookmarks(leaves):
            top = A4.height - max(y - 12, 0)
            item = OutlineItem(f"{clean(title)} · 第 {number} 页", number - 1, "XYZ", top=round(top, 2))
            if level and parent is not None:
                parent.children.append(item)
            else:
                outline.root.append(item)
                parent = item
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D, St=1)]))


def _bookmarks(leaves: Sequence[Leaf]) -> Iterator[tuple[int, str, int, float]]:
    for number, leaf in enumerate(leaves, 1):
        for title, level, y in leaf.bookmarks:
            yield number, title, level, y


def mend_fonts(pdf: Pdf) -> None:
    """Write the text maps of our fonts anew: ReportLab spells characters beyond the BMP as if they were within."""
    fonts = pdf.pages[0].obj.Resources.Font
    for name in list(fonts.keys()):
        item = fonts[name]
        if "/ToUnicode" not in item:
            del fonts[name]
            continue
        pairs = re.findall(rb"<([0-9A-F]{2})> <([0-9A-F]{4,6})>\n", item.ToUnicode.read_bytes() + b"\n")
        lines = [
            f"<{code.decode()}> <{chr(int(point, 16)).encode('utf-16-be').hex().upper()}>" for code, point in pairs
        ]
        blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
        body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
        item.ToUnicode.write(_CMAP.format(body=body).encode())


_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<00> <FF>
endcodespacerange
{body}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
