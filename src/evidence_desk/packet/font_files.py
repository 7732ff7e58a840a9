"""Font files, read quickly: ReportLab takes the tables of a Chinese font one number at a time, we take them whole."""

import array
import struct
import sys
from pathlib import Path
from weakref import WeakKeyDictionary

from reportlab import rl_config
from reportlab.pdfbase.ttfonts import TTEncoding, TTFont, TTFontFace

__all__ = ["FontFile"]

_UNICODE_GROUPS = 12
"""The form of character map that holds ranges of 32-bit code points."""


class FontFile(TTFont):  # type: ignore[misc]  # ReportLab ships no types
    """A TrueType font for one name. Raises reportlab's TTFError for a file that is none."""

    def __init__(self, name: str, path: Path) -> None:
        # as TTFont does, but for the face
        self.fontName = name
        self.face = _QuickFace(str(path))
        self.encoding = TTEncoding()
        self.state: WeakKeyDictionary[object, object] = WeakKeyDictionary()
        self._asciiReadable = rl_config.ttfAsciiReadable
        self.shapable = False


class _QuickFace(TTFontFace):  # type: ignore[misc]  # ReportLab ships no types
    def extractInfo(self, charInfo: int = 1) -> None:  # noqa: N802, N803 - ReportLab's names
        """Read everything ReportLab needs of a font; fonts with older character maps go its own way."""
        super().extractInfo(0)
        if not charInfo:
            return
        groups = self._groups()
        if groups is None:
            super().extractInfo(1)
            return
        self._read_metrics()
        glyphs: dict[int, int] = {}
        for start, end, first in groups:
            glyphs.update(zip(range(start, end + 1), range(first, first + end - start + 1), strict=True))
        if 0x20 in glyphs:
            glyphs[0xA0] = glyphs[0x20]
        self.charToGlyph = glyphs
        scale = 1000.0 / self.unitsPerEm
        widths = [advance * scale for advance, _ in self.hmetrics]
        self.defaultWidth = widths[0]
        self.charWidths = {code: widths[glyph] for code, glyph in glyphs.items()}

    def _groups(self) -> list[tuple[int, int, int]] | None:
        """Give start, end and first glyph of each range of the Windows character map, None if it has another form."""
        base = self.get_table_pos("cmap")[0]
        count = struct.unpack_from(">H", self._ttf_data, base + 2)[0]
        maps = [struct.unpack_from(">HHL", self._ttf_data, base + 4 + 8 * number) for number in range(count)]
        offsets = [base + offset for platform, _, offset in maps if platform == 3]
        if not offsets or struct.unpack_from(">H", self._ttf_data, offsets[-1])[0] != _UNICODE_GROUPS:
            return None
        size = struct.unpack_from(">L", self._ttf_data, offsets[-1] + 12)[0]
        return list(struct.iter_unpack(">LLL", self._ttf_data[offsets[-1] + 16 : offsets[-1] + 16 + 12 * size]))

    def _read_metrics(self) -> None:
        """Read advance and bearing of every glyph, and where its outline begins."""
        glyphs = struct.unpack_from(">H", self._ttf_data, self.get_table_pos("maxp")[0] + 4)[0]
        full = struct.unpack_from(">H", self._ttf_data, self.get_table_pos("hhea")[0] + 34)[0]
        long = struct.unpack_from(">H", self._ttf_data, self.get_table_pos("head")[0] + 50)[0]
        start = self.get_table_pos("hmtx")[0]
        pairs = self._numbers("H", start, full * 2)
        bearings = self._numbers("H", start + full * 4, glyphs - full)
        self.hmetrics = [*zip(pairs[::2], pairs[1::2], strict=True), *((pairs[-2], bearing) for bearing in bearings)]
        places = self._numbers("I" if long else "H", self.get_table_pos("loca")[0], glyphs + 1)
        self.glyphPos = list(places) if long else [place << 1 for place in places]

    def _numbers(self, code: str, start: int, count: int) -> "array.array[int]":
        numbers = array.array(code)
        numbers.frombytes(self._ttf_data[start : start + count * numbers.itemsize])
        if sys.byteorder == "little":
            numbers.byteswap()
        return numbers
