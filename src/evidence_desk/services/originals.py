"""From originals to plates: two at a time, each once, and everything that is wrong with any of them told together."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from evidence_desk.domain.cases import Case
from evidence_desk.domain.edits import Crop, Edit, Edition, Redact, Rotate, page_recipe
from evidence_desk.domain.evidence import Evidence, Original
from evidence_desk.domain.exhibits import exhibits
from evidence_desk.domain.findings import Finding, Severity
from evidence_desk.domain.picture import PageContent
from evidence_desk.domain.statement import cites_in
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
    case: Case,
    paths: Mapping[str, Path],
    *,
    edition: Edition,
    cache: PlateCache,
    step: Callable[[int, int], None],
) -> PlatedOriginals:
    """Hash, prove and plate every original that goes into the packet.

    Raises InputError with every problem of every file: what cannot be opened, and edits, citations and places of facts
    on pages that are not there.
    """
    items = exhibits(case)
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
        problems += _missing_pages(case, files)
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


class _NamedPage(NamedTuple):
    """A page of an item (from 1, over its files) that something in case.toml names at `key`."""

    item: str
    page: int
    key: str
    what: Words


def _named_pages(case: Case, items: Sequence[Evidence]) -> Iterator[_NamedPage]:
    for item in items:
        for number, edit in enumerate(item.edits, 1):
            key = f"evidence[{item.id}].edits[{number}].page"
            yield _NamedPage(item.id, edit.page, key, Words("编辑", "The edit"))
    for cite in dict.fromkeys(cites_in(case.statement or "")):
        if cite.page is not None:
            yield _NamedPage(cite.evidence, cite.page, "statement.text", Words("申诉说明", "The statement"))
    for key, fact in case.facts.items():
        if fact.place is not None and fact.place.page is not None:
            yield _NamedPage(fact.place.evidence, fact.place.page, f"facts.{key}.page", Words("事实", "The fact"))


def _missing_pages(case: Case, files: Mapping[str, Sequence[PlatedFile]]) -> Iterator[Problem]:
    counts = {item: sum(max(len(one.plate.pages), 1) for one in plated) for item, plated in files.items()}
    for named in _named_pages(case, exhibits(case)):
        count = counts.get(named.item)
        if count is not None and not 1 <= named.page <= count:
            yield Problem(
                Words(
                    f"{named.what.zh}指向证据“{named.item}”的第 {named.page} 页，但它只有 {count} 页。",
                    f"{named.what.en} is for page {named.page} of “{named.item}”, which has {count} page(s).",
                ),
                Words("请改正页码（从 1 起，各文件的页连续计数）。", "Correct the page (from 1, over all its files)."),
                "case.toml",
                named.key,
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
