"""From originals to plates: two at a time, each once, and everything that is wrong with any of them told together."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from evidence_desk.domain.edits import Crop, Edit, Edition, Redact, Rotate, page_recipe
from evidence_desk.domain.evidence import Evidence, Original
from evidence_desk.domain.findings import Finding, Severity
from evidence_desk.domain.picture import PageContent
from evidence_desk.errors import InputError, Problem, Words
from evidence_desk.imaging import IMAGING_VERSION, OpenedOriginal, hash_file, open_original
from evidence_desk.packet import PLATE_VERSION, Plate, PlateCache

__all__ = ["PlatedFile", "PlatedOriginals", "plate_originals", "probe_original"]

_WORKERS = 2


class PlatedFile(NamedTuple):
    """An original and its plate."""

    original: Original
    plate: Plate


@dataclass(frozen=True)
class PlatedOriginals:
    """The files of each item in order, by evidence id, and what was noticed on the way."""

    files: Mapping[str, Sequence[PlatedFile]]
    findings: tuple[Finding, ...]


def probe_original(name: str, path: Path) -> tuple[Problem, ...]:
    """Say what is wrong with a file's content; used when a case cannot be built anyway, to tell everything at once."""
    try:
        with open_original(path, name=name) as opened:
            opened.prove()
    except InputError as error:
        return error.problems
    return ()


class _Task(NamedTuple):
    """Files that one thread works through: an item with edits as a whole, since pages count over its files."""

    item: Evidence
    names: tuple[str, ...]


def plate_originals(
    items: Sequence[Evidence],
    paths: Mapping[str, Path],
    *,
    edition: Edition,
    cache: PlateCache,
    step: Callable[[int, int], None],
) -> PlatedOriginals:
    """Hash, prove and plate every original of `items`.

    Raises InputError with every problem of every file: what cannot be opened, and edits on pages that are not there.
    """
    tasks = list(_split(items, edition))
    results: list[list[PlatedFile]] = []
    problems: list[Problem] = []
    total = sum(len(task.names) for task in tasks)
    with ThreadPoolExecutor(_WORKERS, thread_name_prefix="originals") as pool:
        futures = [pool.submit(_plate_task, task, paths, edition=edition, cache=cache) for task in tasks]
        try:
            done = 0
            for task, future in zip(tasks, futures, strict=True):
                step(done, total)
                results.append(_result(future, problems))
                done += len(task.names)
            step(done, total)
        except BaseException:
            # a full disk or a change of mind: what has not begun need not begin
            pool.shutdown(cancel_futures=True)
            raise
    files: dict[str, list[PlatedFile]] = {}
    for task, plated in zip(tasks, results, strict=True):
        files.setdefault(task.item.id, []).extend(plated)
    if not problems:
        problems += _missing_pages(items, files)
    if problems:
        raise InputError(problems)
    cache.trim(plated.plate.path for item in files.values() for plated in item)
    return PlatedOriginals(files, (*_file_findings(items, files), *_duplicates(items, files)))


def _split(items: Sequence[Evidence], edition: Edition) -> Iterator[_Task]:
    for item in items:
        if _pixel_edits(item.edits, edition):
            yield _Task(item, item.files)
        else:
            yield from (_Task(item, (name,)) for name in item.files)


def _result(future: Future[list[PlatedFile]], problems: list[Problem]) -> list[PlatedFile]:
    try:
        return future.result()
    except InputError as error:
        problems += error.problems
        return []


def _pixel_edits(edits: Sequence[Edit], edition: Edition) -> tuple[Edit, ...]:
    """Give the edits that change what a plate holds; marks and enlargements are drawn at binding."""
    return tuple(edit for edit in edits if isinstance(edit, Redact | Crop | Rotate) and edition in edit.editions)


def _plate_task(task: _Task, paths: Mapping[str, Path], *, edition: Edition, cache: PlateCache) -> list[PlatedFile]:
    plated: list[PlatedFile] = []
    problems: list[Problem] = []
    first = 1
    for name in task.names:
        try:
            one = _plate_file(task.item, name, paths[name], first=first, edition=edition, cache=cache)
        except InputError as error:
            problems += error.problems
            continue
        plated.append(one)
        first += max(len(one.plate.pages), 1)
    if problems:
        raise InputError(problems)
    return plated


def _plate_file(
    item: Evidence, name: str, path: Path, *, first: int, edition: Edition, cache: PlateCache
) -> PlatedFile:
    size, sha256 = hash_file(path, name=name)
    edits = _pixel_edits(item.edits, edition)
    key = _key(sha256, edits, name=name, first=first)
    plate = cache.find(key)
    if plate is None:
        with open_original(path, name=name) as opened:
            plate = cache.make(key, _pages(opened, edits, first=first, edition=edition), lambda: opened.findings)
    return PlatedFile(Original(name, size, sha256), plate)


def _pages(opened: OpenedOriginal, edits: tuple[Edit, ...], *, first: int, edition: Edition) -> Iterator[PageContent]:
    for index in range(opened.page_count):
        yield opened.page(index, page_recipe(edits, first + index, edition))


def _key(sha256: str, edits: Sequence[Edit], *, name: str, first: int) -> str:
    """Give a plate's key: everything that its bytes and its findings depend on."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    recipe = [[type(edit).__name__, *_settings(edit)] for edit in edits]
    inputs = [sha256, ending, first if edits else 0, recipe, IMAGING_VERSION, PLATE_VERSION]
    return hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()


def _settings(edit: Edit) -> list[tuple[str, str]]:
    """Give what an edit does to pixels, in a stable order; for whom it holds was asked before, and is a set."""
    return sorted((key, str(value)) for key, value in vars(edit).items() if key != "editions")


def _missing_pages(items: Sequence[Evidence], files: Mapping[str, Sequence[PlatedFile]]) -> Iterator[Problem]:
    for item in items:
        count = sum(max(len(plated.plate.pages), 1) for plated in files[item.id])
        for number, edit in enumerate(item.edits, 1):
            if not 1 <= edit.page <= count:
                yield Problem(
                    Words(
                        f"编辑指向第 {edit.page} 页，但这份证据只有 {count} 页。",
                        f"The edit is for page {edit.page}, but this item has {count} page(s).",
                    ),
                    Words("请改正 page（从 1 起，各文件的页连续计数）。", "Correct page (from 1, over all its files)."),
                    "case.toml",
                    f"evidence[{item.id}].edits[{number}].page",
                )


def _file_findings(items: Sequence[Evidence], files: Mapping[str, Sequence[PlatedFile]]) -> Iterator[Finding]:
    for item in items:
        for original, plate in files[item.id]:
            for finding in (*plate.findings, *(one for page in plate.pages for one in page.findings)):
                yield finding._replace(message=_name_file(finding.message, original.name), where=item.id)


def _name_file(message: Words, name: str) -> Words:
    """Put the file's name in front of a sentence that lacks it: one plate serves every file of the same content."""
    if name in message.zh:
        return message
    return Words(f"{name}：{message.zh}", f"{name}: {message.en}")


def _duplicates(items: Sequence[Evidence], files: Mapping[str, Sequence[PlatedFile]]) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for item in items:
        for original, _ in files[item.id]:
            first = seen.setdefault(original.sha256, original.name)
            if first != original.name:
                yield Finding(
                    "duplicate_file",
                    Severity.WARNING,
                    Words(
                        f"{original.name} 与 {first} 是同一个文件，请只保留一份。",
                        f"{original.name} is the same file as {first}; keep only one.",
                    ),
                    item.id,
                )
