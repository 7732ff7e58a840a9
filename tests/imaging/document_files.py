"""PDFs to try things on, written object by object so that each trait is known."""

import io
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image

RED_SQUARE = b"1 0 0 rg 0 0 20 20 re f"


def save(pdf: Pdf, **options: Any) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def add_page(
    pdf: Pdf, content: bytes | list[bytes] = b"", *, size: tuple[int, int] = (200, 300), **entries: Any
) -> Any:
    """Add a page of plain content with Helvetica as /F1; gives the page's dictionary."""
    streams = [Stream(pdf, part) for part in ([content] if isinstance(content, bytes) else content)]
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, *size]),
        Resources=Dictionary(Font=Dictionary(F1=font)),
        Contents=streams[0] if len(streams) == 1 else Array(streams),
    )
    for key, value in entries.items():
        page["/" + key] = value
    pdf.pages.append(pikepdf.Page(page))
    return pdf.pages[-1].obj


def square_form(pdf: Pdf, content: bytes = RED_SQUARE, **entries: Any) -> Stream:
    """A form of 20 x 20 units."""
    form = Stream(pdf, content)
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 20, 20])
    for key, value in entries.items():
        form["/" + key] = value
    return form


def annotate(
    pdf: Pdf, page: Any, *, subtype: str = "Widget", rect: tuple[int, ...] = (100, 200, 140, 240), **more: Any
) -> Any:
    """Put an annotation on a page, as a field of the form where it is a widget."""
    entry = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name("/" + subtype), Rect=Array([*rect])))
    for key, value in more.items():
        entry["/" + key] = value
    if "/Annots" not in page:
        page.Annots = Array([])
    page.Annots.append(entry)
    if subtype == "Widget":
        entry.T = String("field")
        if "/AcroForm" not in pdf.Root:
            pdf.Root.AcroForm = Dictionary(Fields=Array([]))
        pdf.Root.AcroForm.Fields.append(entry)
    return entry


def drawn(pdf: bytes, *, index: int = 0, scale: float = 2) -> Image.Image:
    """Draw a page with PDFium, forms and annotations included."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        document.init_forms()
        page = document[index]
        picture: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
        page.close()
    finally:
        document.close()
    return picture


def text_of(pdf: bytes) -> str:
    """The page's text as a viewer would copy it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        text = page.get_textpage()
        words: str = text.get_text_bounded()
        text.close()
        page.close()
    finally:
        document.close()
    return words


def all_keys(pdf: bytes) -> set[str]:
    """Every key of every dictionary in the file."""
    keys: set[str] = set()
    with Pdf.open(io.BytesIO(pdf)) as opened:
        for entry in opened.objects:
            _gather(entry, keys)
    return keys


def _gather(entry: Any, keys: set[str]) -> None:
    if isinstance(entry, Dictionary | Stream):
        for key, value in entry.items():
            keys.add(key)
            if not getattr(value, "is_indirect", False):
                _gather(value, keys)
    elif isinstance(entry, Array):
        for value in entry:
            if not getattr(value, "is_indirect", False):
                _gather(value, keys)
