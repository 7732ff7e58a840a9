"""One PDF page made harmless: flattened, upright, at the origin, with nothing in it but what draws."""

import io
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from evidence_desk.errors import Words
from evidence_desk.imaging.annotations import Stamp, flatten
from evidence_desk.imaging.page_copy import PageCopier
from evidence_desk.imaging.page_geometry import Frame, Matrix, inherited

__all__ = ["CleanedPage", "clean_page", "has_hidden_layers"]


@dataclass(frozen=True)
class CleanedPage:
    """`pdf` is a whole file of one page. `broken_streams` counts pictures and fonts that do not unpack properly.

    `doubts` say why it may not show what the page shows; with any of them it must not be used.
    """

    pdf: bytes
    broken_streams: int
    doubts: tuple[Words, ...]


def has_hidden_layers(pdf: Pdf) -> bool:
    """Tell whether the file's default view, or a rule for view or print, switches any layer off."""
    layers = pdf.Root.get("/OCProperties")
    if not isinstance(layers, Dictionary):
        return False
    shown = layers.get("/D")
    if isinstance(shown, Dictionary):
        off = shown.get("/OFF")
        if shown.get("/BaseState", Name.ON) != Name.ON or (isinstance(off, Array) and len(off) > 0):
            return True
        if isinstance(shown.get("/AS"), Array):
            return True
    return False


def clean_page(pdf: Pdf, index: int, *, frame: Frame, turn: int, name: str, number: int | None) -> CleanedPage:
    """Copy what page `index` draws into a file of its own, turned clockwise by `turn` degrees.

    `number` counts from 1 and is for errors. Raises InputError where the page is damaged or overwhelming; once it has
    returned, the page is fit to be drawn, whatever the doubts about the copy.
    """
    page = pdf.pages[index].obj
    width, height = frame.size(turn)
    with Pdf.new() as made:
        copier = PageCopier(made, hidden_layers=has_hidden_layers(pdf), name=name, page=number)
        box = Array([_tidy(value) for value in (frame.left, frame.bottom, frame.right, frame.top)])
        resources = inherited(page, "/Resources")
        body = copier.form(content=_contents(page), resources=resources, box=box, group=page.get("/Group"))
        stamps = flatten(page, copier, turned=frame.turn != 0)
        forms = {"/Page": body} | {f"/Stamp{place}": stamp.form for place, stamp in enumerate(stamps)}
        drawing = Stream(made, _drawing(frame.matrix(turn), stamps))
        sheet = Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, _tidy(width), _tidy(height)]),
            Resources=Dictionary(XObject=Dictionary(forms)),
            Contents=drawing,
        )
        made.pages.append(pikepdf.Page(sheet))
        return CleanedPage(_save(made), copier.broken_streams, copier.doubts)


def _contents(page: Object) -> list[Stream]:
    contents: Any = page.get("/Contents")
    if isinstance(contents, Stream):
        return [contents]
    return [part for part in contents if isinstance(part, Stream)] if isinstance(contents, Array) else []


def _drawing(matrix: Matrix, stamps: list[Stamp]) -> bytes:
    lines = ["q", _cm(matrix), "/Page Do"]
    for place, stamp in enumerate(stamps):
        lines += ["q", _cm(stamp.matrix), f"/Stamp{place} Do", "Q"]
    return "\n".join([*lines, "Q"]).encode()


def _cm(matrix: Matrix) -> str:
    return " ".join(str(_tidy(value)) for value in matrix) + " cm"


def _tidy(value: float) -> Decimal:
    """Write a number as a PDF takes it: no exponent, no more digits than matter."""
    return Decimal(f"{value:.6f}").normalize() + 0 if value else Decimal(0)


def _save(made: Pdf) -> bytes:
    out = io.BytesIO()
    made.save(
        out,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        deterministic_id=True,
    )
    return out.getvalue()
