"""Our quick reading of a font gives what ReportLab's own gives."""

from pathlib import Path

import pytest
from reportlab.pdfbase.ttfonts import TTFontFace

from evidence_desk.packet.font_files import FontFile
from evidence_desk.resources import resource_folder

FONTS = sorted((resource_folder() / "fonts").glob("*.ttf"))


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.stem)
def test_a_font_reads_as_reportlab_reads_it(path: Path) -> None:
    quick, slow = FontFile("Quick", path).face, TTFontFace(str(path))
    assert quick.charToGlyph == slow.charToGlyph
    assert quick.charWidths == pytest.approx(slow.charWidths)
    # of glyphs without an advance of their own ReportLab keeps a scaled one, which is wrong in the font it writes
    assert [bearing for _, bearing in quick.hmetrics] == [bearing for _, bearing in slow.hmetrics]
    assert quick.glyphPos == slow.glyphPos
    assert quick.defaultWidth == pytest.approx(slow.defaultWidth)
    if quick.hmetrics == slow.hmetrics:
        assert quick.makeSubset([0x20, 0x41, 0x4E00]) == slow.makeSubset([0x20, 0x41, 0x4E00])
