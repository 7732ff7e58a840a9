"""Which exhibits carry a sentence: of the right kinds, included, and showing what it says."""

import re
from collections.abc import Iterable, Mapping, Sequence

from evidence_desk.domain.cases import Case
from evidence_desk.domain.comparing import same_value
from evidence_desk.domain.evidence import Evidence
from evidence_desk.domain.exhibits import exhibits
from evidence_desk.domain.facts import FactKey
from evidence_desk.domain.fields import CaseValues, named_value
from evidence_desk.domain.playbook import EvidenceKind

__all__ = ["ExhibitFinder"]

_CITED_MAX = 2
_WEIGHT = re.compile(r"weight_\w+_kg")
_OTHER_PARCELS = {"return": "return_", "reship": "reship_"}


class ExhibitFinder:
    """Finds exhibits of one case. Answers are evidence ids, at most two, the kinds' order first."""

    def __init__(self, case: Case, *, kinds: Mapping[str, EvidenceKind], fact_keys: Mapping[str, FactKey]) -> None:
        self._items = exhibits(case)
        self._kinds = kinds
        self._values = CaseValues(case, kinds, fact_keys)
        self._carried: dict[str, Mapping[str, bool]] = {}

    def included(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Give those of the ids that go into the packet, each once."""
        shown = {item.id for item in self._items}
        return tuple(dict.fromkeys(one for one in ids if one in shown))

    def find(self, kinds: Sequence[str], keys: Sequence[str]) -> tuple[str, ...]:
        """Give the exhibits of `kinds` that carry a sentence about the facts `keys`.

        One of each kind, the one that shows most of the facts; room left goes to another that shows a fact the first
        does not. An exhibit that shows another value than the case states carries nothing, unless its kind comes in
        links (letters of authorisation, weighings) and another of them shows the value stated.
        """
        carried = {key: self._carriers(key) for key in dict.fromkeys(keys)}
        fitting = [item for item in self._items if item.kind in kinds and self._fits(item, carried)]
        chosen: list[Evidence] = []
        for kind in dict.fromkeys(kinds):
            mine = [item for item in fitting if item.kind == kind]
            if mine and len(chosen) < _CITED_MAX:
                chosen.append(max(mine, key=lambda item: len(_shown_by(item, carried))))
        for item in fitting:
            told = {key for one in chosen for key in _shown_by(one, carried)}
            if item not in chosen and len(chosen) < _CITED_MAX and _shown_by(item, carried) - told:
                chosen.append(item)
        ranked = list(kinds)
        places = {item.id: place for place, item in enumerate(self._items)}
        chosen.sort(key=lambda item: (ranked.index(item.kind or ""), places[item.id]))
        return tuple(item.id for item in chosen)

    def _carriers(self, key: str) -> Mapping[str, bool]:
        """Each exhibit that shows the fact, and whether it agrees with what the case states."""
        if key not in self._carried:
            stated = self._values.stated(key)
            agrees: dict[str, bool] = {}
            for carrier in self._values.carriers(key):
                same = stated is None or same_value(carrier.value, stated) is not False
                agrees[carrier.evidence] = agrees.get(carrier.evidence, True) and same
            self._carried[key] = agrees
        return self._carried[key]

    def _fits(self, item: Evidence, carried: Mapping[str, Mapping[str, bool]]) -> bool:
        siblings = [one.id for one in self._items if one.kind == item.kind]
        for agrees in carried.values():
            if not agrees.get(item.id, True) and not any(agrees.get(one, False) for one in siblings):
                return False
        # a weighing tells the weight at its own point and no other, least of all that of a missing piece
        weights = [key for key in carried if _WEIGHT.fullmatch(key)]
        if (
            weights
            and named_value(item, "weigh_point", self._kinds)
            and not any(item.id in carried[key] for key in weights)
        ):
            return False
        # a stub of the way back proves nothing about the way out
        prefix = _OTHER_PARCELS.get(str(named_value(item, "role", self._kinds) or ""))
        return prefix is None or "waybill_no" not in carried or any(key.startswith(prefix) for key in carried)


def _shown_by(item: Evidence, carried: Mapping[str, Mapping[str, bool]]) -> set[str]:
    return {key for key, agrees in carried.items() if agrees.get(item.id, False)}
