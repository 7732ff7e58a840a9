"""What exists, and the problems of one file against it."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from evidence_desk.domain.facts import FactKey
from evidence_desk.domain.playbook import EvidenceKind
from evidence_desk.errors import InputError, Problem, Words

__all__ = ["COMPLAINT", "FACT", "FIELD", "KIND", "PLATFORM", "POSITION", "Known", "KnownIds", "Report"]

COMPLAINT = Words("投诉类型", "complaint type")
KIND = Words("证据种类", "evidence kind")
PLATFORM = Words("平台", "platform")
POSITION = Words("申诉理由", "position")
FACT = Words("事实键", "fact key")
FIELD = Words("字段", "field")
_NO_HINT = Words("", "")


class Known(NamedTuple):
    """What exists: kinds by id, facts by key, ids of platforms."""

    kinds: Mapping[str, EvidenceKind]
    facts: Mapping[str, FactKey]
    platforms: tuple[str, ...]


class KnownIds(NamedTuple):
    """What exists, by the names of the files alone: platforms and complaint types."""

    platforms: tuple[str, ...]
    playbooks: tuple[str, ...]


class Report:
    """Collects problems of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def add(self, key: str, message: Words, hint: Words = _NO_HINT) -> None:
        """Note one problem at a key."""
        self.problems.append(
            Problem(Words(f"{key}：{message.zh}", f"{key}: {message.en}"), hint, self.file, key),
        )

    def each_known(self, key: str, what: Words, *, values: Iterable[str], known: Iterable[str]) -> None:
        """Report every value that is no known id, and say which ones are."""
        listed = list(known)
        for value in values:
            if value not in listed:
                self.add(
                    key,
                    Words(f"没有名为“{value}”的{what.zh}。", f"there is no {what.en} {value!r}."),
                    Words(f"可用：{'、'.join(listed)}。", f"Known: {', '.join(listed)}."),
                )

    def unique(self, key: str, values: Iterable[str]) -> None:
        """Report every value that stands twice."""
        seen: set[str] = set()
        for value in values:
            if value in seen:
                self.add(key, Words(f"“{value}”重复了，必须各不相同。", f"{value!r} stands twice; each must differ."))
            seen.add(value)

    def close(self) -> None:
        """Raise InputError with everything noted, if anything was."""
        if self.problems:
            raise InputError(self.problems)
