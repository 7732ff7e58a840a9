"""The handbook: every resource validated when it is first asked for, so that a case reads only what it needs."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from evidence_desk.domain.facts import FactKey
from evidence_desk.domain.platforms import Channel, Platform
from evidence_desk.domain.playbook import EvidenceKind, Phrase, Playbook, ToneRule
from evidence_desk.domain.vocabulary import Vocabulary
from evidence_desk.errors import InputError, Problem, Words
from evidence_desk.handbook.case_values import CASE_KEYS
from evidence_desk.handbook.playbook_references import check_playbook
from evidence_desk.handbook.references import check_facts, check_kinds, check_platform, check_tone
from evidence_desk.handbook.report import Known, KnownIds, Report
from evidence_desk.handbook.workdays import is_workday
from evidence_desk.resources import read_toml

__all__ = ["Handbook", "load_handbook"]

T = TypeVar("T")


def load_handbook(folder: Path, *, overrides: Path | None = None) -> "Handbook":
    """Open the handbook in `folder` (resource_folder()), with a person's own files in `overrides` over it.

    `overrides` has the same layout: a playbook or platform file there replaces the one of the same name or adds one;
    entries of its facts.toml, evidence_kinds.toml and wording.toml replace or add by their id. It need not exist.
    Nothing is read yet; whatever is read later raises InputError naming every problem of the file.
    """
    return Handbook(folder, overrides if overrides is not None and overrides.is_dir() else None)


class Handbook:
    """Complaint types, evidence kinds, platforms, fact keys and wording. Read-only, kept for a program's life."""

    def __init__(self, folder: Path, overrides: Path | None) -> None:
        self._folders = tuple(one for one in (folder, overrides) if one is not None)
        self._listed: dict[str, dict[str, Path]] = {}
        self._playbooks: dict[str, Playbook] = {}
        self._platforms: dict[str, Platform] = {}

    def playbook_ids(self) -> tuple[str, ...]:
        """Give the ids of all complaint types, sorted, without opening a file."""
        return tuple(sorted(self._files("playbooks")))

    def playbook(self, id: str) -> Playbook:
        """Give one complaint type. Raises InputError for an unknown id, listing the known ones."""
        if id not in self._playbooks:
            path = self._one("playbooks", id, what=Words("投诉类型", "complaint type"))
            self._playbooks[id] = self._read_playbook(path, id)
        return self._playbooks[id]

    def playbooks(self) -> tuple[Playbook, ...]:
        """Give all complaint types, by id. Raises InputError with the problems of all their files."""
        return _gather(self.playbook, self.playbook_ids())

    def platform_ids(self) -> tuple[str, ...]:
        """Give the ids of all platforms, sorted, without opening a file."""
        return tuple(sorted(self._files("platforms")))

    def platform(self, id: str) -> Platform:
        """Give one platform's profile. Raises InputError for an unknown id, listing the known ones."""
        if id not in self._platforms:
            path = self._one("platforms", id, what=Words("平台", "platform"))
            self._platforms[id] = self._read_platform(path, id)
        return self._platforms[id]

    def platforms(self) -> tuple[Platform, ...]:
        """Give all platforms, by id. Raises InputError with the problems of all their files."""
        return _gather(self.platform, self.platform_ids())

    def channel(self, id: str) -> tuple[Platform, Channel]:
        """Give the platform and upload channel that a case's `platform` names: a platform's id or a channel's.

        Raises InputError for an unknown id, listing the known ones.
        """
        found = self._find_channel(id)
        if found is not None:
            return found
        raise _unknown(
            id, what=Words("平台或上传渠道", "platform or channel"), known=self.channel_ids(), key="platform"
        )

    def channel_ids(self) -> tuple[str, ...]:
        """Give every id a case may use as `platform`. Opens all platform files."""
        return tuple(channel.id for platform in self.platforms() for channel in platform.channels)

    @cached_property
    def fact_keys(self) -> Mapping[str, FactKey]:
        """The vocabulary of facts by key, without those that playbooks add."""
        from evidence_desk.handbook.validation import parse_facts

        return {fact.key: fact for fact in self._merged("facts.toml", parse_facts, lambda fact: fact.key)}

    @cached_property
    def kinds(self) -> Mapping[str, EvidenceKind]:
        """The kinds of evidence by id."""
        from evidence_desk.handbook.validation import parse_kinds

        return {kind.id: kind for kind in self._merged("evidence_kinds.toml", parse_kinds, lambda kind: kind.id)}

    @cached_property
    def tone_rules(self) -> tuple[ToneRule, ...]:
        """Words that cost trust."""
        from evidence_desk.handbook.validation import parse_wording

        return self._merged("wording.toml", lambda data, file: parse_wording(data, file).tone, lambda rule: rule.id)

    @cached_property
    def preferred_phrases(self) -> tuple[Phrase, ...]:
        """Turns of phrase that serve an appeal; `moment` says for what."""
        from evidence_desk.handbook.validation import parse_wording

        return self._merged("wording.toml", lambda data, file: parse_wording(data, file).prefer, lambda one: one.text)

    def facts_of(self, playbook: str) -> Mapping[str, FactKey]:
        """Give the fact keys a case of this complaint type may use (only the common ones for an unknown type)."""
        if playbook not in self.playbook_ids():
            return self.fact_keys
        return {**self.fact_keys, **{fact.key: fact for fact in self.playbook(playbook).extra_facts}}

    def fact_name(self, key: str, playbook: str = "") -> str:
        """Give a key's Chinese name; a key nobody knows is its own name."""
        found = self.facts_of(playbook).get(key) or CASE_KEYS.get(key)
        return found.name if found else key

    def vocabulary(self) -> Vocabulary:
        """Give what a reader of cases checks names against."""
        return Vocabulary(
            channels=_ChannelIds(self._find_channel, self.channel_ids),
            playbooks=self.playbook_ids(),
            kinds=self.kinds,
            fact_keys=self.fact_keys,
            positions_of=self._positions_of,
            facts_of=self.facts_of,
        )

    @staticmethod
    def is_workday(day: date) -> bool:
        """Tell whether a day is worked in mainland China; see calendar_covers for years without a calendar."""
        return is_workday(day)

    def check_everything(self) -> None:
        """Read and validate every file. Raises InputError with all problems of all of them."""
        problems: list[Problem] = []
        steps: tuple[Callable[[], object], ...] = (
            lambda: self.fact_keys,
            lambda: self.kinds,
            lambda: self.tone_rules,
            lambda: self.preferred_phrases,
            self.platforms,
            self.playbooks,
        )
        for step in steps:
            try:
                step()
            except InputError as error:
                problems += [problem for problem in error.problems if problem not in problems]
        if problems:
            raise InputError(problems)

    def _find_channel(self, id: str) -> tuple[Platform, Channel] | None:
        # a channel's id is its platform's, or begins with it and an underscore: no other file need be opened
        owners = [one for one in self.platform_ids() if id == one or id.startswith(f"{one}_")]
        for owner in sorted(owners, key=len, reverse=True):
            platform = self.platform(owner)
            for channel in platform.channels:
                if channel.id == id:
                    return platform, channel
        return None

    def _positions_of(self, playbook: str) -> tuple[str, ...] | None:
        if playbook not in self.playbook_ids():
            return None
        return tuple(position.id for position in self.playbook(playbook).positions)

    @property
    def _known(self) -> Known:
        return Known(self.kinds, self.fact_keys, self.platform_ids())

    def _read_playbook(self, path: Path, id: str) -> Playbook:
        from evidence_desk.handbook.validation import parse_playbook

        name = f"playbooks/{path.name}"
        playbook = parse_playbook(read_toml(path, name=name), name)
        report = Report(name)
        check_playbook(playbook, id, known=self._known, report=report)
        report.close()
        return playbook

    def _read_platform(self, path: Path, id: str) -> Platform:
        from evidence_desk.handbook.validation import parse_platform

        name = f"platforms/{path.name}"
        platform = parse_platform(read_toml(path, name=name), name)
        report = Report(name)
        known = KnownIds(self.platform_ids(), self.playbook_ids())
        check_platform(platform, id, known=known, report=report)
        report.close()
        return platform

    def _files(self, folder: str) -> dict[str, Path]:
        """Give the files of a folder by id; those of the overrides win."""
        if folder not in self._listed:
            self._listed[folder] = {
                path.stem: path
                for root in self._folders
                for path in sorted((root / folder).glob("*.toml"))
                if path.is_file() and not path.name.startswith(".")
            }
        return self._listed[folder]

    def _one(self, folder: str, id: str, *, what: Words) -> Path:
        files = self._files(folder)
        if id not in files:
            raise _unknown(id, what=what, known=sorted(files), key="complaint" if folder == "playbooks" else "platform")
        return files[id]

    def _merged(
        self, name: str, parse: Callable[[Mapping[str, Any], str], tuple[T, ...]], id_of: Callable[[T], str]
    ) -> tuple[T, ...]:
        """Read one file from each folder; later entries replace earlier ones of the same id in their place."""
        merged: dict[str, T] = {}
        for index, root in enumerate(self._folders):
            if index and not (root / name).is_file():
                continue
            entries = parse(read_toml(root / name, name=name), name)
            report = Report(name)
            self._check_entries(name, entries, report)
            report.close()
            merged.update({id_of(entry): entry for entry in entries})
        return tuple(merged.values())

    def _check_entries(self, name: str, entries: tuple[Any, ...], report: Report) -> None:
        if name == "facts.toml":
            check_facts(entries, report)
        elif name == "evidence_kinds.toml":
            check_kinds(entries, facts=self.fact_keys, report=report)
        elif entries and isinstance(entries[0], ToneRule):
            check_tone(entries, report)


class _ChannelIds(Collection[str]):
    """All channel ids; asking for one opens only its platform's file."""

    def __init__(self, find: Callable[[str], object], every: Callable[[], tuple[str, ...]]) -> None:
        self._find = find
        self._every = every

    def __contains__(self, id: object) -> bool:
        return isinstance(id, str) and self._find(id) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self._every())

    def __len__(self) -> int:
        return len(self._every())


def _gather(read: Callable[[str], T], ids: Iterable[str]) -> tuple[T, ...]:
    found: list[T] = []
    problems: list[Problem] = []
    for one in ids:
        try:
            found.append(read(one))
        except InputError as error:
            problems += [problem for problem in error.problems if problem not in problems]
    if problems:
        raise InputError(problems)
    return tuple(found)


def _unknown(id: str, *, what: Words, known: Iterable[str], key: str) -> InputError:
    listed = list(known)
    return InputError(
        Problem(
            Words(f"没有名为“{id}”的{what.zh}。", f"There is no {what.en} {id!r}."),
            Words(f"可用：{'、'.join(listed)}。", f"Known: {', '.join(listed)}."),
            key=key,
        )
    )
