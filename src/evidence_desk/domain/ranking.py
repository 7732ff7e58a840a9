"""The exhibits a position needs most: what the cover names as core facts, and what stands first in few pictures."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from evidence_desk.domain.cases import Case
from evidence_desk.domain.comparing import as_moment, same_value
from evidence_desk.domain.evidence import Evidence
from evidence_desk.domain.exhibits import exhibits, plain_label
from evidence_desk.domain.facts import FactType, FactValue
from evidence_desk.domain.fields import field_value
from evidence_desk.domain.playbook import EvidenceKind, Position
from evidence_desk.domain.readiness import Readiness

__all__ = ["Strongest", "strongest"]


class Strongest(NamedTuple):
    """One strong exhibit: `claim` is what it proves (its title where nothing is said), `at` when that happened.

    `at_key` is the fact or field that tells the time, `page` (over the item's files, from 1) where it stands.
    """

    evidence: str
    title: str
    claim: str
    at: datetime | None
    at_key: str = ""
    page: int | None = None


def strongest(
    case: Case, *, position: Position, kinds: Mapping[str, EvidenceKind], readiness: Readiness, count: int = 3
) -> tuple[Strongest, ...]:
    """Give up to `count` exhibits, strongest first.

    Decisive kinds come in the position's order, one exhibit of each before a second of any; then what meets a
    requirement, a required one first, then the rest by the kind's weight. Exhibits in an error-level contradiction and
    those without a kind are never named.
    """
    distrusted = {id_ for one in readiness.contradictions if one.level == "error" for id_ in one.evidence}
    pool = [item for item in exhibits(case) if item.kind is not None and item.id not in distrusted]
    met = {id_: one.level for one in reversed(readiness.requirements) if one.satisfied for id_ in one.evidence}
    turns: dict[str, int] = {}
    ranked = []
    # Within a kind, an exhibit that meets a requirement goes before one that merely has the right kind.
    for place, item in sorted(enumerate(pool), key=lambda pair: (pair[1].id not in met, pair[0])):
        kind = item.kind or ""
        turn = turns[kind] = turns.get(kind, 0) + 1
        decisive = kind in position.decisive
        tier = 0 if decisive else 1 if met.get(item.id) == "required" else 2 if item.id in met else 3
        rank = position.decisive.index(kind) if decisive else 0
        weight = kinds[kind].weight if kind in kinds else 0
        ranked.append(((tier, turn, rank, -weight, place), item))
    ranked.sort(key=lambda pair: pair[0])
    return tuple(_strong(case, item, position=position, kinds=kinds) for _, item in ranked[:count])


def _strong(case: Case, item: Evidence, *, position: Position, kinds: Mapping[str, EvidenceKind]) -> Strongest:
    title = plain_label(item, kinds)
    times = _times(case, item, kinds)
    # The position's facts tell the story in order: the last of them that this exhibit shows is its point.
    told = [key for key in position.facts if key in times]
    key = told[-1] if told else next(iter(times), "")
    at, page = times[key] if key else (None, None)
    return Strongest(item.id, title, item.proves or title, at, key, page)


def _times(case: Case, item: Evidence, kinds: Mapping[str, EvidenceKind]) -> dict[str, tuple[datetime, int | None]]:
    """The moments an exhibit shows by key: confirmed facts read from it or told by it too, then its kind's own."""
    found: dict[str, tuple[datetime, int | None]] = {}
    for key, fact in case.facts.items():
        moment = as_moment(fact.value)
        if moment is None or not fact.confirmed:
            continue
        field = field_value(item, key, kinds)
        if fact.place is not None and fact.place.evidence == item.id:
            found[key] = (moment, fact.place.page)
        elif field is not None and same_value(field, fact.value):
            found[key] = (moment, None)
    kind = kinds.get(item.kind or "")
    for spec in kind.fields if kind else ():
        value: FactValue | None = field_value(item, spec.key, kinds) if spec.type is FactType.TIME else None
        moment = None if value is None else as_moment(value)
        if moment is not None:
            found.setdefault(spec.key, (moment, None))
    return found
