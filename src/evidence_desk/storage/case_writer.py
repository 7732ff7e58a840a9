"""Writing a case as a folder, such that reading it back gives the same case."""

import re
import string
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import tomli_w

from evidence_desk.domain.cases import Case
from evidence_desk.domain.evidence import Evidence
from evidence_desk.domain.facts import Fact, aware, store_value
from evidence_desk.errors import EnvironmentFault, InputError, Problem, Words
from evidence_desk.storage.case_edits import dump_edit
from evidence_desk.storage.case_files import UnusableFileError, clean_name
from evidence_desk.storage.case_report import CASE_FILE
from evidence_desk.storage.case_toml import FORMAT
from evidence_desk.storage.disk import copy_file, disk_fault, same_content, write_file

__all__ = ["case_toml", "write_case_folder"]

_BARE = frozenset(string.ascii_letters + string.digits + "-_")
_TEXTS_BEFORE = ("title", "shop", "order_no", "complaint_no", "buyer", "goods")


def write_case_folder(case: Case, root: Path, *, originals: Mapping[str, Path]) -> None:
    """Write case.toml and copy the originals (name in the case -> where the file lies now) to the folder `root`.

    What else lies in the folder (library.json, say) is left alone. A file that is there already must be the same.
    case.toml comes last, and on failure what was copied goes again. Raises InputError, EnvironmentFault.
    """
    targets = _targets(case, root, originals)
    created: list[Path] = []
    try:
        for target, source in targets.items():
            if target.exists():
                continue
            _make_folders(target.parent, created)
            created.append(target)
            copy_file(source, target)
        _make_folders(root, created)
        write_file(root / CASE_FILE, case_toml(case).encode("utf-8"))
    except BaseException:
        _take_back(created)
        raise


def case_toml(case: Case) -> str:
    """Give the text of case.toml."""
    blocks = [_lines([("format", FORMAT)]), "[case]\n" + _lines(_case_rows(case))]
    if case.facts:
        blocks.append("[facts]\n" + _lines((fact.key, _fact_value(fact)) for fact in case.facts.values()))
    if case.statement is not None:
        blocks.append("[statement]\n" + _line("text", case.statement, multiline=True))
    blocks.extend(_item_block(item) for item in case.evidence)
    return "\n".join(blocks)


def _targets(case: Case, root: Path, originals: Mapping[str, Path]) -> dict[Path, Path]:
    targets: dict[Path, Path] = {}
    problems: list[Problem] = []
    for name in dict.fromkeys(name for item in case.evidence for name in item.files):
        try:
            target = root / clean_name(name)
        except UnusableFileError as error:
            problems.append(Problem(error.message, error.hint, name))
            continue
        source = originals.get(name, target)
        if target.name.casefold() == CASE_FILE and target.parent == root:
            message = Words("证据不能叫 case.toml。", "Evidence cannot be called case.toml.")
            problems.append(Problem(message, Words("请给文件改个名字。", "Give the file another name."), name))
        elif not source.is_file():
            message = Words("找不到原件。", "The original is missing.")
            problems.append(Problem(message, Words("请把文件放回原处。", "Put the file back where it was."), name))
        elif target.exists() and not same_content(source, target):
            message = Words("文件夹里已有同名但内容不同的文件。", "The folder holds another file of that name.")
            problems.append(Problem(message, Words("请换一个空文件夹。", "Choose an empty folder."), name))
        targets[target] = source
    if problems:
        raise InputError(problems)
    return targets


def _make_folders(folder: Path, created: list[Path]) -> None:
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        try:
            one.mkdir()
        except OSError as error:
            raise disk_fault(error, str(one)) from error
        created.append(one)


def _take_back(created: list[Path]) -> None:
    for path in reversed(created):
        try:
            if path.is_dir():
                path.rmdir()
            else:
                path.unlink(missing_ok=True)
        except OSError as error:
            # the fault that brought us here is the one to tell; this one only adds where it left something
            raise EnvironmentFault(
                Problem(
                    Words("未能撤回写了一半的文件。", "What was half written could not be removed."),
                    Words("请关闭打开它的程序后手动删除。", "Close the program that holds it, and delete it."),
                    str(path),
                )
            ) from error


def _case_rows(case: Case) -> Iterable[tuple[str, object]]:
    yield "platform", case.platform
    yield "complaint", case.complaint
    if case.position is not None:
        yield "position", case.position
    yield "stage", case.stage.value
    for key in _TEXTS_BEFORE:
        if text := getattr(case, key):
            yield key, text
    if case.amount is not None:
        yield "amount", case.amount
    if case.received_at is not None:
        yield "received_at", case.received_at
    if case.deadline is not None:
        yield "deadline", case.deadline
    if case.request:
        yield "request", case.request


def _fact_value(fact: Fact) -> object:
    if fact.place is None and fact.confirmed:
        return fact.value
    table: dict[str, object] = {"value": fact.value}
    if fact.place is not None:
        table["source"] = fact.place.evidence
        if fact.place.page is not None:
            table["page"] = fact.place.page
        if fact.place.box is not None:
            table["box"] = list(fact.place.box)
    if not fact.confirmed:
        table["confirmed"] = False
    return table


def _item_block(item: Evidence) -> str:
    rows: list[tuple[str, object]] = [("id", item.id), ("files", list(item.files))]
    if item.kind is not None:
        rows.append(("kind", item.kind))
    rows.extend((key, text) for key in ("title", "proves", "source") if (text := getattr(item, key)))
    if item.taken_at is not None:
        rows.append(("taken_at", item.taken_at))
    rows.append(("include", item.include))
    text = "[[evidence]]\n" + _lines(rows)
    if item.notes:
        text += _line("notes", item.notes, multiline=True)
    if item.fields:
        text += "[evidence.fields]\n" + _lines(item.fields.items())
    for edit in item.edits:
        text += "[[evidence.edits]]\n" + _lines(dump_edit(edit).items())
    return text


def _lines(rows: Iterable[tuple[str, object]]) -> str:
    return "".join(_line(key, value) for key, value in rows)


def _line(key: str, value: object, *, multiline: bool = False) -> str:
    name = key if key and set(key) <= _BARE else _text(key)
    if multiline and isinstance(value, str) and "\n" in value and "\r" not in value:
        # a carriage return would not survive several lines
        return tomli_w.dumps({key: value}, multiline_strings=True)
    return f"{name} = {_literal(value)}\n"


def _literal(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str() | Decimal():
            return _text(str(store_value(value)))
        case datetime():
            return _moment(value)
        case date():
            return value.isoformat()
        case float():
            return _decimal(value)
        case int():
            return str(value)
        case list():
            return f"[{', '.join(_literal(one) for one in value)}]"
        case dict():
            rows = (_line(key, one).rstrip("\n") for key, one in value.items())
            return f"{{ {', '.join(rows)} }}"
        case _:
            raise TypeError(f"{type(value).__name__} has no place in case.toml")


def _text(text: str) -> str:
    return tomli_w.dumps({"k": text}).removeprefix("k = ").removesuffix("\n")


def _moment(value: datetime) -> str:
    value = aware(value)
    offset = value.utcoffset()
    if offset is None or offset.total_seconds() % 60:
        # TOML writes offsets in whole minutes; the moment stays the same
        value = value.astimezone(UTC)
    return value.isoformat()


def _decimal(value: float) -> str:
    shown = repr(value)
    return re.sub(r"^(-?\d+)(e.*)$", r"\1.0\2", shown)
