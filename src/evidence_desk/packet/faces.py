"""The faces the packet is set in: one family in two weights, and fallbacks for what it lacks."""

import re
import threading
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from evidence_desk.errors import EnvironmentFault, Problem, Words

__all__ = ["REPORTLAB_LOCK", "FaceBook", "Glyphs", "Weight", "clean", "load_faces"]

REPORTLAB_LOCK = threading.RLock()
"""Held from the first drawing of a document to its save, and while a font is read: ReportLab knows fonts by name for
the whole process, and each keeps its state of the document that is being drawn."""

Weight = Literal["regular", "semibold"]

MISSING_MARK = "〓"
"""The printer's mark for a character that is not in the case."""

_UNSEEN = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180b-\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_TONES_AND_TAGS = re.compile("[\U0001f3fb-\U0001f3ff\U000e0000-\U000e007f]")


class Glyphs(NamedTuple):
    """A stretch of text that one face can set; `width` in thousandths of the type size."""

    face: str
    text: str
    width: float


class _Face:
    """One font file, read when it is first asked for a character."""

    def __init__(self, name: str, path: Path) -> None:
        self.name = name
        self._path = path
        self._widths: dict[int, float] | None = None

    @property
    def widths(self) -> dict[int, float]:
        """Advance by code point, in thousandths of the type size."""
        return self._read() if self._widths is None else self._widths

    def _read(self) -> dict[int, float]:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFError

        from evidence_desk.packet.font_files import FontFile

        with REPORTLAB_LOCK:
            if self._widths is None:
                try:
                    font = FontFile(self.name, self._path)
                except (TTFError, OSError) as error:
                    raise EnvironmentFault(
                        Problem(
                            Words("字体文件缺失或已损坏。", "A font file is missing or damaged."),
                            Words("请重新安装本程序。", "Please reinstall the program."),
                            self._path.name,
                        )
                    ) from error
                pdfmetrics.registerFont(font)
                self._widths = font.face.charWidths
            return self._widths


@cache
def _face(name: str, path: Path) -> _Face:
    """Give the face of a font file, one for the whole process: reading a Chinese font takes longer than a page."""
    return _Face(name, path)


@dataclass
class FaceBook:
    """All faces by weight in order of preference; splits text into stretches that one face can set.

    One book is for one packet at a time: `missing` collects the characters no face has, as they are met.
    """

    chains: dict[Weight, tuple[_Face, ...]]
    missing: set[str] = field(default_factory=set)
    _choices: dict[tuple[Weight, str], tuple[_Face, str]] = field(default_factory=dict)

    def warm(self) -> None:
        """Read the two main faces now, so that the first line need not wait for them."""
        for chain in self.chains.values():
            len(chain[0].widths)

    def split(self, text: str, weight: Weight) -> tuple[Glyphs, ...]:
        """Split `text` by face, in order. What cannot be seen is dropped; what no face has becomes 〓."""
        return tuple(self._stretches(clean(text), weight))

    def _stretches(self, text: str, weight: Weight) -> Iterator[Glyphs]:
        face: _Face | None = None
        start: list[str] = []
        width = 0.0
        for char in text:
            chosen, shown = self._choose(char, weight)
            if chosen is not face and start and face:
                yield Glyphs(face.name, "".join(start), width)
                start, width = [], 0.0
            face = chosen
            start.append(shown)
            width += chosen.widths[ord(shown)]
        if start and face:
            yield Glyphs(face.name, "".join(start), width)

    def _choose(self, char: str, weight: Weight) -> tuple[_Face, str]:
        key = (weight, char)
        found = self._choices.get(key)
        if found is None:
            found = self._search(char, weight)
            self._choices[key] = found
        if found[1] == MISSING_MARK and char != MISSING_MARK:
            self.missing.add(char)
        return found

    def _search(self, char: str, weight: Weight) -> tuple[_Face, str]:
        chain = self.chains[weight]
        for form in (char, unicodedata.normalize("NFKC", char)):
            if len(form) == 1:
                for face in chain:
                    if ord(form) in face.widths:
                        return face, form
        return chain[0], MISSING_MARK


def clean(text: str) -> str:
    """Drop what has no shape of its own: controls, direction marks, joiners, variation selectors, skin tones."""
    if text.isascii() and text.isprintable():
        return text
    flat = text.replace("\t", " ").replace("\n", " ").replace("\u00a0", " ")
    return _TONES_AND_TAGS.sub("", _UNSEEN.sub("", flat))


def load_faces(folder: Path) -> FaceBook:
    """Read `fonts.toml` of the font folder. Raises EnvironmentFault when it is missing or says nonsense."""
    try:
        fonts = tomllib.loads((folder / "fonts.toml").read_text(encoding="utf-8"))["font"]
        faces = {str(font["id"]): _face(f"Evidence-{font['id']}", folder / str(font["file"])) for font in fonts}
        regular, semibold = faces.pop("regular"), faces.pop("semibold")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EnvironmentFault(
            Problem(
                Words("找不到随程序安装的字体。", "The fonts installed with the program are not there."),
                Words("请重新安装本程序。", "Please reinstall the program."),
                "fonts.toml",
            )
        ) from error
    fallbacks = tuple(faces.values())
    return FaceBook({"regular": (regular, *fallbacks), "semibold": (semibold, regular, *fallbacks)})
