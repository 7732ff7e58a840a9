"""From what TOML holds to the domain's values, with every problem named by file, key and what was expected."""

import dataclasses
import difflib
import types
import typing
from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cache
from typing import Annotated, Any, NamedTuple, TypeVar, cast

from pydantic import Field, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails, to_json

from evidence_desk.domain.checks import Check
from evidence_desk.domain.facts import FactKey
from evidence_desk.domain.platforms import Platform
from evidence_desk.domain.playbook import EvidenceKind, Phrase, Playbook, ToneRule
from evidence_desk.errors import InputError, Problem, Words

__all__ = ["Wording", "parse_facts", "parse_kinds", "parse_platform", "parse_playbook", "parse_wording"]

Loc = tuple[int | str, ...]
T = TypeVar("T")

_EXPECTED: Mapping[str, Words] = {
    "string_type": Words("应为文字（加引号）", "text in quotes expected"),
    "int_type": Words("应为整数", "a whole number expected"),
    "int_from_float": Words("应为整数", "a whole number expected"),
    "float_type": Words("应为数字", "a number expected"),
    "bool_type": Words("应为 true 或 false", "true or false expected"),
    "tuple_type": Words("应为数组 [...]", "an array [...] expected"),
    "dict_type": Words("应为表 { 键 = 值 }", "a table { key = value } expected"),
    "mapping_type": Words("应为表 { 键 = 值 }", "a table { key = value } expected"),
    "dataclass_type": Words("应为表 { 键 = 值 }", "a table { key = value } expected"),
    "missing": Words("缺少这一项，必须填写", "this key is missing and must be given"),
    "union_tag_not_found": Words("缺少 rule，必须写明规则种类", "rule is missing: name the kind of rule"),
}


class Wording(NamedTuple):
    """What wording.toml holds: the tone rules, and phrases to use instead."""

    tone: tuple[ToneRule, ...]
    prefer: tuple[Phrase, ...]


def parse_playbook(data: Mapping[str, Any], file: str) -> Playbook:
    """Validate one playbook file. Raises InputError with all problems found."""
    rest = {key: value for key, value in data.items() if key != "checks"}
    problems: list[Problem] = []
    checks: tuple[Check, ...] = ()
    playbook: Playbook | None = None
    try:
        checks = _checks().validate_json(to_json(data.get("checks", [])), strict=True)
    except ValidationError as error:
        # the tag that picked the class stands in the place; the file has no such key
        problems += [
            _problem(detail, file=file, prefix=("checks",), root=Check, data=data) for detail in _details(error)
        ]
    try:
        playbook = _adapter(Playbook).validate_json(to_json(rest), strict=True)
    except ValidationError as error:
        problems += [_problem(detail, file=file, prefix=(), root=Playbook, data=data) for detail in _details(error)]
    if problems or playbook is None:
        raise InputError(problems)
    return dataclasses.replace(playbook, checks=checks)


def parse_platform(data: Mapping[str, Any], file: str) -> Platform:
    """Validate one platform profile. Raises InputError with all problems found."""
    return _validate(Platform, data, file)


def parse_facts(data: Mapping[str, Any], file: str) -> tuple[FactKey, ...]:
    """Validate the fact vocabulary, an array of [[fact]]. Raises InputError with all problems found."""
    return _validate_list(FactKey, data, file=file, key="fact", allowed=("fact",))


def parse_kinds(data: Mapping[str, Any], file: str) -> tuple[EvidenceKind, ...]:
    """Validate the evidence kinds, an array of [[kind]]. Raises InputError with all problems found."""
    return _validate_list(EvidenceKind, data, file=file, key="kind", allowed=("kind",))


def parse_wording(data: Mapping[str, Any], file: str) -> Wording:
    """Validate the wording rules, [[tone]] and [[prefer]]. Raises InputError with all problems found."""
    allowed = ("tone", "prefer")
    problems: list[Problem] = []
    tone: tuple[ToneRule, ...] = ()
    prefer: tuple[Phrase, ...] = ()
    try:
        tone = _validate_list(ToneRule, data, file=file, key="tone", allowed=allowed)
    except InputError as error:
        problems += error.problems
    try:
        prefer = _validate_list(Phrase, data, file=file, key="prefer", allowed=allowed)
    except InputError as error:
        problems += [problem for problem in error.problems if problem not in problems]
    if problems:
        raise InputError(problems)
    return Wording(tone, prefer)


@cache
def _adapter(cls: Any) -> TypeAdapter[Any]:
    return TypeAdapter(cls)


@cache
def _checks() -> TypeAdapter[tuple[Check, ...]]:
    return TypeAdapter(tuple[Annotated[Check, Field(discriminator="rule")], ...])


def _validate(cls: type[T], data: Mapping[str, Any], file: str) -> T:
    try:
        # a class is hashable, whatever its instances are
        value: T = _adapter(cast("Hashable", cls)).validate_json(to_json(data), strict=True)
    except ValidationError as error:
        raise InputError(
            _problem(detail, file=file, prefix=(), root=cls, data=data) for detail in _details(error)
        ) from error
    return value


def _validate_list(
    cls: type[T], data: Mapping[str, Any], *, file: str, key: str, allowed: Sequence[str]
) -> tuple[T, ...]:
    problems = [_unknown_key((name,), file=file, known=allowed) for name in data if name not in allowed]
    value: tuple[T, ...] = ()
    try:
        value = _adapter(tuple[cls, ...]).validate_json(to_json(data.get(key, [])), strict=True)  # type: ignore[valid-type]  # no checker knows cls
    except ValidationError as error:
        problems += [_problem(detail, file=file, prefix=(key,), root=cls, data=data) for detail in _details(error)]
    if problems:
        raise InputError(problems)
    return value


def _details(error: ValidationError) -> list[ErrorDetails]:
    return error.errors(include_url=False, include_input=False)


def _problem(detail: ErrorDetails, *, file: str, prefix: Loc, root: Any, data: Mapping[str, Any]) -> Problem:
    loc = tuple(part for part in (*prefix, *detail["loc"]) if part != "[key]")
    tag = ""
    if prefix == ("checks",) and len(loc) > 2:
        tag, loc = str(loc[2]), (*loc[:2], *loc[3:])
    if detail["type"] == "unexpected_keyword_argument":
        inner = loc[len(prefix) + 1 : -1] if prefix else loc[:-1]
        return _unknown_key(loc, file=file, known=_known_keys(root, inner, tag), owner=_owner(data, loc))
    expected = _expected(detail)
    key, owner = _spell(loc), _owner(data, loc)
    return Problem(
        Words(f"{key}：{expected.zh}。", f"{key}: {expected.en}."),
        Words(f"见{owner}这一项。", f"See the entry {owner}.") if owner else Words("", ""),
        file=file,
        key=key,
    )


def _expected(detail: ErrorDetails) -> Words:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind in ("literal_error", "enum"):
        return Words(f"应为 {context['expected']} 之一", f"one of {context['expected']} expected")
    if kind == "union_tag_invalid":
        return Words(
            f"没有名为 {context['tag']} 的规则，应为 {context['expected_tags']} 之一",
            f"no rule is called {context['tag']}; one of {context['expected_tags']} expected",
        )
    return _EXPECTED.get(kind, Words(f"值不合要求（{detail['msg']}）", detail["msg"]))


def _unknown_key(loc: Loc, *, file: str, known: Iterable[str], owner: str = "") -> Problem:
    key, name, known = _spell(loc), str(loc[-1]), list(known)
    near = difflib.get_close_matches(name, known, 1)
    near_zh, near_en = (f"是否想写 {near[0]}？", f"Did you mean {near[0]}? ") if near else ("", "")
    where = f"（{owner}）" if owner else ""
    return Problem(
        Words(f"{key}{where}：没有这个键。", f"{key}{where and f' ({owner})'}: there is no such key."),
        Words(f"{near_zh}这里可用的键：{'、'.join(known)}。", f"{near_en}Keys known here: {', '.join(known)}."),
        file=file,
        key=key,
    )


def _known_keys(root: Any, loc: Loc, tag: str) -> list[str]:
    """Walk the types along a place and give the keys the table there may have."""
    if tag:
        root = next((cls for cls in typing.get_args(Check) if cls.rule == tag), root)
    for part in loc:
        arguments = typing.get_args(root)
        if isinstance(part, int):
            root = arguments[0] if arguments else root
        elif dataclasses.is_dataclass(root):
            root = typing.get_type_hints(root).get(part)
        elif arguments:
            root = arguments[-1]
    if isinstance(root, types.UnionType):
        return []
    return [field.name for field in dataclasses.fields(root)] if dataclasses.is_dataclass(root) else []


def _spell(loc: Loc) -> str:
    """Write a place as people do: positions[0].draft.course[2].text, counted from 0."""
    text = ""
    for part in loc:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _owner(data: Any, loc: Loc) -> str:
    """Give the id of the innermost entry on the way, so that nobody has to count tables."""
    owner = ""
    for part in loc:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(part, int) and isinstance(data, Mapping):
            owner = str(data.get("id") or data.get("key") or owner)
    return owner
