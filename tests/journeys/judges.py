"""Independent eyes on a finished packet: pikepdf, pypdfium2 and Poppler, none of the program's own reading of it."""

import io
import re
import shutil
import subprocess
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pikepdf
import pypdfium2
from pikepdf import Array, Name, OutlineItem, Pdf
from PIL import Image

__all__ = [
    "Bookmark",
    "Link",
    "Packet",
    "decode",
    "everything_inside",
    "has_tool",
    "look_at",
    "pictures_on",
    "render",
    "tool",
]

CITED = re.compile(r"证据(\d+)（第(\d+)页）")
FOOT = re.compile(r"第 (\d+) 页 / 共 (\d+) 页")
BOOKMARK = re.compile(r"^(.*) · 第 (\d+) 页$")


class Link(NamedTuple):
    """A link: where it is, what is printed in its rectangle, and the page (from 1) it leads to."""

    page: int
    text: str
    target: int


class Bookmark(NamedTuple):
    """A bookmark: its title without the page, the page it names, and the page (from 1) it leads to."""

    title: str
    stated: int
    target: int


@dataclass(frozen=True)
class Packet:
    """What can be read in a packet. `texts` by page."""

    path: Path
    texts: list[str]
    feet: list[str]
    links: list[Link]
    bookmarks: list[Bookmark]
    labels: list[str]

    @property
    def text(self) -> str:
        """All text, without line breaks."""
        return "".join(self.texts).replace("\r", "").replace("\n", "")

    def page(self, number: int) -> str:
        """The text of page `number` (from 1), without line breaks."""
        return self.texts[number - 1].replace("\r", "").replace("\n", "")


def look_at(path: Path) -> Packet:
    """Read everything that can be read in a packet."""
    document = pypdfium2.PdfDocument(path)
    try:
        texts, feet, links = [], [], []
        with Pdf.open(path) as pdf:
            targets = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
            labels = [str(page.label) for page in pdf.pages]
            bookmarks = list(_bookmarks(pdf, targets))
            for number, page in enumerate(pdf.pages, 1):
                text = document[number - 1].get_textpage()
                texts.append(text.get_text_bounded())
                feet.append(text.get_text_bounded(bottom=0, top=60))
                for note in page.obj.get("/Annots", Array()):
                    assert note.Subtype == Name.Link
                    assert "/A" not in note
                    rectangle = [float(value) for value in note.Rect]
                    shown = text.get_text_bounded(*rectangle)
                    links.append(Link(number, shown.strip(), targets[note.Dest[0].objgen]))
        return Packet(path, texts, feet, links, bookmarks, labels)
    finally:
        document.close()


def _bookmarks(pdf: Pdf, targets: dict[tuple[int, int], int]) -> Iterator[Bookmark]:
    def walk(items: list[OutlineItem]) -> Iterator[Bookmark]:
        for item in items:
            match = BOOKMARK.match(item.title)
            assert match, item.title
            assert isinstance(item.destination, Array)
            yield Bookmark(match[1], int(match[2]), targets[item.destination[0].objgen])
            yield from walk(item.children)

    with pdf.open_outline() as outline:
        yield from walk(outline.root)


def render(path: Path, page: int, *, scale: float = 1.0) -> Image.Image:
    """Draw page `page` (from 1) at `scale` px a point."""
    document = pypdfium2.PdfDocument(path)
    try:
        document.init_forms()
        drawn: Image.Image = document[page - 1].render(scale=scale).to_pil()
        return drawn.convert("RGB")
    finally:
        document.close()


def pictures_on(pdf: Pdf, page: int) -> list[pikepdf.Stream]:
    """Give the image XObjects that page `page` (from 1) draws directly, in the order of their names."""
    objects = pdf.pages[page - 1].obj.Resources.get("/XObject", pikepdf.Dictionary())
    found = [objects[name] for name in sorted(objects.keys())]
    return [item for item in found if isinstance(item, pikepdf.Stream) and item.Subtype == Name.Image]


def decode(image: pikepdf.Stream) -> Image.Image:
    """Decode an image XObject as its dictionary says, without its soft mask and colour profile."""
    size = (int(image.Width), int(image.Height))
    if image.Filter == Name.DCTDecode:
        with Image.open(io.BytesIO(image.read_raw_bytes())) as jpeg:
            return jpeg.copy()
    space = image.ColorSpace
    indexed = isinstance(space, Array) and space[0] == Name.Indexed
    if indexed:
        mode = "P"
    else:
        count = int(space[1].N) if isinstance(space, Array) else {"/DeviceGray": 1, "/DeviceRGB": 3}[str(space)]
        mode = {1: "L", 3: "RGB", 4: "CMYK"}[count]
    bits = int(image.BitsPerComponent)
    data = image.read_bytes()
    if bits == 16:
        data = data[::2]
    elif bits < 8:
        data = _unpacked(data, *size, bits, scale=not indexed)
    picture = Image.frombytes(mode, size, data)
    if indexed:
        picture.putpalette(bytes(space[3]))
    return picture


def _unpacked(data: bytes, width: int, height: int, bits: int, *, scale: bool) -> bytes:
    row = (width * bits + 7) // 8
    top = (1 << bits) - 1
    out = bytearray()
    for y in range(height):
        line = data[y * row : (y + 1) * row]
        for x in range(width):
            at = x * bits
            value = line[at // 8] >> (8 - bits - at % 8) & top
            out.append(value * 255 // top if scale else value)
    return bytes(out)


def everything_inside(path: Path) -> bytes:
    """Give the file's own bytes, every stream in it unpacked (but for pixels), and every string as UTF-8."""
    parts = [path.read_bytes()]
    with Pdf.open(path) as pdf:
        for item in pdf.objects:
            parts += _strings(item, 0)
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") != Name.Image:
                try:
                    parts.append(item.read_bytes())
                except (pikepdf.PdfError, zlib.error):
                    parts.append(item.read_raw_bytes())
    return b"\n".join(parts)


def _strings(item: object, depth: int) -> Iterator[bytes]:
    if isinstance(item, pikepdf.String):
        yield str(item).encode("utf-8", "replace")
    elif isinstance(item, pikepdf.Stream | pikepdf.Dictionary) and depth < 8:
        for value in dict(item.items()).values():
            if not getattr(value, "is_indirect", False):
                yield from _strings(value, depth + 1)
    elif isinstance(item, Array) and depth < 8:
        for value in item:
            if not getattr(value, "is_indirect", False):
                yield from _strings(value, depth + 1)


def has_tool(name: str) -> bool:
    """Tell whether a program is on this machine."""
    return shutil.which(name) is not None


def tool(name: str, *args: str | Path) -> str:
    """Run a program and give what it says; it must end well."""
    done = subprocess.run([name, *map(str, args)], capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.decode("utf-8", "replace")
