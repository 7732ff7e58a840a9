"""Copying a PDF page by what draws: everything is left behind unless a list here names it.

Nothing is deleted from the source; a fresh file is filled. What has no place on a list (scripts, actions, links, forms,
embedded files, metadata, structure, thumbnails, private data) has therefore no way into it.
"""

import re
import zlib
from collections.abc import Callable
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from evidence_desk.errors import InputError, Words
from evidence_desk.imaging.faults import damaged, too_big
from evidence_desk.imaging.inflate import BrokenStreamError, Inflating
from evidence_desk.imaging.limits import MAX_PIXELS

__all__ = ["PageCopier"]

_IMAGE_KEYS: Final = (
    *("Width", "Height", "ColorSpace", "BitsPerComponent", "Intent", "ImageMask", "Mask", "Decode", "Interpolate"),
    *("SMask", "SMaskInData", "Matte"),
)
_FORM_KEYS: Final = ("FormType", "BBox", "Matrix")
_TILING_KEYS: Final = ("PatternType", "PaintType", "TilingType", "BBox", "XStep", "YStep", "Matrix")
_GROUP_KEYS: Final = ("S", "CS", "I", "K")
_NEVER: Final = frozenset(
    {
        *("/AA", "/A", "/OpenAction", "/JS", "/JavaScript", "/Metadata", "/PieceInfo", "/Thumb", "/StructParent"),
        *("/StructParents", "/OPI", "/Ref", "/OC", "/Alternates", "/Measure", "/PtData", "/AF", "/Dest", "/URI"),
        *("/LastModified", "/Parent", "/P", "/Annots", "/ID", "/EF", "/FS"),
    }
)
_NAME_MAPS: Final = frozenset({"/CharProcs", "/Colorants"})
"""Dictionaries whose keys are names of glyphs and inks; a glyph may be called A."""

_MAX_DEPTH = 60
_MAX_OBJECTS = 100_000
_MAX_CONTENT = 24_000_000
"""Bytes of drawing instructions a page; a detailed map has a few million, and an engine needs some fifty times that."""

_MAX_DRAWS = 200_000
_MAX_IMAGE_PIXELS = 2 * MAX_PIXELS
_DO: Final = re.compile(rb"/([^\s/<>\[\]{}()%]+)\s+Do\b")


class PageCopier:
    """Copies what one source page draws with into `target`. One copier a page.

    On the way it refuses (InputError) what would overwhelm a viewer, and notes in `doubts` what it cannot carry over.
    """

    def __init__(self, target: Pdf, *, hidden_layers: bool, name: str, page: int | None) -> None:
        self._target = target
        self._hidden_layers = hidden_layers
        self._name, self._page = name, page
        self._known: dict[tuple[int, int], Object | None] = {}
        self._draws: dict[tuple[int, int], int] = {}
        self._count = 0
        self._content_size = 0
        self._doubts: dict[str, Words] = {}
        self.broken_streams = 0

    @property
    def doubts(self) -> tuple[Words, ...]:
        """Why the copy cannot be vouched for; empty where it can."""
        return tuple(self._doubts.values())

    def doubt(self, *, zh: str, en: str) -> None:
        """Note why the copy may not show what the page shows, and go on: the rest must still be looked over."""
        self._doubts[en] = Words(zh, en)

    # what a page draws with

    def form(self, *, content: list[Stream], resources: Object | None, box: Array, group: Object | None) -> Stream:
        """Make a form of a page's content streams; a single one's packed data stay as they are."""
        plain = [self._inflate(part) for part in content]
        if len(content) == 1:
            made = self._stream(content[0])
        else:
            # parts may break between two words, never within one
            made = Stream(self._target, zlib.compress(b"\n".join(plain)), Filter=Name.FlateDecode)
        made.Type, made.Subtype = Name.XObject, Name.Form
        made.BBox = box
        made.Resources = self._resources(resources, depth=0)
        if group is not None:
            made.Group = self._picked(group, _GROUP_KEYS, depth=0)
        self._weigh(b"\n".join(plain), resources)
        return made

    def appearance(self, source: Object) -> Stream | None:
        """Copy an annotation's appearance, a form of its own."""
        copied = self._xobject(source, depth=0)
        if isinstance(copied, Stream) or copied is None:
            return copied
        raise self._damage("批注的外观", "the appearance of an annotation")

    def _resources(self, source: Object | None, *, depth: int) -> Dictionary:
        made = Dictionary()
        if not isinstance(source, Dictionary):
            return made
        self._judge_layers(source.get("/Properties"))
        copiers = {
            "/XObject": self._xobject,
            "/Font": self._plain,
            "/ExtGState": self._state,
            "/Pattern": self._pattern,
            "/ColorSpace": self._plain,
            "/Shading": self._plain,
        }
        for key, copy in copiers.items():
            entries = source.get(key)
            if isinstance(entries, Dictionary):
                copied = {name: copy(value, depth=depth + 1) for name, value in entries.items()}
                made[key] = Dictionary({name: value for name, value in copied.items() if value is not None})
        return made

    def _judge_layers(self, properties: Object | None) -> None:
        if not self._hidden_layers or not isinstance(properties, Dictionary):
            return
        for value in properties.as_dict().values():
            if isinstance(value, Dictionary) and value.get("/Type") in (Name.OCG, Name.OCMD):
                self._doubt_layers()

    def judge_layer(self, source: Object) -> None:
        """Note a doubt if a layer that could be hidden rules over this object."""
        if self._hidden_layers and "/OC" in source:
            self._doubt_layers()

    def _doubt_layers(self) -> None:
        self.doubt(zh="页面含有隐藏图层", en="the page has hidden layers")

    def _xobject(self, source: Object | None, *, depth: int) -> Object | None:
        if not isinstance(source, Stream):
            return None
        self.judge_layer(source)
        subtype = source.get("/Subtype")
        if subtype == Name.Image:
            return self._remember(source, depth, self._image)
        if subtype == Name.Form or "/BBox" in source:
            return self._remember(source, depth, self._inner_form)
        return None  # PostScript and unknown kinds draw nothing in a viewer

    def _image(self, source: Stream, depth: int) -> Object:
        width, height = _whole(source.get("/Width")), _whole(source.get("/Height"))
        if width < 1 or height < 1 or width * height > _MAX_IMAGE_PIXELS:
            raise too_big(
                name=self._name,
                page=self._page,
                zh=f"页内图片标称 {width}×{height} 像素，超出可处理的范围。",
                en=f"An image on the page claims {width}x{height} px, beyond what can be handled.",
            )
        made = self._stream(source)
        made.Type, made.Subtype = Name.XObject, Name.Image
        for key in _IMAGE_KEYS:
            value = source.get("/" + key)
            if value is None:
                continue
            masks = key in ("SMask", "Mask") and isinstance(value, Stream)
            copied = self._remember(value, depth + 1, self._image) if masks else self._plain(value, depth=depth + 1)
            if copied is not None:
                made["/" + key] = copied
        return made

    def _inner_form(self, source: Stream, depth: int) -> Object:
        made = self._stream(source)
        made.Type, made.Subtype = Name.XObject, Name.Form
        self._pick_into(made, source, _FORM_KEYS, depth=depth)
        if "/Group" in source:
            made.Group = self._picked(source.Group, _GROUP_KEYS, depth=depth)
        if "/Resources" in source:
            made.Resources = self._resources(source.Resources, depth=depth + 1)
        self._draws[source.objgen] = self._weigh(self._inflate(source), source.get("/Resources"))
        return made

    def _state(self, source: Object, *, depth: int) -> Object | None:
        if not isinstance(source, Dictionary):
            return None
        made = Dictionary()
        for key, value in source.items():
            if key == "/SMask" and isinstance(value, Dictionary):
                mask = self._picked(value, ("S", "BC", "TR"), depth=depth)
                group = self._xobject(value.get("/G"), depth=depth + 1)
                if group is not None:
                    mask.G = group
                    made.SMask = mask
            elif key not in _NEVER:
                copied = self._plain(value, depth=depth + 1)
                if copied is not None:
                    made[key] = copied
        return made

    def _pattern(self, source: Object, *, depth: int) -> Object | None:
        if isinstance(source, Stream):
            return self._remember(source, depth, self._tiling)
        if not isinstance(source, Dictionary):
            return None
        made = self._picked(source, ("PatternType", "Matrix", "Shading"), depth=depth)
        if "/ExtGState" in source:
            state = self._state(source.ExtGState, depth=depth + 1)
            if state is not None:
                made.ExtGState = state
        return made

    def _tiling(self, source: Stream, depth: int) -> Object:
        made = self._stream(source)
        self._pick_into(made, source, _TILING_KEYS, depth=depth)
        made.Resources = self._resources(source.get("/Resources"), depth=depth + 1)
        self._weigh(self._inflate(source), source.get("/Resources"))
        return made

    # fonts, colour spaces, functions, numbers: nothing in them can act, so all but the forbidden keys goes over

    def _plain(self, source: Any, *, depth: int) -> Any:
        if isinstance(source, Stream):
            return self._remember(source, depth, self._plain_stream)
        if isinstance(source, Dictionary):
            if source.is_indirect:
                return self._remember(source, depth, self._plain_dictionary)
            return self._plain_dictionary(source, depth)
        if isinstance(source, Array):
            if depth > _MAX_DEPTH:
                raise self._too_deep()
            values = [self._plain(value, depth=depth + 1) for value in source]
            return Array([value if value is not None else None for value in values])
        if isinstance(source, Object) and source.is_indirect:
            return self._unlinked(source)
        return source

    def _plain_dictionary(self, source: Object, depth: int) -> Object:
        if depth > _MAX_DEPTH:
            raise self._too_deep()
        made = Dictionary()
        is_font = source.get("/Type") == Name.Font or source.get("/Subtype") == Name.Type3
        for key, value in source.items():
            if key in _NEVER:
                continue
            if is_font and key == "/Resources":
                made[key] = self._resources(value, depth=depth + 1)
                continue
            if key in _NAME_MAPS and isinstance(value, Dictionary):
                entries = {name: self._plain(entry, depth=depth + 1) for name, entry in value.items()}
                made[key] = Dictionary({name: entry for name, entry in entries.items() if entry is not None})
                continue
            copied = self._plain(value, depth=depth + 1)
            if copied is not None:
                made[key] = copied
        return made

    def _plain_stream(self, source: Stream, depth: int) -> Object:
        made = self._stream(source)
        for key, value in source.items():
            if key in _NEVER or key in ("/Length", "/Filter", "/DecodeParms", "/F", "/FFilter", "/FDecodeParms", "/DL"):
                continue
            copied = self._plain(value, depth=depth + 1)
            if copied is not None:
                made[key] = copied
        return made

    def _unlinked(self, source: Object) -> Any:
        """Give a scalar that stood as an object of its own as a value."""
        return pikepdf.Object.parse(source.unparse(resolved=True))

    def _picked(self, source: Object, keys: tuple[str, ...], *, depth: int) -> Dictionary:
        made = Dictionary()
        if isinstance(source, Dictionary):
            self._pick_into(made, source, keys, depth=depth)
        return made

    def _pick_into(self, made: Any, source: Object, keys: tuple[str, ...], *, depth: int) -> None:
        for key in keys:
            value = source.get("/" + key)
            copied = self._plain(value, depth=depth + 1) if value is not None else None
            if copied is not None:
                made["/" + key] = copied

    # the bookkeeping under all of it

    def _remember(self, source: Any, depth: int, make: Callable[[Any, int], Object]) -> Object | None:
        """Copy an object once, however often it is used; one that contains itself draws nothing there."""
        if depth > _MAX_DEPTH:
            raise self._too_deep()
        key = source.objgen
        if key in self._known and key != (0, 0):
            return self._known[key]
        self._count += 1
        if self._count > _MAX_OBJECTS:
            raise self._too_deep()
        self._known[key] = None
        made = self._target.make_indirect(make(source, depth))
        self._known[key] = made
        return made

    def _stream(self, source: Stream) -> Stream:
        """Copy a stream's packed data and how they are packed, and look whether they unpack."""
        if "/F" in source:
            self.doubt(zh="页面引用了文件之外的内容", en="the page refers to content outside the file")
        data = source.read_raw_bytes()
        made = Stream(self._target, data)
        filters = _filters(source)
        if filters:
            made.Filter = Array([Name(entry) for entry in filters]) if len(filters) > 1 else Name(filters[0])
        if "/DecodeParms" in source:
            parameters = self._plain(source.DecodeParms, depth=1)
            if parameters is not None:
                made.DecodeParms = parameters
        if filters == ["/FlateDecode"] and not _unpacks(data):
            self.broken_streams += 1
        return made

    def _inflate(self, source: Stream) -> bytes:
        """Unpack drawing instructions, within bounds: they are what a page must not lose."""
        data, filters = source.read_raw_bytes(), _filters(source)
        if filters == ["/FlateDecode"] and "/DecodeParms" not in source:
            plain = self._inflate_flate(data)
        elif filters and len(data) > _MAX_CONTENT // 100:
            raise self._too_deep()
        else:
            try:
                plain = source.read_bytes()
            except pikepdf.PdfError as error:
                raise self._damage("绘图指令", "drawing instructions") from error
        self._content_size += len(plain)
        if self._content_size > _MAX_CONTENT:
            raise self._too_deep()
        return plain

    def _inflate_flate(self, data: bytes) -> bytes:
        out, size = [], self._content_size
        try:
            for piece in Inflating(data).pieces():
                size += len(piece)
                if size > _MAX_CONTENT:
                    raise self._too_deep()
                out.append(piece)
        except BrokenStreamError as error:
            raise self._damage("绘图指令", "drawing instructions") from error
        return b"".join(out)

    def _weigh(self, content: bytes, resources: Object | None) -> int:
        """Count what drawing the content comes to, forms within forms multiplied out, and refuse an avalanche."""
        forms = resources.get("/XObject") if isinstance(resources, Dictionary) else None
        total = 1
        if isinstance(forms, Dictionary):
            for match in _DO.finditer(content):
                form = forms.get("/" + match[1].decode("latin-1"))
                total += self._draws.get(form.objgen, 1) if isinstance(form, Stream) else 0
                if total > _MAX_DRAWS:
                    raise self._too_deep()
        return total

    def _too_deep(self) -> InputError:
        return too_big(
            name=self._name,
            page=self._page,
            zh="PDF 页面的内部结构异常庞大，无法安全处理。",
            en="The page's inner structure is abnormally large and cannot be handled safely.",
        )

    def _damage(self, zh: str, en: str) -> InputError:
        return damaged(self._name, page=self._page, zh=f"{zh}无法读取", en=f"the {en} cannot be read")


def _filters(stream: Stream) -> list[str]:
    entry = stream.get("/Filter")
    if entry is None:
        return []
    return [str(value) for value in entry] if isinstance(entry, Array) else [str(entry)]


def _unpacks(data: bytes) -> bool:
    inflating = Inflating(data)
    try:
        for _ in inflating.pieces():
            pass
    except BrokenStreamError:
        return False
    return inflating.ended


def _whole(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        return 0
