"""PDF: pages go through as vectors, cleaned; what cannot be vouched for, redacted or cropped becomes a picture."""

import io
from typing import BinaryIO

import pikepdf
from pikepdf import Pdf
from PIL import Image, ImageChops

from evidence_desk.domain.edits import PageRecipe
from evidence_desk.domain.findings import Finding, Severity
from evidence_desk.domain.picture import DocumentPage, PageContent, PageLook
from evidence_desk.errors import Words
from evidence_desk.imaging.decoding import Bitmap, big_decode
from evidence_desk.imaging.faults import damaged, finding, refuse, too_big, truncated
from evidence_desk.imaging.finishing import finish_bitmap
from evidence_desk.imaging.limits import MAX_DOCUMENT_BYTES, MAX_DOCUMENT_PAGES, MAX_SIDE, check_bytes
from evidence_desk.imaging.page_cleaning import CleanedPage, clean_page
from evidence_desk.imaging.page_geometry import Frame, page_frame
from evidence_desk.imaging.pdfium_lane import PdfiumDocument
from evidence_desk.imaging.quiet_rows import LONG

__all__ = ["DocumentReader"]

_DPI = 220
_MAX_RENDERED = 40_000_000
"""Pixels of a rendered page: A2 at 220 dpi has 18 million, a joined chat of 1080 x 30,000 has 32."""

_LONG_WIDTH = 1_440
"""Pixels across a page that is longer than any sheet: a joined chat, most likely, and no screen is wider."""

_TOO_LONG = Words("页面比一屏长得多，需要分段排版", "the page is far longer than a sheet and must be cut")

_UNFAITHFUL = Words("页面结构特殊，无法原样提取", "the page could not be extracted faithfully")

_PROOF_SIDE = 720
_STRAY = 48
_TAIL = 2_048


class DocumentReader:
    """A PDF file. Two engines look at it: qpdf copies what draws, PDFium draws."""

    def __init__(self, file: BinaryIO, *, name: str) -> None:
        self._name = name
        check_bytes(file.seek(0, io.SEEK_END), MAX_DOCUMENT_BYTES, name=name)
        self._file: BinaryIO = file
        self._drawing: PdfiumDocument | None = None
        self._pdf = _open_pdf(file, name=name)
        self.findings: tuple[Finding, ...] = ()
        try:
            self.page_count = _count_pages(self._pdf, name=name)
            if self._pdf.get_warnings():
                self._mend()
            if self._pdf.attachments:
                self.findings = (*self.findings, _ATTACHMENTS)
        except BaseException:
            self._pdf.close()
            raise

    def _mend(self) -> None:
        """Go on with qpdf's repaired copy, so that both engines read the same file."""
        if not _has_end(self._file):
            raise truncated(self._name)
        repaired = io.BytesIO()
        self._pdf.save(repaired)
        self._pdf.close()
        self._file = repaired
        self._pdf = _open_pdf(repaired, name=self._name)
        self.findings = (
            finding(
                "repaired",
                Severity.WARNING,
                zh="PDF 内部结构有损坏，已修复后使用；请核对各页内容，最好重新导出一份。",
                en="The PDF's structure was damaged and has been mended; check its pages or export it anew.",
            ),
        )

    def page(self, index: int, recipe: PageRecipe) -> PageContent:
        """Give a page: as vectors if nothing touches its pixels and its copy draws exactly what it draws."""
        number = index + 1
        frame = page_frame(self._pdf.pages[index].obj, name=self._name, number=number)
        # before PDFium meets the page: copying refuses what would overwhelm it
        cleaned = self._clean(index, frame, turn=0)
        fonts = self._font_findings(cleaned, number)
        if recipe.touches_pixels:
            return self._as_picture(index, frame, recipe, fonts)
        reason = self._doubt(index, frame, cleaned=cleaned, turn=recipe.turn)
        if reason:
            return self._as_picture(index, frame, recipe, (*fonts, _rendered(reason)))
        if recipe.turn:
            cleaned = self._clean(index, frame, turn=recipe.turn)
        width, height = frame.size(recipe.turn)
        findings = (*fonts, _broken_parts()) if cleaned.broken_streams else fonts
        return DocumentPage(PageLook("document", width, height), cleaned.pdf, findings)

    def prove(self) -> None:
        """Copy and draw each page small."""
        for index in range(self.page_count):
            frame = page_frame(self._pdf.pages[index].obj, name=self._name, number=index + 1)
            self._clean(index, frame, turn=0)
            self._engine().render(index, *_pixels(frame.size(), _proof_scale(frame)), page=index + 1)

    def close(self) -> None:
        """Let both engines go of the file."""
        if self._drawing is not None:
            self._drawing.close()
            self._drawing = None
        self._pdf.close()

    def _engine(self) -> PdfiumDocument:
        if self._drawing is None:
            self._file.seek(0)
            self._drawing = PdfiumDocument(self._file, name=self._name)
        return self._drawing

    def _clean(self, index: int, frame: Frame, *, turn: int) -> CleanedPage:
        return clean_page(self._pdf, index, frame=frame, turn=turn, name=self._name, number=index + 1)

    def _doubt(self, index: int, frame: Frame, *, cleaned: CleanedPage, turn: int) -> Words | None:
        """Say why a page must be shown as a picture, or None where its copy will do.

        Both are drawn small and compared: no seal, layer or font may be lost unnoticed.
        """
        wide, high = frame.size(turn)
        if high > LONG * wide:
            return _TOO_LONG
        if cleaned.doubts:
            return cleaned.doubts[0]
        width, height = _pixels(frame.size(), _proof_scale(frame))
        before = self._engine().render(index, width, height, page=index + 1)
        with PdfiumDocument(cleaned.pdf, name=self._name) as copy:
            after = copy.render(0, width, height, page=index + 1)
        return _UNFAITHFUL if _differ(before, after) else None

    def _as_picture(self, index: int, frame: Frame, recipe: PageRecipe, findings: tuple[Finding, ...]) -> PageContent:
        width, height = frame.size()
        scale = min(_DPI / 72, (_MAX_RENDERED / (width * height)) ** 0.5, MAX_SIDE / max(width, height))
        if height > LONG * width:
            scale = min(scale, _LONG_WIDTH / width)
        pixels = _pixels((width, height), scale)
        with big_decode(*pixels):
            drawn = _without_idle_colour(self._engine().render(index, *pixels, page=index + 1))
            return finish_bitmap(Bitmap(drawn), recipe, findings)

    def _font_findings(self, cleaned: CleanedPage, number: int) -> tuple[Finding, ...]:
        # asked of the copy, in which fields and annotations have become part of the page
        with PdfiumDocument(cleaned.pdf, name=self._name) as copy:
            names = copy.missing_fonts(0, page=number)
        if not names:
            return ()
        shown = "、".join(names)
        return (
            finding(
                "font_not_embedded",
                Severity.WARNING,
                zh=f"第 {number} 页没有嵌入字体：{shown}。别的电脑上显示可能不同，本程序也无法补嵌；"
                "最好重新导出并嵌入字体。",
                en=f"Page {number} does not embed these fonts: {', '.join(names)}. It may look different elsewhere, "
                "and they cannot be added here; export it again with fonts embedded.",
            ),
        )


def _open_pdf(file: BinaryIO, *, name: str) -> Pdf:
    file.seek(0)
    try:
        return Pdf.open(file, suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise refuse(
            name=name,
            message=Words("PDF 有打开密码，无法读取。", "The PDF is protected by a password."),
            hint=Words(
                "请用密码打开后另存（或打印）为没有密码的 PDF。", "Open it with its password and save a copy without."
            ),
        ) from error
    except pikepdf.PdfError as error:
        if not _has_end(file):
            raise truncated(name) from error
        raise damaged(name, zh="PDF 结构无法修复", en=f"its structure is beyond repair ({error})") from error


def _has_end(file: BinaryIO) -> bool:
    """Tell whether the file still has the mark that ends every PDF."""
    length = file.seek(0, io.SEEK_END)
    file.seek(max(length - _TAIL, 0))
    return b"%%EOF" in file.read(_TAIL)


def _count_pages(pdf: Pdf, *, name: str) -> int:
    try:
        count = len(pdf.pages)
    except pikepdf.PdfError as error:
        raise damaged(name, zh="页面目录无法读取", en="its list of pages cannot be read") from error
    if count == 0:
        raise damaged(name, zh="没有任何页面", en="it has no page")
    if count > MAX_DOCUMENT_PAGES:
        raise too_big(
            name=name,
            page=None,
            zh=f"PDF 有 {count} 页，超过上限 {MAX_DOCUMENT_PAGES} 页；请只保留要用的页。",
            en=f"The PDF has {count} pages, more than the limit of {MAX_DOCUMENT_PAGES}; keep only those needed.",
        )
    return count


def _proof_scale(frame: Frame) -> float:
    return min(_PROOF_SIDE / max(frame.size()), 2.0)


def _pixels(size: tuple[float, float], scale: float) -> tuple[int, int]:
    return max(round(size[0] * scale), 1), max(round(size[1] * scale), 1)


def _differ(before: Image.Image, after: Image.Image) -> bool:
    """Tell whether any spot of 4 x 4 px differs by more than rounding makes it."""
    spots = ImageChops.difference(before, after).reduce(4)
    extrema = spots.getextrema()
    return any(isinstance(band, tuple) and band[1] > _STRAY for band in extrema)


def _without_idle_colour(image: Image.Image) -> Image.Image:
    """Make a page that is grey throughout a grey picture."""
    red, green, blue = image.split()
    idle = ImageChops.difference(red, green).getbbox() is None and ImageChops.difference(red, blue).getbbox() is None
    return red if idle else image


_ATTACHMENTS = finding(
    "attachments_left_out",
    Severity.WARNING,
    zh="PDF 里还带有附件文件，没有放入材料；需要时请另存后单独加入。",
    en="The PDF carries attached files, which are left out; save them and add them on their own if they matter.",
)


def _rendered(reason: Words) -> Finding:
    return finding(
        "page_rendered",
        Severity.NOTE,
        zh=f"此页以图片形式放入材料：{reason.zh}。",
        en=f"This page is shown as a picture: {reason.en}.",
    )


def _broken_parts() -> Finding:
    return finding(
        "damaged_part",
        Severity.WARNING,
        zh="页内有图片或字体数据不完整，可能显示不全；请核对，最好重新导出。",
        en="A picture or font on the page is incomplete and may not show; check it or export the PDF again.",
    )
