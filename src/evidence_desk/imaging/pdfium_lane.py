"""This room's lane to PDFium, which is not thread-safe: every call of it goes through here, under the one lock."""

import ctypes
import time
from collections.abc import Iterator
from types import TracebackType
from typing import Any, BinaryIO, Self

from PIL import Image

from evidence_desk.imaging.faults import damaged, too_big
from evidence_desk.pdfium_lock import PDFIUM_LOCK

__all__ = ["PdfiumDocument"]

_PATIENCE_S = 30.0
_MAX_OBJECTS = 50_000
_MAX_FORM_DEPTH = 6


class PdfiumDocument:
    """A document in PDFium, with its forms ready to draw. A context manager; safe from any thread."""

    def __init__(self, source: BinaryIO | bytes, *, name: str) -> None:
        import pypdfium2 as pdfium

        self._name = name
        with PDFIUM_LOCK:
            try:
                self._document = _open_document(source)
            except pdfium.PdfiumError as error:
                raise damaged(name, zh="PDF 引擎打不开", en=f"the PDF engine cannot open it ({error})") from error

    def render(self, index: int, width: int, height: int, *, page: int | None = None) -> Image.Image:
        """Draw page `index`, its crop box filling `width` x `height` px, with annotations and forms, on white.

        `page` counts from 1 and is for errors. Raises InputError where the page cannot be loaded or takes too long.
        """
        with PDFIUM_LOCK:
            loaded = self._load(index, page)
            try:
                return self._draw(loaded, width, height, page=page)
            finally:
                loaded.close()

    def missing_fonts(self, index: int, *, page: int | None = None) -> tuple[str, ...]:
        """Name the fonts that visible text of the page uses and that the file does not hold, sorted."""
        import pypdfium2.raw as raw

        names: set[str] = set()
        with PDFIUM_LOCK:
            loaded = self._load(index, page)
            try:
                for text in _visible_texts(raw, loaded):
                    font = raw.FPDFTextObj_GetFont(text)
                    if font and raw.FPDFFont_GetIsEmbedded(font) == 0:
                        names.add(_font_name(raw, font))
            finally:
                loaded.close()
        return tuple(sorted(names))

    def _load(self, index: int, page: int | None) -> Any:
        import pypdfium2 as pdfium

        try:
            return self._document[index]
        except (pdfium.PdfiumError, IndexError) as error:
            raise damaged(
                self._name, page=page, zh="页面无法载入", en=f"the page cannot be loaded ({error})"
            ) from error

    def _draw(self, loaded: Any, width: int, height: int, *, page: int | None) -> Image.Image:
        import pypdfium2.raw as raw

        stride = (width * 3 + 3) // 4 * 4
        pixels = bytearray(stride * height)
        buffer = (ctypes.c_ubyte * len(pixels)).from_buffer(pixels)
        bitmap = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_BGR, buffer, stride)
        try:
            raw.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
            place = (0, 0, width, height, 0, raw.FPDF_ANNOT)
            _draw_in_time(raw, bitmap, loaded, place=place, name=self._name, page=page)
            if loaded.formenv:
                _hide_unseen_fields(raw, loaded)
                raw.FPDF_FFLDraw(loaded.formenv, bitmap, loaded, *place)
        finally:
            raw.FPDFBitmap_Destroy(bitmap)
        return Image.frombytes("RGB", (width, height), pixels, "raw", "BGR", stride, 1)

    def close(self) -> None:
        """Close the document."""
        with PDFIUM_LOCK:
            self._document.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _open_document(source: BinaryIO | bytes) -> Any:
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(source)
    try:
        document.init_forms()
    except BaseException:
        # now, for left to the collector it would be closed outside the lock
        document.close()
        raise
    return document


def _hide_unseen_fields(raw: Any, loaded: Any) -> None:
    """Hide form fields that are for print alone: PDFium leaves out such annotations, but draws such fields."""
    for index in range(raw.FPDFPage_GetAnnotCount(loaded)):
        annotation = raw.FPDFPage_GetAnnot(loaded, index)
        flags = raw.FPDFAnnot_GetFlags(annotation)
        if flags & raw.FPDF_ANNOT_FLAG_NOVIEW:
            raw.FPDFAnnot_SetFlags(annotation, flags | raw.FPDF_ANNOT_FLAG_HIDDEN)
        raw.FPDFPage_CloseAnnot(annotation)


def _draw_in_time(raw: Any, bitmap: Any, loaded: Any, *, place: tuple[int, ...], name: str, page: int | None) -> None:
    """Draw, but give up after _PATIENCE_S: a page can ask for more than anybody waits for."""
    deadline = time.monotonic() + _PATIENCE_S
    pause = raw.IFSDK_PAUSE(version=1)
    called = type(pause.NeedToPauseNow)(lambda _: time.monotonic() > deadline)
    pause.NeedToPauseNow = called
    try:
        status = raw.FPDF_RenderPageBitmap_Start(bitmap, loaded, *place, pause)
        while status == raw.FPDF_RENDER_TOBECONTINUED and time.monotonic() <= deadline:
            status = raw.FPDF_RenderPage_Continue(loaded, pause)
    finally:
        raw.FPDF_RenderPage_Close(loaded)
    if status == raw.FPDF_RENDER_TOBECONTINUED:
        raise too_big(
            name=name,
            page=page,
            zh=f"页面过于复杂，{_PATIENCE_S:.0f} 秒内画不完。",
            en=f"The page is too complex to be drawn within {_PATIENCE_S:.0f} seconds.",
        )
    if status != raw.FPDF_RENDER_DONE:
        raise damaged(name, page=page, zh="页面无法画出", en="the page cannot be drawn")


def _visible_texts(raw: Any, loaded: Any) -> Iterator[Any]:
    """Give the page's text objects that show, those in forms too, as far as _MAX_OBJECTS objects reach."""
    left = _MAX_OBJECTS
    queue = [(loaded, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, 0)]
    while queue:
        holder, count, get, depth = queue.pop()
        for index in range(min(count(holder), left)):
            left -= 1
            entry = get(holder, index)
            kind = raw.FPDFPageObj_GetType(entry)
            if kind == raw.FPDF_PAGEOBJ_FORM and depth < _MAX_FORM_DEPTH:
                queue.append((entry, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, depth + 1))
            elif kind == raw.FPDF_PAGEOBJ_TEXT and not _is_invisible(raw, entry):
                yield entry


def _is_invisible(raw: Any, text: Any) -> bool:
    # the text layer of a scan: nobody sees in what font it is set
    return bool(raw.FPDFTextObj_GetTextRenderMode(text) == raw.FPDF_TEXTRENDERMODE_INVISIBLE)


def _font_name(raw: Any, font: Any) -> str:
    # the older name went away when PDFium told base and family names apart
    ask = getattr(raw, "FPDFFont_GetBaseFontName", None) or raw.FPDFFont_GetFontName
    length = ask(font, None, 0)
    buffer = ctypes.create_string_buffer(max(length, 1))
    ask(font, buffer, length)
    name = buffer.value.decode("utf-8", "replace")
    return name.split("+", 1)[-1] if name[6:7] == "+" else name
