"""Plans and plates made by hand, and packets bound from them."""

import io
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image

from evidence_desk.domain.edits import Edition, PageRecipe
from evidence_desk.domain.evidence import Original
from evidence_desk.domain.packet import Exhibit, ExhibitFile, PacketPlan, Part
from evidence_desk.domain.picture import DocumentPage, Encoding, PageContent, PageLook, PicturePage, Raster
from evidence_desk.domain.statement import parse_statement
from evidence_desk.packet import BoundPacket, FaceBook, Plate, PlateCache, bind_packet, load_faces
from evidence_desk.packet.flow import BOTTOM, LEFT, RIGHT, TOP
from evidence_desk.packet.leaves import Leaf, Mark, Panel, PlacedText, PlateSpot, Rule

FONTS = Path(__file__).parents[2] / "resources" / "fonts"
BOOK = load_faces(FONTS)
"""The faces of all tests here: a font is read once, when a test first asks for a character of it."""

STATED = datetime(2024, 11, 6, 2, 30, tzinfo=UTC)
CORNERS = {"top left": (255, 0, 0), "top right": (0, 160, 0), "bottom left": (0, 0, 255), "bottom right": (250, 220, 0)}

Plates = dict[tuple[int, int], Plate]


@dataclass
class Workbench:
    """Where packets are bound: the faces of the session, a cache and a folder."""

    faces: FaceBook
    cache: PlateCache
    folder: Path

    def plate(self, pages: Sequence[PageContent], *, key: str = "") -> Plate:
        """Make a plate; its key is named after its content, as services do it."""
        name = key or sha256(repr(pages).encode()).hexdigest()
        return self.cache.find(name) or self.cache.make(name, pages, lambda: ())

    def bind(self, plan: PacketPlan, contents: "Sequence[Sequence[Sequence[PageContent]]]" = ()) -> BoundPacket:
        """Bind a plan; `contents` are the pages by exhibit and file."""
        return bind_packet(plan, self.plates(contents), self.folder / "packet.pdf", faces=self.faces)

    def plates(self, contents: "Sequence[Sequence[Sequence[PageContent]]]") -> Plates:
        return {
            (number, place): self.plate(pages)
            for number, files in enumerate(contents, 1)
            for place, pages in enumerate(files)
        }


def solid(
    width: int = 60,
    height: int = 80,
    *,
    color: tuple[int, int, int] = (90, 140, 200),
    quiet: tuple[float, ...] = (),
    forced: tuple[float, ...] = (),
) -> PicturePage:
    """A picture of one colour; rows compress to nothing, so any size is cheap."""
    data = zlib.compress(bytes(color) * width * height, 1)
    raster = Raster(width, height, Encoding.DEFLATE, 3, 8, data)
    return PicturePage(PageLook("picture", width, height, quiet, forced), raster)


def large(
    width: int = 600, height: int = 800, *, quiet: tuple[float, ...] = (), forced: tuple[float, ...] = ()
) -> PicturePage:
    """A picture that fills a leaf: one grey pixel that claims to be many."""
    raster = Raster(1, 1, Encoding.DEFLATE, 1, 8, zlib.compress(b"\x80"))
    return PicturePage(PageLook("picture", width, height, quiet, forced), raster)


def cornered(width: int = 64, height: int = 48) -> Image.Image:
    """A white picture with a coloured square in each corner."""
    image = Image.new("RGB", (width, height), "white")
    side = min(width, height) // 3
    spots = {
        "top left": (0, 0),
        "top right": (width - side, 0),
        "bottom left": (0, height - side),
        "bottom right": (width - side, height - side),
    }
    for corner, at in spots.items():
        image.paste(CORNERS[corner], (*at, at[0] + side, at[1] + side))
    return image


def raster_of(image: Image.Image, **more: Any) -> Raster:
    """Pack an RGB, L or CMYK image as plain rows."""
    channels: Literal[1, 3, 4] = {"L": 1, "RGB": 3, "CMYK": 4, "P": 1}[image.mode]  # type: ignore[assignment]
    return Raster(image.width, image.height, Encoding.DEFLATE, channels, 8, zlib.compress(image.tobytes()), **more)


def picture(image: Image.Image, orientation: int = 1) -> PicturePage:
    """A page of an image whose stored pixels are turned by `orientation`."""
    width, height = image.size if orientation < 5 else image.size[::-1]
    return PicturePage(PageLook("picture", width, height), raster_of(image), orientation)


def document(
    text: str = "Report", *, width: float = 400, height: float = 500, more: Sequence[tuple[float, float, str]] = ()
) -> DocumentPage:
    """A vector page with a line of text near its top (Latin only), and further lines at (x, y from the bottom)."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    if "Foreign" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Foreign", str(FONTS / "NotoSansSC-Regular.ttf")))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(width, height), invariant=1)
    canvas._preamble = "1 0 0 1 0 0 cm"
    canvas.setFont("Foreign", 12)
    for x, y, line in [(30, height - 40, text), *more]:
        canvas.drawString(x, y, line)
    canvas.setFillColorRGB(0, 0.5, 0)
    canvas.rect(width / 2, 0, width / 2, height / 4, stroke=0, fill=1)
    canvas.save()
    with Pdf.open(io.BytesIO(out.getvalue())) as pdf:
        fonts = pdf.pages[0].obj.Resources.Font
        for name in [name for name, font in fonts.items() if "/ToUnicode" not in font]:
            del fonts[name]
        clean = io.BytesIO()
        pdf.save(clean, deterministic_id=True)
    return DocumentPage(PageLook("document", width, height), clean.getvalue())


def file_of(
    pages: int = 1,
    *,
    label: str = "1",
    first_page: int = 1,
    recipes: Sequence[PageRecipe] | None = None,
    name: str = "聊天记录.png",
    size: int = 1234,
    **more: Any,
) -> ExhibitFile:
    """A file of an exhibit; no pages make it a sheet."""
    return ExhibitFile(
        label=label,
        original=Original(name, size, sha256(f"{label}{name}".encode()).hexdigest()),
        shown_name=name,
        pages=tuple(recipes) if recipes is not None else (PageRecipe(),) * pages,
        first_page=first_page,
        edits=more.pop("edits", ""),
        **more,
    )


def exhibit(number: int, *files: ExhibitFile, **more: Any) -> Exhibit:
    """An exhibit with plain words; its id is "eN"."""
    given = {
        "evidence_id": f"e{number}",
        "title": f"签收底单{number}",
        "kind": "sign_off_proof",
        "kind_name": "签收凭证",
        "source": "圆通速递 城东网点",
        "taken_at": "2024-11-06 10:02",
        "proves": "买家本人于 11 月 4 日签收",
        "remarks": "",
        "notes": "",
    }
    return Exhibit(number=number, files=files or (file_of(label=str(number)),), **{**given, **more})


def plan_of(*exhibits: Exhibit, statement: str = "", **more: Any) -> PacketPlan:
    """A plan with these exhibits, all parts on."""
    plan = PacketPlan(
        edition=Edition.PLATFORM,
        draft=False,
        parts=frozenset(Part),
        stated_at=STATED,
        platform="拼多多",
        stage="举证阶段",
        subject="关于“未收到货”投诉",
        headline="包裹已由买家本人签收",
        request="请核实签收凭证，驳回买家退款申请。",
        label="TS20241106001 · 山野小铺",
        numbers=(("订单号", "241101-283917465092837"), ("运单号", "YT8839201746352（圆通速递）")),
        core_facts=(),
        statement=parse_statement(statement),
        facts=(),
        events=(),
        exhibits=exhibits,
        requirements=(),
        working_notes=(),
    )
    return replace(plan, **more)


def page_texts(path: Path) -> list[str]:
    """Each page's text as PDFium extracts it, without line ends and spaces."""
    document = pypdfium2.PdfDocument(path)
    try:
        return ["".join(page.get_textpage().get_text_bounded().split()) for page in document]
    finally:
        document.close()


def render(path: Path, number: int, *, scale: float = 2) -> Image.Image:
    """Draw page `number` (from 1)."""
    document = pypdfium2.PdfDocument(path)
    try:
        image: Image.Image = document[number - 1].render(scale=scale).to_pil()
        return image.convert("RGB")
    finally:
        document.close()


@dataclass(frozen=True)
class FoundLink:
    """A link: the page it is on, what is printed under it, the page it leads to."""

    page: int
    text: str
    target: int


def links_of(path: Path) -> list[FoundLink]:
    """All links of a packet, each with the text inside its rectangle."""
    found = []
    document = pypdfium2.PdfDocument(path)
    try:
        with Pdf.open(path) as pdf:
            places = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
            for number, page in enumerate(pdf.pages, 1):
                text = document[number - 1].get_textpage()
                for note in page.obj.get("/Annots", Array()):
                    assert note.Subtype == Name.Link
                    box = [float(value) for value in note.Rect]
                    printed = "".join(text.get_text_bounded(*box).split())
                    found.append(FoundLink(number, printed, places[note.Dest[0].objgen]))
    finally:
        document.close()
    return found


def bookmarks_of(path: Path) -> list[tuple[int, str, int]]:
    """Level, title and target page of each bookmark, in order."""
    with Pdf.open(path) as pdf, pdf.open_outline() as outline:
        places = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}

        def walk(items: Sequence[pikepdf.OutlineItem], level: int) -> Iterator[tuple[int, str, int]]:
            for item in items:
                assert isinstance(item.destination, Array)
                yield level, item.title, places[item.destination[0].objgen]
                yield from walk(item.children, level + 1)

        return list(walk(outline.root, 0))


def images_of(pdf: Pdf, number: int) -> list[Any]:
    """The image XObjects that page `number` (from 1) names."""
    forms = pdf.pages[number - 1].obj.Resources.get("/XObject", Dictionary())
    return [form for form in forms.values() if form.Subtype == Name.Image]


def letters(leaves: Sequence[Leaf]) -> str:
    """All characters laid on leaves in the order of laying, without spaces."""
    said = (
        run.glyphs.text
        for leaf in leaves
        for mark in leaf.marks
        if isinstance(mark, PlacedText)
        for run in mark.line.runs
    )
    return "".join("".join(said).split())


def strays(leaves: Sequence[Leaf]) -> list[Mark | PlateSpot]:
    """What leaves the printed area: text or shapes beyond the margins, or in the footer's place."""
    found: list[Mark | PlateSpot] = []
    hair = 0.01
    for leaf in leaves:
        for mark in (*leaf.marks, *leaf.spots):
            match mark:
                case PlacedText(x, y, line):
                    box = (x, y, x + line.width, y)
                case Panel() | PlateSpot():
                    box = (mark.x, mark.y, mark.x + mark.width, mark.y + mark.height)
                case Rule():
                    box = (mark.x1, mark.y1, mark.x2, mark.y2)
                case _:
                    continue
            if box[0] < LEFT - hair or box[2] > RIGHT + hair or box[1] < TOP - hair or box[3] > BOTTOM + 4 + hair:
                found.append(mark)
    return found
