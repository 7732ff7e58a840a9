"""Flattening: what annotations and form fields show becomes part of the page; what they do is left behind."""

from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Stream

from evidence_desk.imaging.page_copy import PageCopier

__all__ = ["Stamp", "flatten"]

_HIDDEN, _NO_ROTATE, _NO_VIEW = 2, 16, 32
_INVISIBLE_KINDS = frozenset(
    {"/Link", "/Popup", "/Sound", "/Movie", "/Screen", "/TrapNet", "/PrinterMark", "/3D", "/RichMedia"}
)
_MAX_ANNOTATIONS = 5_000


@dataclass(frozen=True)
class Stamp:
    """An appearance to draw above the page's own content: `form` under `matrix`, in the page's coordinates."""

    form: Stream
    matrix: tuple[float, float, float, float, float, float]


def flatten(page: Object, copier: PageCopier, *, turned: bool) -> list[Stamp]:
    """Give the appearances that a person sees on the page, in order; `turned` says that the page is shown turned.

    What shows without an appearance of its own in the file becomes a doubt of the copier.
    """
    annotations = page.get("/Annots")
    if not isinstance(annotations, Array):
        return []
    if len(annotations) > _MAX_ANNOTATIONS:
        copier.doubt(zh="页面批注过多", en="the page has too many annotations")
        return []
    stamps = []
    for annotation in annotations:
        if isinstance(annotation, Dictionary) and not _unseen(annotation):
            stamp = _stamp(annotation, copier, turned=turned)
            if stamp:
                stamps.append(stamp)
    return stamps


def _unseen(annotation: Object) -> bool:
    flags = annotation.get("/F", 0)
    return bool(isinstance(flags, int) and flags & (_HIDDEN | _NO_VIEW)) or str(annotation.get("/Subtype")) == "/Popup"


def _stamp(annotation: Object, copier: PageCopier, *, turned: bool) -> Stamp | None:
    appearance = _chosen_appearance(annotation)
    if appearance is None:
        if _would_show(annotation):
            copier.doubt(zh="页面有没有外观数据的表单或批注", en="a form field or annotation carries no appearance")
        return None
    flags = annotation.get("/F", 0)
    if turned and isinstance(flags, int) and flags & _NO_ROTATE:
        copier.doubt(zh="页面有不随页面旋转的批注", en="an annotation does not turn with its page")
    copier.judge_layer(annotation)
    rect, box = _numbers(annotation.get("/Rect"), 4), _numbers(appearance.get("/BBox"), 4)
    if rect is None or box is None:
        return None
    form = copier.appearance(appearance)
    matrix = _numbers(appearance.get("/Matrix"), 6) or [1, 0, 0, 1, 0, 0]
    placed = _place(rect, box, matrix)
    return Stamp(form, placed) if form is not None and placed is not None else None


def _chosen_appearance(annotation: Object) -> Stream | None:
    appearances = annotation.get("/AP")
    normal = appearances.get("/N") if isinstance(appearances, Dictionary) else None
    if isinstance(normal, Stream):
        return normal
    if isinstance(normal, Dictionary):
        state = annotation.get("/AS")
        chosen = normal.get(str(state)) if state is not None else None
        return chosen if isinstance(chosen, Stream) else None
    return None


def _would_show(annotation: Object) -> bool:
    """Tell whether a viewer draws this annotation by itself."""
    subtype = str(annotation.get("/Subtype"))
    if subtype in _INVISIBLE_KINDS:
        return False
    if subtype != "/Widget":
        return True
    if isinstance(annotation.get("/AP"), Dictionary):
        return False  # a check box that is off has no appearance for that state
    node: Any = annotation
    for _ in range(20):
        if node is None:
            return False
        if node.get("/V") is not None and node.get("/FT") != Name.Sig:
            return True
        node = node.get("/Parent")
    return False


def _numbers(value: Any, count: int) -> list[float] | None:
    try:
        numbers = [float(entry) for entry in value]
    except (TypeError, ValueError):
        return None
    return numbers if len(numbers) == count else None


def _place(
    rect: list[float], box: list[float], matrix: list[float]
) -> tuple[float, float, float, float, float, float] | None:
    """Give the matrix that lays the appearance's box, under its own matrix, on the annotation's rectangle."""
    a, b, c, d, e, f = matrix
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (box[0], box[2]) for y in (box[1], box[3])]
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    bottom, top = min(y for _, y in corners), max(y for _, y in corners)
    if right - left <= 0 or top - bottom <= 0:
        return None
    x1, x2 = sorted((rect[0], rect[2]))
    y1, y2 = sorted((rect[1], rect[3]))
    across, up = (x2 - x1) / (right - left), (y2 - y1) / (top - bottom)
    return (across, 0, 0, up, x1 - left * across, y1 - bottom * up)
