"""The ids and keys a case may use, as the handbook knows them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from evidence_desk.domain.facts import FactKey
from evidence_desk.domain.playbook import EvidenceKind

__all__ = ["Vocabulary"]


@dataclass(frozen=True)
class Vocabulary:
    """What a reader of cases checks names against.

    `channels` are the ids allowed as `platform`; `positions_of` gives a playbook's position ids, None for an unknown
    playbook; `facts_of` its fact keys with those the playbook adds; `playbooks` and `kinds` what exists.
    """

    channels: Collection[str]
    playbooks: tuple[str, ...]
    kinds: Mapping[str, EvidenceKind]
    fact_keys: Mapping[str, FactKey]
    positions_of: Callable[[str], tuple[str, ...] | None]
    facts_of: Callable[[str], Mapping[str, FactKey]]
