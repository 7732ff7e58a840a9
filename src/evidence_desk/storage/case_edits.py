"""The edits of an evidence item as case.toml writes them."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Literal, cast

from evidence_desk.domain.edits import (
    Arrow,
    BoxMark,
    Crop,
    Edit,
    Edition,
    Magnify,
    Note,
    NumberMark,
    Redact,
    Rotate,
)
from evidence_desk.domain.geometry import Box, Point
from evidence_desk.errors import Words
from evidence_desk.storage.case_report import Section

__all__ = ["dump_edit", "parse_box", "parse_edit"]

_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_DEFAULT_COLOR = BoxMark(page=1, box=Box(0, 0, 1, 1)).color
_LABEL_MAX = 8


def parse_edit(section: Section) -> Edit | None:
    """Read one [[evidence.edits]] table; None (with problems) where it is wrong."""
    before = len(section.report.problems)
    kind = section.one_of("type", _PARSERS, required=True)
    page = section.whole("page", least=1, required=True)
    editions = _parse_editions(section)
    if kind is None:
        # without a type nobody can say which other keys are known
        return None
    edit = _PARSERS[kind](section, page or 1, editions)
    section.close()
    return edit if len(section.report.problems) == before else None


def parse_box(section: Section, name: str, *, required: bool = True) -> Box | None:
    """Read [x, y, width, height] as shares of the page; None where it is missing or wrong."""
    numbers = _parse_shares(section, name, ("x", "y", "width", "height"), required=required)
    if numbers is None:
        return None
    box = Box(*numbers)
    if not box.fits():
        message = Words(
            f"“{name}” {list(box)} 超出了页面。",
            f"“{name}” {list(box)} lies outside the page or has no area.",
        )
        hint = Words(
            "四个数依次是左、上、宽、高，都是页面的 0 到 1 之间的比例，左加宽、上加高不能大于 1。",
            "Left, top, width, height are shares (0..1) of the page; left+width and top+height may not exceed 1.",
        )
        section.report.problem(section.key(name), message, hint)
        return None
    return box


def _parse_point(section: Section, name: str) -> Point:
    numbers = _parse_shares(section, name, ("x", "y"), required=True)
    if numbers is None:
        return Point(0, 0)
    point = Point(*numbers)
    if not (0 <= point.x <= 1 and 0 <= point.y <= 1):
        message = Words(f"“{name}” {list(point)} 超出了页面。", f"“{name}” {list(point)} lies outside the page.")
        section.report.problem(section.key(name), message)
    return point


def _parse_shares(section: Section, name: str, parts: tuple[str, ...], *, required: bool) -> tuple[float, ...] | None:
    raw = section.raw(name)
    if raw is None:
        if required:
            section.missing(name)
        return None
    wanted = Words(f"{len(parts)} 个数的列表", f"a list of {len(parts)} numbers ({', '.join(parts)})")
    if not isinstance(raw, list):
        section.wrong_type(name, raw, wanted)
        return None
    if len(raw) != len(parts) or any(isinstance(n, bool) or not isinstance(n, int | Decimal) for n in raw):
        message = Words(f"“{name}”应为{wanted.zh}。", f"“{name}” should be {wanted.en}.")
        section.report.problem(section.key(name), message)
        return None
    return tuple(float(number) for number in raw)


def _parse_editions(section: Section) -> frozenset[Edition]:
    raw = section.raw("editions")
    if raw is None:
        return frozenset(Edition)
    if not isinstance(raw, list) or not raw or not all(isinstance(one, str) for one in raw):
        section.wrong_type("editions", raw, Words("非空的文本列表", "a non-empty list of texts"))
        return frozenset(Edition)
    known = {edition.value for edition in Edition}
    for name in raw:
        if name not in known:
            message = Words(f"没有“{name}”这个版本。", f"There is no edition “{name}”.")
            hint = Words("可用：platform、share、internal。", "Known: platform, share, internal.")
            section.report.problem(section.key("editions"), message, hint)
    return frozenset(Edition(name) for name in raw if name in known)


def _parse_color(section: Section) -> str:
    color = section.text("color")
    if not color:
        return _DEFAULT_COLOR
    if not _COLOR.fullmatch(color):
        message = Words(f"“{color}”不是颜色。", f"“{color}” is no colour.")
        section.report.problem(section.key("color"), message, Words("请写成 #c62f0c 这样。", "Write it like #c62f0c."))
    return color.lower()


def _parse_label(section: Section) -> str:
    raw = section.raw("label")
    if isinstance(raw, int) and not isinstance(raw, bool):
        return str(raw)
    label = section.text("label", required=True)
    if len(label) > _LABEL_MAX:
        message = Words(f"编号最多 {_LABEL_MAX} 个字符。", f"A label has at most {_LABEL_MAX} characters.")
        section.report.problem(section.key("label"), message)
    return label


def _parse_angle(section: Section) -> Literal[90, 180, 270]:
    angle = section.whole("angle", least=0, required=True)
    if angle not in (None, 90, 180, 270):
        message = Words(f"角度 {angle} 不可用。", f"The angle {angle} cannot be used.")
        section.report.problem(section.key("angle"), message, Words("可用：90、180、270。", "Known: 90, 180, 270."))
        return 90
    return cast("Literal[90, 180, 270]", angle or 90)


def _some_box(section: Section) -> Box:
    return parse_box(section, "box") or Box(0, 0, 1, 1)


def _parse_redact(section: Section, page: int, editions: frozenset[Edition]) -> Edit:
    style = section.one_of("style", ("solid", "mosaic")) or "solid"
    return Redact(page=page, editions=editions, box=_some_box(section), style=cast("Literal['solid', 'mosaic']", style))


_PARSERS: Mapping[str, Callable[[Section, int, frozenset[Edition]], Edit]] = {
    "redact": _parse_redact,
    "crop": lambda s, page, editions: Crop(page=page, editions=editions, box=_some_box(s)),
    "rotate": lambda s, page, editions: Rotate(page=page, editions=editions, angle=_parse_angle(s)),
    "box": lambda s, page, editions: BoxMark(page=page, editions=editions, box=_some_box(s), color=_parse_color(s)),
    "arrow": lambda s, page, editions: Arrow(
        page=page,
        editions=editions,
        start=_parse_point(s, "from"),
        end=_parse_point(s, "to"),
        color=_parse_color(s),
    ),
    "number": lambda s, page, editions: NumberMark(
        page=page, editions=editions, at=_parse_point(s, "at"), label=_parse_label(s)
    ),
    "note": lambda s, page, editions: Note(
        page=page, editions=editions, box=_some_box(s), text=s.text("text", required=True)
    ),
    "magnify": lambda s, page, editions: Magnify(page=page, editions=editions, box=_some_box(s)),
}


def dump_edit(edit: Edit) -> dict[str, object]:
    """Give the table that parse_edit reads back; defaults are left out."""
    table = _dump_kind(edit)
    kind = table.pop("type")
    if edit.editions != frozenset(Edition):
        table["editions"] = [edition.value for edition in Edition if edition in edit.editions]
    return {"type": kind, "page": edit.page, **table}


def _dump_kind(edit: Edit) -> dict[str, object]:
    match edit:
        case Redact():
            style = {} if edit.style == "solid" else {"style": edit.style}
            return {"type": "redact", "box": list(edit.box), **style}
        case Crop():
            return {"type": "crop", "box": list(edit.box)}
        case Rotate():
            return {"type": "rotate", "angle": edit.angle}
        case BoxMark():
            return {"type": "box", "box": list(edit.box), **_dump_color(edit.color)}
        case Arrow():
            return {"type": "arrow", "from": list(edit.start), "to": list(edit.end), **_dump_color(edit.color)}
        case NumberMark():
            return {"type": "number", "at": list(edit.at), "label": edit.label}
        case Note():
            return {"type": "note", "box": list(edit.box), "text": edit.text}
        case Magnify():
            return {"type": "magnify", "box": list(edit.box)}


def _dump_color(color: str) -> dict[str, object]:
    return {} if color == _DEFAULT_COLOR else {"color": color}
